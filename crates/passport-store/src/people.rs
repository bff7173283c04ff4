//! Everyone's facts as the register takes them, and whose a change touched.

use passport_core::entered::ReturnGraceFact;
use passport_core::facts::{
    AwardFact, ByPerson, EnrolmentFact, ExemptionFact, PersonFact, PostingFact, Recorded,
};
use passport_core::query::{QueryFact, StepFact};
use passport_core::register::RecordedPerson;

use crate::{Fact, Known, Organisation, StoreError, args};

/// The tables of what evaluations take of people.
const TABLES: [&str; 8] = [
    PersonFact::TABLE,
    PostingFact::TABLE,
    AwardFact::TABLE,
    ExemptionFact::TABLE,
    ReturnGraceFact::TABLE,
    EnrolmentFact::TABLE,
    QueryFact::TABLE,
    StepFact::TABLE,
];

/// How much of people's records is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMuch {
    /// All that an evaluation takes.
    All,
    /// Who they are and where they work.
    Assignments,
}

/// Whose facts to read.
#[derive(Clone, Copy)]
enum Whose<'a> {
    /// From an employee number to another, in the database's order.
    Between(&'a str, &'a str),
    These(&'a [&'a str]),
}

impl Organisation {
    /// The employee numbers of everyone of whom anything that an evaluation takes
    /// was recorded under a later number than this fact's and holds, or was voided by a
    /// change after this one. Numbers of facts grow with the changes that record them.
    pub async fn people_touched(
        &self,
        newest_fact: i64,
        change: i64,
    ) -> Result<Vec<String>, StoreError> {
        let each = TABLES.map(|table| {
            format!(
                "SELECT employee_number FROM {table} WHERE organisation_id = $1 AND id > $2 AND voided IS NULL
                 UNION SELECT employee_number FROM {table} WHERE organisation_id = $1 AND voided > $3"
            )
        });
        let rows =
            self.db.fetch_built(each.join(" UNION "), args![self.id, newest_fact, change]).await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }

    /// What evaluations take of everyone from one employee number to another, in the
    /// order of [`Organisation::employee_numbers`].
    pub async fn recorded_people_between(
        &self,
        known: Known,
        (first, last): (&str, &str),
        how_much: HowMuch,
    ) -> Result<Vec<RecordedPerson>, StoreError> {
        self.recorded(known, Whose::Between(first, last), how_much).await
    }

    /// All that evaluations take of these people, of those whom there are.
    pub async fn recorded_people(
        &self,
        known: Known,
        employee_numbers: &[&str],
    ) -> Result<Vec<RecordedPerson>, StoreError> {
        self.recorded(known, Whose::These(employee_numbers), HowMuch::All).await
    }

    async fn recorded(
        &self,
        known: Known,
        whose: Whose<'_>,
        how_much: HowMuch,
    ) -> Result<Vec<RecordedPerson>, StoreError> {
        let people = self.facts_whose::<PersonFact>(known, whose).await?;
        let mut postings = ByPerson::<PostingFact>::new(self.facts_whose(known, whose).await?);
        let mut rest = match how_much {
            HowMuch::Assignments => Rest::default(),
            HowMuch::All => self.rest(known, whose).await?,
        };
        let recorded = people.into_iter().map(|person| {
            let number = &person.fact.employee_number;
            RecordedPerson {
                postings: postings.take(number),
                awards: rest.awards.take(number),
                exemptions: rest.exemptions.take(number),
                return_graces: rest.return_graces.take(number),
                enrolments: rest.enrolments.take(number),
                queries: rest.queries.take(number),
                steps: rest.steps.take(number),
                person,
            }
        });
        Ok(recorded.collect())
    }

    async fn rest(&self, known: Known, whose: Whose<'_>) -> Result<Rest, StoreError> {
        let queries = ByPerson::new(self.facts_whose(known, whose).await?);
        Ok(Rest {
            awards: ByPerson::new(self.facts_whose(known, whose).await?),
            exemptions: ByPerson::new(self.facts_whose(known, whose).await?),
            return_graces: ByPerson::new(self.facts_whose(known, whose).await?),
            enrolments: ByPerson::new(self.facts_whose(known, whose).await?),
            // Few ever ask anything, and a step is always of a query.
            steps: match queries.is_empty() {
                true => ByPerson::default(),
                false => ByPerson::new(self.facts_whose(known, whose).await?),
            },
            queries,
        })
    }

    async fn facts_whose<F: Fact>(
        &self,
        known: Known,
        whose: Whose<'_>,
    ) -> Result<Vec<Recorded<F>>, StoreError> {
        match whose {
            Whose::Between(first, last) => self.facts_between(known, first, last).await,
            Whose::These(numbers) => self.facts_of_each(known, numbers).await,
        }
    }
}

/// RecordedPerson but who they are and where they work.
#[derive(Default)]
struct Rest {
    awards: ByPerson<AwardFact>,
    exemptions: ByPerson<ExemptionFact>,
    return_graces: ByPerson<ReturnGraceFact>,
    enrolments: ByPerson<EnrolmentFact>,
    queries: ByPerson<QueryFact>,
    steps: ByPerson<StepFact>,
}
