use crate::schema::OutputColumn;
use crate::value::{ColumnType, Field, ReadResult, RowReader};

/// What a row of a statement that the program has written becomes: a tuple of up to sixteen columns in their order, where there is
/// one column, its value, or a struct that derives [`Projection`](super::Projection).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// let rows = orm::raw::<(i64, Option<String>)>("SELECT 1, NULL", ()).await?;
/// assert_eq!(rows, [(1, None)]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "a row cannot become a `{Self}`",
    label = "neither a type that a column holds, nor a tuple of these, nor a struct that derives `Projection`"
)]
pub trait FromRow: Sized + Send + 'static {
    /// How many columns of the database it is.
    const CELLS: usize;

    /// The columns that are read, which are called by their place.
    fn columns() -> Vec<OutputColumn>;

    /// Reads them.
    ///
    /// # Errors
    /// When a cell does not hold what its type takes.
    fn read(row: &mut dyn RowReader) -> ReadResult<Self>;
}

fn column<T: ColumnType>(place: &'static str) -> OutputColumn {
    OutputColumn { model: "row", field: place, ty: T::Base::TYPE }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> FromRow for T {
    const CELLS: usize = T::Base::TYPE.width();

    fn columns() -> Vec<OutputColumn> {
        vec![column::<T>("0")]
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Self> {
        T::read_column(row)
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: ColumnType),*> FromRow for ($($name,)*) {
            const CELLS: usize = 0 $(+ <$name as FromRow>::CELLS)*;

            fn columns() -> Vec<OutputColumn> {
                let places = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
                let columns: [fn(&'static str) -> OutputColumn; [$(stringify!($name)),*].len()] = [$(column::<$name>),*];
                columns.into_iter().zip(places).map(|(column, place)| column(place)).collect()
            }

            fn read(row: &mut dyn RowReader) -> ReadResult<Self> {
                Ok(($($name::read_column(row)?,)*))
            }
        }
    };
}

crate::tuples!(tuples);
