//! The months whose passports were sent.

use jiff::civil::Date;
use serde::Serialize;

use super::Outcome;
use crate::Page;

/// Every month, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveriesPage {
    /// The months.
    pub months: Vec<DeliveryRow>,
}

/// A month.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRow {
    /// `November 2026`.
    pub month: String,
    /// Address of its page.
    pub href: String,
    /// The day its passports speak of.
    pub as_at: Date,
    /// How it ended.
    pub outcome: Outcome,
    /// `2,398 sent, 42 not sent`.
    pub counts: String,
}

impl Page for DeliveriesPage {
    const TEMPLATE: &'static str = "pages/deliveries.html";

    fn heading(&self) -> String {
        "Monthly passports".to_owned()
    }
}
