use super::{EvidenceFault, MOST_BYTES, Media, accept};

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// A table of sixty-four values.
fn table(value: u8) -> Vec<u8> {
    segment(0xdb, &[&[0][..], &[value; 64]].concat())
}

/// A table with one code, the value of which is told.
fn codes(value: u8) -> Vec<u8> {
    segment(0xc4, &[&[0, 1][..], &[0; 15], &[value]].concat())
}

/// Sixteen points, of one colour.
fn frame() -> Vec<u8> {
    segment(0xc0, b"\x08\0\x04\0\x04\x01\x01\x11\0")
}

fn start_of_scan() -> Vec<u8> {
    segment(0xda, b"\x01\x01\0\0\x3f\0")
}

/// As a telephone writes it: held upright, with the place where it was.
fn photograph() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0GPS 51.5 N 0.1 W");
    [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01thumbnail"),
        segment(0xe0, b"JFXX\0thumbnail"),
        segment(0xe1, &exif),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS again"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01profile of Ann Jones"),
        segment(0xee, b"Adobe\0\x64\0\0\0\0\x01and more"),
        segment(0xe2, b"MPF\0second picture"),
        segment(0xed, b"Photoshop 3.0\0by Ann Jones"),
        segment(0xfe, b"a comment"),
        table(7),
        frame(),
        codes(5),
        start_of_scan(),
        b"\x12\xff\x00\x34\xff\xd0\x56".to_vec(),
        codes(6),
        start_of_scan(),
        b"\x78\xff\xd9".to_vec(),
        b"\xff\xd8\xff\xe1GPS of the second picture<script>".to_vec(),
    ]
    .concat()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn of_a_photograph_the_picture_is_kept_and_not_where_it_was_taken() {
    let (media, kept) = accept(&photograph()).expect("a photograph");
    assert_eq!(media, Media::Jpeg);
    for gone in [
        &b"GPS"[..],
        b"adobe.com",
        b"MPF",
        b"Ann Jones",
        b"comment",
        b"<script>",
        b"thumbnail",
        b"and more",
    ] {
        assert!(!has(&kept, gone), "{}", String::from_utf8_lossy(gone));
    }
    for stays in
        [&b"JFIF"[..], b"Adobe\0\x64", &table(7), &codes(6), b"\x12\xff\x00\x34\xff\xd0\x56"]
    {
        assert!(has(&kept, stays), "{}", String::from_utf8_lossy(stays));
    }
    assert!(kept.ends_with(b"\x78\xff\xd9"));
    // Held upright is still upright, and what is kept is taken again unchanged.
    assert!(has(&kept, b"\x01\x12\0\x03\0\0\0\x01\0\x06"));
    assert_eq!(accept(&kept).expect("again").1, kept);
}

#[test]
fn a_segment_that_holds_more_than_its_kind_has_is_no_part_of_a_picture() {
    let picture = |more: Vec<u8>| {
        let parts = [b"\xff\xd8".to_vec(), table(7), more, frame(), codes(5), start_of_scan()];
        [parts.concat(), b"\x78\xff\xd9".to_vec()].concat()
    };
    assert!(accept(&picture(Vec::new())).is_ok());
    for (what, more) in [
        ("a table and more", segment(0xdb, &[&[0][..], &[7; 64], b"<script>"].concat())),
        ("codes and more", segment(0xc4, &[&[0, 1][..], &[0; 15], b"5<script>"].concat())),
        ("an interval and more", segment(0xdd, b"\0\x01<script>")),
        ("another frame", frame()),
        ("a reserved segment", segment(0x42, b"<script>")),
        ("an extension", segment(0xf0, b"<script>")),
        ("a scan before its frame", start_of_scan()),
    ] {
        assert_eq!(accept(&picture(more)).expect_err(what), EvidenceFault::Broken, "{what}");
    }
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("short").to_be_bytes();
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(body);
    [&length[..], kind, body, &sum.sum().to_be_bytes()].concat()
}

/// A grey picture of so many points a side, interlaced or not.
fn header(side: u8, interlaced: u8) -> Vec<u8> {
    chunk(b"IHDR", &[0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, interlaced])
}

fn packed(points: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(points).expect("packed");
    packer.finish().expect("packed")
}

fn png(parts: &[Vec<u8>]) -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat()
}

#[test]
fn of_a_picture_no_text_is_kept_and_nothing_in_or_behind_its_end() {
    let points = packed(&[0, 10, 20, 0, 30, 40]);
    let (first, second) = points.split_at(5);
    let picture = png(&[
        header(2, 0),
        chunk(b"gAMA", b"\0\0\xb1\x8f"),
        chunk(b"sRGB", b"\0Ann Jones"),
        chunk(b"pHYs", &[b'P'; 90]),
        chunk(b"tEXt", b"Author\0Ann Jones"),
        chunk(b"iCCP", b"Ann Jones"),
        chunk(b"eXIf", b"GPS"),
        chunk(b"IDAT", first),
        chunk(b"IDAT", &[second, b"behind the picture"].concat()),
        chunk(b"IDAT", b"behind it"),
        chunk(b"IEND", b"in the end"),
        b"<html>".to_vec(),
    ]);
    let (media, kept) = accept(&picture).expect("a picture");
    assert_eq!(media, Media::Png);
    let alone = [
        header(2, 0),
        chunk(b"gAMA", b"\0\0\xb1\x8f"),
        chunk(b"IDAT", &points),
        chunk(b"IEND", b""),
    ];
    assert_eq!(kept, png(&alone));
    assert_eq!(accept(&kept).expect("again").1, kept);
}

#[test]
fn a_picture_is_as_large_as_its_header_says_or_it_is_damaged() {
    let picture = |header: Vec<u8>, points: &[u8]| {
        accept(&png(&[header, chunk(b"IDAT", &packed(points)), chunk(b"IEND", b"")]))
    };
    assert!(picture(header(2, 0), &[0; 6]).is_ok());
    // Passes of 1, 1, 2 and 4 points, and of 8 and 16 in rows of four and eight.
    assert!(picture(header(8, 1), &[0; 79]).is_ok());
    for (side, interlaced, many) in [(2, 0, 5), (2, 0, 7), (8, 1, 72), (0, 0, 0), (2, 9, 6)] {
        let found = picture(header(side, interlaced), &vec![0; many]);
        assert_eq!(found.expect_err("refused"), EvidenceFault::Broken, "{side} {many}");
    }
    let mut wrong_sum = png(&[header(2, 0), chunk(b"IDAT", &packed(&[0; 6])), chunk(b"IEND", b"")]);
    let last = wrong_sum.len() - 1;
    wrong_sum[last] ^= 1;
    assert_eq!(accept(&wrong_sum).expect_err("refused"), EvidenceFault::Broken);
}

#[test]
fn a_small_file_of_a_huge_picture_is_refused_for_its_pixels_and_not_for_its_bytes() {
    let huge = chunk(b"IHDR", b"\x7f\0\0\0\x7f\0\0\0\x08\x06\0\0\0");
    let sent = png(&[huge, chunk(b"IDAT", &packed(&[0; 6])), chunk(b"IEND", b"")]);
    let fault = accept(&sent).expect_err("refused");
    assert_eq!(fault, EvidenceFault::TooManyPoints);
    let words = fault.to_string();
    assert!(words.contains("pixels") && !words.contains("10 MB"), "{words}");
}

#[test]
fn a_file_is_what_its_first_bytes_say_or_nothing() {
    assert_eq!(accept(b"%PDF-1.7 anything").expect("a document").0, Media::Pdf);
    for (bytes, fault) in [
        (&b""[..], EvidenceFault::Empty),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", EvidenceFault::Unknown),
        (b"<!DOCTYPE html><script>alert(1)</script>", EvidenceFault::Unknown),
        (b"<html>%PDF-1.7", EvidenceFault::Unknown),
        (b"PK\x03\x04", EvidenceFault::Unknown),
        (b"\0\0\0\x18ftypheic", EvidenceFault::Unknown),
        (b"GIF89a", EvidenceFault::Unknown),
        (b"\xff\xd8\xff\xd9", EvidenceFault::Broken),
        (b"\xff\xd8\xff\xe1\xff\xff", EvidenceFault::Broken),
        (b"\xff\xd8\xff<script>", EvidenceFault::Broken),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT", EvidenceFault::Broken),
    ] {
        assert_eq!(accept(bytes).expect_err("refused"), fault, "{bytes:?}");
    }
    let large = [b"%PDF-", vec![0; MOST_BYTES].as_slice()].concat();
    assert_eq!(accept(&large).expect_err("refused"), EvidenceFault::TooLarge);
}

#[test]
fn a_photograph_that_breaks_off_anywhere_is_refused_and_never_a_fault_of_ours() {
    let whole = photograph();
    let ends = whole.windows(2).position(|pair| pair == b"\xff\xd9").expect("an end") + 2;
    for length in 3..whole.len() {
        assert_eq!(accept(&whole[..length]).is_ok(), length >= ends, "{length}");
    }
}
