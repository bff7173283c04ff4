//! The forecast: if nobody trains, if all bookings hold, and the target between.

use passport_core::compliance::Count;
use passport_core::delivery::Month;

use crate::drawing::{Dash, Ink, Sign};
use crate::key::{self, Sample};
use crate::plot::Plot;
use crate::table::Table;
use crate::words::target;
use crate::xmr::nothing;
use crate::{Chart, Drawing, Frame};

/// One month-end of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// The month.
    pub month: Month,
    /// With no further awards.
    pub if_nobody_trains: Count,
    /// With booked classes taken as attended.
    pub if_all_bookings_hold: Count,
    /// On the path to target, if it is shown.
    pub on_path: Option<Count>,
}

/// What a forecast is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Forecast<'a> {
    /// What the figure is: `Compulsory training to April 2027`.
    pub title: &'a str,
    /// Its month-ends, in order.
    pub prospects: &'a [Prospect],
    /// The target in hundredths of a per cent.
    pub target: u32,
}

/// A supposition: its words, its line and its points.
struct Supposed {
    words: &'static str,
    ink: Ink,
    dash: Dash,
    sign: Sign,
    figure: fn(&Prospect) -> Option<Count>,
}

const SUPPOSED: [Supposed; 3] = [
    Supposed {
        words: "If nobody trains",
        ink: Ink::Secondary,
        dash: Dash::Short,
        sign: Sign::Dot(Ink::White),
        figure: |prospect| Some(prospect.if_nobody_trains),
    },
    Supposed {
        words: "If all bookings hold",
        ink: Ink::Blue,
        dash: Dash::Solid,
        sign: Sign::Square(Ink::Blue),
        figure: |prospect| Some(prospect.if_all_bookings_hold),
    },
    Supposed {
        words: "On the path to target",
        ink: Ink::Text,
        dash: Dash::Solid,
        sign: Sign::Diamond(Ink::Orange),
        figure: |prospect| prospect.on_path,
    },
];

impl Forecast<'_> {
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
        let months: Vec<Month> = self.prospects.iter().map(|prospect| prospect.month).collect();
        let aim = f64::from(self.target) / 100.0;
        let values = self.shown().flat_map(|of| self.points(of)).map(|(_, value)| value);
        let values: Vec<f64> = values.chain([aim]).collect();
        let label = |value: f64| format!("{value:.0}%");
        let bounds = Some((0.0, 100.0));
        let Some(mut plot) = Plot::new(frame, &months, values.into_iter(), bounds, label) else {
            return nothing(frame);
        };
        plot.level_throughout(aim, Ink::Red, 2.0, Dash::Long);
        let mut entries = Vec::new();
        for of in self.shown() {
            let points = self.points(of);
            plot.join(&points, of.ink, 2.0, of.dash);
            for (month, value) in points {
                let at = plot.at(month, value);
                plot.drawing.sign(of.sign, at);
            }
            let sample = Sample::SignedLine(of.sign, of.ink, 2.0, of.dash);
            entries.push((sample, of.words.to_owned()));
        }
        let words = format!("Target {}", target(self.target));
        entries.push((Sample::Line(Ink::Red, 2.0, Dash::Long), words));
        let below = plot.below();
        let mut drawing = plot.drawing;
        key::draw(&mut drawing, below, &entries);
        drawing
    }

    /// The suppositions that say something.
    fn shown(&self) -> impl Iterator<Item = &'static Supposed> {
        SUPPOSED.iter().filter(|of| !self.points(of).is_empty())
    }

    fn points(&self, of: &Supposed) -> Vec<(Month, f64)> {
        let point = |prospect: &Prospect| {
            let count = (of.figure)(prospect).filter(|count| count.counted > 0)?;
            Some((prospect.month, count.compliant as f64 / count.counted as f64 * 100.0))
        };
        self.prospects.iter().filter_map(point).collect()
    }

    fn description(&self) -> String {
        let Some(last) = self.prospects.last() else { return "No months to show.".into() };
        let ends: Vec<String> = self
            .shown()
            .filter_map(|of| {
                let count = (of.figure)(last)?;
                let meets = match count.meets(self.target) {
                    Some(true) => "reaches the target",
                    Some(false) => "below the target",
                    None => return None,
                };
                Some(format!("{}: {}, {meets}", of.words, count.words()))
            })
            .collect();
        let (month, aim) = (last.month.words(), target(self.target));
        format!("At the end of {month}, against a target of {aim}. {}.", ends.join(". "))
    }

    fn table(&self) -> Table {
        let mut table = Table::new(self.title, &["Month"]);
        table.headings.extend(self.shown().map(|of| of.words.to_owned()));
        for prospect in self.prospects {
            let mut row = vec![prospect.month.words()];
            row.extend(
                self.shown().map(|of| (of.figure)(prospect).map(Count::words).unwrap_or_default()),
            );
            table.rows.push(row);
        }
        table
    }
}
