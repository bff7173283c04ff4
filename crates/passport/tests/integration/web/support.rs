//! A small trust, another beside it, and a browser to ask with.

use std::sync::OnceLock;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use jiff::civil::date;
use passport::access::sso::{Patience, Secrets, Setup};
use passport::access::{Keys, Token};
use passport::audit::{Notebook, ROOM, Writer};
use passport::clock::Clock;
use passport::import::{self, End, Upload, Whose};
use passport::web::{App, Settings, router};
use passport_core::facts::GrantedRole;
use passport_store::{DemoPerson, NewOrganisation, Organisation, Store};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The nurse, who reports to the manager.
pub const NURSE: &str = "00123";
/// The ward manager, who reports to the matron.
pub const MANAGER: &str = "200";
/// Two steps below the manager.
pub const STUDENT: &str = "300";
/// The manager's own manager.
pub const MATRON: &str = "400";
/// Reports to the manager, and the student to her.
pub const SISTER: &str = "250";
/// Works elsewhere.
pub const PORTER: &str = "500/a b";
/// The training lead.
pub const LEAD: &str = "600";
/// The non-executive director, to whom nobody reports.
pub const DIRECTOR: &str = "700";
/// The administrator, who has a post beside.
pub const ADMINISTRATOR: &str = "800";
/// Leads Fire Safety.
pub const SUBJECT_LEAD: &str = "810";
/// Stands in for the manager.
pub const DEPUTY: &str = "820";
/// Works at the other trust.
pub const ELSEWHERE: &str = "900";
/// A name made to break a page.
pub const HOSTILE: &str = "666";

const ASSIGNMENTS: &str = "\
Employee Number,Assignment Number,First Name,Last Name,Email,Position Title,Staff Group,Job Role,Org L1,Org L2,Org L3,Assignment Status,Assignment Category,Primary Assignment,Start Date,Supervisor Employee Number
00123,00123-1,Ann,Jones,ann@hartwell.example.nhs.uk,Staff Nurse,Nursing,Staff Nurse,Hartwell,Acute,Ashdown Ward,Active Assignment,Permanent,Yes,2020-01-01,200
200,200-1,Grace,Okonkwo,grace@hartwell.example.nhs.uk,Ward Manager,Nursing,Ward Manager,Hartwell,Acute,Ashdown Ward,Active Assignment,Permanent,Yes,2015-01-01,400
300,300-1,Łukasz,Nguyễn,,Student,Nursing,Student,Hartwell,Acute,Ashdown Ward,Active Assignment,Permanent,Yes,2026-01-01,250
250,250-1,Sara,Sister,sara@hartwell.example.nhs.uk,Sister,Nursing,Sister,Hartwell,Acute,Ashdown Ward,Active Assignment,Permanent,Yes,2012-01-01,200
400,400-1,Mary,Matron,,Matron,Nursing,Matron,Hartwell,Acute,Matrons,Active Assignment,Permanent,Yes,2010-01-01,
500/a b,500-1,Paul,Porter,,Porter,Estates,Porter,Hartwell,Estates,Porters,Active Assignment,Permanent,Yes,2019-01-01,
600,600-1,Tess,Lead,,Learning Officer,Admin,Learning Officer,Hartwell,Corporate,Learning,Active Assignment,Permanent,Yes,2018-01-01,
700,700-1,Dora,Director,,Non-Executive Director,Admin,Director,Hartwell,Corporate,Board,Active Assignment,Permanent,Yes,2017-01-01,
800,800-1,Alex,Admin,alex@hartwell.example.nhs.uk,Systems Officer,Admin,Officer,Hartwell,Corporate,Systems,Active Assignment,Permanent,Yes,2018-01-01,
810,810-1,Finn,Fire,finn@hartwell.example.nhs.uk,Fire Officer,Estates,Officer,Hartwell,Estates,Fire,Active Assignment,Permanent,Yes,2018-01-01,
820,820-1,Dee,Deputy,dee@hartwell.example.nhs.uk,Staff Nurse,Nursing,Staff Nurse,Hartwell,Acute,Beech Ward,Active Assignment,Permanent,Yes,2018-01-01,
666,666-1,\"\"\"><script>alert(1)</script>\",\"{{7*7}} O'Brien & Söhne\",,\"Clerk \"\"><img src=x onerror=alert(2)>\",Admin,Clerk,Hartwell,Corporate,\"<b>Ward</b>\",Active Assignment,Permanent,Yes,2018-01-01,200
";
const COMPETENCES: &str = "\
Competence Name,Subject,Level,Refresher Months,Class
NHS|CSTF|Fire Safety - 1 Year|,Fire Safety,,12,C
NHS|CSTF|Moving and Handling - 2 Years|,Moving and Handling,,24,C
";
const REQUIREMENTS: &str = "\
Applies To,Target,Subject,Class
organisation,,Fire Safety,C
organisation,,Moving and Handling,C
";
const AWARDS: &str = "\
Employee Number,Competence Name,Date Last Awarded
00123,NHS|CSTF|Fire Safety - 1 Year|,2026-05-03
200,NHS|CSTF|Fire Safety - 1 Year|,2026-05-03
200,NHS|CSTF|Moving and Handling - 2 Years|,2026-05-03
";
const OTHER_TRUST: &str = "\
Employee Number,Assignment Number,First Name,Last Name,Org L1,Assignment Status,Primary Assignment,Start Date,Supervisor Employee Number
900,900-1,Other,Person,Elsewhere,Active Assignment,Yes,2020-01-01,200
200,200-9,Same,Number,Elsewhere,Active Assignment,Yes,2020-01-01,
";

/// The server under test, with its database.
pub struct Trust {
    pub router: Router,
    pub store: Store,
    /// What writes the audit; closed, it has written everything.
    pub writer: Writer,
    _folder: TempDir,
}

/// How a trust is served.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// With log-in as invented people.
    Demo,
    /// As a real trust.
    Real,
    /// As a demonstration over https: there is none, but cookies and headers show.
    Secure,
}

impl Trust {
    pub async fn new(served: Served) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("passport.db").display());
        let store = Store::open(&url, true).await.expect("a database");
        let trust = add(&store, "999", "Hartwell NHS Trust", &files()).await;
        let other = [("assignments.csv", OTHER_TRUST)];
        add(&store, "111", "Another NHS Trust", &other).await;
        let part = |employee_number: &str, part: &str| DemoPerson {
            employee_number: employee_number.into(),
            part: part.into(),
        };
        let people = [
            part(NURSE, "staff nurse with reds"),
            part(MANAGER, "ward manager"),
            part(LEAD, "training lead"),
            part(DIRECTOR, "non-executive director"),
            part(HOSTILE, "name with diacritics"),
            part(ADMINISTRATOR, "administrator"),
            part(SUBJECT_LEAD, "subject lead"),
            part(DEPUTY, "deputy"),
        ];
        let mut change = trust.begin("test", "demonstration", clock().now()).await.expect("begin");
        change.mark_demonstration(&people).await.expect("mark");
        change.commit().await.expect("commit");
        if served != Served::Real {
            for (number, role, of) in [
                (ADMINISTRATOR, GrantedRole::Administrator, ""),
                (SUBJECT_LEAD, GrantedRole::SubjectLead, "Fire Safety"),
                (DEPUTY, GrantedRole::Deputy, MANAGER),
            ] {
                super::office::staff(&trust, number, "Somebody", &[(role, of)]).await;
            }
        }
        let demo = (served != Served::Real).then_some(trust);
        let settings = Settings { secure: served == Served::Secure, ..settings(demo, None) };
        let (notebook, writer) = Notebook::open(store.clone(), clock(), ROOM);
        let app = App::new(store.clone(), settings, notebook).await.expect("an app");
        Self { router: router(&app), store, writer, _folder: folder }
    }

    /// A browser at a server on the same database at another moment.
    pub async fn at(&self, clock: Clock) -> Browser {
        let settings = Settings { clock, ..settings(None, None) };
        let (notebook, _) = Notebook::open(self.store.clone(), clock, ROOM);
        let app = App::new(self.store.clone(), settings, notebook).await.expect("an app");
        Browser { router: router(&app), cookie: None, known: None, sign_on: None }
    }

    /// A server on an empty database, and the path of the link that sets it up.
    pub async fn blank() -> (Self, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("passport.db").display());
        let store = Store::open(&url, true).await.expect("a database");
        let token = Token::new().expect("randomness");
        let settings = Settings {
            site: Some("https://passport.example.nhs.uk".into()),
            ..settings(None, Some(token.hash()))
        };
        let (notebook, writer) = Notebook::open(store.clone(), clock(), ROOM);
        let app = App::new(store.clone(), settings, notebook).await.expect("an app");
        let trust = Self { router: router(&app), store, writer, _folder: folder };
        (trust, format!("/set-up/{}", token.text()))
    }

    /// A browser with this cookie at a real server on the same database.
    pub fn with_cookie(&self, token: &str) -> Browser {
        Browser { cookie: Some(format!("passport={token}")), ..self.browser() }
    }

    /// A browser in which nobody is logged in.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: None, known: None, sign_on: None }
    }

    /// A browser in which someone is logged in.
    pub async fn logged_in(&self, employee_number: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.log_in(employee_number).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{employee_number} logs in");
        browser
    }
}

/// A server at noon.
fn settings(demo: Option<Organisation>, set_up: Option<String>) -> Settings {
    Settings {
        demo,
        secure: false,
        keys: keys(),
        set_up,
        site: None,
        clock: clock(),
        proxies: Vec::new(),
        sso: single_sign_on(),
    }
}

/// Each trust has a secret of its own; nobody waits long for a provider.
fn single_sign_on() -> Setup {
    let secrets = [("PASSPORT_SSO_SECRET_999", "s 999:%"), ("PASSPORT_SSO_SECRET_111", "s 111:%")];
    let secrets = secrets.into_iter().map(|(name, value)| (name.into(), value.into()));
    Setup { secrets: Secrets::find(secrets), patience: Patience(Duration::from_secs(8)) }
}

/// The extracts of the first trust.
pub fn files() -> [(&'static str, &'static str); 4] {
    [
        ("assignments.csv", ASSIGNMENTS),
        ("competences.csv", COMPETENCES),
        ("requirements.csv", REQUIREMENTS),
        ("awards.csv", AWARDS),
    ]
}

async fn add(store: &Store, code: &str, name: &str, files: &[(&str, &str)]) -> Organisation {
    let new = NewOrganisation {
        code: code.into(),
        name: name.into(),
        vpd: code.into(),
        ods: String::new(),
    };
    let organisation =
        store.add_organisation(&new, "test", clock().now()).await.expect("an organisation");
    let uploads: Vec<Upload> = files
        .iter()
        .map(|(name, text)| Upload { name: (*name).into(), bytes: text.as_bytes().to_vec().into() })
        .collect();
    let request = import::Request::new(date(2026, 11, 22), "test");
    let outcome = import::import(Whose::Known(&organisation), &uploads, &request, clock().now())
        .await
        .expect("an import");
    assert!(matches!(outcome.end, End::Committed(_)), "{:?}", outcome.reading.problems);
    organisation
}

/// The server's key, which outlives a restart.
fn keys() -> Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::passing().expect("randomness")).clone()
}

/// 22 November 2026, noon.
pub fn clock() -> Clock {
    Clock::Fixed("2026-11-22T12:00:00Z".parse().expect("an instant"))
}

/// Another moment.
pub fn clock_at(instant: &str) -> Clock {
    Clock::Fixed(instant.parse().expect("an instant"))
}

/// A browser: it keeps the cookie it is given.
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
    /// The marks of those who have logged in with it before.
    pub known: Option<String>,
    /// The cookie of a log-in that is under way at an identity provider.
    pub sign_on: Option<String>,
}

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=XyZ");

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body, with the slashes that templates escape written plainly.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).replace("&#x2f;", "/")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no field {name}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// The body without what differs from one answer to the next by chance.
    pub fn without_chance(&self) -> String {
        let mut text = self.text();
        for mark in ["name=\"csrf\" value=\"", "nonce=\""] {
            let mut out = String::new();
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once(mark) {
                out.push_str(before);
                rest = after.split_once('"').map_or("", |(_, after)| after);
            }
            out.push_str(rest);
            text = out;
        }
        text
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, "", &[]).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> Answer {
        self.ask(Method::POST, path, form, &[]).await
    }

    /// Sends a form with files: fields, and files by name and text.
    pub async fn send_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str)],
    ) -> Answer {
        let mut body = String::new();
        for (name, value) in fields {
            body += "--XyZ\r\nContent-Disposition: form-data; ";
            body += &format!("name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        for (name, text) in files {
            body += "--XyZ\r\nContent-Disposition: form-data; name=\"files\"; ";
            body += &format!("filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n");
        }
        body += "--XyZ--\r\n";
        self.ask(Method::POST, path, &body, &[MULTIPART]).await
    }

    /// As [`Browser::send_files`], of files that are not text.
    pub async fn send_bytes(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(b"--XyZ\r\nContent-Disposition: form-data; ");
            body.extend(format!("name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        for (name, bytes) in files {
            body.extend(b"--XyZ\r\nContent-Disposition: form-data; name=\"files\"; ");
            body.extend(format!("filename=\"{name}\"\r\n\r\n").into_bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--XyZ--\r\n");
        self.send(Method::POST, path, body, &[MULTIPART]).await
    }

    /// Presses the button of a person on the list.
    pub async fn log_in(&mut self, employee_number: &str) -> Answer {
        let csrf = self.get("/demo").await.hidden("csrf");
        let person = employee_number.replace('/', "%2F").replace(' ', "+");
        self.post("/demo/log-in", &format!("csrf={csrf}&person={person}")).await
    }

    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        form: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.send(method, path, form.to_owned().into_bytes(), headers).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for cookie in [&self.cookie, &self.known, &self.sign_on].into_iter().flatten() {
            request = request.header(header::COOKIE, cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            let kind = "application/x-www-form-urlencoded";
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        for given in answer.headers.get_all(header::SET_COOKIE) {
            let given = given.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            let kept = match given {
                given if given.contains("passport-known=") => &mut self.known,
                given if given.contains("sign-on") => &mut self.sign_on,
                _ => &mut self.cookie,
            };
            *kept = Some(given.to_owned()).filter(|given| !given.ends_with('='));
        }
        answer
    }
}
