//! Requests of those who mean no good.

use orm::error::LookupProblem;
use orm::prelude::*;
use orm::sql::Dialect;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::{Land, Pet, Town, USERS, User, found, problems, users};
use crate::logic::SEED;

const INJECTIONS: [&str; 8] = [
    "' OR 1=1 --",
    "\"; DROP TABLE lookup_user; --",
    "1); DELETE FROM lookup_user; --",
    "$1",
    "?1",
    "\\",
    "%",
    "ann' UNION SELECT secret FROM lookup_user --",
];

#[orm::test(sqlite, postgres, models(Land, Town, User, Pet))]
async fn sql_is_text_like_any_other() {
    users().await;
    for sql in INJECTIONS {
        for lookup in ["exact", "iexact", "contains", "icontains", "startswith", "iendswith", "gt", "lt", "in", "range"]
        {
            let value = if lookup == "range" { format!("{sql},{sql}") } else { sql.to_owned() };
            let parsed = USERS.parse_pairs([(format!("name__{lookup}"), value)]).unwrap();
            let query = User::all().lookups(&parsed);
            assert!(!query.to_sql().contains("DROP") && !query.to_sql().contains("UNION"), "{}", query.to_sql());
            query.await.unwrap();
        }
        for name in [format!("name{sql}"), format!("name__{sql}"), sql.to_owned(), format!("name\"{sql}__gt")] {
            let refused = USERS.parse_pairs([(name, "1")]).unwrap_err();
            assert!(matches!(refused, orm::Error::InvalidLookups { .. }));
        }
        assert!(USERS.parse_pairs([("order", sql)]).is_err());
    }
    assert_eq!(found("").await.len(), 3);
}

#[orm::test(sqlite, postgres, models(Land, Town, User, Pet))]
async fn regular_expressions_that_are_none_are_errors_of_the_database() {
    users().await;
    let regex = orm::query::Lookups::<User>::new().allow_only([orm::query::Lookup::Regex], |u| u.name);
    let matching = |pattern: &str| User::all().lookups(&regex.parse_pairs([("name__regex", pattern)]).unwrap());
    assert_eq!(matching("^a").await.unwrap().len(), 1);
    assert!(matches!(matching("(").await, Err(orm::Error::Database { .. })));
}

#[test]
fn requests_that_are_too_large_are_refused() {
    let million = "x".repeat(1 << 20);
    let too_large = |parameters: &str| {
        let problems = problems(&USERS, parameters);
        assert_eq!((problems.len(), problems[0].problem), (1, LookupProblem::TooLarge));
        problems[0].reason.clone()
    };
    assert_eq!(too_large(&million), "the query string is too long");
    assert_eq!(too_large(&format!("name={}", "x".repeat(100_000))), "the parameters have more than 65536 bytes");
    assert_eq!(too_large(&"a=1&".repeat(10_000)), "there are more than 100 parameters");
    assert_eq!(too_large(&format!("age__in={}1", "1,".repeat(1_000))), "has more than 1000 values");
    assert!(USERS.parse_pairs([(million.clone(), million.clone())]).is_err());
    // Of many mistakes some are named, and of long texts the start.
    let many: String = (0..100).map(|number| format!("{}{number}=1&", "x".repeat(500))).collect();
    let named = problems(&USERS, &many);
    assert_eq!((named.len(), named[0].parameter.chars().count()), (20, 61));
    let long = problems(&USERS, &format!("age={}", "9".repeat(60_000)));
    assert!(long[0].reason.len() < 200);
    // What is long and allowed is a value.
    assert!(USERS.parse(&format!("name={}", "x".repeat(60_000))).is_ok());
    assert!(USERS.parse(&"&".repeat(10_000)).is_ok());
}

#[test]
fn whatever_is_sent_is_answered() {
    let names =
        ["name", "age", "nick", "mood", "rank", "type", "town", "town__land__name", "pets", "id", "order", "page"];
    let suffixes = ["", "__gt", "__in", "__range", "__isnull", "__icontains", "__", "__regex", "_", "__x__y"];
    let name = (proptest::sample::select(names.to_vec()), proptest::sample::select(suffixes.to_vec()));
    let name = prop_oneof![name.prop_map(|(name, suffix)| format!("{name}{suffix}")), "\\PC{0,8}", "[%&=+,_-]{0,6}"];
    let value = prop_oneof!["\\PC{0,12}", "[0-9,.:TZ+-]{0,25}", "[%a-f0-9\\x00é, ]{0,8}"];
    let pairs = proptest::collection::vec((name, value), 0..5);
    let mut runner = TestRunner::new(Config {
        cases: 4_000,
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..Config::default()
    });
    let run = runner.run(&pairs, |pairs| {
        let query: String = pairs.iter().map(|(name, value)| format!("{name}={value}&")).collect();
        for parsed in [USERS.parse_pairs(pairs.clone()), USERS.parse(&query)] {
            match parsed {
                Ok(parsed) => {
                    let sql = User::all().lookups(&parsed).to_sql_for(Dialect::Postgres);
                    // Nothing stands there but names of the program's and numbers of parameters.
                    let after = sql.split_once("FROM").unwrap().1;
                    prop_assert!(after.is_ascii() && !after.contains(['%', ';', '\'']), "{}", sql);
                }
                Err(orm::Error::InvalidLookups { problems }) => {
                    prop_assert!(!problems.is_empty());
                    for problem in problems {
                        let text = serde_json::to_string(&problem).unwrap();
                        prop_assert!(text.len() < 2_000 && !problem.to_string().contains("secret"), "{}", text);
                    }
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
        Ok(())
    });
    run.unwrap();
}
