//! Why a line has its date: the award, its period, and what moved it.

use jiff::civil::date;

use super::builders::{Trust, below, competence};
use crate::framework::Competence;
use crate::framework::Period::{Months, Once, Unknown};
use crate::framework::Renewal::KeepAnniversary;
use crate::record::Source;
use crate::requirement::Class::Compulsory;
use crate::requirement::Target;
use crate::span::Span;

/// What the sentence says after the requirement.
fn dated(trust: &mut Trust) -> String {
    let why = trust.line().why;
    why.strip_prefix("Required of everyone since 1 April 2020; ").unwrap_or(&why).into()
}

fn required(competences: Vec<Competence>, name: &str) -> Trust {
    let mut trust = Trust::new(competences);
    trust.require_of_all(name);
    trust
}

fn fire(period: crate::framework::Period) -> Trust {
    required(vec![competence("Fire Safety", period)], "Fire Safety")
}

#[test]
fn an_award_in_date_says_when_and_for_how_long() {
    assert_eq!(
        dated(fire(Months(12)).award("Fire Safety", date(2026, 5, 3))),
        "completed 3 May 2026, lasts 12 months."
    );
    assert_eq!(
        dated(fire(Once).award("Fire Safety", date(2026, 5, 3))),
        "completed 3 May 2026, needed once only."
    );
    assert_eq!(dated(&mut fire(Months(12))), "no completion that counts is recorded.");
}

#[test]
fn an_award_that_ran_out_says_so_in_the_past() {
    assert_eq!(
        dated(fire(Months(12)).award("Fire Safety", date(2025, 5, 3))),
        "completed 3 May 2025, lasted 12 months."
    );
}

#[test]
fn a_renewal_inside_the_window_kept_its_anniversary() {
    let mut trust = required(
        vec![Competence { renewal: KeepAnniversary(3), ..competence("Fire Safety", Months(12)) }],
        "Fire Safety",
    );
    trust.award("Fire Safety", date(2025, 6, 10)).award("Fire Safety", date(2026, 5, 3));
    let line = trust.line();
    assert_eq!(line.expiry, Some(date(2027, 6, 10)));
    assert_eq!(
        line.why,
        "Required of everyone since 1 April 2020; completed 3 May 2026, lasts 12 months; \
         renewed inside the window, so it kept the 10 June anniversary."
    );
}

#[test]
fn a_transfer_names_the_employer_and_whose_expiry_counts() {
    let transfer = || Source::Transfer("431".into());
    for (period, printed, words) in [
        (
            Months(12),
            Some(date(2027, 2, 1)),
            "completed 3 May 2026 with employer 431, lasts until 1 February 2027 \
             as they recorded, before our 12 months are over.",
        ),
        (
            Months(12),
            Some(date(2028, 5, 3)),
            "completed 3 May 2026 with employer 431, lasts 12 months.",
        ),
        (Months(12), None, "completed 3 May 2026 with employer 431, lasts 12 months."),
        (
            Once,
            Some(date(2028, 5, 3)),
            "completed 3 May 2026 with employer 431, lasts until 3 May 2028 as they recorded.",
        ),
        (Once, None, "completed 3 May 2026 with employer 431, needed once only."),
    ] {
        let mut trust = fire(period);
        trust.award_from("Fire Safety", date(2026, 5, 3), transfer(), printed);
        assert_eq!(dated(&mut trust), words);
    }
}

#[test]
fn a_date_set_by_the_certificate_says_so() {
    let mut trust = required(
        vec![Competence { as_printed: true, ..competence("Section 12 Approval", Months(60)) }],
        "Section 12 Approval",
    );
    let printed = Some(date(2030, 1, 31));
    trust.award_from("Section 12 Approval", date(2025, 5, 3), Source::Import, printed);
    assert_eq!(
        dated(&mut trust),
        "completed 3 May 2025, lasts until 31 January 2030, the date on its certificate."
    );
}

#[test]
fn an_unknown_period_says_so() {
    let mut trust = fire(Unknown);
    trust.award_from("Fire Safety", date(2025, 5, 3), Source::Import, Some(date(2027, 5, 3)));
    assert_eq!(
        dated(&mut trust),
        "completed 3 May 2025, lasts until 3 May 2027, the expiry recorded, \
         as no period is known."
    );
    let mut trust = fire(Unknown);
    trust.award("Fire Safety", date(2025, 5, 3));
    assert_eq!(dated(&mut trust), "completed 3 May 2025, does not expire as no period is known.");
}

#[test]
fn a_period_that_is_not_the_competences_own_says_whose_it_is() {
    let mut trust = Trust::new(vec![competence("Fire Safety", Months(24))]);
    trust
        .require("Fire Safety", Compulsory, Target::Organisation, |r| r.period = Some(Months(12)))
        .award("Fire Safety", date(2026, 5, 3));
    assert_eq!(dated(&mut trust), "completed 3 May 2026, lasts 12 months, as set for everyone.");
    trust.require_of_all("Fire Safety");
    assert_eq!(
        dated(&mut trust),
        "completed 3 May 2026, lasts 12 months, the shortest of 12 months and 24 months."
    );
}

#[test]
fn a_shorter_period_of_a_displaced_level_says_so() {
    let mut trust = Trust::new(vec![
        below("Fire Safety/1", Months(12), &["Fire Safety/Inpatient"]),
        competence("Fire Safety/Inpatient", Months(24)),
    ]);
    trust
        .require_of_all("Fire Safety/Inpatient")
        .require_of_all("Fire Safety/1")
        .award("Fire Safety/Inpatient", date(2026, 5, 3));
    assert_eq!(
        trust.line().why,
        "Required of everyone since 1 April 2020, and at Level 1 of everyone since 1 April 2020; \
         completed 3 May 2026, lasts 12 months, the shorter period of Level 1."
    );
}

#[test]
fn a_higher_level_and_an_alternative_count_and_are_named() {
    let competences = || {
        vec![
            below("Safeguarding/1", Months(36), &["Safeguarding/3", "Social Work"]),
            competence("Safeguarding/3", Months(12)),
            competence("Social Work", Once),
        ]
    };
    let mut trust = required(competences(), "Safeguarding/1");
    trust.award("Safeguarding/3", date(2025, 5, 3));
    assert_eq!(
        dated(&mut trust),
        "completed 3 May 2025 at Level 3, which counts here, lasts 36 months."
    );
    let mut trust = required(competences(), "Safeguarding/1");
    trust.award("Social Work", date(2025, 5, 3));
    assert_eq!(
        dated(&mut trust),
        "completed 3 May 2025 as Social Work, which counts here, lasts 36 months."
    );
}

#[test]
fn a_composite_names_the_part_that_runs_out_first() {
    let mut trust = required(
        vec![
            below("Handling/2", Months(24), &["Handling/Part 1 + Handling/Part 2"]),
            competence("Handling/Part 1", Months(24)),
            competence("Handling/Part 2", Months(24)),
        ],
        "Handling/2",
    );
    trust.award("Handling/Part 1", date(2025, 5, 3)).award("Handling/Part 2", date(2026, 5, 3));
    let line = trust.line();
    assert_eq!(line.expiry, Some(date(2027, 5, 3)));
    assert_eq!(
        dated(&mut trust),
        "Part 1 completed 3 May 2025, lasts 24 months, the first of its parts to run out."
    );
    assert_eq!(line.history.len(), 2, "both parts counted");
}

#[test]
fn what_is_needed_once_in_each_post_counts_from_its_start() {
    let mut trust = required(
        vec![Competence { once_per_assignment: true, ..competence("Local Induction", Once) }],
        "Local Induction",
    );
    trust.award("Local Induction", date(2020, 2, 1));
    let line = trust.line();
    assert_eq!(line.words, "Required");
    assert!(line.history.is_empty(), "it never counted here");
    assert_eq!(
        dated(&mut trust),
        "no completion that counts is recorded; \
         needed once in each post, so only what is completed since 1 March 2021 counts."
    );
}

#[test]
fn an_extension_is_shown_with_its_authority() {
    let mut trust = fire(Months(12));
    let autumn = Span { from: date(2026, 9, 1), to: Some(date(2026, 11, 30)) };
    trust.award("Fire Safety", date(2025, 10, 10)).extend("Fire Safety", autumn, 90);
    let line = trust.line();
    assert_eq!(line.words, "Renew by 8 January 2027");
    assert_eq!(line.notes, ["Extended by 90 days: courses suspended, agreed by the chief nurse"]);
    assert_eq!(
        dated(&mut trust),
        "completed 10 October 2025, lasts 12 months; extended by 90 days to 8 January 2027."
    );
}

#[test]
fn exemption_grace_and_announcement_each_have_their_words_and_their_reason() {
    let mut trust = fire(Months(12));
    trust.exempt("Fire Safety", date(2026, 1, 1), Some(date(2027, 3, 1)));
    let line = trust.line();
    assert_eq!(line.words, "Exempt until 1 March 2027, agreed by the training lead");
    assert_eq!(dated(&mut trust), "you are exempt until 1 March 2027.");
    assert!(line.next_step.is_none() && line.what_if.is_none());

    let mut trust = Trust::new(vec![competence("Fire Safety", Months(12))]);
    trust.require("Fire Safety", Compulsory, Target::Organisation, |r| {
        r.dates.from = date(2026, 10, 16);
        r.grace_days = 90;
    });
    let line = trust.line();
    assert_eq!(line.words, "Complete by 14 January 2027");
    assert_eq!(
        line.why,
        "Required of everyone since 16 October 2026; no completion that counts is recorded; \
         you have until 14 January 2027."
    );

    let mut trust = Trust::new(vec![competence("Fire Safety", Months(12))]);
    trust
        .require("Fire Safety", Compulsory, Target::Organisation, |r| {
            r.introduced = Some(date(2027, 4, 1));
        })
        .award("Fire Safety", date(2026, 5, 3));
    let line = trust.line();
    assert_eq!(line.words, "Required from 1 April 2027");
    assert_eq!(line.notes, ["Already held until 3 May 2027"]);
    assert_eq!(
        line.why,
        "Will be required of everyone from 1 April 2027; shown and not counted until then; \
         completed 3 May 2026, lasts 12 months."
    );
}
