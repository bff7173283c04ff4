//! What a document must hold, seen without a PDF reader: the file is taken
//! apart by its own cross-references.

#[path = "../../passport-chart/tests/support/mod.rs"]
mod charts;
mod support;
#[path = "support/teams.rs"]
mod teams;

use std::collections::HashMap;
use std::io::Read;

use passport_core::present::Passport;
use passport_document::{ChartSheet, DocumentError, Pack, Press};
use support::{layouts, month, passport, stamp, ward, with_held};

/// A file's objects by number, streams unpacked; object streams are opened.
struct Objects(HashMap<usize, Vec<u8>>);

impl Objects {
    fn read(bytes: &[u8]) -> Self {
        let mut objects = HashMap::new();
        let mut at = 0;
        while let Some(found) = find(&bytes[at..], b" 0 obj\n") {
            let start = at + found;
            let digits = bytes[..start].iter().rev().take_while(|byte| byte.is_ascii_digit());
            let number = std::str::from_utf8(&bytes[start - digits.count()..start]);
            let number: usize = number.expect("ASCII").parse().expect("a number");
            let body = start + 7;
            let end = body + find(&bytes[body..], b"\nendobj").expect("objects end");
            let object = &bytes[body..end];
            at = end;
            let Some(stream) = find(object, b"stream\n") else {
                objects.insert(number, object.to_vec());
                continue;
            };
            let (head, data) = (&object[..stream], &object[stream + 7..]);
            let text = String::from_utf8_lossy(head).into_owned();
            let mut unpacked = Vec::new();
            if text.contains("FlateDecode") {
                let mut reader = flate2::read::ZlibDecoder::new(data);
                reader.read_to_end(&mut unpacked).expect("the stream can be unpacked");
            } else {
                unpacked.extend_from_slice(data);
            }
            if text.contains("/ObjStm") {
                open(&text, &unpacked, &mut objects);
                continue;
            }
            objects.insert(number, [head, &unpacked].concat());
        }
        Self(objects)
    }

    fn all(&self) -> impl Iterator<Item = String> {
        self.0.values().map(|object| String::from_utf8_lossy(object).into_owned())
    }

    fn count(&self, text: &str) -> usize {
        self.all().filter(|object| object.contains(text)).count()
    }
}

fn open(head: &str, data: &[u8], objects: &mut HashMap<usize, Vec<u8>>) {
    let first: usize = value(head, "/First").expect("an offset");
    let heads = String::from_utf8_lossy(&data[..first]).into_owned();
    let numbers: Vec<usize> =
        heads.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    for (place, pair) in numbers.chunks(2).enumerate() {
        let end = numbers.get(place * 2 + 3).map_or(data.len(), |next| first + next);
        objects.insert(pair[0], data[first + pair[1]..end].to_vec());
    }
}

fn value(text: &str, key: &str) -> Option<usize> {
    let rest = text[text.find(key)? + key.len()..].trim_start();
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

fn press() -> Press {
    Press::new().expect("the fonts can be read")
}

#[test]
fn a_passport_says_that_it_is_tagged_and_pdf_ua() {
    let bytes = press().passport(&passport(1, "Anne Ashworth", 2, 1, 3), &stamp()).expect("bytes");
    let objects = Objects::read(&bytes);
    assert_eq!(objects.count("<pdfuaid:part>1</pdfuaid:part>"), 1);
    assert_eq!(objects.count("/Marked true"), 1);
    assert_eq!(objects.count("/DisplayDocTitle true"), 1);
    assert_eq!(objects.count("/Lang(en-GB)"), 1);
    assert_eq!(
        objects.count("<rdf:li xml:lang=\"x-default\">Training passport of Anne Ashworth<"),
        1
    );
}

#[test]
fn each_line_is_a_row_with_a_header_and_a_cell_for_each_column() {
    let bytes = press().passport(&passport(1, "Anne Ashworth", 2, 1, 3), &stamp()).expect("bytes");
    let objects = Objects::read(&bytes);
    assert_eq!(objects.count("/S/H1"), 1);
    assert_eq!(objects.count("/S/H2"), 4, "three groups, and notes");
    assert_eq!(objects.count("/S/Table"), 3);
    assert_eq!(objects.count("/S/TR"), 6 + 3, "six lines, three rows of headings");
    assert_eq!(objects.count("/Scope/Row"), 6);
    assert_eq!(objects.count("/Scope/Column"), 3 * 6);
    assert_eq!(objects.count("/S/TD"), 6 * 5);
    assert_eq!(objects.count("/E(Compulsory)") + objects.count("/E(Role specific)"), 6);
}

#[test]
fn a_group_with_nothing_below_its_rows_has_no_column_for_it() {
    let passport = ward(18, "Grace Adeyemi", 3, 2, 24);
    let objects = Objects::read(&press().passport(&passport, &stamp()).expect("bytes"));
    assert_eq!(objects.count("/Scope/Column"), 6 + 6 + 5);
    assert_eq!(objects.count("/S/TD"), 5 * 5 + 24 * 4);
}

#[test]
fn the_code_has_a_text_that_says_where_it_leads() {
    let with = passport(1, "Anne Ashworth", 0, 0, 1);
    let address = with.page.clone().expect("a page");
    let objects = Objects::read(&press().passport(&with, &stamp()).expect("bytes"));
    assert_eq!(objects.count(&format!("/Alt(QR code that opens this passport: {address})")), 1);
    let mut without = with;
    without.page = None;
    let objects = Objects::read(&press().passport(&without, &stamp()).expect("bytes"));
    assert_eq!(objects.count("/S/Figure"), 0);
}

#[test]
fn only_web_addresses_become_links() {
    for (name, passport) in layouts() {
        let objects = Objects::read(&press().passport(&passport, &stamp()).expect("bytes"));
        let links = objects.count("/Subtype/Link");
        assert_eq!(links, objects.count("/URI(http"), "{name}");
        assert_eq!(objects.count("javascript:"), 0, "{name}");
    }
}

#[test]
fn all_content_is_tagged_or_an_artifact() {
    for (name, passport) in layouts() {
        let bytes = press().passport(&passport, &stamp()).expect("bytes");
        all_is_marked(&name, &Objects::read(&bytes));
    }
}

/// Nothing is drawn outside a piece of content or an artifact, and none is in another.
fn all_is_marked(name: &str, objects: &Objects) {
    for content in objects.all().filter(|object| object.contains("EMC")) {
        let mut depth = 0_i32;
        // An operator may touch the name or the list that follows it.
        let content = content.replace("EMC/", "EMC /").replace("BDC[", "BDC [");
        for word in content.split_ascii_whitespace() {
            // Operators may follow a dictionary without a space.
            match word.rsplit('>').next().unwrap_or(word) {
                "BMC" | "BDC" => depth += 1,
                "EMC" => depth -= 1,
                "BT" | "f" | "S" | "b" => assert_eq!(depth, 1, "{name}: {word} outside a mark"),
                _ => {}
            }
            assert!((0..=1).contains(&depth), "{name}: marks nest");
        }
        assert_eq!(depth, 0, "{name}");
    }
}

#[test]
fn a_chart_is_a_figure_with_what_it_says_and_a_table() {
    let (names, charts): (Vec<_>, Vec<_>) =
        charts::samples(passport_chart::Frame::Page).into_iter().unzip();
    for (name, chart) in names.iter().zip(&charts) {
        let sheet = ChartSheet {
            organisation: "Hartwell NHS Trust",
            title: "Training figures for the board",
            notes: &["As at 31 October 2026.".into()],
            charts: std::slice::from_ref(chart),
        };
        let bytes = press().charts(&sheet, &stamp()).expect("bytes");
        assert_eq!(bytes, press().charts(&sheet, &stamp()).expect("bytes"), "{name}");
        let objects = Objects::read(&bytes);
        all_is_marked(name, &objects);
        assert_eq!(objects.count("/S/Figure"), 1, "{name}");
        assert_eq!(objects.count("/S/H2"), 1, "{name}");
        let (rows, columns) = (chart.table.rows.len(), chart.table.headings.len());
        assert_eq!(objects.count("/S/Table"), usize::from(rows > 0), "{name}");
        assert_eq!(objects.count("/Scope/Row"), rows, "{name}");
        assert_eq!(objects.count("/S/TD"), rows * (columns - 1), "{name}");
        if chart.description.is_ascii() {
            let alt = format!("/Alt({}. {})", chart.title, chart.description);
            let escaped = alt[5..alt.len() - 1].replace('(', "\\(").replace(')', "\\)");
            let found = objects.count(&alt) + objects.count(&format!("/Alt({escaped})"));
            assert!(found > 0, "{name}: {alt}");
        }
    }
    // All of them on one sheet.
    let sheet = ChartSheet { organisation: "", title: "All", notes: &[], charts: &charts };
    let objects = Objects::read(&press().charts(&sheet, &stamp()).expect("bytes"));
    all_is_marked("all", &objects);
    assert_eq!(objects.count("/S/Figure"), charts.len());
}

#[test]
fn a_letter_that_no_font_has_is_named_in_a_chart_too() {
    let bar = passport_chart::Bar { label: "Ward 明".into(), count: None, target: 9_000 };
    let bars = passport_chart::Bars { title: "By ward", heading: "Ward", bars: &[bar] };
    let charts = [bars.draw(passport_chart::Frame::Page)];
    let sheet = ChartSheet { organisation: "", title: "All", notes: &[], charts: &charts };
    let missing = DocumentError::MissingGlyph { character: '明', place: "chart" };
    assert_eq!(press().charts(&sheet, &stamp()), Err(missing));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let passports = month(5);
    let (one, other) = (press(), press());
    for passport in &passports {
        let first = one.passport(passport, &stamp()).expect("bytes");
        assert_eq!(first, one.passport(passport, &stamp()).expect("bytes"));
        assert_eq!(first, other.passport(passport, &stamp()).expect("bytes"));
    }
    let team = one.team("Ward 4A", &passports, &stamp()).expect("bytes");
    assert_eq!(team, other.team("Ward 4A", &passports, &stamp()).expect("bytes"));
}

#[test]
fn a_name_in_any_script_is_printed_and_reads_aloud_as_it_is() {
    for (name, letters) in [("Ming 明", "明"), ("Anne \u{1f600}", "\u{1f600}"), ("سارة", "سارة")]
    {
        let bytes = press().passport(&passport(1, name, 1, 0, 0), &stamp()).expect("bytes");
        let objects = Objects::read(&bytes);
        for letter in letters.chars() {
            let mut units = [0; 2];
            let code: String =
                letter.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
            assert!(objects.count(&format!("<{code}>")) > 0, "{name}: {letter} is not in the text");
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_an_error_that_names_it() {
    let mut subject = passport(1, "Anne Ashworth", 1, 0, 0);
    subject.lines[0].title = "Fire \u{e000}".into();
    let missing = DocumentError::MissingGlyph { character: '\u{e000}', place: "subject" };
    assert_eq!(press().passport(&subject, &stamp()), Err(missing));
}

#[test]
fn up_to_thirty_subjects_fit_one_page() {
    for (to_do, soon, fine) in [(5, 4, 20), (4, 4, 22), (2, 3, 25), (0, 0, 30), (3, 3, 19)] {
        let bytes = press().passport(&passport(2, "Anne Ashworth", to_do, soon, fine), &stamp());
        let objects = Objects::read(&bytes.expect("bytes"));
        assert_eq!(objects.count("/Type/Page/"), 1, "{to_do} to do, {soon} soon, {fine} fine");
    }
}

#[test]
fn a_ward_s_passports_fit_one_page_with_long_titles_and_three_classes_a_line() {
    let mixes = [(3, 2, 24), (11, 2, 16), (0, 6, 23), (5, 4, 23), (1, 0, 29), (3, 2, 20)];
    for (to_do, soon, fine) in mixes {
        let passport = with_held(ward(18, "Grace Adeyemi", to_do, soon, fine), 1);
        let objects = Objects::read(&press().passport(&passport, &stamp()).expect("bytes"));
        assert_eq!(objects.count("/Type/Page/"), 1, "{to_do} to do, {soon} soon, {fine} fine");
    }
}

#[test]
fn what_fits_no_page_flows_over_several_with_its_tables_whole() {
    let long = ward(21, "Joan Brown", 14, 6, 22);
    let objects = Objects::read(&press().passport(&long, &stamp()).expect("bytes"));
    assert_eq!(objects.count("/Type/Page/"), 2);
    assert_eq!(objects.count("/S/Table"), 3);
    assert_eq!(objects.count("/Scope/Row"), 42);
}

#[test]
fn body_type_is_never_smaller_than_eight_and_a_half_points() {
    // The head, the labels of columns, the key and the footer have sizes of their own.
    let beside = ["7.5 Tf", "8 Tf"];
    let objects = Objects::read(
        &press().passport(&ward(19, "Tom Okafor", 11, 2, 16), &stamp()).expect("bytes"),
    );
    let mut seen = 0;
    for content in objects.all().filter(|object| object.contains(" Tf")) {
        for set in content.split_inclusive(" Tf").filter(|text| text.ends_with(" Tf")) {
            let size = set.rsplit(' ').nth(1).and_then(|size| size.parse::<f32>().ok());
            let size = size.expect("a size");
            let aside = beside.iter().any(|beside| set.ends_with(beside));
            assert!(size >= 8.5 || aside, "{size} points");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} sizes seen");
}

#[test]
fn a_team_has_a_cover_and_each_passport_on_a_page_of_its_own() {
    let passports: Vec<_> = (0..4).map(|seed| passport(seed, "Anne Ashworth", 1, 1, 4)).collect();
    let objects = Objects::read(&press().team("Ward 4A", &passports, &stamp()).expect("bytes"));
    assert_eq!(objects.count("/Type/Page/"), 5);
    assert_eq!(objects.count("/S/H1"), 5);
    assert_eq!(objects.count("Training passports of Ward 4A</rdf:li>"), 1);
}

#[test]
fn a_plain_passport_is_small() {
    let bytes = press().passport(&passport(2, "Anne Ashworth", 3, 3, 16), &stamp()).expect("bytes");
    assert!(bytes.len() < 40 * 1024, "{} bytes", bytes.len());
}

#[test]
fn a_press_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&press());
}

#[test]
fn a_meeting_sheet_for_thirty_people_is_one_page_and_its_rows_have_headers() {
    for (name, sheet) in teams::sheets() {
        let bytes = press().meeting_sheet(&sheet, &stamp()).expect("bytes");
        let objects = Objects::read(&bytes);
        assert_eq!(objects.count("<pdfuaid:part>1</pdfuaid:part>"), 1, "{name}");
        assert_eq!(objects.count("/S/H1"), 1, "{name}");
        let rows = objects.count("/Scope/Row");
        assert!(rows >= sheet.reminders.len(), "{name}: {rows} rows");
        assert_eq!(objects.count("/S/TR"), rows + usize::from(rows > 0), "{name}");
        assert_eq!(objects.count("/S/TD"), rows * 2, "{name}");
        let pages = objects.count("/MediaBox");
        match name {
            "sheet-thirty" | "sheet-empty" | "sheet-narrowed" => assert_eq!(pages, 1, "{name}"),
            _ => assert!(pages <= 4, "{name} has {pages} pages"),
        }
    }
}

#[test]
fn a_supervision_pack_tells_what_was_agreed_and_a_monthly_passport_does_not() {
    let mut passport = passport(1, "Anne Ashworth", 2, 1, 3);
    passport.actions = vec![teams::action(0), teams::action(1)];
    let alone = std::slice::from_ref(&passport);
    let pack = press().supervision_pack(&Pack::default(), alone, &stamp()).expect("bytes");
    let plain = press().team("Ward 4A", alone, &stamp()).expect("bytes");
    let rows = |bytes: &[u8]| Objects::read(bytes).count("/S/TR");
    let single = |passport| rows(&press().passport(passport, &stamp()).expect("bytes"));
    let without = Passport { actions: Vec::new(), ..passport.clone() };
    assert_eq!(single(&passport), single(&without) + 3, "in a passport that has them");
    assert_eq!(rows(&pack), rows(&plain) + 3, "two actions and their headings");
    let objects = Objects::read(&pack);
    assert_eq!(objects.count("/MediaBox"), 2, "the cover, and one page");
    let month: Vec<_> = month(100);
    let pack = press()
        .supervision_pack(&Pack { left_out: 1, ..Pack::default() }, &month, &stamp())
        .expect("bytes");
    assert!(Objects::read(&pack).count("/MediaBox") >= 101);
}
