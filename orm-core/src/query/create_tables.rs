use std::collections::HashMap;

use crate::database::{Db, Registration, default_db, made_links, models};
use crate::error::{Error, Result};
use crate::schema::{Link, RelationDef, ReverseDef, Table, dependency_order};
use crate::sql::{Access, Dialect, create_enum, create_foreign_key, create_indexes, create_table, index_names};
use crate::value::{EnumType, SqlType};

/// Creates the tables and indexes of all models in the program, in the default database, as far as they are not there.
///
/// For development and tests: a table that is there is left as it is, whatever its columns.
///
/// # Errors
/// [`Error::Database`] where a definition is refused, and what any query can give.
///
/// ```standalone_crate
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// orm::connect("sqlite::memory:").await?;
/// orm::create_tables().await?;
/// assert_eq!(Country::all().count().await?, 0);
/// # Ok(()) }
/// ```
pub async fn create_tables() -> Result<()> {
    default_db()?.create_tables().await
}

impl Db {
    /// Creates the tables and indexes of all models in the program, as far as they are not there.
    ///
    /// # Errors
    /// As [`create_tables`](crate::query::create_tables()).
    ///
    /// ```standalone_crate
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// archive.create_tables().await?;
    /// assert_eq!(Country::all().using(&archive).count().await?, 0);
    /// # Ok(()) }
    /// ```
    pub async fn create_tables(&self) -> Result<()> {
        self.create_tables_of(&models()).await
    }

    /// Creates the tables and indexes of these models, as far as they are not there: all of them, or none.
    ///
    /// # Errors
    /// As [`create_tables`](crate::query::create_tables()).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # async fn example(db: orm::Db) -> orm::Result<()> {
    /// db.create_tables_of(orm::models![Country]).await?;
    /// # Ok(()) }
    /// ```
    pub async fn create_tables_of(&self, models: &[Registration]) -> Result<()> {
        refuse_links_from_both_sides(models)?;
        let mut models = models.to_vec();
        models.extend(made_links(&models));
        let models = models.as_slice();
        refuse_shared_names(models)?;
        refuse_shared_columns(models)?;
        refuse_shared_index_names(models)?;
        refuse_shared_type_names(models)?;
        let script = script(self.dialect(), models)?;
        let tx = self.begin().await?;
        for sql in &script {
            tx.script(sql, Access::Write).await?;
        }
        tx.commit().await
    }
}

/// The statements, in an order in which each finds what it needs.
fn script(dialect: Dialect, models: &[Registration]) -> Result<Vec<String>> {
    let mut script = Vec::new();
    let mut late = Vec::new();
    if dialect == Dialect::Postgres {
        script.extend(enums(models).into_iter().map(|(_, ty)| create_enum(ty)));
    }
    let mut created: Vec<&Table> = Vec::new();
    for model in in_dependency_order(models) {
        let table = model.table;
        created.push(table);
        let is_there = |relation: &RelationDef| {
            // SQLite looks for the other table only when rows are written.
            dialect == Dialect::Sqlite || created.iter().any(|table| std::ptr::eq(*table, (relation.target)()))
        };
        script.push(create_table(dialect, table, (model.checks)(), is_there)?);
        script.extend(create_indexes(dialect, table));
        let missing = table.relations.iter().filter(|relation| !is_there(relation));
        late.extend(missing.map(|relation| create_foreign_key(table, relation)));
    }
    script.extend(late);
    Ok(script)
}

/// Tables before the tables that point at them; where some point at each other, by name.
fn in_dependency_order(models: &[Registration]) -> Vec<Registration> {
    let tables: Vec<_> = models.iter().map(|model| model.table).collect();
    dependency_order(&tables).into_iter().map(|place| models[place]).collect()
}

/// Two relations that look like the sides of one would silently have a table each, and never see each other's rows.
fn refuse_links_from_both_sides(models: &[Registration]) -> Result<()> {
    let relations: Vec<(&Table, &ReverseDef)> =
        models.iter().flat_map(|model| model.table.reverse.iter().map(|relation| (model.table, relation))).collect();
    // A table with a name of its own was meant to be one.
    let is_made = |(table, relation): &(&Table, &ReverseDef)| {
        let made = relation.through.link().filter(Link::is_made_here);
        made.is_some_and(|link| (link.table)().name == format!("{}_{}", table.name, relation.field))
    };
    let made: Vec<_> = relations.into_iter().filter(is_made).collect();
    for (index, (table, relation)) in made.iter().enumerate() {
        let is_opposite = |(other, back): &&(&Table, &ReverseDef)| {
            // A model may have several relations with itself, each of them both ways.
            let is_own = std::ptr::eq(*other, *table);
            !is_own && std::ptr::eq((relation.target)(), *other) && std::ptr::eq((back.target)(), *table)
        };
        if let Some((_, back)) = made[..index].iter().find(is_opposite) {
            let [one, two] = [(back.model, back.field), (relation.model, relation.field)];
            return Err(Error::Unsupported {
                reason: format!(
                    "{}.{} and {}.{} each make a table of their own: if the second is the other side of the first, mark it \
                     #[orm(via = {})]; if not, name one of the tables by #[orm(table = \"..\")]",
                    one.0, one.1, two.0, two.1, one.1
                ),
            });
        }
    }
    Ok(())
}

/// Two models with one table would silently share it. SQLite does not tell capital letters from small ones.
fn refuse_shared_names(models: &[Registration]) -> Result<()> {
    for (index, model) in models.iter().enumerate() {
        let same = |other: &&Registration| {
            other.table.name.eq_ignore_ascii_case(model.table.name) && !std::ptr::eq(other.table, model.table)
        };
        if let Some(other) = models[..index].iter().find(same) {
            let (one, two, name) = (other.table.model, model.table.model, model.table.name);
            return Err(Error::Unsupported {
                reason: format!("the models {one} and {two} have the same table {name:?}: give one of them a `table`"),
            });
        }
    }
    Ok(())
}

/// Two fields of a model that would have the same column: a foreign key of several columns is named after those of the
/// other model, which its own knows nothing of.
fn refuse_shared_columns(models: &[Registration]) -> Result<()> {
    for table in models.iter().map(|model| model.table) {
        let mut owners: HashMap<String, &str> = HashMap::new();
        for (index, column) in table.columns.iter().enumerate() {
            for part in table.parts(index) {
                let Some(owner) = owners.insert(part.name.to_ascii_lowercase(), column.field) else { continue };
                let (model, field, name) = (table.model, column.field, part.name);
                return Err(Error::Unsupported {
                    reason: format!(
                        "{model}.{owner} and {model}.{field} have the same column {name:?}: give one of them another \
                         by #[orm(column = \"..\")]"
                    ),
                });
            }
        }
    }
    Ok(())
}

/// Of two indexes with one name the second would silently be missing: `user`, `group_name` and `user_group`, `name`.
fn refuse_shared_index_names(models: &[Registration]) -> Result<()> {
    let mut owners: HashMap<String, &Table> = HashMap::new();
    for table in models.iter().map(|model| model.table) {
        for name in index_names(table) {
            let owner = *owners.entry(name.clone()).or_insert(table);
            if !std::ptr::eq(owner, table) {
                let (one, two) = (owner.model, table.model);
                return Err(Error::Unsupported {
                    reason: format!(
                        "the models {one} and {two} both have an index {name:?}: give one of them a `table`"
                    ),
                });
            }
        }
    }
    Ok(())
}

/// The enums that are types of their own, each once, with a model that has it.
fn enums(models: &[Registration]) -> Vec<(&'static Table, &'static EnumType)> {
    let mut found: Vec<(&Table, &EnumType)> = Vec::new();
    for table in models.iter().map(|model| model.table) {
        for column in table.columns {
            if let Some(ty) = enum_of(column.ty)
                && !found.iter().any(|(_, known)| *known == ty)
            {
                found.push((table, ty));
            }
        }
    }
    found
}

/// The enum that a column holds, alone or in a list.
fn enum_of(ty: SqlType) -> Option<&'static EnumType> {
    match ty {
        SqlType::Enum(ty) => Some(ty),
        SqlType::List(element) => enum_of(*element),
        _ => None,
    }
}

/// Of two enums with one name only one would be made, and a table's name is a type's as well.
fn refuse_shared_type_names(models: &[Registration]) -> Result<()> {
    let enums = enums(models);
    for (index, (table, ty)) in enums.iter().enumerate() {
        let clash = enums[..index].iter().find(|(_, other)| other.name == ty.name).map(|(other, _)| *other);
        let clash = clash.or_else(|| models.iter().map(|model| model.table).find(|table| table.name == ty.name));
        if let Some(other) = clash {
            return Err(Error::Unsupported {
                reason: format!(
                    "the enum {:?} of {} has the name of another type of the database, which {} needs: \
                     give it another by #[orm(native = \"..\")]",
                    ty.name, table.model, other.model
                ),
            });
        }
    }
    Ok(())
}
