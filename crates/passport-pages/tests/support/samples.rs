//! Sample contexts: a staff nurse with reds, and everything around her. All of it
//! is invented. Used by the tests and by the example that writes pages to files.
#![allow(dead_code, reason = "each user takes a part")]

use jiff::civil::{Date, Time, date, datetime, time};
use passport_core::compliance::Status;
use passport_core::present::{
    Attendance, Award, BookableClass, Colour, Freshness, Group, HeldLine, Line, NextStep, Passport,
    Post, Summary, UnderQuery,
};
use passport_core::requirement::Class;
use passport_core::supervision::{Action, Doer};
use passport_core::wording::long_date;
use passport_pages::pages::{
    GoingToLogInPage, LogInPage, Look, LooksPage, NotLinkedPage, SingleSignOn,
};

const AS_AT: Date = date(2026, 11, 22);

/// A staff nurse: two to do, one to do by a date, three that run out soon, and the rest.
pub fn nurse() -> Passport {
    let mut lines = vec![
        Line {
            notes: vec!["Level 1 held until 1 November 2028; Level 2 required".into()],
            next_step: Some(NextStep::Booked(class(
                date(2026, 12, 1),
                Some(Attendance::Confirmed),
            ))),
            ..line(
                "Infection Prevention and Control",
                "2",
                Class::Compulsory,
                Status::Expired,
                Some(date(2025, 11, 1)),
                Some(date(2026, 11, 1)),
            )
        },
        Line {
            under_query: Some(UnderQuery {
                since: date(2026, 11, 2),
                words: passport_core::query::under_query(date(2026, 11, 2)),
            }),
            next_step: Some(NextStep::Classes {
                classes: vec![
                    class(date(2026, 12, 3), None),
                    class(date(2026, 12, 16), None),
                    class(date(2027, 1, 12), None),
                ],
            }),
            ..line(
                "Resuscitation",
                "3 Adult",
                Class::RoleSpecific,
                Status::NeverCompleted,
                None,
                None,
            )
        },
        Line {
            next_step: Some(NextStep::Online {
                course: "Medicines Administration Assessment, theory".into(),
                link: Some("https://learning.example.nhs.uk/courses/maa".into()),
                minutes: Some(45),
            }),
            ..line(
                "Medicines Administration Assessment",
                "",
                Class::RoleSpecific,
                Status::InGrace,
                None,
                None,
            )
        },
        Line {
            next_step: Some(NextStep::Online {
                course: "Fire Safety, Inpatient".into(),
                link: Some("https://learning.example.nhs.uk/courses/fire".into()),
                minutes: Some(30),
            }),
            ..line(
                "Fire Safety",
                "Inpatient",
                Class::Compulsory,
                Status::RenewSoon,
                Some(date(2026, 1, 20)),
                Some(date(2027, 1, 20)),
            )
        },
        Line {
            next_step: Some(NextStep::WaitingList(class(
                date(2027, 1, 19),
                Some(Attendance::Waitlisted),
            ))),
            ..line(
                "Moving and Handling",
                "2",
                Class::RoleSpecific,
                Status::RenewSoon,
                Some(date(2025, 2, 14)),
                Some(date(2027, 2, 14)),
            )
        },
        Line {
            next_step: Some(NextStep::Ask {
                words: "Ask your manager or learning@hartwell.example.nhs.uk".into(),
            }),
            ..line(
                "Conflict Resolution",
                "",
                Class::Compulsory,
                Status::RenewSoon,
                Some(date(2024, 2, 20)),
                Some(date(2027, 2, 20)),
            )
        },
        line(
            "Learning Disability and Autism",
            "Tier 2",
            Class::Compulsory,
            Status::NotYetIntroduced,
            None,
            None,
        ),
        line("Safeguarding Children", "3", Class::RoleSpecific, Status::Exempt, None, None),
        line(
            "Corporate Induction",
            "",
            Class::Compulsory,
            Status::Completed,
            Some(date(2021, 3, 2)),
            None,
        ),
    ];
    let rest = [
        "Equality, Diversity and Human Rights",
        "Health, Safety and Welfare",
        "Information Governance and Data Security",
        "Preventing Radicalisation",
        "Safeguarding Adults",
        "Duty of Candour",
        "Blood Transfusion",
        "Venous Thromboembolism",
        "Dementia Awareness",
        "Falls Prevention",
        "Nutrition and Hydration",
        "Pressure Ulcer Prevention",
        "Sepsis",
        "National Early Warning Score",
        "Aseptic Technique",
        "Medical Devices",
        "Mental Capacity Act",
        "Tissue Viability",
        "End of Life Care",
    ];
    for (place, subject) in rest.iter().enumerate() {
        let month = i8::try_from(place % 9).unwrap_or(0) + 1;
        let class = if place % 3 == 2 { Class::RoleSpecific } else { Class::Compulsory };
        lines.push(line(
            subject,
            if place % 4 == 1 { "2" } else { "" },
            class,
            Status::Completed,
            Some(date(2026, month, 14)),
            Some(date(2027, month, 14).saturating_add(jiff::Span::new().months(9))),
        ));
    }
    Passport {
        organisation: "Hartwell NHS Trust".into(),
        name: "Ann Jones".into(),
        employee_number: "20413377".into(),
        posts: vec![post()],
        as_at: AS_AT,
        freshness: Some(Freshness {
            extract_date: date(2026, 11, 20),
            time: Some(time(18, 0, 0, 0)),
            import: 12,
            words: "Training data as at 20 November 2026, 18:00, from import 12".into(),
        }),
        summary: Summary {
            to_do: 3,
            soon: 3,
            soon_until: date(2027, 2, 22),
            complete: 23,
            lines: lines.len(),
            sentence: "3 to do, 3 run out by 22 February 2027".into(),
        },
        lines,
        held: vec![
            held("Non Medical Prescribing", Some(date(2028, 5, 3))),
            held("Mentorship", None),
        ],
        actions: vec![
            action("Book Resuscitation, Level 3 Adult", Doer::Staff, None),
            action("Release Ann for the class on 3 December", Doer::Manager, None),
            action("Read the infection control policy", Doer::Staff, Some(date(2026, 11, 12))),
        ],
        contact: Some("learning@hartwell.example.nhs.uk".into()),
        page: Some("https://passport.hartwell.example.nhs.uk/passport/20413377".into()),
    }
}

/// Everything in date, on maternity leave.
pub fn fine() -> Passport {
    let mut passport = nurse();
    passport.name = "Bronwen Llŷr-Nguyễn".into();
    passport.lines.retain(|line| line.group == Group::Fine);
    passport.summary = Summary {
        to_do: 0,
        soon: 0,
        soon_until: date(2027, 2, 22),
        complete: passport.lines.len() - 2,
        lines: passport.lines.len(),
        sentence: "Everything is up to date".into(),
    };
    passport.posts[0].not_counted = Some(
        "You are on maternity leave, so your training is not counted in the trust's figures."
            .into(),
    );
    passport
}

/// Text that would do harm if it were ever taken for HTML or for a template.
pub const HOSTILE: &str = "\"><script>alert(1)</script>{{7*7}}";

/// A passport whose every text is hostile.
pub fn hostile() -> Passport {
    let mut passport = nurse();
    let text = || HOSTILE.to_owned();
    passport.organisation = text();
    passport.name = text();
    passport.employee_number = text();
    passport.contact = Some(text());
    passport.page = Some("javascript:alert(1)".into());
    passport.summary.sentence = text();
    for post in &mut passport.posts {
        (post.title, post.team, post.not_counted) = (text(), text(), Some(text()));
    }
    for action in &mut passport.actions {
        action.what = text();
        action.done = action.done.take().map(|(day, _)| (day, text()));
    }
    for line in &mut passport.lines {
        (line.title, line.words, line.why) = (text(), text(), text());
        line.notes = vec![text()];
        line.what_if = Some(text());
        for award in &mut line.history {
            (award.competence, award.source) = (text(), text());
        }
        let mut bad = class(AS_AT, None);
        (bad.course, bad.location, bad.words) = (text(), text(), text());
        bad.link = Some("javascript:alert(1)".into());
        line.next_step = Some(match line.group {
            Group::ToDo => NextStep::Classes { classes: vec![bad] },
            Group::Soon => NextStep::Booked(bad),
            Group::Fine => NextStep::Online {
                course: text(),
                link: Some("data:text/html,x".into()),
                minutes: None,
            },
        });
    }
    passport
}

fn action(what: &str, doer: Doer, done: Option<Date>) -> Action {
    Action {
        id: 1,
        what: what.into(),
        doer,
        due: date(2026, 12, 15),
        agreed: date(2026, 11, 9),
        done: done.map(|day| (day, "Ann Jones".into())),
    }
}

fn post() -> Post {
    Post {
        assignment_number: "20413377".into(),
        title: "Staff Nurse - Adult Acute Ward".into(),
        team: "Ashdown Ward".into(),
        unit: "Hartwell NHS Trust|Adult Acute|Ashdown Ward".into(),
        since: Some(date(2021, 3, 1)),
        not_counted: None,
    }
}

fn line(
    subject: &str,
    level: &str,
    class: Class,
    status: Status,
    done: Option<Date>,
    expiry: Option<Date>,
) -> Line {
    let title = match level {
        "" => subject.to_owned(),
        level if level.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{subject}, Level {level}")
        }
        level => format!("{subject}, {level}"),
    };
    let (colour, group, words) = match status {
        Status::Expired => (
            Colour::Red,
            Group::ToDo,
            format!("Required, expired {}", long_date(expiry.unwrap_or(AS_AT))),
        ),
        Status::NeverCompleted => (Colour::Red, Group::ToDo, "Required".into()),
        Status::InGrace => (Colour::RedOutline, Group::ToDo, "Complete by 14 January 2027".into()),
        Status::RenewSoon => (
            Colour::GreenMarked,
            Group::Soon,
            format!("Renew by {}", long_date(expiry.unwrap_or(AS_AT))),
        ),
        Status::Exempt => (
            Colour::Grey,
            Group::Fine,
            "Exempt until 1 March 2027, agreed by the training lead".into(),
        ),
        Status::NotYetIntroduced => {
            (Colour::Neutral, Group::Fine, "Required from 1 April 2027".into())
        }
        _ if expiry.is_none() => (Colour::Green, Group::Fine, "Completed, does not expire".into()),
        _ => (
            Colour::Green,
            Group::Fine,
            format!("Completed, expires {}", expiry.map(long_date).unwrap_or_default()),
        ),
    };
    let award = done.map(|day| award(subject, day));
    let history = award
        .iter()
        .cloned()
        .chain(done.map(|day| Award {
            date: day.saturating_sub(jiff::Span::new().years(1)),
            printed_expiry: Some(day),
            source: "transfer from employer 431".into(),
            ..award.clone().unwrap_or_else(|| unreachable!())
        }))
        .collect();
    Line {
        key: title.to_lowercase().replace([',', ' '], "-").replace("--", "-"),
        subject: subject.into(),
        level: level.into(),
        what_if: matches!(group, Group::ToDo | Group::Soon).then(|| {
            "If you complete it on 22 November 2026 it next falls due on 22 November 2027.".into()
        }),
        why: format!(
            "Required of every Staff Nurse since 1 April 2024{}.",
            done.map_or(String::new(), |day| format!(
                "; completed {}, lasts 12 months",
                long_date(day)
            ))
        ),
        title,
        class,
        status,
        colour,
        words,
        group,
        expiry,
        award,
        notes: Vec::new(),
        under_query: None,
        next_step: None,
        history,
    }
}

fn award(competence: &str, date: Date) -> Award {
    Award {
        competence: competence.into(),
        date,
        source: "imported record".into(),
        printed_expiry: None,
    }
}

fn held(title: &str, expiry: Option<Date>) -> HeldLine {
    HeldLine { title: title.into(), award: award(title, date(2025, 5, 3)), expiry }
}

fn class(day: Date, attendance: Option<Attendance>) -> BookableClass {
    let (from, to): (Time, Time) = (time(9, 30, 0, 0), time(12, 30, 0, 0));
    let weekday = format!("{:?}", day.weekday());
    BookableClass {
        course: "Infection Prevention and Control".into(),
        class: "IPC December".into(),
        date: day,
        end_date: None,
        time: Some((from, Some(to))),
        location: "Ashdown House".into(),
        places_remaining: attendance.is_none().then_some(4),
        link: Some("https://learning.example.nhs.uk/classes/1182".into()),
        words: format!("{weekday} {}, 9:30am to 12:30pm, Ashdown House", long_date(day)),
        attendance,
    }
}

/// The log-in page, as it first is or after a mistake.
pub fn log_in(error: Option<String>) -> LogInPage {
    LogInPage {
        csrf: "token".into(),
        email: if error.is_some() { "ann@hartwell.example.nhs.uk".into() } else { String::new() },
        organisations: vec![
            ("999".into(), "Hartwell NHS Trust".into()),
            ("111".into(), "Another NHS Trust".into()),
        ],
        organisation: "999".into(),
        sso: vec![SingleSignOn {
            organisation: "999".into(),
            name: "Hartwell NHS Trust".into(),
            text: "Log in with Hartwell account".into(),
        }],
        error,
    }
}

/// On the way to the identity provider.
pub fn going_to_log_in() -> GoingToLogInPage {
    GoingToLogInPage {
        address: "https://login.example.nhs.uk/authorize?client_id=passport&state=0a1b".into(),
    }
}

/// A right log-in that opens nothing.
pub fn not_linked() -> NotLinkedPage {
    NotLinkedPage {
        organisation: "Hartwell NHS Trust".into(),
        identifier: "248289761001".into(),
        contact: Some("learning@hartwell.example.nhs.uk".into()),
    }
}

/// Who looked at the nurse's record.
pub fn looks() -> LooksPage {
    let look = |hour, who: &str, what: &str| Look {
        at: datetime(2026, 11, 22, hour, 4, 0, 0),
        who: who.into(),
        what: what.into(),
    };
    LooksPage {
        entries: vec![
            look(9, "You", "Saw passport"),
            look(8, "Grace Okonkwo", "Saw passport as PDF"),
            look(7, "Someone who runs the server", "Changed something of it"),
        ],
        paging: None,
    }
}
