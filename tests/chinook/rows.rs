//! What was loaded is what the files hold, and what the script makes.

use std::collections::BTreeSet;
use std::fmt::Debug;

use orm::prelude::*;
use rust_decimal::Decimal;

use crate::csv_row;
use crate::databases::{Chinook, loaded};
use crate::models::{Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist, Track};

async fn by_key<M: Model>(chinook: Chinook) -> Vec<M> {
    let mut rows = chinook.scope(async { M::all().await.unwrap() }).await;
    rows.sort_by_key(Model::key);
    rows
}

async fn is_the_same_everywhere<M: Model + Debug + PartialEq>(table: &str) {
    let loaded = by_key::<M>(Chinook::Postgres).await;
    assert_eq!(loaded.len(), csv_row::rows(table).len(), "{table}");
    for other in [Chinook::Sqlite, Chinook::Script] {
        let rows = by_key::<M>(other).await;
        assert_eq!(rows.len(), loaded.len(), "{table} in {other:?}");
        for (row, loaded) in rows.iter().zip(&loaded) {
            assert_eq!(row, loaded, "{table} in {other:?}");
        }
    }
}

#[tokio::test]
async fn are_the_same_in_all_databases() {
    is_the_same_everywhere::<Artist>("artist").await;
    is_the_same_everywhere::<Album>("album").await;
    is_the_same_everywhere::<Genre>("genre").await;
    is_the_same_everywhere::<MediaType>("media_type").await;
    is_the_same_everywhere::<Playlist>("playlist").await;
    is_the_same_everywhere::<Track>("track").await;
    is_the_same_everywhere::<Employee>("employee").await;
    is_the_same_everywhere::<Customer>("customer").await;
    is_the_same_everywhere::<Invoice>("invoice").await;
    is_the_same_everywhere::<InvoiceLine>("invoice_line").await;
}

#[tokio::test]
async fn lie_on_the_same_playlists() {
    let pairs = csv_row::rows("playlist_track").into_iter().map(|row| (row.get("playlist_id"), row.get("track_id")));
    let pairs: BTreeSet<(i32, i32)> = pairs.collect();
    for chinook in Chinook::ALL {
        let lists = chinook.scope(async { Playlist::all().prefetch_related(|p| p.tracks).await.unwrap() }).await;
        let found = lists.iter().flat_map(|p| p.tracks.get().unwrap().iter().map(|track| (p.id, track.id)));
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 8_715, "{chinook:?}");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), pairs, "{chinook:?}");
    }
}

#[tokio::test]
async fn hold_accents_commas_quotes_and_nothing() {
    for chinook in Chinook::ALL {
        chinook.scope(texts(chinook)).await;
    }
}

async fn texts(chinook: Chinook) {
    let luis = Customer::get(1).await.unwrap();
    assert_eq!((luis.first_name.as_str(), luis.last_name.as_str()), ("Luís", "Gonçalves"), "{chinook:?}");
    assert_eq!(luis.company.as_deref(), Some("Embraer - Empresa Brasileira de Aeronáutica S.A."));
    assert_eq!(luis.address.as_deref(), Some("Av. Brigadeiro Faria Lima, 2170"));
    assert_eq!(luis.support_rep, Some(ForeignKey::new(3)));

    let leonie = Customer::get(2).await.unwrap();
    assert_eq!((leonie.company, leonie.state, leonie.fax), (None, None, None), "{chinook:?}");
    assert_eq!(leonie.postal_code.as_deref(), Some("70174"));

    let quoted = Track::get(3412).await.unwrap();
    assert_eq!(quoted.name, r#""Eine Kleine Nachtmusik" Serenade In G, K. 525: I. Allegro"#, "{chinook:?}");
    assert_eq!(quoted.unit_price, Decimal::new(99, 2));

    let boss = Employee::filter(|e| e.reports_to.eq(None)).get().await.unwrap();
    assert_eq!((boss.id, boss.reports_to), (1, None), "{chinook:?}");
    assert_eq!(boss.birth_date.unwrap().to_string(), "1962-02-18 00:00:00");
}

#[tokio::test]
async fn keep_their_sums() {
    let totals = csv_row::rows("invoice").iter().map(|row| row.get::<Decimal>("total")).sum::<Decimal>();
    let psql = test_server::postgres().psql(loaded().await, "SELECT sum(total) FROM invoice;");
    assert_eq!(psql, totals.to_string());
    for chinook in Chinook::ALL {
        let (totals_there, lines) = chinook
            .scope(async {
                let totals = Invoice::all().values(|i| i.total).await.unwrap();
                (totals, InvoiceLine::all().values(|l| (l.unit_price, l.quantity)).await.unwrap())
            })
            .await;
        assert_eq!(totals_there.into_iter().sum::<Decimal>(), totals, "{chinook:?}");
        let lines: Decimal = lines.into_iter().map(|(price, quantity)| price * Decimal::from(quantity)).sum();
        assert_eq!(lines, totals, "{chinook:?}");
    }
}
