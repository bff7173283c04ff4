//! A small trust in a folder of its own, and the command run in it.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use passport_store::{Db, Organisation, Store};

/// A database and a folder.
pub struct Trust {
    pub folder: PathBuf,
    pub database: String,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs a test on every database there is, each time on an empty one.
pub fn on_both(name: &str, test: impl Fn(&Trust)) {
    let trust = Trust::on_sqlite(name);
    test(&trust);
    drop(trust);
    let Ok(server) = std::env::var("PASSPORT_TEST_POSTGRES") else { return };
    let schema = format!("{name}_{}", std::process::id());
    run_sql(&server, format!("CREATE SCHEMA {schema}"));
    let joint = if server.contains('?') { '&' } else { '?' };
    let database = format!("{server}{joint}options=-c%20search_path%3D{schema}");
    test(&Trust { folder: folder(&format!("{name}_pg")), database });
    run_sql(&server, format!("DROP SCHEMA {schema} CASCADE"));
}

fn run_sql(server: &str, sql: String) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = Db::connect(server, false).await.expect("PostgreSQL answers");
        let mut tx = db.begin().await.expect("begins");
        tx.execute(sql.leak(), Vec::new()).await.expect("runs");
        tx.commit().await.expect("commits");
        db.close().await;
    });
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("passport-cli-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

impl Drop for Trust {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Trust {
    /// An empty SQLite database, not yet made.
    pub fn on_sqlite(name: &str) -> Self {
        let folder = folder(name);
        let database = format!("sqlite:{}", folder.join("passport.db").display());
        Self { folder, database }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passport"));
        command.current_dir(&self.folder).env_clear().env("PASSPORT_DATABASE_URL", &self.database);
        command.args(arguments);
        command
    }

    /// Runs the command and takes whatever comes of it.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let Output { status, stdout, stderr } =
            self.command(arguments).output().expect("the command starts");
        Ran {
            status: status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// Runs the command, which must succeed; its standard output.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}\n{}{}", ran.out, ran.err);
        ran.out
    }

    /// Runs the command, which must end with this status; what it told the person.
    pub fn fails(&self, status: i32, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.status, status, "{arguments:?}\n{}{}", ran.out, ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        ran.err
    }

    /// The bytes the command prints.
    pub fn bytes(&self, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(arguments).output().expect("the command starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Runs the command into a pipe whose reader reads nothing and goes.
    pub fn read_by_nobody(&self, arguments: &[&str]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: String::new(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).expect("written");
    }

    /// Everyone of the small trust, its framework, requirements and awards, and
    /// the import of them all on 31 January 2025.
    pub fn import_everything(&self) -> String {
        self.write("assignments.csv", &assignments(&ALL));
        self.write("competences.csv", COMPETENCES);
        self.write("requirements.csv", REQUIREMENTS);
        self.write("awards.csv", AWARDS);
        self.ok(&[
            "import",
            "assignments.csv",
            "competences.csv",
            "requirements.csv",
            "awards.csv",
            "--extract-date",
            "2025-01-31",
        ])
    }

    /// `report people` as CSV, on a day.
    pub fn people(&self, as_at: &str) -> String {
        self.ok(&["report", "people", "--format", "csv", "--as-at", as_at])
    }
}

/// The staff: number, first name, last name, ward.
pub const ALL: [(&str, &str, &str, &str); 10] = [
    ("00000101", "Ada", "Okafor", "Ash Ward"),
    ("00000102", "Ben", "Hughes", "Ash Ward"),
    ("00000103", "Cara", "Nowak", "Ash Ward"),
    ("00000104", "Dan", "Silva", "Ash Ward"),
    ("00000105", "Eve", "Lloyd", "Ash Ward"),
    ("00000106", "Finn", "Murphy", "Beech Ward"),
    ("00000107", "Gita", "Patel", "Beech Ward"),
    ("00000108", "Huw", "Evans", "Beech Ward"),
    ("00000109", "Ines", "Costa", "Beech Ward"),
    ("00000110", "Jan", "Kowalski", "Beech Ward"),
];

/// An assignments file of these people.
pub fn assignments(people: &[(&str, &str, &str, &str)]) -> String {
    let mut file = String::from(
        "Employee Number,Assignment Number,First Name,Last Name,Org L1,Org L2,Position Title,\
         Staff Group,Job Role,Assignment Status,Start Date\n",
    );
    for (number, first, last, ward) in people {
        file.push_str(&format!(
            "{number},{number}-1,{first},{last},Hartwell NHS Trust,{ward},Staff Nurse,Nursing,\
             Staff Nurse,Active Assignment,2020-03-01\n"
        ));
    }
    file
}

pub const COMPETENCES: &str = "\
Competence Name,Subject,Level,Refresher Months,Class
NHS|CSTF|Fire Safety - 2 Years|,Fire Safety,,24,C
999|LOCAL|Blood Transfusion - 1 Year|,Blood Transfusion,,12,R
";

pub const REQUIREMENTS: &str = "\
Applies To,Target,Subject,Level,Class,Date From
organisation,,Fire Safety,,C,2020-01-01
unit,Ash Ward,Blood Transfusion,,R,2020-01-01
";

/// Ada is in date twice, Ben's fire safety ran out, Finn's runs out soon.
pub const AWARDS: &str = "\
Employee Number,Competency Name,Date Last Awarded,Expiry Date,VPD
00000101,NHS|CSTF|Fire Safety - 2 Years|,2024-06-03,2026-06-03,999
00000101,999|LOCAL|Blood Transfusion - 1 Year|,2024-09-10,2025-09-10,999
00000102,NHS|CSTF|Fire Safety - 2 Years|,2022-05-01,2024-05-01,999
00000106,NHS|CSTF|Fire Safety - 2 Years|,2023-03-15,2025-03-15,999
";

/// Works in the trust's own database.
pub fn within<T>(trust: &Trust, work: impl AsyncFnOnce(Organisation) -> T) -> T {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&trust.database, false).await.expect("opens");
        let found = work(store.organisation(None).await.expect("one")).await;
        store.db().close().await;
        found
    })
}
