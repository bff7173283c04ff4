//! The normal form in which names are compared: never by guessing, but never
//! apart for a space, a capital, a typographer's dash or a trailing pipe either
//! (rules.md section 1).

/// Lower case, runs of white space as one space, none at the ends or round a
/// pipe, plain dashes and apostrophes, and no trailing pipe:
/// `NHS|CSTF|Fire  Safety – 2 Years|` and `nhs|cstf|fire safety - 2 years` are
/// one name.
#[must_use]
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for char in text.chars() {
        if char.is_whitespace() {
            space = true;
            continue;
        }
        if space && !out.is_empty() && !out.ends_with('|') && char != '|' {
            out.push(' ');
        }
        space = false;
        match char {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            _ if char.is_ascii() => out.push(char.to_ascii_lowercase()),
            _ => out.extend(char.to_lowercase()),
        }
    }
    out.truncate(out.trim_end_matches('|').len());
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
            "NHS | CSTF |  Fire Safety \u{2013} 2 Years| ",
        ] {
            assert_eq!(normal(written), "nhs|cstf|fire safety - 2 years", "{written:?}");
        }
    }

    #[test]
    fn nothing_but_pipes_is_no_name() {
        assert_eq!(normal(" || "), "");
    }

    #[test]
    fn another_period_is_another_name() {
        assert_ne!(
            normal("NHS|CSTF|Fire Safety - 1 Year|"),
            normal("NHS|CSTF|Fire Safety - 2 Years|")
        );
    }
}
