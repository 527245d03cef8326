//! EXPLAIN as PostgreSQL has it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value as Json};

use super::options::Options;
use super::{Plan, PlanNode, Scan};
use crate::database::Db;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::query::FromRow;
use crate::query::read::rows;
use crate::sql::{Access, Columns, Compiled, Dialect, Effect};
use crate::value::{SqlType, Value};

pub(super) async fn text<M: Model>(db: &Db, query: Compiled, options: Options) -> Result<String> {
    Ok(explained::<M, String>(db, query, options, false).await?.join("\n"))
}

pub(super) async fn tree<M: Model>(db: &Db, query: Compiled, options: Options) -> Result<Plan> {
    let said: Vec<Json> = explained::<M, _>(db, query, options, true).await?;
    said.into_iter().next().and_then(plan).ok_or_else(|| Error::Unsupported {
        reason: "explain().tree(): the server said something else than a plan; await explain() for its text".to_owned(),
    })
}

async fn explained<M: Model, R: FromRow>(db: &Db, mut query: Compiled, options: Options, json: bool) -> Result<Vec<R>> {
    let explain = options.explain(json);
    let columns = || Columns::List(R::columns().into());
    let effect = Effect::Reads(M::TABLE);
    if !options.generic_plan {
        query.sql.insert_str(0, &explain);
        return rows(db, Access::Write, effect, query, columns(), R::read).await;
    }
    // With values at hand a plan is made for them, whatever EXPLAIN is told. A prepared statement can be told to have one plan
    // for all values, for as long as this block is open.
    let tx = db.begin().await?;
    let name = unused_name();
    let values = vec!["NULL"; query.parameters.len()].join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    let prepare = format!("PREPARE {name}{} AS {}", types(&query.parameters), query.sql);
    tx.script(&format!("SET LOCAL plan_cache_mode = force_generic_plan; {prepare}"), Access::Read).await?;
    // A prepared statement outlives its transaction, also one that failed.
    tx.script("SAVEPOINT prepared", Access::Read).await?;
    let execute = Compiled { sql: format!("{explain}EXECUTE {name}{values}"), parameters: Vec::new() };
    let said = rows(&tx, Access::Write, effect, execute, columns(), R::read).await;
    tx.script(&format!("ROLLBACK TO SAVEPOINT prepared; DEALLOCATE {name}"), Access::Read).await?;
    tx.rollback().await?;
    said
}

/// Prepared statements of one connection have different names.
fn unused_name() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("orm_generic_plan_{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The types of a prepared statement's parameters, in brackets; nothing where it has none.
fn types(parameters: &[Value<'_>]) -> String {
    let list = |ty: SqlType| match Dialect::Postgres.conversion(ty).is_some() {
        true => "text[]".to_owned(),
        false => format!("{ty}[]"),
    };
    let types = parameters.iter().map(|value| match value {
        Value::Array(ty, _) | Value::BinaryArray(ty, _) => list(*ty),
        Value::List(ty, _) => list(**ty),
        Value::Enum(..) | Value::Null(_) => "unknown".to_owned(),
        value => value.sql_type().to_string(),
    });
    let types: Vec<_> = types.collect();
    if types.is_empty() { String::new() } else { format!("({})", types.join(", ")) }
}

fn plan(said: Json) -> Option<Plan> {
    let Json::Array(mut said) = said else { return None };
    let Json::Object(mut whole) = said.pop()? else { return None };
    let Json::Object(root) = whole.remove("Plan")? else { return None };
    let (planning_time, execution_time) = (time(&mut whole, "Planning Time"), time(&mut whole, "Execution Time"));
    Some(Plan { root: node(root, None), planning_time, execution_time, details: whole })
}

fn node(mut said: Map<String, Json>, table_above: Option<&str>) -> PlanNode {
    let mut text = |name: &str| match said.remove(name) {
        Some(Json::String(text)) => Some(text),
        _ => None,
    };
    let kind = text("Node Type").unwrap_or_default();
    // That indexes are read into bitmaps, and these put together, are steps of their own, which do not name the table.
    let of_bitmap = table_above.filter(|_| kind.starts_with("Bitmap")).map(str::to_owned);
    let table = text("Relation Name").or(of_bitmap);
    let (alias, index, filter) = (text("Alias"), text("Index Name"), text("Filter"));
    let conditions = ["Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "TID Cond", "Join Filter"];
    let condition = conditions.into_iter().find_map(&mut text);
    let scan = match kind.as_str() {
        "Seq Scan" | "Sample Scan" => Some(Scan::Full),
        "Index Scan" | "Index Only Scan" | "Bitmap Index Scan" => {
            Some(if condition.is_some() { Scan::Lookup } else { Scan::Index })
        }
        "Tid Scan" | "Tid Range Scan" => Some(Scan::Lookup),
        _ => None,
    };
    let mut number = |name: &str| said.remove(name).and_then(|number| number.as_f64());
    let (estimated_rows, cost) = (number("Plan Rows"), number("Total Cost"));
    let (actual_rows, loops) = (number("Actual Rows"), number("Actual Loops"));
    let each = number("Actual Total Time");
    let time = each.and_then(|each| milliseconds(each * loops.unwrap_or(1.0)));
    let children = match said.remove("Plans") {
        Some(Json::Array(children)) => children,
        _ => Vec::new(),
    };
    let children = children.into_iter().filter_map(|child| match child {
        Json::Object(child) => Some(node(child, table.as_deref())),
        _ => None,
    });
    let children = children.collect();
    PlanNode {
        kind,
        table,
        alias,
        scan,
        index,
        condition,
        filter,
        estimated_rows,
        actual_rows,
        loops,
        cost,
        time,
        details: said,
        children,
    }
}

fn time(said: &mut Map<String, Json>, name: &str) -> Option<Duration> {
    said.remove(name).and_then(|time| milliseconds(time.as_f64()?))
}

fn milliseconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number / 1_000.0).ok()
}
