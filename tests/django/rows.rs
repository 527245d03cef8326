//! How a row of the page is written as a test: its name in Django, its code, and where it is a value, which one.

/// A row of the page: what stands in its first column, and the code in its second.
pub(crate) type Row = (&'static str, &'static str);

/// A number that calculations come near to.
#[derive(Debug)]
pub(crate) struct Near(pub(crate) f64);

impl PartialEq<Near> for f64 {
    fn eq(&self, other: &Near) -> bool {
        (self - other.0).abs() < 1e-9
    }
}

impl PartialEq<Near> for Option<f64> {
    fn eq(&self, other: &Near) -> bool {
        self.is_some_and(|value| value == *other)
    }
}

/// What a row's code gave.
pub(crate) fn found<T>(outcome: orm::Result<T>, name: &str) -> T {
    outcome.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Rows whose code is a whole query or write, each in a database of its own state: whatever it changes is undone.
macro_rules! statements {
    ($test:ident, $rows:ident; $($name:literal => $code:expr;)*) => {
        pub(crate) const $rows: &[crate::rows::Row] = &[$(($name, stringify!($code))),*];

        #[orm::test(sqlite, postgres, models(Author, Book, Tag))]
        async fn $test() -> orm::Result<()> {
            crate::models::fill().await?;
            $({
                let block = orm::begin().await?;
                let outcome = orm::scope(&block, async { $code.await?; orm::Result::<()>::Ok(()) }).await;
                assert!(outcome.is_ok(), "{}: {outcome:?}", $name);
                block.rollback().await?;
            })*
            Ok(())
        }
    };
}

/// Rows whose code is a condition, and how many of the three books meet it.
macro_rules! conditions {
    ($test:ident, $rows:ident, $b:ident; $($name:literal => $code:expr => $books:literal;)*) => {
        pub(crate) const $rows: &[crate::rows::Row] = &[$(($name, stringify!($code))),*];

        #[orm::test(sqlite, postgres, models(Author, Book, Tag))]
        async fn $test() -> orm::Result<()> {
            crate::models::fill().await?;
            $({
                let books = Book::filter(|$b| { let _ = $b; $code }).count().await;
                assert_eq!(crate::rows::found(books, $name), $books, $name);
            })*
            Ok(())
        }
    };
}

/// Rows whose code is a value, of the book Dune, and what it is.
macro_rules! values {
    ($test:ident, $rows:ident, $b:ident; $($name:literal => $code:expr => $value:expr;)*) => {
        pub(crate) const $rows: &[crate::rows::Row] = &[$(($name, stringify!($code))),*];

        #[orm::test(sqlite, postgres, models(Author, Book, Tag))]
        async fn $test() -> orm::Result<()> {
            crate::models::fill().await?;
            $({
                let value = crate::models::dune().values(|$b| { let _ = $b; $code }).get().await;
                assert_eq!(crate::rows::found(value, $name), $value, $name);
            })*
            Ok(())
        }
    };
}

/// Rows whose code is an aggregate, over the three books, and what it is.
macro_rules! aggregates {
    ($test:ident, $rows:ident, $b:ident; $($name:literal => $code:expr => $value:expr;)*) => {
        pub(crate) const $rows: &[crate::rows::Row] = &[$(($name, stringify!($code))),*];

        #[orm::test(sqlite, postgres, models(Author, Book, Tag))]
        async fn $test() -> orm::Result<()> {
            crate::models::fill().await?;
            $({
                let value = Book::all().aggregate(|$b| { let _ = $b; $code }).await;
                assert_eq!(crate::rows::found(value, $name), $value, $name);
            })*
            Ok(())
        }
    };
}

/// Rows whose code is a value of each of the three books, in the order of their titles, and what they are.
macro_rules! columns {
    ($test:ident, $rows:ident, $b:ident; $($name:literal => $code:expr => $values:expr;)*) => {
        pub(crate) const $rows: &[crate::rows::Row] = &[$(($name, stringify!($code))),*];

        #[orm::test(sqlite, postgres, models(Author, Book, Tag))]
        async fn $test() -> orm::Result<()> {
            crate::models::fill().await?;
            $({
                let values = Book::all().order_by(|b| b.title).values(|$b| { let _ = $b; $code }).await;
                assert_eq!(crate::rows::found(values, $name), $values, $name);
            })*
            Ok(())
        }
    };
}

pub(crate) use {aggregates, columns, conditions, statements, values};
