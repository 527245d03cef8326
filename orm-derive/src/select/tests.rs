//! What `select!` becomes, as text.

use super::select;

fn code(text: &str) -> String {
    let code = select(text.parse().unwrap()).to_string().replace(' ', "");
    code.replace("::orm::expr::", "")
        .replace("Captured::captured", "copy")
        .replace("IntoPredicate::into_predicate", "condition")
}

#[test]
fn sentences_are_querysets() {
    let all = "<Author as ::orm::query::Record>::all()";
    let pairs = [
        ("a for a in Author", ""),
        ("(a) for a in Author", ""),
        ("a.name for a in Author", ".values(|a| a.name)"),
        ("(a.name, a.b.count() + 1) for a in Author", ".values(|a| (a.name, a.b.count() + 1))"),
        ("(1 - a.x,) for a in Author", ".values(|a| (from_left::sub(1, a.x),))"),
        ("a for a in Author if a.age > 30 && a.on", ".filter(|a| a.age.gt(30) & condition(a.on))"),
        ("a for a in Author if a.on", ".filter(|a| condition(a.on))"),
        ("a for a in Author order by a.name", ".order_by(|a| a.name)"),
        ("a for a in Author order by a.name desc", ".order_by(|a| (a.name).desc())"),
        (
            "a for a in Author order by a.x + 1 desc nulls last, a.id asc",
            ".order_by(|a| ((((a.x + 1).desc()).nulls_last(), (a.id).asc()))",
        ),
        ("a for a in Author limit 3 offset n * 2 distinct", ".limit(3).offset(n * 2).distinct()"),
        (
            "a.x for a in Author distinct offset 1 limit f(n) if a.x == y",
            ".filter(|a| a.x.eq(copy(&y))).limit(f(n)).offset(1).distinct().values(|a| a.x)",
        ),
        ("a for a in Author order by a.limit limit limit", ".order_by(|a| a.limit).limit(limit)"),
        ("order for order in Author order by order.id", ".order_by(|order| order.id)"),
    ];
    for (text, expected) in pairs {
        let expected = expected.replace("((((a.x + 1)", "(((a.x + 1)");
        assert_eq!(code(text), format!("{all}{expected}").replace(' ', ""), "{text}");
    }
    assert_eq!(code("a for a in m::Author"), "<m::Authoras::orm::query::Record>::all()");
    assert_eq!(code("a for a in adults"), "(copy(&adults))");
    assert_eq!(
        code("a for a in Author::filter(|a| a.x > 1) if a.y == 2"),
        "(Author::filter(|a|a.x.gt(1))).filter(|a|a.y.eq(2))"
    );
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let cases = [
        ("", "select!(row for row in Model)"),
        ("a", "expected `for row in Model` after what is selected"),
        ("a.x, a.y for a in Author", "in brackets"),
        ("a from Author", "the row needs a name"),
        ("distinct a.x for a in Author", "`distinct` at the end"),
        ("a for (a, b) in Author", "a name for the row"),
        ("a for a of Author", "expected `in`"),
        ("a for a in Author where a.x == 1", "write `if`"),
        ("a for a in Author if a.x == 1 and a.y == 2", "write `&&`"),
        ("a for a in Author if a.x == 1 if a.y == 2", "connect the conditions with `&&`"),
        ("a for a in Author for b in a.books", "about one model"),
        ("a for a in Author ordr by a.x", "did you mean `order by`?"),
        ("a for a in Author lmit 3", "did you mean `limit`?"),
        ("a for a in Author order a.x", "expected `by`"),
        ("a for a in Author order by", "what to order by"),
        ("a for a in Author order by a.x,", "what to order by"),
        ("a for a in Author order by -a.x", "write `desc`"),
        ("a for a in Author order by a.x descending", "write `desc`"),
        ("a for a in Author order by a.x nulls", "`nulls first`"),
        ("a for a in Author limit", "a number of rows"),
        ("a for a in Author limit 1 limit 2", "given twice"),
        ("a for a in Author distinct distinct", "given twice"),
        ("a for a in Author group by a.x", "grouped by the columns"),
        ("a for a in Author 3", "expected `if`"),
        ("a for a in Author if a.x = 1", "`==` compares"),
    ];
    for (text, message) in cases {
        let code = select(text.parse().unwrap()).to_string();
        assert!(code.contains("compile_error") && code.contains(message), "{text}: {code}");
    }
}
