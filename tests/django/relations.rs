//! Questions about relations, and loading them.

use orm::prelude::*;

use crate::models::{Author, Book, Tag};
use crate::rows::statements;

statements! {
    relations, RELATIONS;
    "select_related(\"author\")" => Book::all().select_related(|b| b.author);
    "prefetch_related(\"books__tags\")" => Author::all().prefetch_related(|a| a.books.with(Book::all().prefetch_related(|b| b.tags)));
    "Prefetch(\"books\", queryset=..)" => Author::all().prefetch_related(|a| a.books.with(Book::filter(|b| b.active.eq(true))));
    "Prefetch(\"books\", queryset=..[:3])" => Author::all().prefetch_related(|a| a.books.with(Book::all().order_by(|b| b.pages).limit(3)));
    "Prefetch(.., to_attr=..)" => orm::related(&Author::all().await?, |a| a.books, Book::filter(|b| b.active.eq(true)));
    "prefetch_related_objects()" => orm::prefetch(&mut Author::all().await?, |a| a.books);
    "fetch_mode(RAISE)" => Author::all().forbid_loading();
    "fetch_mode(FETCH_PEERS)" => Author::all().first().await?.unwrap().books.load();
    "filter(books__pages__gt=300).distinct()" => Author::filter(|a| a.books.any(|b| b.pages.gt(300)));
    "filter(books__pages__gt=300, books__active=True)" => Author::filter(|a| a.books.any(|b| b.pages.gt(300) & b.active.eq(true)));
    "exclude(books__pages__gt=300)" => Author::filter(|a| a.books.none(|b| b.pages.gt(300)));
    "filter(books__isnull=True)" => Author::filter(|a| a.books.is_empty());
    "annotate(Count(\"books\"), Sum(\"books__pages\"))" => Author::all().annotate(|a| (a.books.count(), a.books.sum(|b| b.pages)));
    "annotate(Count(\"books\", filter=Q(..)))" => Author::all().annotate(|a| a.books.filter(|b| b.active.eq(true)).count());
    "FilteredRelation(\"books\", condition=Q(..))" => Author::all().values(|a| a.books.filter(|b| b.active.eq(true)).value(|b| b.pages.max()));
    "author.books.filter(..)" => Author::get(1).await?.books.query().filter(|b| b.pages.gt(300));
    "book.tags.add(..)" => Book::get(1).await?.tags.add(&Tag::all().await?);
    "book.tags.remove(..)" => Book::get(1).await?.tags.remove(&Tag::all().await?);
    "book.tags.set([..])" => Book::get(1).await?.tags.set(&Tag::all().await?);
    "book.tags.clear()" => Book::get(1).await?.tags.clear();
    "book.tags.create(..)" => Book::get(1).await?.tags.create(Tag::create().name("space"));
}
