use super::Node;
use crate::value::SqlType;

/// A function, and how each database writes it. What a database does not have is refused before anything is sent.
///
/// In the texts `{0}` is the first argument, `{*}` all of them with commas between, `{=}` all of them so that they are equal by their
/// meaning, and `{type}` the type of the result. `{<}` is all of them so that their order is that of their meaning, for functions that
/// give one of them back.
///
/// ```
/// use orm::expr::{Function, Node};
///
/// static INITCAP: Function = Function { name: "initcap", postgres: Some("initcap({0})"), sqlite: None };
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let name = User::fields().name.call::<String>(&INITCAP);
/// assert!(User::filter(|_| name.eq("Ann")).to_sql().ends_with(r#"WHERE initcap("name") = $1"#));
/// ```
#[derive(Debug)]
pub struct Function {
    /// What users call it; for messages.
    pub name: &'static str,
    /// As PostgreSQL writes it.
    pub postgres: Option<&'static str>,
    /// As SQLite writes it.
    pub sqlite: Option<&'static str>,
}

/// The function that gives another value each time that it is called.
pub(crate) static RANDOM: Function = Function::new("random", "random()", "random_fraction()");

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Function {
    /// A function that both databases write in the same way.
    pub(crate) const fn same(name: &'static str, sql: &'static str) -> Self {
        Self::new(name, sql, sql)
    }

    /// A function that each database has in its own way.
    pub(crate) const fn new(name: &'static str, postgres: &'static str, sqlite: &'static str) -> Self {
        Self { name, postgres: Some(postgres), sqlite: Some(sqlite) }
    }

    /// A function that SQLite does not have.
    pub(crate) const fn postgres(name: &'static str, sql: &'static str) -> Self {
        Self { name, postgres: Some(sql), sqlite: None }
    }
}

/// A function's value for some arguments.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// use orm::expr::Node;
///
/// let Node::Compare { left, .. } = User::fields().name.lower().eq("ann").into_node() else { panic!() };
/// let Node::Call(call) = *left else { panic!() };
/// assert_eq!((call.function.name, call.arguments.len()), ("lower", 1));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CallNode {
    /// Which.
    pub function: &'static Function,
    /// What it is given.
    pub arguments: Vec<Node>,
    /// The type of the value.
    pub ty: SqlType,
    /// Whether the value can be NULL.
    pub nullable: bool,
}

/// The value of the first branch whose condition is true.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// let group = orm::case().when(User::fields().age.lt(18), "minor").otherwise("adult");
/// let sql = User::all().order_by(|_| group).to_sql();
/// assert!(sql.ends_with(r#"ORDER BY CASE WHEN "age" < $1 THEN $2 ELSE $3 END"#));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CaseNode {
    /// The conditions, each with its value.
    pub branches: Vec<(Node, Node)>,
    /// The value where none is true; NULL where there is none.
    pub otherwise: Option<Node>,
    /// The type of the value.
    pub ty: SqlType,
    /// Whether the value can be NULL.
    pub nullable: bool,
}

/// SQL that the program has written, in whose places `{}` stand other expressions.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let sounds = orm::fragment::<i32, _>("char_length({})", User::fields().name);
/// assert!(User::all().order_by(|_| sounds).to_sql().ends_with(r#"ORDER BY (char_length("name"))"#));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FragmentNode {
    /// The text.
    pub sql: &'static str,
    /// What the text is.
    pub form: FragmentForm,
    /// What stands in its places.
    pub arguments: Vec<Node>,
    /// The type of the value.
    pub ty: SqlType,
    /// Whether the value can be NULL.
    pub nullable: bool,
}

/// What the text of a [`FragmentNode`] is.
///
/// ```
/// use orm::expr::FragmentForm;
///
/// assert_ne!(FragmentForm::Call, FragmentForm::Text);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FragmentForm {
    /// The name of a function.
    Call,
    /// SQL with places.
    Text,
    /// A name that is written in quotes, as a text.
    Quoted,
    /// What was meant for the name of a function, and cannot be one.
    Refused,
}
