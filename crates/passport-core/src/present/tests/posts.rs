//! Posts, and why one is not counted.

use jiff::civil::date;

use super::builders::{Trust, competence};
use crate::framework::Period::Months;
use crate::present::Voice;
use crate::workforce::{Absence, Assignment};

fn trust() -> Trust {
    Trust::new(vec![competence("Fire Safety", Months(24))])
}

#[test]
fn a_post_is_named_as_its_holder_would() {
    let posts = trust().passport().posts;
    assert_eq!(posts.len(), 1);
    let post = &posts[0];
    assert_eq!(post.assignment_number, "20001234");
    assert_eq!(post.title, "Staff Nurse - Adult Acute Ward");
    assert_eq!(post.team, "Ashdown Ward");
    assert_eq!(post.unit, "Hartwell NHS Trust|Adult Care|Ashdown Ward");
    assert_eq!(post.since, Some(date(2021, 3, 1)));
    assert_eq!(post.not_counted, None);
}

#[test]
fn why_a_post_is_not_counted_is_a_sentence_that_tells_others_nothing_private() {
    for (status, category, because) in [
        ("Maternity", "Permanent", "You are on maternity leave"),
        ("Maternity and Adoption", "Permanent", "You are on maternity or adoption leave"),
        ("Adoption", "Permanent", "You are on adoption leave"),
        ("Career Break", "Permanent", "You are on a career break"),
        (
            "Out on External Secondment - Paid",
            "Permanent",
            "You are on secondment to another organisation",
        ),
        ("Suspend With Pay", "Permanent", "You are away from work"),
        ("Inactive Not Worked", "Bank", "You have not worked in this post recently"),
        ("Offer Accepted", "Permanent", "You have not started in this post yet"),
        ("Active Assignment", "Bank", "This is a bank post"),
        ("Active Assignment", "Honorary", "This is an honorary post"),
        ("Redeployment", "Permanent", "This post's status is Redeployment"),
    ] {
        let mut trust = trust();
        trust.settings(&[(
            "excluded-statuses",
            "Maternity; Adoption; Career Break; Out on External Secondment; Suspend; \
             Inactive Not Worked; Offer Accepted; Redeployment",
        )]);
        trust.posting().status = status.into();
        trust.posting().category = category.into();
        let expected =
            format!("{because}, so your training is not counted in the trust's figures.");
        assert_eq!(trust.passport().posts[0].not_counted.as_deref(), Some(expected.as_str()));
    }
}

#[test]
fn others_read_why_a_post_is_not_counted_and_nothing_of_illness_or_suspension() {
    for (status, category, because) in [
        ("Maternity", "Permanent", "On maternity leave"),
        ("Career Break", "Permanent", "On a career break"),
        ("Suspend With Pay", "Permanent", "Away, long term"),
        ("Long Term Sick", "Permanent", "Away, long term"),
        ("Redeployment", "Permanent", "Away, long term"),
        ("Active Assignment", "Bank", "This is a bank post"),
        ("Active Assignment", "Honorary", "This is an honorary post"),
    ] {
        let mut trust = trust();
        trust.context.voice = Voice::Other;
        let away = "Maternity; Career Break; Suspend; Long Term Sick; Redeployment";
        trust.settings(&[("excluded-statuses", away)]);
        trust.posting().status = status.into();
        trust.posting().category = category.into();
        let expected =
            format!("{because}, so this person’s training is not counted in the trust's figures.");
        assert_eq!(trust.passport().posts[0].not_counted.as_deref(), Some(expected.as_str()));
    }
}

#[test]
fn long_sickness_is_only_being_away() {
    let mut trust = trust();
    trust.posting().absence =
        Some(Absence { sickness: true, start: Some(date(2026, 9, 1)), end: None });
    assert_eq!(
        trust.passport().posts[0].not_counted.as_deref(),
        Some("You are away from work, so your training is not counted in the trust's figures.")
    );
}

#[test]
fn the_primary_post_comes_first_and_each_answers_for_itself() {
    let mut trust = trust();
    let mut bank = trust.person.assignments[0].clone();
    bank.postings[0].category = "Bank".into();
    bank.postings[0].primary = false;
    trust.person.assignments.insert(0, Assignment { number: "20001234-2".into(), ..bank });
    let posts = trust.passport().posts;
    assert_eq!(posts[0].assignment_number, "20001234");
    assert_eq!(posts[0].not_counted, None);
    assert_eq!(
        posts[1].not_counted.as_deref(),
        Some(
            "This is a bank post, so your training in this post \
             is not counted in the trust's figures."
        )
    );
    trust.settings(&[("count-by", "person")]);
    assert_eq!(trust.passport().posts[1].not_counted, None, "one post brings the person in");
}
