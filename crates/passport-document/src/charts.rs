//! Board figures on paper: a heading, what the chart says, the chart, its table.

use std::sync::Arc;

use passport_chart::{Chart, Table};
use pdf_writer::types::StructRole;

use crate::chart;
use crate::colour;
use crate::doc::{Doc, Pen};
use crate::error::DocumentError;
use crate::flow::{BREADTH, Flow, LEFT, RIGHT, draw};
use crate::font::Weight;
use crate::line::Paragraph;
use crate::metadata::Described;
use crate::press::{Press, Stamp};
use crate::shape::Run;
use crate::tags::{DOCUMENT, Node, Says};
use crate::text::clean;

/// What a sheet of charts holds.
#[derive(Clone, Copy, Debug)]
pub struct ChartSheet<'a> {
    /// Whose figures they are.
    pub organisation: &'a str,
    /// What they are: `Training figures for the board, October 2026`.
    pub title: &'a str,
    /// One sentence each: what they are known after, what is kept back.
    pub notes: &'a [String],
    /// In order, drawn for a page.
    pub charts: &'a [Chart],
}

const SIZE: f32 = 8.5;
const PAD: f32 = 2.0;
const GUTTER: f32 = 10.0;
const INSET: f32 = LEFT + 4.0;
/// How wide a chart is: its letters are then as large as the words around it.
const CHART: f32 = BREADTH * 0.82;

/// The file.
pub(crate) fn document(
    press: &Press,
    sheet: &ChartSheet<'_>,
    stamp: &Stamp,
) -> Result<Vec<u8>, DocumentError> {
    let mut doc = Doc::new(press);
    let running = doc.run(sheet.title, Weight::Regular, "title")?;
    let mut flow = Flow::new(&mut doc, running);
    let part = flow.doc.tree.add(DOCUMENT, StructRole::Sect, Says::Nothing);
    let say = |flow: &mut Flow<'_, '_>, role, words: &str, weight, size, ink| {
        let node = flow.doc.tree.add(part, role, Says::Nothing);
        let run = flow.doc.run(words, weight, "chart")?;
        flow.paragraph(node, &Paragraph::new(run, size, ink, BREADTH), LEFT);
        Ok::<_, DocumentError>(())
    };
    let (bold, regular) = (Weight::Bold, Weight::Regular);
    say(&mut flow, StructRole::P, sheet.organisation, bold, 10.0, colour::NHS_BLUE)?;
    say(&mut flow, StructRole::H1, sheet.title, bold, 17.0, colour::TEXT)?;
    for note in sheet.notes {
        say(&mut flow, StructRole::P, note, regular, SIZE, colour::SECONDARY)?;
    }
    for chart in sheet.charts {
        flow.y += 12.0;
        // The heading stays with its chart.
        flow.ensure(chart.drawing.height * CHART / chart.drawing.width + 60.0);
        say(&mut flow, StructRole::H2, &chart.title, bold, 13.0, colour::TEXT)?;
        say(&mut flow, StructRole::P, &chart.description, regular, 9.5, colour::TEXT)?;
        flow.y += 6.0;
        chart::draw(&mut flow, part, chart, CHART)?;
        flow.y += 6.0;
        table(&mut flow, part, &chart.table)?;
    }
    flow.finish()?;
    let title = clean(sheet.title).into_owned();
    Ok(doc.finish(&Described { title, stamp }))
}

/// The numbers behind a chart, as wide as their words: what is widest takes what is left.
fn table(flow: &mut Flow<'_, '_>, part: Node, table: &Table) -> Result<(), DocumentError> {
    if table.rows.is_empty() {
        return Ok(());
    }
    let shape = |cells: &[String], weight: Weight| -> Result<Vec<Arc<Run>>, DocumentError> {
        cells.iter().map(|cell| flow.doc.run(cell, weight, "table")).collect()
    };
    let headings = shape(&table.headings, Weight::Bold)?;
    let rows = table
        .rows
        .iter()
        .map(|row| shape(row, Weight::Regular))
        .collect::<Result<Vec<_>, DocumentError>>()?;
    let widths = widths(&headings, &rows);
    let node = flow.doc.tree.add(part, StructRole::Table, Says::Nothing);
    let headings = Row::new(headings, &widths, true);
    headings.draw(flow, node, &widths);
    for cells in rows {
        let row = Row::new(cells, &widths, false);
        if flow.ensure(row.height) {
            headings.repeat(flow, &widths);
        }
        row.draw(flow, node, &widths);
    }
    Ok(())
}

fn widths(headings: &[Arc<Run>], rows: &[Vec<Arc<Run>>]) -> Vec<f32> {
    let all = || rows.iter().map(Vec::as_slice).chain([headings]);
    let widest = |column: usize| {
        let cells = all().filter_map(|row| row.get(column));
        cells.map(|run| run.width(SIZE)).fold(0.0, f32::max) + GUTTER
    };
    let mut widths: Vec<f32> = (0..headings.len()).map(widest).collect();
    let left = RIGHT - INSET - widths.iter().sum::<f32>();
    if let Some(most) = widths.iter_mut().max_by(|a, b| a.total_cmp(b)) {
        *most = (*most + left.min(0.0)).max(60.0);
    }
    widths
}

/// A row of a table, broken to its columns.
struct Row {
    cells: Vec<Paragraph>,
    height: f32,
    heads: bool,
}

impl Row {
    fn new(cells: Vec<Arc<Run>>, widths: &[f32], heads: bool) -> Self {
        let set = |(run, width): (Arc<Run>, &f32)| {
            Paragraph::new(run, SIZE, colour::TEXT, width - GUTTER + 0.5)
        };
        let cells: Vec<Paragraph> = cells.into_iter().zip(widths).map(set).collect();
        let height = cells.iter().map(Paragraph::height).fold(0.0, f32::max) + PAD * 2.0;
        Self { cells, height, heads }
    }

    fn draw(&self, flow: &mut Flow<'_, '_>, table: Node, widths: &[f32]) {
        flow.ensure(self.height);
        let top = flow.y;
        flow.doc.artifact(|pen| self.ground(pen, top));
        let line = flow.doc.tree.add(table, StructRole::TR, Says::Nothing);
        let mut x = INSET;
        for (place, (cell, width)) in self.cells.iter().zip(widths).enumerate() {
            let (role, says) = match (self.heads, place) {
                (true, _) => (StructRole::TH, Says::ColumnHeader),
                (false, 0) => (StructRole::TH, Says::RowHeader),
                (false, _) => (StructRole::TD, Says::Nothing),
            };
            let node = flow.doc.tree.add(line, role, says);
            if !cell.lines.is_empty() {
                flow.doc.tagged(node, |pen| draw(pen, cell, &cell.lines, x, top + PAD));
            }
            x += width;
        }
        flow.y = top + self.height;
    }

    /// Draws it again on a new page, for the eye alone.
    fn repeat(&self, flow: &mut Flow<'_, '_>, widths: &[f32]) {
        let top = flow.y;
        flow.doc.artifact(|pen| {
            self.ground(pen, top);
            let mut x = INSET;
            for (cell, width) in self.cells.iter().zip(widths) {
                draw(pen, cell, &cell.lines, x, top + PAD);
                x += width;
            }
        });
        flow.y = top + self.height;
    }

    fn ground(&self, pen: &mut Pen<'_>, top: f32) {
        if self.heads {
            pen.rect(LEFT, top, BREADTH, self.height, colour::BAND);
        }
        pen.rect(LEFT, top + self.height - 0.25, BREADTH, 0.5, colour::RULE);
    }
}
