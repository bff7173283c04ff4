//! The register in memory says of everyone what the database says, after every kind
//! of change, on every server at once.

use jiff::civil::{Date, date};
use passport::compliance::{Registers, Shelf, these};
use passport_core::facts::{
    AwardFact, AwardOrigin, ClassFact, CourseFact, EnrolmentFact, ExemptionFact, PersonFact,
};
use passport_core::learning::{DeliveryMode, EnrolmentStatus};
use passport_core::query::{QueryFact, QueryKind, StepFact, StepKind};
use passport_core::span::Span;
use passport_store::{Change, Known, Organisation, Store};

use super::support::{ALL, assignments, on_both, within};

const DAY: Date = date(2025, 2, 10);
const FIRE: &str = "NHS|CSTF|Fire Safety - 2 Years|";

/// What a shelf says of everyone, and that the database says the same.
async fn agreed(shelf: &Shelf, organisation: &Organisation) -> String {
    let stand = shelf.stand(organisation, DAY).await.expect("stands");
    let people: Vec<_> = organisation.facts::<PersonFact>(Known::Now).await.expect("people");
    let numbers: Vec<&str> = people.iter().map(|p| p.fact.employee_number.as_str()).collect();
    let asked = these(organisation, &stand.rules, &numbers).await.expect("asked");
    let kept: Vec<_> = stand.everyone().collect();
    assert_eq!(kept.len(), numbers.len());
    assert_eq!(format!("{kept:#?}"), format!("{asked:#?}"));
    let fresh = Shelf::default().stand(organisation, DAY).await.expect("stands");
    let afresh: Vec<_> = fresh.everyone().collect();
    assert_eq!(format!("{kept:#?}"), format!("{afresh:#?}"), "as read whole");
    format!("{kept:?}")
}

async fn begin(organisation: &Organisation) -> Change {
    let now = "2025-02-10T09:00:00Z".parse().expect("an instant");
    organisation.begin("test", "a change", now).await.expect("begun")
}

/// A course with a class to book.
async fn offer(organisation: &Organisation) {
    let course = CourseFact {
        name: "A day at the fire station".into(),
        category: String::new(),
        mode: DeliveryMode::Classroom,
        minutes: None,
        awards: vec![FIRE.into()],
        link: String::new(),
        prerequisites: Vec::new(),
    };
    let class = ClassFact {
        course: course.name.clone(),
        offering: String::new(),
        title: "Spring".into(),
        start: date(2025, 3, 4),
        end: None,
        start_time: None,
        end_time: None,
        location: String::new(),
        places: None,
        places_remaining: None,
        link: String::new(),
    };
    let mut change = begin(organisation).await;
    change.record(&[course]).await.expect("recorded");
    change.record(&[class]).await.expect("recorded");
    change.commit().await.expect("committed");
}

fn award(number: &str, name: &str) -> AwardFact {
    AwardFact {
        employee_number: number.into(),
        competence_name: name.into(),
        date: date(2025, 2, 3),
        printed_expiry: None,
        vpd: "999".into(),
        title: "A day at the fire station".into(),
        origin: AwardOrigin::Import,
    }
}

#[test]
fn what_is_kept_is_what_is_recorded_after_every_kind_of_change() {
    on_both("register_changes", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            offer(&organisation).await;
            let shelf = Shelf::default();
            let mut said = vec![agreed(&shelf, &organisation).await];
            // An award, of a name nobody met before too; taken back; an exemption; a
            // booking; a question and its answer.
            let mut change = begin(&organisation).await;
            let awards = [award("00000103", FIRE), award("00000104", "999|LOCAL|Juggling|")];
            let ids = change.record(&awards).await.expect("recorded");
            change.commit().await.expect("committed");
            said.push(agreed(&shelf, &organisation).await);
            let mut change = begin(&organisation).await;
            change.void::<AwardFact>(&ids[..1]).await.expect("voided");
            change.commit().await.expect("committed");
            said.push(agreed(&shelf, &organisation).await);
            let mut change = begin(&organisation).await;
            let exemption = ExemptionFact {
                employee_number: "00000105".into(),
                subject: "Fire Safety".into(),
                date_from: date(2025, 1, 1),
                date_to: None,
                reason: "Works from home".into(),
                approved_by: "The training lead".into(),
                applies: Span { from: date(2025, 1, 1), to: None },
                origin: passport_core::entered::Origin::Entered,
            };
            change.record(&[exemption]).await.expect("recorded");
            change.commit().await.expect("committed");
            said.push(agreed(&shelf, &organisation).await);
            let mut change = begin(&organisation).await;
            let booking = EnrolmentFact {
                employee_number: "00000106".into(),
                course: "A day at the fire station".into(),
                class: "Spring".into(),
                status: EnrolmentStatus::Confirmed,
                date: Some(date(2025, 3, 4)),
            };
            change.record(&[booking]).await.expect("recorded");
            change.commit().await.expect("committed");
            said.push(agreed(&shelf, &organisation).await);
            let mut change = begin(&organisation).await;
            let query = QueryFact {
                employee_number: "00000102".into(),
                kind: QueryKind::Done,
                subject: "Fire Safety".into(),
                level: String::new(),
                words: String::new(),
                raised_on: DAY,
                claim: None,
            };
            let query = change.record(&[query]).await.expect("recorded")[0];
            change.commit().await.expect("committed");
            said.push(agreed(&shelf, &organisation).await);
            let mut change = begin(&organisation).await;
            let step = StepFact {
                employee_number: "00000102".into(),
                query,
                kind: StepKind::Refused,
                reason: "It was another".into(),
                award: None,
                made_on: DAY,
            };
            change.record(&[step]).await.expect("recorded");
            change.commit().await.expect("committed");
            said.push(agreed(&shelf, &organisation).await);
            said.dedup();
            assert_eq!(said.len(), 7, "a change that changed nothing proves nothing");
        });
    });
}

#[test]
fn an_import_and_its_undo_reach_what_is_kept() {
    on_both("register_imports", |trust| {
        trust.import_everything();
        let shelf = Shelf::default();
        let before = within(trust, async |organisation| agreed(&shelf, &organisation).await);
        // Ben left, somebody came, everyone else of a ward moved.
        let mut people: Vec<_> = ALL.into_iter().filter(|who| who.0 != "00000102").collect();
        people.push(("00000099", "Zoe", "Abara", "Cedar Ward"));
        trust.write("february.csv", &assignments(&people));
        let import = ["import", "february.csv", "--extract-date", "2025-02-09"];
        trust.ok(&[&import[..], &["--accept-large-change"]].concat());
        let after = within(trust, async |organisation| agreed(&shelf, &organisation).await);
        assert_ne!(before, after);
        assert!(after.contains("Abara"));
        trust.ok(&["undo", "2"]);
        let undone = within(trust, async |organisation| agreed(&shelf, &organisation).await);
        assert!(!undone.contains("Abara"));
    });
}

#[test]
fn after_an_undo_a_small_change_reads_few_again() {
    on_both("register_after_undo", |trust| {
        trust.import_everything();
        trust.write("more.csv", super::support::AWARDS.replace("-06-03,", "-06-04,").as_str());
        trust.ok(&["import", "more.csv", "--extract-date", "2025-02-05"]);
        trust.ok(&["undo", "2"]);
        within(trust, async |organisation| {
            let latest = organisation.latest().await.expect("the last changes");
            let register = Registers::default().get(&organisation, latest).await.expect("read");
            let mut change = begin(&organisation).await;
            change.record(&[award("00000104", FIRE)]).await.expect("recorded");
            change.commit().await.expect("committed");
            let touched = organisation
                .people_touched(register.newest_fact(), register.change)
                .await
                .expect("asked");
            assert_eq!(touched, ["00000104"], "not whom the undone import brought");
        });
    });
}

#[test]
fn what_one_server_writes_the_next_request_sees_on_another() {
    on_both("register_servers", |trust| {
        trust.import_everything();
        within(trust, async |writes| {
            let elsewhere = Store::open(&trust.database, false).await.expect("opens");
            let reads = elsewhere.organisation(None).await.expect("one");
            let (here, there) = (Shelf::default(), Shelf::default());
            let dan = async |shelf: &Shelf, organisation: &Organisation| {
                let stand = shelf.stand(organisation, DAY).await.expect("stands");
                stand.person("00000104").expect("Dan").person.awards.len()
            };
            assert_eq!((dan(&here, &writes).await, dan(&there, &reads).await), (0, 0));
            for given in 1..4 {
                let mut change = begin(&writes).await;
                change.record(&[award("00000104", FIRE)]).await.expect("recorded");
                change.commit().await.expect("committed");
                assert_eq!(dan(&there, &reads).await, given, "as soon as it is committed");
                assert_eq!(dan(&here, &writes).await, given);
            }
            elsewhere.db().close().await;
        });
    });
}

#[test]
fn whoever_asks_while_it_is_read_waits_and_nobody_sees_half_of_a_change() {
    on_both("register_together", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            let shelf = Shelf::default();
            shelf.stand(&organisation, DAY).await.expect("stands");
            for round in 1..5 {
                let mut change = begin(&organisation).await;
                let both = [award("00000103", FIRE), award("00000104", FIRE)];
                change.record(&both).await.expect("recorded");
                change.commit().await.expect("committed");
                let asks = (0..6).map(|_| shelf.stand(&organisation, DAY));
                for stand in futures_join(asks).await {
                    let held = |number| stand.person(number).expect("there").person.awards.len();
                    assert_eq!((held("00000103"), held("00000104")), (round, round));
                }
            }
        });
    });
}

/// Several at once, on one thread.
async fn futures_join<T, E: std::fmt::Debug>(
    all: impl Iterator<Item = impl Future<Output = Result<T, E>>>,
) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(made) => {
                done.push(made.expect("made"));
                false
            }
            std::task::Poll::Pending => true,
        });
        match waiting.is_empty() {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done
}
