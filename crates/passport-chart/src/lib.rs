//! Charts of board figures.
//!
//! A chart is a [`Drawing`] of lines, shapes and words, a sentence or two that say what
//! it shows, and the table it was drawn from. The drawing becomes SVG in a page
//! ([`Drawing::svg`]) and drawing operations in a PDF (`passport-document`), so that both
//! show the same. Nothing is told by colour alone: points differ by shape, lines by their
//! dashes, bars by their filling, and a grey print says the same.
//!
//! Mail gets the table alone. Many mail programs show no SVG, and a picture in its stead
//! would need a renderer with fonts for little gain: the table says it all, and the mail
//! links to the page.
//!
//! A chart comes in two widths ([`Frame`]), since letters that are legible at 320 pixels
//! are huge when the same drawing fills a desk: a page holds both and shows one.

mod bars;
mod bridge;
mod drawing;
mod forecast;
mod icon;
mod key;
mod plot;
mod scale;
mod svg;
mod table;
mod words;
mod xmr;

pub use bars::{Bar, Bars};
pub use bridge::Waterfall;
pub use drawing::{Anchor, Dash, Drawing, Edge, Ink, Mark, Place};
pub use forecast::{Forecast, Prospect};
pub use icon::Icon;
pub use table::Table;
pub use xmr::{Unit, XmrChart};

/// A chart: its drawing, and the same as words and as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it is of: `Compulsory training in date`. Stands above it as its heading.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The picture.
    pub drawing: Drawing,
    /// The numbers.
    pub table: Table,
}

/// How wide a chart is drawn, in units of which a letter is 14 high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// For a screen of 320 pixels: letters stay at 12 pixels or more.
    Phone,
    /// For a desk, and for A4.
    Page,
}

impl Frame {
    pub(crate) const fn width(self) -> f32 {
        match self {
            Self::Phone => 320.0,
            Self::Page => 640.0,
        }
    }
}
