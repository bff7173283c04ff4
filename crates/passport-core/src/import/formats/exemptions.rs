//! Exemptions: who need not hold a subject, and until when.

use jiff::civil::Date;

/// One exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionRow {
    /// The person.
    pub employee_number: String,
    /// The subject.
    pub subject: String,
    /// First day it covers.
    pub from: Date,
    /// Last day it covers; none: open-ended.
    pub to: Option<Date>,
    /// For the approver's eyes only.
    pub reason: Option<String>,
    /// Who agreed it.
    pub approved_by: Option<String>,
}
