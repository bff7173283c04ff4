//! A chart on the page: a tagged figure, its description as the text that stands for it,
//! drawn by the same marks as the SVG of a page.

use std::sync::Arc;

use passport_chart::{Anchor, Chart, Drawing, Edge, Ink, Mark};
use pdf_writer::types::StructRole;

use crate::colour::Colour;
use crate::doc::{Pen, area};
use crate::error::DocumentError;
use crate::flow::{Flow, LEFT, whole};
use crate::font::Weight;
use crate::shape::Run;
use crate::tags::{Node, Says};

/// Draws a chart below the cursor, so wide; it is never cut in two.
pub(crate) fn draw(
    flow: &mut Flow<'_, '_>,
    part: Node,
    chart: &Chart,
    width: f32,
) -> Result<(), DocumentError> {
    let Drawing { width: units, height, marks } = &chart.drawing;
    let scale = width / units;
    let high = height * scale;
    flow.ensure(high);
    let runs = runs(flow, marks)?;
    let top = flow.y;
    let says = Says::Picture {
        alt: format!("{}. {}", chart.title, chart.description),
        bounds: area(LEFT, top, width, high),
    };
    let figure = flow.doc.tree.add(part, StructRole::Figure, says);
    flow.doc.tagged(figure, |pen| {
        let to_page = ToPage { top, scale };
        let mut runs = runs.iter();
        for mark in marks {
            to_page.mark(pen, mark, &mut runs);
        }
    });
    flow.y += high;
    Ok(())
}

/// The words of a drawing, shaped, in their order.
fn runs(flow: &Flow<'_, '_>, marks: &[Mark]) -> Result<Vec<Arc<Run>>, DocumentError> {
    marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Words { text, bold, .. } => Some((text, *bold)),
            _ => None,
        })
        .map(|(text, bold)| {
            let weight = if bold { Weight::Bold } else { Weight::Regular };
            flow.doc.run(text, weight, "chart")
        })
        .collect()
}

/// From the units of a drawing to the page.
struct ToPage {
    top: f32,
    scale: f32,
}

impl ToPage {
    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (LEFT + x * self.scale, self.top + y * self.scale)
    }

    fn places(&self, places: &[(f32, f32)]) -> Vec<(f32, f32)> {
        places.iter().map(|place| self.place(*place)).collect()
    }

    fn mark<'r>(
        &self,
        pen: &mut Pen<'_>,
        mark: &Mark,
        runs: &mut impl Iterator<Item = &'r Arc<Run>>,
    ) {
        match mark {
            Mark::Line { points, edge: Edge { ink, thick }, dash } => {
                let lengths: Vec<f32> =
                    dash.lengths().iter().map(|length| length * self.scale).collect();
                let points = self.places(points);
                pen.dashed(&points, thick * self.scale, colour(*ink), &lengths);
            }
            Mark::Shape { corners, fill, edge } => {
                let edge = edge.map(|Edge { ink, thick }| (thick * self.scale, colour(ink)));
                pen.polygon(&self.places(corners), colour(*fill), edge);
            }
            Mark::Words { at, anchor, size, ink, .. } => {
                let Some(run) = runs.next() else { return };
                let (x, y) = self.place(*at);
                let size = size * self.scale;
                let before = match anchor {
                    Anchor::Start => 0.0,
                    Anchor::Middle => run.width(size) / 2.0,
                    Anchor::End => run.width(size),
                };
                pen.line(run, &whole(run), x - before, y, size, colour(*ink));
            }
        }
    }
}

fn colour(ink: Ink) -> Colour {
    ink.rgb().map(|share| f32::from(share) / 255.0)
}
