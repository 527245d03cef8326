//! The tables of Chinook, a shop for music, as they are in its `postgres.sql`, and every relation between them from
//! both sides.

use chrono::NaiveDateTime;
use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "artist")]
pub(crate) struct Artist {
    #[orm(primary_key, column = "artist_id")]
    pub(crate) id: i32,
    #[orm(max_length = 120)]
    pub(crate) name: Option<String>,
    pub(crate) albums: HasMany<Album>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "album")]
pub(crate) struct Album {
    #[orm(primary_key, column = "album_id")]
    pub(crate) id: i32,
    #[orm(max_length = 160)]
    pub(crate) title: String,
    #[orm(index)]
    pub(crate) artist: ForeignKey<Artist>,
    pub(crate) tracks: HasMany<Track>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "genre")]
pub(crate) struct Genre {
    #[orm(primary_key, column = "genre_id")]
    pub(crate) id: i32,
    #[orm(max_length = 120)]
    pub(crate) name: Option<String>,
    pub(crate) tracks: HasMany<Track>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "media_type")]
pub(crate) struct MediaType {
    #[orm(primary_key, column = "media_type_id")]
    pub(crate) id: i32,
    #[orm(max_length = 120)]
    pub(crate) name: Option<String>,
    pub(crate) tracks: HasMany<Track>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "playlist")]
pub(crate) struct Playlist {
    #[orm(primary_key, column = "playlist_id")]
    pub(crate) id: i32,
    #[orm(max_length = 120)]
    pub(crate) name: Option<String>,
    #[orm(table = "playlist_track")]
    pub(crate) tracks: ManyToMany<Track>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "track")]
pub(crate) struct Track {
    #[orm(primary_key, column = "track_id")]
    pub(crate) id: i32,
    #[orm(max_length = 200)]
    pub(crate) name: String,
    #[orm(index)]
    pub(crate) album: Option<ForeignKey<Album>>,
    #[orm(index)]
    pub(crate) media_type: ForeignKey<MediaType>,
    #[orm(index)]
    pub(crate) genre: Option<ForeignKey<Genre>>,
    #[orm(max_length = 220)]
    pub(crate) composer: Option<String>,
    pub(crate) milliseconds: i32,
    pub(crate) bytes: Option<i32>,
    pub(crate) unit_price: Decimal,
    #[orm(via = tracks)]
    pub(crate) playlists: ManyToMany<Playlist>,
    pub(crate) lines: HasMany<InvoiceLine>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "employee")]
pub(crate) struct Employee {
    #[orm(primary_key, column = "employee_id")]
    pub(crate) id: i32,
    #[orm(max_length = 20)]
    pub(crate) last_name: String,
    #[orm(max_length = 20)]
    pub(crate) first_name: String,
    #[orm(max_length = 30)]
    pub(crate) title: Option<String>,
    #[orm(column = "reports_to", index)]
    pub(crate) reports_to: Option<ForeignKey<Employee>>,
    pub(crate) birth_date: Option<NaiveDateTime>,
    pub(crate) hire_date: Option<NaiveDateTime>,
    #[orm(max_length = 70)]
    pub(crate) address: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) city: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) state: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) country: Option<String>,
    #[orm(max_length = 10)]
    pub(crate) postal_code: Option<String>,
    #[orm(max_length = 24)]
    pub(crate) phone: Option<String>,
    #[orm(max_length = 24)]
    pub(crate) fax: Option<String>,
    #[orm(max_length = 60)]
    pub(crate) email: Option<String>,
    pub(crate) reports: HasMany<Employee>,
    pub(crate) customers: HasMany<Customer>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "customer")]
pub(crate) struct Customer {
    #[orm(primary_key, column = "customer_id")]
    pub(crate) id: i32,
    #[orm(max_length = 40)]
    pub(crate) first_name: String,
    #[orm(max_length = 20)]
    pub(crate) last_name: String,
    #[orm(max_length = 80)]
    pub(crate) company: Option<String>,
    #[orm(max_length = 70)]
    pub(crate) address: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) city: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) state: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) country: Option<String>,
    #[orm(max_length = 10)]
    pub(crate) postal_code: Option<String>,
    #[orm(max_length = 24)]
    pub(crate) phone: Option<String>,
    #[orm(max_length = 24)]
    pub(crate) fax: Option<String>,
    #[orm(max_length = 60)]
    pub(crate) email: String,
    #[orm(index)]
    pub(crate) support_rep: Option<ForeignKey<Employee>>,
    pub(crate) invoices: HasMany<Invoice>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "invoice")]
pub(crate) struct Invoice {
    #[orm(primary_key, column = "invoice_id")]
    pub(crate) id: i32,
    #[orm(index)]
    pub(crate) customer: ForeignKey<Customer>,
    pub(crate) invoice_date: NaiveDateTime,
    #[orm(max_length = 70)]
    pub(crate) billing_address: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) billing_city: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) billing_state: Option<String>,
    #[orm(max_length = 40)]
    pub(crate) billing_country: Option<String>,
    #[orm(max_length = 10)]
    pub(crate) billing_postal_code: Option<String>,
    pub(crate) total: Decimal,
    pub(crate) lines: HasMany<InvoiceLine>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "invoice_line")]
pub(crate) struct InvoiceLine {
    #[orm(primary_key, column = "invoice_line_id")]
    pub(crate) id: i32,
    #[orm(index)]
    pub(crate) invoice: ForeignKey<Invoice>,
    #[orm(index)]
    pub(crate) track: ForeignKey<Track>,
    pub(crate) unit_price: Decimal,
    pub(crate) quantity: i32,
}
