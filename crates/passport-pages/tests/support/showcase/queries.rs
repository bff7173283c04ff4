//! Samples of queries and prior learning: asked, waiting, answered.
#![allow(dead_code, reason = "each user takes a part")]

use jiff::civil::date;
use passport_pages::pages::{
    AcceptanceRow, AcceptanceRulePage, AcceptanceRulesPage, Choice, EvidenceRow, Mistake,
    NewClaimPage, NewQueryPage, QueriesPage, QueryPage, QueryRow, RuleCheck, RuleShown, Said,
    StoryStep, TypedDate,
};
use passport_pages::{Frame, Link, Page, Pages, RenderError};

type Render<'p> = dyn Fn(&Pages, &Frame) -> Result<String, RenderError> + 'p;

/// All of them, by name.
pub fn all(
    show: &mut dyn FnMut(&str, &Render<'_>) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    fn of<P: Page>(page: P) -> impl Fn(&Pages, &Frame) -> Result<String, RenderError> {
        move |pages, frame| pages.render(frame, &page)
    }
    show("queries", &of(queries()))?;
    show("queries-none", &of(QueriesPage { queries: vec![], own: vec![], ..queries() }))?;
    show("new_query", &of(new_query(vec![])))?;
    let wrong = vec![Mistake::new("kind", "Choose what is wrong.")];
    show("new_query-wrong", &of(new_query(wrong)))?;
    show("new_claim", &of(new_claim()))?;
    show("query", &of(claim()))?;
    show("query-own", &of(own()))?;
    let answered = QueryPage {
        state: "Agreed, and recorded".into(),
        colour: "green".into(),
        clock: String::new(),
        answers: vec![],
        may_award: false,
        may_reopen: true,
        ..claim()
    };
    show("query-answered", &of(answered))?;
    show("acceptance_rules", &of(acceptance_rules()))?;
    show("acceptance_rule", &of(acceptance_rule()))
}

fn row(title: &str, state: &str, colour: &str, clock: &str) -> QueryRow {
    QueryRow {
        href: "/queries/12".into(),
        title: title.into(),
        says: "I have done this".into(),
        on: date(2026, 11, 18),
        state: state.into(),
        colour: colour.into(),
        clock: clock.into(),
    }
}

fn queries() -> QueriesPage {
    let clock = "With you for 3 working days. It goes to the training lead on 27 November 2026.";
    QueriesPage {
        heading: "Queries".into(),
        address: "/queries".into(),
        done: Some("The answer is sent".into()),
        answers: true,
        state: "yours".into(),
        states: vec![
            Choice::new("yours", "With you", ""),
            Choice::new("answered", "Answered in the last 12 months", ""),
        ],
        queries: vec![
            row(
                "Bronwen Llŷr-Nguyễn, Infection Prevention and Control, Level 2",
                "Not answered yet",
                "yellow",
                clock,
            ),
            row(
                "\"><script>alert(1)</script> {{7*7}}, Fire Safety",
                "Not answered yet",
                "yellow",
                clock,
            ),
        ],
        none: "Nothing waits for you.".into(),
        rules: Some("/prior-learning/rules".into()),
        has_own: true,
        own: vec![row("Fire Safety", "Agreed, and recorded", "green", "")],
    }
}

fn new_query(errors: Vec<Mistake>) -> NewQueryPage {
    NewQueryPage {
        csrf: "token".into(),
        line: "fire-safety".into(),
        title: "Fire Safety, Inpatient".into(),
        status: "Required, expired 1 November 2026".into(),
        kinds: vec![
            Choice::new("done", "I have done this", ""),
            Choice::new("not-needed", "I do not need this", ""),
            Choice::new("wrong-date", "The date is wrong", ""),
            Choice::new("other", "Something else is wrong", ""),
        ],
        kind: String::new(),
        words: String::new(),
        errors,
    }
}

fn new_claim() -> NewClaimPage {
    NewClaimPage {
        csrf: "token".into(),
        subjects: vec![
            Choice::new("", "Choose a subject", ""),
            Choice::new("Fire Safety", "Fire Safety", ""),
            Choice::new("not sure", "I am not sure", ""),
        ],
        subject: "Fire Safety".into(),
        title: "Fire safety on wards".into(),
        provider: "Elmbridge NHS Trust".into(),
        errors: vec![
            Mistake::new("completed-day", "Enter the day you completed it."),
            Mistake::new(
                "files",
                "notes.docx is not a JPEG, PNG or PDF file. Take a photo or a screenshot of it, and send that.",
            ),
        ],
        ..NewClaimPage::default()
    }
}

fn said(name: &str, value: &str) -> Said {
    Said { name: name.into(), value: value.into() }
}

fn typed(day: &str, month: &str, year: &str) -> TypedDate {
    TypedDate { day: day.into(), month: month.into(), year: year.into() }
}

fn claim() -> QueryPage {
    QueryPage {
        csrf: "token".into(),
        query: 12,
        heading: "Training from elsewhere: Fire Safety".into(),
        back: Some(Link::new("Prior learning", "/prior-learning")),
        person: Some(Link::new("Bronwen Llŷr-Nguyễn, 20413377", "/passport/20413377")),
        state: "Not answered yet".into(),
        colour: "yellow".into(),
        clock: "With you for 3 working days.".into(),
        says: vec![
            said("Says", "I did this training elsewhere"),
            said("Course", "Fire safety on wards"),
            said("Given by", "Elmbridge NHS Trust (an NHS employer, employer 431)"),
            said("Completed", "3 May 2026"),
            said("Expiry on the certificate", "3 May 2027"),
        ],
        evidence: vec![EvidenceRow {
            href: "/evidence/14".into(),
            name: "certificate of fire safety.jpg".into(),
            what: "JPG, 2400 KB".into(),
        }],
        story: vec![StoryStep {
            words: "Passed on to the training lead".into(),
            who: "Grace Okonkwo".into(),
            on: date(2026, 11, 20),
            reason: "I saw her certificate".into(),
        }],
        rule: Some(RuleShown {
            subject: "Fire Safety".into(),
            whose: "Any NHS employer.".into(),
            note: "Ward staff need the practical part.".into(),
            checks: vec![
                RuleCheck {
                    verdict: "Check",
                    words: "Bronwen Llŷr-Nguyễn says that Elmbridge NHS Trust is an NHS employer: check.".into(),
                },
                RuleCheck {
                    verdict: "No",
                    words: "There is no evidence, and the rule asks for it.".into(),
                },
            ],
        }),
        follows: Some("It would run until 3 May 2027, the earlier of 3 May 2027 (on the certificate) and 3 May 2028 (our 24 months).".into()),
        answers: vec![
            Choice::new("awarded", "Agree, and record it", "It counts on the passport at once."),
            Choice::new("refused", "Do not agree, or explain", "Say why, in a sentence they can check."),
        ],
        answer: "awarded".into(),
        may_award: true,
        is_claim: true,
        competences: vec![Choice::new("NHS|CSTF|Fire Safety - 2 Years|", "Fire Safety", "")],
        competence: "NHS|CSTF|Fire Safety - 2 Years|".into(),
        completed: typed("3", "5", "2026"),
        expiry: typed("3", "5", "2027"),
        title: "Fire safety on wards".into(),
        source: "431".into(),
        errors: vec![Mistake::new("reason", "Enter a reason. The person reads it.")],
        ..QueryPage::default()
    }
}

fn own() -> QueryPage {
    QueryPage {
        csrf: "token".into(),
        query: 12,
        heading: "Query about Fire Safety".into(),
        back: Some(Link::new("Queries", "/queries")),
        own: true,
        state: "Not answered yet".into(),
        colour: "yellow".into(),
        clock: "With your manager. It goes to the training lead on 27 November 2026.".into(),
        says: vec![said("Says", "I have done this"), said("Sent", "20 November 2026")],
        may_withdraw: true,
        ..QueryPage::default()
    }
}

fn acceptance_rules() -> AcceptanceRulesPage {
    let row = |subject: &str| AcceptanceRow {
        subject: subject.into(),
        href: "/prior-learning/rules/Fire%20Safety".into(),
        words: "Any NHS employer. In date by our own period. With evidence.".into(),
    };
    AcceptanceRulesPage {
        done: Some("The rule is saved".into()),
        rules: vec![row("Fire Safety"), row("Infection Prevention and Control")],
    }
}

fn acceptance_rule() -> AcceptanceRulePage {
    AcceptanceRulePage {
        csrf: "token".into(),
        subject: "Fire Safety".into(),
        action: "/prior-learning/rules/Fire%20Safety".into(),
        any_nhs: "yes".into(),
        providers: "St John Ambulance; 431".into(),
        in_date: "yes".into(),
        evidence: String::new(),
        note: String::new(),
        from: typed("1", "12", "2026"),
        errors: vec![Mistake::new("evidence", "Choose yes or no.")],
    }
}
