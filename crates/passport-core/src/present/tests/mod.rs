//! Passports as people would read them, and the rule behind each sentence.

mod builders;
mod worked;
