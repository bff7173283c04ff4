//! The pages of the requirement matrix, with samples.

use jiff::civil::date;
use passport_pages::pages::{
    CellLine, Choice, Count, JustifyVariationPage, Mistake, MonthLine, OverTrainingLine,
    OverTrainingPage, Paging, ProposalLine, ProposeRequirementPage, PublicationLine, RehearsalLine,
    RehearsalPage, RequirementCellPage, RequirementDraftPage, RequirementsPage, StoryLine,
    TargetCard, TermsCard, TrainingLine, TurnsLine, TypedDate, VariationLine, VariationsPage,
};
use passport_pages::{Frame, Page, Pages, RenderError};

type Render<'p> = dyn Fn(&Pages, &Frame) -> Result<String, RenderError> + 'p;

/// All of them, by name.
pub fn all(
    show: &mut dyn FnMut(&str, &Render<'_>) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    fn of<P: Page>(page: P) -> impl Fn(&Pages, &Frame) -> Result<String, RenderError> {
        move |pages, frame| pages.render(frame, &page)
    }
    show("requirements", &of(matrix()))?;
    show("requirement_cell", &of(cell()))?;
    show("propose_requirement", &of(propose(false)))?;
    show("propose_requirement-meanwhile", &of(propose(true)))?;
    let ends = ProposeRequirementPage { act: "end".into(), ..propose(false) };
    show("propose_requirement-end", &of(ends))?;
    show("requirement_draft", &of(draft()))?;
    show("rehearsal", &of(rehearsal()))?;
    show("variations", &of(variations()))?;
    show("justify_variation", &of(justify()))?;
    show("over_training", &of(over_training()))
}

fn matrix() -> RequirementsPage {
    let line = |subject: &str, class: &str, notes: &[&str]| CellLine {
        href: "/requirements/cell?kind=unit&target=Acute&subject=Fire%20Safety".into(),
        subject: subject.into(),
        class: class.into(),
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        drafted: notes.len() > 1,
    };
    let card = |kind: &str, name: &str| TargetCard {
        kind: kind.into(),
        name: name.into(),
        cells: vec![
            line("Fire Safety, level 1", "C", &[]),
            line("Infection Prevention and Control, level 2", "R", &["Every 12 months"]),
            line(
                "Moving and Handling, level 2",
                "",
                &["Only within Acute, Ashdown Ward", "Until 31 March 2027"],
            ),
        ],
    };
    RequirementsPage {
        kinds: vec![Choice::new("", "All kinds", ""), Choice::new("unit", "Unit", "")],
        subjects: vec![Choice::new("", "All subjects", "")],
        query: "ward".into(),
        found: RequirementsPage::found_words(92),
        targets: vec![
            card("", "The whole organisation"),
            card("Job role", "Staff Nurse \"<b>Bank</b>\""),
            card("Unit", "Acute, Ashdown Ward"),
        ],
        drafted: 3,
        propose: "/requirements/propose".into(),
        paging: Some(Paging { current: 1, last: 2, href: "/requirements?page=".into() }),
        ..RequirementsPage::default()
    }
}

fn card(title: &str, class: &str) -> TermsCard {
    TermsCard {
        title: title.into(),
        class: class.into(),
        terms: vec![
            ("First day".into(), "1 April 2024".into()),
            ("Refresher period".into(), "Every 12 months".into()),
            ("Reason".into(), "The fire risk assessment of our wards asks for it".into()),
            ("Agreed by".into(), "Dora Director".into()),
        ],
        change: Some("/requirements/propose?against=7&act=change".into()),
        end: Some("/requirements/propose?against=7&act=end".into()),
        stale: None,
    }
}

fn cell() -> RequirementCellPage {
    let proposed = TermsCard {
        stale: Some("What this changes was itself changed since".into()),
        end: None,
        ..card("Change: Fire Safety, level 1", "C")
    };
    RequirementCellPage {
        target: "Job role: Staff Nurse".into(),
        subject: "Fire Safety".into(),
        done: Some("The change is in the draft".into()),
        standing: vec![card("Fire Safety, level 1", "C"), card("Fire Safety, Inpatient", "R")],
        proposed: vec![proposed],
        propose: "/requirements/propose?kind=job%20role".into(),
        story: vec![StoryLine {
            at: "22 November 2026, 12:01pm".into(),
            who: "Tess Lead".into(),
            what: "Recorded by requirements published".into(),
            terms: "Fire Safety, level 1, C. First day: 1 April 2024".into(),
            reason: "The fire risk assessment asks for it".into(),
            approved_by: "Dora Director".into(),
        }],
    }
}

fn propose(meanwhile: bool) -> ProposeRequirementPage {
    let choice = |value: &str, text: &str| Choice::new(value, text, "");
    ProposeRequirementPage {
        csrf: "token".into(),
        act: if meanwhile { "change" } else { "add" }.into(),
        seen: "7-9".into(),
        settled: meanwhile.then(|| "Fire Safety, Job role: Staff Nurse".into()),
        kind: "job role".into(),
        kinds: vec![
            choice("organisation", "The whole organisation"),
            choice("staff group", "Staff group"),
            choice("job role", "Job role"),
        ],
        target: "Staff Nurse".into(),
        subject: "Fire Safety".into(),
        subjects: vec![choice("", "Choose a subject"), choice("Fire Safety", "Fire Safety")],
        level: "1".into(),
        levels: if meanwhile { vec![choice("1", "Level 1")] } else { vec![] },
        class: "C".into(),
        classes: vec![
            choice("C", "C, compulsory"),
            choice("R", "R, role specific"),
            Choice::new("none", "None", "Lifts the subject, at every level."),
        ],
        from: TypedDate { day: "1".into(), month: String::new(), year: "2027".into() },
        period: "months".into(),
        periods: vec![
            choice("competence", "The competence's own"),
            choice("months", "Its own, in months"),
            choice("once", "Once only"),
        ],
        months: "12".into(),
        grace: "60".into(),
        reason: "The fire risk assessment asks for it".into(),
        meanwhile: if meanwhile { vec![card("Change: Fire Safety, level 1", "C")] } else { vec![] },
        back: "/requirements".into(),
        errors: if meanwhile {
            vec![Mistake::new("meanwhile", "Somebody else has changed this since.")]
        } else {
            vec![
                Mistake::new("from-month", "First day must include a month."),
                Mistake::new("approved-by", "Enter who agreed."),
            ]
        },
        ..ProposeRequirementPage::default()
    }
}

fn draft() -> RequirementDraftPage {
    let line = |id: i64, act: &str, stale: Option<&str>| ProposalLine {
        id,
        act: act.into(),
        title: "Fire Safety, level 1, Job role: Staff Nurse".into(),
        href: "/requirements/cell?kind=job%20role".into(),
        terms: "C compulsory, from 1 January 2027, every 12 months".into(),
        reason: "The fire risk assessment asks for it. Agreed by Dora Director.".into(),
        by: "Tess Lead, 22 November 2026, 12:01pm".into(),
        stale: stale.map(str::to_owned),
        rehearse: "/requirements/rehearsal?proposal=7".into(),
    };
    let publication = |change: i64, taken_back: bool| {
        PublicationLine {
        change,
        by: "Tess Lead, 20 November 2026, 9:12am".into(),
        made: vec![
            "Infection Prevention and Control, level 2, The whole organisation: first day 1 January 2027".into(),
        ],
        taken_back,
    }
    };
    RequirementDraftPage {
        csrf: "token".into(),
        done: None,
        proposals: vec![
            line(7, "New", None),
            line(9, "Change", Some("What this changes was itself changed since")),
        ],
        published: vec![publication(40, false), publication(38, true)],
        errors: vec![Mistake::new("chosen", "Choose at least one change.")],
    }
}

fn rehearsal() -> RehearsalPage {
    let month = |month: i8, covered: bool| MonthLine {
        begins: date(2027, month, 1),
        red_from: (!covered).then(|| date(2027, month, 31)),
        nobody: 214,
        bookings: 180,
        places: if covered { "240 planned, 180 needed" } else { "90 planned, 180 needed" }.into(),
        covered,
    };
    let turns = |name: &str| TurnsLine { name: name.into(), red: 120, green: 4, not_required: 0 };
    RehearsalPage {
        day: TypedDate { day: "1".into(), month: "1".into(), year: "2027".into() },
        as_at: Some(date(2027, 1, 1)),
        sentence: "214 lines turn red and 4 green".into(),
        counts: vec![Count::new("People it can reach", 2_440), Count::new("Turns red", 214)],
        left_out: vec!["Fire Safety, Job role: Staff Nurse: its day has passed".into()],
        units: vec![turns("Ashdown Ward"), turns("Beech Ward")],
        staff_groups: vec![turns("Nursing and Midwifery Registered")],
        training: vec![TrainingLine {
            what: "Infection Prevention and Control, level 2".into(),
            people: 214,
            course: "Infection Prevention and Control Level 2".into(),
            hours: "161".into(),
            places: "214 needed, 90 planned".into(),
        }],
        hours: Some("161 hours and 214 places in classes".into()),
        months: vec![month(1, false), month(3, true)],
        advice: "From 1 March 2027 the places planned cover everyone who needs one".into(),
        choices: vec![Choice::new("", "All that differs", "")],
        found: "218 lines that differ".into(),
        lines: vec![RehearsalLine {
            name: "{{7*7}} O'Brien & Söhne".into(),
            passport: "/passport/20413377".into(),
            unit: "Ashdown Ward".into(),
            subject: "Infection Prevention and Control".into(),
            before: "Level 1: C Completed, until 3 May 2027".into(),
            after: "Level 2: C Never completed".into(),
            turns: "Turns red".into(),
            colour: "red".into(),
        }],
        csv: "/requirements/rehearsal.csv?proposal=".into(),
        paging: Some(Paging { current: 1, last: 5, href: "/requirements/rehearsal?page=".into() }),
        ..RehearsalPage::default()
    }
}

fn variations() -> VariationsPage {
    let line = |what: &str, justified: bool| VariationLine {
        what: what.into(),
        local: "Every 12 months".into(),
        national: "Every 24 months".into(),
        source: "Core Skills Training Framework, England (Skills for Health), subject guides"
            .into(),
        people: 2_440,
        justification: if justified {
            "The fire risk assessment of our wards asks for it"
        } else {
            ""
        }
        .into(),
        approved_by: "Finn Fire".into(),
        review_on: justified.then(|| date(2026, 10, 1)),
        overdue: justified,
        href: "/requirements/variations/justify?subject=Fire%20Safety".into(),
    };
    VariationsPage {
        done: Some("The reason is saved".into()),
        sentence: "2 periods differ from the national ones; 1 not yet justified".into(),
        to_do: true,
        variations: vec![
            line("Fire Safety, level 1", true),
            line("Moving and Handling, level 2", false),
        ],
    }
}

fn justify() -> JustifyVariationPage {
    JustifyVariationPage {
        csrf: "token".into(),
        what: "Fire Safety, level 1".into(),
        subject: "Fire Safety".into(),
        level: "1".into(),
        period: "12".into(),
        local: "Every 12 months".into(),
        national: "Every 24 months".into(),
        people: 2_440,
        errors: vec![Mistake::new("justification", "Enter why.")],
        ..JustifyVariationPage::default()
    }
}

fn over_training() -> OverTrainingPage {
    OverTrainingPage {
        sentence: "2 competences are trained more often than nationally: 915 hours a year".into(),
        lines: vec![OverTrainingLine {
            what: "Fire Safety, level 1".into(),
            local: "Every 12 months".into(),
            national: "Every 24 months".into(),
            people: 2_440,
            minutes: "45 minutes".into(),
            hours: "915".into(),
            justified: "Not yet justified".into(),
        }],
        total: "915".into(),
        unknown: 1,
    }
}
