//! Many rows written at once: given back, each with its own values, or made of what a query gives. On both databases.

use orm::prelude::*;
use orm::{Db, Error};

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, Eq)]
#[orm(native = "many_mood")]
enum Mood {
    Calm,
    Wild,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "many_team")]
struct Team {
    id: i64,
    name: String,
    players: HasMany<Player>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "many_player")]
struct Player {
    id: i64,
    #[orm(unique, max_length = 10)]
    name: String,
    team: Option<ForeignKey<Team>>,
    #[orm(default = 0)]
    goals: i32,
    mood: Option<Mood>,
    #[orm(default = Vec::new())]
    tags: Vec<String>,
    #[orm(auto_now)]
    seen: chrono::DateTime<chrono::Utc>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "many_seat")]
struct Seat {
    #[orm(primary_key)]
    row: i32,
    #[orm(primary_key)]
    number: i32,
    taken: bool,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "many_legend")]
struct Legend {
    id: i64,
    name: String,
    team: Option<ForeignKey<Team>>,
    points: i64,
    #[orm(max_digits = 6, decimal_places = 2)]
    mean: Option<rust_decimal::Decimal>,
    #[orm(default = 7)]
    rank: i32,
    #[orm(auto_now_add)]
    made: chrono::DateTime<chrono::Utc>,
}

async fn players() -> Vec<Player> {
    let team = Team::create().name("reds").await.unwrap();
    let new = ["ann", "bob", "cid"]
        .into_iter()
        .zip(1..)
        .map(|(name, goals)| Player::create().name(name).goals(goals).team(&team));
    Player::bulk_create(new).await.unwrap()
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn an_update_gives_back_what_it_wrote() {
    players().await;
    let scored = Player::filter(|p| p.goals.ge(2)).update(|p| p.goals.set(p.goals * 10)).returning();
    let mut scored = scored.prefetch_related(|p| p.team).await.unwrap();
    scored.sort_by_key(|player| player.id);
    assert_eq!(scored.iter().map(|player| player.goals).collect::<Vec<_>>(), [20, 30]);
    assert_eq!(scored[0].team.as_ref().unwrap().get().unwrap().name, "reds");
    assert_eq!(scored[0], Player::get(scored[0].id).await.unwrap());

    let few = Player::all().order_by(|p| p.goals.desc()).limit(1).update(|p| p.mood.set(Mood::Wild)).returning();
    assert_eq!(
        few.values(|p| (p.name, p.goals + 1, p.mood)).await.unwrap(),
        [("cid".to_owned(), 31, Some(Mood::Wild))]
    );
    let none = Player::all().none().update(|p| p.goals.set(0)).returning();
    let (none, queries) = orm::testing::count_queries(none).await;
    assert_eq!((none.unwrap().len(), queries.len()), (0, 0));
    let by_team = Player::filter(|p| p.team.name.eq("reds")).update(|p| p.goals.set(0)).returning().values(|p| p.id);
    assert_eq!(by_team.await.unwrap().len(), 3);
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Player)]
struct Card {
    name: String,
    #[orm(expr = |p| p.goals * 2)]
    double: i32,
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn a_delete_gives_back_what_is_gone() {
    players().await;
    let gone: Vec<Card> = Player::filter(|p| p.goals.eq(2)).delete().returning().project().await.unwrap();
    assert_eq!(gone, [Card { name: "bob".to_owned(), double: 4 }]);
    let gone = Player::all().order_by(|p| p.goals).limit(1).delete().returning().await.unwrap();
    assert_eq!(gone[0].name, "ann");
    assert!(matches!(Player::all().delete().returning().await, Err(Error::WholeTable { model: "Player" })));
    assert_eq!(Player::all().delete().everything().returning().await.unwrap().len(), 1);
    let with_team = Team::all().delete().everything().returning().values(|t| (t.name, t.players.count()));
    assert_eq!(with_team.await.unwrap(), [("reds".to_owned(), 0)]);
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn what_is_not_in_the_row_does_not_come_back() {
    players().await;
    let joined = Player::all().update(|p| p.goals.set(0)).returning().values(|p| p.team.name).await.unwrap_err();
    assert_eq!(
        joined.to_string(),
        "returning() of Player gives what the written rows hold, and this is in the row of a foreign key: load it with \
         `prefetch_related`, or read it afterwards"
    );
    let many = Player::all().update(|p| p.goals.set(0)).returning().values(|p| p.goals.sum()).await.unwrap_err();
    assert_eq!(many.to_string(), "returning() of Player gives one value for each row, and this is one of many");
    assert_eq!(Player::filter(|p| p.goals.eq(0)).count().await.unwrap(), 0, "nothing was written");
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn a_delete_of_all_must_be_said() {
    players().await;
    let (refused, queries) = orm::testing::count_queries(Player::all().delete()).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "delete() of Player leaves no row out: filter it, or say by `.delete().everything()` that all are meant"
    );
    assert_eq!(queries, [""; 0]);
    assert!(matches!(Player::all().order_by(|p| p.id).delete().with_counts().await, Err(Error::WholeTable { .. })));
    assert_eq!(Player::all().limit(1).delete().await.unwrap(), 1);
    assert_eq!(Player::all().none().delete().await.unwrap(), 0);
    assert_eq!(Player::all().delete().everything().await.unwrap(), 2);
}

#[orm::test(postgres, models(Team, Player))]
async fn workers_share_a_queue(db: Db) {
    Player::bulk_create((0..40).map(|number| Player::create().name(format!("job{number}")))).await.unwrap();
    let work = (1..=8).map(|worker| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut done = Vec::new();
            loop {
                let free = Player::filter(|p| p.goals.eq(0)).order_by(|p| p.id).limit(1).using(&db);
                let free = free.select_for_update().skip_locked();
                match free.update(|p| p.goals.set(worker)).returning().values(|p| p.id).await.unwrap().pop() {
                    Some(job) => done.push(job),
                    None => return done,
                }
            }
        })
    });
    let mut done = Vec::new();
    for worker in work.collect::<Vec<_>>() {
        done.extend(worker.await.unwrap());
    }
    done.sort_unstable();
    done.dedup();
    assert_eq!(done.len(), 40, "each job is done once");
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn rows_are_updated_each_with_its_own_values() {
    let mut players = players().await;
    for (player, goals) in players.iter_mut().zip(10..) {
        player.goals = goals;
        player.mood = (goals > 10).then_some(Mood::Wild);
        player.tags = vec!["a".to_owned(); usize::try_from(goals - 10).unwrap()];
        player.name.push('!');
    }
    let before = players[0].seen;
    let (updated, queries) =
        orm::testing::count_queries(Player::bulk_update(&mut players, |p| (p.goals, p.mood, p.tags))).await;
    assert_eq!((updated.unwrap(), queries.len()), (3, 1));
    assert!(players[0].seen > before);
    let now = Player::all().order_by(|p| p.id).await.unwrap();
    assert!(now.iter().zip(&players).all(
        |(now, then)| (now.goals, &now.tags, now.mood, now.seen) == (then.goals, &then.tags, then.mood, then.seen)
    ));
    assert_eq!(now[0].name, "ann");
    Player::bulk_save(&mut players).await.unwrap();
    assert_eq!(Player::all().order_by(|p| p.id).await.unwrap(), players);

    Player::filter(|p| p.name.eq("bob!")).delete().await.unwrap();
    players[0].goals = 99;
    assert_eq!(Player::bulk_update(&mut players, |p| p.goals).await.unwrap(), 2);
    players[0].goals = 1;
    assert!(matches!(Player::bulk_save(&mut players).await, Err(Error::DoesNotExist { model: "Player" })));
    assert_eq!(Player::get(players[0].id).await.unwrap().goals, 99, "all or nothing");
    assert_eq!(Player::bulk_update(&mut [], |p| p.goals).await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Seat))]
async fn keys_of_several_columns_find_their_rows() {
    let new = (0..3).flat_map(|row| (0..3).map(move |number| Seat::create().row(row).number(number).taken(false)));
    let mut seats = Seat::bulk_create(new).await.unwrap();
    seats.iter_mut().filter(|seat| seat.row == seat.number).for_each(|seat| seat.taken = true);
    Seat::bulk_save(&mut seats).await.unwrap();
    assert_eq!(Seat::filter(|s| s.taken.eq(true)).order_by(|s| s.row).values(|s| s.number).await.unwrap(), [0, 1, 2]);
    let key = Seat::bulk_update(&mut seats, |s| (s.taken, s.row)).await.unwrap_err();
    assert_eq!(key.to_string(), "bulk_update of Seat finds rows by their key, and row is of it");
    let again = Seat::create().row(7).number(7).taken(false).on_conflict(|s| (s.row, s.number)).do_update(|s| s.taken);
    assert!(!again.await.unwrap().taken);
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn what_cannot_be_updated_is_refused_before_anything_is_sent() {
    let mut players = players().await;
    let mut twice = vec![players[0].clone(), players[1].clone(), players[0].clone()];
    let (refused, queries) = orm::testing::count_queries(Player::bulk_update(&mut twice, |p| p.goals)).await;
    let message = format!("bulk_update of Player has the row with the key {} more than once", players[0].id);
    assert_eq!((refused.unwrap_err().to_string(), queries.len()), (message, 0));
    players[2].name = "a name that is too long".to_owned();
    let Err(Error::Validation { problems, .. }) = Player::bulk_save(&mut players).await else { panic!("a long name") };
    assert_eq!((problems[0].field, problems[0].row), ("name", Some(2)));
    players[2].name = players[0].name.clone();
    assert!(matches!(Player::bulk_save(&mut players).await, Err(Error::UniqueViolation { .. })));
    assert_eq!(Player::all().order_by(|p| p.id).values(|p| p.name).await.unwrap(), ["ann", "bob", "cid"]);
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn more_rows_than_one_statement_has() {
    let mut players =
        Player::bulk_create((0..25_000).map(|number| Player::create().name(format!("p{number}")))).await.unwrap();
    players.iter_mut().zip(0..).for_each(|(player, goals)| player.goals = goals);
    assert_eq!(Player::bulk_update(&mut players, |p| p.goals).await.unwrap(), 25_000);
    assert_eq!(Player::all().aggregate(|p| p.goals.sum()).await.unwrap(), Some(24_999 * 25_000 / 2));
}

#[orm::test(sqlite, postgres, models(Team, Player, Legend))]
async fn rows_are_made_of_what_a_query_gives() {
    players().await;
    let best = Player::all().order_by(|p| p.goals.desc()).limit(2);
    let made = Legend::insert_from(best, |l, p| {
        (
            l.name.set_from(p.name.upper()),
            l.team.set_from(p.team),
            l.points.set_from(p.goals.cast::<i64>() * 100 + 1),
            l.rank.set_from(3),
        )
    });
    assert_eq!(made.await.unwrap(), 2);
    let legends = Legend::all().order_by(|l| l.points).await.unwrap();
    assert_eq!((legends[0].name.as_str(), legends[0].points, legends[0].rank), ("BOB", 201, 3));
    assert_eq!(legends[1].team.as_ref().unwrap().load().await.unwrap().name, "reds");
    let third = Player::filter(|p| p.name.eq("ann"));
    let fits = Legend::insert_from(third.clone(), |l, p| {
        let mean = p.goals.cast::<rust_decimal::Decimal>() / rust_decimal::Decimal::from(3);
        (l.name.set_from("third"), l.points.set_from(0), l.rank.set_from(0), l.mean.set_from(mean))
    });
    assert_eq!(fits.await.unwrap(), 1);
    let mean = Legend::filter(|l| l.rank.eq(0)).values(|l| l.mean).await.unwrap();
    assert_eq!(mean[0].unwrap().to_string(), "0.33");
    let too_large = Legend::insert_from(third, |l, p| {
        let mean = p.goals.cast::<rust_decimal::Decimal>() * rust_decimal::Decimal::from(100_000);
        (l.name.set_from("large"), l.points.set_from(0), l.rank.set_from(0), l.mean.set_from(mean))
    });
    assert!(too_large.await.is_err());
    let by_team = Player::all().values(|p| (p.team.name, p.goals.sum()));
    let grouped = Legend::insert_from(by_team, |l, p| {
        (l.name.set_from(p.team.name.coalesce("")), l.points.set_from(p.goals.sum().coalesce(0)), l.rank.set_from(1))
    });
    assert_eq!(grouped.await.unwrap(), 1);
    assert_eq!(
        Legend::filter(|l| l.rank.eq(1)).values(|l| (l.name, l.points)).await.unwrap(),
        [("reds".to_owned(), 6)]
    );
    assert_eq!(
        Legend::insert_from(Player::all().none(), |l, _| (
            l.name.set_from("x"),
            l.points.set_from(1),
            l.rank.set_from(1)
        ))
        .await
        .unwrap(),
        0
    );

    let missing = Legend::insert_from(Player::all(), |l, p| (l.name.set_from(p.name), l.rank.set_from(1))).await;
    assert_eq!(
        missing.unwrap_err().to_string(),
        "insert_from of Legend does not say what points takes, and it has no default"
    );
    let own = Legend::insert_from(Player::all(), |l, p| (l.name.set_from(p.name), l.points.set_from(1))).await;
    assert_eq!(
        own.unwrap_err().to_string(),
        "insert_from of Legend does not say what rank takes, and its default is the program's, not the database's"
    );
}

#[derive(Model, Debug)]
#[orm(table = "many_copy")]
struct Copy {
    id: i64,
    name: String,
    mood: Mood,
    moods: Vec<Mood>,
    tags: Vec<String>,
    note: Option<String>,
    #[orm(version)]
    version: i16,
    #[orm(auto_now)]
    seen: chrono::DateTime<chrono::Utc>,
}

#[orm::test(sqlite, postgres, models(Team, Player, Copy))]
async fn constants_of_distinct_rows_are_of_their_columns_types() {
    Player::bulk_create(["a", "b"].map(|name| Player::create().name(name).goals(1))).await.unwrap();
    let distinct = || Player::all().values(|p| p.goals).distinct();
    let made = Copy::insert_from(distinct(), |c, p| {
        let (tags, moods) = (vec!["x".to_owned()], vec![Mood::Wild, Mood::Calm]);
        (
            c.name.set_from(p.goals.cast::<String>()),
            c.mood.set_from(Mood::Wild),
            c.moods.set_from(moods),
            c.tags.set_from(tags),
        )
    });
    assert_eq!(made.await.unwrap(), 1);
    let copy = Copy::all().get().await.unwrap();
    assert_eq!((&*copy.name, copy.mood, copy.version), ("1", Mood::Wild, 1));
    assert_eq!((copy.moods, copy.tags, copy.note), (vec![Mood::Wild, Mood::Calm], vec!["x".to_owned()], None));
}

#[orm::test(sqlite, postgres, models(Team, Player))]
async fn what_refuses_rows_names_what_was_called() {
    let ann = Player::create().name("ann").await.unwrap();
    let mut twice = [ann.clone(), ann.clone()];
    let error = |operation: &str| format!("{operation} of Player has the row with the key {} more than once", ann.id);
    assert_eq!(Player::bulk_save(&mut twice).await.unwrap_err().to_string(), error("bulk_save"));
    assert_eq!(Player::bulk_update(&mut twice, |p| p.goals).await.unwrap_err().to_string(), error("bulk_update"));
    let mut batch = orm::batch();
    batch.create(Player::create().name("bob"));
    twice.iter().for_each(|row| batch.save(row));
    let (outcome, sent) = orm::testing::count_queries(batch.commit()).await;
    // Before anything is sent.
    assert_eq!((outcome.unwrap_err().to_string(), sent.len()), (error("a batch"), 0));
    let mut batch = orm::batch();
    batch.create(Player::create().name("bob"));
    batch.save(&Player { name: "longer than it fits".to_owned(), ..ann.clone() });
    let (outcome, sent) = orm::testing::count_queries(batch.commit()).await;
    assert!(matches!(outcome, Err(Error::Validation { .. })) && sent.is_empty());
}
