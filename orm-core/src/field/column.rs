use std::fmt;
use std::marker::PhantomData;

/// The column number `I` of the model at the end of the path `P`, of type `T`.
///
/// What can be done with it stands in [`Operators`](crate::expr::Operators).
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// let sql = Country::filter(|c| c.name.eq("France")).order_by(|c| c.id).to_sql();
/// assert_eq!(sql, r#"SELECT "id", "name" FROM "country" WHERE "name" = $1 ORDER BY "id""#);
/// ```
pub struct Column<P, T, const I: usize>(PhantomData<fn() -> (P, T)>);

impl<P, T, const I: usize> Column<P, T, I> {
    /// The column.
    pub const NEW: Self = Self(PhantomData);
}

impl<P, T, const I: usize> Clone for Column<P, T, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, T, const I: usize> Copy for Column<P, T, I> {}

impl<P, T, const I: usize> fmt::Debug for Column<P, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({I})")
    }
}
