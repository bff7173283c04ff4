//! The trust's description, read from the readable files in `data/`.
//!
//! Competences are known by their row in `framework.csv`; a set of them is one 128-bit number, so
//! that asking what a post requires costs nothing. The files are ours and embedded, so a fault in
//! them is a fault of the build, found by the first test, and reading them panics.

use csv::{Reader, StringRecord};

/// A set of competences: bit `i` is row `i` of the framework.
pub type Set = u128;

/// A row of `framework.csv`.
#[derive(Debug)]
pub struct Competence {
    pub code: String,
    pub subject: String,
    pub level: String,
    pub name: String,
    pub months: Option<i32>,
    pub compulsory: bool,
    /// Directly satisfied by, as rows.
    pub satisfied_by: Vec<usize>,
    pub target: String,
    pub warning: i32,
    pub as_printed: bool,
    pub per_assignment: bool,
    pub renewal: String,
    pub delivery: String,
    pub minutes: String,
    pub grace: Option<i32>,
    /// Required because of where someone works rather than of what they are.
    pub by_place: bool,
    /// The share of those who need it who are to have it in date, in thousandths.
    pub in_date: usize,
    /// Every competence that satisfies this one, through any number of steps.
    pub satisfiers: Set,
    /// Those of `satisfiers` in the same subject: requiring one of them displaces this.
    pub above: Set,
}

impl Competence {
    /// Whether the course is taken in a room with a trainer.
    pub fn in_class(&self) -> bool {
        self.delivery == "Classroom" || self.delivery == "Virtual Classroom"
    }

    /// A competence of the national framework, which other employers accept.
    pub fn is_national(&self) -> bool {
        self.name.starts_with("NHS|CSTF|")
    }

    /// The part of the name between the framework and the period, such as `Fire Safety`.
    pub fn plain_name(&self) -> &str {
        let title = self.name.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        title.rsplit_once(" - ").map_or(title, |(name, _)| name)
    }
}

/// A row of `roles.csv`: one position title.
#[derive(Debug)]
pub struct Role {
    pub headcount: usize,
    pub staff_group: String,
    pub job_role: String,
    pub title: String,
    pub band: String,
    /// The area of work, which decides nothing but is part of an ESR position's name.
    pub area: String,
    /// Three characters in the form of an NHS occupation code; illustrative.
    pub occupation: String,
    /// Everything the bundles of the title list, before higher levels displace lower ones.
    pub listed: Set,
    /// Higher leads lower within a team.
    pub seniority: u32,
    /// Where the title works: rows of `services.csv` with their weights.
    pub services: Vec<(usize, usize)>,
}

/// A row of `services.csv`.
#[derive(Debug)]
pub struct Service {
    pub division: String,
    pub directorate: String,
    pub name: String,
    /// What its teams are called, such as Ward.
    pub team: String,
    /// How many people a team has.
    pub size: usize,
}

/// One heritage's first and family names.
#[derive(Debug, Default)]
pub struct Heritage {
    pub name: String,
    pub weight: usize,
    pub female: Vec<String>,
    pub male: Vec<String>,
    pub family: Vec<String>,
}

/// All the embedded files.
#[derive(Debug)]
pub struct Data {
    pub competences: Vec<Competence>,
    pub roles: Vec<Role>,
    pub services: Vec<Service>,
    pub heritages: Vec<Heritage>,
    pub well_known: Vec<String>,
}

impl Data {
    /// Reads the embedded files.
    pub fn load() -> Self {
        let competences = competences();
        let services = rows(include_str!("../data/services.csv"));
        let codes: Vec<String> = services.iter().map(|r| r[0].to_owned()).collect();
        let services = services
            .iter()
            .map(|r| Service {
                division: r[1].to_owned(),
                directorate: r[2].to_owned(),
                name: r[3].to_owned(),
                team: r[4].to_owned(),
                size: number(&r[5]),
            })
            .collect();
        let roles = roles(&competences, &codes);
        let well_known = include_str!("../data/well-known.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(str::to_owned)
            .collect();
        Self { competences, roles, services, heritages: heritages(), well_known }
    }

    /// The row of a competence by our short code.
    pub fn code(&self, code: &str) -> usize {
        position(&self.competences, code)
    }

    /// The codes of a set taken apart, in the order of the framework.
    pub fn members(set: Set) -> impl Iterator<Item = usize> {
        (0..128).filter(move |&i| set & (1 << i) != 0)
    }

    /// What is left of a set when a required higher level displaces a lower one.
    pub fn undisplaced(&self, set: Set) -> Set {
        Self::members(set)
            .filter(|&i| self.competences[i].above & set == 0)
            .fold(0, |kept, i| kept | (1 << i))
    }
}

fn rows(text: &str) -> Vec<StringRecord> {
    Reader::from_reader(text.as_bytes())
        .records()
        .map(|record| record.expect("embedded data is well formed"))
        .collect()
}

fn number(text: &str) -> usize {
    text.parse().expect("embedded data has numbers where it should")
}

fn position(competences: &[Competence], code: &str) -> usize {
    competences
        .iter()
        .position(|c| c.code == code)
        .unwrap_or_else(|| panic!("framework.csv has no competence {code}"))
}

fn competences() -> Vec<Competence> {
    let records = rows(include_str!("../data/framework.csv"));
    let mut list: Vec<Competence> = records
        .iter()
        .map(|r| Competence {
            code: r[0].to_owned(),
            subject: r[1].to_owned(),
            level: r[2].to_owned(),
            name: r[3].to_owned(),
            months: r[4].parse().ok(),
            compulsory: &r[5] == "C",
            satisfied_by: Vec::new(),
            target: r[7].to_owned(),
            warning: number(&r[8]) as i32,
            as_printed: &r[9] == "as printed",
            per_assignment: &r[10] == "yes",
            renewal: r[11].to_owned(),
            delivery: r[12].to_owned(),
            minutes: r[13].to_owned(),
            grace: r[14].parse().ok(),
            by_place: &r[15] == "yes",
            in_date: number(&r[16]),
            satisfiers: 0,
            above: 0,
        })
        .collect();
    assert!(list.len() <= 128, "a set of competences has 128 bits");
    for (row, record) in records.iter().enumerate() {
        list[row].satisfied_by = record[6]
            .split(' ')
            .filter(|code| !code.is_empty())
            .map(|code| position(&list, code))
            .collect();
    }
    for row in 0..list.len() {
        let mut found: Set = 0;
        let mut to_do = vec![row];
        while let Some(next) = to_do.pop() {
            for &by in &list[next].satisfied_by {
                if found & (1 << by) == 0 {
                    found |= 1 << by;
                    to_do.push(by);
                }
            }
        }
        list[row].satisfiers = found;
        list[row].above = Data::members(found)
            .filter(|&i| list[i].subject == list[row].subject)
            .fold(0, |set, i| set | (1 << i));
    }
    list
}

fn roles(competences: &[Competence], services: &[String]) -> Vec<Role> {
    let bundles: Vec<(String, Set)> = rows(include_str!("../data/bundles.csv"))
        .iter()
        .map(|r| {
            let set = r[1].split(' ').fold(0, |set, code| set | (1 << position(competences, code)));
            (r[0].to_owned(), set)
        })
        .collect();
    let bundle = |name: &str| {
        bundles.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no bundle {name}")).1
    };
    rows(include_str!("../data/roles.csv"))
        .iter()
        .map(|r| {
            let mut parts = r[7].split('+');
            let base = bundle(parts.next().unwrap_or_default());
            let listed = parts.fold(base, |set, add_on| set | bundle(&format!("+{add_on}")));
            let services = r[9]
                .split(';')
                .map(|part| {
                    let (code, weight) = part.split_once(':').expect("service:weight");
                    let at = services.iter().position(|s| s == code);
                    (at.unwrap_or_else(|| panic!("no service {code}")), number(weight))
                })
                .collect();
            Role {
                headcount: number(&r[0]),
                staff_group: r[1].to_owned(),
                job_role: r[2].to_owned(),
                title: r[3].to_owned(),
                band: r[4].to_owned(),
                area: r[5].to_owned(),
                occupation: r[6].to_owned(),
                listed,
                seniority: number(&r[8]) as u32,
                services,
            }
        })
        .collect()
}

fn heritages() -> Vec<Heritage> {
    let mut list: Vec<Heritage> = Vec::new();
    for r in rows(include_str!("../data/names.csv")) {
        if list.last().is_none_or(|last| last.name != r[0]) {
            list.push(Heritage {
                name: r[0].to_owned(),
                weight: number(&r[1]),
                ..Heritage::default()
            });
        }
        let last = list.last_mut().expect("one was just added");
        let names = r[3].split(' ').map(str::to_owned).collect();
        match &r[2] {
            "f" => last.female = names,
            "m" => last.male = names,
            _ => last.family = names,
        }
    }
    list
}
