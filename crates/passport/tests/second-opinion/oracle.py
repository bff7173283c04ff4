"""A second opinion on the rules of a training passport.

Written from the documents alone (rules.md and interface.md), without sight of the product, so that
where the two disagree, one of them or the documents are wrong. It reads a folder of extracts and
prints what `report people --format csv` and `report compliance --format csv` must print.

Left out: extensions and voided awards (no extract carries them), dated settings of the
organisation (the defaults hold), published months and forecasts.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TextIO

from history import (Assignment, Award, Competence, History, Key, Period, Requirement, key_of, load,
                     names_of, renamed, undescribed)
from reading import FOREVER, add_months, normal

EXCLUDED_STATUSES = ("maternity", "adoption", "career break", "out on external secondment", "suspend",
                     "inactive not worked", "offer accepted")
PEOPLE_HEADINGS = ["employee_number", "assignment_number", "unit", "subject", "level", "class", "status",
                   "award_date", "expiry_date", "counted", "compliant"]


@dataclass(frozen=True)
class Held:
    """A stretch of days on which something was held, and the award that gives its end."""

    start: date
    end: date
    award: Award


@dataclass(frozen=True)
class Need:
    """One requirement as it falls on one assignment."""

    requirement: Requirement
    assignment: Assignment
    came_under: date  # the day a change of post brought the assignment under it, or its start

    @property
    def due(self) -> date | None:
        if not self.requirement.grace:
            return None  # Empty or 0: no grace, not even on the first day (section 4).
        latest = max(self.assignment.start, self.requirement.start, self.came_under)
        return latest + timedelta(days=self.requirement.grace)


@dataclass(frozen=True)
class Line:
    assignment: Assignment
    unit: str
    competence: Competence
    cls: str
    status: str
    held: Held | None

    @property
    def compliant(self) -> bool:
        return self.status in ("completed", "renew-soon")

    @property
    def counted(self) -> bool:
        return self.status not in ("excluded", "not-yet-introduced", "exempt", "in-grace")


# ---- how long an award lasts (section 2) ---------------------------------------------------------


def expiry_of(award: Award, previous: date | None, period: Period, line: Competence) -> date:
    """When one award expires, for a line at the competence `line`, renewing what ran to `previous`.

    Whether the printed date decides, and how renewals run, are settings of the line's own
    competence: an award at a higher level counts by this line's rules, not by its own.
    """
    if line.as_printed and award.expiry:
        return award.expiry
    if period == "unknown":
        return award.expiry or FOREVER
    ours = FOREVER if period == "once" else add_months(award.day, int(period))
    if award.transfer:
        return min(award.expiry or FOREVER, ours)
    if line.keep and previous not in (None, FOREVER) and period != "once":
        if add_months(previous, -line.keep) <= award.day <= previous:
            return add_months(previous, int(period))
    return ours


def chain(awards: Iterable[Award], period: Period, line: Competence) -> list[Held]:
    """Every stretch that some selection of the awards, taken in date order, can reach.

    Awards of one day are measured against the same previous expiry, so each day adds to what the
    earlier days reached, and never to itself.
    """
    by_day: dict[date, list[Award]] = defaultdict(list)
    for award in awards:
        by_day[award.day].append(award)
    reached: dict[tuple[date, Award], Held] = {}
    for day in sorted(by_day):
        before = {None, *(held.end for held in reached.values())}
        for award in by_day[day]:
            for previous in before:
                end = expiry_of(award, previous, period, line)
                reached[end, award] = Held(day, end, award)
    return list(reached.values())


def best(held: Iterable[Held]) -> Held | None:
    """The latest expiry, and behind it the latest award that gives it."""
    return max(held, key=lambda h: (h.end, h.award.day), default=None)


def shortest(periods: Iterable[Period]) -> Period:
    """Any number is shorter than none; a period that is not known may end, so it is shorter too."""
    periods = list(periods)
    numbers = [p for p in periods if isinstance(p, int)]
    return min(numbers) if numbers else "unknown" if "unknown" in periods else "once"


# ---- the facts on one date -----------------------------------------------------------------------


class Day:
    """Everything that holds on one as-at date, and the lines it amounts to."""

    def __init__(self, history: History, as_at: date) -> None:
        self.history, self.as_at = history, as_at
        described = history.competences.on(as_at)
        self.competences: dict[Key, Competence] = dict(described)
        self.names = names_of(described.values())
        self.awards: dict[str, dict[Key, list[Award]]] = defaultdict(lambda: defaultdict(list))
        for employee, awards in history.awards.items():
            for award in sorted(awards, key=lambda a: (a.name, a.day)):
                if award.day <= as_at:  # A later award is not yet there.
                    self.awards[employee][self.key(award.name)].append(award)
        self.exemptions = {key[:2] for key, spans in history.exemptions.on(as_at).items()
                           if any(start <= as_at <= end for start, end in spans)}
        self.requirements = [r for rows in history.requirements.on(as_at).values() for r in rows
                             if r.start <= as_at <= r.end]

    def key(self, name: str) -> Key:
        found = self.names.get(normal(name))
        if found is None:
            own = undescribed(self.history.named.get((normal(name), ""), name))
            found = self.names[normal(name)] = key_of(own)
            self.competences.setdefault(found, own)
        return found

    def competence(self, key: Key) -> Competence:
        if key not in self.competences:  # Required by name, described and held by nobody.
            self.key(key[0])
        return self.competences[key]

    @cached_property
    def assignments(self) -> list[Assignment]:
        """The assignments on any report for this date (section 5)."""
        return sorted((a for a in self.history.assignments.on(self.as_at).values()
                       if a.start <= self.as_at <= a.end
                       and not a.status.casefold().startswith("terminat")), key=lambda a: a.number)

    def excluded(self, a: Assignment) -> str:
        """Why an assignment is left out of the figures; empty where it is not (section 5)."""
        for status in EXCLUDED_STATUSES:
            if a.status.casefold().startswith(status):
                return status
        if a.category.casefold().startswith(("bank", "honorary")):
            return a.category.casefold()
        if a.sick and a.absence_start and (self.as_at - a.absence_start).days >= 28 \
                and (a.absence_end is None or a.absence_end >= self.as_at):
            return "long-term sickness"
        return ""

    # ---- what satisfies what (section 3) ---------------------------------------------------------

    def singles(self, key: Key) -> set[Key]:
        """Every competence that satisfies this one by itself, itself included, closed transitively."""
        found, todo = {key}, [key]
        while todo:
            for parts in self.competence(todo.pop()).satisfied_by:
                if len(parts) == 1 and (other := self.key(parts[0])) not in found:
                    found.add(other)
                    todo.append(other)
        return found

    def above(self, higher: Key, lower: Key) -> bool:
        """Whether one level is above another on a ladder; two that satisfy each other are not."""
        return (higher[0] == lower[0] and higher != lower and higher in self.singles(lower)
                and lower not in self.singles(higher))

    def held(self, employee: str, key: Key, period: Period, line: Competence, since: date,
             asking: frozenset[Key] = frozenset()) -> list[Held]:
        """Every stretch on which the person satisfied a competence, by the rules of the line.

        A composite is held on the days when every part is. Its parts last the line's period:
        what counts is the employer's own period at the required level (section 2).
        """
        if key in asking:
            return []  # A composite that needs itself adds nothing.
        asking |= {key}
        singles = self.singles(key)
        found = chain((a for k in sorted(singles) for a in self.awards[employee][k] if a.day >= since),
                      period, line)
        for single in singles:
            for parts in self.competence(single).satisfied_by:
                if len(parts) > 1:
                    stretches = [self.held(employee, self.key(p), period, line, since, asking) for p in parts]
                    for together in product(*stretches):
                        start = max(h.start for h in together)
                        end = min(h.end for h in together)
                        if start <= end:
                            award = max((h.award for h in together if h.end == end), key=lambda a: a.day)
                            found.append(Held(start, end, award))
        return found

    # ---- what is required (sections 1 and 3) -----------------------------------------------------

    def falls_on(self, r: Requirement, a: Assignment) -> bool:
        unit = renamed(a.unit, self.history, self.as_at)

        def below(top: tuple[str, ...] | None) -> bool:
            top = renamed(top or (), self.history, self.as_at)
            return unit[:len(top)] == top

        if r.within is not None and not below(r.within):
            return False
        if r.applies == "unit":
            return below(r.unit)
        value = {"organisation": "", "staff group": a.staff_group, "job role": a.role, "position": a.position,
                 "assignment": a.number, "employee": a.employee}[r.applies]
        return normal(value) == r.target

    def came_under(self, r: Requirement, a: Assignment) -> date:
        """The day the last change of post brought the assignment under a requirement.

        A return to the file after an absence from it is not a change of post, so gaps are passed over.
        """
        posts = [(since, post) for since, post in self.history.assignments.until(a.number, self.as_at) if post]
        day = date.min
        for (_, before), (since, after) in zip(posts, posts[1:]):
            if self.falls_on(r, after) and not self.falls_on(r, before):
                day = since
        return day

    def needs(self, a: Assignment) -> list[Need]:
        """The requirements of one assignment, without the subjects lifted from it."""
        mine = [r for r in self.requirements if self.falls_on(r, a)]
        lifted = {r.key[0] for r in mine if r.cls == "none" and self.acts(r)}
        return [Need(r, a, self.came_under(r, a)) for r in mine if r.cls != "none" and r.key[0] not in lifted]

    def acts(self, r: Requirement) -> bool:
        return r.introduced is None or r.introduced <= self.as_at

    # ---- lines and their statuses (section 4) ----------------------------------------------------

    def lines(self, needs: list[Need], shown: Assignment, excluded: bool) -> list[Line]:
        """The lines of some requirements: one assignment's, or all those of one person's passport."""
        acting = [n for n in needs if self.acts(n.requirement)]
        announced = [n for n in needs if not self.acts(n.requirement)]
        levels = {n.requirement.key for n in acting}
        top = {key for key in levels if not any(self.above(other, key) for other in levels)}
        result = []
        for key in sorted(top):
            covered = [n for n in acting if n.requirement.key == key or self.above(key, n.requirement.key)]
            result.append(self.line(key, covered, shown, excluded, introduced=True))
        # Only an acting line covers an announced one: two announced on one ladder are both shown.
        for key in sorted({n.requirement.key for n in announced}):
            if not any(key == t or self.above(t, key) for t in top):
                own = [n for n in announced if n.requirement.key == key]
                result.append(self.line(key, own, shown, excluded, introduced=False))
        return result

    def line(self, key: Key, needs: list[Need], shown: Assignment, excluded: bool, introduced: bool) -> Line:
        own = self.competence(key)
        period = shortest(self.period(n.requirement) for n in needs)
        since = max(n.assignment.start for n in needs) if own.once_per_assignment else date.min
        held = best(self.held(shown.employee, key, period, own, since))
        dues = [n.due for n in needs]
        if excluded:
            status = "excluded"
        elif not introduced:
            status = "not-yet-introduced"
        elif (shown.employee, key[0]) in self.exemptions:
            status = "exempt"
        elif held and held.end >= self.as_at:
            soon = held.end != FOREVER and held.end <= add_months(self.as_at, own.warning)
            status = "renew-soon" if soon else "completed"
        elif None not in dues and self.as_at <= min(due for due in dues if due):
            status = "in-grace"
        else:
            status = "expired" if held else "never-completed"
        cls = "C" if any(n.requirement.cls == "C" for n in needs) else "R"
        unit = "|".join(renamed(shown.unit, self.history, self.as_at))
        return Line(shown, unit, own, cls, status, held)

    def period(self, r: Requirement) -> Period:
        return r.period if r.period is not None else self.competence(r.key).period

    def by_assignment(self) -> list[Line]:
        return [line for a in self.assignments for line in self.lines(self.needs(a), a, bool(self.excluded(a)))]

    def by_person(self) -> list[Line]:
        """The passports' lines, at the primary assignment, excluded only if every assignment is."""
        people: dict[str, list[Assignment]] = defaultdict(list)
        for a in self.assignments:
            people[a.employee].append(a)
        result = []
        for mine in people.values():
            primary = next((a for a in mine if a.primary), mine[0])
            needs = [need for a in mine for need in self.needs(a)]
            result += self.lines(needs, primary, all(self.excluded(a) for a in mine))
        return result


# ---- the reports (interface.md, section 2) -------------------------------------------------------


def people_rows(day: Day) -> list[list[str]]:
    rows = []
    for line in day.by_assignment():
        a, held = line.assignment, line.held
        rows.append([a.employee, a.number, line.unit, line.competence.subject, line.competence.level, line.cls,
                     line.status, held.award.day.isoformat() if held else "",
                     held.end.isoformat() if held and held.end != FOREVER else "",
                     str(int(line.counted)), str(int(line.compliant))])
    return sorted(rows, key=lambda row: (row[0], row[1], row[3], row[4]))


def groups_of(line: Line, by: str, organisation: str) -> list[str]:
    a = line.assignment
    if by == "unit":  # A unit's figure includes all units below it.
        names = line.unit.split("|")
        return ["|".join(names[:n]) for n in range(1, len(names) + 1)]
    return [{"organisation": organisation, "subject": line.competence.subject, "staff-group": a.staff_group,
             "role": a.role}[by]]


def percent(compliant: int, counted: int) -> str:
    """Truncated to one decimal and never rounded up; empty where nothing is counted (section 5)."""
    tenths = compliant * 1000 // counted if counted else 0
    return f"{tenths // 10}.{tenths % 10}" if counted else ""


def compliance_rows(day: Day, by: str, count_by: str, organisation: str, target: str) -> list[list[str]]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in day.by_person() if count_by == "person" else day.by_assignment():
        for group in groups_of(line, by, organisation):
            groups[group].append(line)
    rows = []
    for group in sorted(groups):
        subject_targets = [line.competence.target for line in groups[group] if line.competence.target]
        shown = subject_targets[0] if by == "subject" and subject_targets else target
        for cls in ("C", "R", "all"):
            lines = [line for line in groups[group] if cls in ("all", line.cls)]
            counted = sum(line.counted for line in lines)
            compliant = sum(line.compliant for line in lines)
            rows.append([group, cls, str(counted), str(compliant), percent(compliant, counted), shown,
                         str(len(lines) - counted)])
    return rows


def write(rows: list[list[str]], out: TextIO) -> None:
    csv.writer(out, lineterminator="\n").writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-at", type=date.fromisoformat, required=True)
    parser.add_argument("--vpd", default="999")
    parser.add_argument("--compliance", choices=["subject", "unit", "organisation", "staff-group", "role"])
    parser.add_argument("--count-by", choices=["assignment", "person"], default="assignment")
    parser.add_argument("--organisation-name", default="Test Trust")
    parser.add_argument("--target", default="85", help="the organisation's target, in per cent")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    history = load(arguments.folder, arguments.vpd)
    for problem in history.refused:
        print(problem, file=sys.stderr)
    day = Day(history, arguments.as_at)
    if by := arguments.compliance:
        heading = [by.replace("-", "_"), "class", "counted", "compliant", "percent", "target", "excluded"]
        write([heading] + compliance_rows(day, by, arguments.count_by, arguments.organisation_name,
                                          arguments.target), sys.stdout)
    else:
        write([PEOPLE_HEADINGS] + people_rows(day), sys.stdout)


if __name__ == "__main__":
    main()
