//! Files that are sent with a query: what is taken, what is kept of it, who gets it.

use axum::http::StatusCode;
use passport_core::facts::GrantedRole;
use passport_core::query::EvidenceFact;
use passport_store::Known;

use super::queries::{LINE, Ward, dispute};
use super::support::{MANAGER, NURSE, SISTER, STUDENT, SUBJECT_LEAD};

/// A photograph with the place where it was taken, and a page behind it.
fn photograph() -> Vec<u8> {
    let mut photo = b"\xff\xd8\xff\xe1\x00\x17Exif\0\0II*\0GPS 51.5 N.".to_vec();
    photo.extend(b"\xff\xc0\0\x0b\x08\0\x04\0\x04\x01\x01\x11\0");
    photo.extend(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12\xff\xd9<script>alert(1)</script>");
    photo
}

#[tokio::test]
async fn evidence_is_downloaded_and_never_opened_and_names_no_place() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let photo = photograph();
    assert!(photo.windows(3).any(|part| part == b"GPS"));
    let name = "my <b>certificate</b>.html";
    let sent = dispute(&mut nurse, LINE, "done", &[(name, &photo)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let evidence = ward.here.facts::<EvidenceFact>(Known::Now).await.expect("evidence");
    let path = format!("/evidence/{}", evidence[0].id);
    let page = nurse.get(&format!("/queries/{}", ward.queries().await[0])).await.text();
    assert!(page.contains(&path) && !page.contains("<b>certificate") && !page.contains("<img"));
    let got = nurse.get(&path).await;
    assert_eq!(got.header("content-type"), "image/jpeg");
    let name = format!("attachment; filename=\"evidence-{}.jpg\"", evidence[0].id);
    assert_eq!(got.header("content-disposition"), name);
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert_eq!(got.header("cache-control"), "no-store");
    for gone in [&b"GPS"[..], b"<script>", b"Exif"] {
        assert!(!got.body.windows(gone.len()).any(|part| part == gone));
    }
    assert!(got.body.starts_with(b"\xff\xd8\xff") && got.body.ends_with(b"\xff\xd9"));
    assert_eq!(evidence[0].fact.bytes, got.body.len() as i64);
    // Beside the person it is for whoever may answer, and nobody else.
    for (number, roles, seen) in [
        (MANAGER, vec![], true),
        (SISTER, vec![], false),
        (STUDENT, vec![], false),
        (SUBJECT_LEAD, vec![(GrantedRole::SubjectLead, "Moving and Handling")], false),
    ] {
        let mut browser = ward.enters(number, &roles).await;
        let expected = if seen { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(browser.get(&path).await.status, expected, "{number}");
    }
}

#[tokio::test]
async fn what_is_no_photo_or_pdf_is_refused_whatever_it_is_called() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let large = [b"%PDF-1.7".as_slice(), &vec![b' '; 10 * 1024 * 1024]].concat();
    for (name, bytes, words) in [
        ("a.jpg", &b"<!DOCTYPE html><script>alert(1)</script>"[..], "is not a JPEG, PNG or PDF"),
        ("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "is not a JPEG, PNG or PDF"),
        ("a.pdf", b"PK\x03\x04%PDF-1.7", "is not a JPEG, PNG or PDF"),
        ("a.heic", b"\0\0\0\x18ftypheic", "is not a JPEG, PNG or PDF"),
        ("a.jpg", b"", "is empty"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "is damaged"),
        ("a.pdf", &large, "is larger than 10 MB"),
    ] {
        let sent = dispute(&mut nurse, LINE, "done", &[(name, bytes)]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let text = sent.text();
        assert!(text.contains(words) && text.contains("href=\"#files\""), "{name}: {text}");
        assert!(text.contains("I did it"), "what was typed is still there");
    }
    let four: [(&str, &[u8]); 4] = [("a.pdf", b"%PDF-1"); 4];
    let sent = dispute(&mut nurse, LINE, "done", &four).await;
    assert!(sent.text().contains("at most 3 files"), "{}", sent.text());
    let huge = vec![0; 31 * 1024 * 1024];
    let sent = dispute(&mut nurse, LINE, "done", &[("a.pdf", &huge)]).await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(ward.queries().await.is_empty());
    assert!(ward.here.facts::<EvidenceFact>(Known::Now).await.expect("evidence").is_empty());
}

#[tokio::test]
async fn nobody_fills_the_disk_with_queries() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    for turn in 0..31 {
        let sent = dispute(&mut nurse, LINE, "done", &[]).await;
        if turn == 30 {
            assert!(sent.text().contains("You have asked much today"), "{}", sent.text());
            break;
        }
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let newest = *ward.queries().await.last().expect("a query");
        super::office::send(&mut nurse, &format!("/queries/{newest}/withdraw"), &[]).await;
    }
}

#[tokio::test]
async fn the_export_lists_the_files_and_what_became_of_them() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    dispute(&mut nurse, LINE, "done", &[("certificate.pdf", b"%PDF-1.7")]).await;
    let export = nurse.get("/account/export/record.json").await.text();
    for part in ["certificate.pdf", "I did it", "Moving and Handling", "evidence_file"] {
        assert!(export.contains(part), "{part}: {export}");
    }
    assert!(!export.contains("255044462d"), "the bytes are downloaded one by one");
}
