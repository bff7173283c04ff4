//! Small numbers: which cells of a table are kept back so that nobody is recognised.
//!
//! A figure of 1 to 4 may tell who is meant, so it is not published outside the people
//! who may see names; nor is anything from which it follows. A share is as telling as
//! its parts: of 3 lines compliant out of 40, the 3, the 40 and the 37 that are not all
//! belong to one cell, and it is kept back whole where any of them is from 1 to 4.
//! Where small ends is a choice: hospital statistics of NHS Digital kept back 1 to 5
//! until 2018, with a second cell wherever a total would have told the first
//! (<https://digital.nhs.uk/data-and-information/data-tools-and-services/data-services/hospital-episode-statistics/change-to-disclosure-control-methodology-for-hes-and-ecds-from-september-2018>,
//! read November 2026). Decision 0027 says why it is 1 to 4 here, and what is not guarded.
//!
//! One missing cell is found by taking the others from the total. So a second is kept
//! back with it: the one that costs least, which in a row with a total is its next
//! smallest sibling. In a table with totals both ways a second alone does not help if it
//! can be found through its column; then the cheapest way round is kept back.
//! `attack` says when that is enough, and checks every answer given here.
//!
//! What a cell of 0 says is published: there is nobody in it. Tables that share cells
//! with others, and levels of a tree of units, are linked: keep back in each what is kept
//! back in any ([`Table::keep_back`]), and publish one level of units at a time.

mod attack;

use attack::{Arc, Web};

use crate::compliance::Count;

/// Counts from 1 to this are small.
pub const LARGEST_SMALL: u64 = 4;

/// Whether a figure of this many is small.
#[must_use]
pub const fn is_small(count: u64) -> bool {
    count >= 1 && count <= LARGEST_SMALL
}

/// A table of counts with its totals.
#[derive(Clone, Debug)]
pub struct Table {
    /// The cells, row by row, with the totals as last row and last column.
    cells: Vec<Vec<Count>>,
    hidden: Vec<Vec<bool>>,
    /// Whether each row has a total: without, it is one column with a total below.
    both_ways: bool,
}

/// What may be published of a table: `None` where a cell is kept back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The cells, row by row.
    pub cells: Vec<Vec<Option<Count>>>,
    /// The total of each row.
    pub row_totals: Vec<Option<Count>>,
    /// The total of each column.
    pub column_totals: Vec<Option<Count>>,
    /// The total of all.
    pub total: Option<Count>,
}

/// What may be published of a list with a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedList {
    /// Its items, in the order given.
    pub items: Vec<Option<Count>>,
    /// Their total.
    pub total: Option<Count>,
}

impl Table {
    /// A table of rows of equal length; shorter ones are filled with nothing.
    #[must_use]
    pub fn new(rows: &[Vec<Count>]) -> Self {
        Self::with_totals(rows, true)
    }

    /// A list whose total is published with it.
    #[must_use]
    pub fn list(items: &[Count]) -> Self {
        Self::with_totals(&items.iter().map(|item| vec![*item]).collect::<Vec<_>>(), false)
    }

    fn with_totals(rows: &[Vec<Count>], both_ways: bool) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(usize::from(!both_ways));
        let mut cells: Vec<Vec<Count>> = Vec::with_capacity(rows.len() + 1);
        for row in rows {
            let mut row = row.clone();
            row.resize(width, Count::default());
            row.push(sum(row.iter()));
            cells.push(row);
        }
        cells.push((0..=width).map(|column| sum(cells.iter().map(|row| &row[column]))).collect());
        let hidden = vec![vec![false; width + 1]; cells.len()];
        Self { cells, hidden, both_ways }
    }

    /// Keeps back a cell, and what tells it, because it is kept back in another table. One
    /// of 0 is shown all the same, as it is there. The places after the last row and the
    /// last column are those of the totals.
    pub fn keep_back(&mut self, row: usize, column: usize) {
        let cell = self.cells.get(row).and_then(|row| row.get(column));
        if cell.is_some_and(|count| count.counted > 0) {
            self.hidden[row][column] = true;
        }
    }

    /// The table with all kept back that must be.
    #[must_use]
    pub fn publish(mut self) -> Published {
        self.protect();
        let (rows, columns) = self.size();
        let shown = |row: usize, column: usize| {
            (!self.hidden[row][column]).then(|| self.cells[row][column])
        };
        Published {
            cells: (0..rows)
                .map(|row| (0..columns).map(|column| shown(row, column)).collect())
                .collect(),
            row_totals: (0..rows).map(|row| shown(row, columns)).collect(),
            column_totals: (0..columns).map(|column| shown(rows, column)).collect(),
            total: shown(rows, columns),
        }
    }

    /// A list made by [`Table::list`] with all kept back that must be.
    #[must_use]
    pub fn publish_list(self) -> PublishedList {
        let published = self.publish();
        let items = published.cells.into_iter().filter_map(|row| row.into_iter().next()).collect();
        PublishedList { items, total: published.column_totals.into_iter().next().flatten() }
    }

    /// Rows and columns, totals left out.
    fn size(&self) -> (usize, usize) {
        (self.cells.len() - 1, self.cells[0].len() - 1)
    }

    fn protect(&mut self) {
        let (rows, columns) = self.size();
        let mut web = self.web();
        for (row, column) in web.places().collect::<Vec<_>>() {
            let count = self.cells[row][column];
            let parts = [count.counted, count.compliant, not_compliant(count)];
            self.hidden[row][column] |= parts.into_iter().any(is_small);
            if self.hidden[row][column] {
                web.hide(row, column);
            }
        }
        web.close();
        for (row, column) in web.hidden().collect::<Vec<_>>() {
            self.hidden[row][column] = true;
        }
        // Of a list the row totals are the items again.
        if !self.both_ways {
            for row in 0..=rows {
                self.hidden[row][columns] = self.hidden[row][0];
            }
        }
    }

    /// The table as a web: a vertex for each sum that is known to hold, an arc for each
    /// cell from the one sum it stands in to the other.
    ///
    /// A cell stands in the sum of its row and in that of its column. The total of a row
    /// stands in that row's sum and in the sum of the totals, and so on; with the arcs of
    /// totals turned about, what flows into a vertex flows out of it.
    fn web(&self) -> Web {
        let (rows, columns) = self.size();
        let (row_sum, column_sum) = (|row: usize| row, |column: usize| rows + 1 + column);
        let mut web = Web::new(rows + columns + 2);
        let mut arc = |row: usize, column: usize, from: usize, to: usize| {
            let count = self.cells[row][column];
            let parts = [count.compliant, not_compliant(count)];
            let asked = self.hidden[row][column];
            web.add(Arc { row, column, from, to, parts, hidden: false, asked });
        };
        if !self.both_ways {
            // One sum: the items flow from one end to the other, their total back.
            for row in 0..rows {
                arc(row, 0, 0, 1);
            }
            arc(rows, 0, 1, 0);
            return web;
        }
        for row in 0..rows {
            for column in 0..columns {
                arc(row, column, row_sum(row), column_sum(column));
            }
            arc(row, columns, column_sum(columns), row_sum(row));
        }
        for column in 0..columns {
            arc(rows, column, column_sum(column), row_sum(rows));
        }
        arc(rows, columns, row_sum(rows), column_sum(columns));
        web
    }
}

fn not_compliant(count: Count) -> u64 {
    count.counted.saturating_sub(count.compliant)
}

fn sum<'c>(counts: impl Iterator<Item = &'c Count>) -> Count {
    counts.fold(Count::default(), |all, count| Count {
        counted: all.counted + count.counted,
        compliant: all.compliant + count.compliant,
    })
}

#[cfg(test)]
mod tests;
