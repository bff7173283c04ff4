//! What settings can be, and from when they hold.

use super::*;
use jiff::civil::date;

#[test]
fn every_default_is_a_value_the_setting_can_have() {
    for setting in SETTINGS {
        assert_eq!(setting.check(setting.default), Ok(()), "{}", setting.key);
    }
}

#[test]
fn a_percentage_is_read_exactly() {
    for (text, value) in [
        ("85", Some(8500)),
        ("92.5", Some(9250)),
        ("84.96%", Some(8496)),
        ("100", Some(10_000)),
        ("100.01", None),
        ("", None),
        ("8,5", None),
        ("-1", None),
    ] {
        assert_eq!(hundredths(text), value, "{text:?}");
    }
}

#[test]
fn a_time_of_day_has_hours_and_minutes() {
    assert_eq!(time_of_day("07:00"), Some(jiff::civil::time(7, 0, 0, 0)));
    for wrong in ["7:00", "24:00", "07:60", "07.00", "", "07:00:00"] {
        assert_eq!(time_of_day(wrong), None, "{wrong:?}");
    }
}

#[test]
fn links_begin_with_an_address_that_browsers_open() {
    for good in ["https://passport.example.nhs.uk", "http://127.0.0.1:8080", "https://[::1]/tp"] {
        assert!(is_web_address(good), "{good:?}");
    }
    for bad in
        ["javascript:alert(1)", "https://", "passport.nhs.uk", "https://a b", "https://a\"b", ""]
    {
        assert!(!is_web_address(bad), "{bad:?}");
    }
}

#[test]
fn a_setting_holds_from_its_day() {
    let settings = Settings::new([
        ("warning-months".into(), None, "2".into()),
        ("warning-months".into(), Some(date(2026, 4, 1)), "6".into()),
    ]);
    assert_eq!(settings.policy(date(2026, 3, 31)).warning_months, 2);
    assert_eq!(settings.policy(date(2026, 4, 1)).warning_months, 6);
}

#[test]
fn a_period_of_retention_is_months_or_keep() {
    let setting = Setting::find("retention-other-months").expect("there is one");
    for good in ["keep", "1", "72", "1200"] {
        assert_eq!(setting.check(good), Ok(()), "{good:?}");
    }
    for bad in ["0", "", "1201", "-1", "Keep", "6 years"] {
        assert!(setting.check(bad).is_err(), "{bad:?}");
    }
    let settings = Settings::new([("retention-other-months".into(), None, "keep".into())]);
    assert_eq!(settings.months("retention-other-months", date(2026, 1, 1)), None);
    assert_eq!(settings.months("retention-statutory-months", date(2026, 1, 1)), Some(120));
}
