//! Lists to take away as CSV. A cell that a spreadsheet would compute is kept text.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::web::answer::{Answer, Fault, named};

/// A file of this name with these headings and rows.
pub(super) fn file(
    name: &'static str,
    headings: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Answer {
    let broken = |_| Fault::broken("a list that CSV cannot say");
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(headings).map_err(broken)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| text(cell))).map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|_| Fault::broken("a list that CSV cannot say"))?;
    let mut response: Response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    named(&mut response);
    Ok(response)
}

fn text(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_cell_that_begins_like_a_formula_stays_text() {
        for cell in ["=1+1", "+44", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(text(cell), format!("'{cell}"));
        }
        assert_eq!(text("Ann"), "Ann");
    }
}
