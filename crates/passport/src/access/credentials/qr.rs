//! A QR code for a page: a square to draw, no picture file.

use qrcodegen::{QrCode as Modules, QrCodeEcc};

/// White around the code, in modules; scanners need it (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A QR code as the parts of an SVG: `<svg viewBox="0 0 side side">` with one
/// white square and one black `<path d="path">`. Dark on light in every colour
/// scheme, since not every scanner reads the reverse.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode {
    /// Units on a side, white included.
    pub side: i32,
    /// The dark modules, as rows of rectangles one unit high.
    pub path: String,
}

impl QrCode {
    /// The code of a text; `None` if it is longer than a telephone can read.
    pub(super) fn of(text: &str) -> Option<Self> {
        const LONGEST: usize = 600;
        if text.len() > LONGEST {
            return None;
        }
        let modules = Modules::encode_text(text, QrCodeEcc::Medium).ok()?;
        let size = modules.size();
        let mut path = String::new();
        for row in 0..size {
            let mut column = 0;
            while column < size {
                let first = column;
                while column < size && modules.get_module(column, row) {
                    column += 1;
                }
                if column > first {
                    let (x, y, length) = (first + QUIET, row + QUIET, column - first);
                    path += &format!("M{x} {y}h{length}v1h-{length}z");
                }
                column += 1;
            }
        }
        Some(Self { side: size + 2 * QUIET, path })
    }
}

/// Never printed: what it says is a secret.
impl std::fmt::Debug for QrCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("QrCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Modules, QUIET, QrCode, QrCodeEcc};

    /// The dark units that a path draws.
    fn drawn(code: &QrCode) -> Vec<(i32, i32)> {
        let mut dark = Vec::new();
        for run in code.path.split('M').skip(1) {
            let (x, rest) = run.split_once(' ').expect("x");
            let (y, rest) = rest.split_once('h').expect("y");
            let (length, rest) = rest.split_once('v').expect("length");
            assert_eq!(rest, format!("1h-{length}z"), "a rectangle one unit high");
            let number = |text: &str| text.parse::<i32>().expect("a number");
            dark.extend((0..number(length)).map(|more| (number(x) + more, number(y))));
        }
        dark
    }

    #[test]
    fn every_dark_module_is_drawn_and_no_other() {
        let text = "otpauth://totp/Training%20Passport:priya?secret=ABC";
        let code = QrCode::of(text).expect("a code");
        let modules = Modules::encode_text(text, QrCodeEcc::Medium).expect("a code");
        let dark = drawn(&code);
        assert_eq!(code.side, modules.size() + 8);
        for y in 0..code.side {
            for x in 0..code.side {
                let is_dark = modules.get_module(x - QUIET, y - QUIET);
                assert_eq!(dark.contains(&(x, y)), is_dark, "{x}, {y}");
            }
        }
        assert!(dark.contains(&(4, 4)), "the corner of a finder");
    }

    #[test]
    fn a_text_too_long_to_read_has_no_code() {
        assert!(QrCode::of(&"x".repeat(600)).is_some());
        assert!(QrCode::of(&"x".repeat(601)).is_none());
    }
}
