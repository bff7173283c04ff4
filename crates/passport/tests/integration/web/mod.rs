//! The web door, asked in process: who may see what, and what every answer carries.

mod access;
mod accounts;
mod closed;
mod deputies;
mod entering;
mod first_run;
mod forgotten;
mod forms;
mod headers;
mod hostile;
mod invitations;
mod log_in;
mod office;
mod pages;
mod records;
mod requirements;
mod second_factor;
mod security;
mod settings;
mod sso;
mod subjects;
mod support;
