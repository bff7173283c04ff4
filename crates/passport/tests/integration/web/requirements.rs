//! The requirement matrix: drafted by several, rehearsed, published, taken back.

use axum::http::StatusCode;
use jiff::civil::date;
use passport_core::facts::{AskedBefore, GrantedRole, ProposalFact, RequirementFact};
use passport_store::{Known, Organisation};

use super::office::{audit, enter, organisation, send, staff};
use super::support::{Answer, Browser, LEAD, NURSE, Served, Trust, clock};

/// Two training leads of one trust.
async fn leads(trust: &Trust) -> (Organisation, Browser, Browser) {
    let here = organisation(trust, "999").await;
    let lead = [(GrantedRole::TrainingLead, "")];
    let tess = staff(&here, LEAD, "Tess Lead", &lead).await;
    let ann = staff(&here, NURSE, "Ann Jones", &lead).await;
    let (tess, ann) = (enter(trust, &here, tess).await, enter(trust, &here, ann).await);
    (here, tess, ann)
}

const CELL: &str = "/requirements/cell?kind=organisation&target=&subject=Fire%20Safety";

/// The address of the form that changes what stands in the cell of fire safety.
async fn change_of_fire(browser: &mut Browser, act: &str) -> String {
    let text = browser.get(CELL).await.text().replace("&amp;", "&");
    let end = format!("&act={act}\"");
    let (before, _) = text.split_once(&end).unwrap_or_else(|| panic!("no form to {act}: {text}"));
    let (_, query) = before.rsplit_once("href=\"").expect("a link");
    format!("{query}&act={act}")
}

/// Fills in an open form and saves it.
async fn save(browser: &mut Browser, form: &Answer, typed: &[(&str, &str)]) -> Answer {
    let hidden = ["act", "against", "replaces", "seen", "settled", "kind", "target", "subject"];
    let hidden: Vec<(&str, String)> = hidden
        .into_iter()
        .filter(|name| form.text().contains(&format!("type=\"hidden\" name=\"{name}\"")))
        .map(|name| (name, form.hidden(name)))
        .collect();
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(typed);
    send(browser, "/requirements/propose", &fields).await
}

/// Every six months from the first of January 2027.
const HALF_YEARLY: [(&str, &str); 9] = [
    ("class", "C"),
    ("from-day", "1"),
    ("from-month", "1"),
    ("from-year", "2027"),
    ("period", "months"),
    ("months", "6"),
    ("grace", "0"),
    ("reason", "The fire risk assessment asks for it"),
    ("approved-by", "Dora Director"),
];

async fn proposals(here: &Organisation) -> Vec<i64> {
    let all = here.facts::<ProposalFact>(Known::Now).await.expect("proposals");
    all.into_iter().map(|known| known.id).collect()
}

#[tokio::test]
async fn a_cell_says_where_it_was_asked_before_it_came_to_reach_further() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, _) = leads(&trust).await;
    let standing = here.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    let fire = standing.into_iter().find(|known| known.fact.subject_name() == "Fire Safety");
    let (since, until) = (Some(date(2020, 1, 1)), date(2026, 10, 31));
    let asked_before =
        vec![AskedBefore { within: "Hartwell|Acute|Ashdown Ward".into(), since, until }];
    let wider = RequirementFact { asked_before, ..fire.expect("one").fact };
    let mut change = here.begin("test", "wider", clock().now()).await.expect("begun");
    change.record(&[wider]).await.expect("recorded");
    change.commit().await.expect("committed");
    let cell = tess.get(CELL).await.text();
    let said = "Within Hartwell, Acute, Ashdown Ward since 1 January 2020, until 31 October 2026";
    assert!(cell.contains("Asked before") && cell.contains(said), "{cell}");
}

#[tokio::test]
async fn a_training_lead_drafts_rehearses_publishes_and_takes_back_a_requirement() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, _) = leads(&trust).await;
    let matrix = tess.get("/requirements").await.text();
    assert!(
        matrix.contains("The whole organisation") && matrix.contains("Fire Safety"),
        "{matrix}"
    );
    let address = change_of_fire(&mut tess, "change").await;
    let form = tess.get(&address).await;
    assert_eq!(form.status, StatusCode::OK);
    let saved = save(&mut tess, &form, &HALF_YEARLY).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let cell = tess.get(saved.header("location")).await.text();
    assert!(
        cell.contains("The change is in the draft") && cell.contains("every 6 months"),
        "{cell}"
    );
    // It decides nothing yet.
    let standing = here.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    assert!(standing.iter().all(|known| known.fact.period.is_none()));
    // The nurse's award of 3 May 2026 would have lasted until 3 November.
    let rehearsal = tess.get("/requirements/rehearsal").await.text();
    assert!(rehearsal.contains("2 lines turn red"), "{rehearsal}");
    assert!(rehearsal.contains("Ann Jones") && rehearsal.contains("As at 1 January 2027"));
    let csv = tess.get("/requirements/rehearsal.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let line =
        "00123,Ann Jones,00123-1,Hartwell|Acute|Ashdown Ward,Fire Safety,turns red,,C,renew-soon";
    let text = csv.text();
    assert!(
        text.contains(
            "00123,Ann Jones,00123-1,Hartwell|Acute|Ashdown Ward,Fire Safety,turns red,,C,"
        ),
        "{line}\n{text}"
    );
    assert!(text.contains("2026-05-03,2027-05-03,,C,expired,2026-05-03,2026-11-03"), "{text}");
    let draft = tess.get("/requirements/draft").await.text();
    assert!(draft.contains("Fire Safety, The whole organisation") && draft.contains("Tess Lead"));
    // Nothing chosen is not everything.
    let none = send(&mut tess, "/requirements/draft/publish", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Choose at least one change"));
    let chosen = format!("chosen-{}", proposals(&here).await[0]);
    let sent = [(chosen.as_str(), "yes"), ("confirm", "yes")];
    let asked = send(&mut tess, "/requirements/draft/publish", &sent[..1]).await;
    assert_eq!(asked.status, StatusCode::OK, "it is looked at first");
    for said in ["Publish 1 change", "2 lines turn red, as at 1 January 2027.", "No course gives"] {
        assert!(asked.text().contains(said), "{said}: {}", asked.text());
    }
    let standing = here.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    assert!(standing.iter().all(|known| known.fact.period.is_none()), "nothing is published yet");
    let done = send(&mut tess, "/requirements/draft/publish", &sent).await;
    assert_eq!(done.header("location"), "/requirements/draft?done=published", "{}", done.text());
    for again in [&sent[..1], &sent] {
        let again = send(&mut tess, "/requirements/draft/publish", again).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a repeat publishes nothing");
    }
    let cell = tess.get(CELL).await.text();
    assert!(cell.contains("Every 6 months") && cell.contains("Dora Director"), "{cell}");
    let number = here.last_change().await.expect("a number");
    let path = format!("/requirements/published/{number}/take-back");
    // What that does is shown first.
    let asked = tess.get(&path).await.text();
    assert!(asked.contains("On 1 January 2027 this changes"), "{asked}");
    assert!(asked.contains("2 lines of 2 people change: 2 become compliant"), "{asked}");
    assert!(asked.contains("2 are red no more."), "{asked}");
    assert!(asked.contains("What has not begun does not begin"), "{asked}");
    let back = send(&mut tess, &path, &[]).await;
    assert_eq!(back.header("location"), "/requirements/draft?done=taken-back", "{}", back.text());
    let standing = here.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    assert_eq!(standing.len(), 2);
    assert!(standing.iter().all(|known| known.fact.period.is_none()));
    let twice = send(&mut tess, &path, &[]).await;
    assert!(twice.text().contains("taken back already"), "{}", twice.text());
    let entries = audit(trust, "999").await;
    let changed = |what: &str| entries.iter().any(|(_, _, details)| details.contains(what));
    assert!(changed("requirement proposed") && changed("requirements published"));
}

#[tokio::test]
async fn two_who_edit_the_same_cell_lose_nothing_of_each_others() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, mut ann) = leads(&trust).await;
    let address = change_of_fire(&mut tess, "change").await;
    let (hers, mine) = (tess.get(&address).await, ann.get(&address).await);
    assert_eq!(save(&mut tess, &hers, &HALF_YEARLY).await.status, StatusCode::SEE_OTHER);
    // The second is shown both, and keeps what she typed.
    let mut yearly = HALF_YEARLY;
    yearly[5] = ("months", "9");
    yearly[7] = ("reason", "Nine is enough");
    let asked = save(&mut ann, &mine, &yearly).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = asked.text();
    assert!(text.contains("Somebody else has changed this"), "{text}");
    assert!(text.contains("every 6 months") && text.contains("Tess Lead"), "{text}");
    assert!(text.contains("value=\"9\"") && text.contains("Nine is enough"), "{text}");
    assert_eq!(proposals(&here).await.len(), 1, "nothing was saved meanwhile");
    // Seen, she saves again: hers takes the place of the other against the same requirement.
    assert_eq!(save(&mut ann, &asked, &yearly).await.status, StatusCode::SEE_OTHER);
    let left = here.facts::<ProposalFact>(Known::Now).await.expect("proposals");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].fact.reason, "Nine is enough");
    // The first one's is voided and not gone.
    assert_eq!(here.facts_ever::<ProposalFact>().await.expect("proposals").len(), 2);
    // What the first still has open is as stale as it was.
    assert_eq!(save(&mut tess, &hers, &HALF_YEARLY).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn of_two_who_save_at_once_one_is_asked() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, mut ann) = leads(&trust).await;
    let address = change_of_fire(&mut tess, "change").await;
    let (hers, mine) = (tess.get(&address).await, ann.get(&address).await);
    let (one, two) =
        tokio::join!(save(&mut tess, &hers, &HALF_YEARLY), save(&mut ann, &mine, &HALF_YEARLY));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    assert_eq!(proposals(&here).await.len(), 1);
}

#[tokio::test]
async fn what_was_published_under_an_open_form_is_shown_and_built_upon() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, mut ann) = leads(&trust).await;
    let address = change_of_fire(&mut tess, "change").await;
    let (hers, mine) = (tess.get(&address).await, ann.get(&address).await);
    save(&mut tess, &hers, &HALF_YEARLY).await;
    let chosen = format!("chosen-{}", proposals(&here).await[0]);
    let sent = [(chosen.as_str(), "yes"), ("confirm", "yes")];
    send(&mut tess, "/requirements/draft/publish", &sent).await;
    let asked = save(&mut ann, &mine, &HALF_YEARLY).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text().contains("Every 6 months"), "{}", asked.text());
    let mut later = HALF_YEARLY;
    later[2] = ("from-month", "6");
    let again = save(&mut ann, &asked, &later).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let standing = here.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    let newest = standing.iter().map(|known| known.id).max();
    let left = here.facts::<ProposalFact>(Known::Now).await.expect("proposals");
    assert_eq!(left[0].fact.against, newest);
}

#[tokio::test]
async fn a_form_that_cannot_be_says_why_and_keeps_what_was_typed() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, _) = leads(&trust).await;
    let before = here.last_change().await.expect("a number");
    let base: Vec<(&str, &str)> = [("act", "add"), ("kind", "unit"), ("target", "Ashdown Ward")]
        .into_iter()
        .chain([("subject", "Moving and Handling"), ("level", "")])
        .chain(HALF_YEARLY)
        .collect();
    let script = "\"><script>alert(1)</script>";
    let long = "x".repeat(501);
    for (field, value, says) in [
        ("kind", "everyone", "Choose for whom it is."),
        ("target", "Nowhere", "No unit has exactly this name."),
        ("target", script, "No unit has exactly this name."),
        ("subject", script, "There is no subject of this name."),
        ("subject", "", "Choose a subject."),
        ("level", "9", "Choose a level of this subject."),
        ("class", "X", "Choose a class."),
        ("from-year", "2026", "Enter today or a later day"),
        ("from-month", "13", "First day must be a real date"),
        ("from-day", "", "First day must include a day."),
        ("months", "0", "Months must be a whole number from 1"),
        ("months", "-1", "Months must be a whole number, such as 12."),
        ("months", "99999999999", "Months must be a whole number, such as 12."),
        ("grace", "-5", "Days to complete must be a whole number from 0"),
        ("grace", "many", "Days to complete must be a whole number, such as 60."),
        ("reason", " ", "Enter why."),
        ("reason", &long, "Use at most 500 letters."),
        ("approved-by", "", "Enter who agreed."),
    ] {
        let mut form = base.clone();
        for entry in form.iter_mut().filter(|(name, _)| *name == field) {
            entry.1 = value;
        }
        let answer = send(&mut tess, "/requirements/propose", &form).await;
        let text = answer.text().replace("&quot;", "\"");
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        assert!(text.contains(says), "{field} {value}: {text}");
        assert!(text.contains("<title>Error: "), "{field} {value}");
        assert!(!answer.text().contains("<script>alert"), "{field}");
        assert!(field == "approved-by" || text.contains("value=\"Dora Director\""), "{field}");
    }
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
    // As somebody would type it, it is taken, under the whole path of the unit.
    let answer = send(&mut tess, "/requirements/propose", &base).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let left = here.facts::<ProposalFact>(Known::Now).await.expect("proposals");
    assert_eq!(left[0].fact.target, "Hartwell|Acute|Ashdown Ward");
    // The same again: what stands there was not seen.
    let answer = send(&mut tess, "/requirements/propose", &base).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Somebody else has changed this"), "{}", answer.text());
}

#[tokio::test]
async fn nothing_of_one_trust_is_reached_from_another() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, _) = leads(&trust).await;
    let there = organisation(&trust, "111").await;
    let other = staff(&there, "900", "Other Person", &[(GrantedRole::TrainingLead, "")]).await;
    let mut other = enter(&trust, &there, other).await;
    let address = change_of_fire(&mut tess, "change").await;
    let form = tess.get(&address).await;
    save(&mut tess, &form, &HALF_YEARLY).await;
    let id = proposals(&here).await[0];
    for path in [
        address.clone(),
        format!("/requirements/propose?proposal={id}"),
        format!("/requirements/rehearsal?proposal={id}"),
        format!("/requirements/rehearsal.csv?proposal={id}"),
        CELL.to_owned(),
    ] {
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let path = format!("/requirements/draft/{id}/remove");
    assert_eq!(send(&mut other, &path, &[]).await.status, StatusCode::NOT_FOUND);
    let chosen = format!("chosen-{id}");
    let sent = [(chosen.as_str(), "yes"), ("confirm", "yes")];
    for sent in [&sent[..1], &sent] {
        let answer = send(&mut other, "/requirements/draft/publish", sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let number = here.last_change().await.expect("a number");
    let path = format!("/requirements/published/{number}/take-back");
    for sent in [&[][..], &[("confirm", "yes")]] {
        assert_eq!(send(&mut other, &path, sent).await.status, StatusCode::NOT_FOUND);
    }
    assert!(!other.get("/requirements").await.text().contains("Fire Safety"));
    assert_eq!(proposals(&here).await, [id]);
    // Removed by its own trust, once.
    let path = format!("/requirements/draft/{id}/remove");
    assert_eq!(send(&mut tess, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&mut tess, &path, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_local_period_is_listed_until_it_is_justified_and_its_hours_are_counted() {
    let trust = Trust::new(Served::Real).await;
    let (here, mut tess, _) = leads(&trust).await;
    let list = tess.get("/requirements/variations").await.text();
    // Fire safety is yearly here and every two years nationally.
    assert!(list.contains("Not yet justified") && list.contains("Every 24 months"), "{list}");
    let address = "/requirements/variations/justify?subject=Fire%20Safety&level=&period=12";
    let form = tess.get(address).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text().contains("Every 12 months"));
    let wrong = address.replace("=12", "=13");
    assert_eq!(tess.get(&wrong).await.status, StatusCode::NOT_FOUND);
    let fields = |day: &'static str, why: &'static str| {
        [
            ("subject", "Fire Safety"),
            ("level", ""),
            ("period", "12"),
            ("justification", why),
            ("approved-by", "Finn Fire"),
            ("review-day", day),
            ("review-month", "11"),
            ("review-year", "2026"),
        ]
    };
    let path = "/requirements/variations/justify";
    for (day, why, says) in [
        ("22", "Wards", "The review must be on a day to come."),
        ("31", "Wards", "Review on must be a real date"),
        ("23", "", "Enter why."),
    ] {
        let answer = send(&mut tess, path, &fields(day, why)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(says), "{}", answer.text());
    }
    for why in ["Wards at first", "<b>Wards</b> with patients who sleep"] {
        let answer = send(&mut tess, path, &fields("23", why)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    let list = tess.get("/requirements/variations").await.text();
    assert!(list.contains("all justified") && list.contains("Agreed by Finn Fire"), "{list}");
    assert!(!list.contains("Wards at first") && !list.contains("<b>Wards</b>"));
    let register = tess.get("/requirements/over-training").await.text();
    assert!(register.contains("1 competence is trained"), "{register}");
    assert!(register.contains("1 of these have no course"), "{register}");
    let csv = tess.get("/requirements/over-training.csv").await.text();
    assert!(csv.contains("Fire Safety,,12,24,") && csv.contains(",12,,,<b>Wards</b>"), "{csv}");
    // Whose review has passed is marked.
    let mut later = trust.at(super::support::clock_at("2026-11-24T12:00:00Z")).await;
    later.cookie.clone_from(&tess.cookie);
    let token = passport::access::Token::new().expect("randomness");
    let at = super::support::clock_at("2026-11-24T12:00:00Z").now();
    here.begin_session(1, &token.hash(), "second factor", "test", at).await.expect("a session");
    later.cookie = Some(format!("passport={}", token.text()));
    assert!(later.get("/requirements/variations").await.text().contains("Overdue"));
}

#[tokio::test]
async fn a_rehearsal_says_what_is_wrong_with_the_day() {
    let trust = Trust::new(Served::Real).await;
    let (_here, mut tess, _) = leads(&trust).await;
    let address = change_of_fire(&mut tess, "change").await;
    let form = tess.get(&address).await;
    save(&mut tess, &form, &HALF_YEARLY).await;
    for (day, said) in [
        ("day-day=31&day-month=2&day-year=2027", "must be a real date"),
        ("day-day=&day-month=2&day-year=2027", "must include a day"),
        ("day-day=1&day-month=2&day-year=2026", "Enter today or a later day"),
    ] {
        let page = tess.get(&format!("/requirements/rehearsal?{day}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        let text = page.text();
        assert!(text.contains(said) && text.contains("<title>Error: "), "{day}: {text}");
        let csv = tess.get(&format!("/requirements/rehearsal.csv?{day}")).await;
        assert_eq!(csv.status, StatusCode::SEE_OTHER, "no file is of a day that nobody asked for");
    }
}
