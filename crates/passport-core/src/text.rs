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

/// Typed text as one line: one space between words, and nothing that is not seen.
/// Marks that turn the direction of what follows would let a name read as another
/// does; those that join letters stay within the scripts that are written with them.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() || letter.is_control() {
            space = true;
            continue;
        }
        let joins = matches!(letter, '\u{180e}' | '\u{200c}' | '\u{200d}');
        let is_between = !space
            && out.chars().next_back().is_some_and(is_joined)
            && letters.peek().copied().is_some_and(is_joined);
        if is_unseen(letter) || (joins && !is_between) {
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        out.push(letter);
    }
    out
}

/// Format characters, fillers and tags: nothing is drawn for them.
const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a letter is of a script whose letters may be joined or kept apart: from
/// Hebrew and Arabic to the scripts of India and Mongolia.
const fn is_joined(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb1d}'..='\u{fdff}')
}

#[cfg(test)]
mod tests {
    use super::{normal, one_line};

    #[test]
    fn a_line_has_words_with_one_space_between_them_and_nothing_unseen() {
        for (typed, line) in [
            ("  annual\r\nleave\0\tnow ", "annual leave now"),
            ("Ann\u{202e}senoJ\u{202c}", "AnnsenoJ"),
            ("\u{2066}Ann\u{2069} \u{200f}Jones\u{200e}", "Ann Jones"),
            ("An\u{200b}n\u{feff} Jo\u{ad}nes\u{2060}", "Ann Jones"),
            ("Ann \u{200b} Jones", "Ann Jones"),
            ("Ann\u{200d}Jones\u{200c}", "AnnJones"),
            ("\u{3164}\u{115f}\u{e0041}", ""),
            ("\u{200f}", ""),
            // What is seen stays as it is.
            ("Zoë O\u{2019}Brien–Łuczak", "Zoë O\u{2019}Brien–Łuczak"),
            ("محمد علي", "محمد علي"),
            // Persian and Sinhala names are written with them.
            ("علی\u{200c}رضا", "علی\u{200c}رضا"),
            ("ශ්\u{200d}රී", "ශ්\u{200d}රී"),
            ("\u{200d}ශ්\u{200d} රී\u{200c}", "ශ් රී"),
        ] {
            assert_eq!(one_line(typed), line, "{typed:?}");
        }
    }

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
