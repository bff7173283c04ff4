//! A rehearsal says exactly what `report people` will say differently.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use passport::compliance::Registers;
use passport::requirements::{Differing, State, Wanted, draft, propose, publish, rehearse};
use passport_core::entered::ReturnGraceFact;
use passport_core::facts::{PersonFact, ProposalFact, Recorded, RequirementFact, TargetKind};
use passport_core::framework::Period;
use passport_core::requirement::Class;
use passport_sample::Plan;
use passport_store::{Known, Organisation};

use super::support::{Trust, on_both, within};

const TODAY: Date = date(2026, 11, 22);
const FIRST: Date = date(2027, 1, 1);

/// The sample trust in small.
fn import_sample(trust: &Trust) {
    let plan = Plan { staff: 300, seed: 7, messy: false, today: TODAY };
    let mut names = Vec::new();
    for file in passport_sample::generate(&plan) {
        if !file.name.contains('/') {
            std::fs::write(trust.folder.join(&file.name), &file.bytes).expect("written");
            names.push(file.name);
        }
    }
    let mut arguments = vec!["import", "--extract-date", "2026-11-22"];
    arguments.extend(names.iter().map(String::as_str));
    trust.ok(&arguments);
}

/// A requirement of the whole organisation, from the first day on.
pub fn wanted(subject: &str, level: &str) -> ProposalFact {
    ProposalFact {
        against: None,
        ends: false,
        target_kind: TargetKind::Organisation,
        target: String::new(),
        within: String::new(),
        subject: subject.into(),
        level: level.into(),
        class: Some(Class::Compulsory),
        date_from: FIRST,
        date_to: None,
        period: None,
        grace_days: 0,
        introduced: None,
        reason: "Decided by the training committee".into(),
        approved_by: "Medical director".into(),
    }
}

/// Proposes as somebody would who has just opened the page.
pub async fn add(organisation: &Organisation, proposal: ProposalFact) -> i64 {
    let cell = passport::requirements::Cell {
        kind: proposal.target_kind,
        target: proposal.target.clone(),
        subject: proposal.subject.clone(),
    };
    let rules = passport::compliance::rules(organisation, Known::Now, TODAY).await.expect("rules");
    let seen = cell.seen(organisation, &rules).await.expect("seen");
    let wanted = Wanted { proposal, replaces: None, seen };
    let now = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let done = propose(organisation, &wanted, "account 1", now, TODAY).await.expect("asked");
    done.expect("it is in order")
}

/// The first requirement of a subject and level, whomever it is for.
pub async fn standing(
    organisation: &Organisation,
    subject: &str,
    level: &str,
) -> Recorded<RequirementFact> {
    let all = organisation.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    all.into_iter()
        .find(|known| {
            let fact = &known.fact;
            fact.subject == subject && fact.level == level && fact.applies.to.is_none()
        })
        .unwrap_or_else(|| panic!("no requirement of {subject} {level}"))
}

/// A proposal against a requirement.
pub fn against(known: &Recorded<RequirementFact>, proposal: ProposalFact) -> ProposalFact {
    ProposalFact {
        against: Some(known.id),
        target_kind: known.fact.target_kind,
        target: known.fact.target.clone(),
        within: known.fact.within.clone(),
        ..proposal
    }
}

type Row = Vec<String>;

fn rows(csv: &str) -> BTreeSet<Row> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().take(10).map(str::to_owned).collect()).collect()
}

fn row(line: &Differing, state: &State) -> Row {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        line.employee_number.clone(),
        line.assignment_number.clone(),
        line.unit.clone(),
        line.subject.clone(),
        state.level.clone(),
        state.class.letter().into(),
        state.status.code().into(),
        day(state.award_date),
        day(state.expiry_date),
        u8::from(state.counted).to_string(),
    ]
}

#[test]
fn the_list_of_a_rehearsal_is_the_difference_that_publishing_makes_in_report_people() {
    on_both("rehearsal", |trust| {
        import_sample(trust);
        compare(trust);
    });
}

/// The same where a line is a person's.
#[test]
fn the_list_is_the_difference_where_figures_count_by_person_too() {
    let trust = Trust::on_sqlite("rehearsal_person");
    import_sample(&trust);
    trust.ok(&["setting", "set", "count-by", "person"]);
    compare(&trust);
}

/// Everyone was away for two years, and has until the spring for what ran out.
async fn all_back_from_leave(organisation: &Organisation) {
    let people = organisation.facts::<PersonFact>(Known::Now).await.expect("people");
    let grace = |person: Recorded<PersonFact>| ReturnGraceFact {
        employee_number: person.fact.employee_number,
        away_from: date(2025, 1, 1),
        back_on: date(2026, 12, 31),
        until: date(2027, 3, 31),
        reason: "leave".into(),
        approved_by: "the training lead".into(),
    };
    let graces: Vec<ReturnGraceFact> = people.into_iter().map(grace).collect();
    let now = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let mut change = organisation.begin("test", "back", now).await.expect("begun");
    change.record(&graces).await.expect("recorded");
    change.commit().await.expect("committed");
}

fn compare(trust: &Trust) {
    let day = date(2027, 1, 15);
    let rehearsed = within(trust, async |organisation| {
        // New for everyone; a level raised; a period shortened; one ended; one lifted
        // for a role within a unit; one that is announced; a period made longer.
        add(&organisation, wanted("Food Hygiene", "2")).await;
        let raised = standing(&organisation, "Infection Prevention and Control", "1").await;
        let raise = wanted("Infection Prevention and Control", "2");
        add(&organisation, against(&raised, raise)).await;
        let fire = standing(&organisation, "Fire Safety", "1").await;
        let shorter =
            ProposalFact { period: Some(Period::Months(6)), ..wanted("Fire Safety", "1") };
        add(&organisation, against(&fire, shorter)).await;
        let over = standing(&organisation, "Health, Safety and Welfare", "1").await;
        let ends = ProposalFact {
            ends: true,
            date_to: Some(date(2026, 12, 31)),
            ..wanted("Health, Safety and Welfare", "1")
        };
        add(&organisation, against(&over, ends)).await;
        let governance =
            standing(&organisation, "Information Governance and Data Security", "1").await;
        let longer = wanted("Information Governance and Data Security", "1");
        let longer = ProposalFact { period: Some(Period::Months(36)), ..longer };
        add(&organisation, against(&governance, longer)).await;
        let postings = organisation
            .facts::<passport_core::facts::PostingFact>(Known::Now)
            .await
            .expect("postings");
        let nurse = postings.iter().find(|known| known.fact.post.job_role == "Staff Nurse");
        let post = &nurse.expect("a nurse").fact.post;
        let unit = post.unit.rsplit_once('|').map_or("", |(above, _)| above);
        let lift = ProposalFact {
            target_kind: TargetKind::JobRole,
            target: "staff  nurse".into(),
            within: unit.to_owned(),
            class: None,
            ..wanted("Moving and Handling", "")
        };
        add(&organisation, lift).await;
        let later = ProposalFact {
            introduced: Some(date(2027, 6, 1)),
            target_kind: TargetKind::Unit,
            target: unit.to_owned(),
            class: Some(Class::RoleSpecific),
            ..wanted("Waste Management", "")
        };
        add(&organisation, later).await;
        all_back_from_leave(&organisation).await;
        let proposals = draft(&organisation, TODAY).await.expect("a draft").recorded();
        assert_eq!(proposals.len(), 7);
        let latest = organisation.latest().await.expect("the last changes");
        let register = Registers::default().get(&organisation, latest).await.expect("everyone");
        let known = (register, latest.change);
        rehearse(&organisation, known, &proposals, day, TODAY).await.expect("rehearsed")
    });
    let before = rows(&trust.people("2027-01-15"));
    within(trust, async |organisation| {
        let proposals = draft(&organisation, TODAY).await.expect("a draft");
        let ids: Vec<i64> = proposals.recorded().iter().map(|known| known.id).collect();
        let now = "2026-11-22T12:05:00Z".parse().expect("an instant");
        let done = publish(&organisation, &ids, "account 1", now, TODAY).await.expect("asked");
        assert_eq!(done.expect("published").proposals, 7);
        let left = draft(&organisation, TODAY).await.expect("a draft");
        assert!(left.proposals.is_empty());
    });
    let after = rows(&trust.people("2027-01-15"));
    let gone: BTreeSet<Row> = before.difference(&after).cloned().collect();
    let come: BTreeSet<Row> = after.difference(&before).cloned().collect();
    let states = |of: fn(&Differing) -> Option<&State>| -> BTreeSet<Row> {
        let lines = rehearsed.lines.iter();
        lines.filter_map(|line| of(line).map(|state| row(line, state))).collect()
    };
    assert!(gone.len() > 100 && come.len() > 100, "{} {}", gone.len(), come.len());
    assert_eq!(states(|line| line.before.as_ref()), gone);
    assert_eq!(states(|line| line.after.as_ref()), come);
    for (turns, _) in passport::requirements::Turns::ALL {
        assert!(rehearsed.count(turns) > 0, "{turns:?}");
    }
    assert_eq!(rehearsed.months.len(), 12);
}
