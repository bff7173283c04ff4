//! Competence names: `NHS|CSTF|Fire Safety - 2 Years|`.
