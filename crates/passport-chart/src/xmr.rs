//! The XmR chart: points, mean, limits and target, special causes by the shape of the
//! point.

use passport_core::board::spc::{
    Assurance, Better, FEWEST, Point, Segment, Side, Thousandths, Xmr,
};
use passport_core::delivery::Month;
use passport_core::wording::thousands;

use crate::drawing::{Anchor, Dash, Ink, SIZE, Sign};
use crate::key::{self, Sample};
use crate::plot::Plot;
use crate::table::Table;
use crate::words::{per_cent, target};
use crate::{Chart, Drawing, Frame};

/// What the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Per cent: limits are drawn no lower than 0 and no higher than 100.
    PerCent,
    /// Whole things, such as lines overdue: limits are drawn no lower than 0.
    Number,
}

/// What an XmR chart is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct XmrChart<'a> {
    /// What the figure is: `Compulsory training in date`.
    pub title: &'a str,
    /// Its months.
    pub xmr: &'a Xmr,
    /// What the values are.
    pub unit: Unit,
    /// Which way is good.
    pub better: Better,
    /// The target, in thousandths as the values are.
    pub target: Option<Thousandths>,
}

impl XmrChart<'_> {
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
        let points: Vec<&Point> = self.xmr.points().collect();
        let months: Vec<Month> = points.iter().map(|point| point.month).collect();
        let limits = self.xmr.segments.iter().filter_map(|segment| self.limits(segment));
        let values = points
            .iter()
            .map(|point| point.value)
            .chain(limits.flat_map(|(lower, upper)| [lower, upper]))
            .chain(self.target)
            .map(of_unit);
        let (bounds, label): (_, fn(f64) -> String) = match self.unit {
            Unit::PerCent => (Some((0.0, 100.0)), |value| format!("{value:.0}%")),
            Unit::Number => (Some((0.0, f64::MAX)), |value| format!("{value:.0}")),
        };
        let Some(mut plot) = Plot::new(frame, &months, values, bounds, label) else {
            return nothing(frame);
        };
        if let Some(target) = self.target {
            plot.level_throughout(of_unit(target), Ink::Red, 2.0, Dash::Long);
        }
        for (number, segment) in self.xmr.segments.iter().enumerate() {
            self.segment(&mut plot, number, segment);
        }
        let joined: Vec<(Month, f64)> =
            points.iter().map(|point| (point.month, of_unit(point.value))).collect();
        plot.join(&joined, Ink::Secondary, 1.5, Dash::Solid);
        for point in &points {
            let at = plot.at(point.month, of_unit(point.value));
            plot.drawing.sign(self.sign(point), at);
        }
        let below = plot.below();
        let mut drawing = plot.drawing;
        key::draw(&mut drawing, below, &self.key());
        drawing
    }

    fn segment(&self, plot: &mut Plot, number: usize, segment: &Segment) {
        let (Some(first), Some(last)) = (segment.points.first(), segment.points.last()) else {
            return;
        };
        let edges = plot.around(first.month, last.month);
        plot.level(edges, of_unit(segment.process.mean()), Ink::Text, 2.0, Dash::Solid);
        for limit in self.limits(segment).iter().flat_map(|(lower, upper)| [*lower, *upper]) {
            plot.level(edges, of_unit(limit), Ink::Text, 1.5, Dash::Short);
        }
        if segment.step.is_some() {
            let (x, top, foot) = (edges.0, plot.top, plot.foot);
            plot.drawing.line(vec![(x, top - 4.0), (x, foot)], Ink::Text, 1.0, Dash::Solid);
            let at = (x, top - 8.0);
            plot.drawing.bold(at, Anchor::Middle, Ink::Text, number.to_string());
        }
    }

    /// The limits as they are drawn.
    fn limits(&self, segment: &Segment) -> Option<(Thousandths, Thousandths)> {
        match self.unit {
            Unit::PerCent => segment.process.limits_of_per_cent(),
            Unit::Number => segment.process.limits().map(|(lower, upper)| (lower.max(0), upper)),
        }
    }

    /// What a point is by itself: of special causes both ways, the improvement.
    fn meaning(&self, point: &Point) -> Option<bool> {
        let good = match self.better {
            Better::Higher => Side::High,
            Better::Lower => Side::Low,
        };
        let any = !point.signals.is_empty();
        any.then(|| point.signals.iter().any(|signal| signal.side == good))
    }

    fn sign(&self, point: &Point) -> Sign {
        match self.meaning(point) {
            None => COMMON,
            Some(true) => IMPROVING,
            Some(false) => CONCERNING,
        }
    }

    fn key(&self) -> Vec<(Sample, String)> {
        let mut entries = Vec::new();
        let has = |meaning| self.xmr.points().any(|point| self.meaning(point) == meaning);
        for (meaning, sign, words) in [
            (None, COMMON, "Common cause"),
            (Some(true), IMPROVING, "Special cause, improvement"),
            (Some(false), CONCERNING, "Special cause, concern"),
        ] {
            if has(meaning) {
                entries.push((Sample::Sign(sign), words.to_owned()));
            }
        }
        if let Some((segment, _)) = self.xmr.latest() {
            let mean = format!("Mean {}", self.value(segment.process.mean()));
            entries.push((Sample::Line(Ink::Text, 2.0, Dash::Solid), mean));
            if let Some((lower, upper)) = self.limits(segment) {
                let words = format!("Expected {} to {}", self.value(lower), self.value(upper));
                entries.push((Sample::Line(Ink::Text, 1.5, Dash::Short), words));
            }
        }
        if let Some(target) = self.target {
            let words = format!("Target {}", self.aim(target));
            entries.push((Sample::Line(Ink::Red, 2.0, Dash::Long), words));
        }
        for (number, segment) in self.xmr.segments.iter().enumerate() {
            if let Some(step) = &segment.step {
                let words = format!("From {}: {}", step.from.words(), step.reason);
                entries.push((Sample::Number(number), words));
            }
        }
        entries
    }

    fn value(&self, value: Thousandths) -> String {
        match self.unit {
            Unit::PerCent => per_cent(value),
            Unit::Number if value % 1000 == 0 => thousands(value.unsigned_abs() / 1000),
            Unit::Number => format!("{:.1}", of_unit(value)),
        }
    }

    /// The target, with as many decimals as it has.
    fn aim(&self, value: Thousandths) -> String {
        match self.unit {
            Unit::PerCent => target(u32::try_from(value / 10).unwrap_or(0)),
            Unit::Number => self.value(value),
        }
    }

    fn description(&self) -> String {
        let (Some(first), Some((segment, latest))) = (self.xmr.points().next(), self.xmr.latest())
        else {
            return "No months to show.".into();
        };
        let mut words = format!(
            "Monthly from {} to {}. Latest {}, mean {}",
            first.month.words(),
            latest.month.words(),
            self.value(latest.value),
            self.value(segment.process.mean())
        );
        match self.limits(segment) {
            Some((lower, upper)) => {
                words +=
                    &format!(", expected from {} to {}. ", self.value(lower), self.value(upper));
                words += &self.xmr.variation(self.better).words();
            }
            None => {
                words += &format!(". Too few months to tell: {FEWEST} are needed");
            }
        }
        words += ".";
        if let Some(target) = self.target {
            words += &format!(" Target {}", self.aim(target));
            let assurance = self.xmr.assurance(self.better, target);
            if assurance != Assurance::TooFew {
                words += &format!(": {}", lower_first(&assurance.words()));
            }
            words += ".";
        }
        words
    }

    fn table(&self) -> Table {
        let headings = ["Month", "Value", "Mean", "Lower limit", "Upper limit", "Special cause"];
        let mut table = Table::new(self.title, &headings);
        for segment in &self.xmr.segments {
            let mean = self.value(segment.process.mean());
            let (lower, upper) = self
                .limits(segment)
                .map_or_else(Default::default, |(l, u)| (self.value(l), self.value(u)));
            for point in &segment.points {
                let causes: Vec<&str> = point.signals.iter().map(|signal| signal.words()).collect();
                table.rows.push(vec![
                    point.month.words(),
                    self.value(point.value),
                    mean.clone(),
                    lower.clone(),
                    upper.clone(),
                    causes.join("; "),
                ]);
            }
        }
        table
    }
}

const COMMON: Sign = Sign::Dot(Ink::Grey);
const IMPROVING: Sign = Sign::Triangle(Ink::Blue);
const CONCERNING: Sign = Sign::Square(Ink::Orange);

fn of_unit(value: Thousandths) -> f64 {
    value as f64 / 1000.0
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// A field that says that there is nothing in it.
pub(crate) fn nothing(frame: Frame) -> Drawing {
    let mut drawing = Drawing::new(frame.width());
    drawing.height = SIZE * 3.0;
    drawing.words((0.0, SIZE * 1.8), Anchor::Start, Ink::Secondary, "No months to show.");
    drawing
}
