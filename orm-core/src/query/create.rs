use std::future::IntoFuture as _;
use std::slice;

use super::hooks;
use super::insert::{fill, insert_one, one_row};
use super::pending::Pending;
use crate::database::{BoxFuture, Db};
use crate::error::Result;
use crate::field::{Column, FieldSet};
use crate::model::{Fields, Model as _, NewModel};
use crate::path::Root;
use crate::validation::{self, Stage};
use crate::value::{Captured, ColumnType};

/// What can be done with a new row that has every required field, beside awaiting it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # async fn example(archive: orm::Db) -> orm::Result<()> {
/// let france = Country::create().name("France").await?;
/// let archived = Country::create().name("France").using(&archive).await?;
/// # Ok(()) }
/// ```
pub trait Create: NewModel {
    /// Creates the row in this database instead of the default.
    fn using(self, db: &Db) -> Pending<'static, Self::Model> {
        match hooks::is_hooked::<Self::Model>() {
            true => Pending::new(|db| hooks::create(db, self)),
            false => Pending::new(|db| create_in(db, self)),
        }
        .using(db)
    }

    /// What a field was set to; `None` where it was not set.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, #[orm(default = 7)] age: i16 }
    /// let new = User::create().name("ann");
    /// assert_eq!((new.given(|u| u.name), new.given(|u| u.age)), (Some("ann".to_owned()), None));
    /// ```
    fn given<T: ColumnType>(
        &self,
        field: impl FnOnce(&'static Fields<Self::Model>) -> Column<Root<Self::Model>, T>,
    ) -> Option<T> {
        let column = field(Fields::<Self::Model>::REF).index();
        let value = self.is_set(column).then(|| self.column(column).into_owned())?;
        T::read_column(&mut Captured::new(vec![value])).ok()
    }

    /// Checks the row against its model's rules, without writing it. Creating it does this, too.
    ///
    /// What the database or a default is to give is not looked at.
    ///
    /// # Errors
    /// `Error::Validation` with all that is wrong, field by field.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// struct Guest {
    ///     id: i64,
    ///     #[orm(email)]
    ///     email: String,
    ///     #[orm(range = 18..)]
    ///     age: i16,
    /// }
    ///
    /// let error = Guest::create().email("nowhere").age(7).validate().unwrap_err();
    /// assert_eq!(error.to_string(), "invalid Guest: email: the text is no e-mail address; age: 7 is less than 18");
    /// ```
    fn validate(&self) -> Result<()> {
        validation::new_row(self, &validation::all_ruled(Self::Model::TABLE), Stage::All)
    }
}

impl<N: NewModel> Create for N {}

/// Creates one row: what awaiting a builder does.
pub(super) fn create<N: NewModel>(new: N) -> BoxFuture<'static, Result<N::Model>> {
    match hooks::is_hooked::<N::Model>() {
        true => Pending::new(|db| hooks::create(db, new)).into_future(),
        false => Pending::new(|db| create_in(db, new)).into_future(),
    }
}

/// The row goes into its exchange at once: in the future, which is moved and on the heap, it would take room several times.
pub(super) fn create_in<N: NewModel>(db: Db, new: N) -> impl Future<Output = Result<N::Model>> + Send + 'static {
    create_at(db, new, Stage::All)
}

/// The same for a row of which only these rules are to be asked.
pub(super) fn create_at<N: NewModel>(
    db: Db,
    mut new: N,
    stage: Stage,
) -> impl Future<Output = Result<N::Model>> + Send + 'static {
    fill(slice::from_mut(&mut new));
    let exchange = one_row(&db, new, stage);
    async move { insert_one(&db, exchange?).await }
}
