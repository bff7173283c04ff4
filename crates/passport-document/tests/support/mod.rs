//! Invented passports for tests, timings and the checker: every layout, and
//! names from many languages. The same seed gives the same passports.

#![allow(dead_code, reason = "each user of this module needs another part of it")]

use jiff::civil::{Date, date, time};
use passport_core::compliance::Status;
use passport_core::present::{
    Attendance, Award, BookableClass, Colour, Freshness, Group, HeldLine, Line, NextStep, Passport,
    Post, Summary,
};
use passport_core::requirement::Class;
use passport_core::wording::long_date;
use passport_document::Stamp;

pub const AS_AT: Date = date(2026, 11, 22);

pub fn stamp() -> Stamp {
    let created = "2026-11-22T18:00:00Z".parse().expect("an instant");
    Stamp { created, producer: "Training Passport 0.1.0".into() }
}

/// A small random generator (xorshift), so that nothing depends on the machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}

const SUBJECTS: [(&str, &str); 30] = [
    ("Fire Safety", "Inpatient"),
    ("Infection Prevention and Control", "Level 2"),
    ("Resuscitation", "Level 3 Adult"),
    ("Corporate Induction", ""),
    ("Safeguarding Adults", "Level 3"),
    ("Safeguarding Children", "Level 3"),
    ("Moving and Handling", "Level 2"),
    ("Information Governance and Data Security", ""),
    ("Equality, Diversity and Human Rights", ""),
    ("Conflict Resolution", ""),
    ("Health, Safety and Welfare", ""),
    ("Preventing Radicalisation", "Awareness of Prevent"),
    ("Oliver McGowan Training on Learning Disability and Autism", "Tier 2"),
    ("Mental Capacity Act", "Level 2"),
    ("Mental Health Act", "Level 2"),
    ("Medicines Administration Assessment", ""),
    ("Positive and Safe", "Teamwork"),
    ("Clinical Risk and Suicide Prevention", ""),
    ("Rapid Tranquillisation", ""),
    ("Speak Up, Listen Up, Follow Up", "Speak Up"),
    ("Food Hygiene", ""),
    ("Blood Transfusion", "Sample Collection"),
    ("Venepuncture", ""),
    ("Sepsis", ""),
    ("Duty of Candour", ""),
    ("Dysphagia Awareness", ""),
    ("Falls Prevention", ""),
    ("Record Keeping", ""),
    ("Smoke Free", "Very Brief Advice"),
    ("Patient Safety", "Level 1"),
];

const SOURCES: [&str; 5] =
    ["imported record", "imported record", "e-learning", "class", "transfer from employer 431"];

/// Names as people are called in British hospitals.
pub const NAMES: [&str; 28] = [
    "Anne Ashworth",
    "Grace Adeyemi",
    "Siân Llŷr-Gwŷn",
    "Dŵynwen Ŵyn Ŷnys",
    "Łukasz Wiśniewski",
    "Agnieszka Zażółć-Gęślą",
    "Nguyễn Thị Phương Diễm",
    "Trần Văn Hữu Đức",
    "Γεωργία Παπαδοπούλου",
    "Олександра Шевченко",
    "Јована Ђорђевић",
    "Zoë Müller-Ünal",
    "Renée Lefèvre",
    "José Ñíguez Muñoz",
    "Ağça Şükrü İnönü",
    "Tomáš Dvořák",
    "Ștefan Țurcanu",
    "Guðrún Þórðardóttir",
    "Bjørn Åkesson Ærø",
    "O’Connor-Smythe Niamh",
    "Māori Tāmati Ōhāwera",
    "Chukwụemeka Ọbịọma",
    "Ṣọlá Adébáyọ̀",
    "Jean-François d’Arcy (née \\Dupont)",
    "Mary \"><script>alert(1)</script>",
    "Priya {{7*7}} Patel & Sons",
    "Kovács Győző Ürményi",
    "Mehmet Ali Çelik",
];

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzáàâäãåąăāæçćčďđéèêëęěēėðğģíìîïīįıķłľļńňñņóòôöõøőœŕřśšşșťţțþúùûüůűūųŵẃýÿŷźżžạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹабвгдежзийклмнопрстуфхцчшщъыьэюяіїєґђћљњџјαβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋΐΰ";

/// A name that nobody bears, from all letters that names here may have; some
/// come as letter and mark.
pub fn random_name(dice: &mut Dice) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    let marks = ['\u{301}', '\u{308}', '\u{323}', '\u{303}', '\u{300}'];
    let mut name = String::new();
    for word in 0..2 + dice.below(2) {
        if word > 0 {
            name.push(*dice.pick(&[' ', ' ', '-', '’']));
        }
        for place in 0..3 + dice.below(8) {
            let letter = *dice.pick(&letters);
            if place == 0 {
                name.extend(letter.to_uppercase());
            } else {
                name.push(letter);
            }
            if letter.is_ascii() && dice.below(12) == 0 {
                name.push(*dice.pick(&marks));
            }
        }
    }
    name
}

fn award(dice: &mut Dice, subject: &str) -> Award {
    let (year, month, day) = (2023 + dice.below(4), 1 + dice.below(12), 1 + dice.below(28));
    let date = date(year as i16, month as i8, day as i8).min(AS_AT);
    let source = if dice.below(9) == 0 {
        format!("{subject}, face to face")
    } else {
        (*dice.pick(&SOURCES)).into()
    };
    Award { competence: subject.into(), date, source, printed_expiry: None }
}

fn class(dice: &mut Dice, subject: &str, attendance: Option<Attendance>) -> BookableClass {
    let day = 1 + dice.below(28);
    let date = date(2026, 12, day as i8);
    let location = *dice.pick(&["Ashdown House", "Training Room 2, Kingsway", "Online room"]);
    BookableClass {
        course: subject.into(),
        class: format!("{subject} December"),
        date,
        end_date: None,
        time: Some((time(9, 30, 0, 0), Some(time(12, 30, 0, 0)))),
        location: location.into(),
        places_remaining: Some(1 + dice.below(9) as u32),
        link: (dice.below(2) == 0).then(|| {
            format!("https://learning.hartwell.nhs.uk/class/{}?a=1&b=(2)", dice.below(999))
        }),
        words: format!("{}, 9:30am to 12:30pm, {location}", long_date(date)),
        attendance,
    }
}

fn step(dice: &mut Dice, subject: &str) -> NextStep {
    match dice.below(5) {
        0 => NextStep::Booked(class(dice, subject, Some(Attendance::Confirmed))),
        1 => NextStep::WaitingList(class(dice, subject, Some(Attendance::Waitlisted))),
        2 => NextStep::Online {
            course: format!("{subject} e-learning"),
            link: Some(format!("https://learning.hartwell.nhs.uk/start/{}", dice.below(99))),
            minutes: Some(30),
        },
        3 => NextStep::Classes {
            classes: (0..1 + dice.below(3)).map(|_| class(dice, subject, None)).collect(),
        },
        _ => NextStep::Ask { words: "Ask your manager or learning@hartwell.nhs.uk".into() },
    }
}

/// A line of one kind: 0 never completed, 1 expired, 2 in grace, 3 renew soon,
/// 4 completed, 5 once only, 6 exempt, 7 not yet introduced.
pub fn line(dice: &mut Dice, place: usize, kind: usize) -> Line {
    let (subject, level) = SUBJECTS[place % SUBJECTS.len()];
    let title = if level.is_empty() { subject.to_owned() } else { format!("{subject}, {level}") };
    let award = award(dice, subject);
    let later = date(2027, 3 + dice.below(9) as i8, 1 + dice.below(28) as i8);
    let soon = date(2027, 1 + dice.below(2) as i8, 1 + dice.below(20) as i8);
    let past = date(2026, 1 + dice.below(10) as i8, 1 + dice.below(28) as i8);
    let (status, colour, group, words, expiry) = match kind {
        0 => (Status::NeverCompleted, Colour::Red, Group::ToDo, "Required".to_owned(), None),
        1 => {
            let words = format!("Required, expired {}", long_date(past));
            (Status::Expired, Colour::Red, Group::ToDo, words, Some(past))
        }
        2 => {
            let words = format!("Complete by {}", long_date(soon));
            (Status::InGrace, Colour::RedOutline, Group::ToDo, words, None)
        }
        3 => {
            let words = format!("Renew by {}", long_date(soon));
            (Status::RenewSoon, Colour::GreenMarked, Group::Soon, words, Some(soon))
        }
        4 => {
            let words = format!("Completed, expires {}", long_date(later));
            (Status::Completed, Colour::Green, Group::Fine, words, Some(later))
        }
        5 => {
            let words = "Completed, does not expire".to_owned();
            (Status::Completed, Colour::Green, Group::Fine, words, None)
        }
        6 => {
            let words = format!("Exempt until {}, agreed by the training lead", long_date(later));
            (Status::Exempt, Colour::Grey, Group::Fine, words, None)
        }
        _ => {
            let words = format!("Required from {}", long_date(later));
            (Status::NotYetIntroduced, Colour::Neutral, Group::Fine, words, None)
        }
    };
    Line {
        key: format!("line-{place}"),
        subject: subject.into(),
        level: level.into(),
        title,
        class: if place.is_multiple_of(3) { Class::RoleSpecific } else { Class::Compulsory },
        status,
        colour,
        words,
        group,
        expiry,
        award: matches!(kind, 1 | 3 | 4 | 5).then_some(award),
        notes: if kind == 1 && place.is_multiple_of(2) {
            vec!["Level 1 held until 1 November 2028; Level 2 required".into()]
        } else {
            Vec::new()
        },
        why: "Required of all staff of Hartwell NHS Trust; lasts 24 months from the day it was achieved.".into(),
        what_if: None,
        under_query: None,
        next_step: (group != Group::Fine).then(|| step(dice, subject)),
        history: Vec::new(),
    }
}

/// A passport with so many lines to do, to renew soon and in date.
pub fn passport(seed: u64, name: &str, to_do: usize, soon: usize, fine: usize) -> Passport {
    let mut dice = Dice::new(seed);
    let mut lines = Vec::new();
    for place in 0..to_do + soon + fine {
        let kind = match place {
            place if place < to_do => dice.below(3),
            place if place < to_do + soon => 3,
            _ => *dice.pick(&[4, 4, 4, 4, 4, 4, 4, 5, 5, 6, 7]),
        };
        lines.push(line(&mut dice, place, kind));
    }
    let number = format!("{:08}", 10_000_000 + dice.below(9_999_999));
    Passport {
        organisation: "Hartwell NHS Trust".into(),
        name: name.into(),
        employee_number: number.clone(),
        posts: vec![Post {
            assignment_number: number,
            title: "Staff Nurse - Adult Acute Ward".into(),
            team: "Ward 4A Kingsway".into(),
            unit: "Hartwell NHS Trust|Adult Acute|Ward 4A Kingsway".into(),
            since: Some(date(2021, 3, 1)),
            not_counted: None,
        }],
        as_at: AS_AT,
        freshness: Some(Freshness {
            extract_date: date(2026, 11, 20),
            time: Some(time(18, 0, 0, 0)),
            import: 12,
            words: "Training data as at 20 November 2026, 18:00, from import 12".into(),
        }),
        summary: Summary {
            to_do,
            soon,
            soon_until: date(2027, 2, 22),
            complete: soon + fine,
            lines: to_do + soon + fine,
            sentence: if to_do + soon == 0 {
                "Everything is up to date".into()
            } else {
                format!("{to_do} to do, {soon} run out by 22 February 2027")
            },
        },
        lines,
        held: Vec::new(),
        actions: Vec::new(),
        contact: Some("learning@hartwell.nhs.uk".into()),
        page: Some(format!("https://passport.hartwell.nhs.uk/p/{}", dice.below(9_999_999))),
    }
}

/// Subjects as a ward's nurses have them, with the course behind each: long
/// titles, and names with prefixes, as they come out of a training record.
const WARD: [(&str, &str); 32] = [
    ("Moving and Handling, Level 2", "999 Moving and Handling - Level 2"),
    ("Positive and Safe, Teamwork", "999 Positive and Safe Teamwork (PMVA)"),
    ("Ligature Risk", "999 Ligature Risk and Ligature Cutter"),
    ("Fire Safety, Inpatient", "999 Fire Safety Inpatient Evacuation"),
    (
        "Information Governance and Data Security, Level 1",
        "000 Information Governance and Data Security",
    ),
    ("Clinical Records System", "999 Clinical Record System Access"),
    ("Clinical Risk Assessment", "999 Clinical Risk and Safety Planning"),
    ("Conflict Resolution (England), Level 1", "000 NHS Conflict Resolution (England)"),
    ("Corporate Induction", "999 Corporate Induction"),
    ("Equality, Diversity and Human Rights, Level 1", "000 Equality, Diversity and Human Rights"),
    ("Freedom to Speak Up, Speak Up", "000 Freedom to Speak Up - Speak Up"),
    ("Health, Safety and Welfare, Level 1", "000 Health, Safety and Welfare"),
    ("Infection Prevention and Control, Level 2", "000 Infection Prevention and Control - Level 2"),
    ("Learning Disability and Autism (Oliver McGowan), Tier 2", "999 Oliver McGowan - Tier 2"),
    ("Local Induction", "999 Local Induction Checklist"),
    ("Medicines Administration Assessment", "999 Medicines Administration Competency"),
    ("Medicines Management", "999 Medicines Management"),
    ("Mental Capacity Act, Level 2", "999 Mental Capacity Act and DoLS Level 2"),
    ("Mental Health Act, Inpatient", "999 Mental Health Act Inpatient"),
    ("Observation and Engagement", "999 Observation and Engagement"),
    ("Patient Safety Syllabus, Level 1", "000 Patient Safety - Level 1 Essentials"),
    ("Physical Observations", "999 Physiological Observations and NEWS2"),
    (
        "Preventing Radicalisation, Awareness of Prevent (Level 3)",
        "000 Preventing Radicalisation - Awareness of Prevent (Level 3)",
    ),
    ("Resuscitation, Level 3 Adult", "999 Resuscitation - Level 3 - Adult Immediate Life Support"),
    ("Safeguarding Adults, Level 3", "999 Safeguarding Adults - Level 3"),
    ("Safeguarding Children, Level 3", "999 Safeguarding Children - Level 3"),
    ("Searching", "999 Searching Patients and Property"),
    ("Sexual Misconduct in the Workplace, Level 1", "000 Sexual Misconduct in the Workplace"),
    ("Suicide Awareness and Response", "999 Suicide Awareness and Response"),
    ("Seclusion and Long Term Segregation", "999 Seclusion and Long Term Segregation"),
    ("Rapid Tranquillisation", "999 Rapid Tranquillisation"),
    ("Non Medical Prescribing", "999 Non Medical Prescriber Annual Update"),
];

/// A passport as a ward has them: what is longest of each text, three classes
/// to a line, notes on every second line to do.
pub fn ward(seed: u64, name: &str, to_do: usize, soon: usize, fine: usize) -> Passport {
    let mut passport = passport(seed, name, to_do, soon, fine);
    let mut dice = Dice::new(seed);
    passport.posts[0].team = "999 L6 Marlow Green Ward".into();
    passport.posts[0].assignment_number.clone_from(&passport.employee_number);
    for (place, line) in passport.lines.iter_mut().enumerate() {
        let (title, course) = WARD[place % WARD.len()];
        line.title = title.into();
        line.why = "Required of everyone in the staff group Nursing and Midwifery Registered in 999 L4 Adult Inpatient Wards since 1 April 2024 (Duties of the staff group on these units); completed 24 October 2024, lasted 24 months.".into();
        if let Some(award) = &mut line.award {
            award.source = format!("{course}, imported record");
        }
        line.notes.clear();
        if line.group == Group::ToDo && place.is_multiple_of(2) {
            line.notes.push("Level 1 held until 24 October 2027; Level 2 required".into());
        }
        if line.group != Group::Fine {
            let class = |dice: &mut Dice| BookableClass {
                words: "Wednesday 23 December 2026, 9am to 12:30pm, 999 Learning Centre Room 3"
                    .into(),
                link: None,
                ..class(dice, course, None)
            };
            line.next_step = Some(if place % 3 == 2 {
                NextStep::Online { course: course.into(), link: None, minutes: Some(60) }
            } else {
                NextStep::Classes { classes: (0..3).map(|_| class(&mut dice)).collect() }
            });
        }
    }
    passport
}

/// Puts some subjects held but not required on a passport.
pub fn with_held(mut passport: Passport, count: usize) -> Passport {
    let mut dice = Dice::new(99);
    for place in 0..count {
        let title = SUBJECTS[(place + 17) % SUBJECTS.len()].0;
        let expiry = place.is_multiple_of(2).then_some(date(2028, 2, 29));
        let award = award(&mut dice, title);
        passport.held.push(HeldLine { title: title.into(), award, expiry });
    }
    passport
}

/// As many varied passports as asked for, as a month has them.
pub fn month(count: usize) -> Vec<Passport> {
    (0..count)
        .map(|person| {
            let mut dice = Dice::new(person as u64 + 7);
            let name = if person.is_multiple_of(25) {
                NAMES[person / 25 % NAMES.len()].to_owned()
            } else {
                let first = ["Anne", "Grace", "Tom", "Priya", "Daniel", "Amina", "Joan", "Peter"];
                let last = ["Ashworth", "Adeyemi", "Patel", "Jones", "Okafor", "Brown", "Ali"];
                format!("{} {} {person}", dice.pick(&first), dice.pick(&last))
            };
            let (to_do, soon) = (dice.below(6), dice.below(4));
            let fine = 8 + dice.below(14);
            with_held(passport(person as u64, &name, to_do, soon, fine), dice.below(4))
        })
        .collect()
}

/// Every layout, each with a name for its file.
pub fn layouts() -> Vec<(String, Passport)> {
    let mut all: Vec<(String, Passport)> = Vec::new();
    let mut add = |name: &str, passport| all.push((name.into(), passport));
    add("typical", with_held(passport(1, "Grace Adeyemi", 4, 3, 10), 3));
    add("full", passport(2, "Anne Ashworth", 5, 4, 20));
    add("ward", ward(18, "Grace Adeyemi", 3, 2, 24));
    add("ward-behind", ward(19, "Tom Okafor", 11, 2, 16));
    add("ward-held", with_held(ward(20, "Anne Ashworth", 2, 3, 25), 2));
    add("ward-more-than-a-page", ward(21, "Joan Brown", 14, 6, 22));
    add("twenty-five", passport(3, "Tom Okafor", 3, 3, 19));
    add("all-done", passport(4, "Joan Brown", 0, 0, 12));
    add("no-lines", passport(5, "Peter Ali", 0, 0, 0));
    add("only-held", with_held(passport(6, "Amina Ali", 0, 0, 0), 6));
    add("only-to-do", passport(7, "Daniel Jones", 9, 0, 0));
    add("one-line", passport(8, "Priya Patel", 1, 0, 0));
    add("many-pages", with_held(passport(9, "Joan Ashworth", 30, 20, 60), 30));

    let mut plain = passport(10, "Tom Jones", 3, 2, 8);
    (plain.page, plain.freshness, plain.contact) = (None, None, None);
    plain.posts.clear();
    add("nothing-optional", plain);

    let mut posts = passport(11, "Siân Llŷr-Gwŷn", 3, 2, 12);
    let first = posts.posts[0].clone();
    posts.posts[0].not_counted = Some(
        "You are on maternity leave, so your training is not counted in the trust's figures."
            .into(),
    );
    posts.posts.push(Post {
        assignment_number: "30012345-2".into(),
        title: "Bank Nurse".into(),
        team: "Flexible Staffing".into(),
        not_counted: Some(
            "This is a bank post, so it is not counted in the trust's figures.".into(),
        ),
        ..first
    });
    add("two-posts", posts);

    let mut kinds = passport(12, "Łukasz Wiśniewski", 0, 0, 0);
    let mut dice = Dice::new(5);
    kinds.lines = (0..8).map(|kind| line(&mut dice, kind, kind)).collect();
    (kinds.summary.lines, kinds.summary.to_do) = (8, 3);
    add("every-status", kinds);

    let mut steps = passport(13, "Nguyễn Thị Phương Diễm", 5, 0, 2);
    for (place, line) in steps.lines.iter_mut().enumerate().take(5) {
        let mut dice = Dice::new(place as u64);
        let mut booked = class(&mut dice, "Fire", Some(Attendance::Requested));
        booked.link = Some("https://learning.hartwell.nhs.uk/(1)/\\x".into());
        line.next_step = Some(match place {
            0 => NextStep::Booked(booked),
            1 => NextStep::WaitingList(class(&mut dice, "Fire", Some(Attendance::Waitlisted))),
            2 => NextStep::Online {
                course: "Fire".into(),
                link: Some("javascript:alert(1)".into()),
                minutes: None,
            },
            3 => NextStep::Classes {
                classes: (0..3).map(|_| class(&mut dice, "Fire", None)).collect(),
            },
            _ => NextStep::Ask { words: "Ask your manager".into() },
        });
    }
    add("every-next-step", steps);

    let mut long = with_held(passport(14, &"Wolfeschlegelsteinhausen ".repeat(9), 4, 2, 5), 2);
    long.organisation = "The Royal Hartwell and District Community and Mental Health Partnership University Hospitals NHS Foundation Trust".into();
    long.posts[0].title =
        "Advanced Clinical Practitioner and Deputy Lead for Recovery - ".repeat(4);
    long.lines[0].title = "X".repeat(300);
    long.lines[1].title = "Subject with many words ".repeat(14);
    long.lines[2].words = "Required, expired ".repeat(20);
    long.lines[3].why = "W".repeat(500);
    long.lines[4].notes = vec!["Note ".repeat(80), "N".repeat(200)];
    long.page = Some(format!("https://passport.hartwell.nhs.uk/{}", "p".repeat(400)));
    long.summary.sentence = "2 to do and a sentence that goes on ".repeat(6);
    add("long-texts", long);

    let mut huge = passport(15, &"Ångström".repeat(300), 2, 1, 3);
    huge.lines[0].title = "Endless ".repeat(2000);
    huge.lines[1].notes = vec!["Unbroken".repeat(1500)];
    huge.posts[0].title = "Post ".repeat(900);
    add("huge-texts", huge);

    let mut odd = passport(16, "(Bob) \\ [Brackets] <b>&amp;", 2, 1, 3);
    odd.lines[0].title = "Tab\there, line\nbreak, \u{202e}right to left\u{202c}, \u{0}null".into();
    odd.lines[1].title = "( ( \\( unbalanced \\".into();
    odd.employee_number = "007 \u{200f}8".into();
    add("odd-characters", odd);

    let mut empty = passport(17, "", 1, 0, 1);
    empty.organisation = String::new();
    empty.employee_number = String::new();
    empty.summary.sentence = String::new();
    empty.lines[0].title = String::new();
    empty.lines[0].words = String::new();
    empty.lines[1].why = String::new();
    add("empty-texts", empty);
    all
}
