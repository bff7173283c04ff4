//! Corrections: what the source has wrong is put right, and neither undone by the
//! next file nor kept against a better one.

use passport::record::{Correction, correct as correct_details};
use passport_core::correction::DetailField;

use super::support::{ALL, Trust, assignments, on_both, within};

const ADA: &str = "00000101";

fn import(trust: &Trust, last_name: &str, day: &str) -> String {
    let mut people = ALL;
    people[0].2 = last_name;
    let name = format!("staff-{day}.csv");
    trust.write(&name, &assignments(&people));
    trust.ok(&["import", &name, "--extract-date", day])
}

fn called(trust: &Trust, name: &str) -> bool {
    trust.ok(&["show", ADA]).contains(&format!("Ada {name}"))
}

fn correct(trust: &Trust, name: &str) -> String {
    let rectify = ["rectify", "person", ADA, "--last-name", name, "--reason", "Deed poll"];
    trust.ok(&rectify)
}

#[test]
fn a_correction_stands_while_the_source_says_what_it_said() {
    on_both("cor_stands", |trust| {
        trust.import_everything();
        correct(trust, "Obi");
        assert!(called(trust, "Obi"));
        let said = import(trust, "Okafor", "2025-02-01");
        assert!(called(trust, "Obi") && !said.contains("overtaken"), "{said}");
        let said = import(trust, "Obi-Lloyd", "2025-04-01");
        assert!(said.contains("corrected here; the file now says something else"), "{said}");
        assert!(called(trust, "Obi-Lloyd"));
        assert_eq!(trust.ok(&["rectify", "list", "--format", "csv"]).lines().count(), 1);
        // From then on the source alone decides.
        import(trust, "Okafor", "2025-05-01");
        assert!(called(trust, "Okafor"));
    });
}

#[test]
fn a_correction_is_over_once_the_source_says_the_same() {
    on_both("cor_agrees", |trust| {
        trust.import_everything();
        correct(trust, "Obi");
        let list = || trust.ok(&["rectify", "list", "--format", "csv"]);
        let id = list().lines().nth(1).and_then(|line| line.split(',').next().map(str::to_owned));
        let id = id.expect("one");
        // A file that does not say leaves it as it is.
        trust.write("silent.csv", "Employee Number,Assignment Number,First Name,Org L1,Org L2,Position Title,Staff Group,Job Role,Assignment Status,Start Date\n00000101,00000101-1,Ada,Hartwell NHS Trust,Ash Ward,Staff Nurse,Nursing,Staff Nurse,Active Assignment,2020-03-01\n");
        trust.ok(&["import", "silent.csv", "--extract-date", "2025-02-01", "--partial"]);
        assert!(called(trust, "Obi") && list().lines().count() == 2, "{}", list());
        import(trust, "Obi", "2025-03-01");
        assert_eq!(list().lines().count(), 1, "{}", list());
        // Nothing is left to withdraw, and the name stays the source's.
        trust.fails(1, &["rectify", "withdraw", &id, "--reason", "It was right"]);
        assert!(called(trust, "Obi"));
        // Where the source says the first wrong value again, that stands.
        import(trust, "Okafor", "2025-04-01");
        assert!(called(trust, "Okafor"));
    });
}

#[test]
fn a_correction_is_in_the_history_with_who_and_why() {
    on_both("cor_history", |trust| {
        trust.import_everything();
        correct(trust, "Obi");
        let export = trust.ok(&["export", ADA]);
        for said in ["Deed poll", "\"was\": \"Okafor\"", "\"value\": \"Obi\"", "details corrected"]
        {
            assert!(export.contains(said), "{said}: {export}");
        }
        let audit = trust.ok(&["audit", "list", "--about", ADA, "--format", "csv"]);
        assert!(audit.contains("details corrected") && audit.contains("Deed poll"), "{audit}");
    });
}

#[test]
fn a_correction_is_taken_back_or_corrected_again() {
    on_both("cor_back", |trust| {
        trust.import_everything();
        correct(trust, "Obbi");
        correct(trust, "Obi");
        let list = trust.ok(&["rectify", "list", "--format", "csv"]);
        assert_eq!(list.lines().count(), 2, "{list}");
        assert!(list.contains("last name,Okafor,Obi,Deed poll"), "{list}");
        let id = list.lines().nth(1).and_then(|line| line.split(',').next()).expect("one");
        trust.ok(&["rectify", "withdraw", id, "--reason", "It was right"]);
        assert!(called(trust, "Okafor"));
        trust.fails(1, &["rectify", "withdraw", id, "--reason", "Twice"]);
    });
}

#[test]
fn a_correction_that_says_nothing_new_or_nothing_sensible_is_refused() {
    on_both("cor_refused", |trust| {
        trust.import_everything();
        let rectify = |status, more: &[&str]| {
            let words = [&["rectify", "person", ADA, "--reason", "Because"][..], more].concat();
            trust.fails(status, &words)
        };
        assert!(rectify(1, &["--last-name", "Okafor"]).contains("says that already"));
        assert!(rectify(1, &["--last-name", "a\nb"]).contains("one line"));
        assert!(rectify(1, &["--last-name", &"x".repeat(300)]).contains("at most 254"));
        assert!(rectify(2, &["--email", "not an address"]).contains("not an email address"));
        assert!(rectify(2, &[]).contains("Say what is right"));
        trust.fails(1, &["rectify", "person", "12", "--title", "Dr", "--reason", "Because"]);
        trust.fails(1, &["rectify", "person", ADA, "--title", "Dr", "--reason", " "]);
        assert!(called(trust, "Okafor"));
    });
}

#[test]
fn an_import_whose_details_were_corrected_since_is_not_undone() {
    on_both("cor_undo", |trust| {
        trust.import_everything();
        import(trust, "Okafor-Smith", "2025-02-01");
        correct(trust, "Obi");
        let said = trust.fails(1, &["undo", "2"]);
        assert!(said.contains("details were corrected since") && said.contains(ADA), "{said}");
        assert!(called(trust, "Obi"));
    });
}

#[test]
fn a_detail_that_was_right_already_is_not_counted_as_corrected() {
    on_both("cor_count", |trust| {
        trust.import_everything();
        let right = |field, value: &str| (field, value.to_owned());
        let correction = Correction {
            employee_number: ADA.into(),
            details: vec![
                right(DetailField::FirstName, "Ada"),
                right(DetailField::LastName, "Obi"),
            ],
            reason: "Deed poll".into(),
        };
        within(trust, async |organisation| {
            let now = "2026-11-22T12:00:00Z".parse().expect("an instant");
            let done = correct_details(&organisation, &correction, "test", now).await;
            assert!(matches!(done, Ok(Ok(1))), "{done:?}");
        });
    });
}
