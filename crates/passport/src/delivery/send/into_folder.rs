//! A month into a folder.

use std::path::Path;

use tokio::task::JoinHandle;

use super::{Job, Stopped};
use crate::delivery::carry::make;
use crate::delivery::fault::Step;
use crate::delivery::files::Folder;
use crate::delivery::folder::{Put, put};
use crate::delivery::{Compose, DeliveryError};

pub(crate) async fn send<C: Compose>(
    job: &Job<C>,
    path: &Path,
) -> Result<(u64, Option<Stopped>), DeliveryError> {
    let folder = Folder::open(path, &job.how.worker)?;
    let (month, organisation) = (job.run.month, &job.organisation);
    organisation.doubt_abandoned_mail(month, &job.how, job.clock.now()).await?;
    let settle = async |put: JoinHandle<Result<Put, DeliveryError>>| {
        let put = put.await.map_err(|error| DeliveryError::Compose(error.to_string()))??;
        let Put::Settled(settled) = put else {
            return std::future::pending().await;
        };
        let now = job.clock.now();
        let step = organisation.settle_and_begin(month, &job.how, now, &settled, &[]).await?;
        Ok::<u64, DeliveryError>(step.sent)
    };
    let mut sent = 0;
    // While one batch is written the next is made.
    let mut writing = None;
    loop {
        let entries = organisation.reserve_mail(month, &job.how, job.clock.now()).await?;
        if entries.is_empty() {
            let Some(last) = writing.take() else { return Ok((sent, None)) };
            sent += settle(last).await?;
            continue;
        }
        job.options.faults.at(Step::Reserved, "").await;
        let load = make(&*job.composer, &job.run, &job.sender, &organisation.code, entries).await?;
        if let Some(last) = writing.take() {
            sent += settle(last).await?;
        }
        let (folder, faults) = (folder.clone(), job.options.faults.clone());
        writing = Some(tokio::task::spawn_blocking(move || put(&folder, month, load, &faults)));
    }
}
