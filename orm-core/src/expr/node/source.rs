use std::sync::Arc;

use super::derived::MAX_LEVELS;
use super::{DerivedNode, Node, Output, Select};
use crate::value::SqlType;

/// Where the rows of a SELECT come from.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
/// let young = User::filter(|u| u.age.lt(20));
/// let sql = young.union(User::filter(|u| u.age.gt(60))).to_sql();
/// assert!(sql.contains(" UNION "));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Source {
    /// From its table.
    Table,
    /// From other queries, which give the same columns.
    Set(Arc<SetNode>),
    /// From another query about the same table.
    Query(Arc<Select>),
    /// From its table: the rows of a query, and all that a foreign key from the table to itself leads to from there.
    Tree(Arc<TreeNode>),
    /// From rows of which its table only says what their columns are called.
    Derived(Arc<DerivedNode>),
}

/// Rows and what is above or below them in a tree.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Part { id: i64, whole: Option<ForeignKey<Part>> }
/// let sql = Part::filter(|p| p.id.eq(1)).with_descendants(|p| p.whole).to_sql();
/// assert!(sql.contains("WITH RECURSIVE"));
/// ```
#[derive(Debug, Clone)]
pub struct TreeNode {
    /// The rows that it begins with.
    pub start: Select,
    /// The foreign key that leads from a row to the one above it, as an index into the table's relations.
    pub relation: usize,
    /// Which way it goes.
    pub direction: TreeDirection,
    levels: u16,
}

impl TreeNode {
    /// The rows of a query and those in the tree around them; nothing where they would be nested too deeply.
    pub(crate) fn new(start: Select, relation: usize, direction: TreeDirection) -> Option<Self> {
        let levels = start.levels() + 1;
        (levels <= MAX_LEVELS).then_some(Self { start, relation, direction, levels })
    }
}

impl Source {
    /// How many queries stand in place of each other's tables in it.
    pub(super) fn levels(&self) -> u16 {
        match self {
            Self::Table => 0,
            Self::Set(set) => set.levels,
            Self::Query(query) => query.levels(),
            Self::Tree(tree) => tree.levels,
            Self::Derived(derived) => derived.levels(),
        }
    }
}

/// Which way a tree is followed.
///
/// ```
/// use orm::expr::TreeDirection;
///
/// assert_ne!(TreeDirection::Up, TreeDirection::Down);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeDirection {
    /// To the rows that foreign keys point at.
    Up,
    /// To the rows whose foreign keys point here.
    Down,
}

/// What is known of a row by its place in a tree.
///
/// ```
/// use orm::expr::TreePart;
///
/// assert_ne!(TreePart::Depth, TreePart::Path);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreePart {
    /// How many steps it is from where the tree begins.
    Depth,
    /// The keys of the rows on the way to it.
    Path,
}

/// A column of a query that stands in place of a table.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// use orm::expr::OutputNode;
/// use orm::value::SqlType;
///
/// let first = OutputNode { column: 0, width: 1, ty: Some(SqlType::BigInt), nullable: false };
/// assert_eq!(first.name(), "c1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputNode {
    /// Which, from 0.
    pub column: usize,
    /// How many columns of the database it is.
    pub width: usize,
    /// Its type, where it matters to how it is compared.
    pub ty: Option<SqlType>,
    /// Whether it can be NULL.
    pub nullable: bool,
}

impl OutputNode {
    /// The name that it is given there.
    ///
    /// ```
    /// use orm::expr::OutputNode;
    ///
    /// assert_eq!(OutputNode { column: 9, width: 1, ty: None, nullable: true }.name(), "c10");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        format!("c{}", self.column + 1)
    }
}

/// Queries whose rows are put together.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
/// let sql = User::all().difference(User::filter(|u| u.age.gt(60))).to_sql();
/// assert!(sql.contains(" EXCEPT "));
/// ```
#[derive(Debug, Clone)]
pub struct SetNode {
    /// How.
    pub op: SetOp,
    /// The queries, in their order: of unions as many as there are, else two.
    pub parts: Vec<Select>,
    levels: u16,
}

impl SetNode {
    /// Two queries; nothing where they would be nested too deeply. One more query to a union is a part of that one.
    pub(crate) fn new(op: SetOp, left: Select, right: Select) -> Option<Self> {
        let levels = right.levels() + 1;
        let mut set = match left.into_union(op) {
            Ok(set) => set,
            Err(left) => Self { op, levels: left.levels() + 1, parts: vec![*left] },
        };
        set.levels = set.levels.max(levels);
        set.parts.push(right);
        (set.levels <= MAX_LEVELS).then_some(set)
    }

    /// Whether the parts give whole rows of the table.
    pub(crate) fn gives_rows(&self) -> bool {
        self.output().is_none()
    }

    /// Whether this is what the parts give.
    fn gives(&self, output: &Output) -> bool {
        self.parts.first().is_some_and(|part| part.output == *output)
    }

    /// What the parts give, where it is not whole rows: names are those of the first.
    pub(crate) fn output(&self) -> Option<&[Node]> {
        match self.parts.first().map(|part| &part.output) {
            Some(Output::Nodes(nodes)) => Some(nodes),
            Some(Output::Table) | None => None,
        }
    }
}

impl Select {
    /// The union that this is, if it is one of this kind with nothing said about its rows; else it as it was.
    fn into_union(self, op: SetOp) -> Result<SetNode, Box<Self>> {
        let is_one = matches!(&self.source, Source::Set(set) if set.op == op && set.gives(&self.output))
            && matches!(op, SetOp::Union | SetOp::UnionAll)
            && self.filter.is_empty()
            && !self.is_sliced()
            && !self.distinct
            && self.distinct_on.is_empty()
            && self.link.is_none()
            && self.per.is_none()
            && self.lock.is_none()
            && self.grouping.is_none();
        match self.source {
            // Which order its rows would have does not count.
            Source::Set(set) if is_one => Ok(Arc::unwrap_or_clone(set)),
            source => Err(Box::new(Self { source, ..self })),
        }
    }
}

/// Ways of putting the rows of two queries together.
///
/// ```
/// use orm::expr::SetOp;
///
/// assert_ne!(SetOp::Union, SetOp::UnionAll);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetOp {
    /// The rows of either, each once.
    Union,
    /// The rows of both.
    UnionAll,
    /// The rows that both give, each once.
    Intersection,
    /// The rows of the first that the second does not give, each once.
    Difference,
}
