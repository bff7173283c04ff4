//! `report forecast`: the next months, if nobody trains and if all bookings hold.

use jiff::civil::Date;
use passport_core::compliance::{self, Dimension, Question};
use passport_core::learning::EnrolmentStatus;
use passport_core::record::Award;
use passport_store::Organisation;

use super::super::{Done, Place};
use super::{Common, figures};
use crate::compliance::{Loaded, Rules, everyone, rules};

pub(super) async fn forecast(
    place: &Place,
    organisation: &Organisation,
    months: u16,
    by: &[Dimension],
    common: &Common,
) -> Done {
    let as_at = place.as_at(common.as_at);
    let rules =
        rules(organisation, place.known(organisation, common.as_known).await?, as_at).await?;
    let mut people: Vec<(passport_core::record::Person, Vec<Award>)> = Vec::new();
    everyone(organisation, &rules, |loaded| {
        people.extend(loaded.into_iter().map(|loaded| {
            let bookings = booked(&rules, &loaded, as_at);
            (loaded.person, bookings)
        }));
    })
    .await?;
    let question =
        Question { as_at, by, class: None, unit: None, organisation: &organisation.name };
    let points = compliance::forecast(
        &rules.book,
        people.iter().map(|(person, bookings)| (person, bookings.as_slice())),
        question,
        months,
    );
    let rows = points.iter().flat_map(|point| {
        let nobody = point.if_nobody_trains.iter().map(|row| ("if nobody trains", row));
        let bookings = point.if_all_bookings_hold.iter().map(|row| ("if all bookings hold", row));
        nobody.chain(bookings).map(|(supposition, row)| (Some((point.as_at, supposition)), row))
    });
    figures(by, rows).print(common.format)?;
    Ok(())
}

/// The awards that the person's confirmed places would give.
fn booked(rules: &Rules, loaded: &Loaded, as_at: Date) -> Vec<Award> {
    loaded
        .enrolments
        .iter()
        .filter(|enrolment| enrolment.status == EnrolmentStatus::Confirmed)
        .filter_map(|enrolment| {
            let class = &rules.catalogue.classes[enrolment.class?];
            let day = class.end.unwrap_or(class.start);
            (day >= as_at).then_some((enrolment.course, day))
        })
        .flat_map(|(course, day)| {
            let awards = &rules.catalogue.courses[course].awards;
            awards.iter().map(move |competence| compliance::supposed(*competence, day))
        })
        .collect()
}
