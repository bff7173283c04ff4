"""Puts the product and the second opinion side by side on random extracts.

For each seed: makes extracts in a temporary folder, imports them into a fresh SQLite database batch
by batch, and compares the product's reports with the second opinion's on many as-at dates. A
difference is printed with the facts behind it; the same seed, people and style bring it back, and
`--keep FOLDER` leaves its extracts and database there. Any difference, or an import that does not
do what the interface promises, makes the exit status 1.

    python3 compare.py --binary target/debug/passport --seeds 1..20
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from history import History, load
from make_extracts import FEATURES, make, style_of
from oracle import PEOPLE_HEADINGS, Day, compliance_rows, people_rows
from reading import add_months, normal

GROUPINGS = ["organisation", "unit", "subject", "staff-group", "role"]
FIGURES = ["class", "counted", "compliant", "percent", "target", "excluded"]
ORGANISATION = "Test Trust"
SHOWN = 5  # differences shown in full for one report


class Failed(Exception):
    pass


class Product:
    """The binary under comparison, on a database of its own."""

    def __init__(self, binary: Path, database: Path) -> None:
        self.command = [str(binary), "--database", f"sqlite:{database}"]

    def run(self, *arguments: str, expect: int = 0) -> str:
        done = subprocess.run([*self.command, *arguments], capture_output=True, encoding="utf-8", timeout=300)
        if done.returncode != expect:
            raise Failed(f"{' '.join(arguments)}: exit status {done.returncode}, not {expect}\n"
                         f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def load(self, folder: Path, with_errors: bool) -> None:
        command: list[str] = []
        self.run("organisation", "add", "999", ORGANISATION, "--vpd", "999")
        for batch in sorted(folder.iterdir()):
            files = sorted(str(p) for p in batch.iterdir() if p.suffix == ".csv")
            command = ["import", "--extract-date", batch.name, "--accept-large-change"]
            command += ["--partial"] if (batch / "partial").exists() else []
            if with_errors:
                self.run(*command, *files, expect=1)  # Refused as a whole, and nothing changed.
                command.append("--skip-bad-rows")
            self.run(*command, *files)
        self.run(*command, *files)  # The same files twice change nothing.

    def report(self, *arguments: str) -> list[list[str]]:
        text = self.run("report", *arguments, "--format", "csv")
        if "\r" in text or text.startswith("\ufeff"):
            raise Failed(f"report {' '.join(arguments)}: a byte order mark, or lines that do not end in LF")
        return list(csv.reader(io.StringIO(text)))


def dates_for(folder: Path) -> list[date]:
    """Extract dates and the days around and between them, leap days, the past and the far future."""
    extracts = sorted(date.fromisoformat(p.name) for p in folder.iterdir())
    days = {date(2024, 2, 29), date(2028, 2, 29), date(2035, 6, 30), extracts[0] - timedelta(days=60)}
    for extract in extracts:
        days |= {extract + timedelta(days=n) for n in (-1, 0, 1, 14, 28)} | {add_months(extract, 3)}
    days |= {a + (b - a) / 2 for a, b in zip(extracts, extracts[1:])}
    return sorted(days)


def differences(history: History, as_at: date, theirs: list[list[str]]) -> Iterator[str]:
    day = Day(history, as_at)
    if not theirs or theirs[0] != PEOPLE_HEADINGS:
        yield f"headings: {theirs[:1]}"
        return
    ours, theirs = people_rows(day), theirs[1:]
    if ours == theirs:
        return
    key = lambda row: (row[0], row[1], row[3], row[4])
    mine, other = {key(row): row for row in ours}, {key(row): row for row in theirs}
    if len(other) != len(theirs):
        yield "the product prints one line more than once"
    if mine == other:
        yield "the same rows in another order"
    for k in sorted(mine.keys() | other.keys()):
        if mine.get(k) != other.get(k):
            yield "\n".join([f"employee {k[0]}, assignment {k[1]}, {k[2]}, {k[3]}",
                             f"  second opinion  {mine.get(k)}", f"  product         {other.get(k)}",
                             *(f"    {fact}" for fact in facts(day, *k[:3]))])


def facts(day: Day, employee: str, assignment: str, subject: str) -> Iterator[str]:
    """What a developer needs to see why a line is as it is."""
    history, on = day.history, normal(subject)
    log = history.assignments.until(assignment, day.as_at) if assignment in history.assignments.log else []
    for since, post in log:
        yield f"assignment {'first' if since == date.min else f'since {since}'}: {brief(post)}"
    keys = {key for key in day.competences if key[0] == on}
    keys |= {other for key in list(keys) for other in day.singles(key)}
    keys |= {day.key(part) for key in list(keys) for parts in day.competence(key).satisfied_by for part in parts}
    for key in sorted(keys):
        yield f"competence {brief(day.competence(key))}"
        for award in day.awards[employee][key]:
            yield f"award {brief(award)}"
    posts = [a for a in day.assignments if a.number == assignment]
    for r in day.requirements:
        if r.key[0] == on and any(day.falls_on(r, a) for a in posts):
            moved = max(day.came_under(r, a) for a in posts)
            yield f"requirement {brief(r)}" + (f" by a change of post on {moved}" if moved != date.min else "")
    for key, spells in history.exemptions.log.items():
        if key[:2] == (employee, on):
            for since, spans in spells:
                said = ", ".join(f"{start} to {end}" for start, end in sorted(spans)) if spans else "gone"
                yield f"exemption {'first' if since == date.min else f'since {since}'}: {said}"


def brief(value: Any) -> str:
    """A fact on one line, without the fields that say nothing."""
    if value is None:
        return "gone"
    said = {f.name: getattr(value, f.name) for f in fields(value)}
    return ", ".join(f"{name} {'|'.join(v) if name == 'unit' else v}" for name, v in said.items()
                     if v not in (None, "", (), 0, False, date.min, date.max))


def figure_differences(day: Day, by: str, count_by: str, theirs: list[list[str]]) -> Iterator[str]:
    if not theirs or theirs[0][-6:] != FIGURES:
        yield f"headings: {theirs[:1]}"
        return

    def plain(row: list[str]) -> tuple[str, ...]:
        # A target of 90 and one of 90.0 are the same; what the whole organisation is called is not at issue.
        target = f"{float(row[-2]):g}" if row[-2] else ""
        return (*(row[:-6] if by != "organisation" else []), *row[-6:-2], target, row[-1])

    ours = [plain(row) for row in compliance_rows(day, by, count_by, ORGANISATION, "85")]
    other = [plain(row) for row in theirs[1:]]
    if ours != other:
        missing, extra = [r for r in ours if r not in other], [r for r in other if r not in ours]
        yield f"second opinion only {missing[:SHOWN]}\n  product only        {extra[:SHOWN]}" \
            if missing or extra else "the same rows in another order"


def compare(binary: Path, seed: int, arguments: argparse.Namespace) -> tuple[int, int]:
    passed = failed = 0
    with tempfile.TemporaryDirectory() as place:
        home = arguments.keep / str(seed) if arguments.keep else Path(place)
        folder, with_errors = home / "extracts", seed % 4 == 0
        make(seed, arguments.people, folder, batches=1 + seed % 3, style=arguments.style, with_errors=with_errors)
        history = load(folder, "999")
        product = Product(binary, home / "passport.db")
        try:
            product.load(folder, with_errors)
        except Failed as problem:
            print(f"seed {seed}: {problem}")
            return 0, 1
        for as_at in dates_for(folder):
            checks = {("people", "--as-at", as_at.isoformat()): lambda rows: differences(history, as_at, rows)}
            if as_at.isoformat() in {p.name for p in folder.iterdir()} and not arguments.people_only:
                for by in GROUPINGS:
                    for count_by in ("assignment", "person"):
                        checks["compliance", "--by", by, "--count-by", count_by, "--as-at", as_at.isoformat()] = \
                            lambda rows, by=by, count_by=count_by: \
                            figure_differences(Day(history, as_at), by, count_by, rows)
            for command, check in checks.items():
                try:
                    found = list(check(product.report(*command)))
                except Failed as problem:
                    found = [str(problem)]
                passed, failed = passed + (not found), failed + bool(found)
                if found:
                    print(f"seed {seed}: report {' '.join(command)}: {len(found)} differences")
                    print("\n".join(found[:SHOWN]))
    return passed, failed


def seeds(text: str) -> range:
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--seeds", type=seeds, default=seeds("1..10"), help="A..B, both included")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--style", type=style_of, default=set(FEATURES),
                        help=f"everything, settled, or some of: {', '.join(FEATURES)}")
    parser.add_argument("--keep", type=Path, help="an empty folder to leave the extracts and databases in")
    parser.add_argument("--people-only", action="store_true", help="leaves out the compliance figures")
    arguments = parser.parse_args()
    totals = [compare(arguments.binary.resolve(), seed, arguments) for seed in arguments.seeds]
    passed, failed = (sum(column) for column in zip(*totals))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
