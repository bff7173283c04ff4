//! Held, not required: what a person has in date that no line asks for. Never
//! red, never reminded.

use std::collections::HashSet;

use super::awards::shown;
use super::name::title;
use super::passport::HeldLine;
use super::scene::Scene;
use crate::compliance::{Line, Terms};
use crate::framework::CompetenceId;

/// The competences awarded and in date, by their own periods, that are neither
/// a line's, nor count toward one, nor stand below one on its ladder.
pub(super) fn held(scene: Scene<'_>, lines: &[Line]) -> Vec<HeldLine> {
    let framework = scene.framework();
    let belongs = |held: CompetenceId| {
        lines.iter().any(|line| {
            scene.counts_toward(held, line.competence) || framework.is_above(line.competence, held)
        })
    };
    let mut seen = HashSet::new();
    let mut out: Vec<HeldLine> = Vec::new();
    for award in scene.person.awards.iter().filter(|award| award.date <= scene.as_at) {
        let id = award.competence;
        if !seen.insert(id) || belongs(id) {
            continue;
        }
        let competence = framework.competence(id);
        let terms = Terms { competence: id, period: competence.period, not_before: None };
        let everywhere = 0..scene.person.assignments.len() as u32;
        let Some(attained) = scene.attain(&scene.person.awards, terms, everywhere) else {
            continue;
        };
        let expiry = attained.until();
        if expiry.covers(scene.as_at) {
            out.push(HeldLine {
                title: title(competence),
                award: shown(scene, &scene.person.awards[attained.award]),
                expiry: expiry.date(),
            });
        }
    }
    out.sort_by_cached_key(|line| (line.title.to_lowercase(), line.award.date));
    out
}
