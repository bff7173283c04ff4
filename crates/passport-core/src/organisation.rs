//! The organisation: its tree of units and its dated settings.

use std::collections::{HashMap, HashSet};

use crate::text::normal;

/// A unit's place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// One unit: trust, division, directorate, service, team or ward.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its own name.
    pub name: String,
    /// The names from level 1 down, joined by `|`: its identity.
    pub path: String,
    /// The unit above.
    pub parent: Option<UnitId>,
}

/// The last unit of a path, as people call it: ESR writes the employer's number
/// and the level before each name (`999 L6 Nightingale Ward`), which nobody says.
#[must_use]
pub fn team_name(path: &str) -> &str {
    let name = path.rsplit('|').map(str::trim).find(|name| !name.is_empty()).unwrap_or_default();
    let said = || {
        let (employer, rest) = name.split_once(' ')?;
        let (level, rest) = rest.split_once(' ')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_prefix = digits(employer) && level.strip_prefix('L').is_some_and(digits);
        Some(rest.trim_start()).filter(|rest| is_prefix && !rest.is_empty())
    };
    said().unwrap_or(name)
}

/// A new name for a unit as ESR would write it: what people type lacks the
/// employer's number and the level that the old name begins with.
#[must_use]
pub fn written_like(old_path: &str, new_name: &str) -> String {
    let old = old_path.rsplit('|').map(str::trim).find(|name| !name.is_empty()).unwrap_or_default();
    let prefix = old.strip_suffix(team_name(old)).unwrap_or_default();
    let new = new_name.trim();
    if team_name(new) == new { format!("{prefix}{new}") } else { new.to_owned() }
}

/// A whole path as people read it: `Hartwell NHS Trust, Acute, Ashdown Ward`. A
/// name that a level only repeats is said once.
#[must_use]
pub fn path_words(path: &str) -> String {
    let mut names: Vec<&str> = path.split('|').map(team_name).collect();
    names.retain(|name| !name.is_empty());
    names.dedup();
    names.join(", ")
}

/// The tree of units, known by their paths.
#[derive(Debug, Default)]
pub struct Units {
    units: Vec<Unit>,
    by_path: HashMap<String, UnitId>,
    by_name: HashMap<String, Vec<UnitId>>,
    /// The names that units have now; others only lead to one.
    names: HashSet<String>,
}

impl Units {
    /// The unit of this path, with every unit above it, made where missing.
    /// The path's names are joined by `|`; empty names are left out.
    pub fn ensure(&mut self, path: &str) -> Option<UnitId> {
        let mut parent = None;
        let mut so_far = String::new();
        for name in path.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            if !so_far.is_empty() {
                so_far.push('|');
            }
            so_far.push_str(name);
            let key = normal(&so_far);
            let id = match self.by_path.get(&key) {
                Some(id) => *id,
                None => {
                    let id = UnitId(self.units.len() as u32);
                    self.units.push(Unit { name: name.into(), path: so_far.clone(), parent });
                    self.by_path.insert(key, id);
                    let name = normal(name);
                    self.by_name.entry(name.clone()).or_default().push(id);
                    self.names.insert(name);
                    id
                }
            };
            parent = Some(id);
        }
        parent
    }

    /// Lets a unit be found by the path or the name it had, where no unit has
    /// it now.
    pub fn also_known_as(&mut self, old: &str, now: &str) {
        let Some(id) = self.find(now) else { return };
        self.by_path.entry(normal(old)).or_insert(id);
        let name = normal(old.rsplit('|').next().unwrap_or(old));
        if !self.names.contains(&name) {
            let known = self.by_name.entry(name).or_default();
            if !known.contains(&id) {
                known.push(id);
            }
        }
    }

    /// The unit at a place.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// Every unit with its place.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.units.iter().enumerate().map(|(index, unit)| (UnitId(index as u32), unit))
    }

    /// The unit of this path, or of this name alone where it is the only one.
    #[must_use]
    pub fn find(&self, path_or_name: &str) -> Option<UnitId> {
        let wanted = normal(path_or_name);
        if let Some(id) = self.by_path.get(&wanted) {
            return Some(*id);
        }
        match self.by_name.get(&wanted).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    /// Every unit that somebody may mean who types what pages show: the one of this
    /// path, else all that are named or shown so.
    #[must_use]
    pub fn meant(&self, typed: &str) -> Vec<UnitId> {
        let wanted = normal(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        if let Some(id) = self.by_path.get(&wanted) {
            return vec![*id];
        }
        let is_meant = |unit: &Unit| {
            [unit.name.as_str(), team_name(&unit.path), &path_words(&unit.path)]
                .into_iter()
                .any(|shown| normal(shown) == wanted)
        };
        let found = self.iter().filter(|(_, unit)| is_meant(unit)).map(|(id, _)| id);
        let found: Vec<UnitId> = found.collect();
        if found.is_empty() { self.find(typed).into_iter().collect() } else { found }
    }

    /// The unit and everything above it, lowest first.
    pub fn upwards(&self, from: UnitId) -> impl Iterator<Item = UnitId> {
        std::iter::successors(Some(from), |id| self.unit(*id).parent)
    }

    /// Whether `unit` is `of` or below it.
    #[must_use]
    pub fn is_within(&self, unit: UnitId, of: UnitId) -> bool {
        self.upwards(unit).any(|id| id == of)
    }
}

#[cfg(test)]
mod tests {
    use super::{Units, path_words, team_name, written_like};

    #[test]
    fn a_team_is_called_as_people_call_it() {
        for (path, name) in [
            ("999 L1 Hartwell|999 L6 Nightingale Ward", "Nightingale Ward"),
            ("Hartwell NHS Trust|Medicine|Ashdown Ward", "Ashdown Ward"),
            ("Ashdown Ward|", "Ashdown Ward"),
            ("999 Ward", "999 Ward"),
            ("999 L6", "999 L6"),
            ("12 Lime Street Clinic", "12 Lime Street Clinic"),
            ("", ""),
        ] {
            assert_eq!(team_name(path), name, "{path}");
        }
    }

    #[test]
    fn a_path_is_read_from_the_top_and_says_a_repeated_name_once() {
        let path = "999 L1 Hartwell|999 L2 Hartwell||999 L6 Nightingale Ward";
        assert_eq!(path_words(path), "Hartwell, Nightingale Ward");
        assert_eq!(path_words(""), "");
    }

    #[test]
    fn a_unit_is_meant_by_its_name_as_shown_and_by_the_whole_one() {
        let mut units = Units::default();
        for path in [
            "999 L1 Hartwell|999 L2 Acute|999 L6 Day Unit",
            "999 L1 Hartwell|999 L2 Community|999 L6 Day Unit",
            "999 L1 Hartwell|999 L2 Community|999 L6 Holly Ward",
        ] {
            units.ensure(path);
        }
        let meant = |typed: &str| -> Vec<&str> {
            units.meant(typed).into_iter().map(|id| units.unit(id).path.as_str()).collect()
        };
        let holly = "999 L1 Hartwell|999 L2 Community|999 L6 Holly Ward";
        for typed in ["Holly  ward", "999 L6 Holly Ward", "Hartwell, Community, Holly Ward", holly]
        {
            assert_eq!(meant(typed), [holly], "{typed}");
        }
        assert_eq!(meant("day unit").len(), 2, "two are shown so");
        assert_eq!(meant("Hartwell, Acute, Day Unit").len(), 1);
        assert!(meant("Estates").is_empty() && meant(" ").is_empty());
    }

    #[test]
    fn a_new_name_keeps_the_number_and_level_of_the_old() {
        for (old, new, written) in [
            ("999 L1 Hartwell|999 L6 Holly Ward", "Ivy Ward", "999 L6 Ivy Ward"),
            ("999 L1 Hartwell|999 L6 Holly Ward", "999 L5 Ivy Ward", "999 L5 Ivy Ward"),
            ("Hartwell|Holly Ward", " Ivy Ward ", "Ivy Ward"),
        ] {
            assert_eq!(written_like(old, new), written, "{old} {new}");
        }
    }
}
