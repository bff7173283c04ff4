//! The bridge as a waterfall: from one figure to another, a bar for each cause.
//!
//! Percentages of large numbers move little, so the scale begins near the figures and
//! not at 0. For that reason the two figures are signs and not bars, whose length would
//! mislead.

use passport_core::board::bridge::{Bridge, Step};
use passport_core::compliance::Count;

use crate::drawing::{Anchor, Dash, Edge, Ink, SIZE, Sign};
use crate::key::{self, Sample};
use crate::scale::Scale;
use crate::table::Table;
use crate::words::{of, points, signed, width};
use crate::{Chart, Drawing, Frame};

/// What a waterfall is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Waterfall<'a> {
    /// What the figure is: `Why compulsory training moved in October 2026`.
    pub title: &'a str,
    /// What the first figure is of: `30 September 2026, as published`.
    pub from: &'a str,
    /// What the second is of.
    pub to: &'a str,
    /// The way from one to the other.
    pub bridge: &'a Bridge,
}

/// Up is full and points right, down is hollow and points left.
const UP: (Ink, Option<Edge>) = (Ink::Blue, None);
const DOWN: (Ink, Option<Edge>) = (Ink::White, Some(Edge { ink: Ink::Orange, thick: 2.5 }));
const FIGURE: Sign = Sign::Diamond(Ink::Text);
const THICK: f32 = 14.0;
const ROW: f32 = SIZE + 4.0 + 7.0 + THICK + 10.0;

impl Waterfall<'_> {
    /// Draws it.
    #[must_use]
    pub fn draw(&self, frame: Frame) -> Chart {
        Chart {
            title: self.title.into(),
            description: self.description(),
            drawing: self.drawing(frame),
            table: self.table(),
        }
    }

    fn drawing(&self, frame: Frame) -> Drawing {
        let steps = self.bridge.steps();
        let mut drawing = Drawing::new(frame.width());
        let figures = steps.iter().flat_map(|step| [step.from, step.to]);
        let values: Vec<f64> =
            figures.chain([self.bridge.from, self.bridge.to]).filter_map(share).collect();
        let ends = (width("00%") / 2.0 + 4.0, frame.width() - width("100%") / 2.0);
        let about = if frame == Frame::Phone { 4.0 } else { 8.0 };
        let scale = Scale::around(values.into_iter(), Some((0.0, 100.0)), about, ends);
        let foot = SIZE + 10.0 + ROW * (steps.len() + 2) as f32;
        for tick in scale.ticks() {
            let x = scale.place(tick);
            drawing.words((x, SIZE), Anchor::Middle, Ink::Secondary, format!("{tick:.0}%"));
            drawing.line(vec![(x, SIZE + 6.0), (x, foot)], Ink::Pale, 1.0, Dash::Solid);
        }
        let mut y = SIZE + 10.0;
        self.figure(&mut drawing, &mut y, self.from, self.bridge.from, scale);
        for step in &steps {
            cause(&mut drawing, &mut y, step, scale);
        }
        self.figure(&mut drawing, &mut y, self.to, self.bridge.to, scale);
        let entries = [
            (Sample::Sign(FIGURE), "Figure".to_owned()),
            (Sample::Bar(UP.0, UP.1), "Raised it".to_owned()),
            (Sample::Bar(DOWN.0, DOWN.1), "Lowered it".to_owned()),
        ];
        key::draw(&mut drawing, foot + 10.0, &entries);
        drawing
    }

    fn figure(&self, drawing: &mut Drawing, y: &mut f32, words: &str, count: Count, scale: Scale) {
        label(drawing, *y, words, &count.words());
        if let Some(value) = share(count) {
            drawing.sign(FIGURE, (scale.place(value), *y + ROW - THICK / 2.0 - 10.0));
        }
        *y += ROW;
    }

    fn description(&self) -> String {
        let Bridge { from, to, .. } = self.bridge;
        let mut words =
            format!("From {} ({}) to {} ({}).", from.words(), self.from, to.words(), self.to);
        for step in self.bridge.steps() {
            words += &format!(" {}: {}.", step.movement.cause.words(), moved(&step));
        }
        words
    }

    fn table(&self) -> Table {
        let headings = ["Cause", "Points", "In date", "Counted", "Figure after"];
        let mut table = Table::new(self.title, &headings);
        let figure = |words: &str, count: Count| {
            vec![words.to_owned(), String::new(), of(count), String::new(), count.words()]
        };
        table.rows.push(figure(self.from, self.bridge.from));
        for step in self.bridge.steps() {
            table.rows.push(vec![
                step.movement.cause.words().into(),
                moved(&step),
                signed(step.movement.compliant),
                signed(step.movement.counted),
                step.to.words(),
            ]);
        }
        table.rows.push(figure(self.to, self.bridge.to));
        table
    }
}

fn cause(drawing: &mut Drawing, y: &mut f32, step: &Step, scale: Scale) {
    let top = *y + SIZE + 4.0 + 7.0;
    if let (Some(from), Some(to)) = (share(step.from), share(step.to)) {
        let (from, to) = (scale.place(from), scale.place(to));
        // From the figure before to this bar.
        let points = vec![(from, *y - 10.0 - THICK / 2.0), (from, top + THICK / 2.0)];
        drawing.line(points, Ink::Secondary, 1.0, Dash::Short);
        let (fill, edge) = if to >= from { UP } else { DOWN };
        // Too short to see is still drawn.
        let long = (to - from).abs().max(2.0);
        let inset = edge.map_or(0.0, |edge| edge.thick / 2.0);
        let wide = (long - 2.0 * inset).max(0.5);
        drawing.rect([from.min(to) + inset, top + inset, wide, THICK - 2.0 * inset], fill, edge);
    }
    label(drawing, *y, step.movement.cause.words(), &moved(step));
    *y += ROW;
}

fn label(drawing: &mut Drawing, y: f32, words: &str, value: &str) {
    let baseline = y + SIZE + 4.0;
    // The words stand on the lines of the scale: a white ground keeps them legible.
    let right = drawing.width;
    for (x, wide) in [(0.0, width(words) + 4.0), (right - width(value) * 1.1, width(value) * 1.1)] {
        drawing.rect([x, baseline - SIZE, wide, SIZE + 5.0], Ink::White, None);
    }
    drawing.words((0.0, baseline), Anchor::Start, Ink::Text, words);
    drawing.bold((right, baseline), Anchor::End, Ink::Text, value);
}

fn moved(step: &Step) -> String {
    step.points().map_or_else(|| "None required".into(), points)
}

fn share(count: Count) -> Option<f64> {
    (count.counted > 0).then(|| count.compliant as f64 / count.counted as f64 * 100.0)
}
