//! The QR code that opens the passport's page.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

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
    // Any of the eight masks can be read. Choosing the prettiest would take longer
    // than all the rest of the document.
    let mask = Some(Mask::new(3));
    let text = QrSegment::make_segments(address);
    let (least, most) = (Version::MIN, Version::MAX);
    let level = QrCodeEcc::Medium;
    let code = QrCode::encode_segments_advanced(&text, level, least, most, mask, true).ok()?;
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
