use crate::expr::depth::Tree;
use crate::expr::operand::{Through, tree};
use crate::expr::{Expr, IntoOperand, JsonField, Node, ValueKind};
use crate::field::Column;
use crate::model::Model;
use crate::path::Path;
use crate::value::{ColumnType, Field, Json, NotNull, Nullability, Same, Value};

/// A type that has others in it: lists, ranges and documents.
///
/// ```
/// fn is_a_container<T: orm::expr::Container>() {}
/// is_a_container::<Vec<String>>();
/// is_a_container::<serde_json::Value>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` has nothing in it that could be compared",
    label = "no list, range or document"
)]
pub trait Container: Field {}

/// A type that is many values of another: lists and ranges.
///
/// ```
/// fn is_many<T: orm::expr::Collection>() {}
/// is_many::<Vec<String>>();
/// is_many::<orm::value::Range<i32>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`overlaps` and `is_empty` are for lists and ranges, and this is a `{Self}`",
    label = "neither a list nor a range"
)]
pub trait Collection: Container {}

/// A type that is a list.
///
/// ```
/// fn is_a_list_of_texts<T: orm::expr::ListField<Element = String>>() {}
/// is_a_list_of_texts::<Vec<String>>();
/// is_a_list_of_texts::<Vec<Option<String>>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`contains_all`, `at` and their kin are for lists, and this is a `{Self}`",
    label = "not a list",
    note = "a list is a `Vec<T>`; documents have `contains_json` and `get`"
)]
pub trait ListField: Collection {
    /// The type of an element, without its `Option`.
    type Element: Field;
}

impl<T: Field> Container for Vec<T> {}
impl<T: Field> Container for Vec<Option<T>> {}
#[diagnostic::do_not_recommend]
impl<T: Field> Collection for Vec<T> {}
#[diagnostic::do_not_recommend]
impl<T: Field> Collection for Vec<Option<T>> {}
#[diagnostic::do_not_recommend]
impl Container for serde_json::Value {}
#[diagnostic::do_not_recommend]
impl<T> Container for Json<T> where Json<T>: Field {}

#[diagnostic::do_not_recommend]
impl<T: Field> ListField for Vec<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: Field> ListField for Vec<Option<T>> {
    type Element = T;
}

/// What a container of the type `C` is compared with, in a query about `M`: for lists, an array or a `Vec` of elements; for
/// documents, a `serde_json::Value`; for ranges, one of Rust or a [`Range`](crate::value::Range); for all, a column or expression of the same type.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64, tags: Vec<String>, others: Vec<String> }
/// Row::filter(|r| r.tags.overlaps(["a", "b"]) | r.tags.overlaps(r.others));
/// ```
#[diagnostic::on_unimplemented(
    message = "expected what a `{C}` holds, or a column of `{M}` that is one, found `{Self}`",
    label = "not what a `{C}` holds"
)]
pub trait IntoContainer<M, C> {
    /// Whether it can be NULL.
    type Nullability: Nullability;

    /// The expression without its types.
    #[doc(hidden)]
    fn into_container(self) -> IntoOperand;
}

/// What is an element of a list of `T`: a `T`, an `Option` of it, `&str` for text.
///
/// ```
/// fn is_an_element<V: orm::expr::IntoElement<String>>() {}
/// is_an_element::<&str>();
/// is_an_element::<Option<String>>();
/// ```
#[diagnostic::on_unimplemented(message = "expected `{T}`, found `{Self}`", label = "not `{T}`")]
pub trait IntoElement<T> {
    /// The element as a parameter.
    #[doc(hidden)]
    fn into_element(self) -> Value<'static>;
}

#[diagnostic::do_not_recommend]
impl<T: Field> IntoElement<T> for T {
    fn into_element(self) -> Value<'static> {
        self.into_value()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field> IntoElement<T> for Option<T> {
    fn into_element(self) -> Value<'static> {
        self.into_column()
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoElement<T> for &str
where
    String: Same<T>,
{
    fn into_element(self) -> Value<'static> {
        self.to_owned().into_value()
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoElement<T> for &String
where
    String: Same<T>,
{
    fn into_element(self) -> Value<'static> {
        self.clone().into_value()
    }
}

fn list<T: Field, V: IntoElement<T>>(elements: impl IntoIterator<Item = V>) -> IntoOperand {
    let elements = elements.into_iter().map(V::into_element).collect();
    IntoOperand(Tree::leaf(Node::Value(Value::List(&T::TYPE, elements))))
}

#[diagnostic::do_not_recommend]
impl<M: Model, C: ListField, V: IntoElement<C::Element>> IntoContainer<M, C> for Vec<V> {
    type Nullability = NotNull;

    fn into_container(self) -> IntoOperand {
        list::<C::Element, V>(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, C: ListField, V: IntoElement<C::Element>, const N: usize> IntoContainer<M, C> for [V; N] {
    type Nullability = NotNull;

    fn into_container(self) -> IntoOperand {
        list::<C::Element, V>(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, C: JsonField> IntoContainer<M, C> for serde_json::Value {
    type Nullability = NotNull;

    fn into_container(self) -> IntoOperand {
        IntoOperand(Tree::leaf(Node::Value(self.into_value())))
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, M, C> IntoContainer<M, C> for Column<P, T>
where
    P::Root: Same<M>,
    T::Base: Same<C>,
{
    type Nullability = <Through<P, T> as ColumnType>::Nullability;

    fn into_container(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, K: ValueKind, C> IntoContainer<M, C> for Expr<M, T, K>
where
    T::Base: Same<C>,
{
    type Nullability = T::Nullability;

    fn into_container(self) -> IntoOperand {
        IntoOperand(self.tree)
    }
}
