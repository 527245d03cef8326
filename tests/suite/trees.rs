//! Rows with all that is below or above them.

use orm::prelude::*;
use orm::{tree_depth, tree_path};
use uuid::Uuid;

#[derive(Model, Debug, Clone)]
#[orm(table = "tree_nodes", ordering = "id")]
struct Node {
    id: i64,
    name: String,
    parent: Option<ForeignKey<Node>>,
    size: i32,
    children: HasMany<Node>,
}

/// The numbers 1 to 15 under each other by halves, and 20 under 20.
async fn nodes() -> orm::Result<()> {
    Node::create().id(1).name("1").size(1).await?;
    for id in 2..=15_i64 {
        Node::create().id(id).name(id.to_string()).parent(id / 2).size(1).await?;
    }
    Node::create().id(20).name("circle").parent(20).size(1).await?;
    Ok(())
}

async fn ids(query: QuerySet<Node>) -> orm::Result<Vec<i64>> {
    query.values(|n| n.id).await
}

#[orm::test(sqlite, postgres, models(Node))]
async fn downwards() -> orm::Result<()> {
    nodes().await?;
    let below = |id: i64| Node::filter(move |n| n.id.eq(id)).with_descendants(|n| n.parent).order_by(|n| n.id);
    assert_eq!(ids(below(3)).await?, [3, 6, 7, 12, 13, 14, 15]);
    assert_eq!(ids(below(15)).await?, [15]);
    assert!(ids(below(99)).await?.is_empty());
    assert_eq!(ids(below(20)).await?, [20]);
    let depths = below(3).values(|n| (n.id, tree_depth())).await?;
    assert_eq!(depths[..4], [(3, 0), (6, 1), (7, 1), (12, 2)]);
    // An outline, in which 12 stands before 7 although it is larger.
    let outline = below(3).order_by(|_| tree_path()).values(|n| (n.id, tree_path())).await?;
    assert_eq!(outline.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 6, 12, 13, 7, 14, 15]);
    assert_eq!(outline[2].1, [3, 6, 12]);
    let backwards = below(1).order_by(|_| tree_path().desc()).values(|n| n.id).limit(3).await?;
    assert_eq!(backwards, [15, 14, 7]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Node))]
async fn upwards() -> orm::Result<()> {
    nodes().await?;
    let above = Node::filter(|n| n.id.in_([13, 14])).with_ancestors(|n| n.parent);
    assert_eq!(ids(above.clone().order_by(|n| n.id)).await?, [1, 3, 6, 7, 13, 14]);
    let line = Node::filter(|n| n.id.eq(13)).with_ancestors(|n| n.parent).order_by(|_| tree_depth().desc());
    assert_eq!(line.values(|n| n.name).await?, ["1", "3", "6", "13"]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Node))]
async fn asked_like_any_query() -> orm::Result<()> {
    nodes().await?;
    let tree = Node::filter(|n| n.id.in_([2, 4])).with_descendants(|n| n.parent);
    // 4 is below 2, and there once, where the tree begins with it.
    assert_eq!(
        tree.clone().values(|n| (n.id, tree_depth())).order_by(|n| n.id).await?,
        [(2, 0), (4, 0), (5, 1), (8, 1), (9, 1), (10, 2), (11, 2),]
    );
    assert_eq!((tree.clone().count().await?, tree.clone().exists().await?), (7, true));
    assert_eq!(tree.clone().filter(|n| tree_depth().gt(0) & n.id.lt(10)).count().await?, 3);
    assert_eq!(tree.clone().filter(|n| n.parent.name.eq("4")).count().await?, 2);
    assert_eq!(tree.clone().aggregate(|n| (n.size.sum(), tree_depth().max())).await?, (Some(7), Some(2)));
    assert_eq!(
        tree.clone().values(|_| (tree_depth(), count())).order_by(|_| tree_depth()).await?,
        [(0, 2), (1, 3), (2, 2)]
    );
    let loaded = tree.clone().select_related(|n| n.parent).prefetch_related(|n| n.children).order_by(|n| n.id).await?;
    assert_eq!(loaded[0].parent.as_ref().unwrap().get()?.name, "1");
    assert_eq!(loaded[0].children.get()?.len(), 2);
    assert_eq!(Node::all().difference(tree.clone()).count().await?, 9);
    assert_eq!(tree.clone().update(|n| n.size.set(0)).await?, 7);
    let small = Node::filter(|n| n.size.eq(0)).with_descendants(|n| n.parent);
    assert_eq!(Node::filter(|n| n.id.in_(small.values(|n| n.id))).count().await?, 7);
    // Of each row of another query.
    let sizes = Node::filter(|n| n.id.lt(4)).order_by(|n| n.id).values(|n| {
        Node::filter(|start| start.id.eq(outer(n.id))).with_descendants(|n| n.parent).values(|n| n.id.count()).scalar()
    });
    assert_eq!(sizes.await?, [Some(15), Some(7), Some(7)]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Node))]
async fn circles_end() -> orm::Result<()> {
    nodes().await?;
    Node::filter(|n| n.id.eq(1)).update(|n| n.parent.set(Some(ForeignKey::new(15)))).await?;
    let all = Node::filter(|n| n.id.eq(3)).with_descendants(|n| n.parent);
    assert_eq!(all.count().await?, 15);
    let around = Node::filter(|n| n.id.eq(3)).with_ancestors(|n| n.parent).order_by(|_| tree_depth());
    assert_eq!(ids(around).await?, [3, 1, 15, 7]);
    Ok(())
}

#[derive(Model, Debug, Clone)]
#[orm(table = "tree_documents")]
struct Document {
    id: Uuid,
    title: String,
    within: Option<ForeignKey<Document>>,
}

#[orm::test(sqlite, postgres, models(Document))]
async fn with_other_keys() -> orm::Result<()> {
    let shelf = Document::create().title("shelf").await?;
    let book = Document::create().title("book").within(&shelf).await?;
    let page = Document::create().title("page").within(&book).await?;
    let (title, path) = Document::filter(|d| d.title.eq("shelf"))
        .with_descendants(|d| d.within)
        .order_by(|_| tree_depth().desc())
        .values(|d| (d.title, tree_path()))
        .first()
        .await?
        .unwrap();
    assert_eq!((title.as_str(), path), ("page", vec![shelf.id, book.id, page.id]));
    let error = Document::all().values(|_| tree_depth::<Document>()).await.unwrap_err().to_string();
    assert_eq!(error, "tree_depth() and tree_path() are of queries with_descendants() or with_ancestors()");
    Ok(())
}

#[test]
fn sql() {
    let tree = Node::filter(|n| n.size.gt(3)).with_descendants(|n| n.parent).order_by(|_| tree_path()).values(|n| n.id);
    insta::assert_snapshot!("sql", crate::sql::both(&tree));
}
