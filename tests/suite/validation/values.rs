//! Hostile and unusual values.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use orm::prelude::*;
use orm::validation::Draft;
use orm::{Db, Error};

#[derive(Model, Debug, Clone)]
#[orm(table = "validated_texts")]
struct Text {
    id: i64,
    #[orm(max_length = 3, min_length = 2)]
    short: Option<String>,
    #[orm(pattern = r"(a+)+$")]
    slow: Option<String>,
    #[orm(pattern = r"^\p{Lu}\d\s\w$")]
    unicode: Option<String>,
    #[orm(email)]
    email: Option<String>,
    #[orm(url)]
    url: Option<String>,
}

#[orm::test(sqlite, postgres, models(Text))]
async fn characters_are_counted_and_not_bytes() {
    Text::create().short("äöü").await.unwrap();
    assert!(matches!(Text::create().short("ä").await, Err(Error::Validation { .. })));
    assert!(matches!(Text::create().short("äöüß").await, Err(Error::Validation { .. })));
    Text::create().short(None).await.unwrap();
    // What no database holds is told by the type, also beside rules.
    assert!(matches!(Text::create().short("a\0").await, Err(Error::InvalidValue { field: "short", .. })));
}

#[orm::test(sqlite, postgres, models(Text))]
async fn patterns_take_any_text() {
    // Where other engines try each way to cut the text up.
    Text::create().slow("a".repeat(100_000)).await.unwrap();
    assert!(Text::create().slow("a".repeat(100_000) + "!").await.is_err());
    Text::create().unicode("Ä٣\u{3000}ß").await.unwrap();
    assert!(Text::create().unicode("ä1 a").validate().is_err());
    for hostile in ["", "\n", "'; DROP TABLE validated_texts; --", "{}", "\u{202e}", "%s%n", "\\"] {
        let error = Text::create().slow(hostile).email(hostile).url(hostile).await.unwrap_err();
        let Error::Validation { problems, .. } = &error else { panic!("{error:?}") };
        assert_eq!(problems.len(), 3, "{hostile:?}");
        assert!(!error.to_string().contains("DROP"), "what was sent is not said back");
    }
}

#[derive(Model, Debug, Clone)]
#[orm(table = "validated_reals")]
struct Reals {
    id: i64,
    #[orm(range = 0.1..=0.3, check)]
    most: Option<f32>,
    #[orm(range = -0.1..0.7, check)]
    less: Option<f32>,
}

#[orm::test(sqlite, postgres, models(Reals))]
async fn a_range_of_32_bits_has_its_ends() {
    for real in [0.1, 0.2, 0.3] {
        Reals::create().most(real).await.unwrap();
    }
    Reals::create().less(-0.1).await.unwrap();
    Reals::create().less(0.7_f32.next_down()).await.unwrap();
    let (below, above) = (0.1_f32.next_down(), 0.3_f32.next_up());
    for (new, said) in [
        (Reals::create().most(below), "most: 0.099999994 is less than 0.1"),
        (Reals::create().most(above), "most: 0.30000004 is more than 0.3"),
        (Reals::create().less(0.7), "less: 0.7 is not less than 0.7"),
        (Reals::create().less(f32::NAN), "less: NaN is not at least -0.1"),
        (Reals::create().less(f32::INFINITY), "less: inf is not less than 0.7"),
    ] {
        assert_eq!(new.await.unwrap_err().to_string(), format!("invalid value for Reals.{said}"));
    }
}

/// How often the rule was asked about each of these.
static ASKED: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

#[derive(Model, Debug, Clone)]
#[orm(table = "validated_once", validate = asked)]
struct Once {
    id: i64,
    backend: i16,
    #[orm(db_default = "7")]
    number: i64,
}

fn asked(once: &Draft<'_, Once>) -> Result<(), &'static str> {
    let backend = once.get(|o| o.backend).and_then(|backend| usize::try_from(backend).ok()).ok_or("which?")?;
    ASKED[backend].fetch_add(1, Relaxed);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Once))]
async fn rules_run_once_a_row(db: Db) {
    let backend = i16::from(db.dialect() == orm::sql::Dialect::Postgres);
    let new = || Once::create().backend(backend);
    new().await.unwrap();
    Once::bulk_create([new(), new()]).await.unwrap();
    // Of different shapes.
    Once::bulk_create([new(), new().number(1), new().id(77)]).await.unwrap();
    Once::copy_in_iter([new(), new().number(1)]).await.unwrap();
    new().id(1).on_conflict(|o| o.id).do_nothing().await.unwrap();
    assert_eq!(ASKED[usize::from(backend == 1)].load(Relaxed), 9);
}
