//! Relations in documents.

use orm::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "documents_author")]
struct Author {
    id: i64,
    name: String,
    books: HasMany<Book>,
    page: HasOne<Page>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "documents_page")]
struct Page {
    id: i64,
    author: OneToOne<Author>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "documents_book", ordering = "id")]
struct Book {
    id: i64,
    author: ForeignKey<Author>,
    genre: Option<ForeignKey<Genre>>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "documents_genre")]
struct Genre {
    #[orm(primary_key)]
    name: String,
    #[serde(skip_serializing_if = "HasMany::is_absent")]
    books: HasMany<Book>,
}

async fn books() -> [Book; 2] {
    let ann = Author::create().name("Ann").await.unwrap();
    let essay = Genre::create().name("essay").await.unwrap();
    let first = Book::create().author(&ann).genre(&essay).await.unwrap();
    [first, Book::create().author(&ann).await.unwrap()]
}

#[orm::test(sqlite, postgres, models(Author, Page, Book, Genre))]
async fn keys_and_objects() {
    let [first, second] = books().await;
    assert_eq!(json!(&first), json!({ "id": 1, "author": 1, "genre": "essay" }));
    assert_eq!(json!(&second), json!({ "id": 2, "author": 1, "genre": null }));
    let loaded = Book::all().select_related(|b| (b.author, b.genre)).await.unwrap();
    let author = json!({ "id": 1, "name": "Ann", "books": null, "page": null });
    assert_eq!(json!(&loaded[0]), json!({ "id": 1, "author": author, "genre": { "name": "essay" } }));
    let authors = Author::all().prefetch_related(|a| (a.books, a.page)).await.unwrap();
    let expected = json!([{ "id": 1, "name": "Ann", "page": null, "books": [first, second] }]);
    assert_eq!(json!(authors), expected);

    // What was written is read back, as keys.
    let read: Vec<Book> = serde_json::from_value(json!(loaded)).unwrap();
    assert_eq!(read, [first.clone(), second]);
    assert!(!read[0].author.is_loaded());
    assert_eq!(serde_json::from_value::<Vec<Author>>(expected).unwrap(), authors);
    let bare: Author = serde_json::from_str(r#"{"id": 1, "name": "Ann"}"#).unwrap();
    assert!(bare.books.is_absent() && bare.page.is_absent());
}

#[test]
fn what_is_no_key() {
    let read = |text: &str| serde_json::from_str::<Book>(text).map(|book| *book.author.id()).map_err(|e| e.to_string());
    assert_eq!(read(r#"{"id": 1, "author": {"name": "Ann", "id": 7, "books": [{}]}, "genre": null}"#), Ok(7));
    let error = read(r#"{"id": 1, "author": {"name": "Ann"}, "genre": null}"#).unwrap_err();
    assert!(error.starts_with("missing field `id`"), "{error}");
    let error = read(r#"{"id": 1, "author": [1], "genre": null}"#).unwrap_err();
    assert!(error.starts_with("invalid type: sequence, expected the key of this Author, or all of it"), "{error}");
    let error = read(r#"{"id": 1, "author": "x", "genre": null}"#).unwrap_err();
    assert!(error.starts_with("invalid type: string"), "{error}");
    let new: NewBook = serde_json::from_str(r#"{"author": {"id": 3}, "genre": {"name": "essay"}}"#).unwrap();
    assert!(format!("{new:?}").contains("BigInt(3)"), "{new:?}");
}
