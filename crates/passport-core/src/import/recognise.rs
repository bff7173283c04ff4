//! Telling what a file is by its headings, and which column gives what.
//!
//! Every kind of file is tried on a row; the one that finds most of its headings
//! wins. A kind that lacks a heading it needs is named with what it lacks.

use std::collections::BTreeMap;

use super::heading::{Format, HeadingProfile, is_sensitive, normal_form};
use super::problem::column_letter;
use super::summary::{HeadingIgnored, HeadingUsed, Kind, WhyIgnored};

/// The columns of one file, resolved once.
#[derive(Debug)]
pub(super) struct Layout {
    /// Our headings and where they stand.
    columns: Vec<(&'static str, usize)>,
    /// The file's headings, by column.
    pub theirs: Vec<String>,
    /// One past the last column that has a heading.
    pub width: usize,
    /// Columns of the heading row, headed or not.
    pub cells: usize,
    pub used: Vec<HeadingUsed>,
    pub ignored: Vec<HeadingIgnored>,
    /// Headings that stand twice: ours, the column read, the column left.
    pub repeated: Vec<(usize, usize)>,
    /// Sensitive headings that a profile tried to map.
    pub refused: Vec<String>,
}

/// A column of a file, or its absence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub ours: &'static str,
    pub index: Option<usize>,
}

impl Layout {
    /// Where one of our headings stands.
    pub fn column(&self, ours: &'static str) -> Column {
        let index = self.columns.iter().find(|(name, _)| *name == ours).map(|(_, index)| *index);
        Column { ours, index }
    }

    /// A layout fixed by a standard instead of headings.
    pub fn fixed(columns: &[(&'static str, usize)]) -> Self {
        let width = columns.iter().map(|(_, index)| index + 1).max().unwrap_or(0);
        let mut theirs = vec![String::new(); width];
        for (name, index) in columns {
            theirs[*index] = (*name).to_owned();
        }
        Layout {
            columns: columns.to_vec(),
            theirs,
            width,
            cells: width,
            used: Vec::new(),
            ignored: Vec::new(),
            repeated: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Whether any column holds what must not be kept.
    pub fn has_sensitive(&self) -> bool {
        self.ignored.iter().any(|heading| heading.why == WhyIgnored::Sensitive)
    }
}

/// How well a row of cells fits a kind of file as its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// How many of the kind's headings are there.
    pub headings: usize,
    /// Whether all that are needed are there.
    pub complete: bool,
}

/// Looks rows over as headings, for every kind.
pub(super) struct Recogniser {
    formats: Vec<Known>,
    /// Normal form of theirs to normal form of ours.
    profile: BTreeMap<String, String>,
}

struct Known {
    format: &'static Format,
    /// Each heading's names in normal form, ours first.
    headings: Vec<(&'static str, Vec<String>)>,
    never_with: Vec<String>,
}

impl Recogniser {
    pub fn new(formats: &[&'static Format], profile: Option<&HeadingProfile>) -> Self {
        let known = |&format: &&'static Format| Known {
            format,
            headings: format
                .headings
                .iter()
                .flat_map(|group| group.iter())
                .map(|heading| {
                    let names = std::iter::once(&heading.ours).chain(heading.aliases);
                    (heading.ours, names.map(|name| normal_form(name)).collect())
                })
                .collect(),
            never_with: format.never_with.iter().map(|name| normal_form(name)).collect(),
        };
        let profile = profile.into_iter().flat_map(|profile| &profile.headings);
        Recogniser {
            formats: formats.iter().map(known).collect(),
            profile: profile
                .map(|(theirs, ours)| (normal_form(theirs), normal_form(ours)))
                .collect(),
        }
    }

    /// The headings of a profile that name none of ours.
    pub fn unknown_in<'p>(&self, profile: &'p HeadingProfile) -> Vec<(&'p str, &'p str)> {
        let known = |ours: &str| {
            let normal = normal_form(ours);
            normal.is_empty()
                || self
                    .formats
                    .iter()
                    .any(|known| known.headings.iter().any(|(_, names)| names.contains(&normal)))
        };
        let pairs = profile.headings.iter().filter(|(_, ours)| !known(ours));
        pairs.map(|(theirs, ours)| (theirs.as_str(), ours.as_str())).collect()
    }

    /// How well these cells fit the best kind of file, and which that is. Kinds
    /// listed earlier win a tie.
    pub fn best(&self, cells: &[String]) -> Option<(&'static Format, Fit)> {
        let normals = self.normals(cells);
        let mut best: Option<(&'static Format, Fit)> = None;
        for known in &self.formats {
            let found = |names: &Vec<String>| {
                names.iter().any(|name| normals.iter().any(|normal| normal == name))
            };
            let there = |ours: &&str| {
                known.headings.iter().any(|(heading, names)| heading == ours && found(names))
            };
            let all = |groups: &[&[&str]]| groups.iter().all(|group| group.iter().any(&there));
            if !all(known.format.marks) || found(&known.never_with) {
                continue;
            }
            let headings = known.headings.iter().filter(|(_, names)| found(names)).count();
            let fit = Fit { headings, complete: all(known.format.needs) };
            if best.is_none_or(|(_, other)| fit > other) {
                best = Some((known.format, fit));
            }
        }
        best
    }

    /// Of the kinds of file, the one that shares most headings with these cells,
    /// and what it lacks, for a file that is none of them.
    pub fn nearest(&self, cells: &[String]) -> Option<(usize, Kind, Vec<String>)> {
        let normals = self.normals(cells);
        let found = |names: &Vec<String>| {
            names.iter().any(|name| normals.iter().any(|normal| normal == name))
        };
        let score =
            |known: &&Known| known.headings.iter().filter(|(_, names)| found(names)).count();
        let lacks = |known: &Known| -> Vec<String> {
            let there = |ours: &&str| {
                known.headings.iter().any(|(heading, names)| heading == ours && found(names))
            };
            let mut groups: Vec<_> = known.format.marks.to_vec();
            groups.extend(
                known.format.needs.iter().filter(|need| !known.format.marks.contains(need)),
            );
            groups
                .iter()
                .filter(|group| !group.iter().any(&there))
                .map(|group| group.join(" or "))
                .collect()
        };
        self.formats
            .iter()
            .filter(|known| score(known) > 0)
            .map(|known| (score(&known), lacks(known), known.format.kind))
            .filter(|(_, lacks, _)| !lacks.is_empty())
            .reduce(|best, other| {
                let better = (other.0, std::cmp::Reverse(other.1.len()))
                    > (best.0, std::cmp::Reverse(best.1.len()));
                if better { other } else { best }
            })
            .map(|(score, lacks, kind)| (score, kind, lacks))
    }

    /// Which column gives which heading, for a row recognised as this kind.
    pub fn layout(&self, format: &'static Format, cells: &[String]) -> Layout {
        let normals = self.normals(cells);
        let known = self
            .formats
            .iter()
            .find(|known| known.format.kind == format.kind)
            .map_or(&[][..], |known| known.headings.as_slice());
        // For each column: which of our headings, and how far down its names.
        let claims: Vec<Option<(&'static str, usize)>> = normals
            .iter()
            .map(|normal| {
                known.iter().find_map(|(ours, names)| {
                    let rank = names.iter().position(|name| name == normal)?;
                    Some((*ours, rank))
                })
            })
            .collect();
        let mut layout = Layout::fixed(&[]);
        layout.cells = cells.len();
        layout.width = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        layout.theirs = cells.to_vec();
        for (index, theirs) in cells.iter().enumerate().take(layout.width) {
            let mut ignore = |why| {
                let column = column_letter(index);
                layout.ignored.push(HeadingIgnored { column, theirs: theirs.clone(), why });
            };
            let Some((ours, rank)) = claims[index] else {
                if is_sensitive(theirs) {
                    ignore(WhyIgnored::Sensitive);
                    if self.profile.get(&normal_form(theirs)).is_some_and(|ours| !ours.is_empty()) {
                        layout.refused.push(theirs.clone());
                    }
                } else if theirs.is_empty() {
                    ignore(WhyIgnored::NoHeading);
                } else {
                    ignore(WhyIgnored::NotNeeded);
                }
                continue;
            };
            let rivals = || {
                claims.iter().enumerate().filter_map(|(at, claim)| {
                    claim.filter(|(name, _)| *name == ours).map(|(_, rank)| (rank, at))
                })
            };
            let winner = rivals().min().unwrap_or((rank, index));
            if winner.1 == index {
                layout.columns.push((ours, index));
                layout.used.push(HeadingUsed {
                    column: column_letter(index),
                    theirs: theirs.clone(),
                    ours,
                });
            } else {
                ignore(WhyIgnored::Repeated);
                if winner.0 == rank {
                    layout.repeated.push((winner.1, index));
                }
            }
        }
        layout
    }

    /// Headings in normal form, as the profile has them; empty where the column
    /// must not or need not be read.
    fn normals(&self, cells: &[String]) -> Vec<String> {
        cells
            .iter()
            .map(|cell| {
                if is_sensitive(cell) {
                    return String::new();
                }
                let normal = normal_form(cell);
                self.profile.get(&normal).cloned().unwrap_or(normal)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::formats::FORMATS;
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn each_kind_is_known_by_its_headings() {
        for (kind, headings) in [
            (Kind::Assignments, "Employee Number,Assignment Number,First Name,Last Name,Org L1"),
            (Kind::Assignments, "employee no.,ASG NO,Position No,ASG Status"),
            (Kind::Competences, "Competence Name,Subject,Level,Refresher Months,Class"),
            (Kind::Requirements, "Applies To,Target,Within,Subject,Level,Class,Date From,Date To"),
            (Kind::Requirements, "Applies To,Target,Competence Name,Class"),
            (Kind::Awards, "Employee Number,Competence Name,Date Last Awarded"),
            (
                Kind::Awards,
                "Employee Number,Assignment Number,Competency Name,Competence Level,Min Requirement,\
                 Essential,Expiry Date,Compliance Status,Description,Date Start,Date Last Awarded,\
                 Title,Last Updated By,VPD",
            ),
            (
                Kind::Awards,
                "Employee Number,First Name,Last Name,Email,Staff Group,Org L1,Competence Name,Date Last Awarded",
            ),
            (
                Kind::Compliance,
                "Employee Number,Assignment Number,Org L1,Staff Group,Competence Name,Meets Requirement,\
                 Date Last Awarded,Expiry Date",
            ),
            (
                Kind::Compliance,
                "Employee Number,Assignment Number,Requirement,Achieved,Expiry Date",
            ),
            (
                Kind::Courses,
                "Course,Category,Delivery Mode,Duration Minutes,Awards,Link,Prerequisites",
            ),
            (Kind::Courses, "Course,Delivery Mode"),
            (Kind::Classes, "Course,Offering Name,Class,Start Date,End Date,Places"),
            (Kind::Classes, "Course,Title,Start Date"),
            (Kind::Enrolments, "Employee Number,Course,Class,Status,Date"),
            (Kind::Exemptions, "Employee Number,Subject,From,To,Reason,Approved By"),
            (Kind::UnitChanges, "Old Unit,New Unit,From"),
        ] {
            let recogniser = Recogniser::new(FORMATS, None);
            let (format, fit) = recogniser.best(&cells(headings)).expect(headings);
            assert_eq!((format.kind, fit.complete), (kind, true), "{headings}");
        }
    }

    #[test]
    fn a_file_that_lacks_what_it_needs_is_told_so() {
        let recogniser = Recogniser::new(FORMATS, None);
        let export =
            cells("Competency Name,Competence Level,Essential,Expiry Date,Date Last Awarded,Title");
        let (format, fit) = recogniser.best(&export).unwrap();
        assert_eq!((format.kind, fit.complete), (Kind::Awards, false));
        let lacks = vec!["Employee Number".to_owned()];
        assert_eq!(recogniser.nearest(&export), Some((6, Kind::Awards, lacks)));
        assert!(recogniser.best(&cells("Foo,Bar")).is_none());
        assert!(recogniser.nearest(&cells("Foo,Bar")).is_none());
    }

    #[test]
    fn a_profile_maps_their_words_to_ours_but_never_a_sensitive_one() {
        let profile = HeadingProfile {
            headings: [
                ("Payroll Ref", "Employee Number"),
                ("DOB", "Start Date"),
                ("Notes", "Nonsense"),
            ]
            .map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned()))
            .into(),
        };
        let recogniser = Recogniser::new(FORMATS, Some(&profile));
        let headings = cells("payroll ref,ASG No,DOB,Last Name");
        let (format, _) = recogniser.best(&headings).unwrap();
        let layout = recogniser.layout(format, &headings);
        assert_eq!(layout.column("Employee Number").index, Some(0));
        assert_eq!(layout.column("Start Date").index, None);
        assert_eq!(layout.refused, ["DOB"]);
        assert!(layout.has_sensitive());
        assert_eq!(recogniser.unknown_in(&profile), [("Notes", "Nonsense")]);
    }

    #[test]
    fn our_own_heading_wins_over_an_alias_and_the_first_of_two_alike() {
        let recogniser = Recogniser::new(FORMATS, None);
        let headings = cells(
            "Date To,Employee Number,Competence Name,Expiry Date,Date Last Awarded,Expiry Date",
        );
        let (format, _) = recogniser.best(&headings).unwrap();
        let layout = recogniser.layout(format, &headings);
        assert_eq!(layout.column("Expiry Date").index, Some(3));
        assert_eq!(layout.repeated, [(3, 5)]);
    }
}
