//! Notices: short messages about someone's account, and reminders, one after another
//! over one connection. What they say is made by others.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::Date;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind};
use passport_core::setting::Settings;
use passport_store::Organisation;

use crate::clock::Clock;
use crate::delivery::address::usable;
use crate::delivery::files::{Folder, safe_name};
use crate::delivery::message::{body, digest, no_answers, on_one_line};
use crate::delivery::smtp::{Connection, Dialler, Handed, NoConnection};
use crate::delivery::{DeliveryError, Destination, Secrets, Sender};
use crate::worker::worker_name;

/// A notice to one person.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The address.
    pub address: String,
    /// First and last name.
    pub name: String,
    /// What tells it from every other, such as the organisation's code and a number.
    pub id: String,
    /// Its Message-ID, without angle brackets: see [`Post::message_id`].
    pub message_id: String,
    /// When it was written.
    pub dated: Timestamp,
    /// The subject line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML; empty: as plain text alone.
    pub html: String,
}

/// What became of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// It is on its way; what the server said.
    Accepted(String),
    /// Not to this address: it is no use to try again.
    Refused(String),
    /// Not now.
    Later(String),
    /// Perhaps it is there: the connection was lost before the answer came.
    InDoubt(String),
}

/// The way out that the settings say, or why there is none.
///
/// # Errors
/// When the database fails.
pub async fn way_out(
    organisation: &Organisation,
    clock: Clock,
) -> Result<Result<Post, String>, DeliveryError> {
    let settings = organisation.settings().await?;
    let today = clock.today();
    let to = settings.get("mail-to", today);
    if to.is_empty() {
        return Ok(Err("the setting mail-to is empty".into()));
    }
    let secrets = Secrets::find(|name| std::env::var(name).ok());
    let post = Destination::parse(to, &secrets).and_then(|to| Post::new(&settings, today, to));
    Ok(post.map_err(|error| error.to_string()))
}

/// Hands notices over. The connection is opened with the first and kept.
pub struct Post {
    sender: Sender,
    to: Destination,
    open: Option<Connection>,
}

impl Post {
    /// As the settings have it on a day.
    ///
    /// # Errors
    /// When a setting is missing or cannot be used, naming it.
    pub fn new(settings: &Settings, on: Date, to: Destination) -> Result<Self, DeliveryError> {
        Ok(Self { sender: Sender::new(settings, on, &to)?, to, open: None })
    }

    /// Who signs: the same as the sender, or the name given where there is none.
    #[must_use]
    pub fn signed(&self, otherwise: &str) -> String {
        self.sender.from.name.clone().unwrap_or_else(|| otherwise.to_owned())
    }

    /// The Message-ID of a notice of a kind, from what tells it from every other.
    #[must_use]
    pub fn message_id(&self, kind: &str, id: &str) -> String {
        format!("{kind}.{}@{}", digest(&[id]), self.sender.domain())
    }

    /// Hands one notice over.
    ///
    /// # Errors
    /// When a folder cannot be written.
    pub async fn hand_over(&mut self, notice: &Notice) -> Result<Given, DeliveryError> {
        let Some(to) = usable(&notice.address) else {
            return Ok(Given::Refused("the address cannot be used".into()));
        };
        let bytes = match self.message(notice) {
            Ok(bytes) => bytes,
            Err(why) => return Ok(Given::Refused(why)),
        };
        match &self.to {
            Destination::Folder(folder) => {
                let folder = Folder::open(folder, &worker_name())?;
                folder.write(&format!("{}.eml", safe_name(&notice.id)), &bytes)?.name()?;
                folder.sync()?;
                Ok(Given::Accepted(String::new()))
            }
            Destination::Smtp(server) => {
                let mut connection = match self.open.take().filter(Connection::is_open) {
                    Some(connection) => connection,
                    None => {
                        let dialler = match Dialler::new(server.clone()) {
                            Ok(dialler) => dialler,
                            Err(why) => return Ok(Given::Later(why)),
                        };
                        match dialler.connect().await {
                            Ok(connection) => connection,
                            Err(NoConnection::Yet(why) | NoConnection::Ever(why)) => {
                                return Ok(Given::Later(why));
                            }
                        }
                    }
                };
                let from = &self.sender.bounces_to;
                let given = match connection.hand_over(from, &to, &bytes).await {
                    Handed::Accepted(answer) => Given::Accepted(answer),
                    Handed::Refused { permanent: true, answer, .. } => Given::Refused(answer),
                    Handed::Refused { answer, .. }
                    | Handed::SenderRefused(answer)
                    | Handed::Dropped(answer) => Given::Later(answer),
                    Handed::InDoubt(answer) => Given::InDoubt(answer),
                };
                self.open = Some(connection);
                Ok(given)
            }
        }
    }

    /// Says goodbye to the mail server.
    pub async fn close(self) {
        if let Some(connection) = self.open {
            connection.close().await;
        }
    }

    fn message(&self, notice: &Notice) -> Result<Vec<u8>, String> {
        let to = usable(&notice.address).ok_or("the address cannot be used")?;
        let name = on_one_line(&notice.name);
        let mark = digest(&[&notice.id]);
        let mut bodies = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(format!("=_{mark}_words"))
            .build()
            .singlepart(body(ContentType::TEXT_PLAIN, &notice.text));
        if !notice.html.is_empty() {
            bodies = bodies.singlepart(body(ContentType::TEXT_HTML, &notice.html));
        }
        let mut builder = Message::builder()
            .from(self.sender.from.clone())
            .to(Mailbox::new((!name.is_empty()).then_some(name), to))
            .date(SystemTime::from(notice.dated))
            .message_id(Some(format!("<{}>", notice.message_id)))
            .subject(on_one_line(&notice.subject));
        for header in no_answers() {
            builder = builder.raw_header(header);
        }
        if let Some(reply_to) = &self.sender.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let message = builder.multipart(bodies).map_err(|error| error.to_string())?;
        let mut bytes = message.formatted();
        if !bytes.ends_with(b"\r\n") {
            bytes.extend_from_slice(b"\r\n");
        }
        Ok(bytes)
    }
}
