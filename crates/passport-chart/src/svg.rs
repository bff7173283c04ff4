//! The drawing as SVG, to stand in a page.
//!
//! It has a title and a description and is one image to a screen reader. Everything is
//! said in attributes of its own: the pages' policy lets neither styles nor scripts in.

use std::fmt::Write;

use crate::drawing::{Anchor, Drawing, Edge, Ink, Mark, Place};
use crate::{Chart, Icon};

impl Chart {
    /// The chart as SVG. `id` is unlike any other on the page and holds letters, digits
    /// and hyphens; anything else is left out.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        svg(&self.drawing, id, &self.title, Some(&self.description))
    }
}

impl Icon {
    /// The sign as SVG; of `id` the same holds as of a chart's.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        svg(&self.drawing, id, &self.words, None)
    }
}

fn svg(drawing: &Drawing, id: &str, title: &str, description: Option<&str>) -> String {
    let id: String =
        id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    let (named, described) = match description {
        Some(words) => (
            format!("{id}-title {id}-desc"),
            format!("<desc id=\"{id}-desc\">{}</desc>", escaped(words)),
        ),
        None => (format!("{id}-title"), String::new()),
    };
    let (width, height) = (number(drawing.width), number(drawing.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{named}\" focusable=\"false\" \
         font-family=\"Frutiger W01, Arial, sans-serif\">\
         <title id=\"{id}-title\">{}</title>{described}\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>",
        escaped(title),
    );
    for mark in &drawing.marks {
        write(&mut svg, mark);
    }
    svg + "</svg>"
}

fn write(svg: &mut String, mark: &Mark) {
    // Writing to a string cannot fail.
    let _ = match mark {
        Mark::Line { points, edge: Edge { ink, thick }, dash } => {
            let lengths: Vec<String> =
                dash.lengths().iter().map(|length| number(*length)).collect();
            let dashes = match lengths.is_empty() {
                true => String::new(),
                false => format!(" stroke-dasharray=\"{}\"", lengths.join(" ")),
            };
            write!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" \
                 stroke-linejoin=\"round\"{dashes}/>",
                places(points),
                colour(*ink),
                number(*thick)
            )
        }
        Mark::Shape { corners, fill, edge } => {
            let outline = edge.map_or_else(String::new, |Edge { ink, thick }| {
                format!(" stroke=\"{}\" stroke-width=\"{}\"", colour(ink), number(thick))
            });
            let (corners, fill) = (places(corners), colour(*fill));
            write!(svg, "<polygon points=\"{corners}\" fill=\"{fill}\"{outline}/>")
        }
        Mark::Words { at: (x, y), anchor, size, bold, ink, text } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let weight = if *bold { " font-weight=\"600\"" } else { "" };
            write!(
                svg,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}>{}</text>",
                number(*x),
                number(*y),
                number(*size),
                colour(*ink),
                escaped(text)
            )
        }
    };
}

fn places(points: &[Place]) -> String {
    let place = |(x, y): &Place| format!("{},{}", number(*x), number(*y));
    points.iter().map(place).collect::<Vec<_>>().join(" ")
}

/// To a tenth, which is finer than a screen.
fn number(value: f32) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn colour(ink: Ink) -> String {
    let [red, green, blue] = ink.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
