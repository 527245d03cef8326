use orm::prelude::*;

#[derive(Model, Debug)]
#[orm(table = "function_texts")]
struct Text {
    id: i64,
    value: String,
    maybe: Option<String>,
}

#[orm::test(sqlite, postgres, models(Text))]
async fn of_unicode() -> orm::Result<()> {
    Text::create().value("Éclair Ünï").await?;
    let (lower, upper, length, bytes, reversed, first) = Text::all()
        .values(|t| {
            (
                t.value.lower(),
                t.value.upper(),
                t.value.length(),
                t.value.octet_length(),
                t.value.reversed(),
                t.value.ord(),
            )
        })
        .get()
        .await?;
    assert_eq!((lower.as_str(), upper.as_str()), ("éclair ünï", "ÉCLAIR ÜNÏ"));
    assert_eq!((length, bytes, first), (10, 13, 201));
    assert_eq!(reversed, "ïnÜ rialcÉ");
    Ok(())
}

#[orm::test(sqlite, postgres, models(Text))]
async fn parts() -> orm::Result<()> {
    Text::create().value("héllo").await?;
    let query = Text::all();
    let left = query
        .clone()
        .values(|t| (t.value.left(2), t.value.left(-2), t.value.left(0), t.value.left(99), t.value.left(-99)));
    assert_eq!(left.get().await?, ("hé".into(), "hél".into(), "".into(), "héllo".into(), "".into()));
    let right = query.clone().values(|t| (t.value.right(2), t.value.right(-2), t.value.right(0), t.value.right(99)));
    assert_eq!(right.get().await?, ("lo".into(), "llo".into(), "".into(), "héllo".into()));
    let middle = query.clone().values(|t| {
        (t.value.substr(2, 3), t.value.substr(0, 3), t.value.substr(-1, 4), t.value.substr(4, 99), t.value.substr(9, 1))
    });
    assert_eq!(middle.get().await?, ("éll".into(), "hé".into(), "hé".into(), "lo".into(), "".into()));
    let places = query.values(|t| (t.value.position_of("l"), t.value.position_of("x"), t.value.position_of("")));
    assert_eq!(places.get().await?, (3, 0, 1));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Text))]
async fn changed() -> orm::Result<()> {
    Text::create().value("  ab  ").await?;
    let trimmed = Text::all().values(|t| (t.value.trim(), t.value.trim_start(), t.value.trim_end()));
    assert_eq!(trimmed.get().await?, ("ab".into(), "ab  ".into(), "  ab".into()));
    let padded = Text::all().values(|t| {
        let ab = t.value.trim();
        (
            ab.clone().pad_start(5, "xy"),
            ab.clone().pad_end(5, "xy"),
            ab.clone().pad_start(1, "x"),
            ab.clone().pad_end(4, ""),
            ab.clone().pad_start(-1, "x"),
            ab.repeat(3),
        )
    });
    let expected = ("xyxab".into(), "abxyx".into(), "a".into(), "ab".into(), "".into(), "ababab".into());
    assert_eq!(padded.get().await?, expected);
    let joined =
        Text::all().values(|t| (t.value.trim().concat("!"), t.value.replace(" ", "-"), t.value.trim().repeat(-1)));
    assert_eq!(joined.get().await?, ("ab!".into(), "--ab--".into(), "".into()));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Text))]
async fn digests() -> orm::Result<()> {
    Text::create().value("é").await?;
    let (md5, sha224, sha256, sha384, sha512) = Text::all()
        .values(|t| (t.value.md5(), t.value.sha224(), t.value.sha256(), t.value.sha384(), t.value.sha512()))
        .get()
        .await?;
    assert_eq!(md5, "66ddcd97cfdeabb2f6fb8a999b4bc76f");
    assert_eq!(sha256, "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
    assert_eq!([md5.len(), sha224.len(), sha384.len(), sha512.len()], [32, 56, 96, 128]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Text))]
async fn null_stays_null() -> orm::Result<()> {
    Text::create().value("a").await?;
    let row: (Option<String>, Option<i32>, Option<String>, Option<String>) = Text::all()
        .values(|t| (t.maybe.upper(), t.maybe.length(), t.value.concat(t.maybe), t.value.replace("a", t.maybe)))
        .get()
        .await?;
    assert_eq!(row, (None, None, None, None));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Text))]
async fn in_conditions_and_orders() -> orm::Result<()> {
    for value in ["bob", "Ann", "Émile", "eve"] {
        Text::create().value(value).await?;
    }
    let found = Text::filter(|t| t.value.lower().eq("émile") | t.value.length().lt(3)).values(|t| t.value).await?;
    assert_eq!(found, ["Émile"]);
    let ordered = Text::all().order_by(|t| (t.value.length().desc(), t.value.lower())).values(|t| t.value).await?;
    assert_eq!(ordered, ["Émile", "Ann", "bob", "eve"]);
    let set = Text::filter(|t| t.value.eq("bob")).update(|t| t.value.set(t.value.upper())).await?;
    assert_eq!(set, 1);
    assert!(Text::filter(|t| t.value.eq("BOB")).exists().await?);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Text))]
async fn longer_than_a_text_can_be() -> orm::Result<()> {
    Text::create().value("a").await?;
    for query in [
        Text::all().values(|t| t.value.pad_start(300_000_000, "x")),
        Text::all().values(|t| t.value.pad_end(300_000_000, "x")),
        Text::all().values(|t| t.value.repeat(i32::MAX)),
    ] {
        let sql = query.to_sql();
        assert!(matches!(query.await, Err(orm::Error::Database { .. })), "{sql}");
    }
    Ok(())
}
