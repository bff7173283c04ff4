//! Why a line is required: every kind of target, and several at once.

use jiff::civil::date;

use super::builders::{Trust, below, competence, staff_nurse, ward};
use crate::framework::Period::Months;
use crate::present::Voice;
use crate::requirement::Class::{Compulsory, RoleSpecific};
use crate::requirement::{AskedBefore, Requirement, Target};
use crate::text::normal;
use crate::workforce::Assignment;

fn one() -> Trust {
    Trust::new(vec![competence("Fire Safety", Months(12))])
}

/// The requirement clause for one requirement.
fn asked(target: Target, name: &str, change: impl FnOnce(&mut Requirement)) -> String {
    let mut trust = one();
    trust.require("Fire Safety", Compulsory, target, |requirement| {
        requirement.target_name = name.into();
        change(requirement);
    });
    clause(&trust.line().why)
}

fn clause(why: &str) -> String {
    why.split(';').next().unwrap_or_default().into()
}

#[test]
fn every_kind_of_target_is_named_as_its_people_would() {
    let trust = one();
    for (target, name, words) in [
        (Target::Organisation, "", "everyone"),
        (
            Target::StaffGroup(normal("Nursing and Midwifery Registered")),
            "Nursing and Midwifery Registered",
            "everyone in the staff group Nursing and Midwifery Registered",
        ),
        (staff_nurse(), "Staff Nurse", "every Staff Nurse"),
        (ward(&trust), "Hartwell NHS Trust|Adult Care|Ashdown Ward", "everyone in Ashdown Ward"),
        (
            Target::Position("4362624".into()),
            "4362624",
            "everyone in the position 4362624 (Staff Nurse - Adult Acute Ward)",
        ),
        (
            Target::Position(normal("Staff Nurse - Adult Acute Ward")),
            "Staff Nurse - Adult Acute Ward",
            "everyone in the position Staff Nurse - Adult Acute Ward",
        ),
        (Target::Assignment("20001234".into()), "20001234", "your post"),
        (Target::Employee("20001234".into()), "20001234", "you"),
    ] {
        let expected = format!("Required of {words} since 1 April 2020");
        assert_eq!(asked(target, name, |_| {}), expected);
    }
}

#[test]
fn a_requirement_within_a_unit_names_the_unit() {
    let within = one().rules.units.find("Ashdown Ward");
    assert_eq!(
        asked(staff_nurse(), "Staff Nurse", |r| r.within = within),
        "Required of every Staff Nurse in Ashdown Ward since 1 April 2020"
    );
}

#[test]
fn the_reason_given_is_passed_on_and_a_date_from_the_beginning_is_not() {
    assert_eq!(
        asked(Target::Organisation, "", |r| {
            r.dates.from = crate::span::BEGINNING;
            r.reason = "fire risk assessment 2024".into();
        }),
        "Required of everyone (fire risk assessment 2024)"
    );
}

#[test]
fn a_requirement_once_announced_is_asked_since_its_introduction() {
    assert_eq!(
        asked(Target::Organisation, "", |r| r.introduced = Some(date(2026, 9, 1))),
        "Required of everyone since 1 September 2026"
    );
}

#[test]
fn what_came_to_reach_further_is_asked_since_it_was_asked_of_this_person() {
    for (ward, since) in [("Ashdown Ward", "1 April 2020"), ("Beech Ward", "1 November 2026")] {
        let mut trust = one();
        let units = &mut trust.rules.units;
        let within = units.ensure(&format!("Hartwell NHS Trust|Adult Care|{ward}"));
        trust.require("Fire Safety", Compulsory, Target::Organisation, |r| {
            let (since, until) = (r.dates.from, date(2026, 10, 31));
            r.asked_before.push(AskedBefore { within, since, until });
            r.dates.from = date(2026, 11, 1);
        });
        assert_eq!(clause(&trust.line().why), format!("Required of everyone since {since}"));
    }
}

#[test]
fn several_requirements_are_told_together_where_their_dates_agree() {
    let mut trust = one();
    let ward = ward(&trust);
    trust
        .require("Fire Safety", RoleSpecific, staff_nurse(), |r| {
            r.target_name = "Staff Nurse".into();
            r.dates.from = date(2024, 4, 1);
        })
        .require("Fire Safety", RoleSpecific, ward, |r| r.dates.from = date(2024, 4, 1))
        .require("Fire Safety", Compulsory, Target::Organisation, |_| {});
    assert_eq!(
        clause(&trust.line().why),
        "Required of every Staff Nurse and of everyone in Ashdown Ward since 1 April 2024, \
         and of everyone since 1 April 2020 (compulsory)"
    );
}

#[test]
fn a_displaced_lower_level_is_named_with_its_level() {
    let mut trust = Trust::new(vec![
        below("Safeguarding/1", Months(36), &["Safeguarding/2"]),
        competence("Safeguarding/2", Months(36)),
    ]);
    trust.require_of_all("Safeguarding/1").require(
        "Safeguarding/2",
        Compulsory,
        staff_nurse(),
        |_| {},
    );
    assert_eq!(
        clause(&trust.line().why),
        "Required of every staff nurse since 1 April 2020, \
         and at Level 1 of everyone since 1 April 2020"
    );
}

#[test]
fn one_requirement_reaching_two_posts_is_told_once_and_a_post_is_told_by_its_number() {
    let mut trust = one();
    let mut second = trust.person.assignments[0].clone();
    second.postings[0].primary = false;
    trust.person.assignments.push(Assignment { number: "20001234-2".into(), ..second });
    trust.require_of_all("Fire Safety").require(
        "Fire Safety",
        Compulsory,
        Target::Assignment("20001234-2".into()),
        |_| {},
    );
    assert_eq!(
        clause(&trust.line().why),
        "Required of everyone and of your post 20001234-2 since 1 April 2020"
    );
}

#[test]
fn somebody_else_reads_of_a_person_and_never_of_you() {
    let mut trust = one();
    let number = trust.person.employee_number.clone();
    trust.require("Fire Safety", Compulsory, Target::Employee(number), |_| {});
    trust.context.voice = Voice::Other;
    trust.award("Fire Safety", date(2025, 12, 10));
    for exempt in [false, true] {
        if exempt {
            trust.exempt("Fire Safety", date(2026, 1, 1), None);
        }
        let passport = trust.passport();
        let told = format!("{passport:?}").to_lowercase();
        assert!(!told.contains(" you ") && !told.contains("your"), "{told}");
        assert!(told.contains("this person"), "{told}");
    }
    trust.posting().status = "Maternity".into();
    let not_counted = trust.passport().posts[0].not_counted.clone().expect("a sentence");
    assert_eq!(
        not_counted,
        "On maternity leave, so this person’s training is not counted in the trust's figures."
    );
}
