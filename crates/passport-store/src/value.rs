//! Values on their way into a statement, and cells on their way out of a row:
//! the few types both engines share.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::Row as _;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, Decode, Type};

use crate::StoreError;

/// A value to bind. Typed even where it is absent, as PostgreSQL asks.
#[derive(Clone, Debug)]
pub enum Value {
    /// BIGINT.
    Int(Option<i64>),
    /// TEXT; dates, times and instants too.
    Text(Option<String>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// BLOB or BYTEA.
    Bytes(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($from:ty => $variant:ident($convert:expr)),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant($convert(value))
            }
        }
    )*};
}

value_from! {
    i64 => Int(Some),
    Option<i64> => Int(std::convert::identity),
    &str => Text(|v: &str| Some(v.to_owned())),
    String => Text(Some),
    &String => Text(|v: &String| Some(v.clone())),
    Option<String> => Text(std::convert::identity),
    Option<&str> => Text(|v: Option<&str>| v.map(str::to_owned)),
    Date => Text(|v: Date| Some(v.to_string())),
    Option<Date> => Text(|v: Option<Date>| v.map(|v| v.to_string())),
    Option<Time> => Text(|v: Option<Time>| v.map(|v| v.to_string())),
    Timestamp => Text(|v: Timestamp| Some(instant(v))),
    Option<Timestamp> => Text(|v: Option<Timestamp>| v.map(instant)),
    bool => Bool(Some),
    Option<bool> => Bool(std::convert::identity),
    Vec<u8> => Bytes(Some),
    Option<Vec<u8>> => Bytes(std::convert::identity),
}

/// An instant as stored: UTC, to the second, so that text sorts as time.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The arguments of a statement: `args![organisation, number]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

pub(crate) fn sqlite_arguments(values: Vec<Value>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Bool(v) => arguments.add(v),
            Value::Bytes(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

pub(crate) fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            // PostgreSQL's text holds every character but NUL.
            Value::Text(v) => arguments.add(v.map(|text| text.replace('\0', ""))),
            Value::Bool(v) => arguments.add(v),
            Value::Bytes(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// A row of either engine.
#[derive(Debug)]
pub enum Row {
    /// SQLite's.
    Sqlite(SqliteRow),
    /// PostgreSQL's.
    Postgres(PgRow),
}

/// Reads a row cell by cell, in the order of the statement's columns.
#[derive(Debug)]
pub struct Cells<'r> {
    row: &'r Row,
    next: usize,
}

impl Row {
    /// Its cells from the first.
    #[must_use]
    pub fn cells(&self) -> Cells<'_> {
        Cells { row: self, next: 0 }
    }
}

impl<'r> Cells<'r> {
    fn get<T>(&mut self) -> Result<T, StoreError>
    where
        T: Decode<'r, sqlx::Sqlite> + Type<sqlx::Sqlite>,
        T: Decode<'r, sqlx::Postgres> + Type<sqlx::Postgres>,
    {
        let place = self.next;
        self.next += 1;
        Ok(match self.row {
            Row::Sqlite(row) => row.try_get(place)?,
            Row::Postgres(row) => row.try_get(place)?,
        })
    }

    /// Text.
    pub fn text(&mut self) -> Result<String, StoreError> {
        self.get::<&str>().map(str::to_owned)
    }

    /// Text, if there is any.
    pub fn optional_text(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.get::<Option<&str>>()?.map(str::to_owned))
    }

    /// A whole number.
    pub fn int(&mut self) -> Result<i64, StoreError> {
        self.get()
    }

    /// A whole number, if there is one.
    pub fn optional_int(&mut self) -> Result<Option<i64>, StoreError> {
        self.get()
    }

    /// Yes or no.
    pub fn bool(&mut self) -> Result<bool, StoreError> {
        self.get()
    }

    /// Bytes.
    pub fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        self.get()
    }

    /// Yes or no, if either.
    pub fn optional_bool(&mut self) -> Result<Option<bool>, StoreError> {
        self.get()
    }

    /// Bytes, if there are any.
    pub fn optional_bytes(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        self.get()
    }

    /// A civil date.
    pub fn date(&mut self) -> Result<Date, StoreError> {
        parse(self.get::<&str>()?)
    }

    /// A civil date, if there is one.
    pub fn optional_date(&mut self) -> Result<Option<Date>, StoreError> {
        self.get::<Option<&str>>()?.map(parse).transpose()
    }

    /// A time of day, if there is one.
    pub fn optional_time(&mut self) -> Result<Option<Time>, StoreError> {
        self.get::<Option<&str>>()?.map(parse).transpose()
    }

    /// An instant.
    pub fn instant(&mut self) -> Result<Timestamp, StoreError> {
        parse(self.get::<&str>()?)
    }

    /// An instant, if there is one.
    pub fn optional_instant(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.get::<Option<&str>>()?.map(parse).transpose()
    }
}

/// Reads stored text, or says what it found.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable(text.to_owned()))
}
