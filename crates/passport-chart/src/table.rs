//! The numbers behind a chart.

/// A table: headings, and rows of as many cells. The first cell of a row heads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// The heading of each column.
    pub headings: Vec<String>,
    /// The rows, in the order of the chart.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(caption: &str, headings: &[&str]) -> Self {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Self { caption: caption.into(), headings, rows: Vec::new() }
    }
}
