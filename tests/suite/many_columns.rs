//! A model of more columns than the library takes together.

use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "many_columns")]
struct Broad {
    id: i64,
    a: i64,
    b: i64,
    c: i64,
    d: i64,
    e: i64,
    f: i64,
    g: i64,
    h: i64,
    i: i64,
    j: i64,
    k: i64,
    l: i64,
    m: i64,
    #[orm(default = 14)]
    n: i64,
    o: Option<i64>,
}

#[orm::test(sqlite, postgres, models(Broad))]
async fn each_column_keeps_its_own_value() {
    let new = Broad::create().a(1).b(2).c(3).d(4).e(5).f(6).g(7).h(8).i(9).j(10).k(11).l(12).m(13);
    let made = new.await.unwrap();
    let expected = Broad {
        id: made.id,
        a: 1,
        b: 2,
        c: 3,
        d: 4,
        e: 5,
        f: 6,
        g: 7,
        h: 8,
        i: 9,
        j: 10,
        k: 11,
        l: 12,
        m: 13,
        n: 14,
        o: None,
    };
    assert_eq!(made, expected);
    assert_eq!(Broad::get(made.id).await.unwrap(), expected);

    let mut changed = made;
    changed.update(|b| (b.l.set(120), b.m.set(b.n + 1), b.o.set(16))).await.unwrap();
    assert_eq!((changed.k, changed.l, changed.m, changed.n, changed.o), (11, 120, 15, 14, Some(16)));
    assert_eq!(Broad::get(changed.id).await.unwrap(), changed);
}
