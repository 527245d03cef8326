//! Plans as text and as trees.

use orm::Error;
use orm::prelude::*;
use orm::query::{Plan, Scan};
use orm::sql::Dialect;

#[derive(Model, Debug, Clone)]
#[orm(table = "explain_land")]
struct Land {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "explain USING \"us'er", index(name, id))]
struct User {
    id: i64,
    name: String,
    age: i32,
    land: Option<ForeignKey<Land>>,
}

const NAME_IDX: &str = "explain USING \"us'er_name_id_idx";
const USERS: &str = "explain USING \"us'er";

fn is_postgres() -> bool {
    orm::default_db().unwrap().dialect() == Dialect::Postgres
}

async fn many() {
    let land = Land::create().name("France").await.unwrap();
    let users = (0..3_000).map(|number| User::create().name(format!("u{number:05}")).age(number).land(&land));
    User::bulk_create(users).await.unwrap();
    orm::execute("ANALYZE", ()).await.unwrap();
}

async fn plan<T: Send + 'static>(query: QuerySet<User, T>) -> Plan {
    query.explain().tree().await.unwrap()
}

#[orm::test(sqlite, postgres, models(Land, User))]
async fn a_tree_says_which_index_is_used() {
    many().await;
    let by_name = plan(User::filter(|u| u.name.eq("u00007"))).await;
    assert!(by_name.uses_index(NAME_IDX) && !by_name.has_full_scan_of(USERS), "{by_name}");
    assert_eq!((by_name.indexes(), by_name.scans(USERS)), (vec![NAME_IDX], vec![Scan::Lookup]));
    let node = by_name.nodes().find(|node| node.index.is_some()).unwrap();
    assert_eq!(node.table.as_deref(), Some(USERS));
    assert!(node.condition.as_ref().unwrap().contains("name"));

    let by_age = plan(User::filter(|u| u.age.eq(7))).await;
    assert!(by_age.has_full_scan_of(USERS) && by_age.indexes().is_empty(), "{by_age}");
    assert_eq!(by_age.nodes().any(|node| node.filter.is_some()), is_postgres());
    assert!(!by_age.has_full_scan_of("users"));

    // The table is known for each step of several indexes that are put together, and beside a column after FROM.
    let either = plan(User::filter(|u| u.name.eq("u00007") | u.id.eq(3))).await;
    assert!(!either.has_full_scan_of(USERS) && either.indexes().len() == if is_postgres() { 2 } else { 1 }, "{either}");
    assert_eq!(either.nodes().filter(|node| node.index.is_some() && node.table.is_none()).count(), 0, "{either}");
    let known = plan(User::filter(|u| u.name.is_distinct_from(u.land.name)).filter(|u| u.name.eq("u00007"))).await;
    assert!(!known.scans(USERS).is_empty(), "{known}");

    let joined = plan(User::filter(|u| u.name.eq("u00007") & u.land.name.eq("France"))).await;
    assert!(!joined.scans("explain_land").is_empty() && joined.nodes().count() > 2, "{joined}");
    let alias = joined.nodes().find(|node| node.table.as_deref() == Some("explain_land")).unwrap();
    assert_eq!(alias.alias.as_deref(), Some("explain_land_1"));
}

#[orm::test(sqlite, postgres, models(Land, User))]
async fn a_page_by_cursor_is_looked_up() {
    many().await;
    let users = User::all().order_by(|u| u.name);
    let page = users.clone().paginate(1_500).await.unwrap();
    let sql = orm::testing::count_queries(users.paginate(5).at(&page.next)).await.1.remove(0);
    let last = page.items.last().unwrap();
    // The statement as it is sent, with what it is sent.
    let explain = if is_postgres() { "EXPLAIN " } else { "EXPLAIN QUERY PLAN " };
    let (sql, parameters) = (format!("{explain}{sql}"), (last.name.clone(), last.id, 6_i64));
    let steps: Vec<String> = match is_postgres() {
        true => orm::raw(sql, parameters).await.unwrap(),
        false => {
            let steps: Vec<(i64, i64, i64, String)> = orm::raw(sql, parameters).await.unwrap();
            steps.into_iter().map(|step| step.3).collect()
        }
    };
    let looked_up = if is_postgres() { r#"Index Cond: (ROW(name, id) > ROW("# } else { "_name_id_idx (name>?)" };
    assert!(steps.iter().any(|step| step.contains(looked_up)), "{steps:#?}");
    assert!(!steps.iter().any(|step| step.contains("Sort") || step.contains("TEMP B-TREE")), "{steps:#?}");
}

#[orm::test(postgres, models(Land, User))]
async fn a_query_that_was_run_says_how_it_went() {
    many().await;
    let ran =
        User::filter(|u| u.name.lt("u00010")).explain().analyze().wal().verbose().settings().tree().await.unwrap();
    let node = ran.nodes().find(|node| node.index.is_some()).unwrap();
    assert_eq!((node.actual_rows, node.loops), (Some(10.0), Some(1.0)));
    assert!(node.time.is_some() && node.cost.is_some() && node.estimated_rows.is_some());
    assert!(node.details.contains_key("Shared Hit Blocks") && node.details.contains_key("WAL Records"), "{node:?}");
    assert!(ran.planning_time.is_some() && ran.execution_time.is_some());
    let text = ran.to_string();
    assert!(text.contains(", gave 10 rows 1 times in "), "{text}");
    let text = User::all().explain().analyze().verbose().await.unwrap();
    assert!(text.contains("Output:") && text.contains("actual time"), "{text}");
    let text = User::all().explain().buffers().await.unwrap();
    assert!(text.contains("Seq Scan"), "{text}");
    let text = User::all().explain().settings().verbose().await.unwrap();
    assert!(text.contains("Output:"), "{text}");
}

#[orm::test(postgres, models(Land, User))]
async fn a_generic_plan_has_no_values() {
    many().await;
    let query = User::filter(|u| u.name.eq("u00007") & u.age.in_([1, 2])).limit(3);
    let condition = |plan: Plan| plan.nodes().find_map(|node| node.condition.clone()).unwrap();
    let own = condition(query.clone().explain().tree().await.unwrap());
    assert!(own.contains("u00007"), "{own}");
    let generic = condition(query.clone().explain().generic_plan().tree().await.unwrap());
    assert!(generic.contains("$1"), "{generic}");
    assert!(User::all().explain().generic_plan().await.unwrap().contains("Seq Scan"));
    // Nothing of it stays, also where planning fails, and inside of a transaction, where it ends with an inner block.
    let broken = User::filter(|u| u.age.eq(orm::fragment::<i32, _>("{} + 1 / 0", u.id)));
    orm::atomic(async {
        assert!(broken.explain().generic_plan().await.is_err());
        query.clone().explain().generic_plan().await?;
        let mode: Vec<String> = orm::raw("SELECT current_setting('plan_cache_mode')", ()).await?;
        assert_eq!(mode, ["auto"]);
        let left: Vec<i64> =
            orm::raw("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'orm_generic%'", ()).await?;
        assert_eq!(left, [0]);
        Ok(())
    })
    .await
    .unwrap();
}

#[orm::test(sqlite, postgres, models(Land, User))]
async fn what_a_database_cannot_say_is_refused() {
    let reason = |error: Error| match error {
        Error::Unsupported { reason } => reason,
        other => panic!("{other:?}"),
    };
    let explain = || User::all().explain();
    if is_postgres() {
        let refused = explain().wal().await.unwrap_err();
        assert_eq!(reason(refused), "explain().wal(): only what is run writes; add analyze()");
        let refused = explain().generic_plan().analyze().tree().await.unwrap_err();
        let expected = "explain().generic_plan().analyze(): a query is run with values, and a generic plan has none";
        assert_eq!(reason(refused), expected);
    } else {
        let refused = explain().buffers().tree().await.unwrap_err();
        assert_eq!(reason(refused), "explain().buffers(): SQLite says nothing but the plan");
        let refused = explain().analyze().verbose().await.unwrap_err();
        assert_eq!(reason(refused), "explain().analyze(): SQLite says how it would run a query, not how it did");
    }
}
