//! *Explain my date*: one sentence that says who asks for a line, since when,
//! and how its date came about.

mod asked;
mod dated;

use super::scene::Scene;
use crate::compliance::{Line, Status};
use crate::wording::long_date;

/// `Required of every Staff Nurse since 1 April 2024; completed 3 May 2026,
/// lasts 12 months; renewed inside the window, so it kept the 10 June anniversary.`
pub(super) fn why(scene: Scene<'_>, line: &Line) -> String {
    let mut clauses = vec![required(scene, line)];
    clauses.extend(dated(scene, line));
    format!("{}.", clauses.join("; "))
}

/// `Required of every Staff Nurse since 1 April 2024`.
pub(super) fn required(scene: Scene<'_>, line: &Line) -> String {
    asked::asked(scene, line)
}

/// The clauses that explain the date.
pub(super) fn dated(scene: Scene<'_>, line: &Line) -> Vec<String> {
    let mut clauses = Vec::new();
    if line.status == Status::Exempt {
        let subject = scene.framework().subject_of(line.competence);
        clauses.push(match scene.exemption(subject).and_then(|(_, until)| until) {
            Some(until) => {
                format!("{} exempt until {}", scene.voice.are_within(), long_date(until))
            }
            None => format!("{} exempt", scene.voice.are_within()),
        });
    }
    clauses.extend(dated::dated(scene, line));
    if let (Status::InGrace, Some(due)) = (line.status, line.due) {
        let have = scene.voice.have_within();
        clauses.push(format!("{have} until {}", long_date(due)));
    }
    clauses
}
