//! Everything kept of the reader, to take away.

use serde::Serialize;

use crate::Page;

/// From where one's own record is downloaded.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct ExportPage;

impl Page for ExportPage {
    const TEMPLATE: &'static str = "pages/export.html";

    fn heading(&self) -> String {
        "Everything kept of you".to_owned()
    }
}
