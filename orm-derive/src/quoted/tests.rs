//! What `q!` becomes, as text.

use proc_macro2::TokenStream;

use super::quoted;

/// The code for an expression, without the paths to the library.
fn code(text: &str) -> String {
    let code = quoted(&text.parse::<TokenStream>().unwrap()).to_string();
    let code = code.replace(":: orm :: expr :: Captured :: captured", "copy");
    let code = code.replace(":: orm :: expr :: IntoPredicate :: into_predicate", "condition");
    code.replace(":: orm :: expr :: ", "").replace(":: orm :: __private :: ", "").replace(' ', "")
}

fn becomes(pairs: &[(&str, &str)]) {
    for (text, expected) in pairs {
        assert_eq!(code(text), expected.replace(' ', ""), "{text}");
    }
}

#[test]
fn comparisons_ask_the_row() {
    becomes(&[
        ("|u| u.age >= 18", "|u| u.age.ge(18)"),
        ("|u| 18 <= u.age", "|u| u.age.ge(18)"),
        ("|u| u.a == u.b", "|u| u.a.eq(u.b)"),
        ("|u| u.a + 1 < u.b * 2", "|u| (u.a + 1).lt(u.b * 2)"),
        ("|u| ((u.a)) != (1)", "|u| u.a.ne(1)"),
        ("move |u| u.a == None", "move |u| u.a.eq(None)"),
        ("|u: &Fields<User>| u.a == 1", "|u: &Fields<User>| u.a.eq(1)"),
        ("|r#type| r#type.a == 1", "|r#type| r#type.a.eq(1)"),
        ("|u| { u.a == 1 }", "|u| { u.a.eq(1) }"),
        ("|u| -> Predicate<User> { u.a == 1 }", "|u| -> Predicate<User> { u.a.eq(1) }"),
    ]);
}

#[test]
fn what_names_no_row_is_left_alone() {
    becomes(&[
        ("|u| u.a == x", "|u| u.a.eq(copy(&x))"),
        ("|u| u.a == x.y[0]", "|u| u.a.eq(copy(&x.y[0]))"),
        ("|u| u.a == *x", "|u| u.a.eq(copy(&*x))"),
        ("|u| u.a == &x", "|u| u.a.eq(&x)"),
        ("|u| u.a == f(x == 1 && y)", "|u| u.a.eq(f(x == 1 && y))"),
        ("|u| u.a == LIMIT && u.b == Status::Paid", "|u| u.a.eq(LIMIT) & u.b.eq(Status::Paid)"),
        ("|u| u.a == x + 1", "|u| u.a.eq(x + 1)"),
        ("|u| u.a == x & 1", "|u| u.a.eq(x & 1)"),
        ("|u| x | LARGE >= u.a", "|u| u.a.le(x | LARGE)"),
        ("|u| u.a == v.u", "|u| u.a.eq(copy(&v.u))"),
        ("|u| u.a == v.iter().filter(|u| **u > 1).count()", "|u| u.a.eq(v.iter().filter(|u| **u > 1).count())"),
        ("|u| u.a.between(x, y)", "|u| u.a.between(x, y)"),
        ("|u| u.a.in_(v.iter().map(|i| i * 2))", "|u| u.a.in_(v.iter().map(|i| i * 2))"),
    ]);
}

#[test]
fn conditions_are_connected() {
    becomes(&[
        ("|u| u.a > 1 && u.b < 2 || u.c == 3", "|u| u.a.gt(1) & u.b.lt(2) | u.c.eq(3)"),
        ("|u| u.a > 1 && (u.b < 2 || u.c == 3)", "|u| u.a.gt(1) & (u.b.lt(2) | u.c.eq(3))"),
        ("|u| !(u.a > 1)", "|u| !(u.a.gt(1))"),
        ("|u| !u.a && f(u)", "|u| !condition(u.a) & condition(f(u))"),
        ("|u| (u.a > 1) == u.b", "|u| !((u.a.gt(1)) ^ (condition(u.b)))"),
        ("|u| u.o.any(|o| o.a && o.b > 1)", "|u| u.o.any(|o| condition(o.a) & o.b.gt(1))"),
        ("|u| u.o.any(|o| o.a)", "|u| u.o.any(|o| condition(o.a))"),
        ("|u| u.o.sum(|o| o.a)", "|u| u.o.sum(|o| o.a)"),
        (
            "|u| u.a.in_(Order::filter(|o| o.b > 1).values(|o| o.c + 1))",
            "|u| u.a.in_(Order::filter(|o| o.b.gt(1)).values(|o| o.c + 1))",
        ),
        ("|u| f(u, Order::all().filter(|o| o.b == u.a))", "|u| f(u, Order::all().filter(|o| o.b.eq(u.a)))"),
        ("|_| !exists(Order::filter(|o| o.b > 1))", "|_| !condition(exists(Order::filter(|o| o.b.gt(1))))"),
        (
            "|u| u.a && !exists(Order::filter(|o| o.b > 1))",
            "|u| condition(u.a) & !condition(exists(Order::filter(|o| o.b.gt(1))))",
        ),
        (
            "|u| u.a == x + Order::filter(|o| o.b > 1).scalar()",
            "|u| u.a.eq(from_left::add(copy(&x), Order::filter(|o| o.b.gt(1)).scalar()))",
        ),
        (
            "|u| f(&Order::filter(|o| o.b > 1), (1, [Order::filter(|o| o.b > 1)]))",
            "|u| f(&Order::filter(|o| o.b.gt(1)), (1, [Order::filter(|o| o.b.gt(1))]))",
        ),
    ]);
}

/// Rust does not evaluate the right side of `&&` and `||` where the left one has decided.
#[test]
fn what_the_program_decides_is_asked_first() {
    becomes(&[
        ("|u| x && u.a", "|u| both(condition(copy(&x)), || condition(u.a))"),
        ("|u| x || (u.a > 1)", "|u| either(condition(copy(&x)), || u.a.gt(1))"),
        ("|u| u.a && x && u.b > x", "|u| both(condition(u.a) & condition(copy(&x)), || u.b.gt(copy(&x)))"),
        ("|u| !(u.a || x) && u.b", "|u| both(!(condition(u.a) | condition(copy(&x))), || condition(u.b))"),
        ("|u| x && y || u.a", "|u| either(condition(x && y), || condition(u.a))"),
        ("|u| u.a && (x || u.b)", "|u| condition(u.a) & (either(condition(copy(&x)), || condition(u.b)))"),
        ("|u| (u.a > 1) && u.b && x", "|u| (u.a.gt(1)) & condition(u.b) & condition(copy(&x))"),
        ("|u| x & u.a", "|u| condition(copy(&x)) & condition(u.a)"),
    ]);
}

#[test]
fn arithmetic_lists_and_ranges() {
    becomes(&[
        ("|u| (1 - u.a, u.b + x, u.c)", "|u| (from_left::sub(1, u.a), u.b + copy(&x), u.c)"),
        ("|u| x * (u.a + 1) > 2", "|u| from_left::mul(copy(&x), u.a + 1).gt(2)"),
        ("|u| [1, x].contains(&u.a)", "|u| u.a.in_([1, copy(&x)])"),
        ("|u| v.contains(&u.a)", "|u| Among::among(&v, u.a)"),
        ("|u| (1..=2).contains(&u.a)", "|u| u.a.between(1, 2)"),
        ("|u| (1..2).contains(&u.a)", "|u| u.a.ge(1) & u.a.lt(2)"),
        ("|u| (..x).contains(&u.a)", "|u| u.a.lt(copy(&x))"),
        ("|u| u.a.contains(x)", "|u| u.a.contains(x)"),
        ("|u| u.a.is_none() || u.b.is_some()", "|u| condition(u.a.is_null()) | condition(u.b.is_not_null())"),
    ]);
}

/// The editor looks for its place in the code that will be there once the name is.
#[test]
fn a_name_that_is_still_missing_changes_nothing_else() {
    let unfinished =
        ["|u| u.", "|u| u.a == 1 && u.", "|u| u.a == 1 && (u.b || 1 < u.c.)", "|u| u.o.any(|o| o.a && o.) && u.b"];
    for text in unfinished {
        let finished = text.replace(".)", ".__unfinished)");
        let finished = if text.ends_with('.') { format!("{text}__unfinished") } else { finished };
        assert_eq!(code(text), code(&finished), "{text}");
        assert!(!code(text).contains("compile_error"), "{text}");
    }
}

#[test]
fn what_has_no_meaning_is_refused_where_it_stands() {
    let cases = [
        ("", "takes a closure"),
        ("1", "takes a closure"),
        ("|| 1", "no name"),
        ("|u| u.a = 1", "`==` compares"),
        ("|u| u.a += 1", "this assigns"),
        ("|u| u.a << 1", "no bits"),
        ("|u| if u.a { 1 } else { 2 }", "`if` cannot"),
        ("|u| match u.a { _ => 1 }", "`match` cannot"),
        ("|u| matches!(u.a, 1)", "`matches!` cannot"),
        ("|u| { let x = 1; u.a == x }", "one expression"),
        ("|u| { u.a == 1; }", "semicolon"),
        ("|u| unsafe { u.a }", "one expression"),
        ("|u| loop { u.a }", "a loop"),
        ("|u| u.a as i64 == 1", "`as`"),
        ("|u| u.a[0] == 1", "indexed"),
        ("|u| return u.a", "cannot be left"),
        ("|u| u.a?", "not a `Result`"),
        ("|u| u.a.await", "not awaited"),
        ("|u| u.a == f()?", "`?` does not work"),
        ("|u| u.a == f().await", "`.await` does not work"),
        ("|u| u.a == 1 & u.b", "binds tighter"),
        ("|u| (u.a, u.b) == (1, 2)", "one by one"),
        ("|u| (u.a > 1) < u.b", "neither larger nor smaller"),
        ("|u| (..).contains(&u.a)", "contains everything"),
        ("|u| [u.a, u.b].contains(&u.c)", "a list of columns"),
        ("|u| 1 < u.a < 2", "cannot be chained"),
        ("|u| (1..u.a)", "asked what it contains"),
        ("|u| u.a == ", "unexpected end"),
        ("|u| u.a == 1 u.b", "unexpected token"),
        ("|u| ,", ""),
        ("|", ""),
        ("|u|", ""),
        ("move", ""),
    ];
    for (text, message) in cases {
        let code = quoted(&text.parse().unwrap()).to_string();
        assert!(code.contains("compile_error") && code.contains(message), "{text}: {code}");
    }
}
