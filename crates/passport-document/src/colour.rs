//! The NHS colours in use, as shares of red, green and blue.
//!
//! From the NHS digital service manual (read August 2026). Each stands beside
//! a word and a shape, so that a grey print says the same.

/// Red, green, blue, 0 to 1.
pub(crate) type Colour = [f32; 3];

const fn rgb(red: u8, green: u8, blue: u8) -> Colour {
    [red as f32 / 255.0, green as f32 / 255.0, blue as f32 / 255.0]
}

pub(crate) const TEXT: Colour = rgb(0x21, 0x2b, 0x32);
pub(crate) const SECONDARY: Colour = rgb(0x42, 0x55, 0x63);
pub(crate) const WHITE: Colour = rgb(0xff, 0xff, 0xff);
pub(crate) const NHS_BLUE: Colour = rgb(0x00, 0x5e, 0xb8);
pub(crate) const DARK_BLUE: Colour = rgb(0x00, 0x30, 0x87);
pub(crate) const PALE: Colour = rgb(0xf0, 0xf4, 0xf5);
pub(crate) const BAND: Colour = rgb(0xe3, 0xea, 0xf0);
pub(crate) const RULE: Colour = rgb(0xd0, 0xd7, 0xdb);
pub(crate) const LINE: Colour = rgb(0x76, 0x86, 0x92);
pub(crate) const GREEN: Colour = rgb(0x00, 0x7f, 0x3b);
pub(crate) const RED: Colour = rgb(0xd5, 0x28, 0x1b);
pub(crate) const GREY: Colour = rgb(0x76, 0x86, 0x92);
pub(crate) const YELLOW: Colour = rgb(0xff, 0xeb, 0x3b);
