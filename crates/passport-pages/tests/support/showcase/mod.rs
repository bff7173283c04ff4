//! Every page and email with a sample context, by file name.
#![allow(dead_code, reason = "each user takes a part")]

mod administration;
mod desk;
mod entering;
mod queries;
mod reminding;
mod requirements;
mod teams;

use jiff::civil::{date, datetime};
use passport_core::present::Explanation;
use passport_pages::pages::{
    AccessibilityPage, Count, DeliveriesPage, DeliveryRow, DeliveryRunPage, DemoPeoplePage,
    DemoPerson, ErrorPage, ExportPage, FigureLine, FiguresPage, HomePage, ImportFile, ImportPage,
    ImportProblem, ImportRow, ImportsPage, JobRun, JobsPage, LinePage, NextRun, NotReached,
    Outcome, Paging, PassportPage, PeoplePage, PersonRow, PrintFile, PrivacyPage, QueryNotice,
    RemindPage, Severity, Share, TypedDate, UnderWay,
};
use passport_pages::{
    Account, Frame, Link, MenuItem, Page, Pages, PassportEmail, PostForm, RenderError, email_html,
    email_subject, email_text,
};

use super::samples;

/// All of them, with assets below an address.
pub fn all(assets: &str) -> Result<Vec<(String, String)>, RenderError> {
    let show = Showcase { pages: Pages::with_assets_at(assets) };
    let mut files = Vec::new();
    let mut page = |name: &str, content: String| {
        let name = if name.contains('.') { name.to_owned() } else { format!("{name}.html") };
        files.push((name, content));
    };

    let (nurse, fine, hostile) = (samples::nurse(), samples::fine(), samples::hostile());
    page("passport", show.page(&own(&nurse))?);
    page("passport-fine", show.page(&own(&fine))?);
    page("passport-hostile", show.page(&own(&hostile))?);
    let for_manager = PassportPage {
        passport: &nurse,
        own: false,
        pdf: Some("/passport/20413377.pdf".into()),
        lines: Some("/passport/20413377/lines/".into()),
        back: Some(Link::new("Ashdown Ward", "/team")),
        links: vec![
            Link::new("Supervision", "/passport/20413377/supervision"),
            Link::new("Remind Ann Jones", "/passport/20413377/remind"),
        ],
        restricted: Some(date(2026, 11, 3)),
        disputes: false,
        notices: vec![],
    };
    page("passport-of-another", show.page(&for_manager)?);
    page("line", show.page(&line(&nurse))?);
    teams::all(&mut |name, content| page(name, content), &show)?;
    page("jobs", show.page(&jobs())?);
    page("imports", show.page(&imports())?);
    page("import", show.page(&import())?);
    page("deliveries", show.page(&deliveries())?);
    page("delivery_run", show.page(&delivery_run())?);
    page("people", show.page(&people())?);
    page("messages", show.page(&reminding::messages())?);
    page("remind", show.page(&reminding::remind())?);
    let away = Some("Away, or no longer here. Ann Jones cannot be reminded by email.".into());
    let away = RemindPage { obstacle: away, errors: vec![], ..reminding::remind() };
    page("remind-away", show.page(&away)?);
    for (name, manager) in [("reminder", None), ("reminder-by-manager", Some("Grace Okonkwo"))] {
        let email = reminding::reminder(manager).write(&show.pages)?;
        page(&format!("email-{name}"), email.html);
        page(&format!("email-{name}.txt"), email.text);
    }
    let digest = reminding::digest().write(&show.pages)?;
    page("email-digest", digest.html);
    page("email-digest.txt", digest.text);
    page("figures", show.page(&figures())?);
    let contact = Some("learning@hartwell.example.nhs.uk".to_owned());
    page("accessibility", show.stranger(&AccessibilityPage { contact: contact.clone() })?);
    page("privacy", show.stranger(&PrivacyPage { contact })?);

    let log_in = HomePage {
        log_in: Some(Link::new("Log in", "/demo")),
        contact: Some("learning@hartwell.example.nhs.uk".into()),
    };
    page("home", show.stranger(&log_in)?);
    page("home-without-log-in", show.stranger(&HomePage { log_in: None, contact: None })?);
    page("demo_people", show.stranger(&demo_people())?);
    for (name, content) in entering::all(&show)? {
        page(name, content);
    }
    page("account", show.page(&administration::account())?);
    page("looks", show.page(&samples::looks())?);
    page("export", show.page(&ExportPage)?);
    administration::all(&mut |name, render| {
        page(name, render(&show.pages, &administration::frame())?);
        Ok(())
    })?;
    queries::all(&mut |name, render| {
        page(name, render(&show.pages, &frame())?);
        Ok(())
    })?;
    for (name, content) in desk::all(&show)? {
        page(name, content);
    }
    requirements::all(&mut |name, render| {
        page(name, render(&show.pages, &frame())?);
        Ok(())
    })?;
    page("error-404", show.page(&ErrorPage::not_found())?);
    page("error-403", show.page(&ErrorPage::forbidden())?);
    page("error-500", show.stranger(&ErrorPage::failed("01K9X3-7F2A"))?);

    for (name, passport) in [("nurse", &nurse), ("fine", &fine), ("hostile", &hostile)] {
        let email = email(passport);
        page(&format!("email-{name}"), email_html(&show.pages, &email)?);
        let subject = email_subject(&show.pages, &email)?;
        let text = email_text(&show.pages, &email)?;
        page(&format!("email-{name}.txt"), format!("Subject: {subject}\n\n{text}"));
    }
    Ok(files)
}

/// Renders samples.
pub struct Showcase {
    pages: Pages,
}

impl Showcase {
    /// A page for someone who is logged in.
    pub fn page<P: Page>(&self, page: &P) -> Result<String, RenderError> {
        self.pages.render(&frame(), page)
    }

    /// A page for someone who is not logged in.
    pub fn stranger<P: Page>(&self, page: &P) -> Result<String, RenderError> {
        self.pages.render(&Frame { account: None, menu: Vec::new(), ..frame() }, page)
    }
}

/// The passport of the reader.
pub fn own(passport: &passport_core::present::Passport) -> PassportPage<'_> {
    PassportPage {
        passport,
        own: true,
        pdf: Some("/passport/20413377.pdf".into()),
        lines: Some("/passport/lines/".into()),
        back: None,
        links: vec![Link::new("Supervision: what you and your manager agreed", "/supervision")],
        restricted: None,
        disputes: true,
        notices: vec![QueryNotice {
            words: "Moving and Handling: agreed, and recorded".into(),
            reason: "The certificate is from your last trust".into(),
            who: "Tess Lead".into(),
            on: date(2026, 11, 20),
            href: "/queries/12".into(),
        }],
    }
}

/// The first line of a passport, asked about a day.
fn line(passport: &passport_core::present::Passport) -> LinePage<'_> {
    let explained = Explanation {
        asked: "Level 2. A higher level counts too".into(),
        held: "Level 2, completed 3 May 2025, ran out on 3 May 2026. Level 1 held until 3 May 2028"
            .into(),
        required: "Required of every Staff Nurse since 1 April 2024".into(),
        dated: vec!["completed 3 May 2025, lasted 12 months".into(), "extended by 30 days".into()],
    };
    let back = Link::new("Your training passport", "/passport");
    LinePage {
        day: TypedDate { day: "1".into(), month: "12".into(), year: "2026".into() },
        answer: vec![
            "If you complete it on 1 December 2026 it next falls due on 1 December 2027.".into(),
            "Until then you are out of date.".into(),
        ],
        wrong: Some("/queries/new?line=fire-safety".into()),
        ..LinePage::new(&passport.lines[0], explained, back, None)
    }
}

/// The frame of someone who is logged in to a demonstration.
pub fn frame() -> Frame {
    Frame {
        organisation: "Hartwell NHS Trust".into(),
        home: "/".into(),
        account: Some(Account {
            name: "Ann Jones".into(),
            links: vec![],
            log_out: PostForm { action: "/log-out".into(), csrf: "token".into() },
        }),
        menu: vec![
            MenuItem::new("My passport", "/passport", true),
            MenuItem::new("My team", "/team", false),
        ],
        footer: vec![
            Link::new("Accessibility", "/accessibility"),
            Link::new("Privacy", "/privacy"),
        ],
        demo: true,
        nonce: Some("bm9uY2U".into()),
        ..Frame::default()
    }
}

/// The monthly message of a passport.
pub fn email(passport: &passport_core::present::Passport) -> PassportEmail<'_> {
    PassportEmail {
        passport,
        month: "November 2026".into(),
        sender: "Learning and Development, Hartwell NHS Trust".into(),
        pdf_attached: true,
        calendar_entries: 1,
    }
}

fn deliveries() -> DeliveriesPage {
    let row = |month: &str, href: &str, as_at, outcome, counts: &str| DeliveryRow {
        month: month.into(),
        href: href.into(),
        as_at,
        outcome,
        counts: counts.into(),
    };
    let (november, october) = (date(2026, 11, 1), date(2026, 10, 1));
    DeliveriesPage {
        months: vec![
            row("November 2026", "/deliveries/2026-11", november, Outcome::Running, "12 sent"),
            row("October 2026", "/deliveries/2026-10", october, Outcome::Completed, "2,398 sent"),
        ],
    }
}

fn people() -> PeoplePage {
    PeoplePage {
        query: "\"><b>jones".into(),
        found: Some(PeoplePage::found_words(1)),
        too_short: false,
        many: true,
        similar: true,
        people: vec![PersonRow {
            name: "Ann Jones".into(),
            employee_number: "20413377".into(),
            post: "Staff Nurse - Adult Acute Ward, Ashdown Ward".into(),
            passport: "/passport/20413377".into(),
        }],
        paging: None,
    }
}

fn figures() -> FiguresPage {
    let share = |percent: &str, of: &str| Share { percent: percent.into(), of: of.into() };
    let line = |name: &str, all: &str, meets: Option<bool>| FigureLine {
        name: name.into(),
        compulsory: share("91.2%", "10,412 of 11,407"),
        role_specific: share("84.9%", "11,078 of 12,984"),
        all: share(all, if meets.is_some() { "21,490 of 24,391" } else { "" }),
        target: "85%".into(),
        meets,
    };
    FiguresPage {
        as_at: date(2026, 11, 22),
        freshness: Some("Training data as at 20 November 2026, 18:00, from import 12".into()),
        sentence: "88.1% of required training is in date; the target is 85%".into(),
        meets: true,
        units: vec![
            line("Hartwell NHS Trust", "88.1%", Some(true)),
            line("Community Services", "84.9%", Some(false)),
        ],
        subjects: vec![
            line("Fire Safety", "79.9%", Some(false)),
            line("Chaplaincy", "none required", None),
        ],
        not_counted: vec![
            "310 lines of people who are away".into(),
            "1 line with an exemption".into(),
        ],
    }
}

fn jobs() -> JobsPage {
    let run = |what: &str, day, seconds, outcome, counts: &str| JobRun {
        what: what.into(),
        href: Some("/imports/12".into()),
        started: datetime(2026, 11, day, 2, 0, 0, 0),
        seconds,
        outcome,
        counts: counts.into(),
    };
    JobsPage {
        next: vec![
            NextRun { what: "Nightly import".into(), at: datetime(2026, 11, 23, 2, 0, 0, 0) },
            NextRun { what: "Monthly passports".into(), at: datetime(2026, 12, 1, 6, 0, 0, 0) },
        ],
        runs: vec![
            run("Nightly import", 22, None, Outcome::Running, ""),
            run("Nightly import", 21, Some(0), Outcome::NothingToDo, "No new files"),
            run(
                "Nightly import",
                20,
                Some(3),
                Outcome::Completed,
                "31 joined, 12 left, 840 awards",
            ),
            run("Nightly import", 19, Some(2), Outcome::Problems, "812 awards, 14 rows refused"),
            run(
                "Nightly import",
                18,
                Some(1),
                Outcome::Failed,
                "Nothing changed: 412 people would leave",
            ),
            run(
                "Monthly passports, November 2026",
                1,
                Some(431),
                Outcome::Completed,
                "2,398 sent, 42 not reached",
            ),
        ],
        paging: Some(Paging { current: 7, last: 14, href: "/jobs?page=".into() }),
    }
}

fn imports() -> ImportsPage {
    let row = |number, outcome, changes: &str| ImportRow {
        number,
        href: format!("/imports/{number}"),
        at: datetime(2026, 11, 20, 18, 0, 0, 0),
        extract_date: date(2026, 11, 20),
        files: "assignments.csv and 6 more".into(),
        outcome,
        changes: changes.into(),
    };
    ImportsPage {
        imports: vec![
            row(12, Outcome::Completed, "31 joined, 12 left, 840 awards"),
            row(11, Outcome::Problems, "812 awards, 14 rows refused"),
            row(10, Outcome::Undone, "1,204 awards"),
        ],
        paging: None,
    }
}

fn import() -> ImportPage {
    let file = |name: &str, kind: &str, rows, used, refused| ImportFile {
        name: name.into(),
        kind: kind.into(),
        rows,
        used,
        unchanged: rows - used - refused,
        refused,
    };
    let problem = |severity, value: &str, what: &str, remedy: &str| ImportProblem {
        severity,
        file: "awards_2026-11-20.csv".into(),
        row: Some(14),
        column: Some("F".into()),
        heading: Some("Date Last Awarded".into()),
        value: value.into(),
        what: what.into(),
        remedy: remedy.into(),
        place: None,
    };
    ImportPage {
        number: 12,
        back: "/imports".into(),
        at: datetime(2026, 11, 20, 18, 0, 0, 0),
        extract_date: date(2026, 11, 20),
        by: "Nightly import".into(),
        undo: Some("/imports/12/undo".into()),
        outcome: Outcome::Problems,
        files: vec![
            file("assignments_2026-11-20.csv", "Assignments", 2_611, 43, 0),
            file("awards_2026-11-20.csv", "Awards", 48_210, 840, 2),
        ],
        changes: vec![
            Count::new("Joined", 31),
            Count::new("Left", 12),
            Count::new("Awards added", 840),
        ],
        problems_sentence: "1 error, 1 warning and 1 note.".into(),
        problems: vec![
            problem(
                Severity::Error,
                "31/02/2026",
                "This is not a real date.",
                "Enter a date such as 28/02/2026.",
            ),
            problem(
                Severity::Warning,
                "14/06/2027",
                "This date is in the future.",
                "Check it. Until that day the award does not count.",
            ),
            problem(
                Severity::Note,
                samples::HOSTILE,
                "No competences file describes this competence.",
                "Say what it means under Unknown names. Or add it to the competences file, or record it there as an alias.",
            ),
        ],
        paging: None,
    }
}

fn delivery_run() -> DeliveryRunPage {
    let person = |name: &str, why: &str, remedy: &str| NotReached {
        name: name.into(),
        employee_number: "20413377".into(),
        team: "Ashdown Ward".into(),
        why: why.into(),
        remedy: remedy.into(),
    };
    DeliveryRunPage {
        under_way: Some(UnderWay {
            words: "1,204 of 2,440 done, about 2 minutes left".into(),
            done: 49,
            still: false,
            address: "/deliveries/2026-11".into(),
        }),
        month: "November 2026".into(),
        back: Some(Link::new("Timetable", "/jobs")),
        outcome: Outcome::Problems,
        sentence: "2,398 of 2,440 people were sent their passport".into(),
        as_at: date(2026, 11, 1),
        started: datetime(2026, 11, 1, 6, 0, 0, 0),
        finished: Some(datetime(2026, 11, 1, 12, 7, 0, 0)),
        counts: vec![
            Count::new("Sent", 2_398),
            Count::new("To print, no address", 31),
            Count::new("Refused by the mail server", 11),
            Count::new("Left out, on maternity leave", 38),
        ],
        print_files: vec![PrintFile {
            team: "Estates".into(),
            href: "/deliveries/2026-11/estates.pdf".into(),
            people: 31,
        }],
        not_reached_total: 2,
        not_reached: vec![
            person(
                "Tomasz Zieliński",
                "The mail server refused the address",
                "Correct the address in ESR",
            ),
            person(
                "Grace Okonkwo",
                "No email address",
                "Add an address in ESR, or print the passport",
            ),
        ],
        paging: None,
    }
}

fn demo_people() -> DemoPeoplePage {
    let person = |id: &str, name: &str, role: &str, about: &str| DemoPerson {
        id: id.into(),
        name: name.into(),
        role: role.into(),
        about: about.into(),
    };
    DemoPeoplePage {
        action: "/demo/log-in".into(),
        csrf: "token".into(),
        people: vec![
            person(
                "20413377",
                "Ann Jones",
                "Staff nurse, Ashdown Ward",
                "Has 3 things to do, and a booked class.",
            ),
            person(
                "20410012",
                "Grace Okonkwo",
                "Ward manager, Ashdown Ward",
                "Sees the passports of her team.",
            ),
            person(
                "20410777",
                "Priya Shah",
                "Training lead",
                "Sees everyone, the imports and the monthly run.",
            ),
            person(
                "20410001",
                "Helen Ward",
                "Director of nursing",
                "Sees how the whole trust stands.",
            ),
        ],
    }
}
