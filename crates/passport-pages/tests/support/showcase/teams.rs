//! A manager's pages.

use jiff::civil::date;
use passport_pages::pages::{
    ActionRow, ActionView, AnswerView, Choice, DiscussionView, Mistake, OwnSupervisionPage,
    RunsOut, SupervisionPage, TeamAsked, TeamCell, TeamMark, TeamMember, TeamPage, TeamSubject,
};
use passport_pages::{Link, RenderError};

use super::Showcase;

/// All of them.
pub fn all(page: &mut impl FnMut(&str, String), show: &Showcase) -> Result<(), RenderError> {
    page("team", show.page(&team(6))?);
    page("team-of-thirty", show.page(&team(30))?);
    let mut nobody = team(0);
    nobody.asked.narrowed = true;
    nobody.sentence = "0 of 6 people are away".into();
    page("team-nobody", show.page(&nobody)?);
    let recorded = SupervisionPage { discussions: discussions(), ..supervision() };
    page("supervision", show.page(&recorded)?);
    page("supervision-first", show.page(&supervision())?);
    let adding = SupervisionPage {
        adding: true,
        errors: vec![
            Mistake::new("what-1", "Enter what is to be done."),
            Mistake::new("due-2-month", "The day of action 2 must include a month."),
        ],
        ..supervision()
    };
    page("supervision-adding", show.page(&adding)?);
    let own = OwnSupervisionPage {
        csrf: "token".into(),
        done: Some("The action is marked as done".into()),
        discussions: discussions(),
        ..OwnSupervisionPage::default()
    };
    page("supervision_own", show.page(&own)?);
    let wrong = OwnSupervisionPage {
        answered: 3,
        agrees: "no".into(),
        done: None,
        errors: vec![Mistake::new("words-3", "Enter what you do not agree with.")],
        ..own
    };
    page("supervision_own-wrong", show.page(&wrong)?);
    page("supervision_own-none", show.page(&OwnSupervisionPage::default())?);
    Ok(())
}

fn supervision() -> SupervisionPage {
    SupervisionPage {
        name: "Ann Jones".into(),
        passport: "/passport/20413377".into(),
        action: "/passport/20413377/supervision".into(),
        pack: "/team/supervision-pack.pdf?person=20413377".into(),
        csrf: "token".into(),
        rows: (1..=5).map(|number| ActionRow { number, ..ActionRow::default() }).collect(),
        ..SupervisionPage::default()
    }
}

fn discussions() -> Vec<DiscussionView> {
    let action = |id, late, done: Option<&str>| ActionView {
        id,
        what: "Book the class on resuscitation".into(),
        who: "Ann Jones".into(),
        due: date(2026, 12, 15),
        late,
        done: done.map(str::to_owned),
    };
    let discussion = |id, answer| DiscussionView {
        id,
        on: date(2026, 11, 9),
        recorded: "Recorded by Dee Deputy, standing in for Grace Okonkwo, on 9 November 2026"
            .into(),
        note: "\"><script>alert(1)</script>{{7*7}}".into(),
        actions: vec![
            action(id * 10, false, None),
            action(id * 10 + 1, true, None),
            action(id * 10 + 2, false, Some("Done on 12 November 2026, says Ann Jones")),
        ],
        answer,
    };
    let not = AnswerView { agrees: false, words: "The class was full.".into() };
    let yes = AnswerView { agrees: true, words: String::new() };
    let mut old = discussion(1, Some(yes));
    old.actions.clear();
    vec![discussion(3, None), discussion(2, Some(not)), old]
}

const SUBJECTS: [&str; 9] = [
    "Infection Prevention and Control",
    "Resuscitation, Level 3 Adult",
    "Fire Safety",
    "Moving and Handling",
    "Medicines Administration Assessment",
    "Safeguarding Adults, Level 2",
    "Equality, Diversity and Human Rights",
    "Information Governance and Data Security",
    "Corporate Induction",
];

const NAMES: [&str; 6] = [
    "Ann Jones",
    "Tomasz Zieliński",
    "Grace Okonkwo",
    "Bronwen Llŷr-Nguyễn",
    "Eleni Papadopoulou",
    "\"><script>alert(1)</script>{{7*7}}",
];

fn team(people: usize) -> TeamPage {
    let choice = |value: &str, text: &str| Choice::new(value, text, "");
    TeamPage {
        team: "My team".into(),
        back: None,
        note: None,
        places: vec![Link::new("You stand in for Martha Owen until 30 November 2026", "/team/20")],
        deputies: Some(Link::new("Your deputies", "/team/deputies")),
        papers: vec![
            Link::new("Team meeting sheet (PDF)", "/team/meeting-sheet.pdf"),
            Link::new("Supervision pack (PDF)", "/team/supervision-pack.pdf"),
        ],
        as_at: date(2026, 11, 22),
        freshness: Some("Training data as at 20 November 2026, 18:00, from import 12".into()),
        sentence: "3 of 6 people have something to do".into(),
        to_do: true,
        asked: TeamAsked {
            action: "/team".into(),
            who: vec![choice("", "Everyone below"), choice("direct", "Direct reports")],
            shows: vec![choice("all", "Everyone"), choice("to-do", "Something to do")],
            show: "all",
            subjects: vec![choice("", "All subjects"), choice("Fire Safety", "Fire Safety")],
            sorts: vec![choice("worst", "Most to do first"), choice("name", "Last name")],
            sort: "worst",
            ..TeamAsked::default()
        },
        subjects: SUBJECTS
            .iter()
            .zip([3, 2, 2, 1, 1, 0, 0, 0, 0])
            .map(|(name, to_do)| TeamSubject { name: (*name).into(), to_do })
            .collect(),
        people: (0..people).map(member).collect(),
        ahead: (0..people.min(3)).map(runs_out).collect(),
        ahead_until: date(2027, 2, 20),
        paging: None,
    }
}

fn member(place: usize) -> TeamMember {
    let name = NAMES[place % NAMES.len()];
    TeamMember {
        name: name.into(),
        post: "Staff Nurse - Adult Acute Ward".into(),
        passport: "/passport/20413377".into(),
        away: name.starts_with("Bronwen").then(|| "On maternity leave".into()),
        missed: match name.starts_with("Tomasz") {
            true => vec!["Resuscitation, adult, 3 October 2026".into()],
            false => Vec::new(),
        },
        counts: "2 to do, 1 in grace, 1 runs out soon, 5 in date".into(),
        team: name.starts_with("Grace").then(|| "/team/20413378".into()),
        cells: (0..SUBJECTS.len()).map(|subject| cell(place, subject)).collect(),
        due: (0..SUBJECTS.len())
            .flat_map(|subject| cell(place, subject).marks)
            .filter(is_due)
            .collect(),
        in_short: "3 to do, 1 runs out soon".into(),
    }
}

fn cell(place: usize, subject: usize) -> TeamCell {
    let (look, word, day) = match (place * 5 + subject * 3) % 11 {
        0 => ("red", "Expired", "1 Nov 2026"),
        1 => ("red", "Required", ""),
        2 => ("outline", "Complete by", "14 Jan 2027"),
        3 => ("soon", "Renew by", "20 Jan 2027"),
        4 => ("grey", "Exempt", ""),
        5 => return TeamCell::default(),
        _ => ("fine", "In date until", "14 Oct 2027"),
    };
    let mark = TeamMark {
        look,
        word,
        day: day.into(),
        level: if subject == 0 { "Level 2".into() } else { String::new() },
        title: SUBJECTS[subject].into(),
        booked: if look == "red" && place == 0 { "1 Dec 2026".into() } else { String::new() },
    };
    TeamCell { marks: vec![mark] }
}

fn is_due(mark: &TeamMark) -> bool {
    ["red", "outline", "soon"].contains(&mark.look)
}

fn runs_out(place: usize) -> RunsOut {
    RunsOut {
        day: "20 January 2027".into(),
        name: NAMES[place].into(),
        passport: "/passport/20413377".into(),
        title: "Fire Safety, Inpatient".into(),
        booked: (place == 0)
            .then(|| "Tuesday 1 December 2026, 9:30am to 12:30pm, Ashdown House".into()),
    }
}
