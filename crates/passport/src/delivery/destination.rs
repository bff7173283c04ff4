//! Where mail goes: a folder, or a mail server. TLS is required of any server
//! but this machine's own; secrets come from the environment or from files,
//! never from an address that is stored or seen in a list of processes.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use url::Url;

use crate::delivery::DeliveryError;

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Destination {
    /// One .eml a person, into this folder.
    Folder(PathBuf),
    /// Through this server.
    Smtp(Server),
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Who logs in, with what; `None`: nobody.
    pub login: Option<(String, Secret)>,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte: `smtps`.
    Implicit,
    /// By STARTTLS, or not at all.
    Required,
    /// By STARTTLS where the server offers it: only on this machine.
    Offered,
    /// Not: only on this machine.
    None,
}

/// What proves who logs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// A password.
    Password(Source),
    /// An OAuth 2 access token (XOAUTH2).
    Token(Source),
}

/// Where a secret is read from, at every connection: tokens change.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// The text itself, as the environment gave it.
    Text(String),
    /// A file.
    File(PathBuf),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::Token(_) => "Token(…)",
        })
    }
}

impl Secret {
    /// Whether there is something to send: a service manager names files that need
    /// not be there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        match self {
            Self::Password(Source::File(path)) | Self::Token(Source::File(path)) => path.exists(),
            _ => true,
        }
    }
}

impl Source {
    /// The secret, without white space around it.
    pub(crate) fn read(&self) -> std::io::Result<String> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            Self::File(path) => Ok(std::fs::read_to_string(path)?.trim().to_owned()),
        }
    }
}

/// The secrets there are; see [`Secrets::find`].
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// The login name, where the address gives none.
    pub user: Option<String>,
    /// The secret.
    pub secret: Option<Secret>,
}

impl Secrets {
    /// As though there were one: to see whether an address is one.
    #[must_use]
    pub fn assumed() -> Self {
        Self { user: None, secret: Some(Secret::Password(Source::Text(String::new()))) }
    }

    /// From the environment, which the caller looks things up in:
    /// `PASSPORT_SMTP_USER`, and one of `PASSPORT_SMTP_TOKEN_FILE`,
    /// `PASSPORT_SMTP_TOKEN`, `PASSPORT_SMTP_PASSWORD_FILE`, `PASSPORT_SMTP_PASSWORD`.
    #[must_use]
    pub fn find(look_up: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| look_up(name).filter(|value| !value.is_empty());
        let file = |name: &str| get(name).map(|path| Source::File(path.into()));
        let text = |name: &str| get(name).map(Source::Text);
        let token = file("PASSPORT_SMTP_TOKEN_FILE").or_else(|| text("PASSPORT_SMTP_TOKEN"));
        let password =
            file("PASSPORT_SMTP_PASSWORD_FILE").or_else(|| text("PASSPORT_SMTP_PASSWORD"));
        Self {
            user: get("PASSPORT_SMTP_USER"),
            secret: token.map(Secret::Token).or_else(|| password.map(Secret::Password)),
        }
    }
}

impl Destination {
    /// Whether nothing leaves this machine: a folder, or a server that runs here.
    #[must_use]
    pub fn is_here(&self) -> bool {
        match self {
            Self::Folder(_) => true,
            Self::Smtp(server) => is_here(&server.host),
        }
    }

    /// Reads `smtp://user@host:587`, `smtps://host`, `smtp://127.0.0.1:2525?tls=none`
    /// or `file:///path`.
    ///
    /// # Errors
    /// In words, when it is none of these or would send mail unprotected.
    pub fn parse(text: &str, secrets: &Secrets) -> Result<Self, DeliveryError> {
        parse(text, secrets)
            .map_err(|problem| DeliveryError::Configuration(format!("{}: {problem}", shown(text))))
    }
}

/// The address as a problem may quote it: whatever stands before the `@` is left out.
fn shown(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            format!("{}://…{}", &text[..scheme], &text[at..])
        }
        _ => text.to_owned(),
    }
}

fn parse(text: &str, secrets: &Secrets) -> Result<Destination, String> {
    const FORMS: &str =
        "enter smtp://user@host:587, smtps://user@host, or a folder as file:///path";
    let url = Url::parse(text.trim()).map_err(|_| FORMS.to_owned())?;
    if url.scheme() == "file" {
        return url.to_file_path().map(Destination::Folder).map_err(|()| FORMS.to_owned());
    }
    if !matches!(url.scheme(), "smtp" | "smtps") {
        return Err(FORMS.to_owned());
    }
    if url.password().is_some() {
        return Err("leave the password out of the address and set PASSPORT_SMTP_PASSWORD or \
                    PASSPORT_SMTP_PASSWORD_FILE"
            .to_owned());
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(FORMS)?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let here = is_here(&host);
    let implicit = url.scheme() == "smtps";
    let mut tls = match (implicit, here) {
        (true, _) => Tls::Implicit,
        (false, true) => Tls::Offered,
        (false, false) => Tls::Required,
    };
    for (key, value) in url.query_pairs() {
        match (key.as_ref(), value.as_ref()) {
            ("tls", "required") if !implicit => tls = Tls::Required,
            ("tls", "none") if here && !implicit => tls = Tls::None,
            ("tls", "none") => {
                return Err("tls=none is for a server on this machine: mail about people is not \
                            sent unprotected"
                    .to_owned());
            }
            _ => return Err(format!("{key}={value} is not known: tls=required or tls=none")),
        }
    }
    let port = url.port().unwrap_or(match (tls, here) {
        (Tls::Implicit, _) => 465,
        (_, true) => 25,
        (_, false) => 587,
    });
    let user = match url.username() {
        "" => secrets.user.clone(),
        user => Some(percent_decoded(user)?),
    };
    let login = match (user, &secrets.secret) {
        (Some(user), Some(secret)) => Some((user, secret.clone())),
        (Some(_), None) => {
            return Err("a user needs PASSPORT_SMTP_PASSWORD, PASSPORT_SMTP_TOKEN or one of them \
                        with _FILE in the environment"
                .to_owned());
        }
        (None, _) => None,
    };
    Ok(Destination::Smtp(Server { host, port, tls, login }))
}

fn percent_decoded(user: &str) -> Result<String, String> {
    let decoded: String =
        url::form_urlencoded::parse(format!("u={}", user.replace('+', "%2B")).as_bytes())
            .map(|(_, value)| value.into_owned())
            .collect();
    if decoded.chars().any(char::is_control) {
        return Err("the user's name cannot be used".to_owned());
    }
    Ok(decoded)
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_password() -> Secrets {
        Secrets { user: None, secret: Some(Secret::Password(Source::Text("s3cret".into()))) }
    }

    fn server(text: &str, secrets: &Secrets) -> Result<Server, String> {
        match parse(text, secrets)? {
            Destination::Smtp(server) => Ok(server),
            Destination::Folder(path) => Err(path.display().to_string()),
        }
    }

    #[test]
    fn tls_is_required_of_every_server_but_this_machines_own() {
        let none = Secrets::default();
        for (text, port, tls) in [
            ("smtp://mail.example.nhs.uk", 587, Tls::Required),
            ("smtp://mail.example.nhs.uk:25", 25, Tls::Required),
            ("smtps://mail.example.nhs.uk", 465, Tls::Implicit),
            ("smtp://127.0.0.1:2525", 2525, Tls::Offered),
            ("smtp://localhost", 25, Tls::Offered),
            ("smtp://[::1]:2525?tls=none", 2525, Tls::None),
            ("smtp://127.0.0.1:2525?tls=required", 2525, Tls::Required),
        ] {
            let server = server(text, &none).expect(text);
            assert_eq!((server.port, server.tls), (port, tls), "{text}");
        }
        for text in [
            "smtp://mail.example.nhs.uk?tls=none",
            "smtp://10.0.0.1?tls=none",
            "smtp://localhost.example.com?tls=none",
            "smtps://127.0.0.1?tls=none",
            "smtp://mail.example.nhs.uk?tls=maybe",
            "http://mail.example.nhs.uk",
            "mail.example.nhs.uk",
            "",
        ] {
            assert!(server(text, &none).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let error = Destination::parse("smtp://ann:hunter2@mail.example.nhs.uk", &with_password())
            .expect_err("refused")
            .to_string();
        assert!(error.contains("PASSPORT_SMTP_PASSWORD") && !error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_user_comes_with_a_secret_that_is_never_shown() {
        let found = server("smtp://ann%40example.nhs.uk@mail.example.nhs.uk", &with_password());
        let login = found.expect("a server").login.expect("a login");
        assert_eq!(login.0, "ann@example.nhs.uk");
        assert!(!format!("{login:?}").contains("s3cret"));
        assert!(server("smtp://ann@mail.example.nhs.uk", &Secrets::default()).is_err());
    }

    #[test]
    fn a_token_goes_before_a_password_and_a_file_before_text() {
        let all = [
            ("PASSPORT_SMTP_TOKEN_FILE", "/run/token"),
            ("PASSPORT_SMTP_TOKEN", "t"),
            ("PASSPORT_SMTP_PASSWORD", "p"),
            ("PASSPORT_SMTP_USER", "ann"),
        ];
        let find = |from: usize| {
            Secrets::find(|name| {
                all[from..].iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).into())
            })
        };
        assert_eq!(find(0).secret, Some(Secret::Token(Source::File("/run/token".into()))));
        assert_eq!(find(1).secret, Some(Secret::Token(Source::Text("t".into()))));
        assert_eq!(find(2).secret, Some(Secret::Password(Source::Text("p".into()))));
        assert_eq!(find(3).secret, None);
        assert_eq!(find(3).user.as_deref(), Some("ann"));
    }

    #[test]
    fn a_folder_is_a_file_address() {
        let Ok(Destination::Folder(path)) = parse("file:///var/outbox", &Secrets::default()) else {
            panic!("a folder");
        };
        assert_eq!(path, PathBuf::from("/var/outbox"));
    }
}
