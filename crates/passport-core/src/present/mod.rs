//! From an evaluation to what a person reads: the same words on the page, in
//! the PDF, in the email and in the JSON.

mod passport;

pub use passport::{
    Attendance, Award, BookableClass, Colour, Freshness, Group, HeldLine, Line, NextStep, Passport,
    Post, Summary,
};
