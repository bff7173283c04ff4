//! One query as its page shows it.

use jiff::civil::Date;
use passport_core::assemble::source;
use passport_core::compliance::evaluate_passport;
use passport_core::facts::{AwardOrigin, Recorded};
use passport_core::present::title;
use passport_core::query::{Desk, EvidenceFact, StepKind, Verdict, acceptance, checks, follows};
use passport_core::record::{Award, Person};
use passport_core::text::normal;
use passport_core::wording::long_date;
use passport_pages::Link;
use passport_pages::pages::{
    Choice, EvidenceRow, QueryPage, RuleCheck, RuleShown, Said, StoryStep, TypedDate,
};

use super::words::{about, clock, own_clock, state};
use crate::access::{Access, Queries};
use crate::compliance::Rules;
use crate::queries::{
    NewAward, Query, Reach, acceptance_rules, evidence_of, history, may_answer, may_reopen,
    names_of, who,
};
use crate::web::answer::Fault;
use crate::web::visit::Visit;
use crate::web::{address, fields};

/// The page of a query, with the award that it asks for in the form.
pub(super) async fn page(
    visit: &Visit,
    access: &Access,
    query: &Query,
    reach: Reach,
) -> Result<QueryPage, Fault> {
    let handle = access.queries();
    let today = visit.app.settings.clock.today();
    let (state, colour) = state(query);
    let files = evidence_of(&handle, query).await?;
    let mut page = QueryPage {
        query: query.id,
        heading: match &query.fact.claim {
            Some(_) => format!("Training from elsewhere: {}", about(&query.fact)),
            None => format!("Query about {}", about(&query.fact)),
        },
        own: reach == Reach::Own,
        state,
        colour: colour.to_owned(),
        says: says(query),
        evidence: files.iter().map(file).collect(),
        story: story(&handle, query).await?,
        is_claim: query.fact.claim.is_some(),
        back: Some(match (&query.fact.claim, reach) {
            (Some(_), Reach::Answers(_)) => Link::new("Prior learning", "/prior-learning"),
            _ => Link::new("Queries", "/queries"),
        }),
        ..QueryPage::default()
    };
    let desk = match reach {
        Reach::Own => {
            page.clock = own_clock(query, today);
            page.may_withdraw = query.settled().is_none();
            return Ok(page);
        }
        Reach::Answers(desk) => desk,
    };
    let number = query.fact.employee_number.as_str();
    let names = names_of(handle.organisation(), &[number]).await?;
    let may_see = access.record(number).is_some();
    let href = if may_see { address::passport(number) } else { String::new() };
    let name = names.get(number).cloned().unwrap_or_default();
    page.person = Some(Link::new(format!("{name}, {number}"), href));
    page.clock = clock(query, desk, today);
    page.may_reopen = may_reopen(query, desk);
    page.answers = may_answer(query, desk).into_iter().map(|kind| choice(kind, desk)).collect();
    page.may_award = may_answer(query, desk).contains(&StepKind::Awarded);
    if page.may_award {
        let stand = visit.app.shelf.stand_after(handle.organisation(), today, access.latest());
        let stand = stand.await?;
        let rules = &stand.rules;
        page.competences = competences(rules, query, desk);
        page.competence = match page.competences.as_slice() {
            // Where there is one to choose it is chosen.
            [_, one] => one.value.clone(),
            _ => {
                let person = stand.person(number);
                named(rules, query)
                    .or_else(|| required(rules, query, &person?.person, today))
                    .unwrap_or_default()
            }
        };
        if let Some(claim) = &query.fact.claim {
            page.completed = fields::parts(claim.completed_on);
            page.expiry = claim.printed_expiry.map(fields::parts).unwrap_or_default();
            page.title = claim.title.clone();
            page.source = claim.source().to_owned();
        }
    }
    Ok(page)
}

/// What would follow the award in the form, and how the rule of its subject sees it.
pub(super) async fn consequences(
    visit: &Visit,
    access: &Access,
    query: &Query,
    award: Option<&NewAward>,
    page: &mut QueryPage,
) -> Result<(), Fault> {
    if !page.may_award {
        return Ok(());
    }
    let handle = access.queries();
    let (organisation, today) = (handle.organisation(), visit.app.settings.clock.today());
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let rules = &stand.rules;
    let framework = &rules.book.framework;
    let competence = framework.by_name(&page.competence);
    let mut until = None;
    if let (Some(award), Some(competence)) = (award, competence)
        && let Some(loaded) = stand.person(&query.fact.employee_number)
    {
        let source = source(&organisation.vpd, &award.vpd, AwardOrigin::Entered);
        let supposed = Award {
            id: 0,
            competence,
            date: award.date,
            printed_expiry: award.printed_expiry,
            source,
            title: award.title.clone(),
        };
        let follows = follows(&rules.book, &loaded.person, &supposed, today);
        until = Some(follows.until);
        page.follows = Some(follows.words);
    }
    let Some(claim) = &query.fact.claim else { return Ok(()) };
    let subject = competence.map_or(query.fact.subject.as_str(), |competence| {
        framework.subject_name(framework.subject_of(competence))
    });
    if subject.is_empty() {
        return Ok(());
    }
    let rule = acceptance(&acceptance_rules(organisation).await?, subject, today);
    let files = page.evidence.len();
    let number = query.fact.employee_number.as_str();
    let person = names_of(organisation, &[number]).await?.remove(number).unwrap_or_default();
    let mut rule_checks = checks(&rule, claim, &person, files, until.flatten(), today);
    if until.is_none() {
        // Without a competence nobody knows until when it would run.
        rule_checks.retain(|check| !check.words.starts_with("It does not expire"));
    }
    let checks = rule_checks.into_iter();
    page.rule = Some(RuleShown {
        subject: subject.to_owned(),
        whose: rule.whose(),
        note: rule.note.clone(),
        checks: checks
            .map(|one| RuleCheck { verdict: verdict(one.verdict), words: one.words })
            .collect(),
    });
    Ok(())
}

/// The verdict on a tag.
const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "Yes",
        Verdict::No => "No",
        Verdict::LookAtIt => "Check",
    }
}

fn choice(kind: StepKind, desk: Desk) -> Choice {
    let (text, hint) = match (kind, desk) {
        (StepKind::PassedOn, _) => {
            ("I agree. Pass it on to the training lead", "They record it or put it right.")
        }
        (StepKind::Awarded, _) => ("Agree, and record it", "It counts on the passport at once."),
        (StepKind::PutRight, _) => (
            "Agree, and put it right elsewhere",
            "For example, with the next extract or an exemption.",
        ),
        _ => ("Do not agree, or explain", "Say why, in a sentence they can check."),
    };
    Choice::new(kind.name(), text, hint)
}

/// Competences that an award may be of: those of the subject; for a training lead
/// who looks at prior learning all others after them, since its person may have been
/// wrong.
fn competences(rules: &Rules, query: &Query, desk: Desk) -> Vec<Choice> {
    let framework = &rules.book.framework;
    let of_all = desk == Desk::TrainingLead && query.fact.claim.is_some();
    let subject = normal(&query.fact.subject);
    let of_subject = |id| normal(framework.subject_name(framework.subject_of(id))) == subject;
    let listed = framework.iter().filter(|(id, _)| of_all || of_subject(*id));
    let mut listed: Vec<(bool, String, &str)> =
        listed.map(|(id, one)| (!of_subject(id), title(one), one.name.as_str())).collect();
    listed.sort();
    let mut choices: Vec<Choice> =
        listed.into_iter().map(|(_, text, name)| Choice::new(name, text, "")).collect();
    choices.insert(0, Choice::new("", "Choose a competence", ""));
    choices
}

/// The competence that a query names: of its line, or the only one of its subject.
fn named(rules: &Rules, query: &Query) -> Option<String> {
    let framework = &rules.book.framework;
    let subject = normal(&query.fact.subject);
    let mut of_subject = framework
        .iter()
        .filter(|(id, _)| normal(framework.subject_name(framework.subject_of(*id))) == subject);
    let found = framework.by_level(&query.fact.subject, &query.fact.level);
    let only = || match (of_subject.next(), of_subject.next()) {
        (Some((id, _)), None) => Some(id),
        _ => None,
    };
    found.or_else(only).map(|id| framework.competence(id).name.clone())
}

/// The competence of the subject that is required of its person, where it is only one.
fn required(rules: &Rules, query: &Query, person: &Person, today: Date) -> Option<String> {
    let framework = &rules.book.framework;
    let subject = normal(&query.fact.subject);
    let lines = evaluate_passport(&rules.book, person, today);
    let mut of_subject = lines
        .iter()
        .map(|line| line.competence)
        .filter(|id| normal(framework.subject_name(framework.subject_of(*id))) == subject);
    match (of_subject.next(), of_subject.next()) {
        (Some(id), None) => Some(framework.competence(id).name.clone()),
        _ => None,
    }
}

fn says(query: &Query) -> Vec<Said> {
    let said = |name: &str, value: String| Said { name: name.to_owned(), value };
    let fact = &query.fact;
    let mut says =
        vec![said("Says", fact.kind.words().to_owned()), said("Sent", long_date(fact.raised_on))];
    if let Some(claim) = &fact.claim {
        let nhs = if claim.is_nhs { "an NHS employer" } else { "not an NHS employer" };
        let number = match claim.provider_vpd.as_str() {
            "" => String::new(),
            number => format!(", employer {number}"),
        };
        let expiry = claim.printed_expiry.map_or_else(|| "None".to_owned(), long_date);
        says.push(said("Course", claim.title.clone()));
        says.push(said("Given by", format!("{} ({nhs}{number})", claim.provider)));
        says.push(said("Completed", long_date(claim.completed_on)));
        says.push(said("Expiry on the certificate", expiry));
    }
    if !fact.words.is_empty() {
        says.push(said("Adds", fact.words.clone()));
    }
    says
}

fn file(evidence: &Recorded<EvidenceFact>) -> EvidenceRow {
    let fact = &evidence.fact;
    let kilobytes = fact.bytes.unsigned_abs().div_ceil(1024);
    EvidenceRow {
        href: format!("/evidence/{}", evidence.id),
        name: fact.name.clone(),
        what: format!("{}, {kilobytes} KB", fact.media.ending().to_uppercase()),
    }
}

async fn story(handle: &Queries<'_>, query: &Query) -> Result<Vec<StoryStep>, Fault> {
    let steps = history(handle, query).await?;
    let mut story = Vec::with_capacity(steps.len());
    for step in &steps {
        let words = step.fact.kind.words();
        story.push(StoryStep {
            words: match step.voided {
                Some(_) => format!("{words} (this answer was taken back)"),
                None => words.to_owned(),
            },
            who: who(handle.organisation(), step.recorded).await?,
            on: step.fact.made_on,
            reason: step.fact.reason.clone(),
        });
    }
    Ok(story)
}

/// An award as the form has it; none where no day is known.
pub(super) fn award(
    page: &QueryPage,
    query: &Query,
    day: Option<Date>,
    expiry: Option<Date>,
) -> Option<NewAward> {
    Some(NewAward {
        employee_number: query.fact.employee_number.clone(),
        competence: page.competence.clone(),
        date: day?,
        printed_expiry: expiry,
        vpd: if page.is_claim { page.source.clone() } else { String::new() },
        title: page.title.clone(),
        reason: page.reason.clone(),
    })
}

/// Whether nothing was typed of a date.
pub(super) fn is_empty(typed: &TypedDate) -> bool {
    [&typed.day, &typed.month, &typed.year].into_iter().all(String::is_empty)
}
