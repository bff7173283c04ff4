//! Passports as people would read them, and the rule behind each sentence.

mod bookings;
mod builders;
mod dates;
mod next_steps;
mod notes;
mod order;
mod posts;
mod reasons;
mod team;
mod what_ifs;
mod worked;
