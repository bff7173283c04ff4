//! Lines before and after something is decided: which is which, and what the difference
//! comes to for whoever it is about. Previews and rehearsals say it alike.

use super::status::Status;

/// What a difference comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turns {
    /// Red, and was not.
    Red,
    /// To do by a day, and was not.
    InGrace,
    /// Not red any more, and still required.
    Green,
    /// Not required any more.
    NotRequired,
    /// Something else of it differs: level, class, expiry.
    Otherwise,
}

impl Turns {
    /// Each with its words on pages and in files.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Red, "turns red"),
        (Self::InGrace, "to do, in grace"),
        (Self::Green, "turns green"),
        (Self::NotRequired, "no longer required"),
        (Self::Otherwise, "changes otherwise"),
    ];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(turns, _)| *turns == self).map_or("", |(_, words)| words)
    }

    /// What it comes to that a line stood so and stands otherwise; `None`: there is none.
    #[must_use]
    pub fn of(before: Option<Status>, after: Option<Status>) -> Self {
        let was_red = before.is_some_and(Status::is_red);
        match after {
            None => Self::NotRequired,
            Some(status) if status.is_red() && !was_red => Self::Red,
            Some(Status::InGrace) if !was_red && before != Some(Status::InGrace) => Self::InGrace,
            Some(status) if was_red && !status.is_red() => Self::Green,
            Some(_) => Self::Otherwise,
        }
    }
}

/// A line as it was and as it is; `None` where there is none.
pub type Pair<L> = (Option<L>, Option<L>);

/// Whether two lines are one.
pub type Same<'k, L> = &'k dyn Fn(&L, &L) -> bool;

/// Pairs lines with what they became, and leaves out those that stand as before. The
/// keys say which two are one line, the narrowest first.
pub fn pairs<L>(
    mut was: Vec<L>,
    mut is: Vec<L>,
    stands_alike: impl Fn(&L, &L) -> bool,
    keys: &[Same<'_, L>],
) -> Vec<Pair<L>> {
    let mut found = Vec::new();
    let mut take = |same: Same<'_, L>, differ: bool| {
        for line in std::mem::take(&mut was) {
            match is.iter().position(|other| same(&line, other)) {
                None => was.push(line),
                Some(place) => {
                    let other = is.swap_remove(place);
                    if differ {
                        found.push((Some(line), Some(other)));
                    }
                }
            }
        }
    };
    take(&stands_alike, false);
    for key in keys {
        take(key, true);
    }
    found.extend(was.into_iter().map(|line| (Some(line), None)));
    found.extend(is.into_iter().map(|line| (None, Some(line))));
    found
}

#[cfg(test)]
mod tests {
    use super::{Status, Turns, pairs};

    #[test]
    fn a_line_is_paired_with_itself_before_another_level_of_its_subject() {
        // Subject, level, status.
        let was = vec![("Fire", "1", "red"), ("Resus", "2", "red"), ("Lifting", "", "green")];
        let is = vec![("Resus", "3", "red"), ("Resus", "2", "green"), ("Fire", "1", "red")];
        let same_level = |a: &(&str, &str, &str), b: &(&str, &str, &str)| (a.0, a.1) == (b.0, b.1);
        let same_subject = |a: &(&str, &str, &str), b: &(&str, &str, &str)| a.0 == b.0;
        let found = pairs(was, is, |a, b| a == b, &[&same_level, &same_subject]);
        assert_eq!(
            found,
            [
                (Some(("Resus", "2", "red")), Some(("Resus", "2", "green"))),
                (Some(("Lifting", "", "green")), None),
                (None, Some(("Resus", "3", "red"))),
            ]
        );
        let found = pairs(
            vec![("A", "1", "")],
            vec![("A", "2", "")],
            |a, b| a == b,
            &[&same_level, &same_subject],
        );
        assert_eq!(found, [(Some(("A", "1", "")), Some(("A", "2", "")))]);
    }

    #[test]
    fn a_difference_comes_to_red_green_grace_or_nothing_required() {
        use Status::{Completed, Expired, InGrace, NeverCompleted, RenewSoon};
        for (before, after, turns) in [
            (None, Some(NeverCompleted), Turns::Red),
            (Some(Completed), Some(Expired), Turns::Red),
            (Some(Expired), Some(NeverCompleted), Turns::Otherwise),
            (Some(Expired), Some(InGrace), Turns::Green),
            (Some(Completed), Some(InGrace), Turns::InGrace),
            (Some(InGrace), Some(InGrace), Turns::Otherwise),
            (Some(Expired), None, Turns::NotRequired),
            (Some(Completed), Some(RenewSoon), Turns::Otherwise),
        ] {
            assert_eq!(Turns::of(before, after), turns, "{before:?} {after:?}");
        }
    }
}
