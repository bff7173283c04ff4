//! Samples of the training lead's desk.

use jiff::civil::date;
use passport_pages::pages::{
    AliasPage, AliasRow, AskedDay, AskedReason, Choice, CompetenceRow, CompetencesPage, DecidePage,
    EffectTable, ExemptionPage, ExemptionRow, ExemptionsPage, GivenRow, Hidden, Mistake, MovedRow,
    NewExemptionPage, Paging, PersonRow, ReturnPage, ReturnRow, ReturnsPage, TypedDate,
    UnmappedPage, UnmappedRow,
};
use passport_pages::{Link, RenderError};

use super::Showcase;

/// All of them, by name.
pub fn all(show: &Showcase) -> Result<Vec<(&'static str, String)>, RenderError> {
    Ok(vec![
        ("competences", show.page(&competences())?),
        ("unmapped", show.page(&unmapped())?),
        ("alias", show.page(&alias())?),
        ("alias-typed", show.page(&alias_typed())?),
        ("exemptions", show.page(&exemptions())?),
        ("exemption", show.page(&exemption())?),
        ("new_exemption", show.page(&new_exemption())?),
        ("returns", show.page(&returns(28))?),
        ("returns-none", show.page(&returns(0))?),
        ("return", show.page(&new_return())?),
        ("decide", show.page(&decide())?),
        ("decide-wrong", show.page(&decide_wrong())?),
    ])
}

fn competences() -> CompetencesPage {
    let alias = |name: &str, remove: Option<&str>| AliasRow {
        name: name.into(),
        remove: remove.map(str::to_owned),
    };
    let row = |name: &str, line: &str, aliases: Vec<AliasRow>| CompetenceRow {
        name: name.into(),
        line: line.into(),
        period: "24 months".into(),
        aliases,
    };
    CompetencesPage {
        done: Some("The name is removed".into()),
        query: "fire".into(),
        found: "2 competences".into(),
        unmapped: 12,
        competences: vec![
            row(
                "NHS|CSTF|Fire Safety - 2 Years|",
                "Fire Safety, Level 1",
                vec![
                    alias("NHS|CSTF|Fire Safety - 1 Year|", None),
                    alias("999|LOCAL|Fire Safety Theory|", Some("/competences/aliases/7")),
                ],
            ),
            row("999|LOCAL|Fire Warden - 1 Year|", "Fire Warden", vec![]),
        ],
        paging: Some(Paging { current: 1, last: 3, href: "/competences?q=fire&page=".into() }),
    }
}

fn unmapped() -> UnmappedPage {
    let row = |name: &str, awards, people, suggestion: &str| UnmappedRow {
        name: name.into(),
        href: "/competences/aliases/new?name=x".into(),
        awards,
        people,
        suggestion: suggestion.into(),
    };
    UnmappedPage {
        done: Some("The name has its place".into()),
        found: "2 names".into(),
        names: vec![
            row("999|LOCAL|Fire Safety Theory|", 1_057, 941, "Fire Safety, Level 1"),
            row("Fire & Rescue “Basics”", 1, 1, ""),
        ],
        paging: Some(Paging { current: 1, last: 2, href: "/competences/unmapped?page=".into() }),
    }
}

fn alias() -> AliasPage {
    let name = "NHS|CSTF|Fire Safety - 2 Years|";
    AliasPage {
        csrf: "token".into(),
        name: "999|LOCAL|Fire Safety Theory|".into(),
        is_given: true,
        uses: "57 awards of 41 people use this name.".into(),
        suggestions: vec![Choice::new(
            name,
            name,
            "Fire Safety, Level 1. The same words, and more.",
        )],
        competences: vec![Choice::new("", "Choose", ""), Choice::new(name, name, "")],
        errors: vec![Mistake::new("competence", "Choose a competence.")],
        ..AliasPage::default()
    }
}

fn alias_typed() -> AliasPage {
    AliasPage {
        name: String::new(),
        is_given: false,
        uses: String::new(),
        suggestions: vec![],
        errors: vec![Mistake::new("name", "Enter the other name, of at most 200 letters.")],
        ..alias()
    }
}

/// What a decision would change.
pub fn effect() -> EffectTable {
    let row = |name: &str, before: (&str, &str), after: (&str, &str)| MovedRow {
        name: name.into(),
        passport: "/passport/20413377".into(),
        line: "Fire Safety, Level 1".into(),
        before: before.0.into(),
        before_colour: before.1.into(),
        after: after.0.into(),
        after_colour: after.1.into(),
    };
    let green = ("Completed, expires 3 May 2028", "green");
    EffectTable {
        sentence: "143 lines of 102 people change: 141 become compliant, 0 are compliant no more."
            .into(),
        rows: vec![
            row("Ann Jones", ("Expired 3 May 2026", "red"), green),
            row("Łukasz Zieliński-Nguyễn", ("Never completed", "red"), green),
        ],
        more: 43,
    }
}

fn decide() -> DecidePage {
    DecidePage {
        csrf: "token".into(),
        heading: "999|LOCAL|Fire Safety Theory| means NHS|CSTF|Fire Safety - 2 Years|".into(),
        lines: vec!["It means so in every award and extract, on every day.".into()],
        effect: Some(effect()),
        hidden: vec![Hidden::new("confirm", "yes")],
        day: None,
        reason: None,
        action: "/competences/aliases".into(),
        button: Some("Confirm the name".into()),
        warning: false,
        back: Link::new("Choose another meaning", "/competences/unmapped"),
        errors: vec![],
    }
}

fn decide_wrong() -> DecidePage {
    DecidePage {
        heading: "End the exemption of Ann Jones".into(),
        lines: vec!["She is exempt from Moving and Handling until 1 March 2027.".into()],
        effect: None,
        day: Some(AskedDay {
            label: "Last day".into(),
            hint: "For example, 30 11 2026.".into(),
            value: TypedDate::default(),
        }),
        reason: Some(AskedReason {
            hint: "Those who look into it later read it.".into(),
            value: String::new(),
        }),
        button: Some("End the exemption".into()),
        warning: true,
        errors: vec![
            Mistake::new("day-day", "Enter the last day."),
            Mistake::new("reason", "Enter a reason."),
        ],
        ..decide()
    }
}

fn exemption_row() -> ExemptionRow {
    ExemptionRow {
        name: "Ann Jones".into(),
        href: "/exemptions/7".into(),
        subject: "Moving and Handling".into(),
        from: date(2026, 3, 1),
        to: Some(date(2026, 12, 10)),
        state: "Ends soon".into(),
        colour: "orange".into(),
        origin: "Entered here".into(),
    }
}

fn exemptions() -> ExemptionsPage {
    let other = ExemptionRow {
        name: "Łukasz Zieliński-Nguyễn".into(),
        to: None,
        state: "Standing".into(),
        colour: "green".into(),
        origin: "From a file".into(),
        ..exemption_row()
    };
    ExemptionsPage {
        done: Some("The exemption is given".into()),
        shows: vec![
            Choice::new("standing", "Standing, or to begin", ""),
            Choice::new("ending", "Ending in 30 days", ""),
        ],
        show: "standing".into(),
        found: "2 exemptions".into(),
        exemptions: vec![exemption_row(), other],
        paging: Some(Paging { current: 1, last: 2, href: "/exemptions?page=".into() }),
    }
}

fn exemption() -> ExemptionPage {
    ExemptionPage {
        name: "Ann Jones".into(),
        passport: "/passport/20413377".into(),
        row: exemption_row(),
        reason: "Advice of occupational health of 27 February 2026".into(),
        approved_by: "the training lead".into(),
        end: Some("/exemptions/7/end".into()),
        void: Some("/exemptions/7/void".into()),
    }
}

fn new_exemption() -> NewExemptionPage {
    NewExemptionPage {
        csrf: "token".into(),
        query: "jones".into(),
        found: vec![PersonRow {
            name: "Ann Jones".into(),
            employee_number: "20413377".into(),
            post: "Staff Nurse, Ashdown Ward".into(),
            passport: "/exemptions/new?person=20413377".into(),
        }],
        people: "20413377\n20413378".into(),
        subjects: vec![
            Choice::new("", "Choose", ""),
            Choice::new("Fire Safety", "Fire Safety", ""),
        ],
        ends: "until".into(),
        errors: vec![
            Mistake::new("people", "Nobody has the employee number 20413378."),
            Mistake::new("to-day", "Enter the last day, or choose that there is no end."),
        ],
        ..NewExemptionPage::default()
    }
}

fn returns(days: u32) -> ReturnsPage {
    ReturnsPage {
        done: None,
        days,
        back: vec![ReturnRow {
            name: "Ann Jones".into(),
            href: "/exemptions/returns/new?person=20413377".into(),
            leave: "Maternity".into(),
            away_from: date(2026, 1, 12),
            back_on: date(2026, 11, 2),
        }],
        given: vec![GivenRow {
            name: "Tom Okafor".into(),
            passport: "/passport/20413380".into(),
            back_on: date(2026, 10, 12),
            until: date(2026, 12, 7),
            state: "Acts now".into(),
            void: "/exemptions/returns/9".into(),
        }],
    }
}

fn new_return() -> ReturnPage {
    ReturnPage {
        csrf: "token".into(),
        days: 28,
        person: "20413377".into(),
        errors: vec![Mistake::new("until-day", "Enter the last day.")],
        ..ReturnPage::default()
    }
}
