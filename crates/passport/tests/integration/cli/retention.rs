//! Retention: what is due is shown, destroyed as shown, gone from everywhere, and
//! nothing that is still needed goes with it.

use jiff::civil::date;
use passport::retention::{self, Carried, Order, Refused};
use passport_store::{Db, NewAccount, NewIdentity, backup};

use super::support::{ALL, Trust, assignments, on_both, within};

/// Ben, who left in February 2025.
const BEN: &str = "00000102";

/// Everything is due a month after it may be.
const PERIODS: [&str; 8] = [
    "retention-statutory-months",
    "retention-clinical-months",
    "retention-other-months",
    "retention-leaver-months",
    "retention-audit-months",
    "retention-outbox-months",
    "retention-session-months",
    "retention-import-problems-months",
];

fn soon(trust: &Trust) {
    for key in PERIODS {
        trust.ok(&["setting", "set", key, "1"]);
    }
}

fn with_a_leaver(trust: &Trust) {
    with_leavers(trust, &[BEN]);
}

fn with_leavers(trust: &Trust, leavers: &[&str]) {
    trust.import_everything();
    let stay: Vec<_> = ALL.into_iter().filter(|(number, ..)| !leavers.contains(number)).collect();
    trust.write("february.csv", &assignments(&stay));
    let import = ["import", "february.csv", "--extract-date", "2025-02-28"];
    trust.ok(&[&import[..], &["--accept-large-change"]].concat());
}

/// The hash that the plan tells to destroy by.
fn hash(trust: &Trust, as_at: &str) -> String {
    let ran = trust.run(&["retention", "plan", "--as-at", as_at]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let (_, hash) = ran.err.trim().rsplit_once("--plan-hash ").expect("a plan");
    hash.to_owned()
}

fn plan(trust: &Trust, as_at: &str) -> String {
    trust.ok(&["retention", "plan", "--as-at", as_at, "--format", "csv"])
}

/// Every row of every table, as a backup has it.
fn everything(trust: &Trust) -> String {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = Db::connect(&trust.database, false).await.expect("opens");
        let mut out = Vec::new();
        let now = "2026-11-22T12:00:00Z".parse().expect("an instant");
        backup(&db, now, &mut out).await.expect("backed up");
        db.close().await;
        String::from_utf8(out).expect("JSON")
    })
}

#[test]
fn a_plan_says_what_is_due_under_which_rule_and_changes_nothing() {
    on_both("ret_plan", |trust| {
        with_a_leaver(trust);
        let before = everything(trust);
        assert_eq!(plan(trust, "2025-03-01"), "class,employee_number,what,records,rule,due\n");
        // Fire safety is compulsory: ten years after Ben's award of May 2022, which is
        // later than six years after he left.
        let due = plan(trust, "2032-05-01");
        assert!(due.contains("leaver,00000102,everything kept of them,1,\"statutory training, 120 months after completion\",2032-05-01"), "{due}");
        assert!(!plan(trust, "2032-04-30").contains(BEN));
        // Ada works there: her only awards are never due.
        assert!(!plan(trust, "2090-01-01").contains("00000101"));
        assert_eq!(everything(trust), before);
    });
}

#[test]
fn somebody_destroyed_is_in_no_table_and_no_file_and_the_audit_holds() {
    on_both("ret_gone", |trust| {
        with_a_leaver(trust);
        trust.ok(&[
            "award",
            "void",
            &award_of(trust, BEN),
            "--reason",
            "Wrong person called Hughes",
        ]);
        trust.write(
            "extract.csv",
            "Employee Number,Competency Name,Date Last Awarded\n00000102,Unheard of,31/02/2026\n",
        );
        trust.run(&["import", "extract.csv", "--extract-date", "2025-03-01", "--skip-bad-rows"]);
        trust.write("supervised.csv", "Employee Number,Assignment Number,First Name,Last Name,Org L1,Org L2,Position Title,Staff Group,Job Role,Assignment Status,Start Date,Supervisor Employee Number\n00000101,00000101-1,Ada,Okafor,Hartwell NHS Trust,Ash Ward,Staff Nurse,Nursing,Staff Nurse,Active Assignment,2020-03-01,00000102\n");
        trust.ok(&["import", "supervised.csv", "--extract-date", "2025-03-02", "--partial"]);
        invites_ada(trust);
        let rows = everything(trust);
        assert!(rows.contains(BEN) && rows.contains("Hughes"));
        trust.ok(&["publish", "2025-01"]);
        let published = || {
            let ran =
                trust.run(&["report", "compliance", "--published", "2025-01", "--format", "csv"]);
            let frozen = |line: &str| line.split(',').take(7).collect::<Vec<_>>().join(",");
            (ran.out.lines().map(frozen).collect::<Vec<_>>(), ran.err)
        };
        let (frozen, said) = published();
        assert!(frozen.len() == 4 && !said.contains("destroyed"), "{frozen:?} {said}");
        let figures = trust.people("2026-11-01");
        soon(trust);
        destroy(trust);

        let rows = everything(trust);
        for trace in [BEN, "Hughes"] {
            let line = rows.lines().find(|line| line.contains(trace));
            assert_eq!(line, None, "{trace}");
        }
        trust.fails(1, &["export", BEN]);
        let sound = trust.ok(&["audit", "verify"]);
        assert!(sound.starts_with("The audit is sound"), "{sound}");
        assert_eq!(trust.people("2026-11-01"), figures);
        if let Some(file) = Db::file(&trust.database) {
            for ending in ["", "-wal"] {
                let path = format!("{}{ending}", file.display());
                let bytes = std::fs::read(path).unwrap_or_default();
                let there = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
                assert!(!there("Hughes") && !there(BEN), "a trace in the file{ending}");
            }
        }
        // A published month stays, and its restated figures come with a warning.
        let (now, said) = published();
        assert_eq!(now, frozen);
        assert!(said.contains("1 person's record that spoke of 31 January 2025"), "{said}");
        // What was destroyed is logged without naming anybody.
        let log = trust.ok(&["retention", "log", "--format", "csv"]);
        assert!(log.contains("leaver") && !log.contains(BEN), "{log}");
        let audit = trust.ok(&["audit", "list", "--format", "csv"]);
        assert!(audit.contains("destroyed under retention: leaver"), "{audit}");
        // A day on which he worked there is answered with a warning.
        let ran = trust.run(&["report", "compliance", "--as-at", "2025-02-27"]);
        assert!(ran.err.contains("1 person's record that spoke"), "{}", ran.err);
        assert_eq!(trust.run(&["report", "compliance", "--as-at", "2025-02-28"]).err, "");
    });
}

/// Ben, who has an account, invites Ada and links her account at the provider.
fn invites_ada(trust: &Trust) {
    within(trust, async |organisation| {
        let now = "2025-02-20T12:00:00Z".parse().expect("an instant");
        let actor = format!("account 1 ({BEN})");
        let mut change = organisation.begin(&actor, "account opened", now).await.expect("begins");
        for (number, name) in [(BEN, "Ben Hughes"), ("00000101", "Ada Okafor")] {
            let email = format!("{number}@hartwell.example.nhs.uk");
            let new = NewAccount { employee_number: number.into(), name: name.into(), email };
            change.open_account(&new, now).await.expect("opens").expect("a number");
        }
        change.ask_message(2, "invitation", &actor, now).await.expect("asked");
        let issuer = "https://provider.example.nhs.uk";
        let link = NewIdentity { issuer, subject: "ada", account: 2, by: &actor };
        assert!(change.link_identity(&link, now).await.expect("linked"));
        change.unlink_identities(2, &actor, now).await.expect("unlinked");
        change.commit().await.expect("commits");
    });
}

fn award_of(trust: &Trust, number: &str) -> String {
    let list = trust.ok(&["award", "list", number, "--format", "csv"]);
    list.lines().nth(1).and_then(|line| line.split(',').next()).expect("an award").to_owned()
}

#[test]
fn what_is_destroyed_is_what_was_shown_or_nothing() {
    on_both("ret_confirm", |trust| {
        with_a_leaver(trust);
        soon(trust);
        let shown = hash(trust, "2026-11-22");
        let destroy = |hash: &str| -> Vec<String> {
            ["retention", "destroy", "--as-at", "2026-11-22", "--plan-hash", hash]
                .map(str::to_owned)
                .to_vec()
        };
        let run = |status, hash: &str| {
            let words = destroy(hash);
            trust.fails(status, &words.iter().map(String::as_str).collect::<Vec<_>>())
        };
        for wrong in ["", "0", &"0".repeat(64), &shown[1..]] {
            assert!(run(1, wrong).contains("not what is due now"), "{wrong}");
        }
        // Held meanwhile: that plan is no longer this one.
        trust.ok(&["retention", "hold", BEN, "--reason", "A claim"]);
        assert!(run(1, &shown).contains("not what is due now"));
        let held = trust.run(&["retention", "plan", "--as-at", "2026-11-22"]);
        assert!(
            held.err.contains("Records of 1 person are past their period and held"),
            "{}",
            held.err
        );
        assert!(!held.out.contains(BEN));
        trust.fails(1, &["retention", "hold", BEN, "--reason", "Twice"]);
        trust.fails(1, &["retention", "hold", "12", "--reason", "Nobody"]);
        trust.fails(1, &["retention", "hold", "00000101", "--reason", " "]);
        assert!(trust.ok(&["retention", "holds"]).contains("A claim"));
        trust.ok(&["retention", "release", BEN, "--reason", "Settled"]);
        trust.fails(1, &["retention", "release", BEN, "--reason", "Settled"]);
        let words = destroy(&shown);
        trust.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(run(1, &shown).contains("has been carried out"));
        assert!(trust.people("2026-11-01").contains("00000101"));
        trust.fails(1, &["retention", "destroy", "--as-at", "2999-01-01", "--plan-hash", "x"]);
    });
}

#[test]
fn a_plan_that_was_interrupted_goes_on_where_it_was() {
    on_both("ret_resume", |trust| {
        with_leavers(trust, &[BEN, "00000106", "00000107", "00000108"]);
        soon(trust);
        let shown = hash(trust, "2026-11-22");
        let order = |most| Order {
            as_at: date(2026, 11, 22),
            plan_hash: &shown,
            actor: "test",
            now: "2026-11-22T12:00:00Z".parse().expect("an instant"),
            today: date(2026, 11, 22),
            most,
        };
        within(trust, async |organisation| {
            let whole = retention::plan(&organisation, date(2026, 11, 22)).await.expect("a plan");
            assert!(whole.items.len() >= 2, "{:?}", whole.items);
            let first = retention::destroy(&organisation, &order(1)).await.expect("a database");
            let left = whole.items.len() - 1;
            assert!(
                matches!(first, Ok(Carried { items: 1, left: l, .. }) if l == left),
                "{first:?}"
            );
            // The process dies in the middle of the next step: it never happened.
            {
                let rest = order(usize::MAX);
                let mut next = Box::pin(retention::destroy(&organisation, &rest));
                let waited = tokio::time::timeout(std::time::Duration::from_millis(1), &mut next);
                let _ = waited.await;
            }
            let rest = retention::destroy(&organisation, &order(usize::MAX)).await.expect("one");
            assert!(
                matches!(rest, Ok(Carried { left: 0, .. }) | Err(Refused::Already)),
                "{rest:?}"
            );
            let log = organisation.destructions().await.expect("a log");
            assert_eq!(log.len(), whole.items.len(), "each thing once");
            let runs = organisation.destruction_runs().await.expect("runs");
            assert!(runs.len() == 1 && runs[0].finished_at.is_some(), "{runs:?}");
        });
        trust.fails(1, &["export", BEN]);
        assert!(trust.ok(&["audit", "verify"]).starts_with("The audit is sound"));
    });
}

#[test]
fn of_two_who_destroy_at_once_each_thing_goes_once() {
    on_both("ret_two", |trust| {
        with_leavers(trust, &[BEN, "00000106", "00000107"]);
        soon(trust);
        let shown = hash(trust, "2026-11-22");
        let order = Order {
            as_at: date(2026, 11, 22),
            plan_hash: &shown,
            actor: "test",
            now: "2026-11-22T12:00:00Z".parse().expect("an instant"),
            today: date(2026, 11, 22),
            most: usize::MAX,
        };
        within(trust, async |organisation| {
            let whole = retention::plan(&organisation, date(2026, 11, 22)).await.expect("a plan");
            let both = tokio::join!(
                retention::destroy(&organisation, &order),
                retention::destroy(&organisation, &order)
            );
            assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
            // Whatever came of the two, the third finds the rest or nothing.
            let third = retention::destroy(&organisation, &order).await.expect("a database");
            assert!(matches!(third, Ok(Carried { left: 0, .. }) | Err(Refused::Already)));
            let log = organisation.destructions().await.expect("a log");
            assert_eq!(log.len(), whole.items.len(), "each thing once: {both:?}");
        });
        assert!(trust.ok(&["audit", "verify"]).starts_with("The audit is sound"));
    });
}

#[test]
fn a_later_award_stands_in_for_one_past_its_period_and_a_file_does_not_bring_it_back() {
    on_both("ret_award", |trust| {
        trust.import_everything();
        let renewed = "Employee Number,Competency Name,Date Last Awarded\n\
            00000101,NHS|CSTF|Fire Safety - 2 Years|,2026-06-03\n";
        let old = "Employee Number,Competency Name,Date Last Awarded\n\
            00000101,NHS|CSTF|Fire Safety - 2 Years|,2012-06-03\n";
        trust.write("old.csv", old);
        trust.write("renewed.csv", renewed);
        trust.ok(&[
            "import",
            "old.csv",
            "renewed.csv",
            "--extract-date",
            "2026-11-20",
            "--partial",
        ]);
        let before = trust.people("2026-11-22");
        let due = plan(trust, "2026-11-22");
        assert!(due.contains("statutory training,00000101,\"NHS|CSTF|Fire Safety - 2 Years|, 3 June 2012\",1,120 months after completion,2022-06-03"), "{due}");
        trust.ok(&[
            "retention",
            "destroy",
            "--as-at",
            "2026-11-22",
            "--plan-hash",
            &hash(trust, "2026-11-22"),
        ]);
        assert_eq!(trust.people("2026-11-22"), before);
        assert!(!trust.ok(&["award", "list", "00000101"]).contains("2012-06-03"));
        let ran = trust.run(&["import", "old.csv", "--extract-date", "2026-11-21", "--partial"]);
        assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains("destroyed under retention"), "{}", ran.out);
        assert!(!trust.ok(&["award", "list", "00000101"]).contains("2012-06-03"));
        assert!(!plan(trust, "2026-11-22").contains("00000101"));
        // Somebody whose only award it is keeps it.
        trust.write("other.csv", &old.replace("00000101", "00000103"));
        trust.ok(&["import", "other.csv", "--extract-date", "2026-11-21", "--partial"]);
        assert!(trust.ok(&["award", "list", "00000103"]).contains("2012-06-03"));
    });
}

#[test]
fn retain_until_keeps_everything_of_a_person() {
    on_both("ret_until", |trust| {
        trust.import_everything();
        let mut file = String::new();
        for (row, line) in assignments(&ALL).lines().enumerate() {
            let last = match row {
                0 => "Retain Until",
                2 => "2026-12-31",
                _ => "",
            };
            file.push_str(&format!("{line},{last}\n"));
        }
        trust.write("until.csv", &file);
        trust.ok(&["import", "until.csv", "--extract-date", "2025-02-01"]);
        let stay: Vec<_> = ALL.into_iter().filter(|(number, ..)| *number != BEN).collect();
        trust.write("march.csv", &assignments(&stay));
        trust.ok(&["import", "march.csv", "--extract-date", "2025-03-01", "--accept-large-change"]);
        soon(trust);
        assert!(!plan(trust, "2026-12-31").contains(BEN));
        let due = plan(trust, "2027-01-01");
        assert!(due.contains("the day after Retain Until,2027-01-01"), "{due}");
    });
}

/// Two wards of one name, so that a requirement of that name is nobody's. The only
/// one in the second of them leaves.
#[test]
fn nobody_elses_answer_changes_because_a_record_is_gone() {
    on_both("ret_others", |trust| {
        trust.import_everything();
        let line = "00000111,00000111-1,Kai,Elsewhere,Other Trust,Ash Ward,Staff Nurse,Nursing,\
            Staff Nurse,Active Assignment,2020-03-01\n";
        trust.write("two.csv", &(assignments(&ALL) + line));
        trust.ok(&["import", "two.csv", "--extract-date", "2025-02-01"]);
        trust.write("one.csv", &assignments(&ALL));
        trust.ok(&["import", "one.csv", "--extract-date", "2025-03-01"]);
        let days = ["2025-03-01", "2026-11-22", "2027-06-03", "2030-01-01"];
        let before = days.map(|day| trust.people(day));
        assert!(!before[0].contains("Blood Transfusion"), "{}", before[0]);
        soon(trust);
        assert!(trust.ok(&["check"]).contains("warning  retention: "));
        destroy(trust);
        assert!(trust.ok(&["check"]).contains("retention: nothing is past its period"));
        assert!(!everything(trust).contains("Elsewhere"));
        assert_eq!(days.map(|day| trust.people(day)), before);
    });
}

#[test]
fn a_file_that_still_holds_a_leaver_does_not_bring_them_back() {
    on_both("ret_back", |trust| {
        with_a_leaver(trust);
        soon(trust);
        destroy(trust);
        let file = |last: &str, status: &str| {
            format!(
                "Employee Number,Assignment Number,First Name,Last Name,Org L1,Org L2,Position Title,\
                 Staff Group,Job Role,Assignment Status,Start Date,End Date\n\
                 {BEN},{BEN}-1,Ben,Hughes,Hartwell NHS Trust,Ash Ward,Staff Nurse,Nursing,Staff Nurse,\
                 {status},2020-03-01,{last}\n"
            )
        };
        trust.write("old.csv", &file("2025-02-27", "Terminate Assignment"));
        let ran = trust.ok(&["import", "old.csv", "--extract-date", "2026-11-20", "--partial"]);
        assert!(ran.contains("destroyed under retention"), "{ran}");
        trust.fails(1, &["export", BEN]);
        // Unless they work there again.
        trust.write("again.csv", &file("", "Active Assignment"));
        trust.ok(&["import", "again.csv", "--extract-date", "2026-11-21", "--partial"]);
        assert!(trust.people("2026-11-21").contains(BEN));
    });
}

fn destroy(trust: &Trust) {
    let (day, hash) = ("2026-11-22", hash(trust, "2026-11-22"));
    trust.ok(&["retention", "destroy", "--as-at", day, "--plan-hash", &hash]);
}

#[test]
fn messages_log_ins_problems_and_the_audit_lose_what_is_personal_with_age() {
    on_both("ret_age", |trust| {
        trust.import_everything();
        trust.write(
            "late.csv",
            "Employee Number,Competency Name,Date Last Awarded\n00000999,Fire,2024-01-01\n",
        );
        trust.ok(&["import", "late.csv", "--extract-date", "2025-02-01", "--skip-bad-rows"]);
        trust.ok(&["account", "administrator", "Alex Shaw", "alex@hartwell.example.nhs.uk"]);
        let to = format!("file://{}", trust.folder.join("post").display());
        let send = ["send", "--month", "2026-11", "--to", &to, "--format", "json"];
        trust.ok(&send);
        let before = everything(trust);
        assert!(before.contains("00000999") && before.contains("Ada Okafor"));
        let shown = plan(trust, "2033-06-01");
        for class in ["audit", "messages", "log-ins", "import problems"] {
            assert!(shown.lines().any(|line| line.starts_with(class)), "{class}: {shown}");
        }
        within(trust, async |organisation| {
            let day = date(2033, 6, 1);
            let whole = retention::plan(&organisation, day).await.expect("a plan");
            let (hash, now) = (whole.hash(), "2033-06-01T12:00:00Z".parse().expect("an instant"));
            let order = Order {
                as_at: day,
                plan_hash: &hash,
                actor: "test",
                now,
                today: day,
                most: usize::MAX,
            };
            let done = retention::destroy(&organisation, &order).await.expect("a database");
            assert!(matches!(done, Ok(Carried { left: 0, .. })), "{done:?}");
            let again = retention::plan(&organisation, day).await.expect("a plan");
            assert!(again.items.is_empty(), "{:?}", again.items);
        });
        let after = everything(trust);
        assert!(!after.contains("00000999"), "a problem's value");
        assert!(!after.contains("Ada Okafor"), "a message's name");
        assert!(trust.ok(&["audit", "verify"]).starts_with("The audit is sound"));
        // The month is not sent again, and people's records are as they were.
        let posted = || std::fs::read_dir(trust.folder.join("post")).map_or(0, Iterator::count);
        let letters = posted();
        trust.ok(&send);
        assert_eq!(posted(), letters);
        assert!(trust.people("2026-11-01").contains("00000101"));
    });
}
