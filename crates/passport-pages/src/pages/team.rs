//! A manager's people.

use jiff::civil::Date;
use passport_core::wording::{count, thousands};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Paging;
use crate::{Link, Page};

/// The people of a team, with what each has to do. The caller sorts: most to do first.
#[derive(Clone, Debug)]
pub struct TeamPage {
    /// The heading: `Your team`, `Team of Martha Owen`.
    pub team: String,
    /// Where a manager came from.
    pub back: Option<Link>,
    /// Whom the page leaves out: `Only the people who report directly are shown.`
    pub note: Option<String>,
    /// Whose place one is in: `You stand in for Grace Okonkwo until 30 November
    /// 2026`, with the address of that team alone.
    pub places: Vec<Link>,
    /// Where deputies are appointed, for those who can.
    pub deputies: Option<Link>,
    /// The day the counts speak of.
    pub as_at: Date,
    /// The sentence on how fresh the data is, without its full stop.
    pub freshness: Option<String>,
    /// How many people there are, on all pages.
    pub total: u64,
    /// How many of them have something to do.
    pub with_reds: u64,
    /// The people of this page.
    pub people: Vec<TeamMember>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// One person of the team.
#[derive(Clone, Debug, serde::Serialize)]
pub struct TeamMember {
    /// First and last name.
    pub name: String,
    /// Position title.
    pub post: String,
    /// Address of the passport.
    pub passport: String,
    /// Red lines.
    pub to_do: usize,
    /// Lines that run out soon.
    pub soon: usize,
    /// Lines in date.
    pub complete: usize,
    /// All lines.
    pub lines: usize,
    /// Why the figures leave the person out: `Not counted: maternity leave`.
    pub not_counted: Option<String>,
    /// Address of the person's own team, if they have one.
    pub team: Option<String>,
}

impl TeamPage {
    /// `5 of 24 people have something to do`.
    fn sentence(&self) -> String {
        let people = count(self.total, "person", "people");
        match self.with_reds {
            _ if self.total == 0 => "Nobody to show".to_owned(),
            0 => format!("Nobody of {people} has anything to do"),
            1 => format!("1 of {people} has something to do"),
            reds => format!("{} of {people} have something to do", thousands(reds)),
        }
    }
}

impl Serialize for TeamPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("TeamPage", 10)?;
        fields.serialize_field("back", &self.back)?;
        fields.serialize_field("note", &self.note)?;
        fields.serialize_field("places", &self.places)?;
        fields.serialize_field("deputies", &self.deputies)?;
        fields.serialize_field("sentence", &self.sentence())?;
        fields.serialize_field("with_reds", &self.with_reds)?;
        fields.serialize_field("as_at", &self.as_at)?;
        fields.serialize_field("freshness", &self.freshness)?;
        fields.serialize_field("people", &self.people)?;
        fields.serialize_field("paging", &self.paging)?;
        fields.end()
    }
}

impl Page for TeamPage {
    const TEMPLATE: &'static str = "pages/team.html";

    fn heading(&self) -> String {
        self.team.clone()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
