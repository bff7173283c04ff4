//! One connection to a mail server, and what its answers mean: for this person,
//! for the connection, or for everyone.

use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::time::timeout;

use crate::delivery::destination::{Secret, Server, Tls};

/// How long a server may take for a command.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to accept a message (RFC 5321 asks for ten minutes).
const PATIENCE_FOR_CONTENT: Duration = Duration::from_secs(600);

/// Why there is no connection.
#[derive(Debug)]
pub(crate) enum NoConnection {
    /// Try again: it may come.
    Yet(String),
    /// It will not come: what we offer is refused.
    Ever(String),
}

/// How handing over one message went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Handed {
    /// The server has it.
    Accepted(String),
    /// Not this message, or not to this person.
    Refused {
        /// For good, not for now.
        permanent: bool,
        /// Whether the address itself is what was refused (5.1.x).
        address: bool,
        /// What it said.
        answer: String,
    },
    /// Not from us: it concerns every message.
    SenderRefused(String),
    /// The connection failed before the message was handed over.
    Dropped(String),
    /// The connection failed when the message may have been accepted.
    InDoubt(String),
}

/// Connects, greets and, where the address says so, logs in; then says goodbye.
/// What `check` asks before anyone's passport depends on it.
///
/// # Errors
/// In words, when the server cannot be used.
pub async fn try_connection(server: Server) -> Result<(), String> {
    match Dialler::new(server)?.connect().await {
        Ok(connection) => {
            connection.close().await;
            Ok(())
        }
        Err(NoConnection::Yet(why) | NoConnection::Ever(why)) => Err(why),
    }
}

/// A connection.
pub(crate) struct Connection {
    inner: AsyncSmtpConnection,
}

/// What every connection of a run has in common; certificates are read once.
pub(crate) struct Dialler {
    server: Server,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl Dialler {
    pub(crate) fn new(server: Server) -> Result<Self, String> {
        let tls = match server.tls {
            Tls::None => None,
            Tls::Implicit | Tls::Required | Tls::Offered => Some(
                TlsParameters::new_rustls(server.host.clone())
                    .map_err(|error| error.to_string())?,
            ),
        };
        Ok(Self { server, tls, hello: ClientId::default() })
    }

    pub(crate) async fn connect(&self) -> Result<Connection, NoConnection> {
        let waited = timeout(PATIENCE, self.dial()).await;
        waited.unwrap_or_else(|_| Err(NoConnection::Yet("no answer in a minute".into())))
    }

    async fn dial(&self) -> Result<Connection, NoConnection> {
        let server = &self.server;
        let at_once = if server.tls == Tls::Implicit { self.tls.clone() } else { None };
        let mut inner = AsyncSmtpConnection::connect_tokio1(
            (server.host.as_str(), server.port),
            Some(Duration::from_secs(20)),
            &self.hello,
            at_once,
            None,
        )
        .await
        .map_err(unreachable)?;
        let starts = match server.tls {
            Tls::Required if !inner.can_starttls() => {
                inner.abort().await;
                return Err(NoConnection::Ever(
                    "the server offers no STARTTLS: use smtps:// or another port".into(),
                ));
            }
            Tls::Required => true,
            Tls::Offered => inner.can_starttls(),
            Tls::Implicit | Tls::None => false,
        };
        if let (true, Some(tls)) = (starts, &self.tls) {
            inner.starttls(tls.clone(), &self.hello).await.map_err(unreachable)?;
        }
        if let Some((user, secret)) = &server.login {
            log_in(&mut inner, user, secret).await?;
        }
        Ok(Connection { inner })
    }
}

async fn log_in(
    inner: &mut AsyncSmtpConnection,
    user: &str,
    secret: &Secret,
) -> Result<(), NoConnection> {
    let (mechanisms, source): (&[Mechanism], _) = match secret {
        Secret::Password(source) => (&[Mechanism::Plain, Mechanism::Login], source),
        Secret::Token(source) => (&[Mechanism::Xoauth2], source),
    };
    let text = source
        .read()
        .map_err(|error| NoConnection::Ever(format!("the secret cannot be read: {error}")))?;
    let credentials = Credentials::new(user.to_owned(), text);
    match inner.auth(mechanisms, &credentials).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() || error.is_client() => {
            let answer = answer(&error);
            inner.abort().await;
            Err(NoConnection::Ever(format!("the log-in of {user} was refused: {answer}")))
        }
        Err(error) => Err(NoConnection::Yet(answer(&error))),
    }
}

fn unreachable(error: Error) -> NoConnection {
    let refused = error.is_permanent() || error.is_tls() || certificate(&error);
    let words = answer(&error);
    if refused { NoConnection::Ever(words) } else { NoConnection::Yet(words) }
}

/// Whether the server's certificate is what was wrong.
fn certificate(error: &Error) -> bool {
    error.to_string().contains("certificate")
}

impl Connection {
    /// Hands one message over.
    pub(crate) async fn hand_over(
        &mut self,
        from: &Address,
        to: &Address,
        message: &[u8],
    ) -> Handed {
        match self.command(Mail::new(Some(from.clone()), Vec::new())).await {
            Ok(_) => {}
            Err(Trouble::Refused(error)) if error.is_permanent() => {
                return Handed::SenderRefused(answer(&error));
            }
            // For now, and for every message alike: as though the connection had failed.
            Err(trouble) => return Handed::Dropped(trouble.to_string()),
        }
        if let Err(trouble) = self.command(Rcpt::new(to.clone(), Vec::new())).await {
            return self.refused(trouble).await;
        }
        if let Err(trouble) = self.command(Data).await {
            return self.refused(trouble).await;
        }
        // In one piece, or the last few bytes wait for the server's acknowledgement.
        match timeout(PATIENCE_FOR_CONTENT, self.inner.command(Content(message))).await {
            Ok(Ok(response)) => Handed::Accepted(said(&response)),
            Ok(Err(error)) if error.is_permanent() || error.is_transient() => Handed::Refused {
                permanent: error.is_permanent(),
                address: false,
                answer: answer(&error),
            },
            Ok(Err(error)) => Handed::InDoubt(answer(&error)),
            Err(_) => Handed::InDoubt("no answer in ten minutes".into()),
        }
    }

    /// A recipient's or a message's refusal; the connection is put straight.
    async fn refused(&mut self, trouble: Trouble) -> Handed {
        let Trouble::Refused(error) = trouble else {
            return Handed::Dropped(trouble.to_string());
        };
        let answer = answer(&error);
        // 421: the server is closing the connection, whoever the recipient is.
        if answer.starts_with("421") || self.command(Rset).await.is_err() {
            self.inner.abort().await;
            if answer.starts_with("421") {
                return Handed::Dropped(answer);
            }
        }
        let address = error.is_permanent() && names_address(&answer);
        Handed::Refused { permanent: error.is_permanent(), address, answer }
    }

    /// Whether it can be used for another message.
    pub(crate) fn is_open(&self) -> bool {
        !self.inner.has_broken()
    }

    pub(crate) async fn close(mut self) {
        let _ = timeout(Duration::from_secs(5), self.inner.quit()).await;
    }

    async fn command(&mut self, command: impl fmt::Display) -> Result<Response, Trouble> {
        match timeout(PATIENCE, self.inner.command(command)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) if error.is_permanent() || error.is_transient() => {
                Err(Trouble::Refused(error))
            }
            Ok(Err(error)) => Err(Trouble::Dropped(answer(&error))),
            Err(_) => Err(Trouble::Dropped("no answer in a minute".into())),
        }
    }
}

enum Trouble {
    Refused(Error),
    Dropped(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => f.write_str(&answer(error)),
            Self::Dropped(words) => f.write_str(words),
        }
    }
}

/// A message with its dots stuffed and its end (RFC 5321, section 4.5.2). Ours
/// are plain ASCII with CRLF.
struct Content<'m>(&'m [u8]);

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = std::str::from_utf8(self.0).map_err(|_| fmt::Error)?;
        for line in text.split_inclusive("\r\n") {
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
        }
        f.write_str(".\r\n")
    }
}

/// Whether the enhanced status says that the address is wrong (RFC 3463: 5.1.x,
/// and 5.2.1, mailbox disabled), not that the server would not have us.
fn names_address(answer: &str) -> bool {
    let Some(status) = answer.split_whitespace().nth(1) else { return false };
    matches!(status, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10" | "5.2.1")
}

fn said(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), words.join(" ")).trim().to_owned()
}

/// What the server, or the network, answered: `550 5.1.1 no such user`.
fn answer(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let words = match error.status() {
        Some(code) => format!("{code} {source}"),
        None => error.to_string(),
    };
    let words: String =
        words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
    words.trim().to_owned()
}
