//! Samples of the training lead's desk.

use jiff::civil::date;
use passport_pages::pages::{
    AliasPage, AliasRow, AskedDay, AskedReason, Choice, CompetenceRow, CompetencesPage,
    DataHealthPage, DecidePage, DeskItem, DeskPage, EffectTable, ExemptionPage, ExemptionRow,
    ExemptionsPage, ExtensionRow, ExtensionsPage, FindingPage, FindingRow, FindingsPage, GivenRow,
    Hidden, KindRow, ManagerRow, Mistake, MovedRow, NewExemptionPage, NewExtensionPage, Paging,
    PersonRow, ReconciledRow, ReconciliationPage, ReturnPage, ReturnRow, ReturnsPage, TypedDate,
    UnitChangeRow, UnitPage, UnitRow, UnitsPage, UnmappedPage, UnmappedRow, Which,
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
        ("desk", show.page(&desk())?),
        ("units", show.page(&units())?),
        ("unit", show.page(&unit())?),
        ("extensions", show.page(&extensions())?),
        ("new_extension", show.page(&new_extension())?),
        ("data_health", show.page(&data_health())?),
        ("findings", show.page(&findings())?),
        ("finding", show.page(&finding())?),
        ("finding-aside", show.page(&finding_aside())?),
        ("reconciliation", show.page(&reconciliation())?),
        (
            "reconciliation-none",
            show.page(&ReconciliationPage { sentence: None, ..reconciliation() })?,
        ),
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

fn desk() -> DeskPage {
    let item = |text: &str, waiting: Option<&str>| DeskItem {
        text: text.into(),
        href: "/competences/unmapped".into(),
        hint: "Say what the names mean that awards use and no competence bears.".into(),
        waiting: waiting.map(str::to_owned),
    };
    DeskPage {
        items: vec![
            item("Unknown names", Some("12 unknown")),
            item("Exemptions", Some("")),
            item("Units", None),
        ],
    }
}

fn units() -> UnitsPage {
    let row = |name: &str, people, managers: &str| UnitRow {
        name: name.into(),
        above: "Hartwell NHS Trust, Acute".into(),
        href: "/units/unit?path=x".into(),
        people,
        managers: managers.into(),
    };
    UnitsPage {
        done: Some("The unit has its new name from that day".into()),
        query: String::new(),
        unmanaged: false,
        found: "2 units".into(),
        units: vec![row("Ashdown Ward", 41, "Grace Okonkwo"), row("Beech & Birch Ward", 1_204, "")],
        paging: Some(Paging { current: 1, last: 2, href: "/units?page=".into() }),
        changes: vec![UnitChangeRow {
            old: "Hartwell NHS Trust, Acute, Ash Ward".into(),
            new: "Hartwell NHS Trust, Acute, Ashdown Ward".into(),
            from: date(2026, 4, 1),
            undo: "/units/changes/7".into(),
        }],
    }
}

fn unit() -> UnitPage {
    UnitPage {
        csrf: "token".into(),
        done: Some("The manager is named".into()),
        name: "Ashdown Ward".into(),
        path: "Hartwell NHS Trust|Acute|Ashdown Ward".into(),
        words: "Hartwell NHS Trust, Acute, Ashdown Ward".into(),
        people: "41 people work in it or below.".into(),
        managers: vec![ManagerRow {
            name: "Grace Okonkwo".into(),
            from: Some(date(2026, 4, 1)),
            to: None,
            reason: "No supervisor in ESR".into(),
            end: "/units/managers/7".into(),
        }],
        which: vec![Which {
            field: "new".into(),
            choices: vec![Choice::new(
                "999 L1 Hartwell|999 L6 Day Unit",
                "Merge with Hartwell, Day Unit",
                "999 L1 Hartwell|999 L6 Day Unit",
            )],
        }],
        errors: vec![
            Mistake::new("colleague", "No colleague who works here."),
            Mistake::new("new", "Another unit is called Day Unit. Choose what you mean."),
        ],
        ..UnitPage::default()
    }
}

fn extensions() -> ExtensionsPage {
    let row = |void: Option<&str>| ExtensionRow {
        subject: "Moving and Handling".into(),
        days: "90 days".into(),
        whom: "Everyone".into(),
        from: date(2026, 11, 1),
        to: Some(date(2027, 1, 31)),
        authority: "Director of Nursing".into(),
        void: void.map(str::to_owned),
    };
    ExtensionsPage {
        done: Some("The expiries are moved".into()),
        extensions: vec![row(Some("/extensions/7")), row(None)],
    }
}

fn new_extension() -> NewExtensionPage {
    NewExtensionPage {
        csrf: "token".into(),
        subjects: vec![Choice::new("", "Choose", "")],
        kinds: vec![Choice::new("organisation", "Everyone", "")],
        kind: "organisation".into(),
        errors: vec![Mistake::new("subject", "Choose a subject.")],
        ..NewExtensionPage::default()
    }
}

fn data_health() -> DataHealthPage {
    let row = |name: &str, count, href: Option<&str>| KindRow {
        name: name.into(),
        meaning: "No manager sees their passports.".into(),
        href: href.map(str::to_owned),
        count,
        aside: 2,
    };
    DataHealthPage {
        sentence: "124 findings need a look.".into(),
        kinds: vec![
            row("No supervisor", 124, Some("/data-health/no-supervisor")),
            row("Circular supervisor", 0, None),
        ],
    }
}

fn findings() -> FindingsPage {
    let row = |about: &str, what: &str| FindingRow {
        about: about.into(),
        number: Some("00123".into()),
        href: "/data-health/no-supervisor/0a".into(),
        what: what.into(),
    };
    FindingsPage {
        done: Some("It is set aside".into()),
        kind: "No supervisor".into(),
        meaning: "No manager sees their passports.".into(),
        found: "1 finding".into(),
        findings: vec![row("20413377", "No supervisor is recorded.")],
        paging: Some(Paging { current: 1, last: 1, href: "/data-health/x?page=".into() }),
        aside: vec![row("20413378", "The chief executive")],
    }
}

fn finding() -> FindingPage {
    FindingPage {
        csrf: "token".into(),
        kind: "No supervisor".into(),
        about: "20413377".into(),
        passport: Some(Link::new("Passport of 20413377", "/passport/20413377")),
        what: "No supervisor is recorded.".into(),
        proposal: "Correct the supervisor in ESR. Until then, name a manager of the unit.".into(),
        repair: Some(Link::new("Name a manager of Ashdown Ward", "/units/unit?path=x")),
        aside: None,
        action: "/data-health/no-supervisor/0a".into(),
        reason: String::new(),
        back: Link::new("No supervisor", "/data-health/no-supervisor"),
        errors: vec![Mistake::new("reason", "Enter a reason.")],
    }
}

fn finding_aside() -> FindingPage {
    FindingPage {
        aside: Some("The chief executive".into()),
        repair: None,
        errors: vec![],
        ..finding()
    }
}

fn reconciliation() -> ReconciliationPage {
    ReconciliationPage {
        sentence: Some("12 of 240 lines differ.".into()),
        causes: vec![Choice::new("", "Any reason (12)", "")],
        cause: String::new(),
        csv: "/reconciliation.csv?cause=".into(),
        found: "12 lines".into(),
        lines: vec![ReconciledRow {
            name: "Ann Jones".into(),
            employee_number: "20413377".into(),
            passport: "/passport/20413377".into(),
            competence: "NHS|CSTF|Fire Safety - 2 Years|".into(),
            esr: "Met".into(),
            esr_expiry: Some(date(2027, 1, 20)),
            ours: "Not met".into(),
            our_expiry: Some(date(2026, 1, 20)),
            reason: "The award of 20 January 2025 counts for 12 months by our rule.".into(),
        }],
        paging: Some(Paging { current: 1, last: 2, href: "/reconciliation?page=".into() }),
    }
}
