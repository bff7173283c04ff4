//! The fonts: Noto Sans, regular and bold, and how they stand in a file.
//!
//! Each weight is set from two cuts. The *small* cut holds the letters that
//! nearly every passport needs and is made once, so a file only copies it. A
//! text that needs more is set from a *wide* cut, made for the document with
//! just the glyphs that it shows.

use std::collections::HashMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Chunk, Filter, Finish, Name, Rect, Ref, Settings, Str};
use rustybuzz::{Direction, Face, ShapePlan, UnicodeBuffer, script};

use crate::error::DocumentError;
use crate::file::{Compressor, Prepared};
use crate::truetype::{Drawing, Outlines};

/// Beside printable ASCII: no-break space, typographic marks, and the accented
/// letters of Welsh, Irish and French names.
const SMALL_EXTRAS: &str = "\u{a0}£€–—‘’“”•…·°×½éèêëáàâäíìîïóòôöúùûüçñãåøŵŷÉÁÍÓÚÖÜÇŴŶÂÊÎÔÛ";

const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The weights in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    pub(crate) const ALL: [Self; 2] = [Self::Regular, Self::Bold];

    const fn name(self) -> &'static str {
        match self {
            Self::Regular => "NotoSans-Regular",
            Self::Bold => "NotoSans-Bold",
        }
    }

    /// The small cut's name in page resources.
    pub(crate) const fn small(self) -> Name<'static> {
        match self {
            Self::Regular => Name(b"R"),
            Self::Bold => Name(b"B"),
        }
    }

    /// The wide cut's name in page resources.
    pub(crate) const fn wide(self) -> Name<'static> {
        match self {
            Self::Regular => Name(b"RW"),
            Self::Bold => Name(b"BW"),
        }
    }
}

/// The objects that one font is made of.
#[derive(Clone, Copy)]
pub(crate) struct FontRefs {
    pub(crate) font: Ref,
    pub(crate) descendant: Ref,
    pub(crate) descriptor: Ref,
    pub(crate) file: Ref,
    pub(crate) unicode: Ref,
    /// Maps one-byte codes to glyphs; the wide cut has two-byte codes that are the glyphs.
    pub(crate) codes: Option<Ref>,
}

/// One number of a cut: what it draws and the text it stands for.
pub(crate) type Cut = (Drawing, String);

/// The glyph that every cut begins with; nothing is ever set with it.
pub(crate) fn notdef() -> Cut {
    (Drawing::plain(0), String::new())
}

/// One weight, parsed once.
pub(crate) struct Font {
    pub(crate) weight: Weight,
    pub(crate) face: Face<'static>,
    /// How to shape Latin letters, which is nearly all there is to shape.
    pub(crate) latin: ShapePlan,
    pub(crate) outlines: Outlines,
    /// Each character of the small cut: its number there, and its glyph.
    pub(crate) small: HashMap<char, (u16, u16)>,
}

impl Font {
    pub(crate) fn new(weight: Weight) -> Result<Self, DocumentError> {
        let data: &'static [u8] = match weight {
            Weight::Regular => notosans::REGULAR_TTF,
            Weight::Bold => notosans::BOLD_TTF,
        };
        let broken = || DocumentError::Font(weight.name());
        let face = Face::from_slice(data, 0).ok_or_else(broken)?;
        let outlines = Outlines::parse(data).ok_or_else(broken)?;
        let latin = plan(&face, script::LATIN);
        let small = (' '..='~')
            .chain(SMALL_EXTRAS.chars())
            .filter_map(|character| Some((character, face.glyph_index(character)?.0)))
            .zip(1..)
            .map(|((character, glyph), place)| (character, (place, glyph)))
            .collect();
        Ok(Self { weight, face, latin, outlines, small })
    }

    /// The small cut's glyphs in order, each with its text.
    fn small_glyphs(&self) -> Vec<Cut> {
        let mut glyphs = vec![notdef(); self.small.len() + 1];
        for (&character, &(place, glyph)) in &self.small {
            glyphs[usize::from(place)] = (Drawing::plain(glyph), character.to_string());
        }
        glyphs
    }

    /// Width of a glyph in thousandths of the type size.
    fn width(&self, glyph: u16) -> f32 {
        (f32::from(self.outlines.advance(glyph)) * 1000.0 / self.units()).round()
    }

    /// Font units to the type size.
    pub(crate) fn units(&self) -> f32 {
        self.face.units_per_em() as f32
    }

    /// The cut's name: a font that is not whole carries six letters before it.
    fn cut_name(&self, wide: bool) -> String {
        format!("{}+{}", if wide { "WIDECU" } else { "SMALLC" }, self.weight.name())
    }

    pub(crate) fn write_font(&self, chunk: &mut Chunk, refs: FontRefs, wide: bool) {
        let mut font = chunk.type0_font(refs.font);
        font.base_font(Name(self.cut_name(wide).as_bytes()));
        match refs.codes {
            Some(codes) => font.encoding_cmap(codes),
            None => font.encoding_predefined(Name(b"Identity-H")),
        };
        font.descendant_font(refs.descendant).to_unicode(refs.unicode);
    }

    pub(crate) fn write_descendant(
        &self,
        chunk: &mut Chunk,
        refs: FontRefs,
        wide: bool,
        glyphs: &[Cut],
    ) {
        let mut font = chunk.cid_font(refs.descendant);
        font.subtype(CidFontType::Type2)
            .base_font(Name(self.cut_name(wide).as_bytes()))
            .system_info(SYSTEM)
            .font_descriptor(refs.descriptor)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        font.widths().consecutive(0, glyphs.iter().map(|(drawing, _)| self.width(drawing.base())));
    }

    pub(crate) fn write_descriptor(&self, chunk: &mut Chunk, refs: FontRefs, wide: bool) {
        let em = |value: i16| (f32::from(value) * 1000.0 / self.units()).round();
        let bounds = self.face.global_bounding_box();
        chunk
            .font_descriptor(refs.descriptor)
            .name(Name(self.cut_name(wide).as_bytes()))
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(em(bounds.x_min), em(bounds.y_min), em(bounds.x_max), em(bounds.y_max)))
            .italic_angle(0.0)
            .ascent(em(self.face.ascender()))
            .descent(em(self.face.descender()))
            .cap_height(em(self.face.capital_height().unwrap_or(1462)))
            .stem_v(if self.weight == Weight::Bold { 140.0 } else { 80.0 })
            .font_file2(refs.file);
    }

    /// The map from the small cut's one-byte codes back to text.
    fn small_unicode(glyphs: &[Cut]) -> Vec<u8> {
        let mut map = UnicodeCmap::<u8>::new(Name(b"Text"), SYSTEM);
        for (code, (_, text)) in (FIRST_CODE..=u8::MAX).zip(&glyphs[1..]) {
            map.pair_with_multiple(code, text.chars());
        }
        map.finish().into_vec()
    }

    /// The map from the wide cut's glyphs back to text.
    pub(crate) fn unicode(glyphs: &[Cut]) -> Vec<u8> {
        let mut map = UnicodeCmap::<u16>::new(Name(b"Text"), SYSTEM);
        for (place, (_, text)) in (0..).zip(glyphs) {
            if !text.is_empty() {
                map.pair_with_multiple(place, text.chars());
            }
        }
        map.finish().into_vec()
    }

    /// The cut's font file.
    pub(crate) fn file(&self, glyphs: &[Cut]) -> Vec<u8> {
        let drawings: Vec<Drawing> = glyphs.iter().map(|(drawing, _)| drawing.clone()).collect();
        self.outlines.subset(&drawings)
    }
}

/// How to shape one script of a face.
pub(crate) fn plan(face: &Face<'static>, script: rustybuzz::Script) -> ShapePlan {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str("a");
    ShapePlan::new(face, Direction::LeftToRight, Some(script), buffer.language().as_ref(), &[])
}

/// The code of the small cut's first glyph, the space: as in ASCII, and so are
/// the printable characters after it. A page of ASCII text stays ASCII.
pub(crate) const FIRST_CODE: u8 = b' ';

/// The small cut's codes, as PDF has them written.
const CODES: &str = "/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def
end def
/CMapName /SmallCut def
/CMapType 1 def
/WMode 0 def
1 begincodespacerange
<00> <ff>
endcodespacerange
1 begincidrange
<20> <ff> 1
endcidrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
";

/// The small cuts of all weights, as they are copied into each file.
pub(crate) fn prepare(fonts: &[Font]) -> (Prepared, Vec<Ref>) {
    // Done once, so the files may be as small as they can be.
    let mut compressor = Compressor::new(9);
    let mut next = Ref::new(1);
    let mut prepared = Prepared { bytes: Vec::new(), offsets: Vec::new() };
    let mut add = |id: Ref, write: &dyn Fn(&mut Chunk)| {
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        write(&mut chunk);
        prepared.offsets.push((id, prepared.bytes.len()));
        prepared.bytes.extend_from_slice(chunk.as_bytes());
    };
    let mut refs = Vec::new();
    let codes = next.bump();
    add(codes, &|chunk| {
        let mut map = chunk.cmap(codes, CODES.as_bytes());
        map.name(Name(b"SmallCut")).system_info(SYSTEM).pair(Name(b"WMode"), 0);
    });
    for font in fonts {
        let glyphs = font.small_glyphs();
        let of = FontRefs {
            font: next.bump(),
            descendant: next.bump(),
            descriptor: next.bump(),
            file: next.bump(),
            unicode: next.bump(),
            codes: Some(codes),
        };
        refs.push(of.font);
        add(of.font, &|chunk| font.write_font(chunk, of, false));
        add(of.descendant, &|chunk| font.write_descendant(chunk, of, false, &glyphs));
        add(of.descriptor, &|chunk| font.write_descriptor(chunk, of, false));
        let file = font.file(&glyphs);
        let data = compressor.compress(&file);
        add(of.file, &|chunk| {
            let mut stream = chunk.stream(of.file, &data);
            stream.filter(Filter::FlateDecode);
            stream.pair(Name(b"Length1"), i32::try_from(file.len()).unwrap_or(0));
            stream.finish();
        });
        let data = compressor.compress(&Font::small_unicode(&glyphs));
        add(of.unicode, &|chunk| {
            chunk.stream(of.unicode, &data).filter(Filter::FlateDecode);
        });
    }
    (prepared, refs)
}
