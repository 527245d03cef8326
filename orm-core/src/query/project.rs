use super::{FromRow, QuerySet};
use crate::expr::{ColumnRef, Node, Selection};
use crate::field::{FieldSet, ToOne, ToOneBack};
use crate::model::{Fields, Model};
use crate::path::{Back, Hop, Join, Path, RelationTo, ReverseTo};
use crate::relation::{ForeignKey, TargetKey};
use crate::schema::OutputColumn;
use crate::sql::Columns;
use crate::value::{Field, FitsIn, NotNull, Nullability, ReadResult, RowReader};

/// A struct that rows of a model are read as: some of its columns, and what is computed from them. Derived.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct User {
///     id: i64,
///     name: String,
///     email: String,
///     orders: HasMany<Order>,
/// }
///
/// #[derive(Model, Debug)]
/// struct Order {
///     id: i64,
///     user: ForeignKey<User>,
///     total: i64,
/// }
///
/// #[derive(Projection, Debug, PartialEq)]
/// #[orm(model = User)]
/// struct UserCard {
///     name: String,
///     #[orm(expr = |u| u.orders.sum(|o| o.total))]
///     spent: Option<i64>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Order]).await?;
/// let ann = User::create().name("ann").email("ann@x.org").await?;
/// Order::create().user(&ann).total(20).await?;
/// let cards = User::all().project::<UserCard>().await?;
/// assert_eq!(cards, [UserCard { name: "ann".to_owned(), spent: Some(20) }]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection of a model",
    label = "not a projection",
    note = "put `#[derive(Projection)]` and `#[orm(model = ..)]` on the struct"
)]
pub trait Projection: FromRow {
    /// The model whose rows it is made of.
    type Model: Model;

    /// What is selected for it.
    #[doc(hidden)]
    fn select(selected: &mut Vec<Node>);
}

impl<M: Model, T> QuerySet<M, T> {
    /// Gives each row as a struct that derives [`Projection`]: only its columns are read.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: String }
    /// #[derive(Projection)]
    /// #[orm(model = User)]
    /// struct Name {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// assert_eq!(User::all().project::<Name>().to_sql(), r#"SELECT "id", "name" FROM "users""#);
    /// ```
    pub fn project<P: Projection<Model = M>>(self) -> QuerySet<M, P> {
        let mut selected = Vec::new();
        P::select(&mut selected);
        self.giving(selected, Columns::list(P::columns()), P::read)
    }
}

/// A relation to one row, along which a projection of its model can be nested. For derived code.
pub trait NestedAlong {
    /// The path to the row.
    type Path: Path;
}

impl<P: Path, const R: usize> NestedAlong for ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    type Path = Join<P, R>;
}

impl<P: Path, const R: usize> NestedAlong for ToOneBack<P, R>
where
    P::Target: ReverseTo<R>,
{
    type Path = Back<P, R>;
}

/// Selects a field of a projection. For derived code.
pub fn field<M, T: FromRow>(value: impl Selection<M, Output = T>, selected: &mut Vec<Node>) {
    let mut nodes = Vec::new();
    value.nodes(&mut nodes);
    selected.extend(nodes.into_iter().map(|(node, _)| node));
}

/// A foreign key of a model, from which a field of the type `T` is filled. For derived code.
#[diagnostic::on_unimplemented(
    message = "a field of the type `{T}` is filled from such a foreign key of the model, and this is a `{Self}`",
    label = "not a foreign key that is a `{T}`"
)]
pub trait KeyOf<T> {}

#[diagnostic::do_not_recommend]
impl<P: Path, T: Model, B: TargetKey<T>, const R: usize> KeyOf<ForeignKey<T, B>> for ToOne<P, R>
where
    P::Target: RelationTo<R, Target = T, By = B>,
    <P::Nullability as Nullability>::Or<<P::Target as RelationTo<R>>::Nullability>: FitsIn<NotNull>,
{
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: Model, B: TargetKey<T>, const R: usize> KeyOf<Option<ForeignKey<T, B>>> for ToOne<P, R> where
    P::Target: RelationTo<R, Target = T, By = B>
{
}

/// Selects a foreign key of a projection. For derived code.
pub fn key<M, T>(key: impl Selection<M> + KeyOf<T>, selected: &mut Vec<Node>) {
    let mut nodes = Vec::new();
    key.nodes(&mut nodes);
    selected.extend(nodes.into_iter().map(|(node, _)| node));
}

/// Selects a projection of the row that a relation leads to, and that there always is. For derived code.
pub fn nested<C, N>(_: N, selected: &mut Vec<Node>)
where
    N: NestedAlong<Path: Path<Target = C::Model, Nullability: FitsIn<NotNull>>>,
    C: Projection,
{
    select_along::<C>(<N::Path as Path>::HOP, selected);
}

/// Selects a projection of the row that a relation leads to, if there is one. For derived code.
pub fn nested_optional<C, N>(_: N, selected: &mut Vec<Node>)
where
    N: NestedAlong<Path: Path<Target = C::Model>>,
    C: Projection,
{
    let (table, hop) = (C::Model::TABLE, <N::Path as Path>::HOP);
    selected.push(Node::Column(ColumnRef { hop, table, column: table.primary_key }));
    select_along::<C>(hop, selected);
}

fn select_along<C: Projection>(hop: Option<&'static Hop>, selected: &mut Vec<Node>) {
    let before = selected.len();
    C::select(selected);
    if let Some(hop) = hop {
        selected[before..].iter_mut().for_each(|node| node.lead_along(hop));
    }
}

/// Reads a projection that has its row's key before it, which tells whether there is one. For derived code.
///
/// # Errors
/// When a cell does not hold what its field takes.
pub fn read_optional<C: Projection>(row: &mut dyn RowReader) -> ReadResult<Option<C>> {
    let is_missing = row.is_null(0)?;
    row.skip(optional_cells::<C>() - C::CELLS);
    if is_missing {
        row.skip(C::CELLS);
        return Ok(None);
    }
    C::read(row).map(Some)
}

/// How many columns of the database such a projection is. For derived code.
#[must_use]
pub const fn optional_cells<C: Projection>() -> usize {
    <<C::Model as Model>::Key as Field>::TYPE.width() + C::CELLS
}

/// The columns of such a projection. For derived code.
#[must_use]
pub fn optional_columns<C: Projection>() -> Vec<OutputColumn> {
    let key = C::Model::TABLE.key();
    let mut columns = vec![OutputColumn { model: C::Model::TABLE.model, field: key.field, ty: key.ty }];
    columns.extend(C::columns());
    columns
}

/// What a closure over a model's fields gives. For derived code.
pub fn over_fields<M: Model, S>(closure: impl FnOnce(&'static Fields<M>) -> S) -> S {
    closure(Fields::<M>::REF)
}

/// Adds the columns of a field, by the names that the program has for them. For derived code.
pub fn columns_of(model: &'static str, field: &'static str, of: Vec<OutputColumn>, columns: &mut Vec<OutputColumn>) {
    columns.extend(of.into_iter().map(|column| OutputColumn { model, field, ..column }));
}
