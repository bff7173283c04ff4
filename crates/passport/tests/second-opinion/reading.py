"""Reads extract files as the interface describes them (interface.md, section 3).

This is the first step of the second opinion: bytes become rows of named fields, and text becomes
dates. It knows the headings, delimiters, encodings and date styles, and nothing of the rules.
Spreadsheets (XLSX) are left out: the second opinion is about rules, and CSV carries them all.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

#: No expiry. It compares later than every real date, and is never printed.
FOREVER = date.max

Row = dict[str, str]


class BadRow(Exception):
    """A row that cannot be used (interface.md, section 4: an error)."""


# ---- dates ---------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """Keeps the day of the month, or takes the last day of a shorter month (rules.md, section 2)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


MONTHS = {name.lower(): n for names in (calendar.month_name, calendar.month_abbr)
          for n, name in enumerate(names) if name}


def parse_date(text: str) -> date | None:
    """A date in any of the styles of interface.md, section 3; None for empty and `No Expiry`."""
    text = text.strip()
    if not text or normal(text) == "no expiry":
        return None
    try:
        if m := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]00:00(?::00)?)?", text):
            return date(int(m[1]), int(m[2]), int(m[3]))
        if m := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(m[3]), int(m[2]), int(m[1]))
        if m := re.fullmatch(r"(\d{1,2})[- ]([A-Za-z]+)[- ](\d{4})", text):
            return date(int(m[3]), MONTHS[m[2].lower()], int(m[1]))
        if re.fullmatch(r"\d{8}", text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if re.fullmatch(r"\d{4,6}", text):  # a spreadsheet's serial number, counted from 30 December 1899
            return date(1899, 12, 30) + timedelta(days=int(text))
    except (ValueError, KeyError, OverflowError):
        pass
    raise BadRow(f"{text} is not a real date")


def normal(text: str) -> str:
    """The normal form of a name: case, runs of spaces and a trailing pipe do not matter.

    The period in a competence's name is not dropped: `- 1 Year` and `- 2 Years` are the same
    competence only where an alias says so (rules.md, section 1: never by guessing).
    """
    return " ".join(text.split()).rstrip("| ").casefold()


# ---- headings ------------------------------------------------------------------------------------


def heading(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


_ASSIGNMENT = {
    "employee": ["Employee Number", "Person Number"], "assignment": ["Assignment Number", "ASG No"],
    "position": ["Position Number", "Position No"], "staff_group": ["Staff Group"],
    "role": ["Job Role"], **{f"l{n}": [f"Org L{n}"] for n in range(1, 9)},
    "organisation": ["Organisation"], "status": ["Assignment Status", "ASG Status"],
    "category": ["Assignment Category", "ASG Category"],
    "primary": ["Primary Assignment", "Primary"], "start": ["Start Date"],
    "end": ["End Date", "ASG End Date"], "absence": ["Absence Reason"],
    "absence_start": ["Absence Start"], "absence_end": ["Absence End"],
}
FIELDS: dict[str, dict[str, list[str]]] = {
    "assignments": _ASSIGNMENT,
    "competences": {
        "name": ["Competence Name"], "subject": ["Subject"], "level": ["Level"],
        "months": ["Refresher Months"], "class": ["Class"],
        "target": ["Compliance Target", "Target"], "warning": ["Warning Months"],
        "expiry": ["Expiry"], "once": ["Once Per Assignment"], "renewal": ["Renewal"],
        "satisfied_by": ["Satisfied By"], "aliases": ["Aliases"]},
    "requirements": {
        "applies": ["Applies To"], "target": ["Target"], "within": ["Within"],
        "subject": ["Subject"], "level": ["Level"], "name": ["Competence Name"],
        "class": ["Class"], "from": ["Date From"], "to": ["Date To"],
        "months": ["Refresher Months"], "grace": ["Grace Days"], "introduced": ["Introduced"]},
    "awards": {
        "employee": ["Employee Number", "Person Number"],
        "name": ["Competency Name", "Competence Name"],
        "expiry": ["Expiry Date", "Date To"], "start": ["Date Start", "Date From"],
        "awarded": ["Date Last Awarded", "Achieved Date", "Certification Date"], "vpd": ["VPD"]},
    "compliance": {
        **_ASSIGNMENT, "name": ["Competence Name", "Requirement"],
        "awarded": ["Date Last Awarded"], "expiry": ["Expiry Date"],
        "meets": ["Meets Requirement", "Competence Match", "Achieved"]},
    "exemptions": {
        "employee": ["Employee Number"], "subject": ["Subject"], "from": ["From"], "to": ["To"]},
    "renames": {"old": ["Old Unit"], "new": ["New Unit"], "from": ["From"]},
}
ALIASES = {kind: {heading(alias): field for field, names in fields.items() for alias in names}
           for kind, fields in FIELDS.items()}


def kind_of(headings: set[str]) -> str:
    """Which file this is, told from its headings alone."""
    named = bool(headings & {"competencename", "competencyname", "requirement"})
    if "oldunit" in headings:
        return "renames"
    if "appliesto" in headings:
        return "requirements"
    if "employeenumber" not in headings and "personnumber" not in headings:
        return "competences"
    if not named:
        return "exemptions" if "subject" in headings else "assignments"
    return "compliance" if "startdate" in headings else "awards"


# ---- files ---------------------------------------------------------------------------------------


def decode(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def read_file(path: Path) -> tuple[str, list[Row]]:
    """The kind of one file and its rows, by field name; columns that are not needed are dropped."""
    text = decode(path.read_bytes())
    known = {h for aliases in ALIASES.values() for h in aliases}

    def table(delimiter: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    # The delimiter is the one that makes the most headings known.
    rows = max((table(d) for d in ",;\t~"), key=lambda t: sum(heading(h) in known for h in t[0]))
    headings = [heading(h) for h in rows[0]]
    kind = kind_of(set(headings))
    fields = [ALIASES[kind].get(h) for h in headings]
    result = []
    for cells in rows[1:]:
        if any(cell.strip() for cell in cells):
            result.append({f: c.strip() for f, c in zip(fields, cells) if f})
    return kind, result
