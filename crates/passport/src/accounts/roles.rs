//! Roles given and taken away. What a role is of must be there, and somebody must
//! remain who can give roles.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::assemble::unit_path_on;
use passport_core::facts::{GrantFact, GrantedRole, Recorded, UnitChangeFact};
use passport_core::organisation::team_name;
use passport_core::text::normal;
use passport_store::{Account, Change, Known, Organisation};

use super::administrator::administering;
use super::{Refusal, grants};
use crate::access::Authority;
use crate::compliance;

/// Units that are named where none was found.
const SUGGESTED: usize = 10;
/// A reason is a sentence.
const LONGEST_REASON: usize = 200;

/// Gives an account a role. What it is of is kept as the record writes it.
///
/// # Errors
/// When the database fails.
pub async fn give(
    organisation: &Organisation,
    grant: GrantFact,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Result<Account, Refusal>> {
    let grant = match checked(organisation, grant, today).await? {
        Ok(grant) => grant,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut change = organisation.begin(actor, "role given", now).await?;
    let account = organisation.account(grant.account).await?;
    let Some(account) = account.filter(|account| account.closed_at.is_none()) else {
        return Ok(Err(Refusal::NoAccount));
    };
    if grant.role == GrantedRole::Deputy && account.employee_number == grant.scope {
        return Ok(Err(Refusal::OwnPlace));
    }
    if grants(organisation).await?.iter().any(|standing| overlap(&standing.fact, &grant)) {
        return Ok(Err(Refusal::Already));
    }
    change.concerns(&account.employee_number);
    describe(&mut change, &grant);
    change.record(&[grant]).await?;
    // What they may see is another from now on, and so is their session.
    change.end_sessions(account.id, now).await?;
    change.commit().await?;
    Ok(Ok(account))
}

/// A grant as the record writes it, or why it cannot be given to anybody.
///
/// # Errors
/// When the database fails.
pub(super) async fn checked(
    organisation: &Organisation,
    grant: GrantFact,
    today: Date,
) -> Result<Result<GrantFact, Refusal>> {
    let scope = match scope(organisation, grant.role, &grant.scope, today).await? {
        Ok(scope) => scope,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Err(refusal) = in_order(&grant, today) {
        return Ok(Err(refusal));
    }
    let reason = grant.reason.trim().to_owned();
    Ok(Ok(GrantFact { scope, reason, ..grant }))
}

/// What the audit says of a role that is given.
pub(super) fn describe(change: &mut Change, grant: &GrantFact) {
    for (name, value) in
        [("role", grant.role.name()), ("of", grant.scope.as_str()), ("reason", &grant.reason)]
    {
        change.describe(name, value);
    }
}

/// Takes a role away, of this account where one is named. Somebody who may enter
/// remains an administrator.
///
/// # Errors
/// When the database fails.
pub async fn take(
    organisation: &Organisation,
    grant: i64,
    of: Option<i64>,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Result<GrantFact, Refusal>> {
    // The organisation's turn first: of two administrators who take one another's
    // role away at once, the second finds that nobody else is left.
    let mut change = organisation.begin(actor, "role taken away", now).await?;
    let standing = grants(organisation).await?;
    let found = standing.into_iter().find(|known| known.id == grant);
    let Some(found) = found.filter(|found| of.is_none_or(|of| found.fact.account == of)) else {
        return Ok(Err(Refusal::NoGrant));
    };
    if !someone_else_administers(organisation, today, |one| one.id == grant).await? {
        return Ok(Err(Refusal::LastAdministrator));
    }
    let account = organisation.account(found.fact.account).await?;
    change.concerns(&account.map(|account| account.employee_number).unwrap_or_default());
    change.describe("role", found.fact.role.name());
    change.describe("of", &found.fact.scope);
    change.void::<GrantFact>(&[found.id]).await?;
    change.commit().await?;
    Ok(Ok(found.fact))
}

/// What a role is of, as the record writes it, or why it cannot be of that. A unit
/// is known by its path, or by its name where only one has it.
async fn scope(
    organisation: &Organisation,
    role: GrantedRole,
    of: &str,
    today: Date,
) -> Result<Result<String, Refusal>> {
    let of = of.trim();
    match (role.scope(), of) {
        (None, "") => return Ok(Ok(String::new())),
        (None, _) => return Ok(Err(Refusal::ScopeNotWanted)),
        (Some(what), "") => return Ok(Err(Refusal::ScopeMissing(what))),
        (Some(_), _) => {}
    }
    Ok(match role {
        GrantedRole::Manager => {
            let mut paths = organisation.unit_paths(Known::Now).await?;
            // A unit that was renamed may be called as it is now.
            let changes: Vec<Recorded<UnitChangeFact>> = organisation.facts(Known::Now).await?;
            let changes: Vec<UnitChangeFact> =
                changes.into_iter().map(|known| known.fact).collect();
            let now: Vec<String> =
                paths.iter().map(|path| unit_path_on(path, &changes, today)).collect();
            paths.extend(now);
            unit(&paths, of)
        }
        GrantedRole::Deputy => {
            let authority = Authority::alone(organisation, today).await?;
            if authority.has_people(of) { Ok(of.to_owned()) } else { Err(Refusal::NoManager) }
        }
        GrantedRole::SubjectLead => {
            let rules = compliance::rules(organisation, Known::Now, today).await?;
            let framework = &rules.book.framework;
            match framework.subject(of) {
                Some(subject) => Ok(framework.subject_name(subject).to_owned()),
                None => Err(Refusal::NoSubject(compliance::subjects(&rules))),
            }
        }
        GrantedRole::TrainingLead | GrantedRole::Board | GrantedRole::Administrator => {
            Ok(String::new())
        }
    })
}

/// Whether somebody who may enter is an administrator today by another grant than
/// these, or none of these made anybody one.
pub(super) async fn someone_else_administers(
    organisation: &Organisation,
    today: Date,
    these: impl Fn(&Recorded<GrantFact>) -> bool,
) -> Result<bool> {
    let able = administering(organisation, today).await?;
    Ok(able.iter().any(|grant| !these(grant)) || !able.iter().any(these))
}

/// What holds of every role that is given: it ends after it begins, and says why.
///
/// # Errors
/// Says what does not hold.
pub fn in_order(grant: &GrantFact, today: Date) -> Result<(), Refusal> {
    let reason = grant.reason.trim();
    match grant.date_to {
        Some(to) if grant.date_from.is_some_and(|from| to < from) => {
            Err(Refusal::EndsBeforeItBegins)
        }
        Some(to) if to < today => Err(Refusal::OverAlready),
        _ if reason.is_empty() => Err(Refusal::ReasonMissing),
        _ if reason.chars().count() > LONGEST_REASON => Err(Refusal::ReasonTooLong),
        _ => Ok(()),
    }
}

/// Whether two grants give one account one role in one time.
pub(super) fn overlap(a: &GrantFact, b: &GrantFact) -> bool {
    let before = |a: &GrantFact, b: &GrantFact| match (a.date_to, b.date_from) {
        (Some(to), Some(from)) => to < from,
        _ => false,
    };
    a.account == b.account
        && a.role == b.role
        && normal(&a.scope) == normal(&b.scope)
        && !before(a, b)
        && !before(b, a)
}

/// The unit of a path or of a name that only one has; else those that could be meant.
fn unit(paths: &[String], of: &str) -> Result<String, Refusal> {
    let mut units: Vec<&str> = paths
        .iter()
        .flat_map(|path| {
            let ends = path.match_indices('|').map(|(at, _)| at).chain([path.len()]);
            ends.map(|end| path[..end].trim_end())
        })
        .filter(|unit| !unit.is_empty() && !unit.ends_with('|'))
        .collect();
    units.sort_unstable();
    units.dedup_by(|a, b| normal(a) == normal(b));
    let wanted = normal(of);
    let name = |unit: &str| normal(team_name(unit));
    if let Some(found) = units.iter().find(|unit| normal(unit) == wanted) {
        return Ok((*found).to_owned());
    }
    let mut named = units.iter().filter(|unit| name(unit) == wanted);
    if let (Some(found), None) = (named.next(), named.next()) {
        return Ok((*found).to_owned());
    }
    let words: Vec<&str> = wanted.split([' ', '|']).filter(|word| !word.is_empty()).collect();
    let meant = |unit: &&&str| words.iter().all(|word| normal(unit).contains(word));
    let suggested = units.iter().filter(meant).take(SUGGESTED);
    Err(Refusal::NoUnit(suggested.map(|unit| (*unit).to_owned()).collect()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use passport_core::facts::{GrantFact, GrantedRole};

    use super::{Refusal, in_order, overlap, unit};

    fn grant(from: Option<Date>, to: Option<Date>) -> GrantFact {
        GrantFact {
            account: 1,
            role: GrantedRole::Board,
            scope: String::new(),
            date_from: from,
            date_to: to,
            reason: "why".into(),
        }
    }

    #[test]
    fn a_unit_is_known_by_its_path_and_by_a_name_that_only_one_has() {
        let paths = ["Trust|Acute|Ward 1".to_owned(), "Trust|Community|Ward 1".to_owned()];
        let found = |of: &str| unit(&paths, of);
        assert_eq!(found("trust|acute|ward 1"), Ok("Trust|Acute|Ward 1".into()));
        assert_eq!(found("Acute"), Ok("Trust|Acute".into()));
        assert_eq!(found("ward 1"), Err(Refusal::NoUnit(paths.to_vec())), "two have the name");
        assert_eq!(found("ward 1 acute"), Err(Refusal::NoUnit(vec![paths[0].clone()])));
        assert_eq!(found("Estates"), Err(Refusal::NoUnit(Vec::new())));
        let of_esr = ["999 L1 Trust|999 L6 Holly Ward".to_owned()];
        assert_eq!(unit(&of_esr, "Holly Ward"), Ok(of_esr[0].clone()), "as people say it");
    }

    #[test]
    fn a_role_ends_after_it_begins_and_not_before_today() {
        let (today, day) = (date(2026, 11, 22), |day| Some(date(2026, 11, day)));
        assert_eq!(in_order(&grant(None, day(22)), today), Ok(()));
        assert_eq!(in_order(&grant(day(1), None), today), Ok(()));
        let order = |from, to| in_order(&grant(from, to), today);
        assert_eq!(order(day(25), day(24)), Err(Refusal::EndsBeforeItBegins));
        assert_eq!(order(day(1), day(21)), Err(Refusal::OverAlready));
        assert_eq!(order(None, day(21)), Err(Refusal::OverAlready));
        let because = |reason: String| in_order(&GrantFact { reason, ..grant(None, None) }, today);
        assert_eq!(because("  ".into()), Err(Refusal::ReasonMissing));
        assert_eq!(because("w".repeat(201)), Err(Refusal::ReasonTooLong));
    }

    #[test]
    fn a_role_that_follows_another_does_not_overlap_it() {
        let day = |day| Some(date(2026, 11, day));
        assert!(overlap(&grant(None, None), &grant(day(1), day(2))));
        assert!(overlap(&grant(day(1), day(5)), &grant(day(5), None)));
        assert!(!overlap(&grant(day(1), day(5)), &grant(day(6), None)));
        let other = GrantFact { account: 2, ..grant(None, None) };
        assert!(!overlap(&grant(None, None), &other));
    }
}
