mod aggregate;
mod call;
mod derived;
mod grouping;
mod lock;
mod operator;
mod parts;
mod related;
mod same;
mod select;
mod source;
mod subquery;

pub use aggregate::{AggregateNode, Bound, Exclude, Frame, FrameUnit, WindowNode};
pub(crate) use call::RANDOM;
pub use call::{CallNode, CaseNode, FragmentForm, FragmentNode, Function};
pub use derived::{DerivedFrom, DerivedNode, Materialized, RawNode, ValuesNode};
pub use grouping::{GroupedBy, Grouping};
pub use lock::{Lock, LockStrength, Locked};
pub use operator::{ArithmeticOp, CompareOp, LogicOp, MatchOp};
pub use related::{RelatedNode, RelatedQuestion};
pub use select::{Output, Select};
pub use source::{OutputNode, SetNode, SetOp, Source, TreeDirection, TreeNode, TreePart};
pub use subquery::{OuterNode, SubqueryNode, SubqueryQuestion};

use std::ptr;

use crate::path::Hop;
use crate::schema::{ColumnDef, Direction, ReverseDef, Table, Through};
use crate::value::{SqlType, Value};

/// An expression without its Rust types, as the SQL compiler reads it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::{CompareOp, LogicOp, Node};
///
/// let u = User::fields();
/// let Node::Logic { op, operands } = (u.age.ge(18) & u.name.ne("ann")).into_node() else { panic!() };
/// assert_eq!((op, operands.len()), (LogicOp::And, 2));
/// assert!(matches!(operands[0], Node::Compare { op: CompareOp::Ge, .. }));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// A column.
    Column(ColumnRef),
    /// A parameter.
    Value(Value<'static>),
    /// A comparison of two values of the type `ty`.
    Compare {
        /// Which.
        op: CompareOp,
        /// The type of both sides.
        ty: SqlType,
        /// The left side.
        left: Box<Node>,
        /// The right side.
        right: Box<Node>,
    },
    /// `value BETWEEN low AND high`.
    Between {
        /// The type of all three.
        ty: SqlType,
        /// The value.
        value: Box<Node>,
        /// The smallest that is in.
        low: Box<Node>,
        /// The largest that is in.
        high: Box<Node>,
    },
    /// `value IN list`, which is not empty.
    In {
        /// The type of the value and of all in the list.
        ty: SqlType,
        /// The value.
        value: Box<Node>,
        /// The list.
        list: Vec<Value<'static>>,
        /// Whether it is NOT IN.
        negated: bool,
    },
    /// `value IS NULL`.
    IsNull {
        /// The value.
        value: Box<Node>,
        /// Whether it is IS NOT NULL.
        negated: bool,
    },
    /// A text that matches a pattern.
    Match {
        /// How.
        op: MatchOp,
        /// The text.
        value: Box<Node>,
        /// The pattern, with its wildcards.
        pattern: String,
    },
    /// Calculation with two numbers of the type `ty`.
    Arithmetic {
        /// Which.
        op: ArithmeticOp,
        /// The type of both sides and the result.
        ty: SqlType,
        /// The left side.
        left: Box<Node>,
        /// The right side.
        right: Box<Node>,
    },
    /// Two or more conditions.
    Logic {
        /// How they are connected.
        op: LogicOp,
        /// The conditions; none of them has the same `op`.
        operands: Vec<Node>,
    },
    /// `(value, value)`, to be compared with another one of as many, the first of them first.
    Row(Vec<Node>),
    /// `NOT condition`.
    Not(Box<Node>),
    /// `condition IS NOT TRUE`.
    IsNotTrue(Box<Node>),
    /// A function of other values.
    Call(Box<CallNode>),
    /// One of several values, by conditions.
    Case(Box<CaseNode>),
    /// One value of many rows.
    Aggregate(Box<AggregateNode>),
    /// SQL that the program has written.
    Fragment(Box<FragmentNode>),
    /// A text that is compared by other rules.
    Collate {
        /// The text.
        value: Box<Node>,
        /// The name of the rules.
        collation: &'static str,
    },
    /// A question about the rows on the other side of a relation.
    Related(Box<RelatedNode>),
    /// Another query.
    Subquery(Box<SubqueryNode>),
    /// An expression over the row of a query around this one.
    Outer(Box<OuterNode>),
    /// An expression over the row that an upsert was to insert.
    Proposed(Box<Node>),
    /// A column of the query that stands in place of the table.
    Output(OutputNode),
    /// The place of a row in the tree that the query follows, and its type.
    Tree(TreePart, SqlType),
    /// A condition that is always true or always false.
    Constant(bool),
    /// A condition on the key of a row of this model that was not read from the database.
    Detached(&'static str),
    /// The scope of this model, where it is no condition on the model's rows.
    WrongScope(&'static str),
    /// Rows of a projection of this name, which no query gives.
    NoRows(&'static str),
    /// What stood here was nested deeper than any database takes.
    TooDeep,
}

impl Node {
    /// A column of the query's own table.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::expr::{ColumnRef, Node};
    ///
    /// assert!(matches!(Node::root_column(User::TABLE, 1), Node::Column(ColumnRef { hop: None, column: 1, .. })));
    /// ```
    #[must_use]
    pub const fn root_column(table: &'static Table, column: usize) -> Self {
        Self::Column(ColumnRef { hop: None, table, column })
    }

    /// The column that it is, if it is one.
    pub(crate) fn as_column(&self) -> Option<ColumnRef> {
        if let Self::Column(column) = self { Some(*column) } else { None }
    }

    /// `column = value`, for a column of the query's own table.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::expr::{CompareOp, Node};
    /// use orm::value::Value;
    ///
    /// let node = Node::column_is(User::TABLE, 0, Value::BigInt(7));
    /// assert!(matches!(node, Node::Compare { op: CompareOp::Eq, .. }));
    /// ```
    #[must_use]
    pub fn column_is(table: &'static Table, column: usize, value: Value<'static>) -> Self {
        Self::Compare {
            op: CompareOp::Eq,
            ty: table.at(column).ty,
            left: Box::new(Self::root_column(table, column)),
            right: Box::new(Self::Value(value)),
        }
    }
}

/// A column at the end of a path.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::ColumnRef;
///
/// let name = ColumnRef { hop: None, table: User::TABLE, column: 1 };
/// assert_eq!(name.def().field, "name");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ColumnRef {
    /// The path; `None` at the query's model.
    pub hop: Option<&'static Hop>,
    /// The table that has the column.
    pub table: &'static Table,
    /// The column, as an index into [`Table::columns`].
    pub column: usize,
}

impl PartialEq for ColumnRef {
    fn eq(&self, other: &Self) -> bool {
        let same_path = match (self.hop, other.hop) {
            (None, None) => ptr::eq(self.table, other.table),
            (Some(one), Some(other)) => one.is_same(other),
            _ => false,
        };
        same_path && self.column == other.column
    }
}

impl ColumnRef {
    /// The column by which rows on the other side of a relation are found: of their own table, or of the link's.
    pub(crate) fn pointing_back(relation: &ReverseDef) -> Self {
        let (table, foreign) = match relation.through {
            Through::ForeignKey(foreign) => ((relation.target)(), foreign),
            Through::Link(link) => ((link.table)(), link.near),
        };
        Self { hop: None, table, column: table.relations[foreign].column }
    }

    /// The column's definition.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::expr::ColumnRef;
    ///
    /// assert!(ColumnRef { hop: None, table: User::TABLE, column: 2 }.def().nullable);
    /// ```
    #[must_use]
    pub fn def(&self) -> &'static ColumnDef {
        self.table.at(self.column)
    }

    /// The same column of the row at the end of a path, instead of the query's own.
    fn along(self, base: &'static Hop) -> Self {
        let hop = Some(self.hop.map_or(base, |hop| hop.onto(base)));
        Self { hop, ..self }.shortest()
    }

    /// The same value found with the fewest joins: the key of a row that a foreign key points at is that foreign key.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// // The key of the city's country is the city's own column.
    /// let sql = City::filter(|c| c.country.id.eq(33)).to_sql();
    /// assert!(sql.ends_with(r#"FROM "city" WHERE "country_id" = $1"#));
    /// ```
    #[must_use]
    pub fn shortest(self) -> Self {
        let pointing = self.hop.and_then(|hop| Some((hop, hop.foreign_key()?)));
        match pointing.filter(|(_, relation)| relation.target_column() == self.column) {
            Some((hop, relation)) => Self { hop: hop.parent, table: hop.source, column: relation.column }.shortest(),
            None => self,
        }
    }
}

/// One step of an order.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::{IntoOrder, Nulls};
/// use orm::schema::Direction;
///
/// let order: Order<User> = User::fields().email.desc().nulls_last();
/// let steps = IntoOrder::<User>::into_order(order);
/// assert_eq!((steps[0].direction, steps[0].nulls), (Direction::Descending, Some(Nulls::Last)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct OrderNode {
    /// What is ordered by.
    pub node: Node,
    /// Which way.
    pub direction: Direction,
    /// Where NULL stands; as PostgreSQL has it where nothing is said.
    pub nulls: Option<super::Nulls>,
    /// What it is read as, where its values are.
    pub ty: SqlType,
}

impl OrderNode {
    /// By a column.
    pub(crate) fn of_column(column: ColumnRef, direction: Direction) -> Self {
        Self { node: Node::Column(column), direction, nulls: None, ty: column.def().ty }
    }
}
