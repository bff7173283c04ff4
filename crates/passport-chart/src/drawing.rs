//! The one drawing model: lines, shapes and words in a rectangle.

/// A place: across from the left edge, down from the top.
pub type Place = (f32, f32);

/// What something is drawn with: the NHS colours in use, of which no two that mean
/// different things are equally dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text, and what matters most.
    Text,
    /// Text that explains.
    Secondary,
    /// Improvement, and what reaches its target.
    Blue,
    /// Concern, and what does not.
    Orange,
    /// What varies as it always does.
    Grey,
    /// The target.
    Red,
    /// Lines behind everything.
    Pale,
    /// The ground.
    White,
}

impl Ink {
    /// Red, green and blue, as the NHS digital service manual has them (read November
    /// 2026): its text, secondary text, blue, warm yellow turned orange as the icons of
    /// Making Data Count have it, grey 1, red, grey 4 and white.
    #[must_use]
    pub const fn rgb(self) -> [u8; 3] {
        match self {
            Self::Text => [0x21, 0x2b, 0x32],
            Self::Secondary => [0x4c, 0x62, 0x72],
            Self::Blue => [0x00, 0x5e, 0xb8],
            Self::Orange => [0xed, 0x8b, 0x00],
            Self::Grey => [0x76, 0x86, 0x92],
            Self::Red => [0xb3, 0x0f, 0x0f],
            Self::Pale => [0xd8, 0xdd, 0xe0],
            Self::White => [0xff, 0xff, 0xff],
        }
    }
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    Solid,
    /// Limits.
    Short,
    /// The target.
    Long,
}

impl Dash {
    /// Lengths drawn and left out; none for a line that is whole.
    #[must_use]
    pub const fn lengths(self) -> &'static [f32] {
        match self {
            Self::Solid => &[],
            Self::Short => &[3.0, 3.0],
            Self::Long => &[9.0, 4.0],
        }
    }
}

/// The outline of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Its colour.
    pub ink: Ink,
    /// How thick.
    pub thick: f32,
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One thing drawn; later ones over earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Joined straight lines.
    Line {
        /// Two or more.
        points: Vec<Place>,
        /// Its colour, and how thick.
        edge: Edge,
        /// How it is broken.
        dash: Dash,
    },
    /// A filled shape with straight sides.
    Shape {
        /// Its corners, in order.
        corners: Vec<Place>,
        /// What fills it.
        fill: Ink,
        /// Its outline.
        edge: Option<Edge>,
    },
    /// A line of words.
    Words {
        /// The baseline.
        at: Place,
        /// Which part of the words stands there.
        anchor: Anchor,
        /// How high a letter is.
        size: f32,
        /// Whether they are bold.
        bold: bool,
        /// Their colour.
        ink: Ink,
        /// What they say.
        text: String,
    },
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// How wide.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// What is in it.
    pub marks: Vec<Mark>,
}

/// The size of words that are read.
pub(crate) const SIZE: f32 = 14.0;

impl Drawing {
    pub(crate) fn new(width: f32) -> Self {
        Self { width, height: 0.0, marks: Vec::new() }
    }

    pub(crate) fn line(&mut self, points: Vec<Place>, ink: Ink, thick: f32, dash: Dash) {
        self.marks.push(Mark::Line { points, edge: Edge { ink, thick }, dash });
    }

    pub(crate) fn rect(&mut self, [x, y, width, height]: [f32; 4], fill: Ink, edge: Option<Edge>) {
        let corners = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        self.marks.push(Mark::Shape { corners, fill, edge });
    }

    pub(crate) fn words(&mut self, at: Place, anchor: Anchor, ink: Ink, text: impl Into<String>) {
        let text = text.into();
        self.marks.push(Mark::Words { at, anchor, size: SIZE, bold: false, ink, text });
    }

    pub(crate) fn bold(&mut self, at: Place, anchor: Anchor, ink: Ink, text: impl Into<String>) {
        let text = text.into();
        self.marks.push(Mark::Words { at, anchor, size: SIZE, bold: true, ink, text });
    }
}

/// A sign at a place: what a point on a chart looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A round point.
    Dot(Ink),
    /// A triangle on its base.
    Triangle(Ink),
    /// A square on its corner.
    Diamond(Ink),
    /// A square.
    Square(Ink),
}

impl Drawing {
    pub(crate) fn sign(&mut self, sign: Sign, (x, y): Place) {
        let round = |radius: f32| -> Vec<Place> {
            let corner = |turn: u8| {
                let angle = f32::from(turn) * std::f32::consts::TAU / 16.0;
                (x + radius * angle.cos(), y + radius * angle.sin())
            };
            (0..16).map(corner).collect()
        };
        let (corners, fill) = match sign {
            Sign::Dot(ink) => (round(3.6), ink),
            Sign::Triangle(ink) => {
                (vec![(x, y - 6.0), (x + 5.8, y + 4.4), (x - 5.8, y + 4.4)], ink)
            }
            Sign::Diamond(ink) => {
                (vec![(x, y - 6.4), (x + 6.4, y), (x, y + 6.4), (x - 6.4, y)], ink)
            }
            Sign::Square(ink) => {
                let side = 4.4;
                let (left, right, top, foot) = (x - side, x + side, y - side, y + side);
                (vec![(left, top), (right, top), (right, foot), (left, foot)], ink)
            }
        };
        let edge = Some(Edge { ink: Ink::Text, thick: 1.0 });
        self.marks.push(Mark::Shape { corners, fill, edge });
    }
}
