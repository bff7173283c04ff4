//! What the signs and lines of a chart mean, below it.

use crate::drawing::{Anchor, Dash, Drawing, Edge, Ink, SIZE, Sign};
use crate::words::{width, wrap};

/// What stands before the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sample {
    /// A point.
    Sign(Sign),
    /// A line.
    Line(Ink, f32, Dash),
    /// A line with the points on it.
    SignedLine(Sign, Ink, f32, Dash),
    /// A bar.
    Bar(Ink, Option<Edge>),
    /// An upright line.
    Upright(Ink, f32),
    /// A number.
    Number(usize),
}

const SAMPLE: f32 = 30.0;
const GAP: f32 = 16.0;
const LEADING: f32 = 20.0;

/// Draws the key from `top` down, as many to a line as fit.
pub(crate) fn draw(drawing: &mut Drawing, top: f32, entries: &[(Sample, String)]) {
    let room = drawing.width;
    let (mut x, mut y) = (0.0, top + LEADING * 0.5);
    for (sample, words) in entries {
        let lines = wrap(words, room - SAMPLE - 2.0);
        let long = lines.iter().map(|line| width(line)).fold(0.0, f32::max) + SAMPLE;
        if x > 0.0 && (x + long > room || lines.len() > 1) {
            (x, y) = (0.0, y + LEADING);
        }
        sampled(drawing, *sample, x, y);
        for (place, line) in (0_u8..).zip(&lines) {
            let baseline = y + SIZE * 0.35 + f32::from(place) * LEADING;
            drawing.words((x + SAMPLE, baseline), Anchor::Start, Ink::Text, line.as_str());
        }
        if lines.len() > 1 {
            (x, y) = (0.0, y + LEADING * lines.len() as f32);
        } else {
            x += long + GAP;
        }
    }
    let last = if x > 0.0 { y + LEADING * 0.5 } else { y - LEADING * 0.5 };
    drawing.height = last.max(top) + 4.0;
}

fn sampled(drawing: &mut Drawing, sample: Sample, x: f32, y: f32) {
    let middle = x + 12.0;
    let line = |drawing: &mut Drawing, ink, thick, dash| {
        drawing.line(vec![(x, y), (x + 24.0, y)], ink, thick, dash);
    };
    match sample {
        Sample::Sign(sign) => drawing.sign(sign, (middle, y)),
        Sample::Line(ink, thick, dash) => line(drawing, ink, thick, dash),
        Sample::SignedLine(sign, ink, thick, dash) => {
            line(drawing, ink, thick, dash);
            drawing.sign(sign, (middle, y));
        }
        Sample::Bar(fill, edge) => drawing.rect([x + 1.0, y - 6.0, 22.0, 12.0], fill, edge),
        Sample::Upright(ink, thick) => {
            let points = vec![(middle, y - 8.0), (middle, y + 8.0)];
            drawing.line(points, ink, thick, Dash::Solid);
        }
        Sample::Number(number) => {
            drawing.bold((middle, y + SIZE * 0.35), Anchor::Middle, Ink::Text, number.to_string());
        }
    }
}
