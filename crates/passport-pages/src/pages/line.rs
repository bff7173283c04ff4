//! One line of a passport by itself: why it is required, why it has its date, and
//! what doing it on a day of one's choice would come to.

use passport_core::present::{Explanation, Line};
use serde::Serialize;

use super::{Mistake, TypedDate};
use crate::{Link, Page};

/// One line.
#[derive(Clone, Debug, Serialize)]
pub struct LinePage<'a> {
    /// What the passport says of it.
    pub line: &'a Line,
    /// The level that is asked.
    pub asked: String,
    /// What is held of it.
    pub held: String,
    /// Who asks for it.
    pub required: String,
    /// How its date came about, each a clause.
    pub dated: Vec<String>,
    /// The passport it stands on.
    pub back: Link,
    /// Whose it is, where the reader is somebody else.
    pub name: Option<String>,
    /// Where the reader can say that it is wrong.
    pub wrong: Option<String>,
    /// The day that was typed.
    pub day: TypedDate,
    /// What doing it on that day would come to, as sentences; empty: none was asked.
    pub answer: Vec<String>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl<'a> LinePage<'a> {
    /// A line explained, before a day is asked about.
    #[must_use]
    pub fn new(line: &'a Line, explained: Explanation, back: Link, name: Option<String>) -> Self {
        let Explanation { asked, held, required, dated } = explained;
        Self {
            line,
            asked,
            held,
            required,
            dated,
            back,
            name,
            wrong: None,
            day: TypedDate::default(),
            answer: Vec::new(),
            errors: Vec::new(),
        }
    }
}

impl Page for LinePage<'_> {
    const TEMPLATE: &'static str = "pages/line.html";

    fn heading(&self) -> String {
        self.line.title.clone()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
