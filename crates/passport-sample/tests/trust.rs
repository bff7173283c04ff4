//! The generated files read back, with a small resolver of the rules of its own: who must hold
//! what, and whether they do. It shares no code with the generator.

mod resolver;

use jiff::civil::{Date, date};
use passport_sample::{File, Plan, cast, generate};
use resolver::{Extracts, Line, Rows};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

const TODAY: Date = date(2026, 11, 22);

fn plan(staff: u32) -> Plan {
    Plan { staff, seed: 1, messy: false, today: TODAY }
}

/// The sample trust, generated and resolved once for all tests.
fn trust() -> &'static Extracts {
    static TRUST: OnceLock<Extracts> = OnceLock::new();
    TRUST.get_or_init(|| Extracts::read(&generate(&plan(2440)), TODAY))
}

fn file<'a>(files: &'a [File], name: &str) -> &'a [u8] {
    &files.iter().find(|file| file.name == name).unwrap().bytes
}

fn roles() -> Rows {
    resolver::rows(include_bytes!("../data/roles.csv"))
}

#[test]
fn the_trust_has_its_2440_people_in_its_88_titles() {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for row in trust().assignments.iter().filter(|row| row["Primary Assignment"] == "Yes") {
        *held.entry(&row["Position Title"]).or_default() += 1;
    }
    let roles = roles();
    assert_eq!(roles.len(), 88);
    for role in &roles {
        assert_eq!(held[role["title"].as_str()].to_string(), role["headcount"], "{role:?}");
    }
    assert_eq!(held.values().sum::<usize>(), 2440);
    let numbers: BTreeSet<_> = trust().assignments.iter().map(|r| &r["Employee Number"]).collect();
    assert_eq!(numbers.len(), 2440);
}

#[test]
fn the_matrix_gives_every_title_its_bundle() {
    let framework = resolver::rows(include_bytes!("../data/framework.csv"));
    let names: BTreeMap<&str, &str> =
        framework.iter().map(|row| (row["code"].as_str(), row["name"].as_str())).collect();
    let bundles: BTreeMap<String, String> = resolver::rows(include_bytes!("../data/bundles.csv"))
        .into_iter()
        .map(|mut row| (row.remove("bundle").unwrap(), row.remove("competences").unwrap()))
        .collect();
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for role in roles() {
        let mut parts = role["requirements"].split('+');
        let base = parts.next().unwrap().to_owned();
        let listed = std::iter::once(base).chain(parts.map(|add_on| format!("+{add_on}")));
        let codes: String = listed.map(|bundle| bundles[&bundle].clone() + " ").collect();
        let set = codes.split_whitespace().map(|code| names[code].to_owned()).collect();
        expected.insert(role["title"].clone(), trust().undisplaced(set));
    }
    for assignment in &trust().assignments {
        // What named people hold beyond their post stands apart.
        let lines = trust().lines(assignment, &["employee", "assignment"]);
        let got: BTreeSet<String> = lines.into_keys().collect();
        let title = &assignment["Position Title"];
        assert_eq!(got, expected[title], "{title} in {}", assignment["Org L6"]);
    }
}

#[test]
fn every_kind_of_target_occurs() {
    let kinds: BTreeSet<&str> =
        trust().requirements.iter().map(|row| row["Applies To"].as_str()).collect();
    let all = ["assignment", "employee", "job role", "organisation", "position", "staff group"];
    assert_eq!(kinds, all.into_iter().chain(["unit"]).collect());
    let some = |heading: &str, value: fn(&str) -> bool| {
        trust().requirements.iter().any(|row| value(&row[heading]))
    };
    assert!(some("Within", |cell| !cell.is_empty()));
    assert!(some("Class", |cell| cell == "none"));
    assert!(some("Grace Days", |cell| !cell.is_empty()));
    assert!(some("Introduced", |cell| !cell.is_empty()));
    assert!(some("Date To", |cell| !cell.is_empty()));
    assert!(some("Refresher Months", |cell| !cell.is_empty()));
}

#[test]
fn no_name_means_two_competences() {
    let mut names = BTreeSet::new();
    let mut levels = BTreeSet::new();
    for row in resolver::rows(file(&generate(&plan(1)), "competences.csv")) {
        assert!(levels.insert((row["Subject"].clone(), row["Level"].clone())), "{row:?}");
        for name in row["Aliases"].split("; ").chain([row["Competence Name"].as_str()]) {
            assert!(name.is_empty() || names.insert(name.to_lowercase()), "{name}");
        }
    }
}

#[test]
fn compliance_comes_out_near_its_levels() {
    let mut levels = Levels::default();
    for assignment in &trust().assignments {
        let bank = assignment["Assignment Category"] == "Bank";
        if !bank && !trust().is_counted(assignment) {
            continue;
        }
        for (name, line) in trust().lines(assignment, &[]) {
            let Some(satisfied) = trust().answer(assignment, &name, &line) else { continue };
            if bank {
                levels.add("bank", satisfied);
                continue;
            }
            levels.add(&name, satisfied);
            levels.add(if line.compulsory { "C" } else { "R" }, satisfied);
            levels.add("all", satisfied);
            if assignment["Staff Group"] == "Medical and Dental" {
                levels.add("medical", satisfied);
            } else if assignment["Org L3"].ends_with("Corporate Services") {
                levels.add("corporate", satisfied);
            }
            if satisfied {
                levels.add("renew soon", trust().renews_soon(assignment, &name, &line));
            }
        }
    }
    for (what, level) in [
        ("C", 91.0),
        ("R", 84.0),
        ("medical", 80.0),
        ("bank", 80.0),
        ("corporate", 96.0),
        ("renew soon", 7.5),
        ("NHS|CSTF|Information Governance and Data Security - 1 Year|", 93.0),
        ("NHS|CSTF|Fire Safety - 2 Years|", 88.0),
        ("NHS|CSTF|Equality, Diversity and Human Rights - 3 Years|", 95.0),
        ("NHS|CSTF|Infection Prevention and Control - Level 2 - 1 Year|", 86.0),
        ("NHS|CSTF|Resuscitation - Level 3 - Adult Immediate Life Support - 1 Year|", 78.0),
        ("999|LOCAL|Positive and Safe Teamwork (PMVA) - 1 Year|", 76.0),
        ("NHS|CSTF|Moving and Handling - Level 2 - 2 Years|", 82.0),
    ] {
        let got = levels.percent(what);
        assert!((got - level).abs() <= 2.0, "{what}: {got:.1}, wanted {level}");
    }
}

/// Satisfied and counted, by what is counted.
#[derive(Default)]
struct Levels(BTreeMap<String, (u32, u32)>);

impl Levels {
    fn add(&mut self, what: &str, yes: bool) {
        let level = self.0.entry(what.to_owned()).or_default();
        level.0 += u32::from(yes);
        level.1 += 1;
    }

    fn percent(&self, what: &str) -> f64 {
        let (yes, all) = self.0[what];
        100.0 * f64::from(yes) / f64::from(all)
    }
}

#[test]
fn the_nurse_has_reds_renewals_and_a_booked_class() {
    let cast = cast(&plan(2440));
    let number = |role: &str| &cast.iter().find(|m| m.role == role).unwrap().employee_number;
    let nurse = number("staff nurse with reds");
    let assignment =
        trust().assignments.iter().find(|row| row["Employee Number"] == *nurse).unwrap();
    assert_eq!(assignment["Position Title"], "Staff Nurse - Adult Acute Ward");
    assert_eq!(&assignment["Supervisor Employee Number"], number("ward manager"));
    let lines = trust().lines(assignment, &[]);
    let count = |fits: &dyn Fn(&str, &Line) -> bool| {
        lines.iter().filter(|(name, line)| fits(name, line)).count()
    };
    let red = count(&|name, line| trust().answer(assignment, name, line) == Some(false));
    let soon = count(&|name, line| trust().renews_soon(assignment, name, line));
    assert_eq!((red, soon), (3, 2));
    let booked = trust().enrolments.iter().find(|row| {
        row["Employee Number"] == *nurse && row["Status"] == "Confirmed" && !row["Class"].is_empty()
    });
    let booked = &booked.unwrap()["Class"];
    let class = trust().classes.iter().find(|row| row["Class"] == *booked).unwrap();
    assert!(resolver::day(&class["Start Date"]).unwrap() > TODAY);
}

#[test]
fn the_cast_is_complete_for_any_seed() {
    for seed in 1..=5 {
        let cast = cast(&Plan { seed, ..plan(2440) });
        assert_eq!(cast.len(), 8, "seed {seed}: {cast:?}");
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    let first = generate(&plan(150));
    assert!(first == generate(&plan(150)));
    assert!(first != generate(&Plan { seed: 2, ..plan(150) }));
    // If this changes, the sample trust has changed: the change log should say so.
    assert_eq!(fingerprint(&first), 2_837_330_704_619_842_954);
}

/// FNV-1a over names and bytes.
fn fingerprint(files: &[File]) -> u64 {
    files
        .iter()
        .flat_map(|file| file.name.bytes().chain(file.bytes.iter().copied()))
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

#[test]
fn any_number_of_people_keeps_the_shape() {
    for staff in [1, 2, 7, 88, 400] {
        for messy in [false, true] {
            let files = generate(&Plan { messy, ..plan(staff) });
            let extra = usize::from(messy) * (3 + 2);
            let assignments = &files[0].bytes;
            let lines = assignments.iter().filter(|&&byte| byte == b'\n').count() - 1;
            let seconds = (staff as usize * 4 + 50) / 100;
            assert!(lines <= staff as usize + seconds + extra, "{staff}: {lines} rows");
            assert!(lines >= staff as usize, "{staff}: {lines} rows");
        }
    }
}

#[test]
fn any_day_can_be_the_day_of_the_extract() {
    for today in [date(2024, 2, 29), date(2026, 1, 1), date(2026, 8, 31), date(2031, 12, 31)] {
        for messy in [false, true] {
            let files = generate(&Plan { today, messy, ..plan(300) });
            assert_eq!(files.len(), 10);
        }
        let extracts = Extracts::read(&generate(&Plan { today, ..plan(300) }), today);
        let dated = extracts.awards.iter().filter_map(|row| resolver::day(&row["Date Start"]));
        assert!(dated.max() < Some(today));
    }
}

#[test]
fn supervisors_form_a_tree_of_modest_span() {
    let boss: BTreeMap<&str, &str> = trust()
        .assignments
        .iter()
        .filter(|row| row["Primary Assignment"] == "Yes")
        .map(|row| (row["Employee Number"].as_str(), row["Supervisor Employee Number"].as_str()))
        .collect();
    let mut span: BTreeMap<&str, usize> = BTreeMap::new();
    for (who, mut at) in &boss {
        if !at.is_empty() {
            *span.entry(at).or_default() += 1;
        }
        for _ in 0..12 {
            assert_ne!(who, at, "a circle");
            at = boss.get(at).unwrap_or(&"");
        }
        assert_eq!(*at, "", "{who} is more than twelve steps from the top");
    }
    let mut spans: Vec<usize> = span.into_values().collect();
    spans.sort_unstable();
    assert!((7..=10).contains(&spans[spans.len() / 2]));
    assert!(spans.last() <= Some(&30));
    let none = boss.values().filter(|at| at.is_empty()).count();
    assert!((15..=40).contains(&none), "{none} without a supervisor");
}

#[test]
fn addresses_are_unique_and_plain() {
    let mut seen = BTreeSet::new();
    for row in trust().assignments.iter().filter(|row| row["Primary Assignment"] == "Yes") {
        let email = &row["Email"];
        assert!(email.is_ascii() && (email.is_empty() || seen.insert(email)), "{email}");
    }
    assert!((2370..=2410).contains(&seen.len()), "{} addresses", seen.len());
}

#[test]
fn nothing_in_a_clean_record_is_impossible() {
    let hired: BTreeMap<&str, Date> = trust()
        .assignments
        .iter()
        .filter(|row| row["Primary Assignment"] == "Yes")
        .map(|row| (row["Employee Number"].as_str(), resolver::day(&row["Start Date"]).unwrap()))
        .collect();
    assert!(hired.values().all(|&start| start <= TODAY));
    let mut seen = BTreeSet::new();
    for award in &trust().awards {
        let date = resolver::day(&award["Date Last Awarded"]).unwrap();
        assert!(date < TODAY, "{award:?}");
        assert!(resolver::day(&award["Expiry Date"]).is_none_or(|expiry| expiry > date));
        assert!(hired.contains_key(award["Employee Number"].as_str()));
        let key = (&award["Employee Number"], &award["Competency Name"], date);
        assert!(seen.insert((key, &award["Assignment Number"])), "twice: {award:?}");
    }
    let classes: BTreeSet<_> =
        trust().classes.iter().map(|row| (&row["Course"], &row["Class"])).collect();
    assert_eq!(classes.len(), trust().classes.len(), "a class title twice in one course");
    for row in &trust().enrolments {
        assert!(row["Class"].is_empty() || classes.contains(&(&row["Course"], &row["Class"])));
    }
}

#[test]
fn the_outbound_file_counts_its_records() {
    let files = generate(&plan(100));
    let file = files.iter().find(|file| file.name.starts_with("esr-go/")).unwrap();
    let text = std::str::from_utf8(&file.bytes).unwrap();
    let name = file.name.trim_start_matches("esr-go/");
    assert_eq!(name, "GO_999_ASG_20261122_Full_00000001.DAT");
    let records =
        text.lines().filter(|line| !line.starts_with("\"HDR") && !line.starts_with("\"FTR"));
    let footer = text.lines().last().unwrap();
    assert_eq!(footer, format!("\"FTR\",\"{name}\",\"{}\"", records.count()));
}

#[test]
fn a_messy_trust_has_every_fault() {
    let clean = generate(&plan(2440));
    let messy = generate(&Plan { messy: true, ..plan(2440) });
    let bytes = |name: &str| file(&messy, name);
    assert!(bytes("assignments.csv").starts_with(b"\xef\xbb\xbf"));
    assert!(std::str::from_utf8(bytes("exemptions.csv")).is_err());
    assert!(bytes("enrolments.csv").contains(&b';'));
    let awards = std::str::from_utf8(bytes("awards.csv")).unwrap();
    for fault in [
        "Fire Safety - 1 Year|",
        "Fire Safety - 2 Years,",
        "  -  ",
        "01-Jan-2001",
        "999 MIGRATION",
        "Legacy Workbook",
        "77777777",
        "31/02/2026",
        " 00:00:00",
    ] {
        assert!(awards.contains(fault), "{fault}");
    }
    let no_zero = awards.lines().filter(|line| line.starts_with('9') && line.find(',') == Some(7));
    assert!(no_zero.count() > 20);
    // What only lies beside the main import stays as ESR wrote it.
    let beside = |files: &[File]| -> Vec<File> {
        files.iter().filter(|file| file.name.contains('/')).cloned().collect()
    };
    assert!(beside(&clean) == beside(&messy));
}
