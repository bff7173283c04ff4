//! The extracts of a whole trust through the ordinary importer: read, compared,
//! written and committed.

use std::time::Instant;

use anyhow::{Result, bail};
use passport::import::{self, End, Request, Whose};

use crate::database::{Database, runtime};
use crate::stage::Reading;
use crate::trust::{TODAY, Trust, clock};

/// In seconds, from the files' bytes to the commit; of the second import of the
/// same files, to the answer that nothing changes.
pub fn import(trust: &Trust, database: &Database) -> Result<Reading> {
    let uploads = trust.uploads()?;
    let request = Request::new(TODAY, "bars");
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let begun = Instant::now();
        let outcome =
            import::import(Whose::Known(&trust), &uploads, &request, clock().now()).await?;
        let time = begun.elapsed();
        match outcome.end {
            End::Committed(_) | End::Repeated(_) => {}
            end => bail!("the import ended otherwise: {end:?}"),
        }
        store.db().close().await;
        Ok(Reading::one(time.as_secs_f64()))
    })
}
