//! The methods of querysets and managers, and what a row does.

use orm::prelude::*;

use crate::models::{Author, Book, Tag};
use crate::rows::statements;

statements! {
    reads, READS;
    "all()" => Book::all();
    "filter(pages__gt=300)" => Book::filter(|b| b.pages.gt(300));
    "exclude(active=True)" => Book::exclude(|b| b.active.eq(true));
    "filter(Q(pages__gt=300) | ~Q(active=True))" => Book::filter(|b| b.pages.gt(300) | !b.active.eq(true));
    "filter(author__name=\"Jane\")" => Book::filter(|b| b.author.name.eq("Jane"));
    "annotate(double=F(\"pages\") * 2)" => Book::all().annotate(|b| b.pages * 2);
    "alias()" => Book::filter(|b| b.tags.count().gt(0));
    "order_by(\"-pages\", \"title\")" => Book::all().order_by(|b| (b.pages.desc(), b.title));
    "order_by(F(\"rating\").desc(nulls_last=True))" => Book::all().order_by(|b| b.rating.desc().nulls_last());
    "order_by(\"?\")" => Book::all().order_by(|_| orm::random());
    "reverse()" => Book::all().order_by(|b| b.title).reverse();
    "distinct()" => Book::all().values(|b| b.author.name).distinct();
    "distinct(\"author\")" => Book::all().distinct_on(|b| b.author).order_by(|b| (b.author, b.pages.desc()));
    "values(\"title\", \"author__name\")" => Book::all().values(|b| (b.title, b.author.name));
    "values_list(\"title\", flat=True)" => Book::all().values(|b| b.title);
    "values(\"author\").annotate(n=Count(\"*\"))" => Book::all().values(|b| (b.author, count()));
    "values(\"author\").annotate(n=Count(\"*\")).filter(n__gt=1)" => Book::all().values(|b| (b.author, count())).filter(|_| count().gt(1));
    "dates(\"published\", \"year\")" => Book::all().values(|b| b.published.trunc_year()).distinct();
    "datetimes(\"added\", \"hour\")" => Book::all().values(|b| b.added.trunc_hour()).distinct();
    "none()" => Book::all().none();
    "[5:15]" => Book::all().order_by(|b| b.id).offset(5).limit(10);
    "union()" => Book::filter(|b| b.pages.gt(400)).union(Book::filter(|b| b.active.eq(true)));
    "union(all=True)" => Book::filter(|b| b.pages.gt(400)).union_all(Book::filter(|b| b.active.eq(true)));
    "intersection()" => Book::filter(|b| b.pages.gt(400)).intersection(Book::filter(|b| b.active.eq(true)));
    "difference()" => Book::filter(|b| b.pages.gt(400)).difference(Book::filter(|b| b.active.eq(true)));
    "extra()" => Book::filter(|b| orm::fragment::<i32, _>("{} / 100", b.pages).eq(4));
    "only(\"id\", \"title\")" => Book::all().values(|b| (b.id, b.title));
    "using(\"other\")" => Book::all().using(&orm::default_db()?);
    "raw()" => Book::raw("SELECT * FROM book WHERE pages > $1", (300,));
    "select_for_update()" => Book::filter(|b| b.active.eq(true)).select_for_update();
    "select_for_update(skip_locked=True)" => Book::all().select_for_update().skip_locked().limit(1);
    "select_for_update(nowait=True)" => Book::all().select_for_update().nowait();
    "select_for_update(no_key=True)" => Book::all().select_for_no_key_update();
    "select_for_update(of=(\"author\",))" => Book::all().select_related(|b| b.author).select_for_update().lock_of(|b| b.author);
    "get(pk=1)" => Book::get(1);
    "get(title=\"Dune\")" => Book::filter(|b| b.title.eq("Dune")).get();
    "get() and except DoesNotExist" => Book::filter(|b| b.title.eq("Ulysses")).get_or_none();
    "first()" => Book::all().order_by(|b| b.pages).first();
    "last()" => Book::all().order_by(|b| b.pages).last();
    "latest(\"published\")" => Book::all().latest(|b| b.published);
    "earliest(\"published\")" => Book::all().earliest(|b| b.published);
    "count()" => Book::filter(|b| b.pages.gt(300)).count();
    "exists()" => Book::filter(|b| b.pages.gt(300)).exists();
    "contains(book)" => Book::all().contains(&Book::get(1).await?);
    "in_bulk([1, 2])" => Book::all().in_bulk([1, 2]);
    "in_bulk([\"Dune\"], field_name=\"title\")" => Book::all().in_bulk_by(|b| b.title, ["Dune"]);
    "aggregate(Avg(\"pages\"), Max(\"price\"))" => Book::all().aggregate(|b| (b.pages.avg(), b.price.max()));
    "iterator()" => Book::all().stream().try_next();
    "explain()" => Book::filter(|b| b.title.eq("Dune")).explain();
    "Paginator(books, 25).page(1)" => Book::all().order_by(|b| b.title).page(1, 25);
}

statements! {
    writes, WRITES;
    "create()" => Author::create().name("Ursula");
    "get_or_create()" => Tag::get_or_create(|t| t.name.eq("new"), Tag::create().name("new"));
    "update_or_create()" => Tag::update_or_create(|t| t.name.eq("sand"), |t| t.name.set("dust"), Tag::create().name("dust"));
    "bulk_create()" => Tag::bulk_create(["a", "b"].map(|name| Tag::create().name(name)));
    "bulk_create(ignore_conflicts=True)" => Tag::bulk_create(["sand", "b"].map(|name| Tag::create().name(name))).ignore_conflicts();
    "bulk_create(update_conflicts=True, ..)" => Tag::bulk_create(["sand", "b"].map(|name| Tag::create().name(name))).on_conflict(|t| t.name).do_update(|t| t.name);
    "bulk_update(books, [\"pages\"])" => Book::bulk_update(&mut Book::all().await?, |b| b.pages);
    "update(pages=F(\"pages\") + 1)" => Book::filter(|b| b.active.eq(true)).update(|b| b.pages.set(b.pages + 1));
    "delete()" => Book::filter(|b| b.pages.lt(200)).delete();
    "delete(), its counts" => Book::filter(|b| b.pages.lt(200)).delete().with_counts();
    "book.save()" => Book::get(1).await?.save();
    "book.save(update_fields=[\"title\"])" => Book::get(1).await?.save_only(|b| b.title);
    "book.refresh_from_db()" => Book::get(1).await?.refresh();
    "book.delete()" => Book::get(3).await?.delete();
}
