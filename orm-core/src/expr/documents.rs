//! Documents: their parts, what kind these are, and what is in them.

mod step;

pub use step::{JsonPath, JsonStep};

use super::depth::Tree;
use super::functions::call;
use super::node::Function;
use super::operand::{Base, Lifted, LiftedBy, tree};
use super::{Expr, IntoExpr, Node, Operand, Predicate};
use crate::model::Model;
use crate::value::{ColumnType, Field, Json};

/// A type that is a document: `serde_json::Value` and [`Json<T>`](Json).
///
/// ```
/// fn is_a_document<T: orm::expr::JsonField>() {}
/// is_a_document::<serde_json::Value>();
/// is_a_document::<orm::value::Json<Vec<i64>>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`get`, `has_key` and their kin are for documents, and this is a `{Self}`",
    label = "not a document",
    note = "a document is a `Json<T>` or a `serde_json::Value`"
)]
pub trait JsonField: Field {}

#[diagnostic::do_not_recommend]
impl JsonField for serde_json::Value {}

#[diagnostic::do_not_recommend]
impl<T> JsonField for Json<T> where Json<T>: Field {}

/// What can be asked of documents. In the prelude.
///
/// What a document does not have is NULL, and so is what is of another kind than was asked for: none of these is ever an error
/// because of what a document holds. A JSON null is not NULL: `get("a").is_null()` is true where there is no `a`, and
/// `get("a").eq(Value::Null)` where it is there and null.
///
/// Documents are equal where they mean the same: the order of keys does not matter, and 1 is 1.0. They are also ordered, as
/// PostgreSQL does it: null, text, numbers, booleans, lists, objects; of two lists or objects the one with fewer parts comes first,
/// and an empty list before everything.
///
/// ```
/// use orm::prelude::*;
/// use serde_json::{Value, json};
///
/// #[derive(Model, Debug)]
/// struct Event {
///     id: i64,
///     data: Value,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Event]).await?;
/// Event::create().data(json!({"kind": "sale", "lines": [{"price": 30}, {"price": 5}]})).await?;
/// Event::create().data(json!({"kind": null, "tags": ["new"]})).await?;
///
/// let sales = Event::filter(|e| e.data.get("kind").as_text().eq("sale")).count().await?;
/// let dear = Event::filter(|e| e.data.path(("lines", 0, "price")).as_i64().gt(20)).count().await?;
/// let tagged = Event::filter(|e| e.data.contains_json(json!({"tags": ["new"]})) & e.data.has_key("kind")).count().await?;
/// assert_eq!((sales, dear, tagged), (1, 1, 1));
///
/// let last: Vec<Option<Value>> = Event::all().order_by(|e| e.id).values(|e| e.data.get("lines").get(-1)).await?;
/// assert_eq!(last, [Some(json!({"price": 5})), None]);
/// # Ok(()) }
/// ```
pub trait JsonOperators: Operand {
    /// The part with this key of an object, or with this index of a list, from 0; negative ones count from the end. What is no list
    /// and no object counts as a list of itself alone, as it does in PostgreSQL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// let sql = Row::all().values(|r| r.data.get("lines").get(-1)).to_sql();
    /// assert_eq!(sql, r#"SELECT (("data" -> $1) -> $2) FROM "row""#);
    /// ```
    fn get(self, step: impl Into<JsonStep>) -> Expr<Self::Root, Option<serde_json::Value>>
    where
        Base<Self>: JsonField,
    {
        Expr::new(part::<Self::Root>(tree(self), step.into()))
    }

    /// The part at the end of a path of keys and indexes: `path(("a", 0))` is `get("a").get(0)`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// use orm::expr::JsonStep;
    ///
    /// let fixed = Row::all().values(|r| r.data.path(("lines", 0, "price"))).to_sql();
    /// let computed: Vec<JsonStep> = vec!["lines".into(), 0.into(), "price".into()];
    /// assert_eq!(Row::all().values(|r| r.data.path(computed)).to_sql(), fixed);
    /// ```
    fn path(self, path: impl JsonPath) -> Expr<Self::Root, Option<serde_json::Value>>
    where
        Base<Self>: JsonField,
    {
        Expr::new(path.into_steps().into_iter().fold(tree(self), part::<Self::Root>))
    }

    /// The document as a `serde_json::Value`, whatever type it has in the model.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, tags: Json<Vec<String>> }
    /// Row::filter(|r| r.tags.document().eq(serde_json::json!(["a", "b"])));
    /// ```
    fn document(self) -> Expr<Self::Root, Lifted<Self, serde_json::Value>>
    where
        Base<Self>: JsonField,
    {
        Expr::new(tree(self))
    }

    /// The text, where it is one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// Row::filter(|r| r.data.get("name").as_text().istarts_with("a"));
    /// ```
    fn as_text(self) -> Expr<Self::Root, Option<String>>
    where
        Base<Self>: JsonField,
    {
        static TEXT: Function = Function::new(
            "as_text",
            "(CASE jsonb_typeof({0}) WHEN 'string' THEN {0} #>> ARRAY[]::text[] END)",
            "json_as_text({0})",
        );
        call(&TEXT, [tree(self)])
    }

    /// The whole number, where it is one that an `i64` holds; 2.0 is 2.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// Row::all().order_by(|r| r.data.get("age").as_i64().desc().nulls_last());
    /// ```
    fn as_i64(self) -> Expr<Self::Root, Option<i64>>
    where
        Base<Self>: JsonField,
    {
        static WHOLE: Function = Function::new(
            "as_i64",
            "(CASE jsonb_typeof({0}) WHEN 'number' THEN CASE WHEN {0}::text::numeric % 1 = 0 \
             AND {0}::text::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 \
             THEN {0}::text::numeric::bigint END END)",
            "json_as_i64({0})",
        );
        call(&WHOLE, [tree(self)])
    }

    /// The number, where it is one that an `f64` comes near to.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// Row::filter(|r| r.data.get("share").as_f64().gt(0.5));
    /// ```
    fn as_f64(self) -> Expr<Self::Root, Option<f64>>
    where
        Base<Self>: JsonField,
    {
        static NUMBER: Function = Function::new(
            "as_f64",
            "(CASE jsonb_typeof({0}) WHEN 'number' THEN CASE \
             WHEN abs({0}::text::numeric) > 1.7976931348623157e308 THEN NULL \
             WHEN abs({0}::text::numeric) < 5e-324 THEN 0 ELSE {0}::text::double precision END END)",
            "json_as_f64({0})",
        );
        call(&NUMBER, [tree(self)])
    }

    /// The boolean, where it is one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// Row::filter(|r| r.data.get("paid").as_bool().eq(true));
    /// ```
    fn as_bool(self) -> Expr<Self::Root, Option<bool>>
    where
        Base<Self>: JsonField,
    {
        static BOOLEAN: Function = Function::new(
            "as_bool",
            "(CASE {0} WHEN 'true'::jsonb THEN true WHEN 'false'::jsonb THEN false END)",
            "json_as_bool({0})",
        );
        call(&BOOLEAN, [tree(self)])
    }

    /// What it is: `object`, `array`, `string`, `number`, `boolean` or `null`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// let sql = Row::filter(|r| r.data.json_type().eq("array")).to_sql();
    /// assert!(sql.ends_with(r#"WHERE jsonb_typeof("data") = $1"#));
    /// ```
    fn json_type(self) -> Expr<Self::Root, Lifted<Self, String>>
    where
        Base<Self>: JsonField,
    {
        static TYPE: Function = Function::new("json_type", "jsonb_typeof({0})", "json_kind({0})");
        call(&TYPE, [tree(self)])
    }

    /// How many elements it has, where it is a list.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// Row::filter(|r| r.data.get("lines").array_length().gt(3));
    /// ```
    fn array_length(self) -> Expr<Self::Root, Option<i32>>
    where
        Base<Self>: JsonField,
    {
        static LENGTH: Function = Function::new(
            "array_length",
            "(CASE jsonb_typeof({0}) WHEN 'array' THEN jsonb_array_length({0}) END)",
            "json_elements({0})",
        );
        call(&LENGTH, [tree(self)])
    }

    /// Contains this document: of an object its keys with what is in them, of a list all its elements in any order, and in each of
    /// these the same again. A list also contains what is an element of it. Django's `contains`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// use serde_json::json;
    ///
    /// let sql = Row::filter(|r| r.data.contains_json(json!({"tags": ["new"]}))).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("data" @> $1)"#));
    /// ```
    fn contains_json<V: IntoExpr<Self::Root, serde_json::Value>>(self, part: V) -> Predicate<Self::Root>
    where
        Base<Self>: JsonField,
    {
        static CONTAINS: Function = Function::new("contains_json", "({0} @> {1})", "json_holds({0}, {1})");
        truth::<_, LiftedBy<Self, V, serde_json::Value, bool>>(&CONTAINS, [tree(self), part.into_operand().0])
    }

    /// Is an object with this key, or a list with this text in it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// assert!(Row::filter(|r| r.data.has_key("a")).to_sql().ends_with(r#"WHERE ("data" ? $1)"#));
    /// ```
    fn has_key(self, key: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: JsonField,
    {
        static HAS: Function = Function::new("has_key", "({0} ? {1})", "json_has_key({0}, {1})");
        let key = Tree::leaf(Node::Value(key.as_ref().to_owned().into_value()));
        truth::<_, Lifted<Self, bool>>(&HAS, [tree(self), key])
    }

    /// Has all of these keys, as [`has_key`](Self::has_key) has one; always true of none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// assert!(Row::filter(|r| r.data.has_keys(["a", "b"])).to_sql().ends_with(r#"WHERE ("data" ?& $1::text[])"#));
    /// ```
    fn has_keys<K: AsRef<str>>(self, keys: impl IntoIterator<Item = K>) -> Predicate<Self::Root>
    where
        Base<Self>: JsonField,
    {
        static HAS: Function = Function::new("has_keys", "({0} ?& {1})", "json_has_keys({0}, {1})");
        truth::<_, Lifted<Self, bool>>(&HAS, [tree(self), texts(keys)])
    }

    /// Has any of these keys, as [`has_key`](Self::has_key) has one; never true of none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, data: serde_json::Value }
    /// assert!(Row::filter(|r| r.data.has_any_keys(["a", "b"])).to_sql().ends_with(r#"WHERE ("data" ?| $1::text[])"#));
    /// ```
    fn has_any_keys<K: AsRef<str>>(self, keys: impl IntoIterator<Item = K>) -> Predicate<Self::Root>
    where
        Base<Self>: JsonField,
    {
        static HAS: Function = Function::new("has_any_keys", "({0} ?| {1})", "json_has_any_keys({0}, {1})");
        truth::<_, Lifted<Self, bool>>(&HAS, [tree(self), texts(keys)])
    }
}

impl<O: Operand> JsonOperators for O {}

/// A function of the type `T`, boolean or an `Option` of it, as a condition.
pub(super) fn truth<M: Model, T: ColumnType>(
    function: &'static Function,
    arguments: impl IntoIterator<Item = Tree>,
) -> Predicate<M> {
    Predicate::new(call::<M, T>(function, arguments).tree)
}

fn part<M: Model>(document: Tree, step: JsonStep) -> Tree {
    static GET: Function = Function::new("get", "({0} -> {1})", "json_get({0}, {1})");
    let step = Tree::leaf(Node::Value(step.into_value()));
    call::<M, Option<serde_json::Value>>(&GET, [document, step]).tree
}

fn texts<K: AsRef<str>>(keys: impl IntoIterator<Item = K>) -> Tree {
    let keys: Vec<String> = keys.into_iter().map(|key| key.as_ref().to_owned()).collect();
    Tree::leaf(Node::Value(keys.into_value()))
}
