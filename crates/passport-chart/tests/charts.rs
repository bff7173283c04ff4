//! What every chart holds to: seen as text, as an attacker and as somebody without colour.

mod support;

use html5gum::{Token, Tokenizer};
use passport_chart::{Anchor, Bar, Bars, Chart, Drawing, Frame, Icon, Ink, Mark};
use passport_core::board::spc::{Assurance, Side, Variation};
use support::{bars, count, samples};

const FRAMES: [Frame; 2] = [Frame::Phone, Frame::Page];

fn everything() -> impl Iterator<Item = (&'static str, Chart)> {
    FRAMES.into_iter().flat_map(samples)
}

/// Tags with their attributes, and texts.
fn read(svg: &str) -> Vec<(String, Vec<(String, String)>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let tokens = Tokenizer::new(svg).flatten();
    tokens
        .filter_map(|token| match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter();
                let attributes = attributes.map(|(name, value)| (text(name), text(value)));
                Some((text(&tag.name), attributes.collect()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_drawing_is_one_image_with_a_title_and_a_description_and_no_style_or_script() {
    for (name, chart) in everything() {
        let svg = chart.svg(name);
        let tags = read(&svg);
        let (first, attributes) = &tags[0];
        let has = |key: &str, value: &str| attributes.contains(&(key.into(), value.into()));
        assert_eq!(first, "svg");
        assert!(has("role", "img"), "{name}");
        assert!(has("aria-labelledby", &format!("{name}-title {name}-desc")), "{name}");
        assert!(!chart.title.is_empty() && !chart.description.is_empty());
        for (tag, attributes) in &tags {
            let known =
                ["svg", "title", "desc", "rect", "polyline", "polygon", "text"].contains(&&**tag);
            assert!(known, "{name}: <{tag}>");
            for (key, _) in attributes {
                assert!(key != "style" && !key.starts_with("on") && key != "href", "{name}: {key}");
            }
        }
    }
}

#[test]
fn a_hostile_name_stays_a_name() {
    let hostile = "</text><script>alert(1)</script> \"Ward\" & Sons";
    let bars = [Bar { label: hostile.into(), count: Some(count(9, 10)), target: 9_000 }];
    let chart = Bars { title: hostile, heading: hostile, bars: &bars }.draw(Frame::Page);
    let svg = chart.svg("x\" onload=\"alert(1)");
    assert!(!svg.contains("<script") && !svg.contains("onload=\""), "{svg}");
    assert!(svg.contains("&quot;Ward&quot; &amp; Sons"), "{svg}");
    assert!(read(&svg).iter().all(|(tag, _)| tag != "script"));
}

/// Where a text begins and ends, if a letter is about half as wide as it is high.
fn reach(mark: &Mark) -> Option<(f32, f32, f32)> {
    let Mark::Words { at: (x, y), anchor, size, text, .. } = mark else { return None };
    let wide = text.chars().count() as f32 * size * 0.47;
    Some(match anchor {
        Anchor::Start => (*x, x + wide, *y),
        Anchor::Middle => (x - wide / 2.0, x + wide / 2.0, *y),
        Anchor::End => (x - wide, *x, *y),
    })
}

#[test]
fn everything_is_inside_the_picture_and_words_are_legible_on_a_telephone() {
    for (name, chart) in everything() {
        let Drawing { width, height, marks } = &chart.drawing;
        for mark in marks {
            let places = match mark {
                Mark::Line { points, .. } => points.clone(),
                Mark::Shape { corners, .. } => corners.clone(),
                Mark::Words { .. } => {
                    let (from, to, y) = reach(mark).expect("words");
                    assert!(from >= 0.0 && to <= *width, "{name}: {mark:?} {from} {to}");
                    vec![(from.max(0.0), y)]
                }
            };
            for (x, y) in places {
                assert!(x.is_finite() && y.is_finite(), "{name}: {mark:?}");
                assert!((-1.0..=width + 1.0).contains(&x), "{name}: {mark:?}");
                assert!((-1.0..=height + 1.0).contains(&y), "{name}: {mark:?} below {height}");
            }
            // On a screen of 320 pixels with margins of 16, 320 units take 288 pixels.
            if let Mark::Words { size, .. } = mark {
                assert!(size * 288.0 / 320.0 >= 12.0);
            }
        }
    }
}

#[test]
fn no_two_texts_lie_on_each_other() {
    for (name, chart) in everything() {
        let words: Vec<_> = chart.drawing.marks.iter().filter_map(reach).collect();
        for (place, a) in words.iter().enumerate() {
            for b in &words[place + 1..] {
                let apart = (a.2 - b.2).abs() >= 13.0 || a.1 <= b.0 || b.1 <= a.0;
                assert!(apart, "{name}: {a:?} {b:?} {:?}", chart.drawing.width);
            }
        }
    }
}

#[test]
fn what_means_different_things_differs_by_more_than_its_colour() {
    // As dark as a grey print makes it.
    let grey = |ink: Ink| {
        let [red, green, blue] = ink.rgb().map(f32::from);
        0.299 * red + 0.587 * green + 0.114 * blue
    };
    assert!((grey(Ink::Blue) - grey(Ink::Orange)).abs() > 60.0);
    let (_, chart) = samples(Frame::Page).swap_remove(1);
    let corners = |ink: Ink| -> Vec<usize> {
        let marks = chart.drawing.marks.iter();
        let mut found: Vec<usize> = marks
            .filter_map(|mark| match mark {
                Mark::Shape { corners, fill, .. } if *fill == ink => Some(corners.len()),
                _ => None,
            })
            .collect();
        found.dedup();
        found
    };
    assert_eq!(corners(Ink::Blue), [3], "improvement is a triangle");
    assert_eq!(corners(Ink::Orange), [4], "concern is a square");
    assert_eq!(corners(Ink::Grey), [16], "common cause is round");
}

#[test]
fn the_table_says_what_the_chart_shows() {
    for (name, chart) in everything() {
        for row in &chart.table.rows {
            assert_eq!(row.len(), chart.table.headings.len(), "{name}");
        }
    }
    let of = |wanted: &str| {
        let mut all = samples(Frame::Phone).into_iter();
        all.find(|(name, _)| *name == wanted).expect("a sample").1
    };
    let rows = of("bars").table.rows;
    assert_eq!(
        rows[0],
        ["Adult Acute Services", "87.2%", "4,021 of 4,610", "90%", "Below the target"]
    );
    // 89.97% is not 90%.
    assert_eq!(rows[1][1], "89.9%");
    assert_eq!(rows[5], ["Research and Innovation", "Not shown", "", "90%", ""]);
    assert_eq!(rows[6], ["Volunteers", "None required", "", "90%", ""]);
    let rows = of("xmr-worse").table.rows;
    assert_eq!(rows.len(), 26);
    let last = ["June 2026", "85.1%", "89.9%", "87.2%", "92.6%"];
    assert_eq!(rows[25][..5], last);
    assert!(rows[25][5].starts_with("Below the lower limit; 7 or more in a row below the mean"));
    let rows = of("xmr-few").table.rows;
    assert_eq!(rows[6], ["November 2024", "88.4%", "87.7%", "", "", ""]);
    let rows = of("bridge").table.rows;
    assert_eq!(rows[0][1..], ["", "1,686 of 1,972", "", "85.4%"]);
}

#[test]
fn a_description_says_what_a_chart_says() {
    let of = |wanted: &str| {
        let mut all = samples(Frame::Phone).into_iter();
        all.find(|(name, _)| *name == wanted).expect("a sample").1.description
    };
    assert_eq!(
        of("xmr-worse"),
        "Monthly from May 2024 to June 2026. Latest 85.1%, mean 89.9%, expected from 87.2% to \
         92.6%. Concerning: lower than by chance. Target 95%: misses the target consistently, \
         and will until something changes."
    );
    assert_eq!(
        of("bars"),
        "3 of 5 reach their target. Below it: Adult Acute Services 87.2%; Children's Services \
         and Child and Adolescent Mental Health 89.9%. 1 is not shown because a number is small."
    );
    assert_eq!(of("xmr-none"), "No months to show.");
}

#[test]
fn signs_say_what_they_say_in_a_letter_and_in_words() {
    let variations = [
        (Variation::Improving(Side::High), "H", Ink::Blue),
        (Variation::Improving(Side::Low), "L", Ink::Blue),
        (Variation::Concerning(Side::High), "H", Ink::White),
        (Variation::Concerning(Side::Low), "L", Ink::White),
        (Variation::TooFew, "–", Ink::White),
    ];
    let assurances = [
        (Assurance::Hit, "P", Ink::Blue),
        (Assurance::Miss, "F", Ink::White),
        (Assurance::HitAndMiss, "?", Ink::White),
    ];
    let icons = variations.map(|(of, letter, fill)| (Icon::variation(of), letter, fill));
    let more = assurances.map(|(of, letter, fill)| (Icon::assurance(of), letter, fill));
    for (icon, letter, fill) in icons.into_iter().chain(more) {
        let [Mark::Shape { fill: found, .. }, Mark::Words { text, .. }] = &*icon.drawing.marks
        else {
            panic!("{icon:?}");
        };
        assert_eq!((text.as_str(), *found), (letter, fill));
        let svg = icon.svg("sign");
        assert!(svg.contains(&format!("<title id=\"sign-title\">{}</title>", icon.words)));
        assert!(!svg.contains("desc"), "{svg}");
    }
    assert_ne!(Icon::variation(Variation::Common), Icon::variation(Variation::TooFew));
}

#[test]
fn a_missing_month_breaks_the_line_and_nothing_is_drawn_of_nothing() {
    let none = Bars { title: "", heading: "", bars: &[] }.draw(Frame::Phone);
    assert!(none.table.rows.is_empty());
    assert_eq!(bars().len(), 7);
    let months = [0, 1, 2, 4, 5];
    let values = months.map(|place| (support::month(place), 90_000)).into();
    let xmr = passport_core::board::spc::Xmr::new(&values, &[]);
    let chart = passport_chart::XmrChart {
        title: "With a gap",
        xmr: &xmr,
        unit: passport_chart::Unit::PerCent,
        better: passport_core::board::spc::Better::Higher,
        target: None,
    }
    .draw(Frame::Page);
    let runs = chart.drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Line { points, edge, .. } if edge.thick == 1.5 => Some(points.len()),
        _ => None,
    });
    assert_eq!(runs.collect::<Vec<_>>(), [3, 2]);
}
