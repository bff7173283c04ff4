//! Exemptions, and time after leave.

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use passport_core::entered::{Origin, ReturnGraceFact};
use passport_core::facts::{ExemptionFact, PostingFact, SettingFact};
use passport_core::span::Span;
use passport_store::{Known, Organisation};

use super::super::office::{audit, organisation, send};
use super::super::support::{
    Answer, Browser, ELSEWHERE, LEAD, MANAGER, NURSE, PORTER, Served, Trust, clock,
};
use super::{TODAY, confirm, import};

const REASON: &str = "Advice of occupational health";
const HEADINGS: &str = "Employee Number,Subject,Date From,Date To,Reason,Approved By";

type Form<'a> = Vec<(&'static str, &'a str)>;

fn form<'a>(people: &'a str, subject: &'a str, to: [&'a str; 3]) -> Form<'a> {
    vec![
        ("people", people),
        ("subject", subject),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
        ("ends", "until"),
        ("to-day", to[0]),
        ("to-month", to[1]),
        ("to-year", to[2]),
        ("reason", REASON),
        ("approved_by", "the training lead"),
    ]
}

fn with<'a>(form: &Form<'a>, name: &str, value: &'a str) -> Form<'a> {
    form.iter().map(|(n, v)| (*n, if *n == name { value } else { *v })).collect()
}

async fn standing(organisation: &Organisation) -> Vec<(i64, ExemptionFact)> {
    let facts = organisation.facts::<ExemptionFact>(Known::Now).await.expect("facts");
    facts.into_iter().map(|known| (known.id, known.fact)).collect()
}

async fn lead() -> (Trust, Organisation, Browser) {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let lead = trust.logged_in(LEAD).await;
    (trust, here, lead)
}

const MARCH: [&str; 3] = ["1", "3", "2027"];

#[tokio::test]
async fn an_exemption_is_given_and_its_reason_is_not_on_the_passport() {
    let (trust, here, mut lead) = lead().await;
    let asked = form(NURSE, "Moving and Handling", MARCH);
    let preview = confirm(&mut lead, "/exemptions", &asked).await.text();
    assert!(preview.contains("Ann Jones") && preview.contains("Exempt"), "{preview}");
    let passport = trust.logged_in(NURSE).await.get("/passport").await.text();
    assert!(passport.contains("Exempt until 1 March 2027, agreed by the training lead"));
    assert!(!passport.contains(REASON));
    let list = lead.get("/exemptions").await.text();
    assert!(list.contains("Ann Jones") && !list.contains(REASON), "{list}");
    let (id, fact) = standing(&here).await.remove(0);
    assert_eq!(fact.origin, Origin::Entered);
    assert!(lead.get(&format!("/exemptions/{id}")).await.text().contains(REASON));
    let changes = audit(trust, "999").await;
    assert!(changes.iter().any(|(action, about, _)| action == "changed" && about == NURSE));
    assert!(!format!("{changes:?}").contains(REASON), "the audit does not say why");
}

#[tokio::test]
async fn several_are_given_at_once_or_none_is() {
    let (_trust, here, mut lead) = lead().await;
    let pasted = format!("{NURSE}\r\n{PORTER}\r\n\r\n{NURSE}");
    let wrong = format!("{pasted}\r\nnobody");
    let answer = send(&mut lead, "/exemptions", &form(&wrong, "Fire Safety", MARCH)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Nobody has the employee number nobody"), "{}", answer.text());
    assert!(standing(&here).await.is_empty());
    let preview = confirm(&mut lead, "/exemptions", &form(&pasted, "Fire Safety", MARCH)).await;
    assert!(preview.text().contains("Exempt 2 people from Fire Safety"), "{}", preview.text());
    assert_eq!(standing(&here).await.len(), 2);
}

#[tokio::test]
async fn an_exemption_given_here_outlives_the_next_file_and_is_said_where_both_state_it() {
    let (_trust, here, mut lead) = lead().await;
    confirm(&mut lead, "/exemptions", &form(NURSE, "Moving and Handling", MARCH)).await;
    let other = format!("{HEADINGS}\n{PORTER},Fire Safety,2026-11-01,2027-05-01,,A Manager\n");
    import(&here, TODAY, &[("exemptions.csv", &other)]).await;
    assert_eq!(standing(&here).await.len(), 2, "a full file that lacks it does not end it");
    let same = format!(
        "{HEADINGS}\n{NURSE},Moving and Handling,2026-11-01,2027-03-01,,Another\n{PORTER},Fire Safety,2026-11-01,2027-06-01,,A Manager\n"
    );
    let outcome = import(&here, TODAY, &[("exemptions.csv", &same)]).await;
    let noted = |what: &str| outcome.reading.problems.iter().any(|one| one.what.contains(what));
    assert!(noted("was entered here already"), "{:?}", outcome.reading.problems);
    let of_nurse: Vec<ExemptionFact> = standing(&here)
        .await
        .into_iter()
        .map(|(_, fact)| fact)
        .filter(|fact| fact.employee_number == NURSE)
        .collect();
    assert_eq!(of_nurse.len(), 1);
    assert_eq!((of_nurse[0].origin, of_nurse[0].reason.as_str()), (Origin::Entered, REASON));
}

#[tokio::test]
async fn an_exemption_ends_early_or_is_voided_and_one_of_a_file_is_neither() {
    let (_trust, here, mut lead) = lead().await;
    confirm(&mut lead, "/exemptions", &form(NURSE, "Moving and Handling", MARCH)).await;
    let id = standing(&here).await[0].0;
    let end = format!("/exemptions/{id}/end");
    assert!(lead.get(&end).await.text().contains("Ann Jones is exempt"), "it says what stands");
    for (day, says) in [
        (["31", "10", "2026"], "void it"),
        (["1", "3", "2027"], "before its last day"),
        (["", "", ""], "Enter the last day"),
        (["31", "2", "2027"], "real date"),
    ] {
        let form = [("day-day", day[0]), ("day-month", day[1]), ("day-year", day[2])];
        let answer = send(&mut lead, &end, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day:?}");
        assert!(answer.text().contains(says), "{day:?}: {}", answer.text());
    }
    let form_ = [("day-day", "30"), ("day-month", "11"), ("day-year", "2026")];
    // What it changes is shown for the first day on which it does.
    let preview = confirm(&mut lead, &end, &form_).await.text();
    assert!(preview.contains("as at 1 December 2026"), "{preview}");
    assert!(preview.contains("1 line of 1 person changes"), "{preview}");
    assert_eq!(send(&mut lead, &end, &form_).await.status, StatusCode::NOT_FOUND, "a replay");
    let (id, fact) = standing(&here).await.remove(0);
    assert_eq!(fact.date_to.map(|day| day.to_string()).as_deref(), Some("2026-11-30"));
    assert!(lead.get("/exemptions?show=ending").await.text().contains("Ann Jones"));
    let void = format!("/exemptions/{id}/void");
    let asked = lead.get(&void).await.text();
    assert!(asked.contains("as at 22 November 2026"), "{asked}");
    let silent = send(&mut lead, &void, &[("reason", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(&mut lead, &void, &[("reason", "the wrong Jones")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(standing(&here).await.is_empty());

    let file = format!("{HEADINGS}\n{NURSE},Fire Safety,2026-11-01,2027-05-01,Why,A Manager\n");
    import(&here, TODAY, &[("exemptions.csv", &file)]).await;
    let id = standing(&here).await[0].0;
    for how in ["end", "void"] {
        let path = format!("/exemptions/{id}/{how}");
        assert_eq!(lead.get(&path).await.status, StatusCode::NOT_FOUND);
        let answer = send(&mut lead, &path, &[("reason", "x"), ("day-day", "1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(standing(&here).await.len(), 1);
}

#[tokio::test]
async fn an_exemption_that_cannot_be_says_why_and_keeps_what_was_typed() {
    let (_trust, here, mut lead) = lead().await;
    let whole = form(NURSE, "Moving and Handling", MARCH);
    confirm(&mut lead, "/exemptions", &whole).await;
    let before = here.last_change().await.expect("a number");
    let fire = form(NURSE, "Fire Safety", MARCH);
    for (asked, says) in [
        (whole.clone(), "is exempt from Moving and Handling on some of these days already"),
        (with(&fire, "people", ""), "Enter an employee number"),
        (with(&fire, "people", ELSEWHERE), "Nobody has the employee number 900"),
        (with(&fire, "people", "\"><script>alert(1)</script>"), "Nobody has the employee number"),
        (with(&fire, "subject", ""), "Choose a subject"),
        (with(&fire, "subject", "Nothing"), "Choose a subject"),
        (with(&fire, "to-year", "2025"), "is before the first"),
        (with(&fire, "to-day", ""), "must include a day"),
        (form(NURSE, "Fire Safety", ["", "", ""]), "or choose that there is no end"),
        (with(&fire, "ends", ""), "Choose whether it ends"),
        (with(&fire, "reason", " "), "Enter a reason"),
        (with(&fire, "approved_by", ""), "Enter who agreed"),
    ] {
        for step in ["no", "yes"] {
            let mut sent = asked.clone();
            sent.push(("confirm", step));
            let answer = send(&mut lead, "/exemptions", &sent).await;
            let text = answer.text();
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            assert!(text.contains(says) && text.contains("<title>Error: "), "{says}: {text}");
            assert!(!text.contains("<script>alert"));
        }
    }
    assert_eq!(here.last_change().await.expect("a number"), before);
    let found = lead.get("/exemptions/new?q=jones").await.text();
    assert!(found.contains("/exemptions/new?person=00123"), "{found}");
}

const RETURNS: &str = "/exemptions/returns";

fn back<'a>(person: &'a str, until: [&'a str; 3]) -> Form<'a> {
    vec![
        ("person", person),
        ("away-day", "1"),
        ("away-month", "3"),
        ("away-year", "2026"),
        ("back-day", "1"),
        ("back-month", "11"),
        ("back-year", "2026"),
        ("until-day", until[0]),
        ("until-month", until[1]),
        ("until-year", until[2]),
        ("reason", "Back from maternity leave"),
        ("approved_by", "the training lead"),
    ]
}

async fn allow(organisation: &Organisation, days: &str) {
    let fact =
        SettingFact { key: "return-grace-days".into(), value: days.into(), date_from: Some(TODAY) };
    let mut change = organisation.begin("test", "setting", clock().now()).await.expect("begun");
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

/// The manager was on maternity leave from January, and came back in November.
async fn maternity(here: &Organisation) {
    let postings = here.facts_of::<PostingFact>(Known::Now, MANAGER).await.expect("postings");
    let [known] = postings.as_slice() else { panic!("one posting") };
    let over = |from: Option<Date>, to: Option<Date>, status: &str| {
        let mut posting = known.fact.clone();
        posting.applies = Span { from: from.unwrap_or(posting.applies.from), to };
        posting.post.status = status.into();
        posting
    };
    let told = [
        over(None, Some(date(2026, 1, 11)), "Active Assignment"),
        over(Some(date(2026, 1, 12)), Some(date(2026, 11, 1)), "Maternity"),
        over(Some(date(2026, 11, 2)), None, "Active Assignment"),
    ];
    let mut change = here.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PostingFact>(&[known.id]).await.expect("voided");
    change.record(&told).await.expect("recorded");
    change.commit().await.expect("committed");
}

async fn text(browser: &mut Browser, path: &str) -> String {
    let answer: Answer = browser.get(path).await;
    answer.text()
}

#[tokio::test]
async fn whoever_is_back_from_leave_gets_time_for_what_ran_out_meanwhile() {
    let (trust, here, mut lead) = lead().await;
    let awards = format!(
        "Employee Number,Competence Name,Date Last Awarded\n{NURSE},NHS|CSTF|Moving and Handling - 2 Years|,2024-06-01\n"
    );
    import(&here, TODAY, &[("awards.csv", &awards)]).await;
    assert!(text(&mut lead, RETURNS).await.contains("gives no time after leave"));
    let january = back(NURSE, ["14", "1", "2027"]);
    let off = send(&mut lead, RETURNS, &january).await;
    assert!(off.text().contains("gives no time after leave"), "{}", off.text());
    allow(&here, "28").await;
    let late = send(&mut lead, RETURNS, &january).await;
    assert!(late.text().contains("20 December 2026 at the latest"), "{}", late.text());
    allow(&here, "60").await;
    let preview = confirm(&mut lead, RETURNS, &january).await.text();
    assert!(preview.contains("Complete by 14 January 2027"), "{preview}");
    let passport = text(&mut trust.logged_in(NURSE).await, "/passport").await;
    assert!(passport.contains("Complete by 14 January 2027"), "{passport}");
    let twice = send(&mut lead, RETURNS, &january).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "it is given once");

    let given = here.facts::<ReturnGraceFact>(Known::Now).await.expect("facts").remove(0);
    let path = format!("{RETURNS}/{}", given.id);
    assert!(text(&mut lead, &path).await.contains("Take the time of Ann Jones back"));
    let silent = send(&mut lead, &path, &[("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = send(&mut lead, &path, &[("reason", "not on leave at all")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let passport = text(&mut trust.logged_in(NURSE).await, "/passport").await;
    assert!(passport.contains("Required, expired 1 June 2026"), "{passport}");
}

#[tokio::test]
async fn the_desk_proposes_whoever_came_back_of_late() {
    let (_trust, here, mut lead) = lead().await;
    allow(&here, "28").await;
    assert!(text(&mut lead, RETURNS).await.contains("Nobody who has not been given time"));
    maternity(&here).await;
    let page = text(&mut lead, RETURNS).await;
    assert!(page.contains("Grace Okonkwo") && page.contains("Maternity"), "{page}");
    assert!(page.contains("person=200&amp;away=2026-01-12&amp;back=2026-11-02"), "{page}");
}

#[tokio::test]
async fn nobody_exempts_themselves() {
    let (_trust, here, mut lead) = lead().await;
    let own = form(LEAD, "Moving and Handling", MARCH);
    let answer = send(&mut lead, "/exemptions", &own).await;
    assert!(answer.text().contains("ask another training lead"), "{}", answer.text());
    assert!(standing(&here).await.is_empty());
}

#[tokio::test]
async fn of_exemptions_given_at_once_the_change_itself_names_everybody() {
    let (trust, here, mut lead) = lead().await;
    let several = form("00123, 300", "Moving and Handling", MARCH);
    let before = here.last_change().await.expect("a number");
    confirm(&mut lead, "/exemptions", &several).await;
    assert_eq!(here.last_change().await.expect("a number"), before + 1);
    let number = format!("\"change\": Number({})", before + 1);
    let entries = audit(trust, "999").await;
    let named: Vec<&str> = entries
        .iter()
        .filter(|(action, _, details)| action == "changed" && details.contains(&number))
        .map(|(_, about, _)| about.as_str())
        .collect();
    assert_eq!(named.len(), 2, "{entries:?}");
    assert!(named.contains(&"00123") && named.contains(&"300"), "{named:?}");
}
