//! Samples of the pages of administrators, of managers with deputies and of those
//! who lead a subject. Kept apart from the others: there are many, and they have
//! their own menu.
#![allow(dead_code, reason = "each user takes a part")]

use jiff::civil::{date, datetime};
use passport_pages::pages::{
    AccountPage, AccountRow, AccountsPage, Choice, ChooseRolePage, ComingValue, ConfirmPage,
    DeputiesPage, DeputyRow, EveryoneInvitedPage, GiveRolePage, HandOverPage, HeldRole,
    InviteEveryonePage, ManagedAccountPage, Mistake, NewAccountPage, NotInvited, Paging,
    SessionLine, SettingPage, SettingRow, SettingsPage, Share, SubjectFigure, SubjectPage,
    SubjectPerson, TypedDate,
};
use passport_pages::{Account, Frame, Link, MenuItem, Page, Pages, PostForm, RenderError};

type Render<'p> = dyn Fn(&Pages, &Frame) -> Result<String, RenderError> + 'p;

/// All of them, by name.
pub fn all(
    show: &mut dyn FnMut(&str, &Render<'_>) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    fn of<P: Page>(page: P) -> impl Fn(&Pages, &Frame) -> Result<String, RenderError> {
        move |pages, frame| pages.render(frame, &page)
    }
    show("accounts", &of(accounts()))?;
    show("managed_account", &of(managed_account()))?;
    let closed = ManagedAccountPage {
        state: "Closed".into(),
        colour: "white".into(),
        closed: true,
        done: None,
        sessions: vec![],
        ..managed_account()
    };
    show("managed_account-closed", &of(closed))?;
    show("choose_role", &of(choose_role()))?;
    show("give_role", &of(give_role()))?;
    show("give_role-subject", &of(give_role_of_subject()))?;
    show("confirm", &of(confirm(Some("Take the role away"))))?;
    show("confirm-refused", &of(confirm(None)))?;
    show("hand_over", &of(hand_over(true)))?;
    show("hand_over-mailed", &of(hand_over(false)))?;
    show("new_account", &of(new_account()))?;
    for by_mail in [true, false] {
        let name = if by_mail { "invite_everyone" } else { "invite_everyone-by-hand" };
        let page = InviteEveryonePage {
            waiting: 3,
            csrf: "token".into(),
            to_invite: 2_398,
            without_address: 42,
            by_mail,
        };
        show(name, &of(page))?;
    }
    show("everyone_invited", &of(everyone_invited()))?;
    show("settings", &of(settings()))?;
    show("setting", &of(setting()))?;
    show("deputies", &of(deputies()))?;
    show("subject", &of(subject()))
}

/// The frame of an administrator.
pub fn frame() -> Frame {
    Frame {
        organisation: "Hartwell NHS Trust".into(),
        home: "/".into(),
        account: Some(Account {
            name: "Alex Byrne".into(),
            links: vec![Link::new("Your account", "/account")],
            log_out: PostForm { action: "/log-out".into(), csrf: "token".into() },
        }),
        menu: vec![
            MenuItem::new("Accounts", "/accounts", true),
            MenuItem::new("Settings", "/settings", false),
        ],
        footer: vec![Link::new("Privacy", "/privacy")],
        nonce: Some("bm9uY2U".into()),
        ..Frame::default()
    }
}

fn session(id: &str, browser: &str, current: bool) -> SessionLine {
    SessionLine {
        id: id.into(),
        browser: browser.into(),
        began: datetime(2026, 11, 22, 7, 2, 0, 0),
        seen: datetime(2026, 11, 22, 9, 40, 0, 0),
        current,
    }
}

/// One's own account, with a place and a role given.
pub fn account() -> AccountPage {
    AccountPage {
        csrf: "token".into(),
        name: "Ann Jones".into(),
        email: "ann@hartwell.example.nhs.uk".into(),
        roles: vec!["staff".into(), "manager".into()],
        given: vec![role("Deputy of Grace Okonkwo")],
        places: vec!["You stand in for Grace Okonkwo until 30 November 2026".into()],
        staff: true,
        sessions: vec![
            session("a", "Chrome on Android", true),
            session("b", "Edge on Windows", false),
        ],
        error: Some(("current".into(), "That is not your password.".into())),
        done: None,
    }
}

/// A role that was given.
pub fn role(what: &str) -> HeldRole {
    HeldRole {
        what: what.into(),
        from: Some(date(2026, 11, 9)),
        to: Some(date(2026, 11, 30)),
        reason: "Annual leave".into(),
        take: None,
    }
}

fn accounts() -> AccountsPage {
    let row = |name: &str, number: &str, email: &str, state: &str, colour: &str| AccountRow {
        name: name.into(),
        href: (state != "Not invited").then(|| "/accounts/12".into()),
        employee_number: number.into(),
        email: email.into(),
        state: state.into(),
        colour: colour.into(),
        note: None,
        invite: false,
    };
    let invite = |row: AccountRow| AccountRow { invite: true, ..row };
    let note = |row: AccountRow, note: &str| AccountRow { note: Some(note.into()), ..row };
    let email = "bronwen.llyr-nguyen-of-the-long-address@hartwell.example.nhs.uk";
    AccountsPage {
        csrf: "token".into(),
        query: "\"><b>o".into(),
        found: AccountsPage::found_words(2_441),
        people: vec![
            row("Alex Byrne", "", "alex@hartwell.example.nhs.uk", "Open", "green"),
            row("Ann Jones", "20413377", "ann@hartwell.example.nhs.uk", "Invited", "blue"),
            invite(row("Bronwen Llŷr-Nguyễn", "20413390", email, "Not invited", "grey")),
            note(
                row("Eleni Papadopoulou", "20413391", "", "Not invited", "grey"),
                "No email address in the staff record",
            ),
            note(
                row("Grace Okonkwo", "20413378", "grace@hartwell.example.nhs.uk", "Open", "green"),
                "No longer works here",
            ),
        ],
        paging: Some(Paging { current: 2, last: 49, href: "/accounts?page=".into() }),
    }
}

fn managed_account() -> ManagedAccountPage {
    let take = Some("/accounts/12/roles/4".to_owned());
    ManagedAccountPage {
        csrf: "token".into(),
        address: "/accounts/12".into(),
        name: "Grace Okonkwo".into(),
        employee_number: "20413378".into(),
        email: "grace@hartwell.example.nhs.uk".into(),
        state: "Open".into(),
        colour: "green".into(),
        done: Some("The role is given".into()),
        roles: vec![
            HeldRole {
                take: take.clone(),
                ..role("Manager of Hartwell NHS Trust, Acute, Ashdown Ward")
            },
            HeldRole { from: None, to: None, take, ..role("Administrator") },
        ],
        sessions: vec![
            session("a", "Chrome on Android", true),
            session("b", "Edge on Windows", false),
        ],
        link: Some("Reset the password".into()),
        ..ManagedAccountPage::default()
    }
}

fn choose_role() -> ChooseRolePage {
    ChooseRolePage {
        account: "/accounts/12".into(),
        name: "Grace Okonkwo".into(),
        roles: vec![
            Choice::new("manager", "Manager", "Sees everyone who works in a unit and below it."),
            Choice::new("board viewer", "Board viewer", "Sees figures, and nobody's name."),
        ],
        errors: vec![Mistake::new("role", "Choose a role.")],
    }
}

fn give_role() -> GiveRolePage {
    GiveRolePage {
        csrf: "token".into(),
        account: "/accounts/12".into(),
        name: "Grace Okonkwo".into(),
        role: "manager".into(),
        meaning: "Sees everyone who works in a unit and below it.".into(),
        label: "Unit".into(),
        hint: "Its name, such as Ashdown Ward.".into(),
        of: "Ward 1".into(),
        suggested: vec![
            Choice::new("Hartwell|Acute|Ward 1", "Hartwell, Acute, Ward 1", ""),
            Choice::new("Hartwell|Community|Ward 1", "Hartwell, Community, Ward 1", ""),
        ],
        from: TypedDate::default(),
        to: TypedDate { day: "31".into(), month: "2".into(), year: "2027".into() },
        reason: "Covers both wards".into(),
        errors: vec![
            Mistake::new("of", "No unit has exactly this name."),
            Mistake::new("to-day", "Last day must be a real date, such as 1 12 2026."),
        ],
        ..GiveRolePage::default()
    }
}

fn give_role_of_subject() -> GiveRolePage {
    GiveRolePage {
        role: "subject lead".into(),
        label: "Subject".into(),
        hint: String::new(),
        choices: vec![
            Choice::new("", "Choose a subject", ""),
            Choice::new("Fire Safety", "Fire Safety", ""),
        ],
        of: String::new(),
        suggested: vec![],
        errors: vec![Mistake::new("of", "Enter a subject.")],
        ..give_role()
    }
}

fn confirm(button: Option<&str>) -> ConfirmPage {
    ConfirmPage {
        csrf: "token".into(),
        heading: "Take a role away from Grace Okonkwo".into(),
        lines: vec![
            "Administrator.".into(),
            "It ends at once: the next page they open is shut to them.".into(),
        ],
        action: "/accounts/12/roles/4".into(),
        button: button.map(str::to_owned),
        back: Link::new("Account of Grace Okonkwo", "/accounts/12"),
    }
}

fn hand_over(by_hand: bool) -> HandOverPage {
    let link = format!("https://passport.hartwell.example.nhs.uk/link/{}", "0a".repeat(32));
    HandOverPage {
        name: "Ann Jones".into(),
        email: "ann@hartwell.example.nhs.uk".into(),
        link: by_hand.then_some(link),
        until: datetime(2026, 12, 6, 12, 0, 0, 0),
        back: Link::new("Account of Ann Jones", "/accounts/12"),
    }
}

fn new_account() -> NewAccountPage {
    NewAccountPage {
        csrf: "token".into(),
        name: "Dora Chair".into(),
        email: "dora".into(),
        role: "board viewer".into(),
        roles: vec![
            Choice::new("board viewer", "Board viewer", "Sees figures, and nobody's name."),
            Choice::new("administrator", "Administrator", "Sees to accounts, and no record."),
        ],
        reason: String::new(),
        errors: vec![
            Mistake::new("email", "Enter an email address, such as name@example.nhs.uk."),
            Mistake::new("reason", "Enter why, so that it can be understood later."),
        ],
    }
}

fn everyone_invited() -> EveryoneInvitedPage {
    EveryoneInvitedPage {
        invited: 2_398,
        not_invited: vec![NotInvited {
            name: "Eleni Papadopoulou".into(),
            employee_number: "20413391".into(),
            why: "No email address in the staff record".into(),
        }],
    }
}

fn settings() -> SettingsPage {
    let row = |key: &str, meaning: &str, value: &str| SettingRow {
        key: key.into(),
        meaning: meaning.into(),
        value: value.into(),
        coming: vec![],
        change: Some(format!("/settings/{key}")),
    };
    let target = row("target", "The organisation's compliance target in per cent.", "85");
    let coming = vec![ComingValue { from: date(2027, 4, 1), value: "90".into() }];
    let statuses = "Maternity; Adoption; Career Break; Out on External Secondment; Suspend";
    SettingsPage {
        as_at: date(2026, 11, 22),
        done: Some("target is saved".into()),
        settings: vec![
            SettingRow { coming, ..target },
            row("excluded-statuses", "Assignments left out of the figures.", statuses),
            row("contact", "Whom staff ask about training.", ""),
            SettingRow {
                change: None,
                ..row("import-folder", "The folder whose files are imported.", "/srv/extracts")
            },
        ],
    }
}

fn setting() -> SettingPage {
    SettingPage {
        csrf: "token".into(),
        action: "/settings/target".into(),
        key: "target".into(),
        meaning: "The organisation's compliance target in per cent.".into(),
        default: "85".into(),
        value: "850".into(),
        coming: vec![ComingValue { from: date(2027, 4, 1), value: "90".into() }],
        from: TypedDate { day: "22".into(), month: "11".into(), year: "2026".into() },
        errors: vec![Mistake::new("value", "target cannot be \"850\": enter a percentage.")],
    }
}

fn deputies() -> DeputiesPage {
    let row = |name: &str, state: &str| DeputyRow {
        grant: 7,
        name: name.into(),
        state: state.into(),
        from: Some(date(2026, 11, 9)),
        to: Some(date(2026, 11, 30)),
        reason: "Annual leave".into(),
    };
    DeputiesPage {
        csrf: "token".into(),
        done: None,
        deputies: vec![row("Ann Jones", "Stands in now")],
        past: vec![row("Tomasz Zieliński", "Taken away on 12 November 2026")],
        colleague: "20413399".into(),
        to: TypedDate { day: "1".into(), month: String::new(), year: "2027".into() },
        errors: vec![Mistake::new("to-month", "Last day must include a month.")],
        ..DeputiesPage::default()
    }
}

fn subject() -> SubjectPage {
    let share = Share { percent: "84.9%".into(), of: "11,078 of 12,984".into() };
    let figure = |name: &str, meets| SubjectFigure {
        name: name.into(),
        href: "/subjects/Fire%20Safety?unit=Acute".into(),
        share: share.clone(),
        target: "85%".into(),
        meets,
    };
    let person = |name: &str, status: &str, colour: &str, held: bool| SubjectPerson {
        name: name.into(),
        passport: held.then(|| "/passport/20413377".into()),
        unit: "Ashdown Ward".into(),
        level: "2".into(),
        status: status.into(),
        colour: colour.into(),
        award: held.then(|| date(2025, 11, 1)),
        expiry: held.then(|| date(2026, 11, 1)),
    };
    SubjectPage {
        subject: "Fire Safety".into(),
        address: "/subjects/Fire%20Safety".into(),
        as_at: date(2026, 11, 22),
        freshness: Some("Training data as at 20 November 2026, 18:00, from import 12".into()),
        sentence: "84.9% of required training is in date; the target is 85%".into(),
        meets: false,
        not_counted: vec!["310 lines of people who are away".into()],
        unit: "Hartwell|Acute".into(),
        units: vec![
            Choice::new("", "All units", ""),
            Choice::new("Hartwell|Acute", "Hartwell, Acute", ""),
        ],
        status: "expired".into(),
        statuses: vec![
            Choice::new("", "Not compliant, for any reason", ""),
            Choice::new("expired", "Expired", ""),
        ],
        figures: vec![figure("Acute", Some(false)), figure("Chaplaincy", None)],
        found: SubjectPage::found_words(1_906),
        people: vec![
            person("Ann Jones", "Expired", "red", true),
            person("\"><script>alert(1)</script>", "Never completed", "red", false),
        ],
        paging: Some(Paging { current: 1, last: 39, href: "/subjects/Fire%20Safety?page=".into() }),
    }
}
