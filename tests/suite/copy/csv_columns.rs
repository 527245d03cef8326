//! Which column of CSV is which of the table, and what an empty cell is there.

use orm::prelude::*;
use orm::value::Composite;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "csv_seats")]
struct Seat {
    #[orm(primary_key)]
    r#row: String,
    #[orm(primary_key)]
    number: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "csv_tickets")]
struct Ticket {
    id: i64,
    seat: Option<ForeignKey<Seat>>,
}

#[orm::test(sqlite, postgres, models(Seat, Ticket))]
async fn a_key_of_several_columns_is_given_whole_or_not_at_all() {
    Seat::copy_in_csv(b"row,number\na,1\n\"\",2\n".as_slice()).await.unwrap();
    for (text, empty) in
        [("seat_row,seat_number\na,1\na,\n", "seat_number"), ("seat_number,seat_row\n1,\n", "seat_row")]
    {
        let error = Ticket::copy_in_csv(text.as_bytes()).await.unwrap_err();
        let line = text.lines().count();
        let said = format!("seat: {empty} is empty and others of its columns are not: give all of them or none");
        assert_eq!(error.to_string(), format!("line {line} of the input: {said}"));
    }
    Ticket::copy_in_csv(b"seat_row,seat_number\na,1\n,\n\"\",2\n".as_slice()).await.unwrap();
    let keys = Ticket::all().order_by(|t| t.id).values(|t| t.seat).await.unwrap();
    let key = |row: &str, number| Some(Composite((row.to_owned(), number)));
    assert_eq!(keys, [key("a", 1), None, key("", 2)]);
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[orm(table = "csv_items")]
struct Item {
    id: i64,
    price: i64,
    #[orm(generated = "price * 2")]
    double: i64,
}

#[orm::test(sqlite, postgres, models(Item))]
async fn what_the_database_computes_goes_round() {
    Item::copy_in_iter([Item::create().price(2), Item::create().price(5)]).await.unwrap();
    let (mut text, rows) = (Vec::new(), Item::all().order_by(|i| i.id).await.unwrap());
    Item::all().order_by(|i| i.id).copy_out_csv(&mut text).await.unwrap();
    assert_eq!(text, b"id,price,double\n1,2,4\n2,5,10\n");
    Item::all().delete().everything().await.unwrap();
    Item::copy_in_csv(&*text).await.unwrap();
    assert_eq!(Item::all().order_by(|i| i.id).await.unwrap(), rows);
    let error = Item::copy_in_csv(b"double,price,double\n1,2,3\n".as_slice()).await.unwrap_err();
    assert!(error.to_string().starts_with("line 1 of the input: \"double\" is no column of Item, or is named twice"));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "csv_swapped")]
struct Swapped {
    id: i64,
    #[orm(column = "b")]
    a: String,
    #[orm(column = "a")]
    b: String,
    #[orm(column = "d")]
    c: Option<String>,
}

#[orm::test(sqlite, postgres, models(Swapped))]
async fn a_name_is_the_columns_before_it_is_a_fields() {
    let row = |a: &str, b: &str| Swapped { id: 1, a: a.to_owned(), b: b.to_owned(), c: Some("c".to_owned()) };
    for text in ["id,a,b,c\n1,of b,of a,c\n", "c,b,a,id\nc,of a,of b,1\n"] {
        Swapped::copy_in_csv(text.as_bytes()).await.unwrap();
        assert_eq!(Swapped::get(1).await.unwrap(), row("of a", "of b"), "{text}");
        Swapped::all().delete().everything().await.unwrap();
    }
}

/// The name of its first field is that of its second column.
#[derive(Model, Debug)]
#[orm(table = "csv_crossed")]
struct Crossed {
    id: i64,
    #[orm(column = "x", default = "none")]
    y: String,
    #[orm(column = "y", default = "none")]
    z: String,
}

#[orm::test(sqlite, postgres, models(Crossed))]
async fn no_field_takes_the_name_of_another_column() {
    Crossed::copy_in_csv(b"y\ntext\n".as_slice()).await.unwrap();
    let found = Crossed::all().values(|c| (c.y, c.z)).await.unwrap();
    assert_eq!(found, [("none".to_owned(), "text".to_owned())]);
}

#[derive(Model, Debug)]
#[orm(table = "csv_uuids")]
struct Made {
    id: Uuid,
    text: Option<String>,
}

#[orm::test(sqlite, postgres, models(Made))]
async fn a_key_that_is_made_may_be_empty() {
    let text = "id,text\n,a\n67e55044-10b1-426f-9247-bb680e5fe0c8,b\n";
    assert_eq!(Made::copy_in_csv(text.as_bytes()).await.unwrap().rows, 2);
    let made = Made::filter(|m| m.text.eq("a")).get().await.unwrap();
    assert_eq!(made.id.get_version_num(), 7);
}

#[derive(Model, Debug, PartialEq)]
#[orm(table = "csv_lists")]
struct Lists {
    id: i64,
    decimals: Vec<Decimal>,
    texts: Vec<Option<String>>,
}

#[orm::test(sqlite, postgres, models(Lists))]
async fn decimals_in_lists_keep_their_digits() {
    let text = "decimals,texts\n\"[0.1000000000000000000000000001,12345678901234567.89, 1.50]\",\"[null,\"\"a\\u00e9\"\" ]\"\n";
    Lists::copy_in_csv(text.as_bytes()).await.unwrap();
    let lists = Lists::get(1).await.unwrap();
    let decimals: Vec<_> = lists.decimals.iter().map(|decimal| decimal.normalize().to_string()).collect();
    assert_eq!(decimals, ["0.1000000000000000000000000001", "12345678901234567.89", "1.5"]);
    assert_eq!(lists.texts, [None, Some("aé".to_owned())]);
    let long = "x".repeat(10_000);
    for cell in [format!("\"\"{long}\"\""), format!("[\"\"{long}\"\"]"), format!("[{{\"\"{long}\"\": 1}}]")] {
        let error = Lists::copy_in_csv(format!("texts,decimals\n[],\"{cell}\"\n").as_bytes()).await.unwrap_err();
        assert!(error.to_string().starts_with("line 2 of the input: ") && error.to_string().len() < 400, "{error}");
    }
}
