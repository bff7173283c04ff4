"""Checks a folder of PDFs against PDF/UA-1, and that names come back as typed.

    pip install page-validation
    cargo run -p passport-document --example write_layouts -- DIR
    python crates/passport-document/tests/check_pdf_ua.py DIR

Every .pdf is checked with page-validation; where a .txt of the same name lies
beside it, pdftotext (Debian: poppler-utils) must find that text in the PDF.
Ends with a line of counts, and exit status 1 if anything failed.
"""

import pathlib
import re
import subprocess
import sys
import unicodedata

import page


def squeeze(text):
    """Composed, and without what line breaks and spaces may differ in."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def main(folder):
    passed = failed = 0
    rules = set()
    for path in sorted(pathlib.Path(folder).glob("*.pdf")):
        problems = []
        report = page.validate_pdf(path, profile="ua1")
        rules.add(report.rules.total)
        for failure in report.failures:
            problems.append(f"{failure.rule_id}: {failure.message}")
        typed = path.with_suffix(".txt")
        if typed.exists():
            shown = subprocess.run(
                ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
            ).stdout.decode()
            name = typed.read_text(encoding="utf-8")
            if squeeze(name) not in squeeze(shown):
                problems.append(f"the name {name!r} does not come back: {shown.splitlines()[:6]}")
        if problems:
            failed += 1
            print(f"{path.name}: " + "; ".join(problems[:8]))
        else:
            passed += 1
    print(f"rules checked: {sorted(rules)}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
