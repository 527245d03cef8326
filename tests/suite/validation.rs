//! The rules of a model: checked before anything is sent, all failures at once, field by field.

use orm::Error;
use orm::error::{Invalid, InvalidFields};
use orm::prelude::*;
use orm::validation::Draft;
use rust_decimal::Decimal;
use serde_json::json;

mod checks;
mod patches;
mod values;

/// What is wrong, as an API says it.
fn problems(error: &Error) -> serde_json::Value {
    match error {
        Error::Validation { problems, .. } => serde_json::to_value(problems).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn codes(error: &Error) -> Vec<(&str, &str)> {
    match error {
        Error::Validation { problems, .. } => problems.iter().map(|problem| (problem.field, &*problem.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "validated_guests", validate = nights_in_order, validate = children_come_with_somebody)]
struct Guest {
    id: i64,
    #[orm(max_length = 8, min_length = 3, pattern = "^[a-z]+$")]
    name: String,
    #[orm(email)]
    email: Option<String>,
    #[orm(url)]
    site: Option<String>,
    #[orm(range = 0..=120, default = 30)]
    age: i16,
    #[orm(choices = ["new", "old"], default = "new")]
    kind: String,
    #[orm(validate = not_reserved, validate = rules::is_trimmed)]
    nick: Option<String>,
    #[orm(default = 1)]
    first: i32,
    #[orm(default = 2)]
    last: i32,
}

fn not_reserved(nick: &str) -> Result<(), Invalid> {
    if nick == "admin" { Err(Invalid::new("this nick is reserved").code("reserved")) } else { Ok(()) }
}

mod rules {
    /// The error is a plain text.
    pub(super) fn is_trimmed(nick: &String) -> Result<(), &'static str> {
        if nick.trim() == nick { Ok(()) } else { Err("spaces around a nick are not seen") }
    }
}

fn nights_in_order(guest: &Draft<'_, Guest>) -> Result<(), Invalid> {
    if guest.get(|g| g.last) < guest.get(|g| g.first) {
        return Err(Invalid::new("the last night is before the first one").code("order").field("last"));
    }
    Ok(())
}

fn children_come_with_somebody(guest: &Draft<'_, Guest>) -> Result<(), String> {
    let age = guest.get(|g| g.age).unwrap_or_default();
    let is_alone = guest.get(|g| g.nick).flatten().is_none();
    if (0..12).contains(&age) && is_alone { Err(format!("at {age} somebody comes along")) } else { Ok(()) }
}

fn ann() -> NewGuest {
    Guest::create().name("ann")
}

#[orm::test(sqlite, postgres, models(Guest))]
async fn all_failures_are_said_at_once() {
    let bad = ann().name("X").email("nowhere").site("ftp://x.org").age(-1).kind("odd").nick(" admin").first(9);
    let by_hand = bad.validate().unwrap_err();
    let error = bad.await.unwrap_err();
    assert_eq!(by_hand.to_string(), error.to_string());
    assert_eq!(
        problems(&error),
        json!({
            "name": [
                { "code": "min_length", "message": "the text has 1 character, and at least 3 are needed" },
                { "code": "pattern", "message": "the text does not match ^[a-z]+$" },
            ],
            "email": [{ "code": "email", "message": "the text is no e-mail address" }],
            "site": [{ "code": "url", "message": "the text is no URL that starts with http:// or https://" }],
            "age": [{ "code": "range", "message": "-1 is less than 0" }],
            "kind": [{ "code": "choices", "message": "it must be new or old" }],
            "nick": [{ "code": "invalid", "message": "spaces around a nick are not seen" }],
            "last": [{ "code": "order", "message": "the last night is before the first one" }],
        })
    );
    assert_eq!(Guest::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Guest))]
async fn every_way_of_writing_checks() {
    let error = ann().age(5).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid Guest: at 5 somebody comes along");
    assert_eq!(problems(&error)["__all__"][0]["code"], "invalid");

    let mut guest = ann().await.unwrap();
    guest.age = 121;
    let error = guest.save().await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Guest.age: 121 is more than 120");
    assert_eq!(codes(&guest.validate().unwrap_err()), [("age", "range")]);
    // Only what is written is looked at; a rule of the whole row sees all of it.
    guest.save_only(|g| g.name).await.unwrap();
    guest.age = 5;
    assert_eq!(codes(&guest.save_only(|g| g.name).await.unwrap_err()), [("", "invalid")]);
    guest.refresh().await.unwrap();

    let error = guest.update(|g| (g.name.set("x"), g.kind.set("odd"), g.last.set(g.last + 1))).await.unwrap_err();
    assert_eq!(codes(&error), [("name", "min_length"), ("kind", "choices")]);
    let error = Guest::filter(|g| g.age.gt(1)).update(|g| (g.nick.set("admin"), g.email.set("x"))).await.unwrap_err();
    assert_eq!(codes(&error), [("nick", "reserved"), ("email", "email")]);
    // What the database computes is not known here.
    assert_eq!(Guest::all().update(|g| g.age.set(g.age + 100)).await.unwrap(), 1);
    Guest::all().update(|g| g.nick.set(None)).await.unwrap();

    let error = Guest::get_or_create(|g| g.name.eq("bob"), Guest::create().name("BOB")).await.unwrap_err();
    assert_eq!(codes(&error), [("name", "pattern")]);
    assert_eq!(Guest::all().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Guest))]
async fn many_rows_are_told_apart() {
    let error = Guest::bulk_create([ann(), ann().age(-1), ann().name("a b").id(7), ann().first(3)]).await.unwrap_err();
    let Error::Validation { model: "Guest", problems } = &error else { panic!("{error:?}") };
    let found: Vec<_> = problems.iter().map(|problem| (problem.row, problem.field)).collect();
    assert_eq!(found, [(Some(1), "age"), (Some(2), "name"), (Some(3), "last")]);
    assert_eq!(
        error.to_string(),
        "invalid Guest: row 1: age: -1 is less than 0; row 2: name: the text does not match ^[a-z]+$; \
         row 3: last: the last night is before the first one"
    );
    assert_eq!(
        problems.of("name").next().map(|problem| serde_json::to_value(problem).unwrap()["row"].clone()),
        Some(json!(2))
    );

    let mut rows = Guest::bulk_create([ann(), ann()]).await.unwrap();
    rows[1].name = "much too long".to_owned();
    let error = Guest::bulk_save(&mut rows).await.unwrap_err();
    assert_eq!(codes(&error), [("name", "max_length"), ("name", "pattern")]);
    let error = Guest::bulk_update(&mut rows, |g| (g.name, g.age)).await.unwrap_err();
    assert_eq!(codes(&error).len(), 2);
    assert_eq!(Guest::bulk_update(&mut rows, |g| g.age).await.unwrap(), 2);
}

#[test]
fn long_lists_of_failures_are_cut_in_the_text_alone() {
    let rows: Vec<_> = (0..50).map(|_| ann().name("x")).collect();
    let error = rows.iter().map(|row| row.validate().unwrap_err()).next_back().unwrap();
    assert!(error.to_string().starts_with("invalid Guest: name: "), "{error}");
    assert!(!error.is_retryable());
    fn is_a_list(problems: &InvalidFields) -> usize {
        problems.into_iter().count()
    }
    let Error::Validation { problems, .. } = error else { panic!() };
    assert_eq!(is_a_list(&problems), 2);
}

#[derive(Model, Debug, Clone)]
#[orm(table = "validated_amounts")]
struct Amount {
    id: i64,
    #[orm(range = -0.5..0.5, max_digits = 6, decimal_places = 3)]
    exact: Decimal,
    #[orm(range = 0.1..=0.3)]
    double: f64,
    #[orm(range = ..0.1)]
    real: Option<f32>,
    #[orm(choices = [1, -2, 3])]
    number: i64,
    #[orm(choices = [0.1, 2])]
    ratio: f32,
}

fn amount() -> NewAmount {
    Amount::create().exact(Decimal::ZERO).double(0.2).number(-2).ratio(0.1)
}

#[test]
fn numbers_keep_to_ranges_and_choices() {
    assert!(amount().double(0.1).validate().is_ok());
    assert!(amount().double(0.3).exact(Decimal::new(-5, 1)).ratio(2.0).validate().is_ok());
    let cases = [
        (amount().exact(Decimal::new(5, 1)), "exact: 0.5 is not less than 0.5"),
        (amount().exact(Decimal::new(-51, 2)), "exact: -0.51 is less than -0.5"),
        (amount().exact(Decimal::new(1, 4)), "exact: 0.0001 has 4 digits after the point, and at most 3 fit"),
        (amount().double(0.30000000000000004), "double: 0.30000000000000004 is more than 0.3"),
        (amount().double(f64::NAN), "double: NaN is not at least 0.1"),
        (amount().double(f64::INFINITY), "double: inf is more than 0.3"),
        (amount().real(f32::NAN), "real: NaN is not less than 0.1"),
        (amount().number(2), "number: it must be 1, -2 or 3"),
        (amount().ratio(0.2), "ratio: it must be 0.1 or 2"),
    ];
    for (new, expected) in cases {
        let error = new.validate().unwrap_err().to_string();
        assert_eq!(error, format!("invalid value for Amount.{expected}"));
    }
}

#[derive(Field, Debug, Clone, PartialEq)]
struct Address(String);

#[derive(Field, Debug, Clone, PartialEq)]
struct Percent(i16);

#[derive(Model, Debug, Clone)]
#[orm(table = "validated_wrapped")]
struct Wrapped {
    id: i64,
    #[orm(email, max_length = 20, validate = is_ours)]
    address: Option<Address>,
    #[orm(range = 0..=100)]
    share: Percent,
    #[orm(validate = has_items)]
    r#type: Vec<String>,
}

fn is_ours(address: &Address) -> Result<(), Invalid> {
    if address.0.ends_with("@x.org") { Ok(()) } else { Err("the address is not ours".into()) }
}

fn has_items(items: &[String]) -> Result<(), &'static str> {
    if items.is_empty() { Err("at least one") } else { Ok(()) }
}

#[test]
fn types_of_the_program_have_rules() {
    let error = Wrapped::create()
        .address(Address("nobody".into()))
        .share(Percent(101))
        .r#type(Vec::new())
        .validate()
        .unwrap_err();
    assert_eq!(codes(&error), [("address", "email"), ("address", "invalid"), ("share", "range"), ("type", "invalid")]);
    assert!(Wrapped::create().share(Percent(0)).r#type(vec!["a".into()]).validate().is_ok());
}

mod nested {
    use orm::prelude::*;

    /// Names that are those of what derived code uses.
    #[derive(Model, Debug)]
    #[orm(table = "validated_clashes", validate = Self::check)]
    pub(super) struct Rule {
        id: i64,
        #[orm(min_length = 1, validate = Option)]
        pub(super) validate: String,
        #[orm(range = 0.., check)]
        pub(super) value: i32,
        pub(super) problems: i32,
        pub(super) draft: i32,
    }

    #[allow(non_snake_case, reason = "a name that the prelude has")]
    fn Option(_: &str) -> Result<(), &'static str> {
        Ok(())
    }

    impl Rule {
        fn check(draft: &orm::validation::Draft<'_, Self>) -> Result<(), &'static str> {
            if draft.get(|r| r.problems) == draft.get(|r| r.draft) { Err("they are equal") } else { Ok(()) }
        }
    }
}

#[test]
fn names_do_not_clash() {
    use nested::Rule;
    let new = Rule::create().validate("").value(-1).problems(1).draft(1);
    let error = Create::validate(&new).unwrap_err();
    assert_eq!(codes(&error), [("validate", "min_length"), ("value", "range"), ("", "invalid")]);
}
