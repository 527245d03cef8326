//! From the CSV files into the default database.

use std::collections::HashMap;
use std::fs;

use orm::prelude::*;
use rust_decimal::Decimal;

use crate::csv_row::{CsvRow, data, rows};
use crate::models::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, NewAlbum, NewArtist, NewCustomer,
    NewEmployee, NewGenre, NewInvoice, NewMediaType, NewPlaylist, Playlist, Track,
};

/// Creates the tables and loads every file, each table after those that it points at.
pub(crate) async fn load() -> orm::Result<()> {
    orm::create_tables().await?;
    table::<Artist>("artist", artist).await?;
    table::<Album>("album", album).await?;
    table::<Genre>("genre", genre).await?;
    table::<MediaType>("media_type", media_type).await?;
    table::<Playlist>("playlist", playlist).await?;
    copied::<Track>("track").await?;
    playlist_tracks().await?;
    table::<Employee>("employee", employee).await?;
    table::<Customer>("customer", customer).await?;
    table::<Invoice>("invoice", invoice).await?;
    copied::<InvoiceLine>("invoice_line").await
}

async fn table<M: Model>(name: &str, new: fn(&CsvRow) -> M::New) -> orm::Result<()> {
    let rows = rows(name);
    let created = M::bulk_create(rows.iter().map(new)).await?;
    assert_eq!(created.len(), rows.len(), "{name}");
    Ok(())
}

/// The files with the most rows, straight from their text.
async fn copied<M: Model>(name: &str) -> orm::Result<()> {
    let csv = fs::read(data(&format!("{name}.csv"))).unwrap();
    let copied = M::copy_in_csv(&*csv).await?;
    assert_eq!(usize::try_from(copied.rows), Ok(rows(name).len()), "{name}");
    Ok(())
}

/// The tracks of each playlist, by one statement each on PostgreSQL.
async fn playlist_tracks() -> orm::Result<()> {
    let mut tracks: HashMap<i32, Vec<i32>> = HashMap::new();
    for row in rows("playlist_track") {
        tracks.entry(row.get("playlist_id")).or_default().push(row.get("track_id"));
    }
    for playlist in Playlist::all().await? {
        let tracks = tracks.remove(&playlist.id).unwrap_or_default();
        let count = tracks.len();
        assert_eq!(usize::try_from(playlist.tracks.add(tracks).await?), Ok(count), "{:?}", playlist.name);
    }
    assert!(tracks.is_empty(), "tracks of playlists that are not there");
    Ok(())
}

fn artist(row: &CsvRow) -> NewArtist {
    Artist::create().id(row.get::<i32>("artist_id")).name(row.text("name"))
}

fn album(row: &CsvRow) -> NewAlbum {
    Album::create().id(row.get::<i32>("album_id")).title(row.get::<String>("title")).artist(row.get::<i32>("artist_id"))
}

fn genre(row: &CsvRow) -> NewGenre {
    Genre::create().id(row.get::<i32>("genre_id")).name(row.text("name"))
}

fn media_type(row: &CsvRow) -> NewMediaType {
    MediaType::create().id(row.get::<i32>("media_type_id")).name(row.text("name"))
}

fn playlist(row: &CsvRow) -> NewPlaylist {
    Playlist::create().id(row.get::<i32>("playlist_id")).name(row.text("name"))
}

fn employee(row: &CsvRow) -> NewEmployee {
    Employee::create()
        .id(row.get::<i32>("employee_id"))
        .last_name(row.get::<String>("last_name"))
        .first_name(row.get::<String>("first_name"))
        .title(row.text("title"))
        .reports_to(row.nullable("reports_to").map(ForeignKey::new))
        .birth_date(row.moment("birth_date"))
        .hire_date(row.moment("hire_date"))
        .address(row.text("address"))
        .city(row.text("city"))
        .state(row.text("state"))
        .country(row.text("country"))
        .postal_code(row.text("postal_code"))
        .phone(row.text("phone"))
        .fax(row.text("fax"))
        .email(row.text("email"))
}

fn customer(row: &CsvRow) -> NewCustomer {
    Customer::create()
        .id(row.get::<i32>("customer_id"))
        .first_name(row.get::<String>("first_name"))
        .last_name(row.get::<String>("last_name"))
        .company(row.text("company"))
        .address(row.text("address"))
        .city(row.text("city"))
        .state(row.text("state"))
        .country(row.text("country"))
        .postal_code(row.text("postal_code"))
        .phone(row.text("phone"))
        .fax(row.text("fax"))
        .email(row.get::<String>("email"))
        .support_rep(row.nullable("support_rep_id").map(ForeignKey::new))
}

fn invoice(row: &CsvRow) -> NewInvoice {
    Invoice::create()
        .id(row.get::<i32>("invoice_id"))
        .customer(row.get::<i32>("customer_id"))
        .invoice_date(row.moment("invoice_date").expect("an invoice has a date"))
        .billing_address(row.text("billing_address"))
        .billing_city(row.text("billing_city"))
        .billing_state(row.text("billing_state"))
        .billing_country(row.text("billing_country"))
        .billing_postal_code(row.text("billing_postal_code"))
        .total(row.get::<Decimal>("total"))
}
