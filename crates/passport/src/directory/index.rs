//! Words and whose they are: found whole, by their beginning, by a part, or by one
//! that is spelt much like them.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use strsim::osa_distance;

/// How near a word is to what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// It is the word.
    Whole,
    /// It begins so.
    Begins,
    /// It has it in it.
    Inside,
    /// It is spelt much like it.
    Similar,
}

/// The words of one field of everyone, all in one text: to look through it once is
/// many times faster than to look into each.
#[derive(Debug, Default)]
pub struct Words {
    /// Each word between two ends of line.
    text: String,
    /// Where in the text each begins.
    starts: Vec<usize>,
    /// Which letters each has.
    letters: Vec<u64>,
    /// Whose it is, by place.
    people: Vec<Vec<u32>>,
}

impl Words {
    /// From words and whose they are.
    pub fn new(all: impl Iterator<Item = (String, u32)>) -> Self {
        let mut sorted: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (word, person) in all {
            let people = sorted.entry(word).or_default();
            if people.last() != Some(&person) {
                people.push(person);
            }
        }
        let mut words = Self { text: "\n".into(), ..Self::default() };
        for (word, people) in sorted {
            words.starts.push(words.text.len());
            words.letters.push(letters(&word));
            words.text.push_str(&word);
            words.text.push('\n');
            words.people.push(people);
        }
        words
    }

    /// Everyone who has a word with these letters in it, and how near it is. Of a
    /// single letter, only those that begin with it.
    pub fn containing(&self, asked: &str, mut each: impl FnMut(u32, Nearness)) {
        let text = self.text.as_bytes();
        let needle =
            if asked.chars().nth(1).is_none() { format!("\n{asked}") } else { asked.into() };
        let finder = Finder::new(needle.as_bytes());
        let mut from = 0;
        while let Some(found) = finder.find(&text[from..]) {
            let at = from + found + needle.len() - asked.len();
            let place = self.starts.partition_point(|start| *start <= at) - 1;
            let (start, end) = (self.starts[place], self.end(place));
            let nearness = match (at == start, at + asked.len() == end) {
                (true, true) => Nearness::Whole,
                (true, false) => Nearness::Begins,
                (false, _) => Nearness::Inside,
            };
            for person in &self.people[place] {
                each(*person, nearness);
            }
            // The end of the line begins what is asked of the next word.
            from = end;
        }
    }

    /// Everyone who has a word that is spelt much like this one: one letter other,
    /// missing, too much or changed with the next; two of six and more. Of three letters
    /// nearly all names are alike: only beside other words, and with the same beginning.
    pub fn similar(&self, asked: &str, beside: bool, mut each: impl FnMut(u32, Nearness)) {
        let first = asked.chars().next();
        let short = asked.chars().count() <= 3;
        let most = match asked.chars().count() {
            0..=2 => return,
            3 if !beside => return,
            3..=5 => 1,
            _ => 2,
        };
        let wanted = letters(asked);
        for (place, has) in self.letters.iter().enumerate() {
            let word = &self.text[self.starts[place]..self.end(place)];
            // Every letter that only one of them has is a difference, or half of one.
            let apart = (has ^ wanted).count_ones() as usize;
            if apart > 2 * most || word.len().abs_diff(asked.len()) > 3 * most {
                continue;
            }
            if short && word.chars().next() != first {
                continue;
            }
            if osa_distance(word, asked) <= most {
                for person in &self.people[place] {
                    each(*person, Nearness::Similar);
                }
            }
        }
    }

    fn end(&self, place: usize) -> usize {
        self.starts.get(place + 1).map_or(self.text.len(), |next| *next) - 1
    }
}

/// Which letters a word has, each as one of 64 bits.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}

#[cfg(test)]
mod tests {
    use super::{Nearness, Words};

    fn words() -> Words {
        let words = ["johnson", "johnston", "jones", "john", "lee", "ashdown", "n"];
        Words::new((0..).zip(words).map(|(person, word)| (word.to_owned(), person)))
    }

    fn containing(asked: &str) -> Vec<(u32, Nearness)> {
        let mut found = Vec::new();
        words().containing(asked, |person, nearness| found.push((person, nearness)));
        found
    }

    fn similar(asked: &str) -> Vec<u32> {
        let mut found = Vec::new();
        words().similar(asked, false, |person, _| found.push(person));
        found
    }

    fn similar_beside(asked: &str) -> Vec<u32> {
        let mut found = Vec::new();
        words().similar(asked, true, |person, _| found.push(person));
        found
    }

    #[test]
    fn a_part_of_a_word_finds_it_and_says_how_near_it_is() {
        let near = [(3, Nearness::Whole), (0, Nearness::Begins), (1, Nearness::Begins)];
        assert_eq!(containing("john"), near);
        assert_eq!(containing("down"), [(5, Nearness::Inside)]);
        assert_eq!(containing("nobody"), []);
        assert_eq!(containing("n"), [(6, Nearness::Whole)], "a letter finds only what begins so");
    }

    #[test]
    fn a_slip_of_the_keyboard_finds_the_word_all_the_same() {
        assert_eq!(similar("jonson"), [0, 1], "a letter left out, and another");
        assert_eq!(similar("jhonston"), [0, 1], "two letters changed about");
        assert_eq!(similar("jonse"), [2]);
        assert_eq!(similar("aschdown"), [5]);
        assert!(similar("lea").is_empty(), "of three letters nearly all names are alike");
        assert_eq!(similar_beside("jon"), [3], "beside a last name it is John");
        assert_eq!(similar_beside("lea"), [4]);
        assert!(similar_beside("hee").is_empty(), "another beginning");
    }
}
