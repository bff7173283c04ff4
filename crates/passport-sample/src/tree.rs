//! The organisation tree: divisions, directorates and services are given; teams and wards are made
//! as there are people to fill them, so the tree keeps its shape at any size.

use crate::{
    data::Data,
    dice::{Dice, share},
};
use std::collections::BTreeMap;

/// A team or ward, the sixth level of the organisation.
#[derive(Debug)]
pub struct Team {
    pub service: usize,
    /// Its number within the service.
    pub number: usize,
    /// Names of levels 1 to 6.
    pub path: Vec<String>,
    /// Below a few teams only: a night team, and within it a relief pool.
    pub below: Vec<String>,
    pub location: String,
}

/// The post of one person: which title in which team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    pub role: usize,
    pub team: usize,
}

/// The teams, and one post for each person in the order of the titles.
#[derive(Debug)]
pub struct Tree {
    pub teams: Vec<Team>,
    pub posts: Vec<Post>,
    /// The range of teams of each service.
    pub of_service: Vec<std::ops::Range<usize>>,
}

/// The name of a directorate as a unit.
pub fn directorate_unit(name: &str) -> String {
    format!("999 L4 {name}")
}

/// The name of a division as a unit.
pub fn division_unit(name: &str) -> String {
    format!("999 L3 {name}")
}

impl Tree {
    /// Shares the staff out over titles, services and teams.
    pub fn new(data: &Data, staff: usize, seed: u64) -> Self {
        let headcounts: Vec<usize> = data.roles.iter().map(|role| role.headcount).collect();
        let counts = share(staff, &headcounts);
        // How many of each title work in each service.
        let mut in_service = vec![vec![0; data.roles.len()]; data.services.len()];
        for (role, &count) in counts.iter().enumerate() {
            let weights: Vec<usize> = data.roles[role].services.iter().map(|s| s.1).collect();
            for (&(service, _), n) in data.roles[role].services.iter().zip(share(count, &weights)) {
                in_service[service][role] = n;
            }
        }
        let mut names = Names::new(seed);
        let mut tree = Self { teams: Vec::new(), posts: Vec::new(), of_service: Vec::new() };
        for (service, roles) in in_service.iter().enumerate() {
            let first = tree.teams.len();
            let people: usize = roles.iter().sum();
            let size = data.services[service].size;
            let teams = if people == 0 { 0 } else { ((people + size / 2) / size).max(1) };
            for number in 0..teams {
                tree.teams.push(team(data, service, number, &mut names));
            }
            tree.of_service.push(first..first + teams);
            // The most senior are dealt first, so that every team has its manager before any
            // team has two.
            let mut order: Vec<usize> = (0..roles.len()).collect();
            order.sort_by_key(|&role| (std::cmp::Reverse(data.roles[role].seniority), role));
            let mut at = 0;
            for role in order {
                for _ in 0..roles[role] {
                    tree.posts.push(Post { role, team: first + at % teams });
                    at += 1;
                }
            }
        }
        tree.posts.sort_by_key(|post| (post.role, post.team));
        place(data, &mut tree.teams, seed);
        tree
    }
}

fn team(data: &Data, service: usize, number: usize, names: &mut Names) -> Team {
    let s = &data.services[service];
    let name = names.next(&s.team);
    let path = vec![
        "999 L1 Hartwell NHS Trust".to_owned(),
        "999 L2 Hartwell NHS Trust".to_owned(),
        division_unit(&s.division),
        directorate_unit(&s.directorate),
        format!("999 L5 {}", s.name),
        format!("999 L6 {name}"),
    ];
    let mut below = Vec::new();
    if s.team == "Ward" && number % 5 == 1 {
        below.push(format!("999 L7 {name} Night Team"));
        below.push(format!("999 L8 {name} Night Relief"));
    }
    Team { service, number, path, below, location: String::new() }
}

/// Gives neighbouring teams a site to share: about 80 sites to 190 teams.
fn place(data: &Data, teams: &mut [Team], seed: u64) {
    let sites = (teams.len() * 8 / 19).max(1);
    let mut names = Names::new(seed.wrapping_add(1));
    let kinds = ["House", "Health Centre", "Clinic", "Court", "Centre"];
    let mut site = (usize::MAX, String::new());
    let total = teams.len();
    for (index, team) in teams.iter_mut().enumerate() {
        let here = index * sites / total;
        if site.0 != here {
            let ward = data.services[team.service].team == "Ward";
            let kind = if ward { "Hospital" } else { kinds[here % kinds.len()] };
            site = (here, format!("999 {}", names.next(kind)));
        }
        team.location.clone_from(&site.1);
    }
}

/// Place names, each used once with a noun before any is numbered.
struct Names {
    places: Vec<&'static str>,
    /// Where each noun began in the list, and how many names it has.
    used: BTreeMap<String, (usize, usize)>,
}

impl Names {
    fn new(seed: u64) -> Self {
        let mut places: Vec<&str> = include_str!("../data/places.txt").lines().collect();
        Dice::new(seed, "places", 0).shuffle(&mut places);
        Self { places, used: BTreeMap::new() }
    }

    fn next(&mut self, noun: &str) -> String {
        // Each noun begins elsewhere in the list, so that places do not repeat side by side.
        let nouns = self.used.len();
        let (begin, used) = self.used.entry(noun.to_owned()).or_insert((nouns * 23, 0));
        let place = self.places[(*begin + *used) % self.places.len()];
        *used += 1;
        match (*used - 1) / self.places.len() {
            0 => format!("{place} {noun}"),
            round => format!("{place} {noun} {}", round + 1),
        }
    }
}
