use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Dialect, Output, Select};
use crate::error::Result;
use crate::expr::{CallNode, Function, Node};
use crate::schema::{ColumnDef, Table};
use crate::value::Value;

/// SQLite's columns take any number of digits; PostgreSQL's round.
static DECIMAL_FIT: Function = Function::same("decimal_fit", "decimal_fit({0}, {1}, {2})");

/// An argument is written with its type, where that is the program's own.
static TYPED: Function = Function::same("typed", "{0}");

/// An INSERT of what a SELECT gives.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// use orm::expr::Node;
/// use orm::sql::{Dialect, InsertFrom, Output, Select};
///
/// let mut rows = Select::new(User::TABLE);
/// rows.output = Output::Nodes(vec![Node::root_column(User::TABLE, 1)]);
/// let insert = InsertFrom { table: User::TABLE, columns: &[1], rows };
/// let sql = insert.compile(Dialect::Postgres).unwrap().sql;
/// assert_eq!(sql, r#"INSERT INTO "users" ("name") SELECT "name" FROM "users""#);
/// ```
#[derive(Debug)]
pub struct InsertFrom<'a> {
    /// The table.
    pub table: &'static Table,
    /// The columns that are given, as indexes into the table's.
    pub columns: &'a [usize],
    /// What gives them, in this order.
    pub rows: Select,
}

impl InsertFrom<'_> {
    /// The text and the parameters.
    ///
    /// # Errors
    /// As [`Select::compile`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// use orm::sql::{Dialect, InsertFrom, Output, Select};
    ///
    /// let rows = Select::new(User::TABLE);
    /// assert!(InsertFrom { table: User::TABLE, columns: &[0, 1], rows }.compile(Dialect::Sqlite).is_ok());
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let mut rows = self.rows;
        if let Output::Nodes(nodes) = &mut rows.output {
            for (node, &column) in nodes.iter_mut().zip(self.columns) {
                match dialect {
                    Dialect::Postgres => typed(node, dialect),
                    Dialect::Sqlite => fit(node, &self.table.columns[column]),
                }
            }
        }
        let rows = rows.planned(dialect)?;
        let mut writer = Writer::new(dialect, Joins::of(self.table));
        writer.push("INSERT INTO ");
        writer.name(self.table.name);
        writer.push(" (");
        writer.separated(", ", self.columns, |writer, &column| writer.parts(self.table, column));
        writer.push(") ");
        writer.joins = rows.joins();
        writer.select(rows);
        writer.finish()
    }
}

/// Says of a value what type of the program's own it is: where rows are distinct or put together, PostgreSQL asks before it looks at
/// the column, and takes what it does not know for text.
fn typed(node: &mut Node, dialect: Dialect) {
    let ty = match node {
        Node::Value(value) if dialect.conversion(value.sql_type()).is_some() => value.sql_type(),
        _ => return,
    };
    let value = std::mem::replace(node, Node::Constant(false));
    *node = Node::Call(Box::new(CallNode { function: &TYPED, arguments: vec![value], ty, nullable: true }));
}

/// Makes a decimal fit into its column.
fn fit(node: &mut Node, column: &ColumnDef) {
    let Some((all, after)) = column.digits else { return };
    let value = std::mem::replace(node, Node::Constant(false));
    let number = |digits: u32| Node::Value(Value::BigInt(digits.into()));
    let arguments = vec![value, number(all), number(after)];
    *node =
        Node::Call(Box::new(CallNode { function: &DECIMAL_FIT, arguments, ty: column.ty, nullable: column.nullable }));
}
