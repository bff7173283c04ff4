//! Where a test can stop the sender dead, to see what is left behind.

use std::fmt;
use std::sync::Arc;

/// A moment between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Messages are reserved, not yet made.
    Reserved,
    /// A message is marked as being sent; the server has not heard of it.
    Begun,
    /// The server has accepted it; nobody has noted that.
    Accepted,
    /// Its file has been written under a temporary name.
    Written,
    /// Its file has its name; nobody has noted that.
    Named,
    /// A team's print file has its name; nobody has noted that.
    Printed,
}

type Hook = dyn Fn(Step, &str) -> bool + Send + Sync;

/// Asked at each step with the employee number concerned: `true` means death.
#[derive(Clone, Default)]
pub struct Faults(Option<Arc<Hook>>);

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Faults(some)" } else { "Faults(none)" })
    }
}

impl Faults {
    /// Dies where the question is answered with `true`.
    pub fn new(hook: impl Fn(Step, &str) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    pub(crate) fn dies(&self, step: Step, number: &str) -> bool {
        self.0.as_ref().is_some_and(|hook| hook(step, number))
    }

    /// A dead process does nothing more: this never returns.
    pub(crate) async fn at(&self, step: Step, number: &str) {
        if self.dies(step, number) {
            std::future::pending::<()>().await;
        }
    }
}
