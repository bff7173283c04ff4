//! What was decided here, and the requirements files that come before and after.

use jiff::civil::{Date, date};
use passport::requirements::{draft, publish, take_back};
use passport_core::facts::{ProposalFact, RequirementFact, RequirementOrigin, TargetKind};
use passport_core::framework::Period;
use passport_core::requirement::Class;
use passport_store::{Known, Organisation};

use super::rehearsals::{add, standing, wanted};
use super::support::{REQUIREMENTS, Trust, on_both, within};

const TODAY: Date = date(2026, 11, 22);

/// The standing requirements as sentences: subject, class, period, first and last
/// day of the wording, last day, origin.
fn stands(trust: &Trust) -> Vec<String> {
    within(trust, async |organisation| {
        let mut all: Vec<String> = organisation
            .facts::<RequirementFact>(Known::Now)
            .await
            .expect("requirements")
            .into_iter()
            .filter(|known| known.fact.applies.to.is_none())
            .map(|known| {
                let fact = known.fact;
                let period = fact.period.map_or("own".into(), Period::code);
                let class = fact.class.map_or("none", Class::letter);
                let to = fact.date_to.map_or(String::new(), |day| format!(" to {day}"));
                let origin = match fact.origin {
                    RequirementOrigin::File => "file",
                    RequirementOrigin::Extract => "extract",
                    RequirementOrigin::Entered => "entered",
                };
                format!(
                    "{} {class} {period} since {}{to} {origin}",
                    fact.subject, fact.applies.from
                )
            })
            .collect();
        all.sort();
        all
    })
}

/// Publishes everything in the draft; the change.
async fn publish_all(organisation: &Organisation) -> i64 {
    let proposals = draft(organisation, TODAY).await.expect("a draft").recorded();
    let ids: Vec<i64> = proposals.iter().map(|known| known.id).collect();
    let now = "2026-11-22T12:05:00Z".parse().expect("an instant");
    let done = publish(organisation, &ids, "account 1", now, TODAY).await.expect("asked");
    done.expect("published").change
}

/// Fire safety yearly from 1 January 2027, and blood transfusion for everyone.
fn decide(trust: &Trust) -> i64 {
    within(trust, async |organisation| {
        let fire = standing(&organisation, "Fire Safety", "").await;
        let yearly = ProposalFact { period: Some(Period::Months(12)), ..wanted("Fire Safety", "") };
        add(&organisation, ProposalFact { against: Some(fire.id), ..yearly }).await;
        let everyone =
            ProposalFact { class: Some(Class::RoleSpecific), ..wanted("Blood Transfusion", "") };
        add(&organisation, everyone).await;
        publish_all(&organisation).await
    })
}

const DECIDED: [&str; 3] = [
    "Blood Transfusion R own since 2020-01-01 file",
    "Blood Transfusion R own since 2027-01-01 entered",
    "Fire Safety C 12 since 2027-01-01 entered",
];

fn import(trust: &Trust, requirements: &str, on: &str) -> String {
    trust.write("requirements.csv", requirements);
    trust.ok(&["import", "requirements.csv", "--extract-date", on])
}

#[test]
fn files_that_say_what_they_said_then_change_nothing_that_was_decided_here() {
    on_both("decided_stands", |trust| {
        trust.import_everything();
        decide(trust);
        assert_eq!(stands(trust), DECIDED);
        // The same file again and again, on days before and after the change begins,
        // and with its rows in another order.
        let (head, rows) = REQUIREMENTS.split_once('\n').expect("a heading");
        let turned: Vec<&str> = rows.lines().rev().collect();
        let turned = format!("{head}\n{}\n", turned.join("\n"));
        for (file, on) in [(REQUIREMENTS, "2025-06-01"), (turned.as_str(), "2025-07-01")] {
            let said = import(trust, file, on);
            assert_eq!(stands(trust), DECIDED, "{said}");
            assert!(said.contains("that stands"), "{said}");
            assert!(said.contains("ends none of them"), "{said}");
        }
    });
}

#[test]
fn a_file_that_says_something_else_than_then_is_taken_and_says_so() {
    let trust = Trust::on_sqlite("decided_overtaken");
    trust.import_everything();
    decide(&trust);
    let other = REQUIREMENTS.replace("Fire Safety,,C", "Fire Safety,,R");
    let said = import(&trust, &other, "2025-06-01");
    assert!(said.contains("says something new"), "{said}");
    assert_eq!(stands(&trust), [DECIDED[0], DECIDED[1], "Fire Safety R own since 2027-01-01 file"]);
    // From then on the file decides again: what it lacks ends.
    let (shorter, _) = other.split_once("unit,").expect("two rows");
    let said = import(&trust, shorter, "2025-07-01");
    assert!(said.contains("ended") || said.contains("end"), "{said}");
    assert_eq!(stands(&trust), [DECIDED[1], "Fire Safety R own since 2027-01-01 file"]);
}

#[test]
fn a_file_that_catches_up_with_what_was_decided_owns_it_again() {
    let trust = Trust::on_sqlite("decided_adopted");
    trust.import_everything();
    decide(&trust);
    let heading = "Applies To,Target,Subject,Level,Class,Date From,Refresher Months\n";
    let caught_up = format!(
        "{heading}organisation,,Fire Safety,,C,2020-01-01,12\nunit,Ash Ward,Blood Transfusion,,R,2020-01-01,\n"
    );
    let said = import(&trust, &caught_up, "2025-06-01");
    assert!(said.contains("from now on the file decides"), "{said}");
    assert_eq!(stands(&trust), [DECIDED[0], DECIDED[1], "Fire Safety C 12 since 2027-01-01 file"]);
    // The same again finds nothing to do.
    import(&trust, &caught_up, "2025-06-02");
    assert_eq!(stands(&trust), [DECIDED[0], DECIDED[1], "Fire Safety C 12 since 2027-01-01 file"]);
}

#[test]
fn what_was_ended_here_is_not_brought_back_by_the_next_file() {
    on_both("decided_ended", |trust| {
        trust.import_everything();
        let change = within(trust, async |organisation| {
            let fire = standing(&organisation, "Fire Safety", "").await;
            let ends = ProposalFact {
                against: Some(fire.id),
                ends: true,
                date_to: Some(date(2026, 12, 31)),
                ..wanted("Fire Safety", "")
            };
            add(&organisation, ends).await;
            publish_all(&organisation).await
        });
        let ended = "Fire Safety C own since 2020-01-01 to 2026-12-31 entered";
        assert_eq!(stands(trust), [DECIDED[0], ended]);
        for on in ["2025-06-01", "2025-07-01"] {
            import(trust, REQUIREMENTS, on);
            assert_eq!(stands(trust), [DECIDED[0], ended]);
        }
        assert!(!trust.people("2027-01-01").contains("Fire Safety"));
        assert!(trust.people("2026-12-31").contains("Fire Safety"));
        // Taken back after the imports, the file's own stands again and stays.
        let undo = |change: i64| {
            within(trust, async |organisation| {
                let now = "2026-11-22T13:00:00Z".parse().expect("an instant");
                take_back(&organisation, change, "account 1", now, TODAY).await.expect("asked")
            })
        };
        assert_eq!(undo(change), Ok(()));
        assert_eq!(undo(change), Err(passport::requirements::Refusal::Already));
        assert_eq!(undo(change - 1), Err(passport::requirements::Refusal::Unknown));
        let file = "Fire Safety C own since 2020-01-01 file";
        assert_eq!(stands(trust), [DECIDED[0], file]);
        import(trust, REQUIREMENTS, "2025-08-01");
        assert_eq!(stands(trust), [DECIDED[0], file]);
    });
}

#[test]
fn a_publication_that_a_file_overtook_is_not_taken_back() {
    let trust = Trust::on_sqlite("decided_touched");
    trust.import_everything();
    let change = decide(&trust);
    import(&trust, &REQUIREMENTS.replace("Fire Safety,,C", "Fire Safety,,R"), "2025-06-01");
    let now = "2026-11-22T13:00:00Z".parse().expect("an instant");
    let undone = within(&trust, async |organisation| {
        take_back(&organisation, change, "account 1", now, TODAY).await.expect("asked")
    });
    assert_eq!(undone, Err(passport::requirements::Refusal::Touched));
}

#[test]
fn an_import_is_not_undone_under_what_was_decided_on_it() {
    let trust = Trust::on_sqlite("decided_undo");
    trust.import_everything();
    decide(&trust);
    let said = trust.fails(1, &["undo", "1"]);
    assert!(said.contains("changed on the page Requirements since"), "{said}");
}

#[test]
fn a_proposal_that_an_import_overtook_is_not_published() {
    let trust = Trust::on_sqlite("decided_stale");
    trust.import_everything();
    within(&trust, async |organisation| {
        let fire = standing(&organisation, "Fire Safety", "").await;
        let yearly = ProposalFact { period: Some(Period::Months(12)), ..wanted("Fire Safety", "") };
        add(&organisation, ProposalFact { against: Some(fire.id), ..yearly }).await;
        let ward = ProposalFact {
            target_kind: TargetKind::Unit,
            target: "Beech Ward".into(),
            ..wanted("Blood Transfusion", "")
        };
        add(&organisation, ward).await;
    });
    let file = "Applies To,Target,Subject,Level,Class,Date From\n\
        organisation,,Fire Safety,,R,2020-01-01\n\
        unit,Ash Ward,Blood Transfusion,,R,2020-01-01\n\
        unit,Hartwell NHS Trust|Beech Ward,Blood Transfusion,,C,2020-01-01\n";
    import(&trust, file, "2025-06-01");
    let before = stands(&trust);
    within(&trust, async |organisation| {
        let all = draft(&organisation, TODAY).await.expect("a draft");
        let stale: Vec<_> = all.proposals.iter().map(|one| one.stale).collect();
        use passport_core::proposal::Stale;
        assert_eq!(stale, [Some(Stale::Changed), Some(Stale::Already)]);
        let ids: Vec<i64> = all.recorded().iter().map(|known| known.id).collect();
        let now = "2026-11-22T12:05:00Z".parse().expect("an instant");
        let done = publish(&organisation, &ids, "account 1", now, TODAY).await.expect("asked");
        assert!(matches!(done, Err(passport::requirements::Refusal::Stale(two)) if two.len() == 2));
    });
    assert_eq!(stands(&trust), before, "nothing was published");
}

#[test]
fn two_who_publish_the_same_at_once_publish_it_once() {
    on_both("decided_race", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            let fire = standing(&organisation, "Fire Safety", "").await;
            let yearly =
                ProposalFact { period: Some(Period::Months(12)), ..wanted("Fire Safety", "") };
            let id = add(&organisation, ProposalFact { against: Some(fire.id), ..yearly }).await;
            let now = "2026-11-22T12:05:00Z".parse().expect("an instant");
            let publish =
                || publish(&organisation, std::slice::from_ref(&id), "account 1", now, TODAY);
            let (one, two) = tokio::join!(publish(), publish());
            let done = [one.expect("asked").is_ok(), two.expect("asked").is_ok()];
            assert_eq!(done.iter().filter(|done| **done).count(), 1);
        });
        assert_eq!(stands(trust), [DECIDED[0], DECIDED[2]]);
    });
}

#[test]
fn of_two_proposals_that_ask_the_same_published_at_once_one_is() {
    on_both("decided_same", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            let one = add(&organisation, wanted("Blood Transfusion", "")).await;
            let other = add(&organisation, wanted("Blood Transfusion", "")).await;
            let now = "2026-11-22T12:05:00Z".parse().expect("an instant");
            let (ones, others) = ([one], [other]);
            let (one, two) = tokio::join!(
                publish(&organisation, &ones, "account 1", now, TODAY),
                publish(&organisation, &others, "account 2", now, TODAY)
            );
            let done = [one.expect("asked").is_ok(), two.expect("asked").is_ok()];
            assert_eq!(done.iter().filter(|done| **done).count(), 1);
        });
        assert_eq!(stands(trust).len(), 3);
    });
}

#[test]
fn a_change_on_a_leap_day_begins_on_it_and_the_day_before_is_the_28th() {
    let trust = Trust::on_sqlite("decided_leap");
    trust.import_everything();
    within(&trust, async |organisation| {
        let fire = standing(&organisation, "Fire Safety", "").await;
        let yearly = ProposalFact {
            against: Some(fire.id),
            period: Some(Period::Months(12)),
            date_from: date(2028, 2, 29),
            ..wanted("Fire Safety", "")
        };
        add(&organisation, yearly).await;
        publish_all(&organisation).await;
        let all = organisation.facts::<RequirementFact>(Known::Now).await.expect("requirements");
        let before = all.iter().find(|known| known.fact.applies.to.is_some()).expect("before");
        assert_eq!(before.fact.applies.to, Some(date(2028, 2, 28)));
    });
}

#[test]
fn a_publication_taken_back_after_it_began_changes_no_past_day() {
    on_both("decided_begun", |trust| {
        trust.import_everything();
        let change = decide(trust);
        let (yearly, everyone) = (trust.people("2027-01-31"), trust.people("2027-01-01"));
        let undo = |today: Date| {
            within(trust, async |organisation| {
                let now = "2027-02-01T09:00:00Z".parse().expect("an instant");
                take_back(&organisation, change, "account 1", now, today).await.expect("asked")
            })
        };
        assert_eq!(undo(date(2027, 2, 1)), Ok(()));
        // What was so in January is still what was so in January.
        assert_eq!(trust.people("2027-01-31"), yearly);
        assert_eq!(trust.people("2027-01-01"), everyone);
        assert_eq!(
            stands(trust),
            [DECIDED[0], "Fire Safety C own since 2027-02-01 file"],
            "the file's own begins again"
        );
        assert_eq!(undo(date(2027, 2, 2)), Err(passport::requirements::Refusal::Already));
        // The file still speaks of it and finds nothing new.
        import(trust, REQUIREMENTS, "2027-02-02");
        assert_eq!(stands(trust), [DECIDED[0], "Fire Safety C own since 2027-02-01 file"]);
    });
}

#[test]
fn what_something_later_asks_again_is_not_brought_back_beside_it() {
    let trust = Trust::on_sqlite("decided_in_the_way");
    trust.import_everything();
    within(&trust, async |organisation| {
        let fire = standing(&organisation, "Fire Safety", "").await;
        let ends = ProposalFact {
            against: Some(fire.id),
            ends: true,
            date_to: Some(date(2026, 12, 31)),
            ..wanted("Fire Safety", "")
        };
        add(&organisation, ends).await;
        let change = publish_all(&organisation).await;
        add(&organisation, wanted("Fire Safety", "")).await;
        publish_all(&organisation).await;
        let now = "2026-11-22T13:00:00Z".parse().expect("an instant");
        let undone = take_back(&organisation, change, "account 1", now, TODAY).await;
        assert_eq!(undone.expect("asked"), Err(passport::requirements::Refusal::Touched));
    });
}
