//! `organisation`: the organisations in this database.

use clap::{Args, Subcommand};
use passport_store::NewOrganisation;

use super::output::{Cell, Format, Table};
use super::{Done, Place, say};

#[derive(Debug, Args)]
pub struct Organisations {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add an organisation.
    Add {
        /// A short code, as given to --organisation.
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
    /// List them.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

impl Organisations {
    pub async fn run(self, place: &Place) -> Done {
        let store = place.store(true).await?;
        match self.action {
            Action::Add { code, name, vpd, ods } => {
                let added =
                    store.add_organisation(&NewOrganisation { code, name, vpd, ods }).await?;
                say!("Added {} ({}).", added.name, added.code)?;
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
