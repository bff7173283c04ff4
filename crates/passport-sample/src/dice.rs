//! Chance that is the same everywhere.
//!
//! SplitMix64, written out: twelve lines that cannot change under us when a dependency does.
//! A stream is keyed by the seed, a word for its purpose and a number, so one person's dates do
//! not move because another person was added, and the order of generation does not matter.

/// A stream of pseudo-random numbers.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The stream of `seed` for one purpose and one item.
    pub fn new(seed: u64, purpose: &str, item: u64) -> Self {
        // FNV-1a turns the word into a number.
        let word = purpose.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Self(seed ^ word);
        let start = dice.next().wrapping_add(item.wrapping_mul(0xd1b5_4a32_d192_ed03));
        let mut dice = Self(start);
        dice.next();
        dice
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `end`. An `end` of 0 counts as 1.
    pub fn below(&mut self, end: usize) -> usize {
        // The high half of a wide product: unbiased enough, and no division.
        let wide = u128::from(self.next()) * (end.max(1) as u128);
        (wide >> 64) as usize
    }

    /// A number from `low` to `high`, both included; `low` where the range is empty.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        if high <= low {
            return low;
        }
        low + self.below((high - low + 1) as usize) as i32
    }

    /// True `parts` times in a thousand.
    pub fn permille(&mut self, parts: usize) -> bool {
        self.below(1000) < parts
    }

    /// A bell-shaped whole number around 0, about ±3,000 at most: the sum of six dice. Logarithms
    /// would differ in the last bit between machines.
    pub fn bell(&mut self) -> i32 {
        (0..6).map(|_| self.between(-500, 500)).sum()
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Puts a list in random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// Shares `total` in proportion to the weights, by the largest remainder, ties to the earlier.
/// The shares always sum to the total.
pub fn share(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum::<usize>().max(1);
    let mut shares: Vec<usize> = weights.iter().map(|w| total * w / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(total * weights[i] % sum), i));
    let missing = total - shares.iter().sum::<usize>();
    for &i in order.iter().take(missing) {
        shares[i] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_never_changes() {
        let mut dice = Dice::new(1, "people", 7);
        let first: Vec<usize> = (0..6).map(|_| dice.below(1000)).collect();
        assert_eq!(first, PINNED);
    }

    /// What the stream gave when it was first written.
    const PINNED: [usize; 6] = [840, 544, 274, 790, 201, 789];

    #[test]
    fn shares_sum_to_the_total_and_follow_the_weights() {
        assert_eq!(share(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(share(1, &[120, 210]), [0, 1]);
        assert_eq!(share(2440, &[1000, 1440]), [1000, 1440]);
    }
}
