//! Compliance against target, a bar for each unit or subject.
//!
//! The words stand above their bar, so that a long name has the whole width and the bar
//! too. Bars begin at 0.

use passport_core::compliance::Count;

use crate::drawing::{Anchor, Dash, Edge, Ink, SIZE};
use crate::key::{self, Sample};
use crate::table::Table;
use crate::words::{of, target, width, wrap};
use crate::{Chart, Drawing, Frame};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The unit or subject.
    pub label: String,
    /// Its figure; `None` where it is kept back because a number in it is small.
    pub count: Option<Count>,
    /// Its target in hundredths of a per cent.
    pub target: u32,
}

/// What bars are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Bars<'a> {
    /// What the figures are: `Compulsory training in date by division, 31 October 2026`.
    pub title: &'a str,
    /// The heading of the labels in the table: `Division`.
    pub heading: &'a str,
    /// In the order in which they are shown.
    pub bars: &'a [Bar],
}

/// A bar that reaches its target is full, one below it is hollow.
const REACHES: (Ink, Option<Edge>) = (Ink::Blue, None);
const BELOW: (Ink, Option<Edge>) = (Ink::White, Some(Edge { ink: Ink::Orange, thick: 2.5 }));
const THICK: f32 = 14.0;

impl Bars<'_> {
    /// Draws them.
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
        let mut drawing = Drawing::new(frame.width());
        let right = frame.width() - 2.0;
        let mut y = 0.0;
        for bar in self.bars {
            let value = shown(bar);
            // Bold letters are a little wider.
            let room = right - width(&value) * 1.1 - 12.0;
            for (place, line) in wrap(&bar.label, room).into_iter().enumerate() {
                y += SIZE + 4.0;
                drawing.words((0.0, y), Anchor::Start, Ink::Text, line);
                if place == 0 {
                    drawing.bold((right, y), Anchor::End, Ink::Text, value.as_str());
                }
            }
            y += 7.0;
            let full = right - 2.0;
            let Some(count) = bar.count.filter(|count| count.counted > 0) else {
                let points = vec![(2.0, y + THICK / 2.0), (full, y + THICK / 2.0)];
                drawing.line(points, Ink::Grey, 1.0, Dash::Short);
                y += THICK + 12.0;
                continue;
            };
            drawing.rect([2.0, y, full, THICK], Ink::Pale, None);
            let reaches = count.meets(bar.target) == Some(true);
            let (fill, edge) = if reaches { REACHES } else { BELOW };
            let share = count.compliant as f32 / count.counted as f32;
            let inset = edge.map_or(0.0, |edge| edge.thick / 2.0);
            let long = (full * share - 2.0 * inset).max(0.0);
            drawing.rect([2.0 + inset, y + inset, long, THICK - 2.0 * inset], fill, edge);
            let x = 2.0 + full * (bar.target as f32 / 10_000.0).min(1.0);
            // A white border keeps the line apart from the bar behind it.
            drawing.line(vec![(x, y - 4.0), (x, y + THICK + 4.0)], Ink::White, 5.0, Dash::Solid);
            drawing.line(vec![(x, y - 4.0), (x, y + THICK + 4.0)], Ink::Text, 2.5, Dash::Solid);
            y += THICK + 12.0;
        }
        key::draw(&mut drawing, y + 6.0, &self.key());
        drawing
    }

    fn key(&self) -> Vec<(Sample, String)> {
        let same = self.bars.windows(2).all(|pair| pair[0].target == pair[1].target);
        let aim = match self.bars.first() {
            Some(bar) if same => format!("Target {}", target(bar.target)),
            _ => "Target".into(),
        };
        vec![
            (Sample::Bar(REACHES.0, REACHES.1), "Reaches the target".into()),
            (Sample::Bar(BELOW.0, BELOW.1), "Below the target".into()),
            (Sample::Upright(Ink::Text, 2.5), aim),
        ]
    }

    fn description(&self) -> String {
        let meets = |bar: &&Bar| bar.count.and_then(|count| count.meets(bar.target));
        let rated = self.bars.iter().filter(|bar| meets(bar).is_some()).count();
        let reach = self.bars.iter().filter(|bar| meets(bar) == Some(true)).count();
        let below: Vec<String> = self
            .bars
            .iter()
            .filter(|bar| meets(bar) == Some(false))
            .map(|bar| format!("{} {}", bar.label, shown(bar)))
            .collect();
        let mut words = format!("{reach} of {rated} reach their target.");
        if !below.is_empty() {
            words += &format!(" Below it: {}.", below.join("; "));
        }
        match self.bars.iter().filter(|bar| bar.count.is_none()).count() {
            0 => {}
            1 => words += " 1 is not shown because a number is small.",
            many => words += &format!(" {many} are not shown because a number is small."),
        }
        words
    }

    fn table(&self) -> Table {
        let headings = [self.heading, "In date", "Of", "Target", "Result"];
        let mut table = Table::new(self.title, &headings);
        for bar in self.bars {
            let result = match bar.count.map(|count| count.meets(bar.target)) {
                Some(Some(true)) => "Reaches the target",
                Some(Some(false)) => "Below the target",
                _ => "",
            };
            table.rows.push(vec![
                bar.label.clone(),
                shown(bar),
                bar.count.filter(|count| count.counted > 0).map(of).unwrap_or_default(),
                target(bar.target),
                result.into(),
            ]);
        }
        table
    }
}

/// `89.9%`; never rounded across the target.
fn shown(bar: &Bar) -> String {
    match bar.count {
        None => "Not shown".into(),
        Some(count) => passport_core::board::target::shown(count, bar.target, 0)
            .map_or_else(|| "None required".into(), |share| share + "%"),
    }
}
