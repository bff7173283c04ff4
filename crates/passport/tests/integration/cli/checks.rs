//! `check` says what stands in the way, and its status says of what kind it is.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::support::{Trust, on_both};

#[test]
fn a_working_installation_has_no_problems() {
    on_both("check_ok", |trust| {
        trust.import_everything();
        let said = trust.ok(&["check"]);
        assert!(said.contains("ok       database: "), "{said}");
        assert!(said.contains("ok       organisation: Hartwell NHS Trust (999)"), "{said}");
        assert!(said.contains("warning  settings: contact is not set"), "{said}");
        assert!(!said.contains("problem"), "{said}");
        let json = trust.ok(&["check", "--format", "json"]);
        let findings: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let first = &findings[0];
        assert_eq!(first["level"], "ok");
        assert!(first["area"].is_string() && first["what"].is_string() && first["do"].is_string());
    });
}

#[test]
fn what_is_set_wrongly_is_a_matter_of_configuration() {
    let trust = Trust::on_sqlite("check_wrong");
    assert!(trust.run(&["check"]).out.contains("there is no database file"));
    trust.fails(2, &["check"]);
    trust.fails(2, &["check", "--database", "mysql://x"]);
    trust.ok(&["migrate"]);
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 2);
    assert!(ran.out.contains("organisation add"), "{}", ran.out);
    trust.import_everything();
    trust.ok(&["setting", "set", "import-folder", "/nowhere/at/all"]);
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.out.contains("problem  import-folder: there is no folder"), "{}", ran.out);
    trust.ok(&["setting", "set", "import-folder", ""]);
    trust.ok(&["setting", "set", "mail-to", "smtp://mail.example.nhs.uk"]);
    let ran = trust.run(&["check"]);
    assert!(ran.out.contains("mail-from"), "{}", ran.out);
}

#[test]
fn what_cannot_be_reached_is_a_matter_of_the_environment() {
    let trust = Trust::on_sqlite("check_down");
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("free").port();
    let nobody = format!("postgres://nobody@127.0.0.1:{port}/none");
    trust.fails(3, &["check", "--database", &nobody]);
    trust.import_everything();
    trust.ok(&["setting", "set", "mail-from", "Training <training@hartwell.example.nhs.uk>"]);
    trust.ok(&["setting", "set", "mail-to", &format!("smtp://127.0.0.1:{port}")]);
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 3, "{}", ran.out);
    assert!(ran.out.contains("problem  mail: the server 127.0.0.1:"), "{}", ran.out);
}

#[test]
fn a_mail_server_that_answers_is_found_well() {
    let trust = Trust::on_sqlite("check_mail");
    trust.import_everything();
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = server.local_addr().expect("its address").port();
    std::thread::spawn(move || {
        let (mut caller, _) = server.accept().expect("somebody calls");
        let _ = caller.write_all(b"220 here\r\n");
        let mut heard = [0; 512];
        while let Ok(length @ 1..) = caller.read(&mut heard) {
            let answer: &[u8] = match &heard[..length.min(4)] {
                b"EHLO" => b"250 here\r\n",
                _ => b"221 bye\r\n",
            };
            let _ = caller.write_all(answer);
        }
    });
    trust.ok(&["setting", "set", "mail-from", "Training <training@hartwell.example.nhs.uk>"]);
    trust.ok(&["setting", "set", "mail-to", &format!("smtp://127.0.0.1:{port}?tls=none")]);
    let said = trust.ok(&["check"]);
    assert!(
        said.contains(&format!("ok       mail: the server 127.0.0.1:{port} answers")),
        "{said}"
    );
}

#[test]
fn a_damaged_database_is_named() {
    let trust = Trust::on_sqlite("check_damage");
    trust.import_everything();
    let file = trust.folder.join("passport.db");
    let mut bytes = std::fs::read(&file).expect("read");
    // The first pages hold the tables of tables; the middle holds rows.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(&file, bytes).expect("written");
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 3, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("passport restore"), "{}", ran.out);
}
