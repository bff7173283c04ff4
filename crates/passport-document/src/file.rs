//! Puts objects together into a PDF file.
//!
//! `pdf-writer` serialises the objects; this packs the many small ones (the
//! structure tree, above all) into compressed object streams, which make the
//! file a third of the size, and writes the cross-reference stream that says
//! where everything is.

use flate2::{Compress, Compression, FlushCompress, Status};
use pdf_writer::{Chunk, Filter, Name, Ref, Settings, Str};

/// How many objects one object stream holds: a reader unpacks it whole.
const PACK: usize = 1000;

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(usize),
    In { stream: i32, index: usize },
}

/// Objects written before any file, to be copied into each.
pub(crate) struct Prepared {
    pub(crate) bytes: Vec<u8>,
    pub(crate) offsets: Vec<(Ref, usize)>,
}

/// Compresses streams, keeping its work space between them.
pub(crate) struct Compressor(Compress);

impl Compressor {
    /// Level 1 to 9.
    pub(crate) fn new(level: u32) -> Self {
        Self(Compress::new(Compression::new(level), true))
    }

    /// The data as a zlib stream.
    pub(crate) fn compress(&mut self, data: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut out = Vec::with_capacity(data.len() / 2 + 128);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(data.len());
            // Writing to memory cannot fail; the loop only makes room.
            match self.0.compress_vec(&data[read..], &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) | Err(_) => return out,
                Ok(_) => out.reserve(data.len() / 2 + 128),
            }
        }
    }
}

/// A PDF file in the making.
pub(crate) struct File {
    out: Vec<u8>,
    places: Vec<Place>,
    packed: Chunk,
    packed_at: Vec<(Ref, usize)>,
    pub(crate) compressor: Compressor,
}

impl File {
    /// A file that begins with the prepared objects.
    pub(crate) fn new(prepared: &Prepared, compressor: Compressor) -> Self {
        let mut out = Vec::with_capacity(prepared.bytes.len() + 32 * 1024);
        // Version 1.7; the comment of high bytes tells transfer programs that the file is binary.
        out.extend_from_slice(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
        let start = out.len();
        out.extend_from_slice(&prepared.bytes);
        let last = prepared.offsets.iter().map(|(id, _)| id.get()).max().unwrap_or(0);
        let mut places = vec![Place::Free; usize::try_from(last).unwrap_or(0) + 1];
        for (id, offset) in &prepared.offsets {
            places[index(*id)] = Place::At(start + offset);
        }
        let packed = Chunk::with_settings_and_capacity(Settings { pretty: false }, 32 * 1024);
        Self { out, places, packed, packed_at: Vec::with_capacity(512), compressor }
    }

    /// A new object's number.
    pub(crate) fn reserve(&mut self) -> Ref {
        self.places.push(Place::Free);
        Ref::new(i32::try_from(self.places.len() - 1).unwrap_or(i32::MAX))
    }

    /// Writes an object that is no stream; it will be packed.
    pub(crate) fn object(&mut self, id: Ref) -> &mut Chunk {
        self.packed_at.push((id, self.packed.len()));
        &mut self.packed
    }

    /// Writes a compressed stream.
    pub(crate) fn stream(&mut self, id: Ref, data: &[u8]) {
        let data = self.compressor.compress(data);
        self.raw_stream(id, &data, |stream| {
            stream.filter(Filter::FlateDecode);
        });
    }

    /// Writes a stream whose bytes stand as they are.
    pub(crate) fn raw_stream(
        &mut self,
        id: Ref,
        data: &[u8],
        describe: impl FnOnce(&mut pdf_writer::Stream<'_>),
    ) {
        let mut chunk =
            Chunk::with_settings_and_capacity(Settings { pretty: false }, data.len() + 128);
        describe(&mut chunk.stream(id, data));
        self.places[index(id)] = Place::At(self.out.len());
        self.out.extend_from_slice(chunk.as_bytes());
    }

    /// Closes the file.
    pub(crate) fn finish(mut self, catalog: Ref, info: Ref, id: [u8; 16]) -> (Vec<u8>, Compressor) {
        self.pack();
        let xref = self.reserve();
        let start = self.out.len();
        self.places[index(xref)] = Place::At(start);
        let mut table = Vec::with_capacity(self.places.len() * 7);
        for place in &self.places {
            let (kind, second, third) = match *place {
                Place::Free => (0, 0, 0),
                Place::At(offset) => (1, offset, 0),
                Place::In { stream, index } => (2, usize::try_from(stream).unwrap_or(0), index),
            };
            table.push(kind);
            table.extend_from_slice(&u32::try_from(second).unwrap_or(0).to_be_bytes());
            table.extend_from_slice(&u16::try_from(third).unwrap_or(0).to_be_bytes());
        }
        let size = i32::try_from(self.places.len()).unwrap_or(i32::MAX);
        let table = self.compressor.compress(&table);
        self.raw_stream(xref, &table, |stream| {
            stream.filter(Filter::FlateDecode);
            stream.pair(Name(b"Type"), Name(b"XRef"));
            stream.pair(Name(b"Size"), size);
            stream.insert(Name(b"W")).array().items([1, 4, 2]);
            stream.pair(Name(b"Root"), catalog);
            stream.pair(Name(b"Info"), info);
            stream.insert(Name(b"ID")).array().items([Str(&id), Str(&id)]);
        });
        self.out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        (self.out, self.compressor)
    }

    /// Moves the small objects into object streams.
    fn pack(&mut self) {
        let packed = std::mem::replace(&mut self.packed, Chunk::new());
        let at = std::mem::take(&mut self.packed_at);
        let bytes = packed.as_bytes();
        for first in (0..at.len()).step_by(PACK) {
            let stream = self.reserve();
            let group = &at[first..at.len().min(first + PACK)];
            let (mut heads, mut bodies) = (String::new(), Vec::with_capacity(bytes.len()));
            for (place, &(id, from)) in group.iter().enumerate() {
                let to = at.get(first + place + 1).map_or(bytes.len(), |next| next.1);
                heads.push_str(&format!("{} {} ", id.get(), bodies.len()));
                bodies.extend_from_slice(body(&bytes[from..to]));
                bodies.push(b'\n');
                self.places[index(id)] = Place::In { stream: stream.get(), index: place };
            }
            let offset = heads.len();
            let mut data = heads.into_bytes();
            data.append(&mut bodies);
            let data = self.compressor.compress(&data);
            self.raw_stream(stream, &data, |stream| {
                stream.filter(Filter::FlateDecode);
                stream.pair(Name(b"Type"), Name(b"ObjStm"));
                stream.pair(Name(b"N"), i32::try_from(group.len()).unwrap_or(0));
                stream.pair(Name(b"First"), i32::try_from(offset).unwrap_or(0));
            });
        }
    }
}

fn index(id: Ref) -> usize {
    usize::try_from(id.get()).unwrap_or(0)
}

/// What stands between `1 0 obj` and `endobj`: object streams hold bare objects.
fn body(object: &[u8]) -> &[u8] {
    let start = object.windows(4).position(|four| four == b"obj\n").map_or(0, |at| at + 4);
    let end = object.len() - b"\nendobj\n".len();
    &object[start..end]
}
