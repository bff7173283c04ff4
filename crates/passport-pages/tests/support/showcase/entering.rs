//! The pages about logging in and about one's own account, with sample contexts.

use jiff::civil::date;
use passport_pages::RenderError;
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
