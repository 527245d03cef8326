use std::fmt;
use std::marker::PhantomData;

/// A column of type `T` of the model at the end of the path `P`.
///
/// Which one is kept as a number and not in the type: then it costs the compiler nothing, and columns of one type share
/// the code of their operators.
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
pub struct Column<P, T> {
    index: usize,
    types: PhantomData<fn() -> (P, T)>,
}

impl<P, T> Column<P, T> {
    /// The column of this number in the model's table.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self { index, types: PhantomData }
    }

    /// Its number in the model's table.
    pub(crate) fn index(self) -> usize {
        self.index
    }
}

impl<P, T> Clone for Column<P, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, T> Copy for Column<P, T> {}

impl<P, T> fmt::Debug for Column<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({})", self.index)
    }
}
