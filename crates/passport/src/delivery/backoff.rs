//! How long to wait before trying again: longer each time, and not everyone at
//! the same moment.

use std::time::Duration;

use sha2::{Digest, Sha256};

/// Exponential back-off with jitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOff {
    /// Before the second attempt.
    pub first: Duration,
    /// By how much the wait grows each time.
    pub factor: u32,
    /// The longest wait.
    pub most: Duration,
    /// After so many attempts it is given up until someone asks again.
    pub attempts: u32,
    /// The share of a wait that is left to chance, in per cent.
    pub jitter_percent: u32,
}

impl Default for BackOff {
    /// 15 s, 45 s, 2 min, 7 min, 20 min: past the usual greylisting.
    fn default() -> Self {
        Self {
            first: Duration::from_secs(15),
            factor: 3,
            most: Duration::from_secs(1800),
            attempts: 6,
            jitter_percent: 25,
        }
    }
}

impl BackOff {
    /// How long to wait after so many attempts; `None`: give up. Chance comes
    /// from the key (the Message-ID), so that a run can be repeated exactly.
    #[must_use]
    pub fn wait(&self, attempts: u32, key: &str) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let growth = self.factor.saturating_pow(attempts.saturating_sub(1));
        let whole = self.first.saturating_mul(growth).min(self.most);
        let mut hash = Sha256::new();
        hash.update(key);
        hash.update(attempts.to_be_bytes());
        let chance = u32::from(hash.finalize()[0]);
        let share = f64::from(self.jitter_percent.min(100)) / 100.0 * f64::from(chance) / 255.0;
        Some(whole.mul_f64(1.0 - share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: BackOff = BackOff {
        first: Duration::from_secs(10),
        factor: 3,
        most: Duration::from_secs(60),
        attempts: 5,
        jitter_percent: 0,
    };

    #[test]
    fn each_wait_is_longer_up_to_the_longest_and_then_it_is_given_up() {
        let waits: Vec<_> = (1..=5).map(|n| PLAIN.wait(n, "").map(|w| w.as_secs())).collect();
        assert_eq!(waits, [Some(10), Some(30), Some(60), Some(60), None]);
    }

    #[test]
    fn jitter_spreads_waits_without_making_them_longer() {
        let spread = BackOff { jitter_percent: 50, ..PLAIN };
        let waits: Vec<_> = (0..50).filter_map(|n| spread.wait(1, &n.to_string())).collect();
        let (least, most) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
        assert!(*least >= Duration::from_secs(5) && *most <= Duration::from_secs(10));
        assert!(*most - *least > Duration::from_secs(3));
        assert_eq!(spread.wait(1, "same"), spread.wait(1, "same"));
    }
}
