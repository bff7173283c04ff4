//! `organisation`: the organisations in this database.

use clap::{Args, Subcommand};
use passport_store::NewOrganisation;

use super::output::{Cell, Format, Table};
use super::{Done, Place, say, typed};

#[derive(Debug, Args)]
pub struct Organisations {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add an organisation.
    Add {
        /// A short code, as given to --organisation: letters, digits, - and _.
        #[arg(value_parser = typed::code)]
        code: String,
        /// Its name.
        name: String,
        /// Its number in ESR: awards of another number are transfers.
        #[arg(long, default_value = "")]
        vpd: String,
        /// Its ODS code.
        #[arg(long, default_value = "")]
        ods: String,
    },
    /// Correct its name or its numbers; what is not given stays.
    Set {
        /// Its code.
        code: String,
        /// Its name.
        #[arg(long)]
        name: Option<String>,
        /// Its number in ESR: awards of another number are transfers, so figures
        /// may change.
        #[arg(long)]
        vpd: Option<String>,
        /// Its ODS code.
        #[arg(long)]
        ods: Option<String>,
    },
    /// List them.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

/// An organisation's number in ESR, where it is known.
pub(super) fn said(vpd: &str) -> &str {
    if vpd.is_empty() { "unknown" } else { vpd }
}

impl Organisations {
    pub async fn run(self, place: &Place) -> Done {
        let store = place.store(!matches!(self.action, Action::Set { .. })).await?;
        match self.action {
            Action::Add { code, name, vpd, ods } => {
                let new = NewOrganisation { code, name, vpd, ods };
                let added = store.add_organisation(&new, super::ACTOR, place.clock.now()).await?;
                say!("Added {} ({}).", added.name, added.code)?;
            }
            Action::Set { code, name, vpd, ods } => {
                let before = store.organisation(Some(&code)).await?;
                let now = place.clock.now();
                let mut change = before.begin(super::ACTOR, "organisation corrected", now).await?;
                let name = name.unwrap_or(before.name);
                let (vpd, ods) = (vpd.unwrap_or(before.vpd), ods.unwrap_or(before.ods));
                change.describe_organisation(&name, &vpd, &ods).await?;
                change.commit().await?;
                say!("{code} is {name}, with ESR number {}.", said(&vpd))?;
            }
            Action::List { format } => {
                let rows = store
                    .organisations()
                    .await?
                    .into_iter()
                    .map(|o| {
                        vec![o.code, o.name, o.vpd, o.ods].into_iter().map(Cell::Text).collect()
                    })
                    .collect();
                Table { headings: vec!["code", "name", "vpd", "ods"], rows }.print(format)?;
            }
        }
        Ok(())
    }
}
