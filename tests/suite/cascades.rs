//! Deleting rows that others go along with, where those are among the deleted ones themselves.

use orm::prelude::*;

#[derive(Model, Debug, Clone)]
#[orm(table = "cascades_nodes")]
struct Node {
    id: i64,
    name: String,
    #[orm(on_delete = cascade)]
    parent: Option<ForeignKey<Node>>,
    leaves: HasMany<Leaf>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "cascades_leaves")]
struct Leaf {
    id: i64,
    #[orm(on_delete = cascade)]
    node: ForeignKey<Node>,
    kept_by: Option<ForeignKey<Kept>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "cascades_kept")]
struct Kept {
    id: i64,
    #[orm(on_delete = protect)]
    node: ForeignKey<Node>,
}

/// Goes with its leaf's node by way of another table.
#[derive(Model, Debug, Clone)]
#[orm(table = "cascades_left")]
struct Left {
    id: i64,
    #[orm(on_delete = cascade)]
    right: Option<ForeignKey<Right>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "cascades_right")]
struct Right {
    id: i64,
    #[orm(on_delete = cascade)]
    left: ForeignKey<Left>,
}

/// a, b below it, c below b, and d by itself.
async fn nodes() -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for (name, parent) in [("a", None), ("b", Some(0)), ("c", Some(1)), ("d", None)] {
        let parent = parent.map(|place: usize| ForeignKey::from(&nodes[place]));
        nodes.push(Node::create().name(name).parent(parent).await.unwrap());
    }
    nodes
}

fn sorted<T: Ord>(mut rows: Vec<T>) -> Vec<T> {
    rows.sort();
    rows
}

#[orm::test(sqlite, postgres, models(Node, Leaf, Kept))]
async fn a_delete_counts_what_went_with_others() {
    nodes().await;
    assert_eq!(Node::filter(|n| n.name.ne("d")).delete().await.unwrap(), 3);
    assert_eq!(Node::all().values(|n| n.name).await.unwrap(), ["d"]);
    // What was not among the rows does not count, and goes.
    nodes().await;
    assert_eq!(Node::filter(|n| n.name.in_(["a", "c"])).delete().await.unwrap(), 2);
    assert_eq!(Node::all().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models(Node, Leaf, Kept))]
async fn a_delete_gives_back_what_went_with_others() {
    nodes().await;
    let gone = Node::filter(|n| n.name.ne("d")).delete().returning().await.unwrap();
    assert_eq!(sorted(gone.into_iter().map(|node| node.name).collect()), ["a", "b", "c"]);
    nodes().await;
    let names = Node::all().order_by(|n| n.id).limit(2).delete().returning().values(|n| (n.name, n.id * 0));
    assert_eq!(sorted(names.await.unwrap()), [("a".to_owned(), 0), ("d".to_owned(), 0)]);
    // What cannot be given back is said on both, before anything is deleted.
    let error = Node::all().delete().everything().returning().values(|n| n.parent.name).await.unwrap_err();
    assert!(matches!(error, orm::Error::Unsupported { .. }), "{error:?}");
    assert!(Node::all().exists().await.unwrap());
}

#[orm::test(sqlite, postgres, models(Node, Leaf, Kept))]
async fn a_batch_deletes_rows_that_go_with_each_other() {
    let nodes = nodes().await;
    let mut batch = orm::batch();
    nodes.iter().rev().for_each(|node| batch.delete(node));
    batch.commit().await.unwrap();
    assert_eq!(Node::all().count().await.unwrap(), 0);
    // Those that are gone already are missing as ever.
    let mut batch = orm::batch();
    batch.delete(&nodes[0]);
    assert!(matches!(batch.commit().await, Err(orm::Error::DoesNotExist { .. })));
}

#[orm::test(sqlite, postgres, models(Left, Right))]
async fn a_circle_by_way_of_another_table_counts_too() {
    let first = Left::create().await.unwrap();
    let right = Right::create().left(&first).await.unwrap();
    Left::create().right(&right).await.unwrap();
    assert_eq!(Left::all().delete().everything().returning().await.unwrap().len(), 2);
    assert_eq!(Right::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Node, Leaf, Kept))]
async fn what_is_protected_is_said_as_ever() {
    let nodes = nodes().await;
    Kept::create().node(&nodes[1]).await.unwrap();
    let all = || Node::all().delete().everything();
    assert!(matches!(all().await, Err(orm::Error::Protected { .. })));
    assert!(matches!(all().returning().await, Err(orm::Error::Protected { .. })));
    assert_eq!(Node::all().count().await.unwrap(), 4);
}

#[orm::test(sqlite, postgres, models(Node, Leaf, Kept))]
async fn what_is_loaded_with_written_rows_belongs_to_the_write() {
    let nodes = nodes().await;
    Leaf::create().node(&nodes[0]).await.unwrap();
    let written =
        Node::filter(|n| n.name.eq("a")).update(|n| n.name.set("x")).returning().prefetch_related(|n| n.leaves);
    let (written, queries) = orm::testing::count_queries(written).await;
    assert_eq!(written.unwrap()[0].leaves.get().unwrap().len(), 1);
    assert_eq!(queries.len(), 2);
    // What fails to be loaded undoes the write.
    let leaves = Leaf::filter(|l| l.kept_by.node.name.eq("x"));
    let failing = Node::filter(|n| n.name.eq("x")).update(|n| n.name.set("y")).returning();
    orm::execute("ALTER TABLE cascades_kept RENAME TO cascades_kept_no_more", ()).await.unwrap();
    assert!(failing.prefetch_related(|n| n.leaves.with(leaves)).await.is_err());
    assert_eq!(Node::filter(|n| n.name.eq("x")).count().await.unwrap(), 1);
}
