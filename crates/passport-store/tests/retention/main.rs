//! Destroying a person's record, on both databases. The tables are the database's
//! own list: a new one is filled and looked through without being named here.

mod ages;
#[path = "../databases/mod.rs"]
mod databases;
mod everything;
mod evidence;
mod tables;
