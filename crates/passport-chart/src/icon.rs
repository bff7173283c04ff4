//! The two signs beside an XmR chart, or in a table of many figures: how it varies, and
//! whether it reaches its target.
//!
//! They say what the icons of Making Data Count say, with the same letters, and are drawn
//! by us. To the good is full, to the bad a thick ring, neither a thin one, so that a grey
//! print tells them apart. The words belong beside them.

use passport_core::board::spc::{Assurance, Variation};

use crate::drawing::{Anchor, Dash, Drawing, Edge, Ink, Mark, Place};

/// A sign with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Icon {
    /// What it says.
    pub words: String,
    /// The sign.
    pub drawing: Drawing,
}

/// What a sign is to the reader.
enum Tone {
    Good,
    Bad,
    Neither,
}

impl Icon {
    /// How a figure varies.
    #[must_use]
    pub fn variation(variation: Variation) -> Self {
        let tone = match variation {
            Variation::Improving(_) => Tone::Good,
            Variation::Concerning(_) => Tone::Bad,
            Variation::Common | Variation::TooFew => Tone::Neither,
        };
        Self { words: variation.words(), drawing: drawn(&tone, variation.letter()) }
    }

    /// Whether a figure reaches its target.
    #[must_use]
    pub fn assurance(assurance: Assurance) -> Self {
        let tone = match assurance {
            Assurance::Hit => Tone::Good,
            Assurance::Miss => Tone::Bad,
            Assurance::HitAndMiss | Assurance::TooFew => Tone::Neither,
        };
        Self { words: assurance.words(), drawing: drawn(&tone, assurance.letter()) }
    }
}

const SIDE: f32 = 40.0;

fn drawn(tone: &Tone, letter: &str) -> Drawing {
    let mut drawing = Drawing::new(SIDE);
    drawing.height = SIDE;
    let (fill, thick, ring, ink) = match tone {
        Tone::Good => (Ink::Blue, 2.0, Ink::Blue, Ink::White),
        Tone::Bad => (Ink::White, 5.0, Ink::Orange, Ink::Text),
        Tone::Neither => (Ink::White, 2.0, Ink::Grey, Ink::Text),
    };
    let middle = SIDE / 2.0;
    let corners = round((middle, middle), middle - 1.0 - thick / 2.0);
    drawing.marks.push(Mark::Shape { corners, fill, edge: Some(Edge { ink: ring, thick }) });
    if letter == "~" {
        let wave = |place: u8| {
            let across = f32::from(place) / 16.0;
            let up = (across * std::f32::consts::TAU).sin();
            (SIDE * (0.25 + across / 2.0), middle - up * SIDE * 0.1)
        };
        drawing.line((0..=16).map(wave).collect(), ink, 2.5, Dash::Solid);
    } else {
        let size = SIDE / 2.0;
        let (at, anchor) = ((middle, middle + size * 0.36), Anchor::Middle);
        let (bold, text) = (true, letter.to_owned());
        drawing.marks.push(Mark::Words { at, anchor, size, bold, ink, text });
    }
    drawing
}

fn round((x, y): Place, radius: f32) -> Vec<Place> {
    let corner = |turn: u8| {
        let angle = f32::from(turn) * std::f32::consts::TAU / 48.0;
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    (0..48).map(corner).collect()
}
