//! The table: what, the bar, the least and the median, and whether it is met.

/// Something to reach.
pub struct Bar {
    what: String,
    most: Option<f64>,
    unit: &'static str,
}

impl Bar {
    /// At most so much.
    pub fn new(what: &str, most: f64, unit: &'static str) -> Self {
        Self { what: what.into(), most: Some(most), unit }
    }

    /// Told without a bar, for comparison.
    pub fn unbounded(what: &str, unit: &'static str) -> Self {
        Self { what: what.into(), most: None, unit }
    }

    /// By the median; a machine that others use may meet a bar only at best.
    fn verdict(&self, figures: &[f64]) -> &'static str {
        match self.most {
            None => "",
            Some(most) if median(figures) <= most => "yes",
            Some(most) if least(figures) <= most => "at best",
            Some(_) => "no",
        }
    }
}

/// The table as it is printed, row by row.
pub struct Report;

impl Report {
    /// Prints the headings.
    pub fn begin() -> Self {
        let postgres = if crate::database::server().is_some() {
            " PostgreSQL least | median | met     |"
        } else {
            ""
        };
        println!(
            "| {:<42} | {:>10} | {:>8} | {:>8} | runs | {:<7} |{postgres}",
            "what", "at most", "least", "median", "met"
        );
        println!("|{:-<44}|{:->12}|{:->10}|{:->10}|-----:|{:-<9}|", "", ":", ":", ":", "");
        Self
    }

    /// Prints a row.
    pub fn row(&self, bar: &Bar, figures: &[f64]) {
        self.row_on_both(bar, figures, None);
    }

    /// Prints a row, with PostgreSQL's figures where there are some.
    pub fn row_on_both(&self, bar: &Bar, figures: &[f64], postgres: Option<&[f64]>) {
        let most = bar.most.map(|most| format!("{} {}", shown(most), bar.unit));
        let postgres = postgres.map(|figures| {
            format!(
                " {:>16} | {:>6} | {:<7} |",
                shown(least(figures)),
                shown(median(figures)),
                bar.verdict(figures)
            )
        });
        println!(
            "| {:<42} | {:>10} | {:>8} | {:>8} | {:>4} | {:<7} |{}",
            bar.what,
            most.unwrap_or_else(|| format!("({})", bar.unit)),
            shown(least(figures)),
            shown(median(figures)),
            figures.len(),
            bar.verdict(figures),
            postgres.unwrap_or_default()
        );
    }
}

/// Three figures that mean something.
fn shown(figure: f64) -> String {
    match figure {
        large if large >= 100.0 => format!("{large:.0}"),
        middling if middling >= 10.0 => format!("{middling:.1}"),
        small => format!("{small:.2}"),
    }
}

fn least(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The middle one, or the upper of two.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
