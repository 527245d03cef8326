/// Comparisons.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::{CompareOp, Node};
///
/// let node = User::fields().age.lt(18).into_node();
/// assert!(matches!(node, Node::Compare { op: CompareOp::Lt, .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `IS DISTINCT FROM`: as `<>`, with NULL as a value like any other.
    Distinct,
    /// `IS NOT DISTINCT FROM`: as `=`, with NULL as a value like any other.
    NotDistinct,
}

/// Ways of matching a text with a pattern.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::{MatchOp, Node};
///
/// let node = User::fields().name.icontains("an").into_node();
/// assert!(matches!(node, Node::Match { op: MatchOp::ILike, .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchOp {
    /// LIKE; capital letters matter.
    Like,
    /// LIKE; capital letters do not matter.
    ILike,
    /// A regular expression; capital letters matter.
    Regex,
    /// A regular expression; capital letters do not matter.
    IRegex,
}

/// Calculations.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::{ArithmeticOp, Node};
///
/// let Node::Compare { left, .. } = (User::fields().age * 2).gt(60).into_node() else { panic!() };
/// assert!(matches!(*left, Node::Arithmetic { op: ArithmeticOp::Mul, .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`; of whole numbers, rounded towards zero.
    Div,
    /// `%`
    Rem,
}

/// Connections of conditions.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::{LogicOp, Node};
///
/// let node = (User::fields().age.lt(18) | User::fields().age.gt(99)).into_node();
/// assert!(matches!(node, Node::Logic { op: LogicOp::Or, .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogicOp {
    /// AND
    And,
    /// OR
    Or,
}
