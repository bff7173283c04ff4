//! One binary for the tests that look at the product as a whole.

mod guards;
