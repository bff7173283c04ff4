//! Months across and values up: what XmR chart and forecast are drawn on.

use passport_core::delivery::Month;

use crate::Frame;
use crate::drawing::{Anchor, Dash, Drawing, Ink, Place, SIZE};
use crate::scale::Scale;
use crate::words::{months_between, short_month, width};

/// Room between the plot and the edge, for half a sign.
const MARGIN: f32 = 10.0;

/// The field with its axes.
pub(crate) struct Plot {
    pub(crate) drawing: Drawing,
    values: Scale,
    first: Month,
    left: f32,
    /// How far apart two months are.
    apart: f32,
    pub(crate) top: f32,
    pub(crate) foot: f32,
    right: f32,
}

impl Plot {
    /// Draws the axes for these months and values. `label` says a value.
    pub(crate) fn new(
        frame: Frame,
        months: &[Month],
        values: impl Iterator<Item = f64>,
        bounds: Option<(f64, f64)>,
        label: impl Fn(f64) -> String,
    ) -> Option<Self> {
        let (first, last) = (*months.first()?, *months.last()?);
        let mut drawing = Drawing::new(frame.width());
        let high = match frame {
            Frame::Phone => 220.0,
            Frame::Page => 300.0,
        };
        let (top, foot) = (SIZE + 6.0, SIZE + 6.0 + high);
        let values = Scale::around(values, bounds, 5.0, (foot, top));
        let ticks = values.ticks();
        let labels: Vec<String> = ticks.iter().map(|tick| label(*tick)).collect();
        let wide = labels.iter().map(|label| width(label)).fold(0.0, f32::max);
        let left = wide + 6.0 + MARGIN;
        // The last month's name has its whole width.
        let right = frame.width() - width("2026") / 2.0;
        for (tick, label) in ticks.iter().zip(labels) {
            let y = values.place(*tick);
            let points = vec![(left - MARGIN, y), (right + MARGIN, y)];
            drawing.line(points, Ink::Pale, 1.0, Dash::Solid);
            let at = (left - MARGIN - 6.0, y + SIZE * 0.35);
            drawing.words(at, Anchor::End, Ink::Secondary, label);
        }
        let span = months_between(first, last);
        let apart = (right - left) / span.max(1) as f32;
        let mut plot = Self { drawing, values, first, left, apart, top, foot, right };
        plot.name_months(span);
        Some(plot)
    }

    /// Names months below the field, as many as have room, with the year where it is new.
    fn name_months(&mut self, span: i32) {
        let every = [1, 2, 3, 6, 12, 24, 60]
            .into_iter()
            .find(|every| self.apart * *every as f32 >= width("2026") + 6.0)
            .unwrap_or(120);
        let mut year = None;
        let mut month = self.first;
        for place in 0..=span {
            if place % every == 0 {
                let x = self.across(month);
                let below = self.foot + SIZE + 6.0;
                let tick = vec![(x, self.foot), (x, self.foot + 5.0)];
                self.drawing.line(tick, Ink::Secondary, 1.0, Dash::Solid);
                self.drawing.words((x, below), Anchor::Middle, Ink::Secondary, short_month(month));
                let of = month.first().year();
                if year != Some(of) {
                    let at = (x, below + SIZE + 3.0);
                    self.drawing.words(at, Anchor::Middle, Ink::Secondary, of.to_string());
                    year = Some(of);
                }
            }
            month = Month::of(passport_core::compliance::add_months(month.first(), 1));
        }
        let axis = vec![(self.left - MARGIN, self.foot), (self.right + MARGIN, self.foot)];
        self.drawing.line(axis, Ink::Secondary, 1.0, Dash::Solid);
    }

    /// Where the key begins.
    pub(crate) fn below(&self) -> f32 {
        self.foot + 2.0 * SIZE + 22.0
    }

    pub(crate) fn across(&self, month: Month) -> f32 {
        self.left + months_between(self.first, month) as f32 * self.apart
    }

    /// The edges of what belongs to these months: half way to the next on either side.
    pub(crate) fn around(&self, first: Month, last: Month) -> (f32, f32) {
        let half = (self.apart / 2.0).min(MARGIN);
        (self.across(first) - half, self.across(last) + half)
    }

    pub(crate) fn up(&self, value: f64) -> f32 {
        self.values.place(value)
    }

    pub(crate) fn at(&self, month: Month, value: f64) -> Place {
        (self.across(month), self.up(value))
    }

    /// A level line from edge to edge.
    pub(crate) fn level(
        &mut self,
        (from, to): (f32, f32),
        value: f64,
        ink: Ink,
        thick: f32,
        dash: Dash,
    ) {
        let y = self.up(value);
        self.drawing.line(vec![(from, y), (to, y)], ink, thick, dash);
    }

    /// A level line across the whole field.
    pub(crate) fn level_throughout(&mut self, value: f64, ink: Ink, thick: f32, dash: Dash) {
        self.level((self.left - MARGIN, self.right + MARGIN), value, ink, thick, dash);
    }

    /// Joins points of months that follow each other; where one is missing the line breaks.
    pub(crate) fn join(&mut self, points: &[(Month, f64)], ink: Ink, thick: f32, dash: Dash) {
        for run in points.chunk_by(|a, b| months_between(a.0, b.0) == 1).filter(|run| run.len() > 1)
        {
            let places = run.iter().map(|(month, value)| self.at(*month, *value)).collect();
            self.drawing.line(places, ink, thick, dash);
        }
    }
}
