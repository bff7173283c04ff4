//! The pages about logging in and about one's own account, with sample contexts.

use jiff::civil::date;
use passport_pages::RenderError;
use passport_pages::pages::{
    Choice, FirstStepsPage, ImportChange, ImportFile, ImportPreviewPage, ImportProblem,
    ImportUnderWayPage, Mistake, NewImportPage, SetUpPage, Severity, StepLine, UnreadHeading,
    UnreadHeadings,
};
use passport_pages::pages::{
    ChoosePasswordPage, CodePage, ForgottenPage, RecoveryCodesPage, SecondFactorPage,
    SetUpSecondFactorPage,
};

use super::{Showcase, samples};

const WRONG: &str =
    "The code is not right, or was used. Wait until your app shows a new one, and enter that.";

/// All of them, by name.
pub fn all(show: &Showcase) -> Result<Vec<(&'static str, String)>, RenderError> {
    let wrong = || Some(WRONG.to_owned());
    let refused = Some("The email address or the password is not right.".to_owned());
    let code = CodePage { error: wrong(), ..CodePage::default() };
    let recovery = CodePage { recovery_error: wrong(), ..CodePage::default() };
    let unset = SecondFactorPage {
        email: "m.okafor@hartwell.example.nhs.uk".into(),
        has_password: true,
        ..SecondFactorPage::default()
    };
    let set = SecondFactorPage {
        since: Some(date(2026, 8, 6)),
        codes_left: 9,
        required: true,
        ..unset.clone()
    };
    Ok(vec![
        ("log_in", show.stranger(&samples::log_in(None))?),
        ("log_in-wrong", show.stranger(&samples::log_in(refused))?),
        ("forgotten", show.stranger(&forgotten(false))?),
        ("forgotten-asked", show.stranger(&forgotten(true))?),
        ("going_to_log_in", show.stranger(&samples::going_to_log_in())?),
        ("not_linked", show.stranger(&samples::not_linked())?),
        ("choose_password", show.stranger(&choose_password())?),
        ("set_up", show.stranger(&set_up(false))?),
        ("set_up-wrong", show.stranger(&set_up(true))?),
        ("first_steps", show.page(&first_steps())?),
        ("new_import", show.page(&new_import())?),
        ("import_preview", show.page(&import_preview())?),
        ("import_under_way", show.page(&import_under_way(Some(14)))?),
        ("import_under_way-looking", show.page(&import_under_way(None))?),
        ("code", show.stranger(&CodePage::default())?),
        ("code-wrong", show.stranger(&code)?),
        ("code-recovery-wrong", show.stranger(&recovery)?),
        ("set_up_second_factor", show.stranger(&set_up_second_factor(None))?),
        ("set_up_second_factor-wrong", show.stranger(&set_up_second_factor(wrong()))?),
        ("recovery_codes", show.stranger(&recovery_codes())?),
        ("second_factor", show.page(&unset)?),
        ("second_factor-set", show.page(&set)?),
    ])
}

fn set_up(wrong: bool) -> SetUpPage {
    let errors = vec![
        Mistake::new("name", "Enter the organisation’s name."),
        Mistake::new("email", "Enter an email address, such as name@example.nhs.uk."),
    ];
    SetUpPage {
        action: "/set-up/0a0b".into(),
        vpd: "999".into(),
        errors: if wrong { errors } else { Vec::new() },
        ..SetUpPage::default()
    }
}

fn first_steps() -> FirstStepsPage {
    let step = |text: &str, href: &str, hint: &str, done| StepLine {
        text: text.into(),
        href: href.into(),
        hint: hint.into(),
        done,
    };
    FirstStepsPage {
        csrf: "token".into(),
        steps: vec![
            step("Mail server", "/settings/mail-to", "the setting mail-to is empty", false),
            step("First import of extracts", "/imports/new", "people added: 2,440", true),
        ],
        sent: Some((false, "The message could not be sent: no answer in a minute.".into())),
    }
}

fn new_import() -> NewImportPage {
    NewImportPage {
        is_first: true,
        most: "100 MB".into(),
        profiles: vec![
            Choice::new("", "None: the headings are known", ""),
            Choice::new("payroll", "payroll", ""),
        ],
        errors: vec![Mistake::new("files", "Choose one file or several.")],
        ..NewImportPage::default()
    }
}

fn import_under_way(done: Option<u64>) -> ImportUnderWayPage {
    ImportUnderWayPage {
        importing: done.is_some(),
        words: "Recording: 12,000 of 83,441".into(),
        done,
        still: done.is_none(),
        address: "/imports/under-way/0a0b".into(),
    }
}

fn import_preview() -> ImportPreviewPage {
    ImportPreviewPage {
        csrf: "token".into(),
        ticket: "0a0b".into(),
        extract_date: date(2026, 11, 22),
        files: vec![ImportFile {
            name: "assignments.csv".into(),
            kind: "assignments".into(),
            rows: 2_440,
            used: 2_439,
            unchanged: 0,
            refused: 1,
        }],
        partial: true,
        unread: vec![UnreadHeadings {
            file: "assignments.csv".into(),
            recognised: false,
            looks_like: Some("awards".into()),
            lacks: vec!["Competence Name".into()],
            fields: vec![UnreadHeading {
                name: "heading-Payroll \"Ref\"".into(),
                theirs: "Payroll \"Ref\"".into(),
                likely: "Employee Number".into(),
            }],
            choices: vec![
                Choice::new("", "Not needed", ""),
                Choice::new("Employee Number", "Employee Number", ""),
            ],
        }],
        profile_name: "Extract of payroll".into(),
        changes: vec![ImportChange {
            what: "Person added".into(),
            count: 2_439,
            examples: vec!["Ann Jones, 20413377".into(), "\"><b>Łukasz".into()],
        }],
        reason: "Nothing was changed: there are rows that cannot be used.".into(),
        go_on: Some("Go on without the rows that cannot be used".into()),
        may_be_part: true,
        may_compare: true,
        compare_only: false,
        skip_bad_rows: true,
        accept_large_change: false,
        problems_sentence: "1 error, 0 warnings and 0 notes.".into(),
        problems: vec![ImportProblem {
            severity: Severity::Error,
            file: "assignments.csv".into(),
            row: Some(7),
            column: Some("P".into()),
            heading: Some("Start Date".into()),
            value: "31/02/2026".into(),
            what: "There is no such day.".into(),
            remedy: "Correct the date.".into(),
            place: None,
        }],
        problems_left_out: 0,
    }
}

fn set_up_second_factor(error: Option<String>) -> SetUpSecondFactorPage {
    SetUpSecondFactorPage {
        action: "/log-in/second-factor",
        secret: "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567".into(),
        uri: "otpauth://totp/Training%20Passport:m.okafor?secret=ABCD".into(),
        // Not a code: a square that shows where it stands.
        qr_code: Some((33, "M4 4h25v1h-25zM4 28h25v1h-25zM4 5h1v23h-1zM28 5h1v23h-1z".into())),
        error,
        ..SetUpSecondFactorPage::default()
    }
}

fn recovery_codes() -> RecoveryCodesPage {
    RecoveryCodesPage { codes: (0..10).map(|n| format!("{n}K3M-8QRT-V4WX-{n}Y7Z")).collect() }
}

fn forgotten(asked: bool) -> ForgottenPage {
    ForgottenPage {
        email: "ann@hartwell.example.nhs.uk".into(),
        error: (!asked).then(|| "Enter your work email address.".into()),
        asked,
        ..ForgottenPage::default()
    }
}

fn choose_password() -> ChoosePasswordPage {
    ChoosePasswordPage {
        action: "/link/0a0b".into(),
        csrf: "token".into(),
        name: "Ann Jones".into(),
        email: "ann@hartwell.example.nhs.uk".into(),
        error: Some("Enter at least 12 characters.".into()),
    }
}
