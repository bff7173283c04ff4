//! A fresh organisation on each database, people, and letters for them.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use passport::clock::Clock;
use passport::delivery::plan::Basis;
use passport::delivery::{
    BackOff, Candidate, Compose, Destination, Letter, Secrets, Sender, Sending, Sent, Sheets, Team,
    plan, send,
};
use passport_core::delivery::{Entitlement, Month};
use passport_core::setting::Settings;
use passport_store::{Db, MailRun, NewOrganisation, Organisation, OutboxEntry, Store};

/// A place for one test: a fresh organisation and an empty folder.
pub struct Place {
    pub store: Store,
    pub trust: Organisation,
    pub folder: PathBuf,
    pub sqlite: bool,
    /// The database's address, for another process.
    pub url: String,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Runs a test on every database there is, each time on an empty one.
pub async fn on_both<F, T>(test: F)
where
    F: Fn(Arc<Place>) -> T,
    T: Future<Output = ()>,
{
    let number = NEXT.fetch_add(1, Ordering::SeqCst);
    let name = format!("passport_delivery_{}_{number}", std::process::id());
    let folder = std::env::temp_dir().join(&name);
    let url = format!("sqlite:{}", folder.join("test.db").display());
    visit(&url, &folder, true, &test).await;
    let Ok(server) = std::env::var("PASSPORT_TEST_POSTGRES") else { return };
    let admin = Db::connect(&server, true).await.expect("PostgreSQL opens");
    run(&admin, format!("CREATE SCHEMA {name}")).await;
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-c%20search_path%3D{name}");
    visit(&url, &folder, false, &test).await;
    run(&admin, format!("DROP SCHEMA {name} CASCADE")).await;
    admin.close().await;
}

async fn visit<F, T>(url: &str, folder: &Path, sqlite: bool, test: &F)
where
    F: Fn(Arc<Place>) -> T,
    T: Future<Output = ()>,
{
    std::fs::create_dir_all(folder).expect("a folder");
    let store = Store::open(url, true).await.expect("the database opens");
    let new = NewOrganisation {
        code: "999".into(),
        name: "Hartwell NHS Trust".into(),
        vpd: "999".into(),
        ods: "RHW".into(),
    };
    let trust =
        store.add_organisation(&new, "test", jiff::Timestamp::UNIX_EPOCH).await.expect("added");
    let place = Place {
        store: store.clone(),
        trust,
        folder: folder.to_owned(),
        sqlite,
        url: url.to_owned(),
    };
    test(Arc::new(place)).await;
    store.db().close().await;
    std::fs::remove_dir_all(folder).expect("the folder goes");
}

async fn run(db: &Db, sql: String) {
    let mut tx = db.begin().await.expect("begins");
    tx.execute(sql.leak(), Vec::new()).await.expect("runs");
    tx.commit().await.expect("commits");
}

pub fn month() -> Month {
    "2026-11".parse().expect("a month")
}

pub fn sender() -> Sender {
    let from = "Hartwell NHS Trust <training@hartwell.example.nhs.uk>";
    let settings = Settings::new([("mail-from".into(), None, from.into())]);
    Sender::new(&settings, month().first(), &Destination::Folder(PathBuf::new())).expect("a sender")
}

pub fn candidate(number: usize) -> Candidate {
    Candidate {
        employee_number: format!("2000{number:04}"),
        name: format!("Ann Nurse{number}"),
        last_name: format!("Nurse{number}"),
        address: format!("p{number}@hartwell.example.nhs.uk"),
        unit: format!("Hartwell NHS Trust|Ward {}", number % 7),
        entitlement: Entitlement::Gets,
    }
}

pub fn candidates(many: usize) -> Vec<Candidate> {
    (1..=many).map(candidate).collect()
}

pub fn basis(change: i64) -> Basis {
    Basis { month: month(), as_at: month().first(), change, actor: "test".into() }
}

impl Place {
    pub async fn plan(&self, people: &[Candidate]) {
        let change = self.trust.last_change().await.expect("a number");
        plan(&self.trust, Clock::System, &sender(), &basis(change), people).await.expect("planned");
    }

    pub fn outbox(&self) -> PathBuf {
        self.folder.join("outbox")
    }

    pub fn to_folder(&self) -> Sending {
        quick(Sending::new(Destination::Folder(self.outbox()), sender(), "test"))
    }

    pub async fn send(&self, how: &Sending) -> Sent {
        send(&self.trust, Clock::System, month(), how, Arc::new(Letters::default()))
            .await
            .expect("sent")
    }

    /// The names of the messages in the folder.
    pub fn files(&self) -> Vec<String> {
        names(&self.outbox())
    }
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(listing) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        listing.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub fn to_smtp(url: &str) -> Sending {
    let to = Destination::parse(url, &Secrets::default()).expect("an address");
    quick(Sending::new(to, sender(), "test"))
}

/// As usual, but without the waits.
fn quick(usual: Sending) -> Sending {
    Sending {
        back_off: BackOff {
            first: Duration::from_millis(1),
            factor: 1,
            most: Duration::from_millis(1),
            attempts: 3,
            jitter_percent: 0,
        },
        lease: Duration::from_secs(2),
        reconnect_after: Duration::from_millis(10),
        patience: Duration::from_secs(20),
        ..usual
    }
}

/// Letters like real ones, in size too.
pub struct Letters {
    pub pdf: usize,
    /// People whose letter cannot be made.
    pub fail: Vec<String>,
}

impl Default for Letters {
    fn default() -> Self {
        Self { pdf: 2_000, fail: Vec::new() }
    }
}

impl Compose for Letters {
    async fn letters(
        &self,
        run: &MailRun,
        people: &[OutboxEntry],
    ) -> Result<Vec<Result<Letter, String>>, String> {
        Ok(people.iter().map(|entry| self.letter(run, entry)).collect())
    }

    async fn team(&self, run: &MailRun, team: &Team) -> Result<Sheets, String> {
        let numbers = team.people.iter().map(|entry| entry.employee_number.clone());
        let (failing, people): (Vec<String>, Vec<String>) =
            numbers.partition(|number| self.fail.contains(number));
        Ok(Sheets {
            pdf: format!("%PDF {} {} {}", run.month, team.name, people.join(" ")).into_bytes(),
            left_out: failing.into_iter().map(|number| (number, "no glyph".into())).collect(),
        })
    }
}

impl Letters {
    fn letter(&self, run: &MailRun, entry: &OutboxEntry) -> Result<Letter, String> {
        if self.fail.contains(&entry.employee_number) {
            return Err("no glyph for U+1F525".into());
        }
        let seed = entry.employee_number.bytes().fold(7_u8, u8::wrapping_add);
        let noise = (0..self.pdf).scan(seed, |state, _| {
            *state = state.wrapping_mul(137).wrapping_add(101);
            Some(*state)
        });
        Ok(Letter {
            subject: format!("Your training passport for {}: 2 to do", run.month.words()),
            text: format!("Dear {}\n\n2 to do\n.\n", entry.name),
            html: format!("<p>Dear {}</p>\n{}", entry.name, "<p>Fire Safety – C</p>\n".repeat(200)),
            pdf: noise.collect(),
            events: Vec::new(),
        })
    }
}
