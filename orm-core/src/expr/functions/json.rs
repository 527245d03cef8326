use std::marker::PhantomData;

use super::call;
use crate::expr::depth::Tree;
use crate::expr::node::Function;
use crate::expr::operand::{Base, tree};
use crate::expr::untyped::untyped;
use crate::expr::{Expr, Node, Operand};
use crate::model::Model;
use crate::value::{Field, Json, SqlType};

/// What can be a part of a document that the database makes: booleans, numbers, text and documents, which both databases write in
/// the same way.
///
/// ```
/// fn can_be_a_part<T: orm::expr::JsonPart>() {}
/// can_be_a_part::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is not made a part of a document by the database",
    label = "expected a boolean, a number, a text or a document",
    note = "for others, take the values and make the document in the program"
)]
pub trait JsonPart: Field {}

macro_rules! parts {
    ($($ty:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl JsonPart for $ty {}
    )*};
}

parts!(bool i8 i16 i32 i64 u16 u32 u64 f32 f64 rust_decimal::Decimal String serde_json::Value);

#[diagnostic::do_not_recommend]
impl<T> JsonPart for Json<T> where Json<T>: Field {}

/// A document with named fields, made by the database.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, active: bool }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").active(true).await?;
/// let documents = User::all().values(|u| orm::json_object().field("name", u.name).field("active", u.active).build()).await?;
/// assert_eq!(documents, [serde_json::json!({"name": "ann", "active": true})]);
/// # Ok(()) }
/// ```
pub fn json_object<M: Model>() -> JsonObject<M> {
    JsonObject { parts: Vec::new(), model: PhantomData }
}

/// A list of values of any kinds, made by the database.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").await?;
/// let documents = User::all().values(|u| orm::json_array().item(u.id).item(u.name).build()).await?;
/// assert_eq!(documents, [serde_json::json!([1, "ann"])]);
/// # Ok(()) }
/// ```
pub fn json_array<M: Model>() -> JsonArray<M> {
    JsonArray { parts: Vec::new(), model: PhantomData }
}

/// The fields of a document; made by [`json_object`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let sql = User::all().values(|u| orm::json_object().field("name", u.name).build()).to_sql();
/// assert_eq!(sql, r#"SELECT jsonb_build_object($1, "name") FROM "users""#);
/// ```
#[must_use = "a document is made by `build()`"]
pub struct JsonObject<M> {
    parts: Vec<Tree>,
    model: PhantomData<fn() -> M>,
}

untyped!([M] JsonObject<M> { parts; model });

impl<M: Model> JsonObject<M> {
    /// A field with this name.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// User::all().values(|u| orm::json_object().field("id", u.id).field("name", u.name).build());
    /// ```
    pub fn field<O: Operand<Root = M>>(mut self, name: &str, value: O) -> Self
    where
        Base<O>: JsonPart,
    {
        self.parts.push(Tree::leaf(Node::Value(name.to_owned().into_value())));
        self.parts.push(part(value));
        self
    }

    /// The document.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// User::all().values(|u| orm::json_object().field("id", u.id).build());
    /// ```
    pub fn build(self) -> Expr<M, serde_json::Value> {
        static OBJECT: Function = Function::new("json_object", "jsonb_build_object({*})", "json_object({*})");
        call(&OBJECT, self.parts)
    }
}

/// The items of a list; made by [`json_array`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let sql = User::all().values(|u| orm::json_array().item(u.name).build()).to_sql();
/// assert_eq!(sql, r#"SELECT jsonb_build_array("name") FROM "users""#);
/// ```
#[must_use = "a list is made by `build()`"]
pub struct JsonArray<M> {
    parts: Vec<Tree>,
    model: PhantomData<fn() -> M>,
}

untyped!([M] JsonArray<M> { parts; model });

impl<M: Model> JsonArray<M> {
    /// The next item.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// User::all().values(|u| orm::json_array().item(u.id).item(u.name).build());
    /// ```
    pub fn item<O: Operand<Root = M>>(mut self, value: O) -> Self
    where
        Base<O>: JsonPart,
    {
        self.parts.push(part(value));
        self
    }

    /// The list.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// User::all().values(|u| orm::json_array().item(u.id).build());
    /// ```
    pub fn build(self) -> Expr<M, serde_json::Value> {
        static ARRAY: Function = Function::new("json_array", "jsonb_build_array({*})", "json_array({*})");
        call(&ARRAY, self.parts)
    }
}

static BOOLEAN: Function =
    Function::new("a boolean", "{0}", "json(iif({0}, 'true', iif({0} IS NULL, 'null', 'false')))");
static DOCUMENT: Function = Function::new("a document", "{0}", "json({0})");
static BYTES: Function = Function::new("bytes", "{0}", "lower(hex({0}))");

/// A value, which SQLite is told is more than the number or text that it keeps.
pub(in crate::expr) fn part<O: Operand>(value: O) -> Tree {
    let function = match Base::<O>::TYPE {
        SqlType::Boolean => Some(&BOOLEAN),
        SqlType::Decimal | SqlType::Json => Some(&DOCUMENT),
        _ => None,
    };
    told(value, function)
}

/// A value as an item of a list, as [`list_item`] has it.
pub(in crate::expr) fn item<O: Operand>(value: O) -> Tree {
    told(value, list_item(Base::<O>::TYPE))
}

/// How a value of this type is written as an item of a list, where it is not as it is: SQLite keeps lists as documents, which hold no
/// bytes, and in which truth is no number.
pub(crate) fn list_item(ty: SqlType) -> Option<&'static Function> {
    match ty {
        SqlType::Boolean => Some(&BOOLEAN),
        SqlType::Json => Some(&DOCUMENT),
        SqlType::Uuid | SqlType::Bytes => Some(&BYTES),
        _ => None,
    }
}

fn told<O: Operand>(value: O, function: Option<&'static Function>) -> Tree {
    let value = tree(value);
    match function {
        Some(function) => call::<O::Root, O::Type>(function, [value]).tree,
        None => value,
    }
}
