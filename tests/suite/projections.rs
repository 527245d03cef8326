//! Structs that rows are read as.

use orm::prelude::*;

#[derive(Model, Debug, Clone)]
#[orm(table = "projection_continents")]
struct Continent {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "projection_countries")]
struct Country {
    id: i64,
    name: String,
    continent: ForeignKey<Continent>,
    users: HasMany<User>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "projection_users", ordering = "name")]
struct User {
    id: i64,
    name: String,
    secret: String,
    country: Option<ForeignKey<Country>>,
    orders: HasMany<Order>,
    badge: HasOne<Badge>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "projection_orders")]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "projection_badges")]
struct Badge {
    id: i64,
    user: OneToOne<User>,
    color: Option<String>,
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Country)]
struct CountryCard {
    #[orm(expr = |c| c.name.upper())]
    name: String,
    #[orm(expr = |c| c.continent.name)]
    continent: String,
    #[orm(expr = |c| c.users.count())]
    users: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Badge)]
struct BadgeCard {
    color: Option<String>,
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = User)]
struct UserCard {
    id: i64,
    name: String,
    #[orm(expr = |u| u.orders.filter(|o| o.total.gt(5)).count())]
    orders: i64,
    #[orm(expr = |u| u.country.name)]
    country_name: Option<String>,
    #[orm(nested = |u| u.country)]
    country: Option<CountryCard>,
    #[orm(nested = |u| u.badge)]
    badge: Option<BadgeCard>,
    #[orm(expr = |u| (u.id, u.name.length()))]
    numbers: (i64, i32),
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Order)]
struct OrderCard {
    total: i64,
    #[orm(nested = |o| o.user)]
    user: UserCard,
}

async fn data() -> orm::Result<()> {
    let europe = Continent::create().name("Europe").await?;
    let france = Country::create().name("France").continent(&europe).await?;
    let ann = User::create().name("ann").secret("x").country(&france).await?;
    let bob = User::create().name("bob").secret("y").await?;
    Badge::create().user(&bob).await?;
    for (user, total) in [(&ann, 10), (&ann, 3), (&bob, 7)] {
        Order::create().user(user).total(total).await?;
    }
    Ok(())
}

fn ann() -> UserCard {
    UserCard {
        id: 1,
        name: "ann".to_owned(),
        orders: 1,
        country_name: Some("France".to_owned()),
        country: Some(CountryCard { name: "FRANCE".to_owned(), continent: "Europe".to_owned(), users: 1 }),
        badge: None,
        numbers: (1, 3),
    }
}

fn bob() -> UserCard {
    UserCard {
        id: 2,
        name: "bob".to_owned(),
        orders: 1,
        country_name: None,
        country: None,
        badge: Some(BadgeCard { color: None }),
        numbers: (2, 3),
    }
}

#[orm::test(sqlite, postgres, models(Continent, Country, User, Order, Badge))]
async fn of_columns_expressions_and_others() -> orm::Result<()> {
    data().await?;
    let cards = User::all().project::<UserCard>();
    assert!(!cards.to_sql().contains("secret"));
    assert_eq!(cards.clone().await?, [ann(), bob()]);
    assert_eq!(cards.clone().filter(|u| u.country.name.eq("France")).await?, [ann()]);
    assert_eq!(cards.clone().order_by(|u| u.id.desc()).limit(1).await?, [bob()]);
    assert_eq!(
        cards.clone().get().await.unwrap_err().to_string(),
        "more than one User matches the query, and get() gives exactly one"
    );
    assert_eq!((cards.clone().count().await?, cards.first().await?), (2, Some(ann())));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Continent, Country, User, Order, Badge))]
async fn in_each_other() -> orm::Result<()> {
    data().await?;
    let orders = Order::all().order_by(|o| o.id).project::<OrderCard>().await?;
    let expected = [(10, ann()), (3, ann()), (7, bob())].map(|(total, user)| OrderCard { total, user });
    assert_eq!(orders, expected);
    Ok(())
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = User)]
struct Spender {
    #[orm(expr = |u| u.name)]
    who: String,
    #[orm(expr = |u| u.orders.sum(|o| o.total))]
    spent: Option<i64>,
}

#[orm::test(sqlite, postgres, models(Continent, Country, User, Order, Badge))]
async fn of_sql_that_the_program_writes() -> orm::Result<()> {
    data().await?;
    let sql = "SELECT u.name, sum(o.total)::bigint FROM projection_users u JOIN projection_orders o ON o.user_id = u.id GROUP BY 1 ORDER BY 1";
    let sql = if orm::default_db()?.dialect() == orm::sql::Dialect::Sqlite {
        sql.replace("::bigint", "")
    } else {
        sql.to_owned()
    };
    let spenders = orm::raw::<Spender>(sql, ()).await?;
    let expected = [("ann", Some(13)), ("bob", Some(7))].map(|(who, spent)| Spender { who: who.to_owned(), spent });
    assert_eq!(spenders, expected);
    assert_eq!(User::all().project::<Spender>().await?, expected);
    let wrong = orm::raw::<Spender>("SELECT NULL, 1", ()).await.unwrap_err().to_string();
    assert!(wrong.contains("Spender.who"), "{wrong}");
    let mut streamed = User::all().project::<Spender>().stream();
    assert_eq!(streamed.try_next().await?.as_ref(), Some(&expected[0]));
    Ok(())
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = User)]
struct Claim {
    #[orm(expr = |u| orm::fragment::<i64, _>("lower({})", u.name))]
    r#type: i64,
}

/// Whoever selects the columns, an error about one names the field that it would have filled.
#[orm::test(sqlite, postgres, models(Continent, Country, User, Order, Badge))]
async fn errors_name_the_fields_of_the_struct() -> orm::Result<()> {
    data().await?;
    let selected = User::all().project::<Claim>().await.unwrap_err().to_string();
    let written = orm::raw::<Claim>("SELECT name FROM projection_users", ()).await.unwrap_err().to_string();
    assert!(selected.contains("Claim.type"), "{selected}");
    assert_eq!(selected, written);
    Ok(())
}

fn shout<A, B>(u: &Fields<User>, _: (A, B)) -> Expr<User, String> {
    u.name.upper()
}

fn of_the_country(u: &Fields<User>) -> Expr<User, Option<String>> {
    u.country.name.upper()
}

/// Closures, `q!` and functions, with commas of their own.
#[derive(Projection, Debug, PartialEq)]
#[orm(model = User)]
struct Loud {
    #[orm(expr = |u| shout::<i32, i64>(u, (1, 2)))]
    name: String,
    #[orm(expr = q!(|u| 100 - u.name.length() * 2))]
    rest: i32,
    #[orm(expr = of_the_country)]
    country: Option<String>,
    #[orm(nested = q!(|u| u.badge))]
    badge: Option<BadgeCard>,
}

#[orm::test(sqlite, postgres, models(Continent, Country, User, Order, Badge))]
async fn of_closures_functions_and_plain_rust() -> orm::Result<()> {
    data().await?;
    let loud = User::all().project::<Loud>().await?;
    let badge = Some(BadgeCard { color: None });
    let expected = [("ANN", Some("FRANCE"), None), ("BOB", None, badge)].map(|(name, country, badge)| Loud {
        name: name.to_owned(),
        rest: 94,
        country: country.map(str::to_owned),
        badge,
    });
    assert_eq!(loud, expected);
    Ok(())
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Order)]
struct PerUser {
    #[orm(expr = |o| o.user.name)]
    user: String,
    #[orm(expr = |_| count())]
    orders: i64,
    #[orm(expr = |o| o.total.sum())]
    total: Option<i64>,
}

#[orm::test(sqlite, postgres, models(Continent, Country, User, Order, Badge))]
async fn of_groups() -> orm::Result<()> {
    data().await?;
    let per_user = Order::all().project::<PerUser>().filter(|_| count().gt(1)).await?;
    assert_eq!(per_user, [PerUser { user: "ann".to_owned(), orders: 2, total: Some(13) }]);
    Ok(())
}
