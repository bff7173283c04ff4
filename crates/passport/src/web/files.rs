//! Files that a form sends: read whole, within a limit, and kept nowhere but in
//! memory.

use axum::http::{HeaderMap, header};

use super::address;
use crate::import::Upload;

/// The most that a form with files may send: extracts of a trust of some thousands.
/// Larger ones are imported from the folder or on the command line.
pub(super) const MOST_BYTES: usize = 100 * 1024 * 1024;
/// The same in words.
pub(super) const MOST_WORDS: &str = "100 MB";
/// Fields that are not files are short, and few.
const MOST_TEXT: usize = 16 * 1024;
const MOST_PARTS: usize = 100;

/// A form with files, as it was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    fields: Vec<(String, String)>,
    /// The files that were chosen.
    pub files: Vec<Upload>,
}

impl Sent {
    /// Reads a form; nothing where it is none, or has too many parts.
    pub async fn read(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let boundary = multer::parse_boundary(kind).ok()?;
        let mut form = multer::Multipart::with_reader(body, boundary);
        let mut sent = Self::default();
        let mut parts = 0;
        while let Some(field) = form.next_field().await.ok()? {
            parts += 1;
            if parts > MOST_PARTS {
                return None;
            }
            let name = field.name()?.to_owned();
            match field.file_name().map(str::to_owned) {
                // Browsers send a nameless file where none was chosen.
                Some(file) => {
                    let bytes = field.bytes().await.ok()?;
                    if !file.is_empty() {
                        sent.files.push(Upload { name: plain(&file), bytes });
                    }
                }
                None => {
                    let text = field.text().await.ok()?;
                    if text.len() > MOST_TEXT {
                        return None;
                    }
                    sent.fields.push((name, text));
                }
            }
        }
        Some(sent)
    }

    /// Its fields, as a form without files sends them.
    pub fn form(&self) -> Vec<u8> {
        let pairs = self.fields.iter();
        let pairs =
            pairs.map(|(name, value)| format!("{}={}", address::part(name), address::part(value)));
        pairs.collect::<Vec<_>>().join("&").into_bytes()
    }

    /// The one value of a field: of several of one name there is none.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().filter(|(key, _)| key == name);
        let (_, value) = values.next()?;
        if values.next().is_some() { None } else { Some(value) }
    }
}

/// A file's own name, without the folders that some browsers send along and
/// without what would break a line.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(150).collect();
    if kept.is_empty() { "file".to_owned() } else { kept }
}
