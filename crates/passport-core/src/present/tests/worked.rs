//! The worked passport of rules.md section 6, whole.

use jiff::civil::date;

use super::builders::{Trust, below, competence, staff_nurse, ward};
use crate::framework::Period::{Months, Once};
use crate::learning::{DeliveryMode, EnrolmentStatus};
use crate::present::text;
use crate::requirement::Class::{Compulsory, RoleSpecific};
use crate::requirement::Target;

pub(super) fn staff_nurse_of_the_rules() -> Trust {
    let mut trust = Trust::new(vec![
        below("Fire Safety/1", Months(24), &["Fire Safety/Inpatient"]),
        competence("Fire Safety/Inpatient", Months(12)),
        below(
            "Infection Prevention and Control/1",
            Months(36),
            &["Infection Prevention and Control/2"],
        ),
        competence("Infection Prevention and Control/2", Months(12)),
        competence("Resuscitation/3 Adult", Months(12)),
        competence("Corporate Induction", Once),
        competence("Food Hygiene/2", Months(36)),
    ]);
    let ward = ward(&trust);
    trust
        .require("Fire Safety/1", Compulsory, Target::Organisation, |_| {})
        .require("Infection Prevention and Control/1", Compulsory, Target::Organisation, |_| {})
        .require("Corporate Induction", Compulsory, Target::Organisation, |_| {})
        .require("Fire Safety/Inpatient", RoleSpecific, ward, |_| {})
        .require("Infection Prevention and Control/2", RoleSpecific, staff_nurse(), |r| {
            r.target_name = "Staff Nurse".into();
            r.dates.from = date(2024, 4, 1);
        })
        .require("Resuscitation/3 Adult", RoleSpecific, staff_nurse(), |r| {
            r.target_name = "Staff Nurse".into();
            r.dates.from = date(2024, 4, 1);
        })
        .award("Corporate Induction", date(2021, 3, 2))
        .award("Infection Prevention and Control/1", date(2025, 5, 5))
        .award("Infection Prevention and Control/2", date(2025, 11, 1))
        .award("Food Hygiene/2", date(2025, 11, 3))
        .award("Fire Safety/Inpatient", date(2026, 1, 20));
    let online = trust.course(
        "Infection control for clinical staff",
        DeliveryMode::Online,
        &["Infection Prevention and Control/2"],
    );
    trust.catalogue.courses[online].link = Some("https://learning.example/ipc2".into());
    trust.catalogue.courses[online].minutes = Some(45);
    let life_support =
        trust.course("Immediate life support", DeliveryMode::Classroom, &["Resuscitation/3 Adult"]);
    let class = trust.class(life_support, date(2026, 12, 1), Some(2));
    trust.enrol(life_support, Some(class), EnrolmentStatus::Confirmed);
    let fire =
        trust.course("Ward fire safety", DeliveryMode::Classroom, &["Fire Safety/Inpatient"]);
    trust.class(fire, date(2026, 12, 8), Some(0));
    trust.class(fire, date(2026, 12, 15), Some(1));
    trust.class(fire, date(2027, 1, 5), Some(7));
    trust
}

#[test]
fn the_worked_passport_reads_as_the_rules_say() {
    assert_eq!(text(&staff_nurse_of_the_rules().passport()), WORKED);
}

const WORKED: &str = "\
Hartwell NHS Trust
Training passport as at 22 November 2026

Aoife Brennan, employee number 20001234
Staff Nurse - Adult Acute Ward, Ashdown Ward, since 1 March 2021 (20001234)

2 to do, 1 runs out by 22 February 2027
2 of 4 in date. C: compulsory. R: role specific.

To do
-----
C Infection Prevention and Control, Level 2  Required, expired 1 November 2026
  Note     Level 1 held until 1 November 2028; Level 2 required
  Next     E-learning: Infection control for clinical staff, 45 minutes
           https://learning.example/ipc2
  If done  If you complete it on 22 November 2026 it next falls due on 22
           November 2027.
  Award    Infection Prevention and Control - Level 2, 1 November 2025, imported
           record
  Why      Required of every Staff Nurse since 1 April 2024, and at Level 1 of
           everyone since 1 April 2020 (compulsory); completed 1 November 2025,
           lasted 12 months.

R Resuscitation, Level 3 Adult               Required
  Next     Booked: Immediate life support, Tuesday 1 December 2026, 9:30am to
           12:30pm, Ashdown House
  If done  If you complete it on 22 November 2026 it next falls due on 22
           November 2027.
  Why      Required of every Staff Nurse since 1 April 2024; no completion that
           counts is recorded.

Renew soon
----------
C Fire Safety, Inpatient                     Renew by 20 January 2027
  Next     Ward fire safety, Tuesday 15 December 2026, 9:30am to 12:30pm,
           Ashdown House, 1 place left
  or       Ward fire safety, Tuesday 5 January 2027, 9:30am to 12:30pm, Ashdown
           House, 7 places left
  If done  If you complete it on 22 November 2026 it next falls due on 22
           November 2027.
  Award    Fire Safety - Level Inpatient, 20 January 2026, imported record
  Why      Required of everyone in Ashdown Ward since 1 April 2020, and at Level
           1 of everyone since 1 April 2020 (compulsory); completed 20 January
           2026, lasts 12 months.

Nothing to do
-------------
C Corporate Induction                        Completed, does not expire
  Award    Corporate Induction, 2 March 2021, imported record
  Why      Required of everyone since 1 April 2020; completed 2 March 2021,
           needed once only.

Held, not required
------------------
  Food Hygiene, Level 2                      Held until 3 November 2028
  Award    3 November 2025, imported record

Training data as at 20 November 2026, 18:00, from import 12
Questions about this passport: learning@hartwell.example
https://passport.example/p/20001234
";
