"""Writes random but adversarial extracts for the second opinion to be heard on.

Every value is drawn from a seed, so a seed names a case for good. Dates crowd around the last
extract date (the anchor), where the rules have their edges. Rows are valid, or are such as
interface.md, section 4, settles as a warning or a note, so that an import must succeed;
`--with-errors` adds rows that must be refused.

A style is a set of features on which the documents could be read in more than one way. `settled`
has none of them and `everything` has all, so that a difference can be told to be about a reading.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from reading import FIELDS, add_months

FEATURES = {
    "printed-transfer": "an award of a competence marked as printed, from another employer",
    "printed-ladder": "an award at a higher level for a line marked as printed",
    "composite-apart": "parts of a composite that need not have been held together",
    "composite-period": "parts of a composite with periods other than the whole's",
    "announced-ladder": "two requirements on one ladder that may both be announced",
    "returning": "an assignment that comes back after leaving the file",
    "start-moves": "an assignment whose Start Date is different in a later file",
    "requirement-changes": "a requirement whose class, period, grace or dates change in a later file",
    "competence-changes": "a competence whose period or settings change in a later file",
    "late-rows": "a row new in a later file that starts before its extract date",
    "undescribed": "a requirement for a competence no file describes",
    "renames": "a unit renamed between two files",
    "lost-zero": "an award for an employee number that lost its leading zero",
}

Cells = dict[str, str | date | None]
AREAS = {"Adult": ["Ward A", "Ward B", "Team 1", "Crisis Team"], "Children's": ["Team 1", "School Nurses"],
         "Corporate": ["Estates", "Café"]}
UNITS = [("Test Trust", area, unit) for area, units in AREAS.items() for unit in units] \
    + [("Test Trust", "Adult", "Ward A", "Bay 1"), ("Test Trust", "Corporate")]
STAFF_GROUPS = {"Nursing and Midwifery Registered": ["Staff Nurse", "Sister/Charge Nurse"],
                "Additional Clinical Services": ["Healthcare Assistant", "Staff Nurse"],
                "Estates and Ancillary": ["Porter"], "Medical and Dental": ["Consultant"]}
STATUSES = ["Active Assignment"] * 45 + [
    "Acting Up", "Internal Secondment", "Maternity", "maternity and adoption", "Career Break", "Suspend With Pay",
    "Out on External Secondment - Paid", "Inactive Not Worked", "Offer Accepted", "Terminate Assignment", "Adoption"]
CATEGORIES = ["Permanent"] * 25 + ["Fixed Term", "Locum", "Bank", "Honorary"]

#: Subject, level, name without its period, satisfied by, settings.
CATALOGUE: list[tuple[str, str, str, str, str]] = [
    ("Fire Safety", "1", "NHS|CSTF|Fire Safety", "Fire Safety Inpatient", ""),
    ("Fire Safety", "Inpatient", "999|LOCAL|Fire Safety Inpatient", "", ""),
    ("Infection Prevention and Control", "1", "NHS|CSTF|IPC - Level 1", "IPC - Level 2", ""),
    ("Infection Prevention and Control", "2", "NHS|CSTF|IPC - Level 2", "", "keep 3"),
    ("Safeguarding Adults", "1", "NHS|CSTF|Safeguarding Adults - Level 1", "Safeguarding Adults - Level 2", "keep 2"),
    ("Safeguarding Adults", "2", "NHS|CSTF|Safeguarding Adults - Level 2", "Safeguarding Adults - Level 3", ""),
    ("Safeguarding Adults", "3", "NHS|CSTF|Safeguarding Adults - Level 3", "", ""),
    ("Resuscitation", "1", "NHS|CSTF|Resus 1", "Resus 2 Adult;Resus 2 Paediatric", ""),
    ("Resuscitation", "2 Adult", "NHS|CSTF|Resus 2 Adult", "Resus 3 Adult", ""),
    ("Resuscitation", "2 Paediatric", "NHS|CSTF|Resus 2 Paediatric", "", ""),
    ("Resuscitation", "3 Adult", "NHS|CSTF|Resus 3 Adult", "Advanced Life Support", ""),
    ("Resuscitation", "4 ALS", "999|LOCAL|Advanced Life Support", "", "printed"),
    ("Freedom to Speak Up", "Speak Up", "NHS|MAND|Speak Up", "", "once"),
    ("Freedom to Speak Up", "Listen Up", "NHS|MAND|Listen Up", "", "once"),
    ("Corporate Induction", "", "999|LOCAL|Corporate Induction", "", "once"),
    ("Local Induction", "", "999|LOCAL|Local Induction Checklist", "", "once per-assignment"),
    ("Driving, \"at work\"", "", "999|LOCAL|Driving Declaration", "", "per-assignment keep 3"),
    ("Section 12 Approval", "", "999|LOCAL|Section 12(2) Approval", "Section 12 Panel", "printed"),
    ("Section 12 Panel", "", "999|LOCAL|Section 12 Panel", "", ""),
    ("Approved Clinician", "", "999|LOCAL|Approved Clinician", "", "printed once"),
    ("Medicines Administration", "", "999|LOCAL|Medicines Administration", "Non Medical Prescriber", ""),
    ("Non Medical Prescribing", "", "999|LOCAL|Non Medical Prescriber", "Independent Prescriber", "keep 3"),
    ("Independent Prescribing", "", "999|LOCAL|Independent Prescriber", "", ""),
    ("Safe Holding", "1", "999|LOCAL|Safe Holding", "Holding Theory + Holding Practice;Safe Holding Plus", ""),
    ("Safe Holding", "2", "999|LOCAL|Safe Holding Plus", "", ""),
    ("Holding Theory", "", "999|LOCAL|Holding Theory", "", ""),
    ("Holding Practice", "", "999|LOCAL|Holding Practice", "Holding Practice Trainer", ""),
    ("Holding Trainer", "", "999|LOCAL|Holding Practice Trainer", "", ""),
    ("Breakaway", "", "999|LOCAL|Breakaway (Résumé)", "", "keep 3"),
    ("Supervision", "", "999|LOCAL|Children’s Supervision", "", "keep 1"),
]


@dataclass
class World:
    """Everything the next batch of files will say."""

    competences: list[Cells] = field(default_factory=list)
    assignments: list[Cells] = field(default_factory=list)
    requirements: list[Cells] = field(default_factory=list)
    awards: list[Cells] = field(default_factory=list)
    exemptions: list[Cells] = field(default_factory=list)
    renames: list[Cells] = field(default_factory=list)


class Maker:
    def __init__(self, seed: int, people: int, style: set[str], anchor: date | None = None) -> None:
        self.r, self.style, self.world = random.Random(seed), style, World()
        self.anchor = anchor or self.r.choice([
            date(2026, 11, 22), date(2026, 11, 30), date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31),
            date(2025, 1, 1) + timedelta(days=self.r.randrange(900))])
        self.gone: list[Cells] = []
        self.known: set[str] = set()  # the people, units and positions that earlier files spoke of
        self.used: set[tuple[str, ...]] = set()
        self.announced: dict[str, str] = {}  # the level of each subject that may be announced
        self.competences()
        for n in range(people):
            self.person(n)
        for _ in range(self.r.randint(25, 45)):
            self.require()
        if "announced-ladder" in style:
            self.announce_ladders()
        if "undescribed" in style:
            self.require_undescribed()
        for employee in self.employees():
            self.person_awards(employee)
            self.person_exemptions(employee)

    # ---- dates -----------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def edge(self) -> date:
        """A date on which something may turn: at the anchor, three months on, or a month's end."""
        base = self.r.choice([self.anchor, self.anchor, add_months(self.anchor, 3), date(2027, 2, 28),
                              date(2028, 2, 29), add_months(self.anchor, self.r.randint(-12, 12))])
        return base + timedelta(days=self.r.choice([-1, 0, 0, 1]))

    def near(self) -> date:
        """A date near the anchor, often at a number of days where sickness or grace turns."""
        days = self.r.choice([0, 1, 9, 10, 11, 13, 14, 15, 27, 28, 29, self.r.randint(30, 300)])
        return self.anchor - timedelta(days=days)

    def past(self) -> date:
        day = date(2015, 1, 1) + timedelta(days=self.r.randrange(3900))
        return self.r.choice([day, day, date(2024, 2, 29), date(2024, 8, 31), date(2023, 1, 31)])

    # ---- what there is to hold and to require ----------------------------------------------------

    def competences(self) -> None:
        names: dict[str, str] = {}
        for subject, level, stem, _, settings in CATALOGUE:
            months = 0 if "once" in settings.split() else self.r.choice([1, 6, 12, 12, 24, 36, 48])
            if "Holding" in stem and "composite-period" not in self.style:
                months = 24
            names[stem.split("|")[-1]] = f"{stem} - {period_words(months)}|"
        for subject, level, stem, satisfied_by, settings in CATALOGUE:
            name = names[stem.split("|")[-1]]
            words = settings.split()
            alternatives = [" + ".join(names[part] for part in alternative.split(" + "))
                            for alternative in satisfied_by.split(";") if alternative]
            other_periods = [f"{stem} - {w}" for w in ("1 Year", "18 Months") if w not in name]
            keep = words[words.index("keep") + 1] if "keep" in words else ""
            self.world.competences.append({
                "name": name, "subject": subject, "level": level, "months": str(months_of(name) or ""),
                "class": "C" if "|CSTF|" in name or "|MAND|" in name else "R",
                "target": "90" if subject < "M" else "", "warning": self.r.choice(["", "", "3", "1", "0", "6"]),
                "expiry": "as printed" if "printed" in words else self.r.choice(["", "ours"]),
                "once": "Y" if "per-assignment" in words else self.r.choice(["", "N"]),
                "renewal": f"keep anniversary {keep}" if keep else self.r.choice(["", "from completion"]),
                "satisfied_by": ";".join(alternatives),
                "aliases": ";".join(other_periods[:self.r.randint(0, 2)] + [f"Old {subject} {level}"])})

    def messy(self, competence: Cells) -> str:
        """A competence by one of its names, as different hands type it."""
        name = self.r.choice([str(competence["name"])] * 3 + [a for a in str(competence["aliases"]).split(";") if a])
        if self.chance(0.2):
            name = name.rstrip("|") + self.r.choice(["", "|"])
        if self.chance(0.1):
            name = name.replace(" ", "  ", 1)
        return self.r.choice([name, name, name, name.upper(), name.lower()])

    def target(self, applies: str) -> str:
        post = self.r.choice(self.world.assignments)
        if applies == "unit":
            path = str(post["organisation"]).split("|")
            path = path[:self.r.randint(2, len(path))]
            # The name alone will do only where it is the only one.
            return path[-1] if path[-1] != "Team 1" and self.chance(0.4) else "|".join(path)
        field_of = {"staff group": "staff_group", "job role": "role", "position": "position",
                    "assignment": "assignment", "employee": "employee"}
        return str(post[field_of[applies]]) if applies in field_of else ""

    def require(self, since: date | None = None) -> None:
        c = self.r.choice(self.world.competences)
        applies = self.r.choice(["organisation", "organisation", "staff group", "job role", "unit", "unit",
                                 "position", "assignment", "employee"])
        target = self.target(applies)
        within = self.target("unit") if applies != "unit" and self.chance(0.2) else ""
        narrow = applies in ("position", "assignment", "employee")  # Lifted for few, so that lines remain.
        cls = self.r.choice(["C", "C", "R", "R", "R", "none" if narrow else "R"])
        start, end = self.past(), None
        if self.chance(0.25):
            start = self.near() if self.chance(0.7) else self.anchor + timedelta(days=self.r.choice([0, 1, 40]))
        if self.chance(0.15):
            end = max(start, self.edge())
        row: Cells = {"applies": applies, "target": target, "within": within, "subject": c["subject"],
                      "level": c["level"], "class": cls, "from": start, "to": end,
                      "months": self.r.choice(["", "", "", "", "none", "1", "6", "12", "24", "36"]),
                      "grace": self.r.choice(["", "0", "1", "10", "14", "28", "90", "400"]), "introduced": None}
        levels = self.announced.setdefault(str(c["subject"]), str(c["level"]))
        if self.chance(0.2) and ("announced-ladder" in self.style or levels == c["level"]):
            ahead = self.anchor + timedelta(days=self.r.choice([0, 1, 30, 400]))
            row["introduced"] = self.r.choice([self.near(), ahead])
        if c["subject"] == "Safe Holding" and "composite-period" not in self.style:
            row["months"] = ""
        if since:
            row |= {"from": max(start, since), "to": None}
        if self.chance(0.3):
            row |= {"subject": "", "level": "", "name": self.messy(c)}
        key = (applies, target.split("|")[-1], within.split("|")[-1], str(c["subject"]), str(c["level"]))
        if key in self.used:
            return
        self.used.add(key)
        self.world.requirements.append(row)
        if row["to"] and end and self.chance(0.6):  # The same requirement again, with other terms, the day after.
            again = {"from": end + timedelta(days=1), "to": None, "class": self.r.choice(["C", "R"]), "grace": "10"}
            self.world.requirements.append(row | again)

    def announce_ladders(self) -> None:
        """Both levels of a ladder announced for one unit, to be introduced on days of their own."""
        for subject in ("Fire Safety", "Infection Prevention and Control", "Safeguarding Adults"):
            target = self.target("unit")
            for c in [c for c in self.world.competences if c["subject"] == subject][:2]:
                key = ("unit", target.split("|")[-1], "", subject, str(c["level"]))
                if key not in self.used:
                    self.used.add(key)
                    self.world.requirements.append({
                        "applies": "unit", "target": target, "subject": subject, "level": c["level"],
                        "class": self.r.choice(["C", "R"]), "from": date(2020, 1, 1),
                        "introduced": self.anchor + timedelta(days=self.r.choice([0, 1, 20, 60]))})

    def require_undescribed(self) -> None:
        for name in ("NHS|MAND|Bees - 2 Years|", "999|LOCAL|Wasps - 6 Months|", "Ants",
                     "999|LOCAL|Moths - No Expiry|"):
            self.world.requirements.append(
                {"applies": "organisation", "class": "R", "from": date(2020, 1, 1), "name": name})
            for employee in self.employees():
                if self.chance(0.5):
                    self.award(employee, {"name": name}, self.edge() - timedelta(days=self.r.choice([180, 365])))

    # ---- people ----------------------------------------------------------------------------------

    def employees(self) -> list[str]:
        return sorted({str(a["employee"]) for a in self.world.assignments})

    def person(self, n: int) -> None:
        employee = f"{self.r.choice(['', '', '0', '00'])}{20000000 + n * 37}"
        for i in range(self.r.choice([1, 1, 1, 2, 2, 3])):
            number = employee if i == 0 else f"{employee}-{i + 1}"
            start = self.past() if self.chance(0.7) else self.near() if self.chance(0.8) \
                else self.anchor + timedelta(days=self.r.choice([0, 1, 30]))
            end = max(start, self.edge()) if self.chance(0.1) else None
            row: Cells = {"employee": employee, "assignment": number, "primary": "Y" if i == 0 else "N",
                          "start": start, "end": end, "status": self.r.choice(STATUSES),
                          "category": self.r.choice(CATEGORIES),
                          "absence": "", "absence_start": None, "absence_end": None}
            self.world.assignments.append(row | self.post() | self.absence())

    def post(self) -> Cells:
        unit = self.r.choice(UNITS)
        group = self.r.choice(list(STAFF_GROUPS))
        return {"organisation": "|".join(self.current(unit)), "staff_group": group,
                "role": self.r.choice(STAFF_GROUPS[group]), "position": f"P{self.r.randint(1, 12):03}"}

    def current(self, unit: Sequence[str]) -> list[str]:
        path = "|".join(unit)
        for row in self.world.renames:
            old = str(row["old"])
            if path == old or path.startswith(old + "|"):
                path = str(row["new"]) + path[len(old):]
        return path.split("|")

    def absence(self) -> Cells:
        if self.chance(0.8):
            return {}
        start = self.near()
        end = self.r.choice([None, None, max(start, self.anchor + timedelta(days=self.r.choice([-2, -1, 0, 1, 30])))])
        reason = self.r.choice(["Sickness", "sick - other", "Sick", "Special Leave"])
        return {"absence": reason, "absence_start": start, "absence_end": end}

    def award(self, employee: str, c: Cells, day: date) -> None:
        described = "subject" in c
        vpd = self.r.choice(["999", "999", "999", "", "221"])
        if c.get("expiry") == "as printed" and "printed-transfer" not in self.style \
                or "Holding" in str(c["name"]) and "composite-apart" not in self.style:
            vpd = "999"
        later = add_months(day, self.r.choice([1, 6, 12, 36]))
        expiry: str | date | None = self.r.choice(
            [None, None, "No Expiry", later, max(day, self.edge()), day - timedelta(days=3)])
        awarded = self.chance(0.8)  # Otherwise Date Start is all there is.
        start = self.r.choice([day, None, self.past()]) if awarded else day
        row: Cells = {"employee": employee, "name": self.messy(c) if described else str(c["name"]),
                      "awarded": day if awarded else None, "start": start, "expiry": expiry, "vpd": vpd}
        if "lost-zero" in self.style and self.chance(0.1):
            row["employee"] = employee.lstrip("0")
        self.world.awards.append(row)
        if self.chance(0.06):
            self.world.awards.append(dict(row))  # Twice in one file: one award, and a note.

    def person_awards(self, employee: str, since: date | None = None) -> None:
        for c in self.world.competences:
            if self.chance(0.6 if since is None else 0.9):
                continue
            if c["level"] == "4 ALS" or c["subject"] == "Section 12 Panel":
                if "printed-ladder" not in self.style:
                    continue
            plain = str(c["name"]).split("|")[-2].startswith("Holding") and "composite-apart" not in self.style
            months = int(str(c["months"]) or 12)
            day = add_months(self.edge(), -self.r.choice([months, months, 6, 12, 24, 36]))
            if since:
                day = since + timedelta(days=self.r.randint(0, 30))
            elif self.chance(0.05):
                day = self.anchor + timedelta(days=self.r.randint(1, 200))
            if plain:
                day = self.anchor - timedelta(days=self.r.randint(0, 20))
            self.award(employee, c, day)
            for _ in range(self.r.choice([0, 0, 1, 2]) if since is None and not plain else 0):
                # Renewed at an edge of the window before the expiry, or on the same day again.
                back = self.r.choice([0, 1, 2, 3, 3])
                day = add_months(add_months(day, months), -back) + timedelta(days=self.r.choice([-1, 0, 0, 1]))
                self.award(employee, c, day)
                if self.chance(0.1):
                    self.award(employee, c, day)

    def person_exemptions(self, employee: str, since: date | None = None) -> None:
        subjects = sorted({str(c["subject"]) for c in self.world.competences})
        for subject in self.r.sample(subjects, self.r.choice([0, 0, 1, 2])):
            start = since or self.near()
            end = self.r.choice([None, max(start, self.edge())])
            self.world.exemptions.append({"employee": employee, "subject": subject, "from": start, "to": end})

    # ---- what happens between two extracts -------------------------------------------------------

    def pass_time(self, since: date, extract: date) -> None:
        w, r = self.world, self.r
        if "renames" in self.style and not w.renames:
            w.renames.append({"old": "Test Trust|Adult|Crisis Team", "new": "Test Trust|Adult|Urgent Care",
                              "from": since + (extract - since) / 2})
            for a in w.assignments:
                a["organisation"] = "|".join(self.current(str(a["organisation"]).split("|")))
            for q in w.requirements:
                for name in ("target", "within"):
                    text = str(q.get(name) or "")
                    q[name] = "Test Trust|Adult|Urgent Care" if text.endswith("Crisis Team") else text
        stay = []
        for a in w.assignments:
            if self.chance(0.08):
                self.gone.append(a)
                continue
            if self.chance(0.15):
                a |= self.post()
            if self.chance(0.1):
                a |= {"status": r.choice(STATUSES)} | self.absence()
            if "start-moves" in self.style and self.chance(0.05):
                a["start"] = self.near()
                a["end"] = None
            stay.append(a)
        if "returning" in self.style:
            back = [a for a in self.gone if self.chance(0.3)]
            self.gone = [a for a in self.gone if a not in back]
            stay += back
        w.assignments = stay
        before = len(w.assignments)
        self.person(1000 + extract.toordinal() % 1000)
        if "late-rows" not in self.style:
            for a in w.assignments[before:]:
                a["start"], a["end"] = extract, None
        w.requirements = [q for q in w.requirements if not self.chance(0.06)]
        if "requirement-changes" in self.style:
            for q in w.requirements:
                if self.chance(0.1):
                    q |= r.choice([{"class": r.choice(["C", "R"])}, {"months": r.choice(["", "6", "24", "none"])},
                                   {"grace": r.choice(["", "14", "90"])}, {"introduced": self.anchor}])
        if "competence-changes" in self.style:
            for c in w.competences:
                if self.chance(0.1):
                    c |= r.choice([{"months": r.choice(["", "6", "12", "24"])}, {"warning": "2"},
                                   {"renewal": r.choice(["", "keep anniversary 3"])}])
        for _ in range(3):
            self.require(None if "late-rows" in self.style else extract)
        # Extracts hold only what is latest: older awards vanish from the file, and count all the same.
        w.awards = [a for a in w.awards if not self.chance(0.4)]
        w.exemptions = [e for e in w.exemptions if not self.chance(0.15)]
        self.anchor = extract
        for employee in self.employees():
            self.person_awards(employee, since)
            if self.chance(0.1):
                self.person_exemptions(employee, extract)

    # ---- files -----------------------------------------------------------------------------------

    def write(self, folder: Path, partial: bool, with_errors: bool) -> None:
        folder.mkdir(parents=True)
        if partial:
            (folder / "partial").touch()
        for kind in ("competences", "assignments", "requirements", "awards", "exemptions", "renames"):
            rows: list[Cells] = [dict(row) for row in getattr(self.world, kind)]
            if partial and kind not in ("competences", "renames"):
                # Whoever and whatever the other files may speak of for the first time stays.
                rows = [row for row in rows if self.chance(0.5) or kind == "assignments" and not self.told(row)]
            if kind != "competences":
                self.r.shuffle(rows)
            if kind == "assignments":
                self.known |= {str(row[name]) for row in rows for name in ("employee", "organisation", "position")}
            if with_errors:
                rows += self.errors(kind)
            if rows:
                self.write_file(folder / f"{kind}.csv", kind, rows)

    def write_compliance(self, folder: Path) -> None:
        """Only a compliance extract: a row for each assignment and each of some competences."""
        folder.mkdir(parents=True)
        rows: list[Cells] = []
        for post in self.world.assignments:
            for c in self.r.sample(self.world.competences, 6):
                day = self.edge() - timedelta(days=self.r.choice([31, 365, 730]))
                name = self.r.choice([str(c["name"]), str(c["name"]).split(" - ")[0]])  # A period in it, or not.
                rows.append(post | {"name": name, "awarded": self.r.choice([day, day, None]), "meets": "Y",
                                    "expiry": self.r.choice([None, "No Expiry", max(day, self.edge())])})
        self.write_file(folder / "compliance.csv", "compliance", rows)

    def told(self, row: Cells) -> bool:
        return all(str(row[name]) in self.known for name in ("employee", "organisation", "position"))

    def errors(self, kind: str) -> list[Cells]:
        someone = self.employees()[0]
        name = self.world.competences[0]["name"]
        return {"awards": [{"employee": "99999999", "name": name, "awarded": date(2026, 1, 1)},
                           {"employee": someone, "name": name, "awarded": "31/02/2026"},
                           {"employee": someone, "name": name, "awarded": "soon"},
                           {"employee": someone, "name": name, "expiry": date(2030, 1, 1)}],
                "exemptions": [{"employee": someone, "subject": "Fire Safety", "from": "2026-13-01"}],
                "requirements": [{"applies": "organisation", "subject": "Fire Safety", "level": "1", "class": "C",
                                  "from": "30/02/2020"}]}.get(kind, [])  # type: ignore[return-value]

    def write_file(self, path: Path, kind: str, rows: list[Cells]) -> None:
        r = self.r
        fields = list(FIELDS[kind])
        if kind in ("assignments", "compliance"):
            fields = [f for f in fields if not f.startswith("l")]
            if self.chance(0.6):  # The unit as one column a level instead of a path.
                fields = [f for f in fields if f != "organisation"] + ["l1", "l2", "l3", "l4"]
                for row in rows:
                    names = str(row["organisation"]).split("|")
                    row |= {f"l{n}": name for n, name in enumerate(names, start=1)}
        fields = [f for f in fields if kind == "exemptions" or any(row.get(f) for row in rows)]
        headings = {f: self.spelt(r.choice([h for h in FIELDS[kind][f] if h != "Person Number"])) for f in fields}
        extra = {"assignments": ["Title", "First Name", "Last Name", "Ethnic Origin", "NI Number", "Date of Birth"],
                 "awards": ["Description", "Min Requirement", "Title", "Last Updated By"],
                 "exemptions": ["Reason", "Approved By"], "requirements": ["Reason"]}.get(kind, [])
        columns = fields + extra
        r.shuffle(columns)
        styles = r.choice([DATE_STYLES, [r.choice(DATE_STYLES)]])

        def cell(row: Cells, column: str) -> str:
            value = row.get(column)
            if column in extra:
                return r.choice(["Ann O'Dell, RN", "x"])
            return r.choice(styles)(value) if isinstance(value, date) else str(value or "")

        encoding = r.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
        with path.open("w", encoding=encoding, newline="") as file:
            out = csv.writer(file, delimiter=r.choice(",,;\t~"), lineterminator=r.choice(["\n", "\r\n"]))
            out.writerow([headings.get(c, c) for c in columns])
            out.writerows([[cell(row, c) for c in columns] for row in rows])

    def spelt(self, heading: str) -> str:
        snake = heading.lower().replace(" ", "_")
        return self.r.choice([heading, heading, heading.upper(), snake, heading.replace(" ", "")])


def serial(day: date) -> str:
    return str((day - date(1899, 12, 30)).days)


DATE_STYLES: list[Callable[[date], str]] = [
    date.isoformat, lambda d: d.strftime("%d/%m/%Y"), lambda d: d.strftime("%d-%b-%Y"),
    lambda d: f"{d.day} {d:%B %Y}", lambda d: d.strftime("%Y/%m/%d 00:00:00"), lambda d: d.strftime("%Y%m%d"), serial]


def period_words(months: int) -> str:
    if not months:
        return "No Expiry"
    years, rest = divmod(months, 12)
    return f"{months} Month{'s' if months > 1 else ''}" if rest else f"{years} Year{'s' if years > 1 else ''}"


def months_of(name: str) -> int | None:
    number, unit = name.rstrip("|").split(" - ")[-1].split(" ")
    return None if number == "No" else int(number) * (12 if unit.startswith("Year") else 1)


def style_of(text: str) -> set[str]:
    if text in ("everything", "settled"):
        return set(FEATURES) if text == "everything" else set()
    chosen = set(text.split(","))
    if unknown := chosen - set(FEATURES):
        raise SystemExit(f"no such style: {', '.join(sorted(unknown))}; there are {', '.join(FEATURES)}")
    return chosen


def make(seed: int, people: int, out: Path, batches: int = 1, style: set[str] | None = None,
         with_errors: bool = False, one_file: bool = False) -> None:
    maker = Maker(seed, people, style if style is not None else set(FEATURES))
    # Time passes from the first extract to the later ones; the edges of the first are kept in the past.
    extract = maker.anchor
    for n in range(batches):
        if n:
            since, extract = extract, extract + timedelta(days=maker.r.choice([1, 7, 28, 31, 90]))
            maker.pass_time(since, extract)
        if one_file:
            maker.write_compliance(out / extract.isoformat())
        else:
            maker.write(out / extract.isoformat(), partial=n > 0 and maker.chance(0.2), with_errors=with_errors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--batches", type=int, default=1)
    parser.add_argument("--style", type=style_of, default=set(FEATURES),
                        help=f"everything, settled, or some of: {', '.join(FEATURES)}")
    parser.add_argument("--with-errors", action="store_true", help="adds rows that must be refused")
    parser.add_argument("--one-file", action="store_true", help="a compliance extract and nothing else")
    arguments = parser.parse_args()
    make(arguments.seed, arguments.people, arguments.out, arguments.batches, arguments.style, arguments.with_errors,
         arguments.one_file)


if __name__ == "__main__":
    main()
