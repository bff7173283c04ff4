//! A person's posts, and the sentence that says why one is not counted. Of illness
//! and suspension it says only that the person is away; others read no more of it
//! than the team page tells them.

use super::away::away;
use super::passport::Post;
use super::scene::{Scene, Voice};
use crate::compliance::{Exclusion, exclusion};
use crate::organisation::team_name;
use crate::setting::{CountBy, Policy};
use crate::workforce::{Posting, begins_with};

/// The posts on a report for the day, primary first.
pub(super) fn posts(scene: Scene<'_>, policy: &Policy) -> Vec<Post> {
    let mut held: Vec<(&str, &Posting, Option<Exclusion>)> = scene
        .person
        .assignments
        .iter()
        .filter_map(|assignment| Some((assignment.number.as_str(), assignment.on(scene.as_at)?)))
        .map(|(number, posting)| (number, posting, exclusion(policy, posting, scene.as_at)))
        .collect();
    held.sort_by_key(|(_, posting, _)| !posting.primary);
    let all_excluded = held.iter().all(|(_, _, exclusion)| exclusion.is_some());
    // Counted by person, one post that counts brings the whole person in.
    let shown = all_excluded || policy.count_by == CountBy::Assignment;
    let only = held.len() == 1;
    held.into_iter()
        .map(|(number, posting, exclusion)| {
            post(
                scene,
                number,
                posting,
                exclusion.filter(|_| shown).map(|e| sentence(scene.voice, &e, only)),
            )
        })
        .collect()
}

fn post(scene: Scene<'_>, number: &str, posting: &Posting, not_counted: Option<String>) -> Post {
    let unit = posting.unit.map(|id| scene.rules.units.unit(id));
    let title = [&posting.position_title, &posting.job_role, &posting.position_number]
        .into_iter()
        .find(|text| !text.trim().is_empty());
    Post {
        assignment_number: number.into(),
        title: title.cloned().unwrap_or_default(),
        team: unit.map(|unit| team_name(&unit.path).to_owned()).unwrap_or_default(),
        unit: unit.map(|unit| unit.path.clone()).unwrap_or_default(),
        since: posting.start,
        not_counted,
    }
}

/// `You are on maternity leave, so your training is not counted in the trust's figures.`
fn sentence(voice: Voice, exclusion: &Exclusion, only: bool) -> String {
    let because = match voice {
        Voice::Own => because(exclusion),
        Voice::Other => because_of_other(exclusion),
    };
    let training = match (voice, only) {
        (Voice::Own, true) => "your training",
        (Voice::Own, false) => "your training in this post",
        (Voice::Other, true) => "this person’s training",
        (Voice::Other, false) => "this person’s training in this post",
    };
    format!("{because}, so {training} is not counted in the trust's figures.")
}

/// `On maternity leave`, as the team page says it.
fn because_of_other(exclusion: &Exclusion) -> String {
    away(exclusion).map_or_else(|| because(exclusion), str::to_owned)
}

fn because(exclusion: &Exclusion) -> String {
    const AWAY: &str = "You are away from work";
    const KNOWN: &[(&str, &str)] = &[
        ("maternity and adoption", "You are on maternity or adoption leave"),
        ("maternity", "You are on maternity leave"),
        ("adoption", "You are on adoption leave"),
        ("career break", "You are on a career break"),
        ("out on external secondment", "You are on secondment to another organisation"),
        ("inactive not worked", "You have not worked in this post recently"),
        ("offer accepted", "You have not started in this post yet"),
        ("suspend", AWAY),
        ("sick", AWAY),
        ("long term sick", AWAY),
        ("long-term sick", AWAY),
        ("bank", "This is a bank post"),
        ("honorary", "This is an honorary post"),
    ];
    let (text, what) = match exclusion {
        Exclusion::LongTermSickness => return AWAY.into(),
        Exclusion::Status(status) => (status, "status"),
        Exclusion::Category(category) => (category, "category"),
    };
    KNOWN
        .iter()
        .find(|(beginning, _)| begins_with(text, beginning))
        .map_or_else(|| format!("This post's {what} is {text}"), |(_, words)| (*words).into())
}
