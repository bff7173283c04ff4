//! Every route as everyone, with one's own and others' identifiers. The routes are
//! the router's own table: a new one cannot be forgotten.

use axum::http::StatusCode;
use passport::access::{Role, Roles, Who};
use passport::web::{Kind, routes};

use super::office::send;
use super::support::{
    ADMINISTRATOR, DEPUTY, DIRECTOR, ELSEWHERE, LEAD, MANAGER, MATRON, NURSE, PORTER, SISTER,
    STUDENT, SUBJECT_LEAD, Served, Trust,
};

/// The people who log in, and what they are.
const PEOPLE: [(&str, &[Role]); 7] = [
    (NURSE, &[Role::Staff]),
    (MANAGER, &[Role::Staff, Role::Manager]),
    (LEAD, &[Role::Staff, Role::TrainingLead]),
    (DIRECTOR, &[Role::Staff, Role::Board]),
    (ADMINISTRATOR, &[Role::Staff, Role::Administrator]),
    (SUBJECT_LEAD, &[Role::Staff, Role::SubjectLead]),
    (DEPUTY, &[Role::Staff, Role::Manager]),
];

/// Everyone whose record could be asked for.
const RECORDS: [&str; 13] = [
    NURSE,
    MANAGER,
    SISTER,
    STUDENT,
    MATRON,
    PORTER,
    LEAD,
    DIRECTOR,
    ADMINISTRATOR,
    SUBJECT_LEAD,
    DEPUTY,
    ELSEWHERE,
    "nobody",
];

/// What a path's variables may be. A variable that is not here fails the test:
/// say who may see what behind it.
fn addresses(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (variable, after) = rest.split_once('}').expect("a variable ends");
    let values: Vec<String> = match variable {
        "employee_number" => RECORDS.iter().map(|number| encoded(number)).collect(),
        "*path" => vec!["nothing.css".into()],
        "number" => vec!["1".into(), "99".into(), "x".into()],
        "token" => vec!["0a".repeat(32), "x".into()],
        "month" => vec!["2026-11".into(), "x".into()],
        // Those of administrators; whose they are does not depend on the number.
        "account" => vec!["1".into(), "99".into(), "x".into()],
        "grant" => vec!["1".into(), "99999".into(), "x".into()],
        // Who sees which is tested beside the pages.
        "query" | "evidence" => vec!["1".into(), "99999".into(), "x".into()],
        "setting" => vec!["target".into(), "mail-to".into(), "nothing".into()],
        "alias" | "exemption" | "grace" | "extension" | "unit_change" => {
            vec!["1".into(), "99999".into(), "x".into()]
        }
        "how" => ["end", "void", "award", "again", "x"].map(str::to_owned).to_vec(),
        "kind" => vec!["no-supervisor".into(), "x".into()],
        "finding" => vec!["0a".repeat(32), "x".into()],
        // Which of them someone leads is tested beside the page.
        "subject" => vec!["Fire%20Safety".into(), "Moving%20and%20Handling".into(), "x".into()],
        "line" => vec!["fire-safety".into(), "x".into()],
        "ticket" => vec!["0a".repeat(32), "x".into()],
        "proposal" | "change" => vec!["1".into(), "99999".into(), "x".into()],
        other => panic!("{path}: what may {{{other}}} be, and who may see it?"),
    };
    let ends = addresses(after);
    let whole = |value: String| -> Vec<String> {
        ends.iter().map(|end| format!("{before}{value}{end}")).collect()
    };
    values.into_iter().flat_map(whole).collect()
}

fn encoded(number: &str) -> String {
    number.replace('/', "%2F").replace(' ', "%20")
}

/// Whom a person may see beside themselves.
fn sees(person: &str, record: &str) -> bool {
    let known = record != ELSEWHERE && record != "nobody";
    match person {
        LEAD => known,
        MANAGER => [MANAGER, NURSE, SISTER, STUDENT].contains(&record),
        // In the manager's place, and so not the manager's own record.
        DEPUTY => [DEPUTY, NURSE, SISTER, STUDENT].contains(&record),
        _ => person == record,
    }
}

#[tokio::test]
async fn every_route_admits_those_it_declares_and_nobody_else() {
    let trust = Trust::new(Served::Demo).await;
    for route in routes() {
        for address in addresses(route.path) {
            let mut stranger = trust.browser();
            // A demonstration has a log-in of its own.
            if matches!(route.who, Who::Strangers | Who::HalfLoggedIn) {
                let answer = match route.kind {
                    Kind::Act => stranger.post(&address, "").await,
                    Kind::Show => stranger.get(&address).await,
                };
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address} in a demonstration");
                continue;
            }
            if route.kind == Kind::Act {
                let answer = stranger.post(&address, "").await;
                // What takes files takes none from a stranger.
                let refused = match route.takes_files {
                    true => StatusCode::SEE_OTHER,
                    false => StatusCode::FORBIDDEN,
                };
                assert_eq!(answer.status, refused, "{address} without a token");
                continue;
            }
            let answer = stranger.get(&address).await;
            if route.who.needs_log_in() {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "a stranger at {address}");
                assert_eq!(answer.header("location"), "/demo");
            } else {
                assert!(
                    [StatusCode::OK, StatusCode::NOT_FOUND].contains(&answer.status),
                    "{address}: {}",
                    answer.status
                );
            }
            for (person, roles) in PEOPLE {
                let answer = trust.logged_in(person).await.get(&address).await;
                let admitted = route.who.admits(&Roles::new(roles));
                assert_eq!(
                    answer.status != StatusCode::FORBIDDEN,
                    admitted,
                    "{person} at {address}: {}",
                    answer.status
                );
                assert!(!answer.status.is_server_error(), "{person} at {address}");
            }
        }
    }
}

#[tokio::test]
async fn a_form_is_taken_from_those_its_route_admits_and_from_nobody_else() {
    let trust = Trust::new(Served::Demo).await;
    let organisation = trust.store.organisation(Some("999")).await.expect("the trust");
    for (person, roles) in PEOPLE {
        let mut browser = trust.logged_in(person).await;
        let before = organisation.last_change().await.expect("a number");
        let roles = Roles::new(roles);
        let shut = routes().into_iter().filter(|route| route.kind == Kind::Act);
        for route in shut.filter(|route| route.who.needs_log_in() && !route.who.admits(&roles)) {
            for address in addresses(route.path) {
                let answer = send(&mut browser, &address, &[]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{person} at {address}");
            }
        }
        assert_eq!(organisation.last_change().await.expect("a number"), before, "{person}");
    }
}

#[tokio::test]
async fn a_record_is_seen_by_its_person_those_above_and_the_training_lead() {
    let trust = Trust::new(Served::Demo).await;
    for (person, _) in PEOPLE {
        let mut browser = trust.logged_in(person).await;
        for record in RECORDS {
            for ending in ["", ".pdf", "?as-at=2026-01-01"] {
                let address = format!("/passport/{}{ending}", encoded(record));
                let answer = browser.get(&address).await;
                let expected =
                    if sees(person, record) { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(answer.status, expected, "{person} at {address}");
            }
        }
    }
}

#[tokio::test]
async fn a_number_that_is_forbidden_and_one_that_is_unknown_answer_alike() {
    let trust = Trust::new(Served::Demo).await;
    for (person, hidden) in [(NURSE, MANAGER), (MANAGER, MATRON), (MANAGER, PORTER)] {
        let mut browser = trust.logged_in(person).await;
        for ending in ["", ".pdf"] {
            let forbidden = browser.get(&format!("/passport/{}{ending}", encoded(hidden))).await;
            let unknown = browser.get(&format!("/passport/nobody{ending}")).await;
            assert_eq!(forbidden.status, unknown.status);
            assert_eq!(forbidden.without_chance(), unknown.without_chance());
            let names = |answer: &super::support::Answer| -> Vec<String> {
                answer.headers.keys().map(|name| name.as_str().to_owned()).collect()
            };
            assert_eq!(names(&forbidden), names(&unknown));
        }
    }
}

#[tokio::test]
async fn a_manager_opens_the_teams_below_and_no_other() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(MANAGER).await;
    let own = browser.get("/team").await.text();
    assert!(own.contains("Ann Jones") && own.contains("Łukasz Nguyễn"));
    assert!(!own.contains("Mary Matron") && !own.contains("Paul Porter"));
    let below = browser.get(&format!("/team/{SISTER}")).await;
    assert_eq!(below.status, StatusCode::OK);
    assert!(below.text().contains("Łukasz Nguyễn") && below.text().contains("Team of Sara Sister"));
    for other in [MATRON, PORTER, LEAD, ELSEWHERE, "nobody"] {
        let answer = browser.get(&format!("/team/{}", encoded(other))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "the team of {other}");
    }
}

#[tokio::test]
async fn the_board_sees_figures_and_no_names() {
    let trust = Trust::new(Served::Demo).await;
    let page = trust.logged_in(DIRECTOR).await.get("/figures").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("Fire Safety") && text.contains("Acute"));
    for name in ["Ann Jones", "Grace Okonkwo", "Mary Matron", "Paul Porter", NURSE] {
        assert!(!text.contains(name), "{name} on the page of figures");
    }
}

#[tokio::test]
async fn the_same_number_at_another_trust_is_another_person() {
    let trust = Trust::new(Served::Demo).await;
    let page = trust.logged_in(LEAD).await.get(&format!("/passport/{MANAGER}")).await.text();
    assert!(page.contains("Grace Okonkwo") && !page.contains("Same Number"));
}

#[test]
fn a_route_for_everyone_is_one_of_these() {
    let open: Vec<&str> =
        routes().iter().filter(|route| route.who == Who::Anyone).map(|route| route.path).collect();
    let known =
        ["/", "/accessibility", "/privacy", "/assets/{*path}", "/health/live", "/health/ready"];
    assert_eq!(open, known, "a new route for everyone is a decision: write it here");
}
