//! Writes every sample chart into a folder, one page for each width: `write_charts DIR`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use passport_chart::{Chart, Frame, Icon};
use passport_core::board::spc::{Assurance, Side, Variation};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("give a folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (name, frame) in [("phone", Frame::Phone), ("page", Frame::Page)] {
        let mut page = String::from(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Charts</title>",
        );
        for (place, icon) in icons().iter().enumerate() {
            page += &format!("<span>{}</span> ", icon.svg(&format!("icon-{place}")));
        }
        for (id, chart) in support::samples(frame) {
            page += &figure(id, &chart);
        }
        fs::write(folder.join(format!("{name}.html")), page)?;
    }
    Ok(())
}

fn icons() -> [Icon; 8] {
    [
        Icon::variation(Variation::Improving(Side::High)),
        Icon::variation(Variation::Improving(Side::Low)),
        Icon::variation(Variation::Concerning(Side::High)),
        Icon::variation(Variation::Concerning(Side::Low)),
        Icon::variation(Variation::Common),
        Icon::assurance(Assurance::Hit),
        Icon::assurance(Assurance::Miss),
        Icon::assurance(Assurance::HitAndMiss),
    ]
}

fn figure(id: &str, chart: &Chart) -> String {
    let row = |cells: &[String], tag: &str| {
        let cells: String = cells.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
        format!("<tr>{cells}</tr>")
    };
    let rows: String = chart.table.rows.iter().map(|cells| row(cells, "td")).collect();
    format!(
        "<h2>{}</h2>{}<p>{}</p><details><summary>Table</summary><table>{}{rows}</table></details>",
        chart.title,
        chart.svg(id),
        chart.description,
        row(&chart.table.headings, "th"),
    )
}
