//! Single sign-on from the command line: its settings, who is linked, and whether
//! the provider is what was set.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::support::{Trust, on_both};

/// A provider that says what it is told to, and the address it is asked at.
fn provider(says: impl Fn(&str) -> String + Send + 'static) -> String {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let issuer = format!("http://{}", server.local_addr().expect("its address"));
    let told = issuer.clone();
    std::thread::spawn(move || {
        while let Ok((mut caller, _)) = server.accept() {
            let mut heard = [0; 2048];
            let length = caller.read(&mut heard).unwrap_or(0);
            let asked = String::from_utf8_lossy(&heard[..length]).into_owned();
            let body = if asked.contains("/keys") { r#"{"keys":[]}"#.into() } else { says(&told) };
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = caller.write_all((head + &body).as_bytes());
        }
    });
    issuer
}

fn discovery(issuer: &str) -> String {
    serde_json::json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
    .to_string()
}

#[test]
fn check_asks_the_provider_and_says_what_to_do() {
    let trust = Trust::on_sqlite("check_sso");
    trust.import_everything();
    assert!(trust.ok(&["check"]).contains("ok       single sign-on: it is not set up"));
    let issuer = provider(discovery);
    trust.ok(&["setting", "set", "sso-issuer", &issuer]);
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 2);
    assert!(ran.out.contains("problem  single sign-on: one of sso-issuer"), "{}", ran.out);
    trust.ok(&["setting", "set", "sso-client-id", "passport"]);
    let said = trust.ok(&["check"]);
    let back = "http://127.0.0.1:8080/log-in/sso/return";
    let well =
        format!("ok       single sign-on: {issuer} answers; it must send browsers back to {back}");
    assert!(said.contains(&well), "{said}");
    assert!(said.contains("warning  single sign-on: there is no client secret"), "{said}");
    assert!(said.contains("warning  single sign-on: sso-employee-number-claim"), "{said}");
    // One that is called otherwise.
    let other = provider(|issuer| discovery(&format!("{issuer}/")));
    trust.ok(&["setting", "set", "sso-issuer", &other]);
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.out.contains("names another issuer"), "{}", ran.out);
    // One that is not there.
    trust.ok(&["setting", "set", "sso-issuer", "http://127.0.0.1:1"]);
    let ran = trust.run(&["check"]);
    assert_eq!(ran.status, 3, "{}", ran.out);
    assert!(ran.out.contains("http://127.0.0.1:1: the provider cannot be reached"), "{}", ran.out);
    // And what cannot be a provider cannot be set.
    for wrong in ["http://login.example.nhs.uk", "login.example.nhs.uk", "ftp://127.0.0.1"] {
        let said = trust.fails(2, &["setting", "set", "sso-issuer", wrong]);
        assert!(said.contains("sso-issuer cannot be"), "{said}");
    }
}

#[test]
fn identities_are_linked_listed_and_unlinked() {
    on_both("account_link", |trust| {
        trust.import_everything();
        trust.ok(&["account", "administrator", "Alex Shaw", "alex@hartwell.example.nhs.uk"]);
        trust.ok(&["account", "administrator", "Bea Shaw", "bea@hartwell.example.nhs.uk"]);
        let said = trust.fails(2, &["account", "link", "1", "alex-248"]);
        assert!(said.contains("sso-issuer"), "{said}");
        trust.ok(&["setting", "set", "sso-issuer", "https://login.example.nhs.uk"]);
        trust.fails(1, &["account", "link", "9", "alex-248"]);
        trust.fails(2, &["account", "link", "1", " "]);
        let said = trust.ok(&["account", "link", "1", "alex-248"]);
        assert_eq!(said, "Alex Shaw can log in by single sign-on now.\n");
        let said = trust.fails(1, &["account", "link", "2", "alex-248"]);
        assert!(said.contains("opens another account"), "{said}");
        let list = trust.ok(&["account", "list", "--format", "csv"]);
        let lines: Vec<&str> = list.lines().collect();
        assert_eq!(lines[0], "account,employee_number,name,email,state,single_sign_on");
        assert_eq!(lines[1], "1,,Alex Shaw,alex@hartwell.example.nhs.uk,open,alex-248");
        assert_eq!(lines[2], "2,,Bea Shaw,bea@hartwell.example.nhs.uk,invited,");
        let said = trust.ok(&["account", "unlink", "1"]);
        assert!(said.contains("Alex Shaw cannot log in by single sign-on now."), "{said}");
        let said = trust.fails(1, &["account", "unlink", "1"]);
        assert!(said.contains("No identity is linked"), "{said}");
        trust.ok(&["account", "close", "1"]);
        trust.fails(1, &["account", "link", "1", "alex-248"]);
        let audit = trust.ok(&["audit", "list", "--format", "csv"]);
        assert!(
            audit.contains("identity linked") && audit.contains("identity unlinked"),
            "{audit}"
        );
    });
}
