//! Targets: which one a figure is measured by, and how it stands to it.
//!
//! Targets were there before: a subject's, as its competences state it, and the
//! organisation's setting (rules.md section 5). What is added is a target that somebody
//! set for a subject, for C or R apart, or both, with its days and where it comes from.
//! A figure is measured by the one that says most about it.

use jiff::civil::Date;

use crate::compliance::{ClassFilter, Count, Rulebook, subject_target};
use crate::framework::SubjectId;
use crate::setting::Policy;

/// A target that somebody set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedTarget {
    /// The subject; `None` is the organisation as a whole.
    pub subject: Option<SubjectId>,
    /// The figure it is for; [`ClassFilter::All`] is for each of the three.
    pub class: ClassFilter,
    /// In hundredths of a per cent: 90% is 9 000.
    pub hundredths: u32,
    /// The first day it holds.
    pub from: Date,
    /// The last day it holds, if it ends.
    pub to: Option<Date>,
    /// Who says so: `Data Security and Protection Toolkit, standard 3`.
    pub source: String,
}

/// What a figure is measured by, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// In hundredths of a per cent.
    pub hundredths: u32,
    /// Who says so.
    pub source: Source,
}

/// Where an aim comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Somebody set it, and said why.
    Stated(String),
    /// The subject's competences state it.
    Competences,
    /// The organisation's setting.
    Setting,
}

impl Source {
    /// As it stands beside a figure.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Stated(source) => source,
            Self::Competences => "The target in the list of competences",
            Self::Setting => "The organisation's target",
        }
    }
}

/// The target of a figure on a day: the first there is of those set for the subject and
/// class, for the subject, stated by its competences, set for the organisation and
/// class, for the organisation, and the setting. Of two alike the later holds.
#[must_use]
pub fn aim(
    set: &[StatedTarget],
    rules: &Rulebook,
    policy: &Policy,
    subject: Option<SubjectId>,
    class: ClassFilter,
    on: Date,
) -> Aim {
    let held = |of: Option<SubjectId>, class: ClassFilter| {
        let holds = |target: &&StatedTarget| {
            (target.subject, target.class) == (of, class)
                && target.from <= on
                && target.to.is_none_or(|to| on <= to)
        };
        let target = set.iter().filter(holds).max_by_key(|target| target.from)?;
        Some(Aim { hundredths: target.hundredths, source: Source::Stated(target.source.clone()) })
    };
    let of = |subject| held(subject, class).or_else(|| held(subject, ClassFilter::All));
    let stated = |subject| {
        let hundredths = subject_target(rules, subject)?;
        Some(Aim { hundredths, source: Source::Competences })
    };
    subject
        .and_then(|subject| of(Some(subject)).or_else(|| stated(subject)))
        .or_else(|| of(None))
        .unwrap_or(Aim { hundredths: policy.target, source: Source::Setting })
}

/// Red, amber or green, never without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    /// Reaches the target.
    Green,
    /// Below it, by no more than the margin.
    Amber,
    /// Further below.
    Red,
    /// Nothing is counted.
    NoneRequired,
}

/// How far below its target a figure is still amber, in hundredths of a point, where
/// an organisation says nothing else: 5 points. No national rule says it; boards differ.
pub const AMBER_MARGIN: u32 = 500;

/// How a figure stands to a target, by the counts themselves. Both in hundredths.
#[must_use]
pub fn rate(count: Count, target: u32, amber_margin: u32) -> Rating {
    match (count.meets(target), count.meets(target.saturating_sub(amber_margin))) {
        (None, _) | (_, None) => Rating::NoneRequired,
        (Some(true), _) => Rating::Green,
        (_, Some(true)) => Rating::Amber,
        _ => Rating::Red,
    }
}

impl Rating {
    /// The word for the colour.
    #[must_use]
    pub const fn colour(self) -> &'static str {
        match self {
            Self::Green => "Green",
            Self::Amber => "Amber",
            Self::Red => "Red",
            Self::NoneRequired => "Not rated",
        }
    }

    /// What it says.
    #[must_use]
    pub fn words(self, amber_margin: u32) -> String {
        let points = match amber_margin {
            100 => "1 point".into(),
            margin => format!("{} points", hundredths(margin)),
        };
        match self {
            Self::Green => "Reaches the target".into(),
            Self::Amber => format!("Below the target, by {points} or less"),
            Self::Red => format!("Below the target by more than {points}"),
            Self::NoneRequired => "None required".into(),
        }
    }
}

/// A figure beside its target, never rounded across it: truncated to one decimal, or to
/// as many as target and margin have, so that what is shown is below a line exactly when
/// the counts are. `None` where nothing is counted.
#[must_use]
pub fn shown(count: Count, target: u32, amber_margin: u32) -> Option<String> {
    let fine = [target, target.saturating_sub(amber_margin)].iter().any(|line| line % 10 != 0);
    if !fine {
        return count.percent();
    }
    let share = u128::from(count.compliant) * 10_000;
    let hundredths = share.checked_div(u128::from(count.counted))?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// `90`, `92.5`, `92.55`.
fn hundredths(value: u32) -> String {
    let text = format!("{}.{:02}", value / 100, value % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::{prop_assert_eq, proptest};

    use super::{AMBER_MARGIN, Aim, Rating, Source, StatedTarget, aim, rate, shown};
    use crate::compliance::{ClassFilter, Count, Rulebook};
    use crate::framework::{Competence, Framework, Period, SubjectId};

    const TODAY: Date = date(2026, 11, 22);

    fn count(compliant: u64, counted: u64) -> Count {
        Count { counted, compliant }
    }

    fn set(subject: Option<u32>, class: ClassFilter, hundredths: u32) -> StatedTarget {
        StatedTarget {
            subject: subject.map(SubjectId),
            class,
            hundredths,
            from: date(2026, 4, 1),
            to: None,
            source: format!("{hundredths}"),
        }
    }

    #[test]
    fn a_figure_is_never_rounded_across_its_target() {
        for (compliant, counted, target, text, rating) in [
            (8996, 10_000, 9000, "89.9", Rating::Amber),
            (9000, 10_000, 9000, "90.0", Rating::Green),
            (89_999, 100_000, 9000, "89.9", Rating::Amber),
            (8496, 10_000, 9000, "84.9", Rating::Red),
            (8500, 10_000, 9000, "85.0", Rating::Amber),
            // 92.57% reaches 92.55%, and must not be shown as 92.5%.
            (9257, 10_000, 9255, "92.57", Rating::Green),
            (92_549, 100_000, 9255, "92.54", Rating::Amber),
        ] {
            let count = count(compliant, counted);
            let found = (shown(count, target, AMBER_MARGIN), rate(count, target, AMBER_MARGIN));
            assert_eq!(found, (Some(text.into()), rating), "{count:?} against {target}");
        }
        assert_eq!(shown(count(0, 0), 9000, AMBER_MARGIN), None);
        assert_eq!(rate(count(0, 0), 9000, AMBER_MARGIN), Rating::NoneRequired);
    }

    #[test]
    fn a_rating_says_what_it_means() {
        assert_eq!(Rating::Amber.words(500), "Below the target, by 5 points or less");
        assert_eq!(Rating::Red.words(250), "Below the target by more than 2.5 points");
        assert_eq!(Rating::Red.words(100), "Below the target by more than 1 point");
    }

    #[test]
    fn the_target_that_says_most_is_the_one() {
        let mut fire = Competence::undescribed("Fire", Period::Once);
        fire.target = Some(8800);
        let rules = Rulebook {
            framework: Framework::new(vec![fire, Competence::undescribed("IG", Period::Once)]),
            ..Rulebook::default()
        };
        let policy = rules.settings.policy(TODAY);
        let (fire, other) = (Some(SubjectId(0)), Some(SubjectId(1)));
        let (c, r, all) = (ClassFilter::Compulsory, ClassFilter::RoleSpecific, ClassFilter::All);
        let ask =
            |set: &[StatedTarget], subject, class| aim(set, &rules, &policy, subject, class, TODAY);
        let aimed = |hundredths| Aim { hundredths, source: Source::Stated(hundredths.to_string()) };

        assert_eq!(ask(&[], fire, c), Aim { hundredths: 8800, source: Source::Competences });
        assert_eq!(ask(&[], other, c), Aim { hundredths: 8500, source: Source::Setting });
        let organisation = [set(None, c, 9000), set(None, all, 8700)];
        assert_eq!(ask(&organisation, None, c), aimed(9000));
        assert_eq!(ask(&organisation, None, r), aimed(8700));
        assert_eq!(ask(&organisation, None, all), aimed(8700));
        assert_eq!(ask(&organisation, other, c), aimed(9000));
        assert_eq!(ask(&organisation, fire, c).source, Source::Competences);
        let subject = [set(Some(0), all, 9500), set(Some(0), r, 8000), set(None, all, 8700)];
        assert_eq!(ask(&subject, fire, r), aimed(8000));
        assert_eq!(ask(&subject, fire, c), aimed(9500));
        assert_eq!(ask(&subject, other, c), aimed(8700));

        // Days: one to come, one that is over, and of two that hold the later.
        let dated = |from, to, hundredths| StatedTarget { from, to, ..set(None, all, hundredths) };
        let dated = [
            dated(date(2026, 11, 23), None, 9900),
            dated(date(2025, 4, 1), Some(date(2026, 11, 21)), 9800),
            dated(date(2025, 4, 1), Some(TODAY), 9700),
            dated(date(2026, 4, 1), None, 9600),
        ];
        assert_eq!(ask(&dated, None, c), aimed(9600));
        assert_eq!(ask(&dated[..3], None, c), aimed(9700));
        assert_eq!(ask(&dated[..2], None, c).source, Source::Setting);
    }

    proptest! {
        /// What is shown lies on the same side of the target as the counts.
        #[test]
        fn what_is_shown_is_below_a_line_exactly_when_the_figure_is(
            counted in 1_u64..50_000,
            share in 0_u64..=100_000,
            target in 0_u32..=10_000,
        ) {
            let count = count(counted * share / 100_000, counted);
            let text = shown(count, target, AMBER_MARGIN).expect("something is counted");
            let text: f64 = text.parse().expect("a number");
            for line in [target, target.saturating_sub(AMBER_MARGIN)] {
                prop_assert_eq!(count.meets(line), Some((text * 100.0).round() >= f64::from(line)));
            }
        }
    }
}
