//! The organisation that an empty database's first import makes, named as its
//! files name it; `organisation add` beforehand says it better, and
//! `organisation set` puts it right afterwards.

use std::cmp::Reverse;
use std::collections::HashMap;

use passport_core::import::Reading;
use passport_store::NewOrganisation;

/// Name and numbers as the files have them.
pub(super) fn organisation(reading: &Reading, code: Option<&str>) -> NewOrganisation {
    let vpd = number(reading);
    let assignments = reading.assignments.iter().map(|row| &row.value);
    let extracts = reading.compliance.iter().map(|row| &*row.value.assignment);
    let top = assignments.chain(extracts).find_map(|row| row.unit.first());
    let name = top.map(|unit| unit.trim_start_matches(vpd).trim_start_matches(" L1").trim());
    let name = name.filter(|name| !name.is_empty()).unwrap_or("My organisation");
    let code = match (code, vpd) {
        (Some(code), _) => code,
        (None, "") => "main",
        (None, vpd) => vpd,
    };
    NewOrganisation { code: code.into(), name: name.into(), vpd: vpd.into(), ods: String::new() }
}

/// The employer's number in ESR: what an outbound file says of itself, else
/// what most awards have; empty where nothing says it.
fn number(reading: &Reading) -> &str {
    if let Some(vpd) = reading.outbound.iter().find_map(|file| file.vpd.as_deref()) {
        return vpd;
    }
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for vpd in reading.awards.iter().filter_map(|row| row.value.vpd.as_deref()) {
        *numbers.entry(vpd).or_default() += 1;
    }
    let most = numbers.into_iter().max_by_key(|(vpd, times)| (*times, Reverse(*vpd)));
    most.map_or("", |(vpd, _)| vpd)
}
