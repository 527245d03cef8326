//! Keys, names and depths that are meant to break things.

use orm::Error;
use orm::prelude::*;

/// A key of text, and relations to itself.
#[derive(Model, Debug, Clone)]
#[orm(table = "relations_word", ordering = "text")]
struct Word {
    #[orm(primary_key)]
    text: String,
    next: Option<ForeignKey<Word>>,
    previous: HasMany<Word>,
    links: ManyToMany<Word>,
    #[orm(via = links)]
    linked: ManyToMany<Word>,
}

/// Those that are hostile anywhere, and what could be taken for something else between the keys of a list.
fn texts() -> Vec<String> {
    let keys = ["  ", "a", "A", "a ", "{\"a\",\"b\"}", "[\"a\"]", "a,b", "0", "00", "-1"];
    crate::hostile::texts().into_iter().chain(keys.map(str::to_owned)).collect()
}

/// Each points at the next, the last one at the first, and is linked with the two after it.
async fn ring() -> Vec<String> {
    let texts = texts();
    Word::bulk_create(texts.iter().map(|text| Word::create().text(text))).await.unwrap();
    for (place, text) in texts.iter().enumerate() {
        let after = |steps: usize| texts[(place + steps) % texts.len()].clone();
        let mut word = Word::get(text.as_str()).await.unwrap();
        word.update(|w| w.next.set(after(1))).await.unwrap();
        assert_eq!(word.links.add([after(1), after(2)]).await.unwrap(), 2);
    }
    texts
}

fn sorted(words: &[Word]) -> Vec<String> {
    let mut texts: Vec<_> = words.iter().map(|word| word.text.clone()).collect();
    texts.sort_unstable();
    texts
}

#[orm::test(sqlite, postgres, models(Word))]
async fn keys_of_any_text() {
    let texts = ring().await;
    let words = Word::all().prefetch_related(|w| (w.next, w.previous, w.links, w.linked)).await.unwrap();
    let later = Word::all().await.unwrap();
    assert_eq!(words.len(), texts.len());
    for (word, later) in words.iter().zip(&later) {
        let place = texts.iter().position(|text| *text == word.text).unwrap();
        let at = |steps: usize| texts[(place + texts.len() + steps) % texts.len()].clone();
        let two = |a: usize, b: usize| {
            let mut two = [at(a), at(b)];
            two.sort_unstable();
            two
        };
        assert_eq!(word.next.as_ref().unwrap().get().unwrap().text, at(1));
        assert_eq!(later.next.as_ref().unwrap().load().await.unwrap().text, at(1));
        let before = texts.len() - 1;
        for previous in [word.previous.get().unwrap(), later.previous.load().await.unwrap()] {
            assert_eq!(sorted(previous), [at(before)]);
        }
        for links in [word.links.get().unwrap(), later.links.load().await.unwrap()] {
            assert_eq!(sorted(links), two(1, 2), "{:?}", word.text);
        }
        for linked in [word.linked.get().unwrap(), later.linked.load().await.unwrap()] {
            assert_eq!(sorted(linked), two(before, before - 1), "{:?}", word.text);
        }
        let found = Word::filter(|w| w.links.any(|l| l.text.eq(&word.text))).await.unwrap();
        assert_eq!(sorted(&found), two(before, before - 1));
        assert_eq!(word.links.query().filter(|l| l.next.eq(at(2))).count().await.unwrap(), 1);
    }
    for (place, text) in texts.iter().enumerate() {
        let word = Word::get(text.as_str()).await.unwrap();
        assert_eq!(word.links.remove([&texts[(place + 1) % texts.len()]].map(String::as_str)).await.unwrap(), 1);
    }
    assert_eq!(Word::filter(|w| w.links.count().eq(1)).count().await.unwrap(), texts.len() as u64);
    let errors = [
        words[0].links.add(["a\0b"]).await.unwrap_err(),
        words[0].links.remove(["a\0b"]).await.unwrap_err(),
        words[0].previous.add(["a\0b"]).await.unwrap_err(),
        Word::filter(|w| w.links.any(|l| l.text.eq("\0"))).await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::InvalidValue { .. }), "{error:?}");
    }
}

#[orm::test(sqlite, postgres, models(Word))]
async fn nesting_without_end() {
    let texts = ring().await;
    let wrap =
        |times: usize| (0..times).fold(Word::fields().text.eq("a"), |inner, _| Word::fields().previous.any(|_| inner));
    let place = texts.iter().position(|text| text == "a").unwrap();
    for times in [1, 19] {
        let found = Word::filter(|_| wrap(times)).await.unwrap();
        assert_eq!(sorted(&found), [texts[(place + times) % texts.len()].clone()]);
    }
    // About the deepest that each of the databases must take.
    let all = (0..16).fold(Word::fields().text.ne("none"), |inner, _| Word::fields().links.all(|_| inner));
    assert_eq!(Word::filter(|_| all).count().await.unwrap(), texts.len() as u64);
    let counts = (0..16)
        .fold(Word::fields().text.ne("none"), |inner, _| Word::fields().next.linked.filter(|_| inner).count().ge(0));
    assert_eq!(Word::exclude(|_| counts).count().await.unwrap(), 0);
    // Deeper than SQLite takes, and yet not more than 200 levels.
    let n = Word::fields();
    let inner = (0..85).fold(n.text.ne("none"), |inner, _| !(inner & n.next.is_null()));
    let found = Word::filter(|w| w.links.all(|l| l.links.all(|_| inner))).count().await;
    assert!(matches!(found, Ok(_) | Err(Error::QueryTooLarge { .. })), "{found:?}");
    for times in [21, 250, 100_000] {
        let query = Word::filter(|_| wrap(times));
        let errors = [
            query.clone().await.unwrap_err(),
            query.clone().count().await.unwrap_err(),
            query.clone().update(|w| w.next.set(None)).await.unwrap_err(),
            query.delete().await.unwrap_err(),
            Word::all().values(|w| (w.text, w.links.filter(|_| wrap(times)).count())).await.unwrap_err(),
            Word::all().prefetch_related(|w| w.links.with(Word::filter(|_| wrap(times)))).await.unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, Error::QueryTooLarge { .. }), "{times}: {error:?}");
        }
    }
    assert_eq!(Word::all().count().await.unwrap(), texts.len() as u64);
}

#[orm::test(sqlite, postgres, models(Word))]
async fn levels_of_relations() {
    let texts = ring().await;
    let start = |rows: QuerySet<Word>| rows.filter(|w| w.text.eq(""));
    let levels = (0..50).fold(Word::all(), |inner, _| Word::all().prefetch_related(|w| w.previous.with(inner)));
    let words = start(levels).await.unwrap();
    let mut word = &words[0];
    for level in 1..=50 {
        word = &word.previous.get().unwrap()[0];
        assert_eq!(word.text, texts[(51 * texts.len() - level) % texts.len()], "level {level}");
    }
    let words = start(Word::all()).select_related(|w| w.next.next.next.next.next).await.unwrap();
    let mut word = &words[0];
    for text in &texts[1..=5] {
        word = word.next.as_ref().unwrap().get().unwrap();
        assert_eq!(word.text, *text);
    }
    assert!(word.next.as_ref().unwrap().get().is_err());
    assert_eq!(word.next.as_ref().unwrap().load().await.unwrap().text, texts[6]);
}

/// Names of 60 bytes and more, which leave no room for numbers behind them, and of which one begins as the other does.
#[derive(Model, Debug, Clone)]
#[orm(table = "relations_of_a_table_with_a_name_that_is_sixty_three_bytes_long")]
struct ParentWithANameThatIsSixtyBytesLongAndEvenALittleMoreThanIt {
    id: i64,
    place: i32,
    children_whose_name_is_as_long_as_that_of_the_model_around_it: HasMany<Child>,
    #[orm(table = "relations_of_a_table_with_a_name_that_is_sixty_two_bytes_long_")]
    others: ManyToMany<ParentWithANameThatIsSixtyBytesLongAndEvenALittleMoreThanIt>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "relations_of_a_table_with_a_name_that_is_sixty_three_bytes_lon_")]
struct Child {
    id: i64,
    #[orm(column = "parent_in_a_column_with_a_name_that_is_sixty_three_bytes_long_")]
    parent: ForeignKey<ParentWithANameThatIsSixtyBytesLongAndEvenALittleMoreThanIt>,
    place: i32,
    #[orm(column = "PLACE_")]
    other_place: i32,
}

type Parent = ParentWithANameThatIsSixtyBytesLongAndEvenALittleMoreThanIt;

#[orm::test(sqlite, postgres, models(Child, ParentWithANameThatIsSixtyBytesLongAndEvenALittleMoreThanIt))]
async fn names_as_long_as_they_can_be() {
    let [one, two] = [1, 2].map(|place| Parent::create().place(place));
    let [one, two] = [one.await.unwrap(), two.await.unwrap()];
    Child::bulk_create(
        (0..6).map(|n| Child::create().parent(if n % 2 == 0 { &one } else { &two }).place(n).other_place(-n)),
    )
    .await
    .unwrap();
    one.others.add([&two, &one]).await.unwrap();
    let children = |p: &'static Fields<Parent>| p.children_whose_name_is_as_long_as_that_of_the_model_around_it;
    let nested = Parent::filter(|p| {
        p.others.any(|o| children(o).any(|c| c.parent.others.none(|o| children(o).exists()) & c.place.eq(3)))
    });
    assert_eq!(nested.values(|p| p.id).await.unwrap(), [one.id]);
    let chosen = Child::filter(|c| c.parent.place.ge(1)).order_by(|c| c.place.desc()).limit(1).offset(1);
    let parents = Parent::all().order_by(|p| p.id).prefetch_related(|p| {
        (
            children(p).with(chosen.select_related(|c| c.parent)),
            p.others.with(Parent::all().order_by(|p| p.place).limit(1)),
        )
    });
    let parents = parents.await.unwrap();
    let places = |parent: &Parent| -> Vec<i32> {
        let rows = &parent.children_whose_name_is_as_long_as_that_of_the_model_around_it;
        rows.picked().unwrap().iter().map(|c| c.place * 10 + c.parent.get().unwrap().place).collect()
    };
    assert_eq!(parents.iter().map(places).collect::<Vec<_>>(), [[21], [32]]);
    assert_eq!(parents[0].others.picked().unwrap()[0].id, one.id);
    assert!(parents[1].others.picked().unwrap().is_empty());
}
