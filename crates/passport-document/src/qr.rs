//! The QR code that opens the passport's page.

use qrcodegen::{QrCode, QrCodeEcc};

/// A code as rows of dark runs: row, first module, length.
pub(crate) struct Code {
    /// Modules on a side.
    pub(crate) size: i32,
    pub(crate) runs: Vec<(i32, i32, i32)>,
}

/// The code of an address; `None` if it is too long for one that a telephone
/// can read from paper.
pub(crate) fn code(address: &str) -> Option<Code> {
    const LONGEST: usize = 300;
    if address.len() > LONGEST {
        return None;
    }
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let mut runs = Vec::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let first = column;
            while column < code.size() && code.get_module(column, row) {
                column += 1;
            }
            if column > first {
                runs.push((row, first, column - first));
            }
            column += 1;
        }
    }
    Some(Code { size: code.size(), runs })
}
