//! Data in, tagged PDF out.
//!
//! A [`Press`] takes a passport as the core presents it, or charts of board
//! figures, and gives back the bytes of a PDF/UA-1 file: everything on the page is tagged or an artifact,
//! fonts are embedded, and a text that cannot be drawn is an error, never a box.
//! This is the only crate that sees the PDF library. It has no clock, reads no
//! files and gives the same bytes for the same input.

mod actions;
mod below;
mod chart;
mod charts;
mod colour;
mod density;
mod doc;
mod error;
mod file;
mod flow;
mod font;
mod head;
mod key;
mod line;
mod marks;
mod meeting;
mod metadata;
mod passport;
mod press;
mod qr;
mod row;
mod shape;
mod steps;
mod supervision;
mod table;
mod tags;
mod team;
mod text;
mod truetype;

pub use charts::ChartSheet;
pub use error::DocumentError;
pub use press::{Press, Stamp};
pub use team::Pack;
