//! Lists: their elements, and what they have in common with others.

mod into_container;

use std::ops::{Bound, RangeBounds};

pub use into_container::{Collection, Container, IntoContainer, IntoElement, ListField};

use super::depth::Tree;
use super::documents::truth;
use super::functions::call;
use super::node::Function;
use super::operand::{Base, Lifted, tree};
use super::{Expr, IntoExpr, Node, Operand, Predicate};
use crate::value::{ColumnType, Field, Nullability, SqlType};

/// The type of an element of an operand's lists.
type Element<O> = <Base<O> as ListField>::Element;

/// A boolean, in an `Option` where the operand or the other side can be NULL.
type With<O, V> = <<<<O as Operand>::Type as ColumnType>::Nullability as Nullability>::Or<
    <V as IntoContainer<<O as Operand>::Root, Base<O>>>::Nullability,
> as Nullability>::Output<bool>;

/// What can be asked of lists, and of documents and ranges where it means the same. In the prelude.
///
/// An element that is NULL is never the same as another, so that no list contains it; `len`, `at` and `slice` count it.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Post {
///     id: i64,
///     tags: Vec<String>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Post]).await?;
/// let ann = Post::create().tags(vec!["rust".to_owned(), "sql".to_owned(), "orm".to_owned()]).await?;
///
/// assert!(Post::filter(|p| p.tags.contains_all(["sql", "rust"]) & p.tags.has("orm")).exists().await?);
/// assert!(!Post::filter(|p| p.tags.overlaps(["go", "c"]) | p.tags.contained_by(["rust", "sql"])).exists().await?);
/// let (first, last, rest, length) = Post::filter(|p| p.id.eq(ann.id))
///     .values(|p| (p.tags.at(0), p.tags.at(-1), p.tags.slice(1..), p.tags.len()))
///     .get()
///     .await?;
/// assert_eq!((first.as_deref(), last.as_deref(), length), (Some("rust"), Some("orm"), 3));
/// assert_eq!(rest, ["sql", "orm"]);
/// # Ok(()) }
/// ```
pub trait ContainerOperators: Operand {
    /// Contains all of these, in any order and however often. Django's `contains`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String> }
    /// let sql = Row::filter(|r| r.tags.contains_all(["a", "b"])).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("tags" @> $1::text[])"#));
    /// ```
    fn contains_all<V: IntoContainer<Self::Root, Base<Self>>>(self, elements: V) -> Predicate<Self::Root>
    where
        Base<Self>: ListField,
    {
        static CONTAINS: Function = Function::new("contains_all", "({0} @> {1})", "list_holds({0}, {1}, {2})");
        truth::<_, With<Self, V>>(&CONTAINS, [tree(self), elements.into_container().0, element_type::<Base<Self>>()])
    }

    /// Contains nothing but these; of ranges, nothing but what is in this one; of documents, is a part of this one as [`contains_json`](super::JsonOperators::contains_json)
    /// has it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String>, data: serde_json::Value }
    /// let sql = Row::filter(|r| r.tags.contained_by(["a", "b"])).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("tags" <@ $1::text[])"#));
    /// Row::filter(|r| r.data.contained_by(serde_json::json!({"a": 1, "b": 2})));
    /// ```
    fn contained_by<V: IntoContainer<Self::Root, Base<Self>>>(self, whole: V) -> Predicate<Self::Root>
    where
        Base<Self>: Container,
    {
        static OF_LISTS: Function = Function::new("contained_by", "({0} <@ {1})", "list_holds({1}, {0}, {2})");
        static OF_DOCUMENTS: Function = Function::new("contained_by", "({0} <@ {1})", "json_holds({1}, {0})");
        static OF_RANGES: Function = Function::new("contained_by", "({0} <@ {1})", "range_holds({1}, {0})");
        let whole = whole.into_container().0;
        match Base::<Self>::TYPE {
            SqlType::Json => truth::<_, With<Self, V>>(&OF_DOCUMENTS, [tree(self), whole]),
            SqlType::Range(_) => truth::<_, With<Self, V>>(&OF_RANGES, [tree(self), whole]),
            _ => truth::<_, With<Self, V>>(&OF_LISTS, [tree(self), whole, element_type::<Base<Self>>()]),
        }
    }

    /// Has an element in common with these; a range, a value with this one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String> }
    /// let sql = Row::filter(|r| r.tags.overlaps(["a", "b"])).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("tags" && $1::text[])"#));
    /// ```
    fn overlaps<V: IntoContainer<Self::Root, Base<Self>>>(self, elements: V) -> Predicate<Self::Root>
    where
        Base<Self>: Collection,
    {
        static OF_LISTS: Function = Function::new("overlaps", "({0} && {1})", "list_overlaps({0}, {1}, {2})");
        static OF_RANGES: Function = Function::new("overlaps", "({0} && {1})", "range_overlaps({0}, {1})");
        let elements = elements.into_container().0;
        match Base::<Self>::TYPE {
            SqlType::Range(_) => truth::<_, With<Self, V>>(&OF_RANGES, [tree(self), elements]),
            _ => truth::<_, With<Self, V>>(&OF_LISTS, [tree(self), elements, element_type::<Base<Self>>()]),
        }
    }

    /// Contains this element: a value, or a column or expression. Never NULL because of the element.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String, tags: Vec<String> }
    /// let sql = Row::filter(|r| r.tags.has(r.name)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("tags" @> ARRAY["name"])"#));
    /// ```
    fn has<V: IntoExpr<Self::Root, Element<Self>>>(self, element: V) -> Predicate<Self::Root>
    where
        Base<Self>: ListField,
    {
        static HAS: Function = Function::new("has", "({0} @> ARRAY[{1}])", "list_has({0}, {1}, {2})");
        truth::<_, Lifted<Self, bool>>(&HAS, [tree(self), element.into_operand().0, element_type::<Base<Self>>()])
    }

    /// How many elements it has.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String> }
    /// assert_eq!(Row::all().values(|r| r.tags.len()).to_sql(), r#"SELECT cardinality("tags") FROM "row""#);
    /// ```
    fn len(self) -> Expr<Self::Root, Lifted<Self, i32>>
    where
        Base<Self>: ListField,
    {
        static LENGTH: Function = Function::new("len", "cardinality({0})", "json_array_length({0})");
        call(&LENGTH, [tree(self)])
    }

    /// Has no elements; a range, no values.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String> }
    /// assert!(Row::filter(|r| r.tags.is_empty()).to_sql().ends_with(r#"WHERE (cardinality("tags") = 0)"#));
    /// ```
    fn is_empty(self) -> Predicate<Self::Root>
    where
        Base<Self>: Collection,
    {
        static OF_LISTS: Function = Function::new("is_empty", "(cardinality({0}) = 0)", "(json_array_length({0}) = 0)");
        static OF_RANGES: Function = Function::new("is_empty", "isempty({0})", "range_is_empty({0})");
        let function = if let SqlType::Range(_) = Base::<Self>::TYPE { &OF_RANGES } else { &OF_LISTS };
        truth::<_, Lifted<Self, bool>>(function, [tree(self)])
    }

    /// The element with this index, from 0; negative ones count from the end. NULL where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String> }
    /// Row::filter(|r| r.tags.at(0).eq("a") & r.tags.at(-1).ne("z"));
    /// ```
    fn at(self, index: i32) -> Expr<Self::Root, Option<Element<Self>>>
    where
        Base<Self>: ListField,
    {
        static AT: Function = Function::new("at", "({0})[{1}]", "list_at({0}, {2}, {3})");
        static FROM_THE_END: Function = Function::new("at", "({0})[cardinality({0}) + {1}]", "list_at({0}, {2}, {3})");
        // PostgreSQL counts from 1. No list is as long as the largest index.
        let place = index.saturating_add(1);
        let function = if index < 0 { &FROM_THE_END } else { &AT };
        call(function, [tree(self), number(place), number(index), element_type::<Base<Self>>()])
    }

    /// The elements with these indexes, as far as there are such.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Vec<String> }
    /// Row::all().values(|r| (r.tags.slice(..2), r.tags.slice(1..=3)));
    /// ```
    fn slice(self, indexes: impl RangeBounds<usize>) -> Expr<Self::Root, Lifted<Self, Base<Self>>>
    where
        Base<Self>: ListField,
    {
        static SLICE: Function = Function::new("slice", "({0})[{1}:{2}]", "list_slice({0}, {1}, {2})");
        let first = match indexes.start_bound() {
            Bound::Included(first) => first.saturating_add(1),
            Bound::Excluded(before) => before.saturating_add(2),
            Bound::Unbounded => 1,
        };
        let last = match indexes.end_bound() {
            Bound::Included(last) => last.saturating_add(1),
            Bound::Excluded(after) => *after,
            Bound::Unbounded => usize::MAX,
        };
        let place = |index| number(i32::try_from(index).unwrap_or(i32::MAX));
        call(&SLICE, [tree(self), place(first), place(last)])
    }
}

impl<O: Operand> ContainerOperators for O {}

fn number(number: i32) -> Tree {
    Tree::leaf(Node::Value(number.into_value()))
}

/// The name of what a list holds, by which SQLite understands it. Names of the program's own are text there.
fn element_type<L: Field>() -> Tree {
    let name = match L::TYPE {
        SqlType::List(SqlType::Enum(_)) => SqlType::Text.name(),
        SqlType::List(element) => element.name(),
        other => other.name(),
    };
    Tree::leaf(Node::Value(name.to_owned().into_value()))
}
