//! Pages and emails from typed contexts.
