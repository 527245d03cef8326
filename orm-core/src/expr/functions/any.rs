use chrono::{DateTime, Utc};

use super::{call, nodes};
use crate::expr::depth::Tree;
use crate::expr::node::{FragmentForm, FragmentNode, Function, RANDOM};
use crate::expr::operand::tree;
use crate::expr::{Expr, IntoOperand, Node, Predicate, ValueKind};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo};
use crate::value::{ColumnType, Field, Nullability};

/// What a function of the program's choice is given: a column or an expression, a value in [`literal`], or a tuple of up to sixteen
/// of these. `()` is nothing.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let sql = User::all().values(|u| orm::func::<String, _>("concat_ws", (orm::literal("-"), u.name, u.name))).to_sql();
/// assert_eq!(sql, r#"SELECT concat_ws($1, "name", "name") FROM "users""#);
/// ```
#[diagnostic::on_unimplemented(
    message = "a function cannot be given a `{Self}`",
    label = "expected a column or expression, or a tuple of these",
    note = "a value is given as `orm::literal(value)`"
)]
pub trait Arguments {
    /// The model that the query is about.
    type Root: Model;

    /// The expressions in order.
    #[doc(hidden)]
    fn trees(self) -> Vec<IntoOperand>;
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType> Arguments for Column<P, T> {
    type Root = P::Root;

    fn trees(self) -> Vec<IntoOperand> {
        vec![IntoOperand(tree(self))]
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, const R: usize> Arguments for ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    type Root = P::Root;

    fn trees(self) -> Vec<IntoOperand> {
        vec![IntoOperand(tree(self))]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, K: ValueKind> Arguments for Expr<M, T, K> {
    type Root = M;

    fn trees(self) -> Vec<IntoOperand> {
        vec![IntoOperand(self.tree)]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> Arguments for Predicate<M> {
    type Root = M;

    fn trees(self) -> Vec<IntoOperand> {
        vec![IntoOperand(self.into_tree())]
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<M: Model, $($name: Arguments<Root = M>),*> Arguments for ($($name,)*) {
            type Root = M;

            fn trees(self) -> Vec<IntoOperand> {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                let mut all = Vec::new();
                $(all.extend($name.trees());)*
                all
            }
        }
    };
}

crate::tuples!(tuples);

/// A function of the database by its name, with the type that it gives: one of PostgreSQL's or SQLite's own, of an extension, or one
/// that the program has defined there. Where it can give NULL the type is an Option.
///
/// The name is part of the program, never of its input: names that are not letters, digits, `_` and dots are refused before anything
/// is sent.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").await?;
/// let quoted: Vec<String> = User::all().values(|u| orm::func::<String, _>("quote", u.name)).await?;
/// assert_eq!(quoted, ["'ann'"]);
/// # Ok(()) }
/// ```
pub fn func<T: ColumnType, A: Arguments>(name: &'static str, arguments: A) -> Expr<A::Root, T> {
    let arguments = arguments.trees();
    let is_name = |part: &str| {
        let mut characters = part.chars();
        characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && characters.all(|character| character.is_ascii_alphanumeric() || character == '_')
    };
    match name.split('.').all(is_name) {
        true => written(name, FragmentForm::Call, arguments),
        false => written(name, FragmentForm::Refused, arguments),
    }
}

/// SQL of the program's own as an expression, with the type that it gives; each `{}` in it is the next argument, as a column with its
/// table's name or as a parameter. `{{` and `}}` are braces.
///
/// The text is part of the program, never of its input.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// let decade = |u: &Fields<User>| orm::fragment::<i32, _>("({} / {}) * 10", (u.age, orm::literal(10)));
/// let sql = User::filter(|u| decade(u).eq(30)).to_sql();
/// assert!(sql.ends_with(r#"WHERE (("age" / $1) * 10) = $2"#));
/// ```
pub fn fragment<T: ColumnType, A: Arguments>(sql: &'static str, arguments: A) -> Expr<A::Root, T> {
    written(sql, FragmentForm::Text, arguments.trees())
}

fn written<M: Model, T: ColumnType>(sql: &'static str, form: FragmentForm, arguments: Vec<IntoOperand>) -> Expr<M, T> {
    let (arguments, depth) = nodes(arguments.into_iter().map(|tree| tree.0));
    let (ty, nullable) = (<T::Base as Field>::TYPE, <T::Nullability as Nullability>::NULLABLE);
    Expr::new(Tree::checked(Node::Fragment(Box::new(FragmentNode { sql, form, arguments, ty, nullable })), depth))
}

/// A value as an expression, where only an expression can stand.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let sql = User::all().values(|u| (u.name, orm::literal(1))).to_sql();
/// assert_eq!(sql, r#"SELECT "name", $1 FROM "users""#);
/// ```
pub fn literal<M: Model, V: Literal>(value: V) -> Expr<M, V::Type> {
    Expr::leaf(Node::Value(value.into_literal().into_column()))
}

/// What can be a [`literal`]: a value of a type that a column holds, and `&str`.
///
/// ```
/// fn is_a_literal<V: orm::expr::Literal<Type = String>>() {}
/// is_a_literal::<&str>();
/// ```
pub trait Literal {
    /// The type of the expression.
    type Type: ColumnType;

    /// The value of that type.
    #[doc(hidden)]
    fn into_literal(self) -> Self::Type;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Literal for T {
    type Type = T;

    fn into_literal(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl Literal for &str {
    type Type = String;

    fn into_literal(self) -> String {
        self.to_owned()
    }
}

/// The moment at which the transaction began on PostgreSQL, and the statement on SQLite.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Token { id: i64, expires: chrono::DateTime<chrono::Utc> }
/// assert!(Token::filter(|t| t.expires.lt(orm::now())).to_sql().ends_with(r#"WHERE "expires" < now()"#));
/// ```
pub fn now<M: Model>() -> Expr<M, DateTime<Utc>> {
    static NOW: Function = Function::new("now", "now()", "strftime('%Y-%m-%d %H:%M:%f000+00:00', 'now')");
    call(&NOW, [])
}

/// A random number from 0 to less than 1, another one for each row.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let anyone = User::all().order_by(|_| orm::random()).limit(1);
/// assert!(anyone.to_sql().contains("ORDER BY random()"));
/// ```
pub fn random<M: Model>() -> Expr<M, f64> {
    call(&RANDOM, [])
}
