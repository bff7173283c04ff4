//! Published months: frozen, with the restated figures beside them.

use super::support::{ALL, assignments, on_both};

#[test]
fn a_published_month_stays_while_the_same_month_is_restated_beside_it() {
    on_both("publish", |trust| {
        trust.import_everything();
        let said = trust.fails(1, &["publish", "2024-12"]);
        assert!(said.contains("would be reconstructed"), "{said}");
        assert!(trust.fails(1, &["publish", "2199-01"]).contains("is not over"));
        trust.ok(&["publish", "2025-01"]);
        let said = trust.ok(&["publish", "2025-01"]);
        assert!(said.contains("nothing is different"), "{said}");

        // A late entry: Cara had done it in January.
        let add = ["award", "add", "--employee", "00000103", "--date", "2025-01-10"];
        trust.ok(&[&add[..], &["--competence", "NHS|CSTF|Fire Safety - 2 Years|"]].concat());
        assert!(trust.fails(1, &["publish", "2025-01"]).contains("late entries never rewrite it"));

        let report = |more: &[&str]| {
            let base = ["report", "compliance", "--published", "2025-01", "--format", "csv"];
            trust.ok(&[&base[..], more].concat())
        };
        assert_eq!(
            report(&[]),
            "organisation,class,counted,compliant,percent,target,excluded,restated_counted,\
             restated_compliant,restated_percent,restated_target,restated_excluded\n\
             Hartwell NHS Trust,C,10,2,20.0,85,0,10,3,30.0,85,0\n\
             Hartwell NHS Trust,R,5,1,20.0,85,0,5,1,20.0,85,0\n\
             Hartwell NHS Trust,all,15,3,20.0,85,0,15,4,26.6,85,0\n"
        );
        let by_subject = report(&["--by", "subject", "--unit", "Ash Ward", "--class", "C"]);
        assert_eq!(
            by_subject.lines().nth(2),
            Some("Fire Safety,C,5,1,20.0,85,0,5,2,40.0,85,0"),
            "{by_subject}"
        );
        let by_unit = report(&["--by", "unit", "--class", "all"]);
        assert_eq!(by_unit.lines().count(), 4, "{by_unit}");
        let both = report(&["--by", "unit,subject", "--class", "all"]);
        assert_eq!(both.lines().count(), 6, "{both}");
    });
}

#[test]
fn a_month_not_published_and_a_grouping_not_frozen_are_said_with_what_there_is() {
    on_both("publish_usage", |trust| {
        trust.import_everything();
        trust.ok(&["publish", "2025-01"]);
        let base = ["report", "compliance", "--published"];
        let said = trust.fails(2, &[&base[..], &["2025-02"]].concat());
        assert!(said.contains("2025-01"), "{said}");
        trust.fails(2, &[&base[..], &["2025-01", "--by", "role"]].concat());
        trust.fails(2, &[&base[..], &["2025-01", "--as-at", "2025-01-31"]].concat());
        trust.fails(2, &["publish", "January"]);
    });
}

#[test]
fn a_unit_that_came_later_stands_beside_nothing() {
    on_both("publish_units", |trust| {
        trust.import_everything();
        trust.ok(&["publish", "2025-01"]);
        let mut people = ALL;
        people[9].3 = "Cedar Ward";
        trust.write("february.csv", &assignments(&people));
        trust.ok(&["import", "february.csv", "--extract-date", "2025-02-28"]);
        trust.ok(&["publish", "2025-02"]);
        let by = ["--by", "unit", "--class", "C", "--format", "csv"];
        let base = ["report", "compliance", "--published"];
        let january = trust.ok(&[&base[..], &["2025-01"], &by].concat());
        assert!(!january.contains("Cedar"), "{january}");
        let february = trust.ok(&[&base[..], &["2025-02"], &by].concat());
        assert!(february.contains("Cedar Ward,C,1,0,0.0,85,0,1,0,0.0,85,0"), "{february}");
    });
}
