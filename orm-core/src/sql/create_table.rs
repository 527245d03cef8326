//! Table definitions, for `create_tables`.

use super::dialect::quoted;
use super::joins::Joins;
use super::rule_checks::rule_checks;
use super::writer::Writer;
use super::{Dialect, literal};
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::schema::{Part, RelationDef, Table, constraint_name};
use crate::value::{Domain, SqlType};

/// A CHECK constraint: a condition that every row of a table satisfies.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Check, Dialect, create_table};
///
/// let check = Check { name: "adult", condition: User::fields().age.ge(18).into_node() };
/// let sql = create_table(Dialect::Postgres, User::TABLE, vec![check], |_| true).unwrap();
/// assert!(sql.ends_with(r#"CONSTRAINT "adult" CHECK ("age" >= 18))"#));
/// ```
#[derive(Debug)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// The condition, over the table's own columns.
    pub condition: Node,
}

/// CREATE TABLE IF NOT EXISTS, with the foreign keys that `inline` says can stand in it.
///
/// # Errors
/// `Error::Unsupported` for a check that compares with what has no literal, or that follows a foreign key.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, #[orm(index)] name: String }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// use orm::sql::{Dialect, create_table};
///
/// assert_eq!(
///     create_table(Dialect::Sqlite, Country::TABLE, Vec::new(), |_| true).unwrap(),
///     r#"CREATE TABLE IF NOT EXISTS "country" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL) STRICT"#
/// );
/// ```
pub fn create_table(
    dialect: Dialect,
    table: &'static Table,
    checks: Vec<Check>,
    inline: impl Fn(&RelationDef) -> bool,
) -> Result<String> {
    let mut writer = Writer::for_definition(dialect);
    writer.push("CREATE TABLE IF NOT EXISTS ");
    writer.name(table.name);
    writer.push(" (");
    writer.separated(", ", 0..table.columns.len(), |writer, column| writer.column_definition(table, column));
    if table.key().ty.width() > 1 {
        writer.push(", PRIMARY KEY (");
        writer.parts(table, table.primary_key);
        writer.push(")");
    }
    for (name, columns) in unique(table) {
        writer.constraint(&name);
        writer.push("UNIQUE (");
        writer.separated(", ", columns, |writer, column| writer.parts(table, column));
        writer.push(")");
    }
    for relation in table.relations.iter().filter(|relation| inline(relation)) {
        writer.push(", ");
        writer.foreign_key(table, relation);
    }
    for (name, condition) in implied_checks(dialect, table) {
        writer.constraint(&name);
        writer.push(&format!("CHECK ({condition})"));
    }
    for (name, condition) in rule_checks(table) {
        writer.constraint(&name);
        writer.push("CHECK (");
        writer.node(condition);
        writer.push(")");
    }
    for check in checks {
        writer.constraint(check.name);
        writer.push("CHECK (");
        let mut joins = Joins::of(table);
        joins.gather(&check.condition);
        if !joins.is_empty() {
            let reason =
                format!("the check {:?} of {} follows a foreign key: a check sees one row", check.name, table.model);
            writer.fail(Error::Unsupported { reason });
        }
        writer.node(check.condition);
        writer.push(")");
    }
    // STRICT makes SQLite keep to the columns' types, as PostgreSQL does.
    writer.push(if dialect == Dialect::Sqlite { ") STRICT" } else { ")" });
    writer.finish().map(|compiled| compiled.sql)
}

/// CREATE INDEX IF NOT EXISTS for each index of a table: its columns' own, and those over several columns.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, #[orm(index)] name: String }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// use orm::sql::{Dialect, create_indexes};
///
/// assert_eq!(
///     create_indexes(Dialect::Postgres, Country::TABLE),
///     [r#"CREATE INDEX IF NOT EXISTS "country_name_idx" ON "country" ("name")"#]
/// );
/// ```
#[must_use]
pub fn create_indexes(dialect: Dialect, table: &'static Table) -> Vec<String> {
    indexes(table)
        .map(|(name, columns)| {
            let mut writer = Writer::for_definition(dialect);
            writer.push("CREATE INDEX IF NOT EXISTS ");
            writer.name(&name);
            writer.push(" ON ");
            writer.name(table.name);
            writer.push(" (");
            writer.separated(", ", columns, |writer, column| writer.parts(table, column));
            writer.push(")");
            writer.into_text()
        })
        .collect()
}

/// The names of the indexes that [`create_indexes`] creates, which must differ in the whole database.
pub(crate) fn index_names(table: &'static Table) -> impl Iterator<Item = String> {
    indexes(table).map(|(name, _)| name)
}

fn indexes(table: &'static Table) -> impl Iterator<Item = (String, Vec<usize>)> {
    let own = (0..table.columns.len()).filter(|&column| table.columns[column].index && !table.columns[column].unique);
    let own = own.map(|column| (constraint_name(table.name, [table.columns[column].name], "idx"), vec![column]));
    let together = table.indexes.iter().filter(|index| !index.unique);
    own.chain(together.map(|index| (index.name(table), index.columns.to_vec())))
}

/// The constraints that keep rows apart by more than one column of the database. Those of one are said with it.
fn unique(table: &'static Table) -> impl Iterator<Item = (String, Vec<usize>)> {
    let is_wide = |column: &usize| table.columns[*column].unique && table.columns[*column].ty.width() > 1;
    let own = (0..table.columns.len()).filter(is_wide);
    let own = own.map(|column| (constraint_name(table.name, [table.columns[column].name], "key"), vec![column]));
    let together = table.indexes.iter().filter(|index| index.unique);
    own.chain(together.map(|index| (index.name(table), index.columns.to_vec())))
}

/// Adds a foreign key to a table that exists, unless it has it: for tables that point at each other. PostgreSQL only.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, #[orm(index)] name: String }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// let sql = orm::sql::create_foreign_key(City::TABLE, &City::TABLE.relations[0]);
/// assert!(sql.contains(r#"ADD CONSTRAINT "city_country_id_fkey" FOREIGN KEY ("country_id")"#));
/// ```
#[must_use]
pub fn create_foreign_key(table: &'static Table, relation: &RelationDef) -> String {
    let name = foreign_key_name(table, relation);
    let mut writer = Writer::for_definition(Dialect::Postgres);
    writer.push("DO $do$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = ");
    writer.push(&literal::quote(&name));
    writer.push(" AND conrelid = ");
    writer.push(&literal::quote(&format!("\"{}\"", table.name.replace('"', "\"\""))));
    writer.push("::regclass) THEN ALTER TABLE ");
    writer.name(table.name);
    writer.push(" ADD ");
    writer.foreign_key(table, relation);
    writer.push("; END IF; END $do$");
    writer.into_text()
}

fn foreign_key_name(table: &Table, relation: &RelationDef) -> String {
    constraint_name(table.name, [table.columns[relation.column].name], "fkey")
}

/// What the types of the columns say: those of Rust everywhere, and those of PostgreSQL where SQLite's do not.
fn implied_checks(dialect: Dialect, table: &Table) -> Vec<(String, String)> {
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let parts = table.parts_of(&all);
    let domains = parts.iter().filter_map(|part| {
        Some((constraint_name(table.name, [&*part.name], "check"), domain(part.domain, &quoted(&part.name))?))
    });
    let ranges = parts.iter().filter(|_| dialect == Dialect::Sqlite).filter_map(|part| {
        Some((constraint_name(table.name, [&*part.name], "range"), range(part, &quoted(&part.name))?))
    });
    let whole = (0..table.columns.len()).filter(|&column| table.columns[column].nullable).filter_map(|column| {
        Some((constraint_name(table.name, [table.columns[column].name], "whole"), whole(table, column)?))
    });
    domains.chain(ranges).chain(whole).collect()
}

/// That a foreign key of several columns is there with all of them or with none.
fn whole(table: &Table, column: usize) -> Option<String> {
    let is_null: Vec<_> = table.parts(column).map(|part| format!("({} IS NULL)", quoted(&part.name))).collect();
    let (first, others) = is_null.split_first()?;
    let same: Vec<_> = others.iter().map(|other| format!("{first} = {other}")).collect();
    (!same.is_empty()).then(|| same.join(" AND "))
}

fn domain(domain: Domain, name: &str) -> Option<String> {
    Some(match domain {
        Domain::All => return None,
        Domain::Between(least, most) => format!("{name} BETWEEN {least} AND {most}"),
        Domain::Numbers(numbers) => format!("{name} IN ({})", listed(numbers, i64::to_string)),
        Domain::Texts(texts) => format!("{name} IN ({})", listed(texts, |text| literal::quote(text))),
    })
}

/// How long a text and how large a number can be: PostgreSQL's types say it, and SQLite's do not.
fn range(column: &Part, name: &str) -> Option<String> {
    Some(match (column.ty, column.max_length) {
        (SqlType::Text, Some(length)) => format!("length({name}) <= {length}"),
        (SqlType::SmallInt, _) if column.domain == Domain::All => {
            format!("{name} BETWEEN {} AND {}", i16::MIN, i16::MAX)
        }
        (SqlType::Integer, _) if column.domain == Domain::All => {
            format!("{name} BETWEEN {} AND {}", i32::MIN, i32::MAX)
        }
        (SqlType::Boolean, _) => format!("{name} IN (0, 1)"),
        (SqlType::Enum(ty), _) => format!("{name} IN ({})", listed(ty.labels, |label| literal::quote(label))),
        _ => return None,
    })
}

fn listed<T>(items: &[T], write: impl Fn(&T) -> String) -> String {
    items.iter().map(write).collect::<Vec<_>>().join(", ")
}

impl Writer {
    fn column_definition(&mut self, table: &Table, index: usize) {
        let column = &table.columns[index];
        self.separated(", ", table.parts(index), |writer, part| {
            writer.name(&part.name);
            writer.push(" ");
            writer.push(&writer.dialect.column_type(&part));
            if index == table.primary_key && column.ty.width() == 1 {
                writer.push(writer.dialect.primary_key(column.fill));
            } else if !part.nullable {
                writer.push(" NOT NULL");
            }
        });
        if let Some(default) = column.db_default {
            self.push(" DEFAULT (");
            self.computed(default, column.digits);
            self.push(")");
        }
        if let Some(sql) = column.generated {
            self.push(" GENERATED ALWAYS AS (");
            self.computed(sql, column.digits);
            self.push(") STORED");
        }
        if column.unique && column.ty.width() == 1 {
            self.push(" CONSTRAINT ");
            self.name(&constraint_name(table.name, [column.name], "key"));
            self.push(" UNIQUE");
        }
    }

    /// What the database computes for a column. PostgreSQL's type gives a decimal its digits, and SQLite's does not.
    fn computed(&mut self, sql: &str, digits: Option<(u32, u32)>) {
        match (self.dialect, digits) {
            (Dialect::Sqlite, Some((all, after))) => self.push(&format!("decimal_fit({sql}, {all}, {after})")),
            _ => self.push(sql),
        }
    }

    fn constraint(&mut self, name: &str) {
        self.push(", CONSTRAINT ");
        self.name(name);
        self.push(" ");
    }

    fn foreign_key(&mut self, table: &Table, relation: &RelationDef) {
        let target = (relation.target)();
        self.push("CONSTRAINT ");
        self.name(&foreign_key_name(table, relation));
        self.push(" FOREIGN KEY (");
        self.parts(table, relation.column);
        self.push(") REFERENCES ");
        self.name(target.name);
        self.push(" (");
        self.parts(target, relation.target_column());
        self.push(") ON DELETE ");
        self.push(relation.on_delete.sql());
    }
}
