//! What becomes of new rows that collide with rows that are there: ON CONFLICT.

use super::Dialect;
use super::joins::Joins;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{CallNode, Function, LogicOp, Node};
use crate::schema::Table;
use crate::value::SqlType;

/// What becomes of a new row that collides with one that is there.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
/// use orm::sql::{Conflict, ConflictAction, ConflictTarget, Dialect, Insert, InsertForm};
///
/// let target = ConflictTarget::Columns { columns: vec![1], filter: Vec::new() };
/// let conflict = Conflict { target, action: ConflictAction::Nothing };
/// let (table, form) = (User::TABLE, InsertForm::Row);
/// let insert = Insert { table, columns: &[1, 2], returning: orm::sql::Returning::Nothing, form, conflict: Some(conflict) };
/// let sql = insert.compile(Dialect::Postgres).unwrap().sql;
/// assert!(sql.ends_with(r#"VALUES ($1, $2) ON CONFLICT ("name") DO NOTHING"#));
/// ```
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Which collisions it is about.
    pub target: ConflictTarget,
    /// What is done.
    pub action: ConflictAction,
}

/// Which collisions of new rows are meant.
///
/// ```
/// assert!(format!("{:?}", orm::sql::ConflictTarget::Any).contains("Any"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConflictTarget {
    /// All.
    Any,
    /// Those of a unique index over these columns, as indexes into the table's.
    Columns {
        /// The columns.
        columns: Vec<usize>,
        /// What is true of the rows in the index, if it is a partial one.
        filter: Vec<Node>,
    },
    /// Those of the constraint with this name. PostgreSQL only.
    Constraint(String),
}

/// What is done about a new row that collides.
///
/// ```
/// assert!(format!("{:?}", orm::sql::ConflictAction::Nothing).contains("Nothing"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConflictAction {
    /// It is left out.
    Nothing,
    /// The row that is there is updated.
    Update {
        /// The columns and their new values.
        set: Vec<(usize, Node)>,
        /// What must be true for that.
        filter: Vec<Node>,
        /// Whether it comes back which rows are new.
        tells: bool,
    },
}

/// What SQL calls the row that was to be inserted.
const PROPOSED: &str = "excluded";

/// Whether a row that comes back is a new one. On PostgreSQL one that nobody has updated or locked has no later transaction in it;
/// SQLite takes note when it updates.
static INSERTED: Function = Function::new("inserted", "(xmax = 0)", "upsert_inserted()");

/// Always true.
static UPDATES: Function = Function::same("updates", "upsert_updates()");

fn takes_note() -> Node {
    truth(&UPDATES)
}

/// Whether the row that comes back is a new one.
pub(crate) fn inserted() -> Node {
    truth(&INSERTED)
}

fn truth(function: &'static Function) -> Node {
    let (arguments, ty) = (Vec::new(), SqlType::Boolean);
    Node::Call(Box::new(CallNode { function, arguments, ty, nullable: false }))
}

impl Conflict {
    /// Whether it comes back which rows are new.
    pub(super) fn tells(&self) -> bool {
        matches!(self.action, ConflictAction::Update { tells: true, .. })
    }
}

impl Writer {
    pub(super) fn on_conflict(&mut self, table: &'static Table, conflict: Conflict) {
        self.push(" ON CONFLICT");
        match conflict.target {
            ConflictTarget::Any => {}
            ConflictTarget::Columns { columns, filter } => {
                self.push(" (");
                self.separated(", ", columns, |writer, column| writer.parts(table, column));
                self.push(")");
                self.refuse_joins(table, filter.iter());
                // The database compares it with that of the index, which it could not with a parameter.
                self.with_literals(|writer| writer.where_clause(filter));
            }
            ConflictTarget::Constraint(name) => self.on_constraint(table, &name),
        }
        match conflict.action {
            ConflictAction::Nothing => self.push(" DO NOTHING"),
            ConflictAction::Update { .. } if table.name.eq_ignore_ascii_case(PROPOSED) => {
                let reason = format!(
                    "do_update(..) of {} cannot tell its table from the row that was to be inserted, because both are called {PROPOSED}",
                    table.model
                );
                self.fail(Error::Unsupported { reason });
            }
            ConflictAction::Update { set, mut filter, tells } => {
                self.push(" DO UPDATE SET ");
                self.refuse_joins(table, set.iter().map(|(_, node)| node).chain(&filter));
                // Beside the row that is there stands the one that was to be inserted: each column says whose it is.
                let mut both = Joins::of(table);
                (both.qualified, both.proposes) = (true, true);
                let outside = std::mem::replace(&mut self.joins, both);
                self.assignments(table, set);
                if tells && self.dialect == Dialect::Sqlite {
                    // After all that can keep the row from being updated.
                    filter.push(takes_note());
                }
                if !filter.is_empty() {
                    self.push(" WHERE ");
                    self.chain(LogicOp::And, filter);
                }
                self.joins = outside;
            }
        }
    }

    fn on_constraint(&mut self, table: &Table, name: &str) {
        if self.dialect == Dialect::Sqlite {
            let reason = format!(
                "SQLite does not know constraints by name, and {} has no unique one that is called {name:?}: \
                 use on_conflict(..) with its columns",
                table.model
            );
            return self.fail(Error::Unsupported { reason });
        }
        self.push(" ON CONSTRAINT ");
        self.name(name);
    }

    fn refuse_joins<'a>(&mut self, table: &'static Table, nodes: impl Iterator<Item = &'a Node>) {
        let mut joins = Joins::of(table);
        nodes.for_each(|node| joins.gather(node));
        if !joins.is_empty() {
            let reason = format!("an upsert of {} cannot look at the row of a foreign key", table.model);
            self.fail(Error::Unsupported { reason });
        }
    }

    /// An expression over the row that was to be inserted.
    pub(super) fn proposed(&mut self, node: Node) {
        if !self.joins.proposes {
            let reason = "proposed(..) is the row that an upsert was to insert, and is known only in its do_update(..)";
            return self.fail(Error::Unsupported { reason: reason.to_owned() });
        }
        let outside = self.joins.rename(PROPOSED);
        self.node(node);
        self.joins.rename_back(outside);
    }
}
