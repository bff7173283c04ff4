"""Every worked example of rules.md, put to the second opinion itself."""

from __future__ import annotations

import tempfile
import unittest
from datetime import date
from pathlib import Path

from history import Award, Competence, History, load
from make_extracts import make
from oracle import Day, best, chain, compliance_rows, people_rows, percent
from reading import FOREVER, BadRow, add_months, normal, parse_date

D = date.fromisoformat

COMPETENCES = """Competence Name,Subject,Level,Refresher Months,Class,Compliance Target,Warning Months,Expiry,\
Once Per Assignment,Renewal,Satisfied By,Aliases
Fire 1 - 2 Years|,Fire Safety,1,24,C,90,,,,,Fire Inpatient,Fire 1 - 1 Year
Fire Inpatient,Fire Safety,Inpatient,12,R,90,,,,,,
IPC 1,Infection Prevention and Control,1,36,C,,,,,,IPC 2,
IPC 2,Infection Prevention and Control,2,12,R,,,,,,,
Resus 1,Resuscitation,1,12,R,,,,,,Resus 2 Adult;Resus 2 Paediatric,
Resus 2 Adult,Resuscitation,2 Adult,12,R,,,,,,Resus 3 Adult,
Resus 2 Paediatric,Resuscitation,2 Paediatric,12,R,,,,,,,
Resus 3 Adult,Resuscitation,3 Adult,12,R,,,,,,,
Induction,Corporate Induction,,,C,,,,,,,
Local,Local Induction,,,C,,,,Y,,,
S12,Section 12 Approval,,60,R,,,as printed,,,,
Breakaway,Breakaway,,12,R,,,,,keep anniversary 3,,
Speak,Speak Up,Speak,,C,,,,,,,
Listen,Speak Up,Listen,,R,,,,,,,
Medicines,Medicines,,12,R,,,,,,Prescribing,
Prescribing,Prescribing,,12,R,,,,,,,
Part 1,Safe Holding Theory,,24,R,,,,,,,
Part 2,Safe Holding Practice,,12,R,,,,,,,
Whole,Safe Holding,,12,R,,,,,,Part 1 + Part 2,
"""
POST = "Employee Number,Assignment Number,Org L1,Org L2,Org L3,Position Number,Staff Group,Job Role," \
       "Assignment Status,Assignment Category,Primary Assignment,Start Date,End Date,Absence Reason," \
       "Absence Start,Absence End\n"
NURSE = "1,1,Trust,Adult,Ward A,P1,Nursing,Staff Nurse,{status},{category},Y,{start},{end},{absence}\n"
REQUIREMENTS = "Applies To,Target,Within,Subject,Level,Class,Date From,Date To,Refresher Months,Grace Days," \
               "Introduced\n"


def nurse(start: str = "2021-03-01", status: str = "Active Assignment", category: str = "Permanent",
          end: str = "", absence: str = ",,") -> str:
    return NURSE.format(start=start, status=status, category=category, end=end, absence=absence)


class Trust(unittest.TestCase):
    """Writes extracts batch by batch and asks for the lines they amount to."""

    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)

    def batch(self, *required: str, awards: tuple[str, ...] = (), posts: str = nurse(), on: str = "2026-01-01",
              exemptions: str = "", competences: str = COMPETENCES, partial: bool = False) -> None:
        folder = self.folder / on
        folder.mkdir()
        files = {"competences": competences, "assignments": POST + posts,
                 "requirements": REQUIREMENTS + "".join(r + "\n" for r in required),
                 "awards": "Employee Number,Competency Name,Date Last Awarded,Expiry Date,VPD\n"
                           + "".join(f"1,{a}\n" for a in awards),
                 "exemptions": "Employee Number,Subject,From,To\n" + exemptions}
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        if partial:
            (folder / "partial").touch()

    def history(self) -> History:
        return load(self.folder, "999")

    def rows(self, as_at: str) -> list[tuple[str, ...]]:
        """Level, class, status, award date and expiry of every line."""
        return [(r[4], r[5], r[6], r[7], r[8]) for r in people_rows(Day(self.history(), D(as_at)))]

    def statuses(self, as_at: str) -> list[str]:
        return [row[2] for row in self.rows(as_at)]


def everyone(subject: str, level: str = "", cls: str = "C", start: str = "2020-01-01", end: str = "",
             months: str = "", grace: str = "", introduced: str = "") -> str:
    return f"organisation,,,{subject},{level},{cls},{start},{end},{months},{grace},{introduced}"


class HowLong(Trust):
    def test_months_keep_the_day_or_take_the_last(self) -> None:
        for award, months, expiry in [("2024-05-03", 12, "2025-05-03"), ("2024-08-31", 6, "2025-02-28"),
                                      ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
                                      ("2023-01-31", 1, "2023-02-28")]:
            self.assertEqual(add_months(D(award), months), D(expiry))

    def test_valid_through_the_expiry_and_required_the_day_after(self) -> None:
        self.batch(everyone("Fire Safety", "Inpatient"), awards=("Fire Inpatient,2024-05-03,,",))
        self.assertEqual(self.statuses("2025-05-03"), ["renew-soon"])
        self.assertEqual(self.statuses("2025-05-04"), ["expired"])

    def test_an_alias_lasts_the_employers_own_period(self) -> None:
        self.batch(everyone("Fire Safety", "1"), awards=("fire  1 - 1 YEAR,2024-05-03,2025-05-03,",))
        self.assertEqual(self.rows("2025-06-01"), [("1", "C", "completed", "2024-05-03", "2026-05-03")])

    def test_a_transfer_takes_the_earlier_date(self) -> None:
        fire, induction = everyone("Fire Safety", "1"), everyone("Corporate Induction")
        for award, row, expiry in [("Fire 1 - 2 Years,2025-01-01,2026-01-01,221", fire, "2026-01-01"),
                                   ("Fire 1 - 2 Years,2025-01-01,2029-01-01,221", fire, "2027-01-01"),
                                   ("Fire 1 - 2 Years,2025-01-01,,221", fire, "2027-01-01"),
                                   ("Induction,2025-01-01,2027-06-01,221", induction, "2027-06-01"),
                                   ("Induction,2025-01-01,No Expiry,221", induction, "")]:
            with self.subTest(award):
                self.setUp()
                self.batch(row, awards=(award,))
                self.assertEqual(self.rows("2025-06-01")[0][4], expiry)

    def test_a_printed_expiry_decides_only_where_it_is_printed(self) -> None:
        self.batch(everyone("Section 12 Approval"), everyone("Corporate Induction"),
                   awards=("S12,2025-01-01,2026-03-01,999", "Induction,2025-01-01,2025-02-01,"))
        self.assertEqual([row[4] for row in self.rows("2025-06-01")], ["", "2026-03-01"])

    def test_an_undescribed_competence_has_the_period_of_its_name_or_the_imported_expiry(self) -> None:
        named = "organisation,,,{0},C,2020-01-01\n"
        self.batch(awards=("X|LOCAL|Bees - 6 Months|,2026-01-01,2030-01-01,", "Wasps,2026-01-01,2026-02-01,",
                           "Ants,2026-01-01,,", "Moths - No Expiry|,2026-01-01,2026-02-01,"))
        (self.folder / "2026-01-01" / "requirements.csv").write_text(
            "Applies To,Target,Within,Competence Name,Class,Date From\n"
            + "".join(named.format(n) for n in ("x|local|bees - 6 months", "Wasps", "Ants", "Moths - No Expiry")))
        self.assertEqual([row[4] for row in self.rows("2026-01-15")], ["", "", "2026-02-01", "2026-07-01"])

    def test_once_per_assignment(self) -> None:
        self.batch(everyone("Local Induction"), awards=("Local,2021-02-28,,",))
        self.assertEqual(self.statuses("2026-01-15"), ["never-completed"])
        self.setUp()
        self.batch(everyone("Local Induction"), awards=("Local,2021-03-01,,",))
        self.assertEqual(self.statuses("2026-01-15"), ["completed"])

    def test_the_shorter_of_two_periods_wins(self) -> None:
        self.batch(everyone("Fire Safety", "1", months="none"), awards=("Fire 1 - 2 Years,2025-01-01,,",))
        self.assertEqual(self.rows("2025-06-01")[0][4], "")
        self.setUp()
        self.batch(everyone("Fire Safety", "1", months="none"), everyone("Fire Safety", "1", "R", months="6"),
                   awards=("Fire 1 - 2 Years,2025-01-01,,",))
        self.assertEqual(self.rows("2025-06-01"), [("1", "C", "renew-soon", "2025-01-01", "2025-07-01")])

    def test_keep_anniversary(self) -> None:
        line = Competence("B", "B", "", 12, keep=3)
        first = Award("B", D("2025-06-10"), None, False)
        for renewals, expiry in [(["2026-04-02"], "2027-06-10"), (["2026-03-01"], "2027-03-01"),
                                 (["2026-06-11"], "2027-06-11"), (["2026-03-10"], "2027-06-10"),
                                 (["2026-06-10"], "2027-06-10"), (["2026-03-01", "2026-04-02"], "2027-06-10"),
                                 (["2026-04-02", "2026-04-02"], "2027-06-10")]:
            with self.subTest(renewals):
                awards = [first, *(Award(f"B{n}", D(day), None, False) for n, day in enumerate(renewals))]
                held = best(chain(awards, 12, line))
                assert held
                self.assertEqual(held.end, D(expiry))

    def test_a_transfer_runs_from_its_award_date_and_is_renewed_like_any_other(self) -> None:
        line = Competence("B", "B", "", 12, keep=3)
        first = Award("B", D("2025-06-10"), None, False)
        transfer = Award("B", D("2026-04-02"), None, True)
        after = Award("B", D("2027-03-01"), None, False)
        self.assertEqual([h.end for h in [best(chain([first, transfer], 12, line))] if h], [D("2027-04-02")])
        self.assertEqual([h.end for h in [best(chain([transfer, after], 12, line))] if h], [D("2028-04-02")])

    def test_a_future_award_is_not_yet_there(self) -> None:
        self.batch(everyone("Corporate Induction"), awards=("Induction,2027-01-01,,",))
        self.assertEqual(self.rows("2026-12-31"), [("", "C", "never-completed", "", "")])
        self.assertEqual(self.statuses("2027-01-01"), ["completed"])


class Satisfied(Trust):
    def test_a_higher_level_satisfies_a_lower_along_its_branch(self) -> None:
        self.batch(everyone("Resuscitation", "1"), awards=("Resus 3 Adult,2026-01-01,,",))
        self.assertEqual(self.statuses("2026-06-01"), ["completed"])
        self.setUp()
        self.batch(everyone("Resuscitation", "2 Paediatric"), awards=("Resus 3 Adult,2026-01-01,,",))
        self.assertEqual(self.statuses("2026-06-01"), ["never-completed"])

    def test_alternatives_go_one_way(self) -> None:
        self.batch(everyone("Medicines"), everyone("Prescribing"), awards=("Prescribing,2026-01-01,,",))
        self.assertEqual(self.statuses("2026-06-01"), ["completed", "completed"])
        self.setUp()
        self.batch(everyone("Medicines"), everyone("Prescribing"), awards=("Medicines,2026-01-01,,",))
        self.assertEqual(self.statuses("2026-06-01"), ["completed", "never-completed"])

    def test_a_composite_lasts_until_its_earliest_part(self) -> None:
        self.batch(everyone("Safe Holding"), awards=("Part 1,2025-03-01,,", "Part 2,2025-09-01,,"))
        self.assertEqual(self.statuses("2025-08-01"), ["never-completed"])
        self.assertEqual(self.rows("2026-03-01"), [("", "C", "renew-soon", "2025-03-01", "2026-03-01")])
        self.assertEqual(self.statuses("2026-03-02"), ["expired"])

    def test_parts_never_held_together_never_completed_anything(self) -> None:
        self.batch(everyone("Safe Holding"), awards=("Part 1,2023-03-01,,", "Part 2,2025-09-01,,"))
        self.assertEqual(self.rows("2026-03-01"), [("", "C", "never-completed", "", "")])

    def test_levels_without_a_ladder_stand_apart(self) -> None:
        self.batch(everyone("Speak Up", "Speak"), everyone("Speak Up", "Listen", "R"),
                   awards=("Listen,2026-01-01,,",))
        self.assertEqual([row[:3] for row in self.rows("2026-06-01")],
                         [("Listen", "R", "completed"), ("Speak", "C", "never-completed")])

    def test_an_expired_higher_level_does_not_cancel_a_lower(self) -> None:
        self.batch(everyone("Infection Prevention and Control", "1"),
                   awards=("IPC 2,2020-01-01,,", "IPC 1,2024-01-01,,"))
        self.assertEqual(self.statuses("2026-06-01"), ["completed"])

    def test_branches_are_lines_of_their_own(self) -> None:
        self.batch(everyone("Resuscitation", "1", "C", months="6"), everyone("Resuscitation", "2 Adult", "R"),
                   everyone("Resuscitation", "2 Paediatric", "R"), awards=("Resus 2 Adult,2026-01-01,,",))
        self.assertEqual(self.rows("2026-02-01"), [("2 Adult", "C", "completed", "2026-01-01", "2026-07-01"),
                                                   ("2 Paediatric", "C", "never-completed", "", "")])

    def test_none_lifts_the_subject(self) -> None:
        self.batch(everyone("Fire Safety", "1"), "job role,Staff Nurse,,Fire Safety,Inpatient,R,2020-01-01,,,,",
                   "employee,1,,Fire Safety,1,none,2026-02-01,2026-02-28,,,")
        self.assertEqual([len(self.rows(d)) for d in ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")],
                         [1, 0, 0, 1])

    def test_announced_requirements_make_lines_unless_an_acting_one_covers_them(self) -> None:
        self.batch(everyone("Fire Safety", "Inpatient", "R", introduced="2026-04-01"),
                   everyone("Fire Safety", "1", "C"), awards=("Fire 1 - 2 Years,2026-01-01,,",))
        self.assertEqual([row[:3] for row in self.rows("2026-03-31")],
                         [("1", "C", "completed"), ("Inpatient", "R", "not-yet-introduced")])
        self.assertEqual([row[:3] for row in self.rows("2026-04-01")], [("Inpatient", "C", "never-completed")])
        self.setUp()
        self.batch(everyone("Fire Safety", "1", introduced="2026-04-01"), everyone("Fire Safety", "Inpatient", "R"))
        self.assertEqual([row[:3] for row in self.rows("2026-03-31")], [("Inpatient", "R", "never-completed")])

    def test_within_limits_a_target_to_a_unit_and_all_below(self) -> None:
        self.batch("staff group,Nursing,Trust|Adult,Fire Safety,1,C,2020-01-01,,,,",
                   "staff group,Nursing,Children,Breakaway,,C,2020-01-01,,,,",
                   "unit,Ward A,,Medicines,,R,2020-01-01,,,,", "position,P1,,Prescribing,,R,2020-01-01,,,,",
                   "assignment,1,,Section 12 Approval,,R,2020-01-01,,,,")
        self.assertEqual(len(self.rows("2026-03-31")), 4)


class Statuses(Trust):
    def test_grace_runs_from_the_latest_of_start_and_requirement(self) -> None:
        self.batch(everyone("Corporate Induction", start="2026-03-01", grace="14"), awards=("IPC 1,2026-01-01,,",))
        self.assertEqual(self.statuses("2026-03-15"), ["in-grace"])
        self.assertEqual(self.statuses("2026-03-16"), ["never-completed"])

    def test_one_requirement_without_grace_leaves_its_line_without(self) -> None:
        self.batch(everyone("Fire Safety", "Inpatient", start="2026-03-01", grace="14"), everyone("Fire Safety", "1"))
        self.assertEqual(self.statuses("2026-03-01"), ["never-completed"])
        self.setUp()
        self.batch(everyone("Fire Safety", "Inpatient", start="2026-03-01", grace="0"))
        self.assertEqual(self.statuses("2026-03-01"), ["never-completed"])

    def test_grace_covers_a_starter_whose_award_has_expired(self) -> None:
        self.batch(everyone("Fire Safety", "1", grace="30"), posts=nurse("2026-02-01"),
                   awards=("Fire 1 - 2 Years,2020-01-01,,",))
        self.assertEqual(self.statuses("2026-03-03"), ["in-grace"])
        self.assertEqual(self.statuses("2026-03-04"), ["expired"])

    def test_a_change_of_post_starts_grace(self) -> None:
        row = "unit,Ward B,,Fire Safety,1,R,2020-01-01,,,10,"
        self.batch(posts=nurse() + "2,2,Trust,Adult,Ward B,P1,Nursing,Staff Nurse,,,Y,2020-01-01,,,,\n")
        self.batch(row, on="2026-05-01", posts=nurse().replace("Ward A", "Ward B"))
        self.assertEqual(self.statuses("2026-05-11"), ["in-grace"])
        self.assertEqual(self.statuses("2026-05-12"), ["never-completed"])

    def test_exempt_both_days_covered(self) -> None:
        self.batch(everyone("Fire Safety", "1"), exemptions="1,Fire Safety,2026-02-01,2026-02-28\n")
        self.assertEqual([self.statuses(d)[0] for d in ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")],
                         ["never-completed", "exempt", "exempt", "never-completed"])

    def test_the_warning_window_includes_its_last_day(self) -> None:
        self.batch(everyone("Fire Safety", "Inpatient"), awards=("Fire Inpatient,2026-02-28,,",))
        self.assertEqual(self.statuses("2026-11-27"), ["completed"])
        self.assertEqual(self.statuses("2026-11-28"), ["renew-soon"])

    def test_excluded_assignments(self) -> None:
        for post, as_at, status in [(nurse(status="MATERNITY and Adoption"), "2026-06-01", "excluded"),
                                    (nurse(status="Suspend With Pay"), "2026-06-01", "excluded"),
                                    (nurse(status="Out on External Secondment - Paid"), "2026-06-01", "excluded"),
                                    (nurse(status="Internal Secondment"), "2026-06-01", "never-completed"),
                                    (nurse(status="Acting Up"), "2026-06-01", "never-completed"),
                                    (nurse(category="Bank"), "2026-06-01", "excluded"),
                                    (nurse(absence="Sickness,2026-05-04,"), "2026-06-01", "excluded"),
                                    (nurse(absence="Sick,2026-05-05,"), "2026-06-01", "never-completed"),
                                    (nurse(absence="Sick,2026-05-04,2026-05-31"), "2026-06-01", "never-completed")]:
            with self.subTest(post):
                self.setUp()
                self.batch(everyone("Fire Safety", "1"), posts=post)
                self.assertEqual(self.statuses(as_at), [status])

    def test_ended_future_and_terminated_assignments_are_on_no_report(self) -> None:
        for post, there in [(nurse(end="2026-06-01"), 1), (nurse(end="2026-05-31"), 0), (nurse("2026-06-02"), 0),
                            (nurse("2026-06-01"), 1), (nurse(status="Terminate Assignment"), 0)]:
            with self.subTest(post):
                self.setUp()
                self.batch(everyone("Fire Safety", "1"), posts=post)
                self.assertEqual(len(self.rows("2026-06-01")), there)


class Figures(Trust):
    def worked(self) -> None:
        ipc, res = "Infection Prevention and Control", "Resuscitation"
        self.batch(everyone("Fire Safety", "1"), everyone(ipc, "1"), everyone("Corporate Induction"),
                   "unit,Ward A,,Fire Safety,Inpatient,R,2020-01-01,,,,",
                   f"job role,Staff Nurse,,{ipc},2,R,2020-01-01,,,,",
                   f"job role,Staff Nurse,,{res},3 Adult,R,2020-01-01,,,,",
                   awards=("Fire Inpatient,2026-01-20,,", "IPC 2,2025-11-01,,", "IPC 1,2025-05-05,,",
                           "Induction,2021-03-02,,"))

    def test_the_worked_passport(self) -> None:
        self.worked()
        self.assertEqual(self.rows("2026-11-22"), [
            ("", "C", "completed", "2021-03-02", ""), ("Inpatient", "C", "renew-soon", "2026-01-20", "2027-01-20"),
            ("2", "C", "expired", "2025-11-01", "2026-11-01"), ("3 Adult", "R", "never-completed", "", "")])
        day = Day(self.history(), D("2026-11-22"))
        for count_by in ("assignment", "person"):
            self.assertEqual(compliance_rows(day, "organisation", count_by, "T", "85"), [
                ["T", "C", "3", "2", "66.6", "85", "0"], ["T", "R", "1", "0", "0.0", "85", "0"],
                ["T", "all", "4", "2", "50.0", "85", "0"]])

    def test_level_one_is_held_by_the_level_two_award_for_its_own_period(self) -> None:
        self.worked()
        day = Day(self.history(), D("2026-11-22"))
        one = day.competence(("infection prevention and control", "1"))
        held = best(day.held("1", ("infection prevention and control", "1"), one.period, one, date.min))
        assert held
        self.assertEqual(held.end, D("2028-11-01"))

    def test_a_unit_includes_all_below_it(self) -> None:
        self.worked()
        rows = compliance_rows(Day(self.history(), D("2026-11-22")), "unit", "assignment", "T", "85")
        self.assertEqual([row[0] for row in rows[::3]], ["Trust", "Trust|Adult", "Trust|Adult|Ward A"])

    def test_percentages_are_truncated(self) -> None:
        self.assertEqual([percent(8496, 10000), percent(1, 1), percent(0, 3), percent(0, 0)],
                         ["84.9", "100.0", "0.0", ""])

    def test_by_person_each_subject_once_and_excluded_only_if_every_assignment_is(self) -> None:
        other = nurse(status="Career Break").replace("1,1,", "1,1-2,").replace(",Y,", ",N,")
        self.batch(everyone("Fire Safety", "1"), posts=nurse() + other)
        day = Day(self.history(), D("2026-06-01"))
        self.assertEqual(compliance_rows(day, "subject", "assignment", "T", "85")[0],
                         ["Fire Safety", "C", "1", "0", "0.0", "90", "1"])
        self.assertEqual(compliance_rows(day, "subject", "person", "T", "85")[0],
                         ["Fire Safety", "C", "1", "0", "0.0", "90", "0"])


class Time(Trust):
    def test_what_left_the_file_ended_the_day_before(self) -> None:
        self.batch(everyone("Fire Safety", "1"), everyone("Breakaway"), exemptions="1,Breakaway,2026-01-01,\n")
        self.batch(everyone("Breakaway"), on="2026-05-01")
        self.batch(everyone("Breakaway"), on="2026-06-01", posts="2,2,Trust,,,,,,,,Y,2026-06-01,,,,\n")
        self.assertEqual(self.statuses("2026-04-30"), ["exempt", "never-completed"])
        self.assertEqual(self.statuses("2026-05-01"), ["never-completed"])
        self.assertEqual([r[1] for r in people_rows(Day(self.history(), D("2026-05-31")))], ["1"])
        self.assertEqual([r[1] for r in people_rows(Day(self.history(), D("2026-06-01")))], ["2"])

    def test_a_partial_file_ends_nothing(self) -> None:
        self.batch(everyone("Fire Safety", "1"), everyone("Breakaway"))
        self.batch(everyone("Breakaway"), on="2026-05-01", partial=True)
        self.assertEqual(len(self.statuses("2026-05-01")), 2)

    def test_what_changed_applies_from_the_extract_date(self) -> None:
        self.batch(everyone("Fire Safety", "1"), awards=("Fire 1 - 2 Years,2025-12-01,,",))
        self.batch(everyone("Fire Safety", "1", "R", months="6"), on="2026-05-01", posts=nurse(status="Adoption"))
        self.assertEqual(self.rows("2026-04-30"), [("1", "C", "completed", "2025-12-01", "2027-12-01")])
        self.assertEqual(self.rows("2026-05-01"), [("1", "R", "excluded", "2025-12-01", "2026-06-01")])

    def test_awards_outlive_the_files_that_brought_them(self) -> None:
        self.batch(everyone("Corporate Induction"), awards=("Induction,2025-12-01,,",))
        self.batch(everyone("Corporate Induction"), on="2026-05-01")
        self.assertEqual(self.statuses("2026-05-01"), ["completed"])


    def test_a_renamed_unit_keeps_its_people_and_its_requirements(self) -> None:
        row = "unit,{},,Fire Safety,1,{},2020-01-01,,,,"
        self.batch(row.format("Ward A", "C"))
        self.batch(row.format("Trust|Adult|Oak", "R"), on="2026-05-01", posts=nurse().replace("Ward A", "Oak"))
        (self.folder / "2026-05-01" / "renames.csv").write_text(
            "Old Unit,New Unit,From\nTrust|Adult|Ward A,Trust|Adult|Oak,2026-04-01\n")
        for as_at, unit, cls in [("2026-03-31", "Ward A", "C"), ("2026-04-01", "Oak", "C"), ("2026-05-01", "Oak", "R")]:
            self.assertEqual([(row[2], row[5]) for row in people_rows(Day(self.history(), D(as_at)))],
                             [(f"Trust|Adult|{unit}", cls)])


class Extracts(unittest.TestCase):
    def test_a_seed_names_a_case_and_only_what_must_be_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as place:
            first, second = Path(place) / "first", Path(place) / "second"
            for seed in range(1, 6):
                for folder in (first, second):
                    make(seed, 6, folder / str(seed), batches=3)
                make(seed, 6, first / f"{seed}e", with_errors=True)
                make(seed, 6, first / f"{seed}o", one_file=True)
                self.assertEqual(load(first / str(seed), "999").refused, [])
                self.assertEqual(len(load(first / f"{seed}e", "999").refused), 6)
                one = load(first / f"{seed}o", "999")
                self.assertEqual(one.refused, [])
                self.assertTrue(people_rows(Day(one, D("2027-01-01"))))
            for path in second.rglob("*.csv"):
                self.assertEqual(path.read_bytes(), (first / path.relative_to(second)).read_bytes())


class Reading(unittest.TestCase):
    def test_every_date_style(self) -> None:
        for text in ("2026-11-30", "30/11/2026", "30-Nov-2026", "30 November 2026", "2026/11/30 00:00:00",
                     "20261130", "46356"):
            self.assertEqual(parse_date(text), D("2026-11-30"))
        self.assertIsNone(parse_date("No Expiry"))
        for text in ("31/02/2026", "11/30/2026", "soon"):
            self.assertRaises(BadRow, parse_date, text)

    def test_names_in_their_normal_form(self) -> None:
        self.assertEqual(normal("NHS|CSTF|Fire  Safety - 2 Years|"), normal("nhs|cstf|fire safety - 2 years"))

    def test_no_expiry_is_the_latest_date(self) -> None:
        self.assertGreater(FOREVER, D("2099-12-31"))


if __name__ == "__main__":
    unittest.main()
