//! An identity provider on this machine that can lie in whatever it says. Its keys
//! are made when the tests begin.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::http::Uri;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::form_urlencoded::byte_serialize;

use super::super::support::clock;
use super::keys::{self, Signer};

/// What the provider knows of a client.
pub const CLIENT: &str = "passport at hartwell";

/// An ID token before it is signed.
#[derive(Clone)]
pub struct Draft {
    pub header: Json,
    pub claims: Json,
    pub signer: Signer,
}

/// How a page is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Redirects,
    NeverEnds,
    IsHuge,
    IsSlow,
    Fails,
    IsNotJson,
}

pub type Lie = fn(&mut Draft);

#[derive(Default)]
struct State {
    /// What discovery says instead.
    discovery: HashMap<&'static str, Json>,
    /// By the last part of the path.
    behaviour: HashMap<&'static str, Behaviour>,
    codes: HashMap<String, Grant>,
    used: HashSet<String>,
    asked: Vec<String>,
    lie: Option<Lie>,
    /// The answer to a code, beside the token.
    no_token: bool,
    keys: Option<Json>,
    secret: String,
}

struct Grant {
    challenge: String,
    nonce: Option<String>,
    return_to: String,
    claims: Json,
}

/// The provider.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    state: Arc<Mutex<State>>,
}

impl Provider {
    /// Begins to listen; the secret is what the client must know.
    pub async fn new(secret: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let issuer = format!("http://127.0.0.1:{port}/realms/trust");
        let state = State { secret: secret.into(), ..State::default() };
        let provider = Self { issuer, state: Arc::new(Mutex::new(state)) };
        let serving = provider.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().answer(stream));
            }
        });
        provider
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test has panicked")
    }

    /// Lies in every token from now on.
    pub fn lies(&self, lie: Lie) {
        self.state().lie = Some(lie);
    }

    /// Says something else in discovery.
    pub fn says(&self, name: &'static str, value: Json) {
        self.state().discovery.insert(name, value);
    }

    /// Answers a page (by the last part of its path) in another way.
    pub fn behaves(&self, page: &'static str, behaviour: Behaviour) {
        self.state().behaviour.insert(page, behaviour);
    }

    /// Gives an answer without an ID token.
    pub fn gives_no_token(&self) {
        self.state().no_token = true;
    }

    /// Publishes other keys.
    pub fn publishes(&self, keys: Json) {
        self.state().keys = Some(keys);
    }

    /// How often a page was asked for.
    pub fn asked_for(&self, page: &str) -> usize {
        self.state().asked.iter().filter(|path| path.ends_with(page)).count()
    }

    /// Somebody logs in there: where their browser is sent back to, with the code
    /// for a token with these claims.
    pub fn log_in(&self, question: &str, claims: Json) -> String {
        let parameter = |name: &str| parameter(question, name);
        assert_eq!(parameter("response_type").as_deref(), Some("code"));
        assert_eq!(parameter("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(parameter("client_id").as_deref(), Some(CLIENT));
        let code = format!("code-{}", self.state().codes.len() + 1);
        let grant = Grant {
            challenge: parameter("code_challenge").expect("a challenge"),
            nonce: parameter("nonce"),
            return_to: parameter("redirect_uri").expect("where to"),
            claims,
        };
        assert!(grant.return_to.ends_with("/log-in/sso/return"), "{}", grant.return_to);
        self.state().codes.insert(code.clone(), grant);
        format!("/log-in/sso/return?code={code}&state={}", parameter("state").expect("a state"))
    }

    async fn answer(self, mut stream: TcpStream) {
        let Some((path, head, body)) = read(&mut stream).await else { return };
        let page = path.rsplit('/').next().unwrap_or_default().to_owned();
        self.state().asked.push(path.clone());
        let behaviour = self.state().behaviour.get(page.as_str()).copied();
        let (status, text) = match page.as_str() {
            "openid-configuration" => (200, self.discovery().to_string()),
            "keys" => (200, self.keys().to_string()),
            "token" => self.token(&head, &body),
            _ => (404, "{}".to_owned()),
        };
        let head = |status: &str, more: &str| {
            format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}\r\n")
        };
        let whole = |status: u16, text: &str| {
            let more = format!("Content-Length: {}\r\nConnection: close\r\n", text.len());
            head(&format!("{status} Said"), &more) + text
        };
        let answer = match behaviour {
            None => whole(status, &text),
            Some(Behaviour::Fails) => whole(500, "{}"),
            Some(Behaviour::IsNotJson) => whole(200, "<html>"),
            // What it leads to is right, so that only the redirect can be refused.
            Some(Behaviour::Redirects) => {
                let more =
                    format!("Location: {}/other/{page}\r\nContent-Length: 0\r\n", self.issuer);
                head("302 Found", &more)
            }
            Some(Behaviour::IsSlow) => {
                tokio::time::sleep(std::time::Duration::from_secs(30)).await;
                String::new()
            }
            Some(Behaviour::IsHuge) => whole(200, &" ".repeat(400 * 1024)),
            Some(Behaviour::NeverEnds) => {
                let _ =
                    stream.write_all(head("200 Said", "Connection: close\r\n").as_bytes()).await;
                while stream.write_all(&[b' '; 4096]).await.is_ok() {}
                String::new()
            }
        };
        let _ = stream.write_all(answer.as_bytes()).await;
    }

    fn discovery(&self) -> Json {
        let at = |path: &str| format!("{}/{path}", self.issuer);
        let mut said = json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "jwks_uri": at("keys"),
            "response_types_supported": ["code", "something of its own"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
        });
        for (name, value) in &self.state().discovery {
            said[*name] = value.clone();
        }
        said
    }

    fn keys(&self) -> Json {
        self.state().keys.clone().unwrap_or_else(keys::published)
    }

    fn token(&self, head: &str, body: &str) -> (u16, String) {
        let no = |why: &str| (400, json!({ "error": why }).to_string());
        let field = |name: &str| parameter(&format!("?{body}"), name);
        let mut state = self.state();
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let basic = format!("{}:{}", encoded(CLIENT), encoded(&state.secret));
        let in_header = head.contains(&format!("Basic {}", BASE64_STANDARD.encode(basic)));
        let in_form = field("client_secret").as_deref() == Some(&state.secret)
            && field("client_id").as_deref() == Some(CLIENT);
        let only_form = state.discovery.contains_key("token_endpoint_auth_methods_supported");
        if !(if only_form { in_form } else { in_header }) {
            return no("invalid_client");
        }
        let code = field("code").unwrap_or_default();
        let lie = state.lie;
        let no_token = state.no_token;
        if !state.used.insert(code.clone()) {
            return no("invalid_grant");
        }
        let Some(grant) = state.codes.get(&code) else { return no("invalid_grant") };
        let verifier = field("code_verifier").unwrap_or_default();
        let hash = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        if hash != grant.challenge || field("redirect_uri").as_deref() != Some(&grant.return_to) {
            return no("invalid_grant");
        }
        let now = clock().now().as_second();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "ann-at-the-provider",
            "iat": now - 1, "exp": now + 300, "nonce": grant.nonce,
        });
        for (name, value) in grant.claims.as_object().into_iter().flatten() {
            claims[name.as_str()] = value.clone();
        }
        let header = json!({ "alg": "RS256", "kid": "rsa-1", "typ": "JWT" });
        let mut draft = Draft { header, claims, signer: Signer::Rsa };
        if let Some(lie) = lie {
            lie(&mut draft);
        }
        let mut answer = json!({ "access_token": "opaque", "token_type": "Bearer" });
        if !no_token {
            answer["id_token"] = keys::sign(&draft).into();
        }
        (200, answer.to_string())
    }
}

/// The one value of a query's parameter.
pub fn parameter(address: &str, name: &str) -> Option<String> {
    let uri: Uri = format!("http://x/{}", &address[address.find('?')?..]).parse().ok()?;
    let pair = uri.query()?.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
    let mut bytes = Vec::new();
    let mut rest = pair.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Path, head and body of a request.
async fn read(stream: &mut TcpStream) -> Option<(String, String, String)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let many = stream.read(&mut buffer).await.ok().filter(|many| *many > 0)?;
        bytes.extend_from_slice(&buffer[..many]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            line.to_lowercase().strip_prefix("content-length: ")?.trim().parse::<usize>().ok()
        });
        if body.len() >= length.unwrap_or(0) {
            let path = head.split(' ').nth(1)?.split('?').next()?.to_owned();
            return Some((path, head.to_owned(), body.to_owned()));
        }
    }
}
