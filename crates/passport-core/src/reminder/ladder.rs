//! The ladder: so many days before and after a deadline, a rule each. It is
//! written as a training lead would say it:
//! `60, 30, 7 before; 1 after; 14 after with copy; escalate 28 after`.

use jiff::civil::Date;

use crate::compliance::add_days;

/// What a reminder by a manager gives as its rule.
pub const BY_MANAGER: &str = "by a manager";
/// The furthest a step may be from its deadline.
const MOST_DAYS: i64 = 730;
const MOST_STEPS: usize = 20;

/// To whom a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// To the person whose line it is.
    Person,
    /// To the manager, in a digest.
    Manager,
}

impl Audience {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Manager => "manager",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Person, Self::Manager].into_iter().find(|one| one.name() == name)
    }
}

/// One rule of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Days from the deadline; before it, less than 0.
    days: i64,
    /// Whether the manager hears of it too.
    copy: bool,
    /// Whether the manager hears of it instead of the person.
    escalates: bool,
}

impl Step {
    /// Its name, which never changes: `30 days before`, `28 days after, escalated`.
    #[must_use]
    pub fn rule(&self) -> String {
        let days = self.days.unsigned_abs();
        let unit = if days == 1 { "day" } else { "days" };
        let side = if self.days < 0 { "before" } else { "after" };
        let escalated = if self.escalates { ", escalated" } else { "" };
        format!("{days} {unit} {side}{escalated}")
    }

    /// The day on which it begins to speak of a deadline.
    #[must_use]
    pub fn day(&self, deadline: Date) -> Date {
        add_days(deadline, self.days)
    }

    /// Whether it speaks to these.
    #[must_use]
    pub fn speaks_to(&self, audience: Audience) -> bool {
        match audience {
            Audience::Person => !self.escalates,
            Audience::Manager => self.copy || self.escalates,
        }
    }

    /// Whether it warns of a day to come.
    #[must_use]
    pub fn is_before(&self) -> bool {
        self.days < 0
    }
}

/// The rules of an organisation, in the order of their days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    steps: Vec<Step>,
}

impl Ladder {
    /// Reads a ladder; none of an empty text.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut steps: Vec<Step> = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            steps.extend(steps_of(part)?);
        }
        steps.sort_by_key(|step| step.days);
        if let Some(twice) = steps.windows(2).find(|pair| pair[0].days == pair[1].days) {
            return Err(format!("{} is there twice", twice[1].rule()));
        }
        let first = steps.iter().position(|step| step.escalates).unwrap_or(steps.len());
        if let Some(later) = steps[first..].iter().find(|step| !step.escalates) {
            return Err(format!("{} comes after what is escalated", later.rule()));
        }
        if steps.len() > MOST_STEPS {
            return Err(format!("it has more than {MOST_STEPS} steps"));
        }
        Ok(Self { steps })
    }

    /// Whether nobody is reminded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Its rules, in the order of their days.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// `60, 30, 7 before`, `14 after with copy`, `escalate 28 after`.
fn steps_of(part: &str) -> Result<Vec<Step>, String> {
    let wrong = || format!("{part:?} is not a step");
    let lower = part.to_lowercase();
    let (escalates, rest) = match lower.strip_prefix("escalate ") {
        Some(rest) => (true, rest),
        None => (false, lower.as_str()),
    };
    let (copy, rest) = match rest.strip_suffix(" with copy") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (days, side) = match (rest.strip_suffix(" before"), rest.strip_suffix(" after")) {
        (Some(days), _) => (days, -1),
        (_, Some(days)) => (days, 1),
        _ => return Err(wrong()),
    };
    if escalates && (side < 0 || copy) {
        return Err(format!("{part:?}: what is escalated comes after, and is no copy"));
    }
    let one = |days: &str| {
        let digits = !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit());
        let days: i64 = days.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(format!("{days} is not from 1 to {MOST_DAYS} days"));
        }
        Ok(Step { days: days * side, copy, escalates })
    };
    days.split(',').map(|days| one(days.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<String> {
        Ladder::parse(text).expect(text).steps().iter().map(Step::rule).collect()
    }

    #[test]
    fn a_ladder_is_read_in_the_order_of_its_days() {
        assert_eq!(
            rules("escalate 28 after; 60, 30,7 before ; 1 after; 14 After with copy;"),
            [
                "60 days before",
                "30 days before",
                "7 days before",
                "1 day after",
                "14 days after",
                "28 days after, escalated"
            ]
        );
        assert!(Ladder::parse("").expect("none").is_empty());
        assert!(Ladder::parse(" ; ").expect("none").is_empty());
    }

    #[test]
    fn copies_and_escalations_speak_to_the_manager() {
        let ladder = Ladder::parse("1 after; 14 after with copy; escalate 28 after").expect("one");
        let speaks = |audience| -> Vec<bool> {
            ladder.steps().iter().map(|step| step.speaks_to(audience)).collect()
        };
        assert_eq!(speaks(Audience::Person), [true, true, false]);
        assert_eq!(speaks(Audience::Manager), [false, true, true]);
    }

    #[test]
    fn what_is_no_ladder_is_refused() {
        for wrong in [
            "30",
            "before",
            "30 days before",
            "-1 after",
            "+1 after",
            "0 after",
            "731 before",
            "99999999999999999999 before",
            "30 before, 7 before",
            "30, before",
            "7 before; 7 before",
            "14 after; 14 after with copy",
            "escalate 7 before",
            "escalate 7 after with copy",
            "escalate 14 after; 28 after",
            "1 after <script>",
        ] {
            assert!(Ladder::parse(wrong).is_err(), "{wrong:?}");
        }
        let many: Vec<String> = (1..=21).map(|day| format!("{day} after")).collect();
        assert!(Ladder::parse(&many.join("; ")).is_err());
    }
}
