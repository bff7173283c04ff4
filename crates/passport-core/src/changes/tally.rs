//! Rows read = rows used + rows unchanged + rows refused, for every file.

use std::collections::HashSet;

use crate::import::{Place, Reading};

/// What became of one file's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that held anything.
    pub read: u32,
    /// Rows that change something.
    pub used: u32,
    /// Rows that say what is known, or what another row says.
    pub unchanged: u32,
    /// Rows that could not be used.
    pub refused: u32,
}

pub(super) struct Tallies {
    tallies: Vec<Tally>,
    used: HashSet<Place>,
    refused: HashSet<Place>,
}

impl Tallies {
    pub(super) fn new(reading: &Reading) -> Self {
        let tallies = reading
            .files
            .iter()
            .map(|file| Tally {
                read: file.rows_read,
                refused: file.rows_refused,
                ..Tally::default()
            })
            .collect();
        Self { tallies, used: HashSet::new(), refused: HashSet::new() }
    }

    /// The row changes something.
    pub(super) fn used(&mut self, place: Place) {
        if !self.refused.contains(&place) && self.used.insert(place) {
            self.tallies[place.file].used += 1;
        }
    }

    /// The row cannot be used, for a reason only the record can tell.
    pub(super) fn refused(&mut self, place: Place) {
        if self.refused.insert(place) {
            self.tallies[place.file].refused += 1;
            if self.used.remove(&place) {
                self.tallies[place.file].used -= 1;
            }
        }
    }

    /// Whether a row of the file was refused for a reason only the record can tell.
    pub(super) fn has_refused(&self, file: usize) -> bool {
        self.refused.iter().any(|place| place.file == file)
    }

    pub(super) fn finish(mut self) -> Vec<Tally> {
        for tally in &mut self.tallies {
            tally.unchanged = tally.read.saturating_sub(tally.used + tally.refused);
        }
        self.tallies
    }
}
