//! The web door, asked in process: who may see what, and what every answer carries.

mod access;
mod closed;
mod entering;
mod first_run;
mod forgotten;
mod forms;
mod headers;
mod hostile;
mod log_in;
mod pages;
mod records;
mod second_factor;
mod sso;
mod support;
