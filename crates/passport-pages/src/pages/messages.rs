//! Every message sent to somebody.

use jiff::civil::DateTime;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Paging;
use crate::{Link, Page};

/// The messages to the reader, or to somebody whose record they may see.
#[derive(Clone, Debug, serde::Serialize)]
pub struct MessagesPage {
    /// The person, where it is not the reader.
    pub name: Option<String>,
    /// Where the reader came from.
    pub back: Option<Link>,
    /// The messages of this page, newest first.
    pub messages: Vec<MessageRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// A message.
#[derive(Clone, Debug, serde::Serialize)]
pub struct MessageRow {
    /// Local time it was written or sent.
    pub at: DateTime,
    /// Its subject.
    pub subject: String,
    /// What it speaks of.
    pub about: Vec<String>,
    /// A manager's words; may be empty.
    pub note: String,
    /// Why it was sent: `30 days before`.
    pub rule: String,
    /// Where it went.
    pub address: String,
    /// What became of it.
    pub outcome: Arrival,
    /// More of that, in words; may be empty.
    pub detail: String,
}

/// Whether a message arrived, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The mail server took it, or it was printed.
    Sent,
    /// It waits to be sent.
    Waiting,
    /// It did not reach the person.
    NotReached,
    /// Nobody knows.
    InDoubt,
}

impl Serialize for Arrival {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (words, colour) = match self {
            Self::Sent => ("Sent", "green"),
            Self::Waiting => ("Waiting", "grey"),
            Self::NotReached => ("Did not arrive", "red"),
            Self::InDoubt => ("May have arrived", "orange"),
        };
        let mut fields = serializer.serialize_struct("Arrival", 2)?;
        fields.serialize_field("words", words)?;
        fields.serialize_field("colour", colour)?;
        fields.end()
    }
}

impl Page for MessagesPage {
    const TEMPLATE: &'static str = "pages/messages.html";

    fn heading(&self) -> String {
        match &self.name {
            Some(name) => format!("Messages to {name}"),
            None => "Messages to you".to_owned(),
        }
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
