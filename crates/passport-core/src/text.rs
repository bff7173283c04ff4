//! The normal form in which names are compared: never by guessing, but never
//! apart for a space, a capital or a trailing pipe either (rules.md section 1).

/// Lower case, runs of white space as one space, none at the ends, and no
/// trailing pipe: `NHS|CSTF|Fire  Safety - 2 Years|` and
/// `nhs|cstf|fire safety - 2 years` are one name.
#[must_use]
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    while out.ends_with(['|', ' ']) {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn spaces_case_and_the_trailing_pipe_do_not_make_another_name() {
        for written in [
            "NHS|CSTF|Fire Safety - 2 Years|",
            " nhs|cstf|FIRE  safety - 2\u{a0}years ",
            "NHS|CSTF|Fire Safety - 2 Years ||",
        ] {
            assert_eq!(normal(written), "nhs|cstf|fire safety - 2 years", "{written:?}");
        }
    }

    #[test]
    fn another_period_is_another_name() {
        assert_ne!(
            normal("NHS|CSTF|Fire Safety - 1 Year|"),
            normal("NHS|CSTF|Fire Safety - 2 Years|")
        );
    }
}
