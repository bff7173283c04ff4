//! Facts that are about one person.

use std::collections::HashMap;

use super::{AwardFact, EnrolmentFact, ExemptionFact, PersonFact, PostingFact, Recorded};
use crate::entered::ReturnGraceFact;
use crate::query::{QueryFact, StepFact};

/// A fact about one person.
pub trait Personal {
    /// Whose it is: an employee number.
    fn whose(&self) -> &str;
}

macro_rules! personal {
    ($($fact:ty),*) => {$(
        impl Personal for $fact {
            fn whose(&self) -> &str {
                &self.employee_number
            }
        }
    )*};
}

personal!(
    PersonFact,
    PostingFact,
    AwardFact,
    ExemptionFact,
    ReturnGraceFact,
    EnrolmentFact,
    QueryFact,
    StepFact
);

/// Facts of several people, by employee number, each person's in the order they come.
#[derive(Debug)]
pub struct ByPerson<F>(HashMap<String, Vec<Recorded<F>>>);

impl<F: Personal> ByPerson<F> {
    /// Sorts facts out by person.
    #[must_use]
    pub fn new(facts: Vec<Recorded<F>>) -> Self {
        let mut of: HashMap<String, Vec<Recorded<F>>> = HashMap::new();
        for recorded in facts {
            match of.get_mut(recorded.fact.whose()) {
                Some(theirs) => theirs.push(recorded),
                None => {
                    of.insert(recorded.fact.whose().to_owned(), vec![recorded]);
                }
            }
        }
        Self(of)
    }

    /// One person's, taken out.
    pub fn take(&mut self, employee_number: &str) -> Vec<Recorded<F>> {
        self.0.remove(employee_number).unwrap_or_default()
    }

    /// Whether nobody has any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<F> Default for ByPerson<F> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}
