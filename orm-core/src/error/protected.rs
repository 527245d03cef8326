use std::fmt;

/// Rows that keep another from being deleted.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64 }
/// # #[derive(Model)] struct City { id: i64, #[orm(on_delete = protect)] country: ForeignKey<Country> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
/// let france = Country::create().await?;
/// City::create().country(&france).await?;
/// let Err(orm::Error::Protected { by, .. }) = france.delete().await else { panic!() };
/// assert_eq!((by[0].model, by[0].field, by[0].keys.as_slice()), ("City", "country", ["1".to_owned()].as_slice()));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProtectedBy {
    /// Their model.
    pub model: &'static str,
    /// Their foreign key.
    pub field: &'static str,
    /// The model that it points at: that of the rows that were to be deleted, or one whose rows would go with them by a cascade.
    pub of: &'static str,
    /// The primary keys of the first of them, as text.
    pub keys: Vec<String>,
    /// Whether there are more of them.
    pub and_more: bool,
}

impl ProtectedBy {
    pub(crate) fn new(
        model: &'static str,
        field: &'static str,
        of: &'static str,
        keys: Vec<String>,
        and_more: bool,
    ) -> Self {
        Self { model, field, of, keys, and_more }
    }
}

impl fmt::Display for ProtectedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.model, self.keys.join(", "))?;
        f.write_str(if self.and_more { " and others" } else { "" })?;
        write!(f, " by {}", self.field)
    }
}

/// What is to be deleted, and what keeps it from that.
pub(super) fn explain(model: &str, by: &[ProtectedBy], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{model} cannot be deleted, because other rows point at it: ")?;
    for (index, by) in by.iter().enumerate() {
        write!(f, "{}{by}", if index == 0 { "" } else { "; " })?;
        if by.of != model {
            write!(f, ", which points at a {} that goes with it", by.of)?;
        }
    }
    Ok(())
}
