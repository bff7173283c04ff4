use super::{EvidenceFault, MOST_BYTES, Media, accept};

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// As a telephone writes it: held upright, with the place where it was.
fn photograph() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0GPS 51.5 N 0.1 W");
    [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x02"),
        segment(0xe1, &exif),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS again"),
        segment(0xe2, b"ICC_PROFILE\0colours"),
        segment(0xe2, b"MPF\0second picture"),
        segment(0xed, b"Photoshop 3.0\0by Ann Jones"),
        segment(0xfe, b"a comment"),
        segment(0xdb, b"tables"),
        segment(0xda, b"scan"),
        b"\x12\xff\x00\x34\xff\xd0\x56".to_vec(),
        segment(0xc4, b"more tables"),
        segment(0xda, b"scan"),
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
    for gone in [&b"GPS"[..], b"adobe.com", b"MPF", b"Ann Jones", b"comment", b"<script>"] {
        assert!(!has(&kept, gone), "{}", String::from_utf8_lossy(gone));
    }
    for stays in [&b"JFIF"[..], b"ICC_PROFILE", b"more tables", b"\x12\xff\x00\x34\xff\xd0\x56"] {
        assert!(has(&kept, stays), "{}", String::from_utf8_lossy(stays));
    }
    assert!(kept.ends_with(b"\x78\xff\xd9"));
    // Held upright is still upright, and what is kept is taken again unchanged.
    assert!(has(&kept, b"\x01\x12\0\x03\0\0\0\x01\0\x06"));
    assert_eq!(accept(&kept).expect("again").1, kept);
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("short").to_be_bytes();
    [&length[..], kind, body, b"crc."].concat()
}

#[test]
fn of_a_picture_no_text_is_kept_and_nothing_behind_its_end() {
    let picture = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"header"),
        chunk(b"tEXt", b"Author\0Ann Jones"),
        chunk(b"eXIf", b"GPS"),
        chunk(b"IDAT", b"picture"),
        chunk(b"IEND", b""),
        b"<html>".to_vec(),
    ]
    .concat();
    let (media, kept) = accept(&picture).expect("a picture");
    assert_eq!(media, Media::Png);
    assert!(has(&kept, b"header") && has(&kept, b"picture"));
    for gone in [&b"Ann Jones"[..], b"GPS", b"<html>"] {
        assert!(!has(&kept, gone), "{}", String::from_utf8_lossy(gone));
    }
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
