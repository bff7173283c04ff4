//! Evidence: photographs and PDFs. What a file is follows from its first bytes and
//! never from its name; of a photograph only the picture is kept, without the
//! place and time at which a telephone took it, and without anything behind it.

mod jpeg;
mod png;

use std::fmt;

/// The most bytes of one file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most files of one query.
pub const MOST_FILES: usize = 3;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A document.
    Pdf,
}

impl Media {
    /// Every one with its media type and the ending of a file's name.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Jpeg, "image/jpeg", "jpg"),
        (Self::Png, "image/png", "png"),
        (Self::Pdf, "application/pdf", "pdf"),
    ];

    /// Its media type.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(media, ..)| *media == self).map_or("", |(_, name, _)| name)
    }

    /// The ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(media, ..)| *media == self).map_or("", |(.., ending)| ending)
    }

    /// The one of this media type.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(media, ..)| *media)
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceFault {
    /// Nothing is in it.
    Empty,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// A picture of more points than are taken, however few bytes it is sent in.
    TooManyPoints,
    /// Neither JPEG, PNG nor PDF.
    Unknown,
    /// It begins as one and is not whole.
    Broken,
}

impl fmt::Display for EvidenceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty. Choose another file",
            Self::TooLarge => "is larger than 10 MB. Take the photo again at a smaller size",
            Self::TooManyPoints => {
                "is a picture with too many pixels, though the file is small. Take the photo again at a smaller size"
            }
            Self::Unknown => {
                "is not a JPEG, PNG or PDF file. Take a photo or a screenshot of it, and send that"
            }
            Self::Broken => "is damaged or only a part. Take the photo again",
        })
    }
}

/// What a file is, and what of it is kept.
///
/// # Errors
/// Why it is not taken.
pub fn accept(bytes: &[u8]) -> Result<(Media, Vec<u8>), EvidenceFault> {
    if bytes.is_empty() {
        return Err(EvidenceFault::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(EvidenceFault::TooLarge);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok((Media::Jpeg, jpeg::picture(bytes).ok_or(EvidenceFault::Broken)?));
    }
    if bytes.starts_with(png::SIGNATURE) {
        return Ok((Media::Png, png::picture(bytes)?));
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok((Media::Pdf, bytes.to_vec()));
    }
    Err(EvidenceFault::Unknown)
}

#[cfg(test)]
mod tests;
