//! Texts that stand once, by number.

use std::collections::HashMap;
use std::sync::Arc;

/// Texts by number, in the order they were met.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Names {
    /// The number of a text, which it gets if it has none: then, and only then, names
    /// that others share are copied.
    pub fn number(names: &mut Arc<Self>, text: &str) -> u32 {
        names.find(text).unwrap_or_else(|| Arc::make_mut(names).add(text))
    }

    fn add(&mut self, text: &str) -> u32 {
        let text: Arc<str> = text.into();
        // Four thousand million texts do not fit in memory.
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(Arc::clone(&text));
        self.places.insert(text, place);
        place
    }

    /// The number of a text, if it has one.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.places.get(text).copied()
    }

    /// The text of a number that was given out; nothing for any other.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
