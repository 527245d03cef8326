use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The text of a statement: written for this one, or written once and shared by all of its shape.
#[derive(Clone)]
pub enum SqlText {
    /// Written for this one.
    Owned(String),
    /// Shared.
    Shared(Arc<str>),
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
