//! A small mail server for tests: it answers as it is told and remembers what
//! it accepted.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with a message to a recipient.
#[derive(Clone, Debug, Default)]
pub enum Answer {
    /// Takes it.
    #[default]
    Accept,
    /// Answers so to MAIL FROM.
    Mail(&'static str),
    /// Answers so to RCPT TO.
    Rcpt(&'static str),
    /// Answers so after the content.
    Content(&'static str),
    /// Closes the connection on RCPT TO.
    DropEarly,
    /// Takes the message and closes the connection without saying so.
    DropLate,
}

type Script = dyn Fn(&str, usize) -> Answer + Send + Sync;

/// Recipient and message, in the order accepted.
type Accepted = Mutex<Vec<(String, Vec<u8>)>>;

/// The server.
pub struct Sink {
    pub address: SocketAddr,
    accepted: Arc<Accepted>,
    task: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Sink {
    /// Takes everything.
    pub async fn accepting() -> Self {
        Self::new(|_, _| Answer::Accept).await
    }

    /// Answers by recipient and how often they were tried before.
    pub async fn new(script: impl Fn(&str, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let accepted = Arc::new(Mutex::new(Vec::new()));
        let tried = Arc::new(Mutex::new(HashMap::new()));
        let script: Arc<Script> = Arc::new(script);
        let store = Arc::clone(&accepted);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, store, tried) =
                    (Arc::clone(&script), Arc::clone(&store), Arc::clone(&tried));
                tokio::spawn(async move {
                    // A client that goes away ends its session, no more.
                    let _ = session(stream, &*script, &store, &tried).await;
                });
            }
        });
        Self { address, accepted, task }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What was accepted: recipient and message, in order.
    pub fn accepted(&self) -> Vec<(String, Vec<u8>)> {
        self.accepted.lock().expect("unpoisoned").clone()
    }

    /// How many messages each recipient got.
    pub fn by_recipient(&self) -> HashMap<String, usize> {
        let mut counts = HashMap::new();
        for (to, _) in self.accepted.lock().expect("unpoisoned").iter() {
            *counts.entry(to.clone()).or_default() += 1;
        }
        counts
    }
}

async fn session(
    stream: TcpStream,
    script: &Script,
    accepted: &Accepted,
    tried: &Mutex<HashMap<String, usize>>,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    write.write_all(b"220 sink ESMTP\r\n").await?;
    let mut line = String::new();
    let mut to = String::new();
    let mut answer = Answer::Accept;
    loop {
        line.clear();
        if read.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        let upper = command.to_ascii_uppercase();
        let reply = if upper.starts_with("EHLO") {
            "250-sink\r\n250 8BITMIME".to_owned()
        } else if upper.starts_with("MAIL FROM") {
            match script("MAIL", 0) {
                Answer::Mail(reply) => reply.to_owned(),
                _ => "250 2.1.0 ok".to_owned(),
            }
        } else if upper.starts_with("RCPT TO") {
            to = command[8..].trim_matches(['<', '>', ' ', ':']).to_owned();
            let before = {
                let mut tried = tried.lock().expect("unpoisoned");
                let count = tried.entry(to.clone()).or_insert(0);
                *count += 1;
                *count - 1
            };
            answer = script(&to, before);
            match answer {
                Answer::Rcpt(reply) => reply.to_owned(),
                Answer::DropEarly => return Ok(()),
                _ => "250 2.1.5 ok".to_owned(),
            }
        } else if upper.starts_with("DATA") {
            write.write_all(b"354 go ahead\r\n").await?;
            let message = content(&mut read).await?;
            match answer {
                Answer::Content(reply) => reply.to_owned(),
                Answer::DropLate => {
                    accepted.lock().expect("unpoisoned").push((to.clone(), message));
                    return Ok(());
                }
                _ => {
                    accepted.lock().expect("unpoisoned").push((to.clone(), message));
                    "250 2.0.0 queued".to_owned()
                }
            }
        } else if upper.starts_with("QUIT") {
            write.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            "250 ok".to_owned()
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

/// Reads up to the dot, and takes stuffed dots away.
async fn content(
    read: &mut (impl AsyncBufReadExt + AsyncReadExt + Unpin),
) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(message);
        }
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
