//! A document in the making: pages, what is drawn on them, and how each piece
//! is tagged. Everything drawn is either a piece of a node of the structure
//! tree or an artifact; there is no third way to draw.
//!
//! Lengths are points; places are counted from the top left corner.

use std::collections::HashMap;

use pdf_writer::types::{ActionType, AnnotationFlags, AnnotationType, StructRole, TabOrder};
use pdf_writer::{Content, Finish, Name, Rect, Ref, Settings, Str, TextStr};

use crate::colour::Colour;
use crate::error::DocumentError;
use crate::file::File;
use crate::font::{Cut, Font, FontRefs, Weight, notdef};
use crate::line::Line;
use crate::metadata::{self, Described};
use crate::press::Press;
use crate::shape::Run;
use crate::tags::{Node, Says, Tree};

/// A4.
pub(crate) const WIDTH: f32 = 595.28;
/// A4.
pub(crate) const HEIGHT: f32 = 841.89;

struct Page {
    content: Content,
    /// The node of each piece of content, in order.
    nodes: Vec<Node>,
    annotations: Vec<Ref>,
    font: Option<(Weight, bool, f32)>,
    fill: Option<Colour>,
}

struct Link {
    id: Ref,
    page: usize,
    node: Node,
    address: String,
    says: String,
    rects: Vec<Rect>,
}

/// The wide cut of one weight: the glyphs that this document needs, each with its text.
#[derive(Default)]
struct Wide {
    glyphs: Vec<Cut>,
    numbers: HashMap<Cut, u16>,
}

/// A document in the making.
pub(crate) struct Doc<'p> {
    pub(crate) press: &'p Press,
    pub(crate) tree: Tree,
    file: File,
    pages: Vec<Page>,
    links: Vec<Link>,
    wide: [Wide; 2],
    text: Vec<u8>,
}

impl<'p> Doc<'p> {
    pub(crate) fn new(press: &'p Press) -> Self {
        Self {
            press,
            tree: Tree::new(),
            file: File::new(&press.prepared, press.compressor()),
            pages: Vec::new(),
            links: Vec::new(),
            wide: [Wide::default(), Wide::default()],
            text: Vec::new(),
        }
    }

    /// The run of a text.
    pub(crate) fn run(
        &self,
        text: &str,
        weight: Weight,
        place: &'static str,
    ) -> Result<std::sync::Arc<Run>, DocumentError> {
        self.press.shaper.run(text, weight, place)
    }

    pub(crate) fn add_page(&mut self) {
        self.pages.push(Page {
            content: Content::with_settings_and_capacity(Settings { pretty: false }, 24 * 1024),
            nodes: Vec::with_capacity(256),
            annotations: Vec::new(),
            font: None,
            fill: None,
        });
    }

    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    fn page(&mut self, page: usize) -> &mut Page {
        &mut self.pages[page]
    }

    fn last(&self) -> usize {
        self.pages.len() - 1
    }

    /// Draws a piece of a node's content on the last page.
    pub(crate) fn tagged(&mut self, node: Node, draw: impl FnOnce(&mut Pen<'_>)) {
        let page = self.last();
        let number = i32::try_from(self.pages[page].nodes.len()).unwrap_or(i32::MAX);
        self.tree.content(node, page, number);
        let role = self.tree.role(node);
        let of = self.page(page);
        of.nodes.push(node);
        of.content
            .begin_marked_content_with_properties(role.to_name())
            .properties()
            .identify(number);
        draw(&mut Pen { page: &mut self.pages[page], wide: &mut self.wide, text: &mut self.text });
        self.page(page).content.end_marked_content();
    }

    /// Draws what is no content on the last page: rules, fills, swatches.
    pub(crate) fn artifact(&mut self, draw: impl FnOnce(&mut Pen<'_>)) {
        self.artifact_on(self.last(), draw);
    }

    /// Draws what is no content on a page.
    pub(crate) fn artifact_on(&mut self, page: usize, draw: impl FnOnce(&mut Pen<'_>)) {
        self.page(page).content.begin_marked_content(Name(b"Artifact"));
        draw(&mut Pen { page: &mut self.pages[page], wide: &mut self.wide, text: &mut self.text });
        self.page(page).content.end_marked_content();
    }

    /// A link below `parent`: tag its text with the node given back, then call
    /// [`Self::link_area`] with the places of its lines.
    pub(crate) fn link(&mut self, parent: Node) -> Node {
        self.tree.add(parent, StructRole::Link, Says::Nothing)
    }

    /// Makes places on the last page lead to an address.
    pub(crate) fn link_area(&mut self, node: Node, address: &str, says: &str, rects: Vec<Rect>) {
        if rects.is_empty() {
            return;
        }
        let (id, page) = (self.file.reserve(), self.last());
        self.tree.annotation(node, page, id);
        self.page(page).annotations.push(id);
        let (address, says) = (address.to_owned(), says.to_owned());
        self.links.push(Link { id, page, node, address, says, rects });
    }

    /// Writes the file.
    pub(crate) fn finish(mut self, described: &Described<'_>) -> Vec<u8> {
        let file = &mut self.file;
        let (catalog, tree, info, xmp) =
            (file.reserve(), file.reserve(), file.reserve(), file.reserve());
        let pages: Vec<Ref> = self.pages.iter().map(|_| file.reserve()).collect();

        let mut fonts: Vec<(Name<'static>, Ref)> =
            Weight::ALL.iter().zip(&self.press.fonts).map(|(w, id)| (w.small(), *id)).collect();
        for (weight, wide) in Weight::ALL.into_iter().zip(&self.wide) {
            if !wide.glyphs.is_empty() {
                let font = self.press.shaper.font(weight);
                fonts.push((weight.wide(), write_wide(file, font, &wide.glyphs)));
            }
        }
        let resources = file.reserve();
        let mut dict = file.object(resources).indirect(resources).dict();
        dict.insert(Name(b"Font")).dict().pairs(fonts);
        dict.finish();

        for (key, (page, &id)) in (0..).zip(self.pages.iter_mut().zip(&pages)) {
            let content = file.reserve();
            let drawn = std::mem::replace(&mut page.content, Content::new()).finish();
            file.stream(content, &drawn);
            let mut dict = file.object(id).page(id);
            dict.parent(tree)
                .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
                .contents(content)
                .struct_parents(key)
                .tab_order(TabOrder::StructureOrder)
                .pair(Name(b"Resources"), resources);
            if !page.annotations.is_empty() {
                dict.annotations(page.annotations.iter().copied());
            }
        }
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        file.object(tree).pages(tree).kids(pages.iter().copied()).count(count);

        for (key, link) in (count..).zip(&self.links) {
            let mut annotation = file.object(link.id).annotation(link.id);
            annotation
                .subtype(AnnotationType::Link)
                .rect(around(&link.rects))
                .contents(TextStr(&link.says))
                .flags(AnnotationFlags::PRINT)
                .border(0.0, 0.0, 0.0, None)
                .page(pages[link.page])
                .struct_parent(key)
                .quad_points(link.rects.iter().copied().flat_map(Rect::to_quad_points));
            annotation.action().action_type(ActionType::Uri).uri(Str(link.address.as_bytes()));
        }

        let contents: Vec<&[Node]> = self.pages.iter().map(|page| page.nodes.as_slice()).collect();
        let annotations: Vec<Node> = self.links.iter().map(|link| link.node).collect();
        let root = self.tree.write(file, &pages, &contents, &annotations);

        file.raw_stream(xmp, metadata::xmp(described).as_bytes(), |stream| {
            stream.pair(Name(b"Type"), Name(b"Metadata"));
            stream.pair(Name(b"Subtype"), Name(b"XML"));
        });
        metadata::write_info(file.object(info), info, described);

        let mut dict = file.object(catalog).indirect(catalog).dict();
        dict.pair(Name(b"Type"), Name(b"Catalog"));
        dict.pair(Name(b"Pages"), tree);
        dict.pair(Name(b"Metadata"), xmp);
        dict.pair(Name(b"StructTreeRoot"), root);
        dict.pair(Name(b"Lang"), TextStr("en-GB"));
        dict.insert(Name(b"MarkInfo")).dict().pair(Name(b"Marked"), true);
        dict.insert(Name(b"ViewerPreferences")).dict().pair(Name(b"DisplayDocTitle"), true);
        dict.finish();

        let (bytes, compressor) = self.file.finish(catalog, info, metadata::file_id(described));
        self.press.give_back(compressor);
        bytes
    }
}

fn write_wide(file: &mut File, font: &Font, glyphs: &[Cut]) -> Ref {
    let refs = FontRefs {
        font: file.reserve(),
        descendant: file.reserve(),
        descriptor: file.reserve(),
        file: file.reserve(),
        unicode: file.reserve(),
        codes: None,
    };
    font.write_font(file.object(refs.font), refs, true);
    font.write_descendant(file.object(refs.descendant), refs, true, glyphs);
    font.write_descriptor(file.object(refs.descriptor), refs, true);
    let data = font.file(glyphs);
    let length = i32::try_from(data.len()).unwrap_or(0);
    let data = file.compressor.compress(&data);
    file.raw_stream(refs.file, &data, |stream| {
        stream.filter(pdf_writer::Filter::FlateDecode);
        stream.pair(Name(b"Length1"), length);
    });
    file.stream(refs.unicode, &Font::unicode(glyphs));
    refs.font
}

fn around(rects: &[Rect]) -> Rect {
    rects.iter().skip(1).fold(rects[0], |all, rect| {
        Rect::new(
            all.x1.min(rect.x1),
            all.y1.min(rect.y1),
            all.x2.max(rect.x2),
            all.y2.max(rect.y2),
        )
    })
}

/// A place on the page, as PDF counts: from the bottom, to a hundredth of a point.
fn flip(y: f32) -> f32 {
    round(HEIGHT - y)
}

fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// A rectangle of the page in PDF's terms.
pub(crate) fn area(x: f32, y: f32, width: f32, height: f32) -> Rect {
    Rect::new(round(x), flip(y + height), round(x + width), flip(y))
}

/// Draws on one page, inside a piece of content or an artifact.
pub(crate) struct Pen<'d> {
    page: &'d mut Page,
    wide: &'d mut [Wide; 2],
    text: &'d mut Vec<u8>,
}

impl Pen<'_> {
    fn fill_with(&mut self, colour: Colour) {
        if self.page.fill != Some(colour) {
            let [red, green, blue] = colour.map(|share| (share * 1000.0).round() / 1000.0);
            self.page.content.set_fill_rgb(red, green, blue);
            self.page.fill = Some(colour);
        }
    }

    /// A filled rectangle.
    pub(crate) fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.fill_with(colour);
        self.page.content.rect(round(x), flip(y + height), round(width), round(height));
        self.page.content.fill_nonzero();
    }

    /// Many filled rectangles of one colour.
    pub(crate) fn rects(&mut self, rects: impl Iterator<Item = [f32; 4]>, colour: Colour) {
        self.fill_with(colour);
        for [x, y, width, height] in rects {
            self.page.content.rect(round(x), flip(y + height), round(width), round(height));
        }
        self.page.content.fill_nonzero();
    }

    /// A rectangle's outline, drawn inside its bounds.
    pub(crate) fn outline(&mut self, bounds: [f32; 4], thick: f32, colour: Colour) {
        let [x, y, width, height] = bounds;
        self.stroke_with(thick, colour);
        self.page.content.rect(
            round(x + thick / 2.0),
            flip(y + height - thick / 2.0),
            round(width - thick),
            round(height - thick),
        );
        self.page.content.stroke();
    }

    /// Joined straight lines.
    pub(crate) fn path(&mut self, points: &[(f32, f32)], thick: f32, colour: Colour) {
        self.stroke_with(thick, colour);
        for (place, &(x, y)) in points.iter().enumerate() {
            if place == 0 {
                self.page.content.move_to(round(x), flip(y));
            } else {
                self.page.content.line_to(round(x), flip(y));
            }
        }
        self.page.content.stroke();
    }

    /// Joined straight lines, broken into lengths drawn and left out, if any are given.
    pub(crate) fn dashed(
        &mut self,
        points: &[(f32, f32)],
        thick: f32,
        colour: Colour,
        lengths: &[f32],
    ) {
        if lengths.is_empty() {
            return self.path(points, thick, colour);
        }
        self.page.content.set_dash_pattern(lengths.iter().copied(), 0.0);
        self.path(points, thick, colour);
        self.page.content.set_dash_pattern([], 0.0);
    }

    /// A shape with straight sides, filled, and outlined where that is given.
    pub(crate) fn polygon(
        &mut self,
        corners: &[(f32, f32)],
        fill: Colour,
        edge: Option<(f32, Colour)>,
    ) {
        self.fill_with(fill);
        if let Some((thick, colour)) = edge {
            self.stroke_with(thick, colour);
        }
        for (place, &(x, y)) in corners.iter().enumerate() {
            if place == 0 {
                self.page.content.move_to(round(x), flip(y));
            } else {
                self.page.content.line_to(round(x), flip(y));
            }
        }
        if edge.is_some() {
            self.page.content.close_fill_nonzero_and_stroke();
        } else {
            self.page.content.fill_nonzero();
        }
    }

    fn stroke_with(&mut self, thick: f32, colour: Colour) {
        let [red, green, blue] = colour.map(|share| (share * 1000.0).round() / 1000.0);
        self.page.content.set_line_width(thick).set_stroke_rgb(red, green, blue);
    }

    /// One line of a run, its baseline at `y`.
    pub(crate) fn line(&mut self, run: &Run, line: &Line, x: f32, y: f32, size: f32, ink: Colour) {
        if line.to <= line.from {
            return;
        }
        self.fill_with(ink);
        let wide = !run.wide.is_empty();
        let content = &mut self.page.content;
        content.begin_text();
        if self.page.font != Some((run.weight, wide, size)) {
            let name = if wide { run.weight.wide() } else { run.weight.small() };
            content.set_font(name, size);
            self.page.font = Some((run.weight, wide, size));
        }
        content.next_line(round(x), flip(y));
        let cut = &mut self.wide[run.weight as usize];
        let mut shown = content.show_positioned();
        let mut items = shown.items();
        self.text.clear();
        for place in line.from..line.to {
            let glyph = &run.glyphs[place];
            if wide {
                let number = cut.number(&run.wide[place]);
                self.text.extend_from_slice(&number.to_be_bytes());
            } else {
                self.text.push(glyph.code);
            }
            if glyph.kern != 0 && place + 1 < line.to {
                items.show(Str(self.text));
                self.text.clear();
                items.adjust((f32::from(-glyph.kern) * 1000.0 / UNITS).round());
            }
        }
        items.show(Str(self.text));
        items.finish();
        shown.finish();
        content.end_text();
    }
}

/// Font units to the type size, in both weights of Noto Sans.
pub(crate) const UNITS: f32 = 2048.0;

impl Wide {
    /// The number of a glyph that stands for a text. One glyph may stand for
    /// several (Latin and Cyrillic share many): each gets a number of its own,
    /// so that the text comes back as it was.
    fn number(&mut self, cut: &Cut) -> u16 {
        if let Some(number) = self.numbers.get(cut) {
            return *number;
        }
        if self.glyphs.is_empty() {
            self.glyphs.push(notdef());
        }
        let number = u16::try_from(self.glyphs.len()).unwrap_or(0);
        self.glyphs.push(cut.clone());
        self.numbers.insert(cut.clone(), number);
        number
    }
}
