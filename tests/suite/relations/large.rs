//! Relations of many rows, and of none.

use orm::prelude::*;
use orm::testing::assert_queries;

#[derive(Model, Debug, Clone)]
#[orm(table = "relations_large", ordering = "id")]
struct Large {
    id: i64,
    group: Option<ForeignKey<Large>>,
    members: HasMany<Large>,
    others: ManyToMany<Large>,
}

const PARENTS: usize = 70_000;
const KEYS: usize = 100_000;

#[orm::test(sqlite, postgres, models(Large))]
async fn many_parents_and_many_keys() {
    let rows = Large::bulk_create((0..KEYS).map(|_| Large::create())).await.unwrap();
    let (first, last) = (&rows[0], &rows[PARENTS - 1]);
    assert_eq!(first.others.add(&rows).await.unwrap(), KEYS as u64);
    assert_eq!(first.others.add(&rows).await.unwrap(), 0);
    assert_eq!(last.members.add(&rows).await.unwrap(), KEYS as u64);
    let parents = Large::all().limit(PARENTS as u64);
    let with = || Large::all().limit(2);
    let all = parents.clone().prefetch_related(|l| (l.members.with(with()), l.others, l.group));
    let all = assert_queries(4, async { all.await.unwrap() }).await;
    assert_eq!(all.len(), PARENTS);
    assert_eq!(all[0].others.get().unwrap().len(), KEYS);
    assert_eq!(all[PARENTS - 1].members.picked().unwrap().len(), 2);
    assert_eq!(all[1].group.as_ref().unwrap().get().unwrap().id, last.id);
    assert!(all[1].members.picked().unwrap().is_empty());
    let later = parents.await.unwrap();
    assert_queries(2, async {
        assert_eq!(later[PARENTS - 1].members.load().await.unwrap().len(), KEYS);
        assert_eq!(later[7].group.as_ref().unwrap().load().await.unwrap().id, last.id);
    })
    .await;
    assert_eq!(first.others.remove(&rows[..KEYS / 2]).await.unwrap(), (KEYS / 2) as u64);
    first.others.set(&rows[KEYS / 4..]).await.unwrap();
    assert_eq!(first.others.query().count().await.unwrap(), (KEYS - KEYS / 4) as u64);
    last.members.set(&rows[..10]).await.unwrap();
    assert_eq!(last.members.query().count().await.unwrap(), 10);
}

#[orm::test(sqlite, postgres, models(Large))]
async fn nothing_at_all() {
    let none = Large::all().prefetch_related(|l| (l.members, l.others, l.group)).select_related(|l| l.group.group);
    assert!(assert_queries(1, async { none.await.unwrap() }).await.is_empty());
    let mut stream = Large::all().prefetch_related(|l| l.members).stream();
    assert!(stream.try_next().await.unwrap().is_none());
    let row = Large::create().await.unwrap();
    let no_rows = Vec::<i64>::new;
    assert_queries(0, async {
        assert_eq!(row.others.add(no_rows()).await.unwrap(), 0);
        assert_eq!(row.others.remove(no_rows()).await.unwrap(), 0);
        assert_eq!(row.members.add(no_rows()).await.unwrap(), 0);
        assert_eq!(row.members.remove(no_rows()).await.unwrap(), 0);
        orm::prefetch(Vec::<&mut Large>::new(), |l| l.members).await.unwrap();
    })
    .await;
    row.others.set(no_rows()).await.unwrap();
    row.members.set(no_rows()).await.unwrap();
    assert_eq!((row.others.clear().await.unwrap(), row.members.clear().await.unwrap()), (0, 0));
    assert!(row.members.load().await.unwrap().is_empty() && row.others.load_one().await.unwrap().is_empty());
    let rows = Large::all().prefetch_related(|l| (l.members.with(Large::all().limit(0)), l.group)).await.unwrap();
    assert!(rows[0].members.picked().unwrap().is_empty() && rows[0].group.is_none());
}
