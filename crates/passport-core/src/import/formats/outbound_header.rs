//! The header of an ESR outbound file: whose it is, its number, its day and
//! whether it is full. What the header lacks, the file's own name says.

use jiff::civil::Date;

use super::outbound::{Extent, Outbound, text_at, version};
use crate::import::delimited::Delimited;
use crate::import::sheet::{Cell, Rows};
use crate::import::summary::Kind;
use crate::import::{InputFile, date};

/// The day of the extract, as an outbound file's header or name says it: known
/// before the file is read, because it decides from when its changes apply.
pub fn stated_date(input: &InputFile<'_>) -> Option<Date> {
    let line =
        input.bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty())?;
    let line = String::from_utf8_lossy(line);
    let line = line.trim_start_matches('\u{FEFF}');
    let mut rows = match version(line)? {
        Kind::OutboundV1 => Delimited::new(line, ',', MOST_HEADER_CELLS),
        _ => Delimited::without_quotes(line, '~', MOST_HEADER_CELLS),
    };
    let mut cells = Vec::new();
    rows.next(&mut cells)?;
    let mut outbound = Outbound::empty(0, Kind::OutboundV2);
    read_header(&cells, FileName::parse(input.name).as_ref(), &mut outbound);
    outbound.extract_date.filter(|_| text_at(&cells, 0) == "HDR")
}

const MOST_HEADER_CELLS: usize = 50;

/// What the name of an outbound file says:
/// `GO_999_EXP_GOF_20261113_00000001.DAT`, `GO_999_ASG_20261113_Full_12.DAT`.
pub(super) struct FileName {
    vpd: Option<String>,
    date: Option<Date>,
    sequence: Option<u64>,
    extent: Option<Extent>,
}

impl FileName {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next()?;
        let upper = name.to_ascii_uppercase();
        let parts: Vec<&str> = upper.split('.').next()?.split('_').collect();
        if parts.len() < 4 || parts[0] != "GO" {
            return None;
        }
        let is_day = |part: &&&str| part.len() == 8 && part.starts_with(['1', '2']);
        let day = parts[2..parts.len() - 1].iter().find(is_day);
        Some(FileName {
            vpd: Some(parts[1].to_owned()).filter(|vpd| !vpd.is_empty()),
            date: day.and_then(|day| date::parse(day).ok().flatten()),
            sequence: parts.last().and_then(|last| last.parse().ok()),
            extent: parts.iter().find_map(|part| match *part {
                "FULL" | "GOF" => Some(Extent::Full),
                "CHANGES" | "CHANGE" | "DELTA" | "GOC" => Some(Extent::Changes),
                _ => None,
            }),
        })
    }
}

/// The header: `HDR~name~created~VPD~previous run~run~version`. What it lacks is
/// taken from the file's own name.
pub(super) fn read_header(
    cells: &[Cell<'_>],
    from_name: Option<&FileName>,
    outbound: &mut Outbound,
) {
    let texts: Vec<String> = (0..cells.len()).map(|at| text_at(cells, at)).collect();
    let inside = texts.iter().find_map(|text| FileName::parse(text));
    let names = || inside.iter().chain(from_name);
    let is_vpd = |text: &String| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let vpd_at = texts.iter().position(is_vpd);
    outbound.vpd =
        vpd_at.map(|at| texts[at].clone()).or_else(|| names().find_map(|name| name.vpd.clone()));
    outbound.extent = names().find_map(|name| name.extent);
    let day = |at: usize| texts.get(at).and_then(|text| date::parse(text).ok().flatten());
    outbound.extract_date =
        day(5).or_else(|| names().find_map(|name| name.date)).or_else(|| day(2));
    outbound.sequence = names().find_map(|name| name.sequence).or_else(|| {
        // A header without a name: the number after the employer's.
        let after = texts.iter().skip(vpd_at.map_or(1, |at| at + 1));
        after.filter(|text| date::parse(text).is_err()).find_map(|text| text.parse().ok())
    });
}
