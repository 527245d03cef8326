//! What a client is told.

use orm::error::LookupProblem;
use orm::query::{Lookup, Lookups};
use serde_json::json;

use super::{USERS, User, problems};

fn message(parameters: &str) -> String {
    USERS.parse(parameters).unwrap_err().to_string()
}

#[test]
fn names_that_are_not_known() {
    assert_eq!(message("agee=1"), r#""agee" is no parameter here: did you mean "age"?"#);
    assert_eq!(message("Age__gte=1"), r#""Age__gte" is no parameter here: did you mean "age__gte"?"#);
    assert_eq!(
        message("town__land__nam=x"),
        r#""town__land__nam" is no parameter here: did you mean "town__land__name"?"#
    );
    assert_eq!(message("pagee=1"), r#""pagee" is no parameter here: did you mean "page"?"#);
    assert_eq!(message("ordr=name"), r#""ordr" is no parameter here: did you mean "order"?"#);
    // What is not allowed is not known, whether the model has it or not.
    assert_eq!(message("secret=x"), r#""secret" is no parameter here"#);
    assert_eq!(message("town__name=x"), r#""town__name" is no parameter here"#);
    assert_eq!(message("password=x"), r#""password" is no parameter here"#);
    assert_eq!(message("=x"), r#""" is no parameter here"#);
}

#[test]
fn ways_to_ask_that_a_field_has_not() {
    assert_eq!(
        message("age__contains=1"),
        r#""age__contains" is no way to ask for age, which takes exact, gt, gte, lt, lte, in, range, isnull"#
    );
    assert_eq!(
        message("age__ge=1"),
        "\"age__ge\" is no way to ask for age, which takes exact, gt, gte, lt, lte, in, range, isnull: did you mean \"age__gte\"?"
    );
    assert_eq!(message("mood__gt=x"), r#""mood__gt" is no way to ask for mood, which takes exact, in, isnull"#);
    assert_eq!(message("id=1"), r#""id" is no way to ask for id, which takes in"#);
    assert!(message("name__regex=x").starts_with(r#""name__regex" is no way to ask for name"#));
    // What can be asked in no way is not allowed.
    let none = Lookups::<User>::new().allow_only([Lookup::Contains], |u| u.age);
    assert_eq!(none.parse("age=1").unwrap_err().to_string(), r#""age" is no parameter here"#);
    let regex = Lookups::<User>::new().allow_only([Lookup::Regex], |u| u.name);
    assert!(regex.parse("name__regex=^a").is_ok());
}

#[test]
fn every_name_that_is_not_encoded_is_said() {
    assert_eq!(
        message("name=%f&age=old&id__in=%FF"),
        "\"name\" is not percent-encoded UTF-8; \"id__in\" is not percent-encoded UTF-8; \
         \"age\" must be a whole number from -32768 to 32767, and is \"old\""
    );
}

#[test]
fn values_that_a_field_cannot_have() {
    assert_eq!(message("age=old"), r#""age" must be a whole number from -32768 to 32767, and is "old""#);
    assert_eq!(message("age="), r#""age" must be a whole number from -32768 to 32767, and is """#);
    assert_eq!(message("age__in=1,,2"), r#""age__in" must be a whole number from -32768 to 32767, and is """#);
    assert_eq!(message("age__range=1"), r#""age__range" must be two values with a comma between them"#);
    assert_eq!(message("mood=happy"), r#""mood" must be one of sour, bright, and is "happy""#);
    assert_eq!(message("rank=boss"), r#""rank" must be one of junior, senior, and is "boss""#);
    assert_eq!(message("nick__isnull=maybe"), r#""nick__isnull" must be true or false, and is "maybe""#);
    assert_eq!(message("name=a%00b"), r#""name" must be text, which cannot hold the character NUL"#);
    assert_eq!(message("name__contains=%00"), r#""name__contains" must be text, which cannot hold the character NUL"#);
}

#[test]
fn orders_and_what_is_there_twice() {
    assert_eq!(
        message("order=-aeg"),
        r#""order" cannot be "aeg": it takes name, age, town__land__name, pets: did you mean "-age"?"#
    );
    assert_eq!(message("order="), r#""order" cannot be "": it takes name, age, town__land__name, pets"#);
    assert_eq!(
        message("order=--age"),
        r#""order" cannot be "-age": it takes name, age, town__land__name, pets: did you mean "-age"?"#
    );
    assert_eq!(message("order=age,-age"), r#""order" has "age" twice"#);
    assert_eq!(message("order=age&order=name"), r#""order" is there twice"#);
    assert_eq!(message("age=1&age=2"), r#""age" is there twice"#);
    assert_eq!(message("age=1&age__exact=2"), r#""age__exact" is there twice"#);
    let none = Lookups::<User>::new().allow(|u| u.name);
    assert_eq!(none.parse("order=name").unwrap_err().to_string(), r#""order" is no parameter here"#);
}

#[test]
fn all_that_is_wrong_is_said_as_an_api_can_return_it() {
    let all = problems(&USERS, "agee__gte=18&mood=happy&order=id");
    let expected = json!([
        {
            "parameter": "agee__gte",
            "problem": "unknown_parameter",
            "reason": "is no parameter here",
            "suggestion": "age__gte"
        },
        {
            "parameter": "order",
            "problem": "invalid_order",
            "reason": "cannot be \"id\": it takes name, age, town__land__name, pets",
            "suggestion": null
        },
        {
            "parameter": "mood",
            "problem": "invalid_value",
            "reason": "must be one of sour, bright, and is \"happy\"",
            "suggestion": null
        },
    ]);
    assert_eq!(serde_json::to_value(all).unwrap(), expected);
    assert_eq!(problems(&USERS, "name=%zz")[0].problem, LookupProblem::InvalidEncoding);
    assert_eq!(message("name=%zz"), r#""name" is not percent-encoded UTF-8"#);
}
