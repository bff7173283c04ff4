//! `account` and `setting`: the same rules as the pages, from the command line.

use super::support::{Trust, on_both};

fn began(trust: &Trust) {
    trust.import_everything();
    trust.ok(&["account", "administrator", "Alex Byrne", "alex@hartwell.example.nhs.uk"]);
    trust.ok(&["account", "administrator", "Billie Marsh", "billie@hartwell.example.nhs.uk"]);
}

#[test]
fn a_role_is_given_of_what_is_there_whichever_door_asks() {
    on_both("cli_account_roles", |trust| {
        began(trust);
        let give = |more: &[&str]| {
            let mut words = vec!["account", "grant"];
            words.extend(more);
            words.extend(["--reason", "because"]);
            trust.run(&words)
        };
        for (words, says) in [
            (&["1", "manager", "--of", "Ward"][..], "There is: Hartwell NHS Trust|Ash Ward"),
            (&["1", "manager"], "Enter a unit."),
            (&["1", "deputy", "--of", "00000101"], "has a team today"),
            (&["1", "subject lead", "--of", "Chess"], "There is: Blood Transfusion; Fire Safety"),
            (&["1", "board viewer", "--of", "Ash Ward"], "for the whole organisation"),
            (&["1", "administrator"], "They have this role already"),
            (&["99", "board viewer"], "no open account"),
        ] {
            let ran = give(words);
            assert!(ran.status != 0 && ran.err.contains(says), "{words:?}: {}", ran.err);
        }
        let before = trust.ok(&["account", "grants", "--format", "csv"]);
        assert_eq!(before.lines().count(), 3, "nothing was given: {before}");
        assert_eq!(give(&["1", "manager", "--of", "ash ward"]).status, 0);
        let grants = trust.ok(&["account", "grants", "--format", "csv"]);
        assert!(grants.contains("Hartwell NHS Trust|Ash Ward"), "{grants}");
    });
}

#[test]
fn somebody_remains_an_administrator() {
    on_both("cli_account_last", |trust| {
        began(trust);
        // Both can log in: who cannot is nobody to be left with.
        trust.ok(&["setting", "set", "sso-issuer", "https://login.example.nhs.uk"]);
        trust.ok(&["account", "link", "1", "first"]);
        trust.ok(&["account", "link", "2", "second"]);
        let grants = trust.ok(&["account", "grants", "--format", "csv"]);
        let numbers: Vec<&str> =
            grants.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        trust.ok(&["account", "revoke", numbers[0]]);
        let err = trust.run(&["account", "revoke", numbers[1]]).err;
        assert!(err.contains("the last administrator"), "{err}");
        let err = trust.run(&["account", "close", "2"]).err;
        assert!(err.contains("the last administrator"), "{err}");
        trust.ok(&["account", "close", "1"]);
        let accounts = trust.ok(&["account", "list", "--format", "csv"]);
        assert_eq!(accounts.matches("closed").count(), 1, "{accounts}");
    });
}

#[test]
fn a_setting_has_one_rule_for_both_doors() {
    on_both("cli_setting_rule", |trust| {
        began(trust);
        trust.fails(2, &["setting", "set", "target", "850"]);
        trust.fails(2, &["setting", "set", "mail-from", "nobody"]);
        trust.ok(&["setting", "set", "target", "90", "--from", "2027-04-01"]);
        let on = |day: &str| trust.ok(&["setting", "list", "--as-at", day, "--format", "csv"]);
        assert!(on("2027-03-31").contains("target,85,"), "{}", on("2027-03-31"));
        assert!(on("2027-04-01").contains("target,90,"));
    });
}
