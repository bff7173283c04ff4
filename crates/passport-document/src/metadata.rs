//! What the file says of itself: title, dates, and that it is PDF/UA-1.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pdf_writer::{Chunk, Date, Ref, TextStr};

use crate::press::Stamp;
use crate::text::clean;

/// What the file says of itself.
pub(crate) struct Described<'s> {
    pub(crate) title: String,
    pub(crate) stamp: &'s Stamp,
}

/// The XMP packet.
pub(crate) fn xmp(described: &Described<'_>) -> String {
    let title = escape(&described.title);
    let producer = escape(&clean(&described.stamp.producer));
    let created = seconds(described.stamp.created);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>\
<dc:format>application/pdf</dc:format>\
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>\
<pdf:Producer>{producer}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
}

/// The information dictionary, which older readers look at.
pub(crate) fn write_info(chunk: &mut Chunk, id: Ref, described: &Described<'_>) {
    let at = described.stamp.created.to_zoned(TimeZone::UTC).datetime();
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let date = Date::new(u16::try_from(at.year()).unwrap_or(0))
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    let mut info: pdf_writer::writers::DocumentInfo<'_> = chunk.indirect(id).start();
    info.title(TextStr(&described.title))
        .producer(TextStr(&clean(&described.stamp.producer)))
        .creation_date(date)
        .modified_date(date);
}

/// The file's identifier: the same for the same document, so that the same
/// input gives the same bytes.
pub(crate) fn file_id(described: &Described<'_>) -> [u8; 16] {
    let mut id = [0; 16];
    for (salt, half) in id.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (salt, &described.title, described.stamp.created, &described.stamp.producer)
            .hash(&mut hasher);
        half.copy_from_slice(&hasher.finish().to_be_bytes());
    }
    id
}

fn seconds(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            other => {
                let _ = out.write_char(other);
            }
        }
    }
    out
}
