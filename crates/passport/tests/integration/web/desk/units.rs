//! Units: renamed, merged, and given a manager.

use axum::http::StatusCode;
use passport_core::facts::{
    ExtensionFact, GrantFact, GrantedRole, PersonFact, ProposalFact, SettingFact, UnitChangeFact,
};
use passport_store::{Known, Organisation};

use super::super::office::{enter, organisation, send, staff};
use super::super::support::{
    Browser, DIRECTOR, LEAD, NURSE, PORTER, STUDENT, Served, Trust, clock,
};
use super::{TODAY, confirm, import, import_part};

const WARD: &str = "Hartwell|Acute|Ashdown Ward";

async fn lead() -> (Trust, Organisation, Browser) {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let lead = trust.logged_in(LEAD).await;
    (trust, here, lead)
}

fn rename<'a>(new: &'a str, day: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![("unit", WARD), ("new", new), ("day-day", day), ("day-month", "11"), ("day-year", "2026")]
}

#[tokio::test]
async fn a_unit_gets_another_name_with_its_requirements_and_gets_the_old_one_back() {
    let (_trust, here, mut lead) = lead().await;
    let requirements = "Applies To,Target,Subject,Class\norganisation,,Fire Safety,C\norganisation,,Moving and Handling,C\nunit,Ashdown Ward,Fire Safety,R\n";
    import(&here, TODAY, &[("requirements.csv", requirements)]).await;
    let preview = confirm(&mut lead, "/units/changes", &rename("Ash Ward", "20")).await.text();
    assert!(preview.contains("4 people and 0 units below it"), "{preview}");
    assert!(preview.contains("1 requirement for it"), "{preview}");
    assert!(preview.contains("No passport changes."), "{preview}");
    let list = lead.get("/units?q=ash").await.text();
    assert!(list.contains("Ash Ward") && list.contains("Renamed and merged"), "{list}");
    let change = here.facts::<UnitChangeFact>(Known::Now).await.expect("facts").remove(0);
    let undo = format!("/units/changes/{}", change.id);
    assert!(lead.get(&undo).await.text().contains("Take back that Ashdown Ward was renamed"));
    assert_eq!(send(&mut lead, &undo, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&mut lead, &undo, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(lead.get("/units?q=ashdown").await.text().contains("1 unit"));
}

#[tokio::test]
async fn a_rename_that_cannot_be_says_why() {
    let (_trust, here, mut lead) = lead().await;
    let before = here.last_change().await.expect("a number");
    for (new, day, says) in [
        ("", "20", "Enter the new name"),
        (" | ", "20", "Enter the new name"),
        ("ashdown  ward", "20", "another name than it has"),
        ("Hartwell|Acute|Ashdown Ward|Bay 1", "20", "cannot become a part of itself"),
        ("Ash Ward", "", "must include a day"),
    ] {
        for step in ["no", "yes"] {
            let mut form = rename(new, day);
            form.push(("confirm", step));
            let answer = send(&mut lead, "/units/changes", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
            assert!(answer.text().contains(says), "{new}: {}", answer.text());
        }
    }
    let mut nowhere = rename("Ash Ward", "20");
    nowhere[0].1 = "Elsewhere";
    assert_eq!(send(&mut lead, "/units/changes", &nowhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(here.last_change().await.expect("a number"), before);
}

#[tokio::test]
async fn a_manager_is_named_sees_the_unit_also_under_its_new_name_and_is_ended() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let account = staff(&here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    let mut lead = enter(&trust, &here, account).await;
    let porter = staff(&here, PORTER, "Paul Porter", &[]).await;
    // Or whoever names managers would read everybody's supervision.
    staff(&here, DIRECTOR, "Dora Director", &[(GrantedRole::TrainingLead, "")]).await;
    for oneself in [LEAD, DIRECTOR] {
        let form =
            [("unit", WARD), ("colleague", oneself), ("reason", "cover"), ("confirm", "yes")];
        let answer = send(&mut lead, "/units/managers", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{oneself}");
        assert!(answer.text().contains("named by an administrator alone"), "{oneself}");
    }
    let form = [("unit", WARD), ("colleague", PORTER), ("reason", "No supervisor in ESR")];
    let preview = confirm(&mut lead, "/units/managers", &form).await.text();
    assert!(preview.contains("Paul Porter sees the passports of 4 people there"), "{preview}");
    let mut paul = enter(&trust, &here, porter).await;
    let nurse = format!("/passport/{NURSE}");
    assert_eq!(paul.get(&nurse).await.status, StatusCode::OK);
    confirm(&mut lead, "/units/changes", &rename("Ash Ward", "20")).await;
    assert_eq!(paul.get(&nurse).await.status, StatusCode::OK, "the unit is the same");
    assert_eq!(paul.get(&format!("/passport/{DIRECTOR}")).await.status, StatusCode::NOT_FOUND);
    assert!(lead.get("/units?q=ash").await.text().contains("Paul Porter"));

    let grants = here.facts::<GrantFact>(Known::Now).await.expect("grants");
    let of = |role: GrantedRole| grants.iter().find(|known| known.fact.role == role).expect("one");
    // Another role is not ended here.
    let own = format!("/units/managers/{}", of(GrantedRole::TrainingLead).id);
    assert_eq!(lead.get(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut lead, &own, &[]).await.status, StatusCode::NOT_FOUND);
    let end = format!("/units/managers/{}", of(GrantedRole::Manager).id);
    assert!(lead.get(&end).await.text().contains("End that Paul Porter manages"));
    assert_eq!(send(&mut lead, &end, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(paul.get(&nurse).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut lead, &end, &[]).await.status, StatusCode::NOT_FOUND);

    for (colleague, reason, says) in [
        (STUDENT, "why", "has an account"),
        ("900", "why", "has an account"),
        ("", "why", "has an account"),
        (PORTER, " ", "Enter why"),
    ] {
        let form =
            [("unit", "Hartwell|Acute|Ash Ward"), ("colleague", colleague), ("reason", reason)];
        let answer = send(&mut lead, "/units/managers", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{colleague}");
        assert!(answer.text().contains(says), "{colleague}: {}", answer.text());
    }
}

const HEADINGS: &str = "Employee Number,Assignment Number,First Name,Last Name,Org L1,Org L2,Org L3,Assignment Status,Primary Assignment,Start Date";
const HOLLY: &str = "999 L1 Holm|999 L2 Community|999 L6 Holly Ward";

/// Units as ESR writes them, two of them shown by one name.
async fn of_esr(here: &Organisation) {
    let row = |number: u32, unit: &str| {
        let levels = unit.replace('|', ",");
        format!("{number},{number}-1,Iris,Invented,{levels},Active Assignment,Yes,2020-01-01\n")
    };
    let rows = [
        row(901, HOLLY),
        row(902, "999 L1 Holm|999 L2 Acute|999 L6 Day Unit"),
        row(903, "999 L1 Holm|999 L2 Community|999 L6 Day Unit"),
    ];
    let file = format!("{HEADINGS}\n{}", rows.concat());
    import_part(here, TODAY, &[("assignments.csv", &file)]).await;
}

#[tokio::test]
async fn a_person_with_two_posts_counts_once_in_each_unit_and_in_those_above() {
    let (_trust, here, mut lead) = lead().await;
    let row = |number: u32, post: u32, unit: &str, status: &str| {
        let levels = unit.replace('|', ",");
        format!("{number},{number}-{post},Iris,Invented,{levels},{status},Yes,2020-01-01\n")
    };
    let rows = [
        row(901, 1, "Holm|Community|Holly Ward", "Active Assignment"),
        row(901, 2, "Holm|Community|Day Unit", "Active Assignment"),
        row(902, 1, "Holm|Community|Holly Ward Annexe", "Active Assignment"),
        row(903, 1, "Holm|Community|Holly Ward", "Terminate Assignment"),
    ];
    let file = format!("{HEADINGS}\n{}", rows.concat());
    import_part(&here, TODAY, &[("assignments.csv", &file)]).await;
    for (unit, people) in [
        ("Holm", "2 people work"),
        ("Holm%7CCommunity", "2 people work"),
        ("Holm%7CCommunity%7CHolly%20Ward", "1 person works"),
        ("Holm%7CCommunity%7CDay%20Unit", "1 person works"),
        ("Holm%7CCommunity%7CHolly%20Ward%20Annexe", "1 person works"),
    ] {
        let page = lead.get(&format!("/units/unit?path={unit}")).await.text();
        assert!(page.contains(&format!("{people} in it or below.")), "{unit}: {page}");
    }
}

#[tokio::test]
async fn a_unit_renamed_as_it_is_shown_stays_one_unit_and_a_name_of_two_is_asked_about() {
    let (_trust, here, mut lead) = lead().await;
    of_esr(&here).await;
    let form = |new: &'static str| {
        let day = [("day-day", "20"), ("day-month", "11"), ("day-year", "2026")];
        [&[("unit", HOLLY), ("new", new)][..], &day].concat()
    };
    let asked = send(&mut lead, "/units/changes", &form("day unit")).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "Merge with Holm, Acute, Day Unit",
        "Merge with Holm, Community, Day Unit",
        "value=\"999 L1 Holm|999 L2 Acute|999 L6 Day Unit\"",
    ] {
        assert!(asked.text().contains(said), "{said}: {}", asked.text());
    }
    let preview =
        send(&mut lead, "/units/changes", &form("999 L1 Holm|999 L2 Acute|999 L6 Day Unit")).await;
    assert!(preview.text().contains("the two count as one"), "{}", preview.text());
    confirm(&mut lead, "/units/changes", &form("Ivy Ward")).await;
    let change = here.facts::<UnitChangeFact>(Known::Now).await.expect("facts").remove(0);
    assert_eq!(change.fact.new_unit, "999 L1 Holm|999 L2 Community|999 L6 Ivy Ward");
}

#[tokio::test]
async fn an_extension_and_a_requirement_find_a_unit_by_its_name_as_shown() {
    let (_trust, here, mut lead) = lead().await;
    of_esr(&here).await;
    let extension = |target: &'static str| {
        [
            ("subject", "Fire Safety"),
            ("days", "30"),
            ("from-day", "1"),
            ("from-month", "12"),
            ("from-year", "2026"),
            ("kind", "unit"),
            ("target", target),
            ("authority", "Director of Nursing"),
        ]
    };
    let asked = send(&mut lead, "/extensions", &extension("Day Unit")).await;
    assert!(asked.text().contains("Several units are called Day Unit"), "{}", asked.text());
    confirm(&mut lead, "/extensions", &extension("holly ward")).await;
    let known = here.facts::<ExtensionFact>(Known::Now).await.expect("facts").remove(0);
    assert_eq!(known.fact.target, HOLLY);

    let requirement = |target: &'static str| {
        [
            ("act", "add"),
            ("kind", "unit"),
            ("target", target),
            ("subject", "Fire Safety"),
            ("class", "R"),
            ("from-day", "1"),
            ("from-month", "12"),
            ("from-year", "2026"),
            ("period", "competence"),
            ("reason", "The risk assessment"),
            ("approved-by", "Dora Director"),
        ]
    };
    let asked = send(&mut lead, "/requirements/propose", &requirement("Day Unit")).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text().contains("Holm, Community, Day Unit"), "{}", asked.text());
    let saved = send(&mut lead, "/requirements/propose", &requirement("Holly Ward")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let known = here.facts::<ProposalFact>(Known::Now).await.expect("facts").remove(0);
    assert_eq!(known.fact.target, HOLLY);
}

/// Where messages go: invitations can be sent.
async fn with_mail(here: &Organisation, folder: &std::path::Path) {
    let setting =
        |key: &str, value: String| SettingFact { key: key.into(), value, date_from: None };
    let facts = [
        setting("mail-to", format!("file://{}", folder.display())),
        setting("mail-from", "Learning <learning@hartwell.example.nhs.uk>".into()),
        setting("site-address", "https://passport.hartwell.example.nhs.uk".into()),
    ];
    let mut change = here.begin("test", "settings", clock().now()).await.expect("begun");
    change.record(&facts).await.expect("recorded");
    change.commit().await.expect("committed");
}

#[tokio::test]
async fn a_manager_is_found_by_name_and_invited_by_mail_where_they_have_no_account() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let account = staff(&here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    let mut lead = enter(&trust, &here, account).await;
    let unit = "/units/unit?path=Hartwell%7CAcute%7CAshdown%20Ward";
    let found = lead.get(&format!("{unit}&q=sister")).await.text();
    assert!(found.contains("Sara Sister") && found.contains("&amp;person=250"), "{found}");
    let chosen = lead.get(&format!("{unit}&person=250")).await.text();
    assert!(chosen.contains("name=\"colleague\"") && chosen.contains("value=\"250\""), "{chosen}");
    let form = [("unit", WARD), ("colleague", "250"), ("reason", "She runs the ward")];
    // Without mail somebody would have to hand the link over, who could use it.
    let refused = send(&mut lead, "/units/managers", &form).await;
    assert!(refused.text().contains("Ask an administrator to invite them"), "{}", refused.text());

    let folder = tempfile::tempdir().expect("a folder");
    with_mail(&here, folder.path()).await;
    let preview = confirm_as_shown(&mut lead, "/units/managers", &form).await;
    assert!(preview.contains("sara@hartwell.example.nhs.uk"), "{preview}");
    let account = here.account_of("250").await.expect("asked").expect("an account");
    assert!(account.password_hash.is_empty(), "she chooses her own password");
    let grants = here.facts::<GrantFact>(Known::Now).await.expect("grants");
    let hers: Vec<&GrantFact> = grants
        .iter()
        .map(|known| &known.fact)
        .filter(|grant| grant.account == account.id)
        .collect();
    assert_eq!(hers.len(), 1);
    assert_eq!((hers[0].role, hers[0].scope.as_str()), (GrantedRole::Manager, WARD));
    assert_eq!(here.accounts().await.expect("accounts").len(), 2, "nobody else was invited");
    // Of somebody of another trust, or without an address, nothing is opened.
    for nobody in ["900", STUDENT] {
        let form = [("unit", WARD), ("colleague", nobody), ("reason", "x"), ("invite", "yes")];
        let refused = send(&mut lead, "/units/managers", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{nobody}");
        let mut forged = form.to_vec();
        forged.push(("confirm", "yes"));
        let refused = send(&mut lead, "/units/managers", &forged).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{nobody}");
    }
    assert_eq!(here.accounts().await.expect("accounts").len(), 2);
}

/// A training lead who may send mail, of a trust where nobody else has an account.
async fn lead_with_mail() -> (Trust, Organisation, Browser, tempfile::TempDir) {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let account = staff(&here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    let lead = enter(&trust, &here, account).await;
    let folder = tempfile::tempdir().expect("a folder");
    with_mail(&here, folder.path()).await;
    (trust, here, lead, folder)
}

#[tokio::test]
async fn a_naming_that_is_refused_opens_no_account_and_asks_for_no_message() {
    let (_trust, here, mut lead, _folder) = lead_with_mail().await;
    let before = here.last_change().await.expect("a number");
    let bad = [
        (WARD, " ", "", "Enter why"),
        (WARD, "She runs the ward", "21", "must be the same as or after the first day"),
        (WARD, &"w".repeat(201), "", "at most 200 characters"),
    ];
    for (unit, reason, to, says) in bad {
        for step in ["no", "yes"] {
            let mut form = vec![("unit", unit), ("colleague", "250"), ("reason", reason)];
            form.extend([("invite", "yes"), ("confirm", step)]);
            if !to.is_empty() {
                form.extend([("to-day", to), ("to-month", "11"), ("to-year", "2026")]);
            }
            let refused = send(&mut lead, "/units/managers", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            assert!(refused.text().contains(says), "{says}: {}", refused.text());
        }
    }
    assert!(here.account_of("250").await.expect("asked").is_none());
    assert_eq!(here.message_counts().await.expect("counted"), (0, 0));
    assert_eq!(here.last_change().await.expect("a number"), before);
}

#[tokio::test]
async fn account_message_and_naming_are_one_change_with_one_link() {
    let (_trust, here, mut lead, _folder) = lead_with_mail().await;
    let before = here.last_change().await.expect("a number");
    let form = [("unit", WARD), ("colleague", "250"), ("reason", "She runs the ward")];
    confirm_as_shown(&mut lead, "/units/managers", &form).await;
    assert_eq!(here.last_change().await.expect("a number"), before + 1);
    let account = here.account_of("250").await.expect("asked").expect("an account");
    assert_eq!(here.messages_of(account.id).await.expect("messages").len(), 1);
    // Sent again, it opens nothing more.
    let again = [&form[..], &[("invite", "yes"), ("confirm", "yes")]].concat();
    let refused = send(&mut lead, "/units/managers", &again).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(here.messages_of(account.id).await.expect("messages").len(), 1);
    assert_eq!(here.last_change().await.expect("a number"), before + 1);
}

#[tokio::test]
async fn mail_that_has_broken_since_the_preview_names_nobody_and_says_so() {
    let (_trust, here, mut lead, _folder) = lead_with_mail().await;
    let form = [("unit", WARD), ("colleague", "250"), ("reason", "She runs the ward")];
    let shown = send(&mut lead, "/units/managers", &form).await.text();
    assert!(shown.contains("name=\"invite\" value=\"yes\""), "{shown}");
    let mut change = here.begin("test", "settings", clock().now()).await.expect("begun");
    let none = SettingFact { key: "mail-to".into(), value: String::new(), date_from: Some(TODAY) };
    change.record(&[none]).await.expect("recorded");
    change.commit().await.expect("committed");
    let again = [&form[..], &[("invite", "yes"), ("confirm", "yes")]].concat();
    let refused = send(&mut lead, "/units/managers", &again).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Ask an administrator to invite them"), "{}", refused.text());
    assert!(here.account_of("250").await.expect("asked").is_none());
}

#[tokio::test]
async fn nobody_invites_to_an_address_that_they_brought_in_themselves() {
    let (_trust, here, mut lead, _folder) = lead_with_mail().await;
    let number = here.facts::<GrantFact>(Known::Now).await.expect("grants")[0].fact.account;
    let mut people = here.facts_of::<PersonFact>(Known::Now, "250").await.expect("people");
    let known = people.remove(0);
    let moved = PersonFact { email: "tess@hartwell.example.nhs.uk".into(), ..known.fact.clone() };
    let actor = format!("account {number} ({LEAD})");
    let rewrite = async |actor: &str, void: i64, fact: PersonFact| {
        let mut change = here.begin(actor, "import", clock().now()).await.expect("begun");
        change.void::<PersonFact>(&[void]).await.expect("voided");
        let id = change.record(&[fact]).await.expect("recorded")[0];
        change.commit().await.expect("committed");
        id
    };
    let form = [("unit", WARD), ("colleague", "250"), ("reason", "She runs the ward")];
    let forged = [&form[..], &[("invite", "yes"), ("confirm", "yes")]].concat();
    let id = rewrite(&actor, known.id, moved.clone()).await;
    // Somebody else's extract that brings the same address again washes nothing.
    let other = PersonFact { last_name: "Sister-Smith".into(), ..moved };
    let id = rewrite("test", id, other).await;
    for form in [&form[..], &forged] {
        let refused = send(&mut lead, "/units/managers", form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text();
        assert!(text.contains("because you brought their address in"), "{text}");
    }
    assert!(here.account_of("250").await.expect("asked").is_none());
    // Brought by somebody else, the address is as good as it was.
    rewrite("account 77 (077)", id, known.fact).await;
    confirm_as_shown(&mut lead, "/units/managers", &form).await;
}

/// Sends a form, and then the same again as the page that was shown has it.
async fn confirm_as_shown(lead: &mut Browser, path: &str, form: &[(&str, &str)]) -> String {
    let shown = send(lead, path, form).await.text();
    assert!(shown.contains("name=\"invite\" value=\"yes\""), "{shown}");
    let again = [form, &[("invite", "yes"), ("confirm", "yes")]].concat();
    let done = send(lead, path, &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    shown
}

#[tokio::test]
async fn the_list_keeps_its_filter_from_page_to_page_and_in_the_search() {
    let (_trust, _here, mut lead) = lead().await;
    let page = lead.get("/units?show=unmanaged&q=ward").await.text();
    assert!(page.contains("name=\"show\" value=\"unmanaged\""), "{page}");
    let beyond = lead.get("/units?show=unmanaged&q=ward&page=9").await;
    assert_eq!(beyond.header("location"), "/units?show=unmanaged&q=ward");
}
