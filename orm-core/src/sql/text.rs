use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::{CopyIn, KeyedInsert};

/// The text of a statement: written for this one, or written once and shared by all of its shape.
#[derive(Clone)]
pub enum SqlText {
    /// Written for this one.
    Owned(String),
    /// Shared.
    Shared(Arc<str>),
    /// Shared, and with it what is needed to insert the same row without RETURNING.
    KeyedInsert(Arc<KeyedInsert>),
    /// Shared, of rows that PostgreSQL takes by COPY.
    CopyIn(Arc<CopyIn>),
}

impl SqlText {
    /// The text.
    ///
    /// ```
    /// assert_eq!(orm::sql::SqlText::from("SELECT 1".to_owned()).as_str(), "SELECT 1");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Owned(text) => text,
            Self::Shared(text) => text,
            Self::KeyedInsert(insert) => &insert.sql,
            Self::CopyIn(copy) => &copy.sql,
        }
    }

    /// The insert, where the statement is one of a row whose key is all that comes back.
    ///
    /// ```
    /// assert!(orm::sql::SqlText::from("SELECT 1".to_owned()).keyed_insert().is_none());
    /// ```
    #[must_use]
    pub fn keyed_insert(&self) -> Option<&KeyedInsert> {
        match self {
            Self::Owned(_) | Self::Shared(_) | Self::CopyIn(_) => None,
            Self::KeyedInsert(insert) => Some(insert),
        }
    }

    /// The COPY, where each set of parameters is a row of one.
    ///
    /// ```
    /// assert!(orm::sql::SqlText::from("SELECT 1".to_owned()).copy_in().is_none());
    /// ```
    #[must_use]
    pub fn copy_in(&self) -> Option<&CopyIn> {
        match self {
            Self::CopyIn(copy) => Some(copy),
            Self::Owned(_) | Self::Shared(_) | Self::KeyedInsert(_) => None,
        }
    }
}

impl Deref for SqlText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<String> for SqlText {
    fn from(text: String) -> Self {
        Self::Owned(text)
    }
}

impl From<Arc<str>> for SqlText {
    fn from(text: Arc<str>) -> Self {
        Self::Shared(text)
    }
}

impl fmt::Debug for SqlText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}
