//! The web door, asked in process: who may see what, and what every answer carries.

mod access;
mod accounts;
mod closed;
mod deputies;
mod forms;
mod headers;
mod hostile;
mod log_in;
mod office;
mod pages;
mod settings;
mod subjects;
mod support;
