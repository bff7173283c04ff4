//! Demonstration only: people to log in as.

use serde::Serialize;

use crate::Page;

/// The people of a demonstration.
#[derive(Clone, Debug, Serialize)]
pub struct DemoPeoplePage {
    /// Where each form posts, with the fields `csrf` and `person`.
    pub action: String,
    /// The token against forged requests.
    pub csrf: String,
    /// The people.
    pub people: Vec<DemoPerson>,
}

/// Someone to log in as.
#[derive(Clone, Debug, Serialize)]
pub struct DemoPerson {
    /// The value of the field `person`, e.g. an employee number.
    pub id: String,
    /// First and last name.
    pub name: String,
    /// `Staff nurse, Ashdown Ward`.
    pub role: String,
    /// What there is to see: `Has 3 things to do and a booked class.`
    pub about: String,
}

impl Page for DemoPeoplePage {
    const TEMPLATE: &'static str = "pages/demo_people.html";

    fn heading(&self) -> String {
        "Log in to the demonstration".to_owned()
    }
}
