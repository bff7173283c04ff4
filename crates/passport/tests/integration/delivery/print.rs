//! On paper: one file a team.

use std::sync::Arc;

use passport::clock::Clock;
use passport::delivery::fault::{Faults, Step};
use passport::delivery::print_teams;
use passport_core::delivery::MailState;
use tokio::sync::Notify;

use super::support::{Letters, Place, candidates, month, names, on_both};

async fn print(place: &Place, faults: &Faults) -> Vec<passport::delivery::PrintedTeam> {
    let folder = place.folder.join("print");
    print_teams(&place.trust, Clock::System, month(), &folder, &Letters::default(), faults)
        .await
        .expect("printed")
}

#[tokio::test]
async fn people_without_an_address_are_printed_by_team_in_team_order() {
    on_both(|place| async move {
        let mut people = candidates(30);
        for one in people.iter_mut().step_by(2) {
            one.address = String::new();
        }
        people[0].unit = "Hartwell NHS Trust|../../evil|Ward/9 \"x\"".into();
        place.plan(&people).await;
        let printed = print(&place, &Faults::default()).await;
        let teams: Vec<_> = printed.iter().map(|team| team.unit.as_str()).collect();
        let mut sorted = teams.clone();
        sorted.sort_unstable();
        assert_eq!(teams, sorted);
        assert_eq!(printed.iter().map(|team| team.people).sum::<usize>(), 15);
        assert_eq!(names(&place.folder.join("print")).len(), printed.len());
        let text = std::fs::read_to_string(&printed[1].path).expect("a file");
        assert!(text.starts_with("%PDF 2026-11 Ward 0 20000021 20000007"), "{text}");
        let report = place.send(&place.to_folder()).await.report;
        assert_eq!(report.sentence(), "15 sent, 15 printed");
        assert_eq!(report.not_reached.len(), 15);
        assert!(report.not_reached.iter().all(|one| one.state == MailState::Printed));
    })
    .await;
}

#[tokio::test]
async fn a_passport_that_cannot_be_printed_keeps_nobody_else_waiting() {
    on_both(|place| async move {
        let mut people = candidates(14);
        people.iter_mut().for_each(|one| one.address.clear());
        place.plan(&people).await;
        let unprintable = people[3].employee_number.clone();
        let letters = Letters { fail: vec![unprintable.clone()], ..Letters::default() };
        let folder = place.folder.join("print");
        let none = Faults::default();
        let printed =
            print_teams(&place.trust, Clock::System, month(), &folder, &letters, &none).await;
        let printed = printed.expect("printed");
        assert_eq!(printed.iter().map(|team| team.people).sum::<usize>(), 13);
        let left_out: Vec<_> = printed.iter().flat_map(|team| &team.left_out).collect();
        assert_eq!(left_out, [&(unprintable, "no glyph".to_owned())]);
        // Once it can be printed, the next run does.
        let again = print(&place, &none).await;
        assert_eq!(again.iter().map(|team| team.people).sum::<usize>(), 14);
    })
    .await;
}

#[tokio::test]
async fn killed_while_printing_and_run_again_it_leaves_one_file_a_team() {
    on_both(|place| async move {
        let mut people = candidates(14);
        people.iter_mut().for_each(|one| one.address.clear());
        place.plan(&people).await;
        let dead = Arc::new(Notify::new());
        let told = Arc::clone(&dead);
        let faults = Faults::new(move |step, unit| {
            let dies = step == Step::Printed && unit.ends_with("Ward 3");
            if dies {
                told.notify_one();
            }
            dies
        });
        tokio::select! {
            () = dead.notified() => {}
            _ = print(&place, &faults) => panic!("it should have died"),
        }
        assert_eq!(print(&place, &Faults::default()).await.len(), 7);
        assert_eq!(names(&place.folder.join("print")).len(), 7);
        // A file that was taken away is made again; one that is there stays.
        let gone = print(&place, &Faults::default()).await[2].path.clone();
        std::fs::remove_file(&gone).expect("removed");
        print(&place, &Faults::default()).await;
        assert!(gone.exists());
    })
    .await;
}
