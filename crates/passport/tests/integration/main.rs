//! One binary for the tests that look at the product as a whole: what is typed,
//! what is sent, what is served, and what reviewers forget.

mod audit;
mod cli;
mod delivery;
mod guards;
mod reminders;
mod web;
