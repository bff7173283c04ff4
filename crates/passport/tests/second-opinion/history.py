"""What the extracts say, and since when (rules.md, section 7).

Batches are applied in the order of their extract dates. Each thing a file describes has an
identity and a list of versions, so that the state on any date, past or future, can be asked for:

- a row met for the first time holds from its own start date, whichever file brought it;
- a row that changed holds in its new form from the extract date, and in its old form before;
- an assignment, requirement or exemption no longer in a full file ends the day before it;
- awards only accumulate.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from reading import BadRow, Row, normal, parse_date, read_file

T = TypeVar("T")
Unit = tuple[str, ...]
#: A subject and a level, both in normal form: what a competence is known by.
Key = tuple[str, str]
#: Months, or "once" (does not expire), or "unknown" (the imported expiry decides).
Period = int | str


@dataclass(frozen=True)
class Competence:
    name: str
    subject: str
    level: str
    period: Period
    cls: str = ""
    target: str = ""
    warning: int = 3
    as_printed: bool = False
    once_per_assignment: bool = False
    keep: int | None = None  # keep anniversary within so many months
    satisfied_by: tuple[tuple[str, ...], ...] = ()  # names; more than one is a composite
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    applies: str
    target: str
    unit: Unit | None  # the target, where it is a unit
    within: Unit | None
    key: Key
    cls: str  # C, R or none
    start: date
    end: date
    period: Period | None  # None: the competence's
    grace: int
    introduced: date | None


@dataclass(frozen=True)
class Assignment:
    employee: str
    number: str
    position: str
    staff_group: str
    role: str
    unit: Unit
    status: str
    category: str
    primary: bool
    start: date
    end: date
    sick: bool
    absence_start: date | None
    absence_end: date | None


@dataclass(frozen=True)
class Award:
    name: str
    day: date
    expiry: date | None
    transfer: bool


class Versions(Generic[T]):
    """Values by identity, each with the date from which it holds. None is: no longer there."""

    def __init__(self) -> None:
        self.log: dict[Any, list[tuple[date, T | None]]] = {}

    def take(self, rows: dict[Any, T], extract: date, ends: bool) -> None:
        for key, value in rows.items():
            log = self.log.setdefault(key, [])
            if not log:
                log.append((date.min, value))
            elif log[-1][1] is None and getattr(value, "start", date.min) >= log[-1][0]:
                # Gone before it began, and back: it begins when it says.
                log.append((log[-1][0], value))
            elif log[-1][1] != value:
                log.append((extract, value))
        for key, log in self.log.items():
            if ends and key not in rows and log[-1][1] is not None:
                log.append((extract, None))

    def until(self, key: Any, day: date) -> list[tuple[date, T | None]]:
        return [(since, value) for since, value in self.log[key] if since <= day]

    def on(self, day: date) -> dict[Any, T]:
        state = {key: self.until(key, day)[-1][1] for key in self.log}
        return {key: value for key, value in state.items() if value is not None}


@dataclass
class History:
    vpd: str
    assignments: Versions[Assignment] = field(default_factory=Versions)
    competences: Versions[Competence] = field(default_factory=Versions)
    requirements: Versions[frozenset[Requirement]] = field(default_factory=Versions)
    exemptions: Versions[frozenset[tuple[date, date]]] = field(default_factory=Versions)
    awards: dict[str, set[Award]] = field(default_factory=lambda: defaultdict(set))
    named: dict[Key, str] = field(default_factory=dict)  # how undescribed competences were first written
    renames: list[tuple[Unit, Unit, date]] = field(default_factory=list)
    units: set[Unit] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def employees(self) -> set[str]:
        return {value.employee for log in self.assignments.log.values() for _, value in log if value}

    def names(self) -> dict[str, Key]:
        """Every name a described competence goes by, as the latest file has it."""
        return names_of(self.competences.on(date.max).values())

    def key(self, name: str) -> Key:
        """The competence a file means by a name; an undescribed one is a subject of its own."""
        own = (normal(name), "")
        self.named.setdefault(own, name)
        return self.names().get(normal(name), own)


def names_of(competences: Any) -> dict[str, Key]:
    names: dict[str, Key] = {}
    for c in competences:
        for name in (c.name, *c.aliases):
            names.setdefault(normal(name), key_of(c))
    return names


def key_of(c: Competence) -> Key:
    return normal(c.subject), normal(c.level)


def undescribed(name: str) -> Competence:
    """A competence no file describes: a subject of its own, with the period its name states."""
    period: Period = "unknown"
    if m := re.search(r"- (\d+) (year|month)s?$", normal(name)):
        period = int(m[1]) * (12 if m[2] == "year" else 1)
    elif normal(name).endswith("- no expiry"):
        period = "once"
    return Competence(name=name, subject=name, level="", period=period)


def load(folder: Path, vpd: str) -> History:
    """Every batch under the folder: subfolders named by extract date, or the folder itself."""
    history = History(vpd)
    batches = sorted(p for p in folder.iterdir() if p.is_dir() and re.fullmatch(r"\d{4}-\d\d-\d\d", p.name))
    for batch in batches or [folder]:
        extract = date.fromisoformat(batch.name) if batches else date.min
        apply(history, batch, extract)
    return history


def apply(history: History, batch: Path, extract: date) -> None:
    files: dict[str, list[Row]] = defaultdict(list)
    for path in sorted(batch.iterdir()):
        if path.suffix.lower() in (".csv", ".txt", ".tsv"):
            kind, rows = read_file(path)
            files[kind] += rows
    ends = not (batch / "partial").exists()
    unread: set[str] = set()  # the kinds of file with a row that could not be used

    def each(kind: str, read: Any) -> None:
        for row in files.get(kind, []):
            try:
                read(row)
            except BadRow as problem:
                unread.add(kind)
                history.refused.append(f"{batch.name} {kind} {row}: {problem}")

    # The order is that of dependence: names before requirements, people and units before targets.
    competences: dict[Key, Competence] = {}

    def competence(row: Row) -> None:
        c = read_competence(row)
        competences[key_of(c)] = c

    each("competences", competence)
    history.competences.take(competences, extract, ends=False)

    assignments: dict[str, Assignment] = {}

    def assignment(row: Row) -> None:
        a = read_assignment(row)
        assignments.setdefault(a.number, a)
        history.units |= {a.unit[:n] for n in range(1, len(a.unit) + 1)}

    each("assignments", assignment)
    each("compliance", assignment)
    if "assignments" in files or "compliance" in files:
        history.assignments.take(assignments, extract, ends)

    each("renames", lambda row: history.renames.append(
        (find_unit(row["old"], history), path_of(row["new"]), parse_date(row["from"]) or date.min)))
    follow_renames(history)

    requirements: dict[Any, set[Requirement]] = defaultdict(set)

    def requirement(r: Requirement) -> None:
        requirements[identity(r, history)].add(r)

    each("requirements", lambda row: requirement(read_requirement(row, history)))
    each("compliance", lambda row: requirement(required_by(row, history)))
    if "requirements" in files or "compliance" in files:
        # A row that could not be used has not vanished, it could only not be read.
        whole = ends and not unread & {"requirements", "compliance"}
        history.requirements.take({k: frozenset(v) for k, v in requirements.items()}, extract, whole)

    known = history.employees()
    each("awards", lambda row: read_award(row, history, known))
    # A compliance extract lists what is required, held or not: no date there is no award.
    each("compliance", lambda row: read_award(row, history, known) if row.get("awarded") else None)

    exemptions: dict[Any, set[tuple[date, date]]] = defaultdict(set)

    def exemption(row: Row) -> None:
        start = parse_date(row["from"]) or date.min
        key = (who(row["employee"], known), normal(row["subject"]), start)
        exemptions[key].add((start, parse_date(row.get("to", "")) or date.max))

    each("exemptions", exemption)
    if "exemptions" in files:
        whole = ends and "exemptions" not in unread
        history.exemptions.take({k: frozenset(v) for k, v in exemptions.items()}, extract, whole)


def read_competence(row: Row) -> Competence:
    get = lambda name: row.get(name, "")
    keep = re.search(r"\d+", get("renewal"))
    return Competence(
        name=row["name"], subject=row["subject"], level=get("level"),
        period=int(get("months")) if get("months") else "once",
        cls=get("class").upper(), target=get("target"), warning=int(get("warning") or 3),
        as_printed=normal(get("expiry")) == "as printed", once_per_assignment=yes(get("once")),
        keep=int(keep[0]) if keep else None,
        satisfied_by=tuple(tuple(p.strip() for p in alternative.split(" + "))
                           for alternative in get("satisfied_by").split(";") if alternative.strip()),
        aliases=tuple(a.strip() for a in get("aliases").split(";") if a.strip()))


def read_assignment(row: Row) -> Assignment:
    get = lambda name: row.get(name, "")
    levels = [get(f"l{n}") for n in range(1, 9)]
    unit = tuple(name for name in levels if name) or path_of(get("organisation"))
    return Assignment(
        employee=row["employee"], number=row["assignment"], position=get("position"),
        staff_group=get("staff_group"), role=get("role"), unit=unit, status=get("status"),
        category=get("category"), primary=yes(get("primary")),
        start=parse_date(get("start")) or date.min, end=parse_date(get("end")) or date.max,
        sick=get("absence").casefold().startswith("sick"),
        absence_start=parse_date(get("absence_start")), absence_end=parse_date(get("absence_end")))


def read_requirement(row: Row, history: History) -> Requirement:
    get = lambda name: row.get(name, "")
    key: Key = (normal(get("subject")), normal(get("level")))
    if get("name") and not get("subject"):
        key = history.key(get("name"))
    applies, months = normal(get("applies")), normal(get("months"))
    return Requirement(
        applies=applies, target="" if applies == "organisation" else normal(get("target")),
        unit=find_unit(get("target"), history) if applies == "unit" else None,
        within=find_unit(get("within"), history) if get("within") else None, key=key,
        cls="none" if normal(get("class")) == "none" else get("class").upper(),
        start=parse_date(get("from")) or date.min, end=parse_date(get("to")) or date.max,
        period=None if not months else "once" if months == "none" else int(months),
        grace=int(get("grace") or 0), introduced=parse_date(get("introduced")))


def required_by(row: Row, history: History) -> Requirement:
    """A row of a compliance extract requires its competence of its assignment, from its start."""
    name = row["name"]
    key = history.key(name)
    described = history.competences.on(date.max).get(key)
    national = re.match(r"[^|]*\|(CSTF|MAND)\|", name, re.IGNORECASE)
    cls = described.cls if described and described.cls else "C" if national else "R"
    return Requirement("assignment", normal(row["assignment"]), None, None, key, cls,
                       parse_date(row.get("start", "")) or date.min, date.max, None, 0, None)


def read_award(row: Row, history: History, known: set[str]) -> None:
    day = parse_date(row.get("awarded", "")) or parse_date(row.get("start", ""))
    expiry = parse_date(row.get("expiry", ""))
    if day is None:
        raise BadRow("no award date")
    if expiry and expiry < day:
        expiry = None  # A warning: the award counts, its expiry does not (interface.md, section 4).
    history.named.setdefault((normal(row["name"]), ""), row["name"])
    vpd = row.get("vpd", "")
    transfer = vpd not in ("", history.vpd)
    history.awards[who(row["employee"], known)].add(Award(row["name"], day, expiry, transfer))


def who(number: str, known: set[str]) -> str:
    """The person meant; a leading zero lost by a spreadsheet is forgiven where only one person fits."""
    if number in known:
        return number
    fits = [k for k in known if k.lstrip("0") == number.lstrip("0")]
    if len(fits) != 1:
        raise BadRow(f"{number} is nobody's employee number")
    return fits[0]


def path_of(text: str) -> Unit:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def find_unit(text: str, history: History) -> Unit:
    """A unit by its path from L1 down, or by its name alone where it is the only one."""
    path = path_of(text)
    named = [unit for unit in history.units if unit[-1] == path[0]]
    if len(path) == 1 and path not in history.units and len(named) == 1:
        return named[0]
    return path


def renamed(unit: Unit, history: History, day: date) -> Unit:
    """The unit's path on a date: renames and merges apply from their own dates, in their order."""
    for old, new, since in sorted(history.renames, key=lambda r: r[2]):
        if since <= day and unit[:len(old)] == old:
            unit = new + unit[len(old):]
    return unit


def identity(r: Requirement, history: History) -> Any:
    """What makes a row of a later file the same requirement: all but its terms.

    Its Date From is part of it, since the next year's terms are a row of their own. A unit is the
    same by its name or by its path, and under its old name or its new one.
    """
    unit = renamed(r.unit, history, date.max) if r.unit else r.target
    within = renamed(r.within, history, date.max) if r.within else None
    return r.applies, unit, within, r.key, r.start


def follow_renames(history: History) -> None:
    """Keeps each requirement's versions together when its unit is renamed.

    Where a merge makes two requirements one, each keeps its own past.
    """
    log = history.requirements.log
    for key in list(log):
        rows = next(value for _, value in log[key] if value)
        new = identity(next(iter(rows)), history)
        if new not in log:
            log[new] = log.pop(key)


def yes(text: str) -> bool:
    return text.casefold() in ("y", "yes", "true", "1", "primary")
