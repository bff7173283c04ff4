//! Imports under way: files that are looked through, wait for their sender's answer,
//! or are being imported. They are kept in memory until then, and nowhere else.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use passport_pages::pages::ImportPreviewPage;

use super::answer::Fault;
use crate::access::Token;
use crate::import::{Request, Stage, Upload};

/// How long files wait for their sender's answer.
const WAITS: SignedDuration = SignedDuration::from_mins(15);
/// How long work may take before it is given up for lost.
const WORKS: SignedDuration = SignedDuration::from_hours(2);
/// Imports of one organisation kept at once: each may be large.
const MOST: usize = 3;

/// How far an import has come.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The files are looked through.
    Looking,
    /// Their sender is shown what they would change.
    Looked(Arc<ImportPreviewPage>),
    /// They are being imported.
    Importing,
    /// They are, as the import of this number.
    Imported(i64),
    /// It broke off; the log says why.
    Broken,
}

impl Step {
    const fn is_work(&self) -> bool {
        matches!(self, Self::Looking | Self::Importing)
    }
}

/// What its sender is told of an import.
#[derive(Debug)]
pub(super) struct Look {
    pub step: Step,
    /// What the work is at, while it is under way.
    pub stage: Stage,
}

/// Every import that somebody has under way.
#[derive(Debug, Default)]
pub(super) struct ImportsUnderWay(Mutex<Vec<Work>>);

#[derive(Debug)]
struct Work {
    ticket: String,
    organisation: i64,
    /// The session that sent the files: nobody else's answer counts.
    session: String,
    until: Timestamp,
    files: Arc<Vec<Upload>>,
    request: Request,
    step: Step,
}

impl ImportsUnderWay {
    /// Keeps files that are to be looked through; their ticket. Those that their
    /// sender left go, and the oldest of the organisation that waits where it has too
    /// many. Nothing where work is under way for all of them.
    pub fn begin(
        &self,
        (organisation, session): (i64, &str),
        files: Arc<Vec<Upload>>,
        request: Request,
        now: Timestamp,
    ) -> Result<Option<String>, Fault> {
        let ticket = Token::new()?.text();
        let mut all = self.lock(now);
        all.retain(|work| work.session != session || work.step.is_work());
        let own = |work: &Work| work.organisation == organisation;
        while all.iter().filter(|work| own(work)).count() >= MOST {
            let waits = |work: &Work| own(work) && !work.step.is_work();
            let Some(oldest) = all.iter().position(waits) else { return Ok(None) };
            all.remove(oldest);
        }
        all.push(Work {
            ticket: ticket.clone(),
            organisation,
            session: session.to_owned(),
            until: now + WORKS,
            files,
            request,
            step: Step::Looking,
        });
        Ok(Some(ticket))
    }

    /// How far an import of a session has come.
    pub fn look(&self, session: &str, ticket: &str, now: Timestamp) -> Option<Look> {
        let all = self.lock(now);
        let work = all.iter().find(|work| work.session == session && work.ticket == ticket)?;
        Some(Look { step: work.step.clone(), stage: work.request.progress.stage() })
    }

    /// Takes up files whose sender was shown what they would change, with another
    /// request; of two answers at once the second finds nothing.
    pub fn take_up(
        &self,
        session: &str,
        ticket: &str,
        now: Timestamp,
        asked: impl FnOnce(&Request) -> (Request, Step),
    ) -> Option<(Arc<Vec<Upload>>, Request, Step)> {
        let mut all = self.lock(now);
        let work = all.iter_mut().find(|work| work.session == session && work.ticket == ticket)?;
        let Step::Looked(_) = work.step else { return None };
        let (request, step) = asked(&work.request);
        work.request = request.clone();
        work.step = step.clone();
        work.until = now + WORKS;
        Some((Arc::clone(&work.files), request, step))
    }

    /// Notes how far it has come. What is imported needs its files no more.
    pub fn reach(&self, ticket: &str, step: Step, now: Timestamp) {
        let mut all = self.lock(now);
        let Some(work) = all.iter_mut().find(|work| work.ticket == ticket) else { return };
        if !matches!(step, Step::Looked(_)) {
            work.files = Arc::default();
        }
        work.step = step;
        work.until = now + WAITS;
    }

    fn lock(&self, now: Timestamp) -> std::sync::MutexGuard<'_, Vec<Work>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|work| work.until > now);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request::new(jiff::civil::date(2026, 11, 22), "test")
    }

    fn preview() -> Step {
        Step::Looked(Arc::default())
    }

    fn begin(all: &ImportsUnderWay, organisation: i64, session: &str) -> Option<String> {
        let whose = (organisation, session);
        all.begin(whose, Arc::default(), request(), Timestamp::UNIX_EPOCH).unwrap_or_default()
    }

    #[test]
    fn of_two_answers_at_once_the_second_finds_nothing() {
        let all = ImportsUnderWay::default();
        let now = Timestamp::UNIX_EPOCH;
        let ticket = begin(&all, 1, "ann").expect("kept");
        let take = |session: &str| {
            all.take_up(session, &ticket, now, |request| (request.clone(), Step::Importing))
        };
        assert!(take("ann").is_none(), "nobody has been shown anything yet");
        all.reach(&ticket, preview(), now);
        assert!(take("bob").is_none(), "another session's");
        assert!(take("ann").is_some());
        assert!(take("ann").is_none());
    }

    #[test]
    fn files_that_wait_make_room_and_work_does_not() {
        let all = ImportsUnderWay::default();
        let tickets: Vec<String> =
            ["a", "b", "c"].into_iter().filter_map(|who| begin(&all, 1, who)).collect();
        assert_eq!(begin(&all, 1, "d"), None, "three are being looked through");
        all.reach(&tickets[1], preview(), Timestamp::UNIX_EPOCH);
        assert!(begin(&all, 1, "d").is_some());
        let now = Timestamp::UNIX_EPOCH;
        assert!(all.look("b", &tickets[1], now).is_none(), "b was waiting, and made room");
        assert!(all.look("a", &tickets[0], now).is_some());
    }

    #[test]
    fn one_organisations_files_take_no_place_of_anothers() {
        let all = ImportsUnderWay::default();
        let theirs: Vec<String> =
            ["a", "b", "c"].into_iter().filter_map(|who| begin(&all, 1, who)).collect();
        assert_eq!(begin(&all, 1, "d"), None);
        assert!(begin(&all, 2, "e").is_some(), "another organisation has places of its own");
        // Nor do those that come in great number push out what waits elsewhere.
        all.reach(&theirs[0], preview(), Timestamp::UNIX_EPOCH);
        for who in ["f", "g"] {
            assert!(begin(&all, 2, who).is_some());
        }
        assert_eq!(begin(&all, 2, "h"), None);
        assert!(all.look("a", &theirs[0], Timestamp::UNIX_EPOCH).is_some());
    }

    #[test]
    fn files_are_let_go_after_a_quarter_of_an_hour() {
        let all = ImportsUnderWay::default();
        let ticket = begin(&all, 1, "ann").expect("kept");
        all.reach(&ticket, preview(), Timestamp::UNIX_EPOCH);
        let later = Timestamp::UNIX_EPOCH + WAITS;
        assert!(all.look("ann", &ticket, later - SignedDuration::from_secs(1)).is_some());
        assert!(all.look("ann", &ticket, later).is_none());
    }
}
