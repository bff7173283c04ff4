//! The notebook of a server, on both databases.

pub mod meddling;
mod notebook;
