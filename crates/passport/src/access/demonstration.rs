//! The parts that people play in a demonstration, and the role that goes with each.

use passport_store::{DemoPerson, Organisation, StoreError};

use super::{Role, Roles};

/// Someone to log in as.
#[derive(Clone, Debug)]
pub struct Part {
    /// Their employee number.
    pub employee_number: String,
    /// The part, e.g. `ward manager`.
    pub part: String,
    /// What they may do.
    pub roles: Roles,
}

/// Everyone there is to log in as; nobody in a real organisation.
///
/// # Errors
/// When the database fails.
pub async fn parts(organisation: &Organisation) -> Result<Vec<Part>, StoreError> {
    let people = organisation.demo_people().await?;
    Ok(people.into_iter().map(part).collect())
}

fn part(person: DemoPerson) -> Part {
    let more: &[Role] = match person.part.as_str() {
        "ward manager" => &[Role::Manager],
        "training lead" => &[Role::TrainingLead],
        "executive director" => &[Role::Board],
        _ => &[],
    };
    let roles = Roles::new(more);
    Part { employee_number: person.employee_number, part: person.part, roles }
}
