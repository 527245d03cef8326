//! Values as other types: what PostgreSQL makes of them, and what it refuses.

use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug)]
#[orm(table = "cast_values")]
struct Row {
    id: i64,
    #[orm(default = "")]
    text: String,
    #[orm(default = 0.0)]
    float: f64,
    #[orm(default = 0.0)]
    single: f32,
    #[orm(default = 0)]
    whole: i32,
    #[orm(default = 0)]
    small: i16,
    #[orm(default = 0)]
    large: i64,
    exact: Decimal,
    truth: bool,
    maybe: Option<bool>,
}

async fn row(change: impl FnOnce(&mut Row)) -> orm::Result<()> {
    Row::all().delete().await?;
    let mut row = Row::create().exact(Decimal::ZERO).truth(false).await?;
    change(&mut row);
    row.save().await
}

#[orm::test(sqlite, postgres, models(Row))]
async fn others_to_text() -> orm::Result<()> {
    row(|row| (row.whole, row.exact, row.truth) = (-7, Decimal::new(150, 2), true)).await?;
    let texts = Row::all().values(|r| {
        (
            r.whole.cast::<String>(),
            r.exact.cast::<String>(),
            r.truth.cast::<String>(),
            r.truth.eq(false).cast::<String>(),
            r.maybe.cast::<String>(),
            r.maybe.eq(true).cast::<String>(),
        )
    });
    let expected = ("-7".into(), "1.50".into(), "true".into(), Some("false".into()), None, None);
    assert_eq!(texts.get().await?, expected);
    Ok(())
}
