//! What a password may be: long, not soon guessed, and nothing to do with the
//! person or the place. Any characters will do, and none is changed: what is
//! trimmed or folded for one browser is wrong in the next.
//!
//! Length and words follow ASVS 5.0 (6.2.1 to 6.2.12, as of August 2026);
//! twelve characters is our own choice above its eight. No rules about kinds of
//! characters, because they make passwords alike.
//!
//! Knowingly left out: Unicode normalisation. A letter with an accent that one
//! keyboard composes and another does not makes two different passwords.

use std::fmt;

/// The least characters (Unicode scalar values, not bytes).
const SHORTEST: usize = 12;
/// The most: longer ones make the server work and nobody safer.
const LONGEST: usize = 128;
/// A name shorter than this is not looked for inside a password: `Ann` is in
/// *planned*. The guesser knows it all the same.
const SHORTEST_WORD: usize = 4;
/// Words of the product, which every attacker tries first.
const OURS: [&str; 3] = ["training", "passport", "nhs"];

/// What someone typed as a password, unchanged. It need not be a good one.
#[derive(Clone)]
pub struct Password(String);

/// Whose password it will be.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Their name, address, employee number; the organisation's name and code.
    pub words: &'a [&'a str],
}

/// Why a password will not do, in words for whoever chose it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fewer than twelve characters.
    #[error("Password must be {} characters or more", SHORTEST)]
    TooShort,
    /// More than 128 characters.
    #[error("Password must be {} characters or fewer", LONGEST)]
    TooLong,
    /// It holds a word that belongs to the person, the organisation or us.
    #[error(
        "Password must not contain '{0}': use words that have nothing to do with you, \
         your organisation or this service"
    )]
    Contains(String),
    /// On a list of common ones, or soon guessed by the usual tricks.
    #[error(
        "Password is too easy to guess: three or more words that do not belong together \
         make a good one"
    )]
    TooCommon,
}

impl Password {
    /// As it was typed: never trimmed, never cut.
    #[must_use]
    pub fn typed(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) const fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Never printed.
impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

/// Whether someone may choose this password.
///
/// Guessing can take a good part of a second on a password made for the purpose:
/// a page asks through [`super::Hasher::check`].
///
/// # Errors
/// The first reason against it.
pub fn check(password: &Password, context: &Context<'_>) -> Result<(), Refusal> {
    let text = password.0.as_str();
    let length = text.chars().count();
    if length < SHORTEST {
        return Err(Refusal::TooShort);
    }
    if length > LONGEST {
        return Err(Refusal::TooLong);
    }
    let words = words(context);
    let folded = fold(text);
    let long = |word: &&String| word.chars().count() >= SHORTEST_WORD;
    if let Some(word) = words.iter().filter(long).find(|word| folded.contains(word.as_str())) {
        return Err(Refusal::Contains(word.clone()));
    }
    // The library looks at the first hundred characters only, to be done in time.
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(text, &words).score() < zxcvbn::Score::Three {
        return Err(Refusal::TooCommon);
    }
    Ok(())
}

/// Every word of the context by itself: `priya.shah@ashdown.example` is four.
fn words(context: &Context<'_>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in OURS.iter().chain(context.words) {
        for word in text.split(|letter: char| !letter.is_alphanumeric()).map(fold) {
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// Lower-case letters and digits only, so that `Pass-Port` is `passport`.
fn fold(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Context, Password, Refusal, check};

    const PRIYA: Context<'static> = Context {
        words: &[
            "Priya Anne Shah",
            "Jo",
            "priya.shah@ashdown.example",
            "20481234",
            "Ashdown Teaching Hospitals NHS Trust",
        ],
    };

    fn answer(text: &str) -> Result<(), Refusal> {
        check(&Password::typed(text), &PRIYA)
    }

    #[test]
    fn a_password_may_have_any_characters_and_is_counted_in_them() {
        for good in [
            "plum gravel saxophone",
            "  plum gravel saxophone  ",
            "vK8#qz!Lw2~p",
            "ważne żółwie łąkowe",
            "牛乳列車砂漠眼鏡火山氷河電池",
            "🐢🍋🚲🎻🌵🧦🛶🪁🥝🎲🧵🪴",
        ] {
            assert_eq!(answer(good), Ok(()), "{good}");
        }
        assert_eq!(answer("vK8#qz!Lw2~"), Err(Refusal::TooShort));
        assert_eq!(answer(""), Err(Refusal::TooShort));
        // Eleven characters, forty-four bytes.
        assert_eq!(answer("🐢🍋🚲🎻🌵🧦🛶🪁🥝🎲🧵"), Err(Refusal::TooShort));
        let long: String = "vK8#qz!L".repeat(16);
        assert_ne!(answer(&long), Err(Refusal::TooLong));
        assert_eq!(answer(&(long + "x")), Err(Refusal::TooLong));
    }

    #[test]
    fn a_password_that_is_soon_guessed_is_refused() {
        for common in [
            "password1234",
            "Password123!",
            "P@ssw0rd2024",
            "qwertyuiop12",
            "123456789012",
            "aaaaaaaaaaaaaaaa",
            "letmeinletmein",
            "liverpool1892",
            // A name that is too short to be looked for inside words.
            "jojojojojojojo",
            // The place, written as a clever person would.
            "4shd0wn4shd0wn",
        ] {
            assert_eq!(answer(common), Err(Refusal::TooCommon), "{common}");
        }
    }

    #[test]
    fn a_password_may_not_hold_words_of_the_person_the_place_or_the_product() {
        for (text, word) in [
            ("xK7 priya saxophone", "priya"),
            ("gravelSHAHsaxophone", "shah"),
            ("gravel 20481234 plum", "20481234"),
            ("plum-ash-down-saxophone", "ashdown"),
            ("plum gravel hospitals", "hospitals"),
            ("plum gravel Pass.Port 7", "passport"),
        ] {
            assert_eq!(answer(text), Err(Refusal::Contains(word.to_owned())), "{text}");
        }
        assert_eq!(answer("plum major gravel banjo"), Ok(()), "Jo is too short to be looked for");
        assert_eq!(check(&Password::typed("gravel shah plum 7"), &Context { words: &[] }), Ok(()));
    }

    #[test]
    fn a_refusal_says_what_to_do_and_nothing_prints_the_password() {
        assert_eq!(Refusal::TooShort.to_string(), "Password must be 12 characters or more");
        assert_eq!(Refusal::TooLong.to_string(), "Password must be 128 characters or fewer");
        assert_eq!(
            Refusal::Contains("priya".to_owned()).to_string(),
            "Password must not contain 'priya': use words that have nothing to do with you, your \
             organisation or this service"
        );
        assert_eq!(
            Refusal::TooCommon.to_string(),
            "Password is too easy to guess: three or more words that do not belong together make \
             a good one"
        );
        assert_eq!(format!("{:?}", Password::typed("plum gravel")), "Password(…)");
    }
}
