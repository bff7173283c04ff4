//! The press: fonts and settings prepared once, documents made from them.

use std::sync::{Mutex, PoisonError};

use passport_core::present::{MeetingSheet, Passport};
use pdf_writer::Ref;

use crate::charts::ChartSheet;
use crate::error::DocumentError;
use crate::file::{Compressor, Prepared};
use crate::font::{Weight, prepare};
use crate::shape::Shaper;
use crate::team::{self, Pack};
use crate::{charts, meeting, passport};

/// Who made a document and when. The press has no clock: the same passport
/// with the same stamp gives the same bytes.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The instant the document is made.
    pub created: jiff::Timestamp,
    /// The program and its version.
    pub producer: String,
}

/// Makes documents. Prepare one and share it: it may be used from many threads
/// at once, and keeps what it has shaped.
pub struct Press {
    pub(crate) shaper: Shaper,
    pub(crate) prepared: Prepared,
    /// The small cuts' objects, in the order of the weights.
    pub(crate) fonts: Vec<Ref>,
    compressors: Mutex<Vec<Compressor>>,
}

impl Press {
    /// Reads the fonts and prepares what every document shares.
    pub fn new() -> Result<Self, DocumentError> {
        let shaper = Shaper::new()?;
        let (prepared, fonts) = prepare(&shaper.fonts);
        Ok(Self { shaper, prepared, fonts, compressors: Mutex::default() })
    }

    /// The first character of a text that no font here can draw.
    #[must_use]
    pub fn unprintable(&self, text: &str) -> Option<char> {
        match self.shaper.run(text, Weight::ALL[0], "") {
            Err(DocumentError::MissingGlyph { character, .. }) => Some(character),
            _ => None,
        }
    }

    /// One person's passport.
    pub fn passport(&self, passport: &Passport, stamp: &Stamp) -> Result<Vec<u8>, DocumentError> {
        passport::document(self, passport, stamp)
    }

    /// One print-ready file for a team: a cover that lists the people in the
    /// order given, then each passport on a new page.
    pub fn team(
        &self,
        team: &str,
        passports: &[Passport],
        stamp: &Stamp,
    ) -> Result<Vec<u8>, DocumentError> {
        team::document(self, team, passports, stamp)
    }

    /// A pack for supervision: as [`Press::team`], each passport with what was agreed
    /// last. Says on its cover which people it is about.
    pub fn supervision_pack(
        &self,
        about: &Pack,
        passports: &[Passport],
        stamp: &Stamp,
    ) -> Result<Vec<u8>, DocumentError> {
        team::pack(self, about, passports, stamp)
    }

    /// What to remind whom of in a team meeting.
    pub fn meeting_sheet(
        &self,
        sheet: &MeetingSheet,
        stamp: &Stamp,
    ) -> Result<Vec<u8>, DocumentError> {
        meeting::document(self, sheet, stamp)
    }

    /// Board figures: each chart with what it says and its table.
    pub fn charts(&self, sheet: &ChartSheet<'_>, stamp: &Stamp) -> Result<Vec<u8>, DocumentError> {
        charts::document(self, sheet, stamp)
    }

    /// A compressor, used before if one is free: a new one costs more than it compresses.
    pub(crate) fn compressor(&self) -> Compressor {
        let mut free = self.compressors.lock().unwrap_or_else(PoisonError::into_inner);
        free.pop().unwrap_or_else(|| Compressor::new(3))
    }

    pub(crate) fn give_back(&self, compressor: Compressor) {
        self.compressors.lock().unwrap_or_else(PoisonError::into_inner).push(compressor);
    }
}
