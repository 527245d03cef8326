//! Rules that are CHECK constraints, too: they hold for whoever writes.

use orm::prelude::*;
use orm::sql::{Dialect, create_table};
use orm::{Db, Error};
use rust_decimal::Decimal;

#[derive(Model, Debug)]
#[orm(table = "validated_checked")]
struct Checked {
    id: i64,
    #[orm(min_length = 2, pattern = "^[a-z]+(-[0-9]{1,3})?\\.$", check, max_length = 9)]
    code: Option<String>,
    #[orm(range = 18..=120, check)]
    age: i16,
    #[orm(range = 0.5..10, check)]
    price: Decimal,
    #[orm(range = ..0.25, check)]
    ratio: f64,
    #[orm(choices = ["it's", "a\\b"], check)]
    kind: String,
    #[orm(choices = [1, -2], check)]
    number: i64,
    #[orm(email, min_length = 3)]
    email: Option<String>,
}

#[test]
fn the_constraints_are_written() {
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        let sql = create_table(dialect, Checked::TABLE, Vec::new(), |_| true).unwrap();
        let checks: Vec<_> = sql.split(", CONSTRAINT ").filter(|part| part.contains("CHECK")).collect();
        insta::assert_snapshot!(format!("{dialect:?}"), checks.join("\n"));
    }
}

#[orm::test(sqlite, postgres, models(Checked))]
async fn the_database_refuses_what_goes_past_the_program(db: Db) {
    let good = || Checked::create().age(18).price(Decimal::ONE).ratio(0.1).kind("it's").number(-2);
    good().await.unwrap();
    good().code("ab-12.").kind("a\\b").await.unwrap();
    // None of these is a value that the program sees.
    let broken = [
        ("code_min_length", "UPDATE validated_checked SET code = 'a'"),
        ("code_pattern", "UPDATE validated_checked SET code = 'ab-1234.'"),
        ("code_pattern", "UPDATE validated_checked SET code = 'ab-1x'"),
        ("age_least", "UPDATE validated_checked SET age = age - 1"),
        ("age_most", "UPDATE validated_checked SET age = 121"),
        ("price_least", "UPDATE validated_checked SET price = '0.4'"),
        ("price_most", "UPDATE validated_checked SET price = '10.0'"),
        ("ratio_most", "UPDATE validated_checked SET ratio = 0.25"),
        ("kind_choices", "UPDATE validated_checked SET kind = 'its'"),
        ("number_choices", "UPDATE validated_checked SET number = 2"),
    ];
    for (name, sql) in broken {
        let error = orm::execute(sql, ()).using(&db).await.unwrap_err();
        let Error::CheckViolation { constraint: Some(constraint), .. } = &error else { panic!("{sql}: {error:?}") };
        // PostgreSQL names the first by the alphabet that fails.
        let is_first = name == "code_min_length" && constraint.ends_with("code_pattern");
        assert!(constraint.ends_with(name) || is_first, "{sql}: {constraint}");
    }
    assert_eq!(
        orm::execute("UPDATE validated_checked SET price = '9.99', age = 120, code = 'x.'", ())
            .using(&db)
            .await
            .unwrap(),
        2
    );
    let error = Checked::all().update(|c| c.age.set(c.age + 1)).await.unwrap_err();
    assert!(matches!(error, Error::CheckViolation { .. }), "{error:?}");
}

/// Patterns near those that are refused because PostgreSQL cannot read them.
#[derive(Model, Debug)]
#[orm(table = "validated_repeated")]
struct Repeated {
    id: i64,
    #[orm(pattern = "^(a*)*(?:b+)+$", check)]
    groups: Option<String>,
    #[orm(pattern = "^(?:a{2}){3}$", check)]
    counted: Option<String>,
    #[orm(pattern = "(?:^)*a*?(^)?b??($)+", check)]
    ends: Option<String>,
    #[orm(pattern = "^(?:|a|())*$", check)]
    nothing: Option<String>,
}

#[orm::test(sqlite, postgres, models(Repeated))]
async fn what_compiles_is_read_by_the_databases() {
    Repeated::create().groups("aab").counted("aaaaaa").ends("ab").nothing("aa").await.unwrap();
    Repeated::create().groups("b").ends("").nothing("").await.unwrap();
    let error = Repeated::create().counted("aaaa").await.unwrap_err();
    assert!(matches!(error, Error::Validation { .. }), "{error:?}");
}
