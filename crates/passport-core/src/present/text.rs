//! The passport as plain text for a terminal: 80 columns, aligned, no colour,
//! so that the words carry everything.
//!
//! A terminal obeys control characters, so those in names are shown as `�`.

use super::passport::{Attendance, BookableClass, Group, Line, NextStep, Passport};
use crate::wording::{count, long_date};

const WIDTH: usize = 80;
const TITLE_AT: usize = 2;
const WORDS_AT: usize = 45;
const DETAIL_AT: usize = 11;

/// Lays the passport out.
#[must_use]
pub fn text(passport: &Passport) -> String {
    let mut page = Page::default();
    head(&mut page, passport);
    for (group, heading) in
        [(Group::ToDo, "To do"), (Group::Soon, "Renew soon"), (Group::Fine, "Nothing to do")]
    {
        let mut lines = passport.lines.iter().filter(|line| line.group == group).peekable();
        if lines.peek().is_some() {
            page.heading(heading);
            lines.for_each(|each| line(&mut page, each));
        }
    }
    if !passport.held.is_empty() {
        page.heading("Held, not required");
        for held in &passport.held {
            let until = held.expiry.map_or_else(
                || "Held, does not expire".into(),
                |date| format!("Held until {}", long_date(date)),
            );
            page.row("", &held.title, &until);
            page.detail("Award", &format!("{}, {}", long_date(held.award.date), held.award.source));
            page.blank();
        }
    }
    foot(&mut page, passport);
    page.finish()
}

fn head(page: &mut Page, passport: &Passport) {
    page.wrapped(0, &passport.organisation);
    page.wrapped(0, &format!("Training passport as at {}", long_date(passport.as_at)));
    page.blank();
    page.wrapped(0, &format!("{}, employee number {}", passport.name, passport.employee_number));
    for post in &passport.posts {
        let mut words = post.title.clone();
        if !post.team.is_empty() {
            words += &format!(", {}", post.team);
        }
        if let Some(since) = post.since {
            words += &format!(", since {}", long_date(since));
        }
        words += &format!(" ({})", post.assignment_number);
        page.wrapped(0, &words);
        if let Some(sentence) = &post.not_counted {
            page.wrapped(0, sentence);
        }
    }
    page.blank();
    page.wrapped(0, &passport.summary.sentence);
    if passport.summary.lines > 0 {
        let (complete, lines) = (passport.summary.complete, passport.summary.lines);
        page.wrapped(
            0,
            &format!("{complete} of {lines} in date. C: compulsory. R: role specific."),
        );
    }
}

fn line(page: &mut Page, line: &Line) {
    page.row(line.class.letter(), &line.title, &line.words);
    if let Some(query) = &line.under_query {
        page.detail("Query", &query.words);
    }
    for note in &line.notes {
        page.detail("Note", note);
    }
    if let Some(step) = &line.next_step {
        next_step(page, step);
    }
    if let Some(what_if) = &line.what_if {
        page.detail("If done", what_if);
    }
    if let Some(award) = &line.award {
        let award = format!("{}, {}, {}", award.competence, long_date(award.date), award.source);
        page.detail("Award", &award);
    }
    page.detail("Why", &line.why);
    page.blank();
}

fn next_step(page: &mut Page, step: &NextStep) {
    match step {
        NextStep::Booked(class) => {
            page.detail("Next", &format!("Booked: {}, {}", class.course, class.words));
            page.link(class.link.as_deref());
        }
        NextStep::WaitingList(class) => {
            let standing = match class.attendance {
                Some(Attendance::Requested) => "Place requested",
                _ => "On the waiting list",
            };
            page.detail("Next", &format!("{standing}: {}, {}", class.course, class.words));
            page.link(class.link.as_deref());
        }
        NextStep::Online { course, link, minutes } => {
            let long = minutes
                .map(|minutes| format!(", {}", count(u64::from(minutes), "minute", "minutes")))
                .unwrap_or_default();
            page.detail("Next", &format!("E-learning: {course}{long}"));
            page.link(link.as_deref());
        }
        NextStep::Classes { classes } => {
            for (place, class) in classes.iter().enumerate() {
                page.detail(if place == 0 { "Next" } else { "or" }, &open_class(class));
                page.link(class.link.as_deref());
            }
        }
        NextStep::Ask { words } => page.detail("Next", words),
    }
}

fn open_class(class: &BookableClass) -> String {
    let places = class
        .places_remaining
        .map(|places| format!(", {} left", count(u64::from(places), "place", "places")))
        .unwrap_or_default();
    format!("{}, {}{places}", class.course, class.words)
}

fn foot(page: &mut Page, passport: &Passport) {
    page.blank();
    if let Some(freshness) = &passport.freshness {
        page.wrapped(0, &freshness.words);
    }
    if let Some(contact) = &passport.contact {
        page.wrapped(0, &format!("Questions about this passport: {contact}"));
    }
    page.link_at(0, passport.page.as_deref());
}

/// Lines of text under construction.
#[derive(Default)]
struct Page {
    out: String,
}

impl Page {
    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn heading(&mut self, words: &str) {
        self.blank();
        self.wrapped(0, words);
        self.wrapped(0, &"-".repeat(words.len()));
    }

    fn wrapped(&mut self, indent: usize, words: &str) {
        for row in wrap(words, WIDTH - indent) {
            self.write(indent, &row);
        }
    }

    /// Class, title and status words, the last two each in its own column.
    fn row(&mut self, class: &str, title: &str, words: &str) {
        let titles = wrap(title, WORDS_AT - TITLE_AT - 2);
        let words = wrap(words, WIDTH - WORDS_AT);
        for place in 0..titles.len().max(words.len()) {
            let class = if place == 0 { class } else { "" };
            let title = titles.get(place).map_or("", String::as_str);
            let words = words.get(place).map_or("", String::as_str);
            let left = pad(&format!("{}{title}", pad(class, TITLE_AT)), WORDS_AT);
            self.write(0, &format!("{left}{words}"));
        }
    }

    fn detail(&mut self, label: &str, words: &str) {
        for (place, row) in wrap(words, WIDTH - DETAIL_AT).iter().enumerate() {
            let label = if place == 0 { label } else { "" };
            self.write(TITLE_AT, &format!("{}{row}", pad(label, DETAIL_AT - TITLE_AT)));
        }
    }

    fn link(&mut self, link: Option<&str>) {
        self.link_at(DETAIL_AT, link);
    }

    /// An address is never broken: it could no longer be opened.
    fn link_at(&mut self, indent: usize, link: Option<&str>) {
        if let Some(link) = link {
            self.write(indent, &printable(link));
        }
    }

    fn write(&mut self, indent: usize, row: &str) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.out.push_str(row);
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }

    fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }
}

fn pad(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}

/// Breaks at spaces; a word longer than a row is broken where the row ends.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::with_capacity(width);
    let mut used = 0;
    for word in printable(text).split_whitespace() {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > width {
            rows.push(std::mem::replace(&mut row, String::with_capacity(width)));
            used = 0;
        }
        if used > 0 {
            row.push(' ');
            used += 1;
        }
        if used + long <= width {
            row.push_str(word);
            used += long;
            continue;
        }
        for c in word.chars() {
            if used == width {
                rows.push(std::mem::replace(&mut row, String::with_capacity(width)));
                used = 0;
            }
            row.push(c);
            used += 1;
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

/// The text with nothing that a terminal would obey: control characters, and
/// marks that turn the direction of writing.
#[must_use]
pub fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_whitespace() => ' ',
        '\u{61c}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(shown));
    out
}
