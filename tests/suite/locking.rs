//! Rows that are locked while they are read.

use std::time::Duration;

use orm::prelude::*;
use orm::sql::Dialect;

#[derive(Model, Debug, Clone)]
#[orm(table = "lock_owners")]
struct Owner {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lock_jobs")]
struct Job {
    id: i64,
    owner: Option<ForeignKey<Owner>>,
    by: ForeignKey<Owner>,
    done: bool,
}

async fn jobs() -> orm::Result<()> {
    let owner = Owner::create().name("ann").await?;
    Job::bulk_create((0..4).map(|_| Job::create().by(&owner).done(false))).await?;
    Ok(())
}

#[orm::test(sqlite, postgres, models(Owner, Job))]
async fn in_a_transaction() -> orm::Result<()> {
    jobs().await?;
    orm::atomic(async {
        let job = Job::filter(|j| j.done.eq(false)).select_for_update().skip_locked().first().await?;
        let mut job = job.expect("there are four");
        job.done = true;
        job.save().await?;
        assert_eq!(Job::all().select_for_share().await?.len(), 4);
        assert_eq!(Job::all().select_related(|j| (j.owner, j.by)).select_for_no_key_update().await?.len(), 4);
        assert_eq!(Job::all().select_for_key_share().nowait().values(|j| j.id).await?.len(), 4);
        Ok(())
    })
    .await?;
    assert_eq!(Job::filter(|j| j.done.eq(true)).count().await?, 1);
    let outside = Job::all().select_for_update().stream().try_next().await.unwrap_err().to_string();
    assert!(outside.contains("outside of a transaction"), "{outside}");
    let inside = orm::atomic(async { Job::all().select_for_update().stream().try_next().await }).await?;
    assert!(inside.is_some());
    // What asks no rows locks none.
    assert_eq!(Job::all().select_for_update().count().await?, 4);
    Ok(())
}

#[orm::test(postgres, models(Owner, Job))]
async fn workers_take_different_jobs() -> orm::Result<()> {
    jobs().await?;
    let take = || async {
        orm::atomic(async {
            let job =
                Job::filter(|j| j.done.eq(false)).order_by(|j| j.id).select_for_update().skip_locked().first().await?;
            let Some(mut job) = job else { return Ok(0) };
            tokio::time::sleep(Duration::from_millis(50)).await;
            job.done = true;
            job.save().await?;
            Ok(job.id)
        })
        .await
    };
    let mut taken = [take(), take(), take(), take()].map(Box::pin);
    let [a, b, c, d] = &mut taken;
    let (a, b, c, d) = tokio::join!(a, b, c, d);
    let mut taken = [a?, b?, c?, d?];
    taken.sort_unstable();
    assert_eq!(taken, [1, 2, 3, 4]);
    Ok(())
}

#[orm::test(postgres, models(Owner, Job))]
async fn without_waiting() -> orm::Result<()> {
    jobs().await?;
    let other = orm::default_db()?.begin().await?;
    Job::filter(|j| j.id.eq(1)).select_for_update().using(&other).await?;
    let outcome = orm::atomic(async { Job::all().select_for_update().nowait().await }).await;
    assert!(matches!(outcome, Err(orm::Error::LockNotAvailable)), "{outcome:?}");
    let free = orm::atomic(async { Job::all().select_for_update().skip_locked().values(|j| j.id).await }).await?;
    assert_eq!(free, [2, 3, 4]);
    other.rollback().await?;
    Ok(())
}

#[test]
fn sql() {
    let sql = |query: QuerySet<Job>| query.to_sql_for(Dialect::Postgres).split(" FROM ").nth(1).map(str::to_owned);
    let joined = Job::all().select_related(|j| (j.owner, j.by));
    let queries = [
        Job::all().select_for_update(),
        joined.clone().select_for_share().skip_locked(),
        joined.clone().select_for_update().lock_of(|j| j.by),
        joined.select_for_update().lock_of(|_| ()).nowait(),
    ];
    let all: Vec<_> = queries.into_iter().filter_map(sql).collect();
    insta::assert_snapshot!("sql", all.join("\n"));
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lock_groups")]
struct Group {
    id: i64,
    members: ManyToMany<Owner, Member>,
    tags: ManyToMany<Tag>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lock_members")]
struct Member {
    id: i64,
    group: ForeignKey<Group>,
    owner: ForeignKey<Owner>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lock_tags")]
struct Tag {
    id: i64,
}

#[orm::test(sqlite, postgres, models(Owner, Group, Member, Tag))]
async fn by_way_of_a_link_table() -> orm::Result<()> {
    let (group, ann) = (Group::create().await?, Owner::create().name("ann").await?);
    group.members.add_with([&ann], Member::create).await?;
    // A model between the two may connect them twice.
    Member::create().group(&group).owner(&ann).await?;
    group.tags.create(Tag::create()).await?;
    orm::atomic(async {
        assert_eq!(group.members.query().select_for_update().await?.len(), 1);
        assert_eq!(group.tags.query().select_for_update().await?.len(), 1);
        let owners = Owner::all().select_for_update();
        let groups = Group::all()
            .prefetch_related(|g| (g.members.with(owners), g.tags.with(Tag::all().select_for_share())))
            .await?;
        assert_eq!((groups[0].members.get()?.len(), groups[0].tags.get()?.len()), (1, 1));
        Ok(())
    })
    .await
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lock_seats")]
struct Seat {
    #[orm(primary_key)]
    row: i32,
    #[orm(primary_key)]
    place: i32,
    #[orm(default = 0)]
    taken: i32,
}

#[orm::test(sqlite, postgres, models(Seat))]
async fn rows_with_a_key_of_several_columns_are_locked_once() -> orm::Result<()> {
    Seat::bulk_create((0..20).map(|place| Seat::create().row(place % 2).place(place))).await?;
    orm::atomic(async {
        let free = || Seat::filter(|s| s.taken.eq(0)).order_by(|s| s.place).limit(3).select_for_update().skip_locked();
        let mine = free().update(|s| s.taken.set(1)).returning().await?;
        assert_eq!(mine.len(), 3);
        assert_eq!(free().delete().await?, 3);
        Ok(())
    })
    .await?;
    assert_eq!(Seat::all().order_by(|s| s.place).values(|s| s.place).limit(4).await?, [0, 1, 2, 6]);
    Ok(())
}
