//! Ways in: invitations, passwords, codes of an app, and roles.

use axum::http::StatusCode;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use passport::accounts::{self, Invited};
use passport::clock::Clock;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact};
use passport_store::{Known, Organisation};
use sha1::Sha1;

use super::support::{Answer, Browser, Trust, clock};

/// A password that nobody guesses.
pub const PASSWORD: &str = "correct horse battery staple";

pub async fn organisation(trust: &Trust, code: &str) -> Organisation {
    trust.store.organisation(Some(code)).await.expect("an organisation")
}

/// The address of the link with which someone chooses a password.
pub async fn invited(trust: &Trust, number: &str) -> String {
    let organisation = organisation(trust, "999").await;
    let people = organisation.facts_of::<PersonFact>(Known::Now, number).await.expect("people");
    let now = clock().now();
    let invited = accounts::invite(&organisation, &people[0].fact, "test", now).await;
    match invited.expect("asked") {
        Invited::Link(invitation) => format!("/link/{}", invitation.token),
        other => panic!("{number} is not invited: {other:?}"),
    }
}

/// Chooses a password by a link.
pub async fn choose(browser: &mut Browser, link: &str, password: &str) -> Answer {
    let csrf = browser.get(link).await.hidden("csrf");
    browser.post(link, &format!("csrf={csrf}&password={}", encoded(password))).await
}

/// As a form carries it.
pub fn encoded(text: &str) -> String {
    text.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace(' ', "+")
}

/// A browser in which someone has chosen a password and is logged in.
pub async fn with_password(trust: &Trust, number: &str) -> Browser {
    let link = invited(trust, number).await;
    let mut browser = trust.browser();
    let answer = choose(&mut browser, &link, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    browser
}

pub async fn log_in(browser: &mut Browser, email: &str, password: &str) -> Answer {
    let csrf = browser.get("/log-in").await.hidden("csrf");
    let form = format!(
        "csrf={csrf}&email={}&password={}&organisation=999",
        encoded(email),
        encoded(password)
    );
    browser.post("/log-in", &form).await
}

pub async fn grant(trust: &Trust, number: &str, role: GrantedRole, scope: &str, to: Option<Date>) {
    let organisation = organisation(trust, "999").await;
    let account = organisation.account_of(number).await.expect("asked").expect("an account");
    let grant = GrantFact {
        account: account.id,
        role,
        scope: scope.into(),
        date_from: None,
        date_to: to,
        reason: "test".into(),
    };
    let mut change = organisation.begin("test", "role given", clock().now()).await.expect("begun");
    change.record(&[grant]).await.expect("recorded");
    change.commit().await.expect("committed");
}

/// An authenticator app, which knows the secret of one account.
pub struct App(Vec<u8>);

impl App {
    /// Reads the key that a page shows for typing by hand.
    pub fn scan(page: &Answer) -> Self {
        let text = page.text();
        let (_, rest) = text.split_once("app-code\">").expect("a key");
        let key: String = rest.split('<').next().unwrap_or_default().replace(' ', "");
        let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
        for letter in key.chars() {
            let five = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("base 32");
            held = held << 5 | u32::try_from(five).expect("small");
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from(held >> bits & 0xff).expect("a byte"));
            }
        }
        Self(bytes)
    }

    /// The code it shows at a moment: RFC 6238.
    pub fn code(&self, clock: Clock) -> String {
        let step = clock.now().as_second() / 30;
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("a key");
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
        format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
    }
}

/// Sets up an app at log-in, where a role asks for it; the app, and the recovery
/// codes that were shown.
pub async fn set_up_app(browser: &mut Browser, clock: Clock) -> (App, Vec<String>) {
    let page = browser.get("/log-in/second-factor").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let app = App::scan(&page);
    let (csrf, offer) = (page.hidden("csrf"), page.hidden("offer"));
    let form = format!("csrf={csrf}&offer={offer}&code={}", app.code(clock));
    let page = browser.post("/log-in/second-factor", &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    (app, recovery_codes(&page))
}

/// The recovery codes that a page shows.
pub fn recovery_codes(page: &Answer) -> Vec<String> {
    let text = page.text();
    let codes: Vec<String> = text
        .split("app-code\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), 10, "{text}");
    codes
}
