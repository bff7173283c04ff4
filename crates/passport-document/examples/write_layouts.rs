//! Writes every layout, and passports for random names, into a folder, with the
//! names as typed beside them: `write_layouts DIR [NAMES]`.

#[path = "../../passport-chart/tests/support/mod.rs"]
mod charts;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/support/teams.rs"]
mod teams;

use std::fs;
use std::path::Path;

use passport_chart::Frame;
use passport_document::{ChartSheet, Pack, Press};
use support::{Dice, NAMES, layouts, month, passport, random_name, stamp};
use teams::{packs, sheets};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("give a folder to write to")?;
    let names = arguments.next().map_or(Ok(60), |count| count.parse())?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let press = Press::new()?;
    for (name, passport) in layouts() {
        fs::write(folder.join(format!("{name}.pdf")), press.passport(&passport, &stamp())?)?;
    }
    let team = press.team("Ward 4A Kingsway (Łódź & Gŵyr)", &month(12), &stamp())?;
    fs::write(folder.join("team.pdf"), team)?;
    fs::write(folder.join("team-empty.pdf"), press.team("Nobody", &[], &stamp())?)?;
    for (name, sheet) in sheets() {
        fs::write(folder.join(format!("{name}.pdf")), press.meeting_sheet(&sheet, &stamp())?)?;
    }
    for (name, passports, left_out) in packs() {
        let note = "5 of 24 people have something to do".into();
        let about = Pack { team: "Ward 4A".into(), note, left_out };
        let pack = press.supervision_pack(&about, &passports, &stamp())?;
        fs::write(folder.join(format!("{name}.pdf")), pack)?;
    }
    let (_, charts): (Vec<_>, Vec<_>) = charts::samples(Frame::Page).into_iter().unzip();
    let sheet = ChartSheet {
        organisation: "Hartwell NHS Trust",
        title: "Training figures for the board, October 2026",
        notes: &["Figures as at 31 October 2026. Numbers from 1 to 4 are not shown.".into()],
        charts: &charts,
    };
    fs::write(folder.join("charts.pdf"), press.charts(&sheet, &stamp())?)?;
    let mut dice = Dice::new(2026);
    let mut all: Vec<String> = NAMES.iter().map(|&name| name.to_owned()).collect();
    all.extend((0..names).map(|_| random_name(&mut dice)));
    for (place, name) in all.iter().enumerate() {
        let to_do = place % 4;
        let document = press.passport(&passport(place as u64, name, to_do, 1, 6), &stamp())?;
        fs::write(folder.join(format!("name-{place:03}.pdf")), document)?;
        fs::write(folder.join(format!("name-{place:03}.txt")), name)?;
    }
    Ok(())
}
