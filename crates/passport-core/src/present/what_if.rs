//! "If I do it on this day, when does it next fall due?": a supposed award put
//! through the same chain as a real one.

use jiff::civil::Date;

use super::name::beside;
use super::scene::{Composite, Scene, Voice, assignments_of};
use crate::compliance::{Expiry, Line, Rulebook, add_months};
use crate::framework::{CompetenceId, Period, Renewal};
use crate::record::{Award, Person, Source};
use crate::wording::{list, long_date};

/// The line's last day in date if what it asks were completed on the day:
/// `None` where that would not put it in date, `Some(None)` where it would not
/// expire. Of a composite partly held, only the missing parts are supposed.
#[must_use]
pub fn if_done(rules: &Rulebook, person: &Person, line: &Line, day: Date) -> Option<Option<Date>> {
    let scene = Scene { rules, person, as_at: day, voice: Voice::default() };
    supposed(scene, line, scene.composite(line).as_ref())
}

/// The same as a sentence: `If you complete it on 22 November 2026 it next falls
/// due on 22 November 2027.` Says also what waiting for the window would gain.
#[must_use]
pub fn what_if(rules: &Rulebook, person: &Person, line: &Line, day: Date) -> Option<String> {
    let scene = Scene { rules, person, as_at: day, voice: Voice::default() };
    sentence(scene, line, scene.composite(line).as_ref())
}

fn supposed(scene: Scene<'_>, line: &Line, composite: Option<&Composite>) -> Option<Option<Date>> {
    let day = scene.as_at;
    let counting = |award: &&Award| {
        award.date <= day && scene.counts_toward(award.competence, line.competence)
    };
    let mut awards: Vec<Award> =
        scene.person.awards.iter().filter(counting).map(without_text).collect();
    let done = |competence: CompetenceId| Award {
        id: 0,
        competence,
        date: day,
        printed_expiry: None,
        source: Source::Supposed,
        title: String::new(),
    };
    awards.extend(needed(line, composite).into_iter().map(done));
    let expiry = scene.attain(&awards, line.terms, assignments_of(line))?.until();
    expiry.covers(day).then(|| expiry.date())
}

fn without_text(award: &Award) -> Award {
    Award { title: String::new(), ..award.clone() }
}

/// What completing the line takes: itself, or the parts of a composite.
pub(super) fn needed(line: &Line, composite: Option<&Composite>) -> Vec<CompetenceId> {
    composite.map_or_else(|| vec![line.competence], Composite::needed)
}

/// [`what_if`] on the scene's day, with the line's composite at hand.
pub(super) fn sentence(
    scene: Scene<'_>,
    line: &Line,
    composite: Option<&Composite>,
) -> Option<String> {
    let today = supposed(scene, line, composite)?;
    let framework = scene.framework();
    let competence = framework.competence(line.competence);
    let what = match composite {
        None => "it".to_owned(),
        Some(composite) => {
            let name = |id| beside(framework.competence(id), competence);
            list(&composite.needed().into_iter().map(name).collect::<Vec<_>>())
        }
    };
    let complete = match scene.voice {
        Voice::Own => "you complete",
        Voice::Other => "this person completes",
    };
    let mut words = format!("If {complete} {what} on {} it ", long_date(scene.as_at));
    words += &match today {
        Some(date) => format!("next falls due on {}", long_date(date)),
        None => "does not expire".into(),
    };
    if competence.as_printed || line.terms.period == Period::Unknown {
        words += ", unless the certificate says otherwise";
    }
    words += &waiting(scene, line, today).unwrap_or_default();
    words.push('.');
    Some(words)
}

/// What waiting for the window would gain: done before it opens, a renewal runs
/// from the day it is done; done inside it, from the anniversary.
fn waiting(scene: Scene<'_>, line: &Line, today: Option<Date>) -> Option<String> {
    let competence = scene.framework().competence(line.competence);
    let Renewal::KeepAnniversary(window) = competence.renewal else { return None };
    let Expiry::On(expiry) = line.attained?.expiry else { return None };
    let opens = add_months(expiry, -i32::from(window));
    if opens <= scene.as_at {
        return None;
    }
    let then = if_done(scene.rules, scene.person, line, opens)??;
    (today? < then).then(|| {
        format!(
            "; if {} until {} it keeps its anniversary and next falls due on {}",
            match scene.voice {
                Voice::Own => "you wait",
                Voice::Other => "this person waits",
            },
            long_date(opens),
            long_date(then)
        )
    })
}
