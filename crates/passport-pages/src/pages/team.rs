//! A manager's people: who must do what by when, people by subjects.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{Choice, Paging};
use crate::{Link, Page};

/// The people of a team by the subjects somebody among them is required to hold.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TeamPage {
    /// The heading: `My team`, `Team of Martha Owen`.
    pub team: String,
    /// Where a manager came from.
    pub back: Option<Link>,
    /// Whom the page leaves out: `Only the people who report directly are shown.`
    pub note: Option<String>,
    /// Whose place one is in: `You stand in for Grace Okonkwo until 30 November
    /// 2026`, with the address of that team alone.
    pub places: Vec<Link>,
    /// Where deputies are appointed, for those who can.
    pub deputies: Option<Link>,
    /// The team on paper: the meeting sheet, the supervision pack.
    pub papers: Vec<Link>,
    /// The day the answers speak of.
    pub as_at: Date,
    /// The sentence on how fresh the data is, without its full stop.
    pub freshness: Option<String>,
    /// The answer in a sentence: `5 of 24 people have something to do`.
    pub sentence: String,
    /// Whether anybody has something to do.
    pub to_do: bool,
    /// What can be asked, and is.
    pub asked: TeamAsked,
    /// The subjects, those that most have to do first.
    pub subjects: Vec<TeamSubject>,
    /// The people of this page.
    pub people: Vec<TeamMember>,
    /// What runs out soon, of the people of this page.
    pub ahead: Vec<RunsOut>,
    /// The last day of what runs out soon.
    pub ahead_until: Date,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// The form over the grid, with what is chosen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TeamAsked {
    /// Where it is sent.
    pub action: String,
    /// Direct reports, or everyone below.
    pub who: Vec<Choice>,
    /// Which is chosen.
    pub chosen_who: &'static str,
    /// Which people.
    pub shows: Vec<Choice>,
    /// Which are chosen.
    pub show: &'static str,
    /// The subjects to choose from.
    pub subjects: Vec<Choice>,
    /// Which is chosen.
    pub subject: String,
    /// The orders.
    pub sorts: Vec<Choice>,
    /// Which is chosen.
    pub sort: &'static str,
    /// What is searched for.
    pub search: String,
    /// Whether anything is left out by what is chosen.
    pub narrowed: bool,
}

/// A column of the grid.
#[derive(Clone, Debug, Serialize)]
pub struct TeamSubject {
    /// The subject, with its level where it is the same for everyone.
    pub name: String,
    /// For how many it is red.
    pub to_do: usize,
}

/// One person of the team: a row of the grid, on a phone a card.
#[derive(Clone, Debug, Serialize)]
pub struct TeamMember {
    /// First and last name.
    pub name: String,
    /// Position title.
    pub post: String,
    /// Address of the passport.
    pub passport: String,
    /// That they are away, in words for their manager.
    pub away: Option<String>,
    /// Classes they did not attend: `Fire Safety, 3 October 2026`.
    pub missed: Vec<String>,
    /// `2 to do, 1 runs out soon, 21 in date`.
    pub counts: String,
    /// Address of the person's own team, if they have one.
    pub team: Option<String>,
    /// One for each subject.
    #[serde(serialize_with = "html")]
    pub cells: Vec<TeamCell>,
    /// What is to be done or runs out soon, red first: on a phone and on paper, where a
    /// grid has no room.
    #[serde(serialize_with = "list")]
    pub due: Vec<TeamMark>,
    /// How many those are, in few words: `2 to do, 1 runs out soon`.
    pub in_short: String,
}

/// How one person stands in one subject.
#[derive(Clone, Debug, Default)]
pub struct TeamCell {
    /// The lines, of which there is mostly one; none where nothing is required.
    pub marks: Vec<TeamMark>,
}

/// One line of a person's passport, in a cell.
#[derive(Clone, Debug)]
pub struct TeamMark {
    /// The colour that repeats its words: `red`, `outline`, `soon`, `fine`, `grey`.
    pub look: &'static str,
    /// `Expired`, `Required`, `Renew by`; empty where a tick says it.
    pub word: &'static str,
    /// `1 Nov 2026`.
    pub day: String,
    /// The level, where it is not the same for everyone.
    pub level: String,
    /// Subject and level, for where no column says it.
    pub title: String,
    /// The day of the class that is booked.
    pub booked: String,
}

/// Something that runs out soon.
#[derive(Clone, Debug, Serialize)]
pub struct RunsOut {
    /// The day, in words.
    pub day: String,
    /// Whose.
    pub name: String,
    /// Address of the passport.
    pub passport: String,
    /// Subject and level.
    pub title: String,
    /// The class that is booked: `Tuesday 1 December 2026, 9:30am, Ashdown House`.
    pub booked: Option<String>,
}

/// A row's cells as HTML: a table of 30 people has 750, and a template that walks
/// through them costs more than everything else on the page.
fn html<S: Serializer>(cells: &[TeamCell], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = String::with_capacity(cells.len() * 96);
    for cell in cells {
        cell.write(&mut out);
    }
    serializer.serialize_str(&out)
}

/// Lines as items of a list.
fn list<S: Serializer>(marks: &[TeamMark], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = String::with_capacity(marks.len() * 128);
    for mark in marks {
        mark.write_item(&mut out);
    }
    serializer.serialize_str(&out)
}

impl TeamCell {
    fn write(&self, out: &mut String) {
        if let [TeamMark { look: "fine", word, day, level, .. }] = self.marks.as_slice() {
            // The tick is the stylesheet's; the words are read aloud.
            out.push_str("<td role=\"cell\" class=\"app-ok\"><span>");
            push(out, &[word, " ", day]);
            out.push_str("</span>");
            if !level.is_empty() {
                out.push_str(" <i>");
                push(out, &[level]);
                out.push_str("</i>");
            }
            out.push_str("</td>");
            return;
        }
        if self.marks.is_empty() {
            out.push_str("<td role=\"cell\" class=\"app-nothing\"><span>Not required</span></td>");
            return;
        }
        out.push_str("<td role=\"cell\">");
        for mark in &self.marks {
            mark.write(out);
        }
        out.push_str("</td>");
    }
}

impl TeamMark {
    fn write(&self, out: &mut String) {
        out.push_str("<span class=\"app-mark app-mark--");
        push(out, &[self.look]);
        out.push_str("\">");
        out.push_str("<b>");
        push(out, &[self.word]);
        out.push_str("</b> ");
        push(out, &[&self.day]);
        for (lead, more) in [("", &self.level), ("Booked ", &self.booked)] {
            if !more.is_empty() {
                out.push_str(" <i>");
                push(out, &[lead, more]);
                out.push_str("</i>");
            }
        }
        out.push_str("</span>");
    }
}

impl TeamMark {
    /// The line by itself, where no column says of what it is.
    fn write_item(&self, out: &mut String) {
        out.push_str("<li class=\"app-mark app-mark--");
        push(out, &[self.look]);
        out.push_str("\"><b>");
        push(out, &[&self.title]);
        out.push_str("</b> ");
        push(out, &[self.word]);
        if !self.day.is_empty() {
            push(out, &[" ", &self.day]);
        }
        if !self.booked.is_empty() {
            out.push_str(", booked ");
            push(out, &[&self.booked]);
        }
        out.push_str("</li>");
    }
}

/// Text as HTML.
fn push(out: &mut String, texts: &[&str]) {
    for letter in texts.iter().flat_map(|text| text.chars()) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

impl Page for TeamPage {
    const TEMPLATE: &'static str = "pages/team.html";

    fn heading(&self) -> String {
        self.team.clone()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
