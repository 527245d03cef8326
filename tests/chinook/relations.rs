//! Questions about Chinook that go from a row to the many that point at it.

use orm::prelude::*;
use orm::testing::assert_queries;
use rust_decimal::Decimal;

use crate::databases::Chinook;
use crate::models::{Album, Artist, Customer, Employee, Playlist, Track};
use crate::psql::{psql_agrees, text};

#[tokio::test]
async fn the_whole_catalogue_in_three_statements() {
    psql_agrees(
        "SELECT a.artist_id, a.name, b.album_id, b.title, t.track_id, t.name, g.name, m.name
         FROM artist a LEFT JOIN album b USING (artist_id) LEFT JOIN track t USING (album_id)
         LEFT JOIN genre g ON g.genre_id = t.genre_id LEFT JOIN media_type m ON m.media_type_id = t.media_type_id
         ORDER BY a.artist_id, b.album_id, t.track_id",
        async || {
            let tracks = Track::all().order_by(|t| t.id).select_related(|t| (t.genre, t.media_type));
            let albums = Album::all().order_by(|a| a.id).prefetch_related(|a| a.tracks.with(tracks));
            let artists = Artist::all().order_by(|a| a.id).prefetch_related(|a| a.albums.with(albums));
            let artists = assert_queries(3, async { artists.await }).await?;
            // Reading it sends nothing more.
            assert_queries(0, async { catalogue(&artists) }).await
        },
    )
    .await;
}

fn catalogue(artists: &[Artist]) -> orm::Result<Vec<String>> {
    let (mut lines, mut albums, mut tracks) = (Vec::new(), 0, 0);
    for artist in artists {
        let name = format!("{}|{}", artist.id, text(artist.name.as_ref()));
        if artist.albums.get()?.is_empty() {
            lines.push(format!("{name}||||||"));
        }
        for album in artist.albums.get()? {
            albums += 1;
            for track in album.tracks.get()? {
                tracks += 1;
                let genre = track.genre.as_ref().map(ForeignKey::get).transpose()?.and_then(|g| g.name.as_ref());
                let media = text(track.media_type.get()?.name.as_ref());
                let line = format!("{name}|{}|{}|{}|{}", album.id, album.title, track.id, track.name);
                lines.push(format!("{line}|{}|{media}", text(genre)));
            }
        }
    }
    assert_eq!((artists.len(), albums, tracks), (275, 347, 3_503));
    Ok(lines)
}

/// How many, their sum, how many dear ones, the most, and how many customers have the same employee.
type Numbers = (i64, Option<Decimal>, i64, Option<Decimal>, i64);

#[tokio::test]
async fn what_each_customer_spent() {
    psql_agrees(
        "SELECT c.customer_id, count(*), sum(i.total), count(*) FILTER (WHERE i.total > 5), max(i.total),
            (SELECT count(*) FROM customer o WHERE o.support_rep_id = c.support_rep_id)
         FROM customer c JOIN invoice i USING (customer_id) GROUP BY c.customer_id ORDER BY c.customer_id",
        async || {
            let rows = Customer::all().order_by(|c| c.id).annotate(|c| {
                let dear = c.invoices.filter(|i| i.total.gt(Decimal::from(5))).count();
                let most = c.invoices.max(|i| i.total);
                (c.invoices.count(), c.invoices.sum(|i| i.total), dear, most, c.support_rep.customers.count())
            });
            let rows = assert_queries(1, async { rows.await }).await?;
            let line = |(customer, (count, sum, dear, most, beside)): (Customer, Numbers)| {
                format!("{}|{count}|{}|{dear}|{}|{beside}", customer.id, text(sum), text(most))
            };
            Ok(rows.into_iter().map(line).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn where_each_track_is_and_how_often_it_sold() {
    psql_agrees(
        "SELECT track_id, (SELECT count(*) FROM playlist_track p WHERE p.track_id = t.track_id),
            (SELECT count(*) FROM invoice_line l WHERE l.track_id = t.track_id),
            (SELECT sum(quantity) FROM invoice_line l WHERE l.track_id = t.track_id)
         FROM track t ORDER BY track_id",
        async || {
            let rows = Track::all()
                .order_by(|t| t.id)
                .values(|t| (t.id, t.playlists.count(), t.lines.count(), t.lines.sum(|l| l.quantity)))
                .await?;
            Ok(rows.into_iter().map(|(id, lists, sold, sum)| format!("{id}|{lists}|{sold}|{}", text(sum))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn how_many_tracks_each_playlist_has() {
    psql_agrees(
        "SELECT p.playlist_id, p.name, count(t.track_id), min(t.unit_price)
         FROM playlist p LEFT JOIN playlist_track USING (playlist_id) LEFT JOIN track t USING (track_id)
         GROUP BY p.playlist_id, p.name ORDER BY count(t.track_id) DESC, p.playlist_id",
        async || {
            let rows = Playlist::all()
                .order_by(|p| (p.tracks.count().desc(), p.id))
                .values(|p| (p.id, p.name, p.tracks.count(), p.tracks.min(|t| t.unit_price)))
                .await?;
            let line = |(id, name, count, least): (i32, Option<String>, i64, Option<Decimal>)| {
                format!("{id}|{}|{count}|{}", text(name), text(least))
            };
            Ok(rows.into_iter().map(line).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn the_tracks_of_the_playlists() {
    psql_agrees(
        "SELECT p.playlist_id, t.track_id, t.name FROM playlist p
         LEFT JOIN playlist_track USING (playlist_id) LEFT JOIN track t USING (track_id)
         ORDER BY p.playlist_id, t.name COLLATE \"C\", t.track_id",
        async || {
            let lists = Playlist::all().order_by(|p| p.id).prefetch_related(|p| p.tracks);
            let lists = assert_queries(2, async { lists.await }).await?;
            let mut lines = Vec::new();
            for list in &lists {
                let mut tracks: Vec<_> = list.tracks.get()?.iter().map(|track| (&track.name, track.id)).collect();
                // Databases order letters each in their own way.
                tracks.sort();
                if tracks.is_empty() {
                    lines.push(format!("{}||", list.id));
                }
                lines.extend(tracks.into_iter().map(|(name, id)| format!("{}|{id}|{name}", list.id)));
            }
            Ok(lines)
        },
    )
    .await;
}

#[tokio::test]
async fn who_leads_whom_two_levels_down() {
    psql_agrees(
        "SELECT e.last_name, r.last_name, s.last_name, (SELECT count(*) FROM customer WHERE support_rep_id = s.employee_id)
         FROM employee e LEFT JOIN employee r ON r.reports_to = e.employee_id
         LEFT JOIN employee s ON s.reports_to = r.employee_id
         ORDER BY e.employee_id, r.employee_id, s.employee_id",
        async || {
            let those = Employee::all().order_by(|e| e.id);
            let second = those.clone().prefetch_related(|e| e.customers);
            let first = those.clone().prefetch_related(|e| e.reports.with(second));
            let employees = those.prefetch_related(|e| e.reports.with(first));
            let employees = assert_queries(4, async { employees.await }).await?;
            let mut lines = Vec::new();
            for employee in &employees {
                let name = &employee.last_name;
                if employee.reports.get()?.is_empty() {
                    lines.push(format!("{name}|||0"));
                }
                for first in employee.reports.get()? {
                    if first.reports.get()?.is_empty() {
                        lines.push(format!("{name}|{}||0", first.last_name));
                    }
                    for second in first.reports.get()? {
                        let customers = second.customers.get()?.len();
                        lines.push(format!("{name}|{}|{}|{customers}", first.last_name, second.last_name));
                    }
                }
            }
            Ok(lines)
        },
    )
    .await;
}

#[tokio::test]
async fn who_leads_someone_who_serves_brazil() {
    psql_agrees(
        "SELECT DISTINCT m.last_name FROM employee m JOIN employee e ON e.reports_to = m.employee_id
         JOIN customer c ON c.support_rep_id = e.employee_id WHERE c.country = 'Brazil'",
        async || {
            Employee::filter(|e| e.reports.any(|r| r.customers.any(|c| c.country.eq("Brazil"))))
                .values(|e| e.last_name)
                .await
        },
    )
    .await;
}

#[tokio::test]
async fn who_bought_a_track_of_an_artist() {
    psql_agrees(
        "SELECT DISTINCT c.customer_id, c.last_name
         FROM customer c JOIN invoice USING (customer_id) JOIN invoice_line USING (invoice_id)
         JOIN track USING (track_id) JOIN album USING (album_id) JOIN artist a USING (artist_id)
         WHERE a.name = 'Iron Maiden' ORDER BY c.customer_id",
        async || {
            let customers =
                Customer::filter(|c| c.invoices.any(|i| i.lines.any(|l| l.track.album.artist.name.eq("Iron Maiden"))))
                    .order_by(|c| c.id)
                    .await?;
            Ok(customers.into_iter().map(|c| format!("{}|{}", c.id, c.last_name)).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn artists_of_whom_nothing_was_ever_sold() {
    psql_agrees(
        "SELECT a.artist_id, a.name FROM artist a WHERE a.artist_id NOT IN (
            SELECT b.artist_id FROM invoice_line JOIN track USING (track_id) JOIN album b USING (album_id))
         ORDER BY a.artist_id",
        async || {
            let unsold = Artist::filter(|a| a.albums.none(|b| b.tracks.any(|t| t.lines.exists()))).order_by(|a| a.id);
            let by_all = Artist::filter(|a| a.albums.all(|b| b.tracks.all(|t| t.lines.is_empty()))).order_by(|a| a.id);
            let sold = Artist::exclude(|a| a.albums.none(|b| b.tracks.any(|t| t.lines.exists()))).count().await?;
            let unsold = unsold.await?;
            assert_eq!(unsold, by_all.await?);
            assert_eq!(usize::try_from(sold), Ok(275 - unsold.len()));
            Ok(unsold.into_iter().map(|artist| format!("{}|{}", artist.id, text(artist.name))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn the_three_dearest_and_longest_tracks_of_each_album() {
    psql_agrees(
        "SELECT album_id, place, track_id, unit_price, milliseconds FROM (
            SELECT *, row_number() OVER (
                PARTITION BY album_id ORDER BY unit_price DESC, milliseconds DESC, track_id) AS place
            FROM track) AS placed
         WHERE place <= 3 ORDER BY album_id, place",
        async || {
            let best = Track::all().order_by(|t| (t.unit_price.desc(), t.milliseconds.desc(), t.id)).limit(3);
            let albums = Album::all().order_by(|a| a.id).prefetch_related(|a| a.tracks.with(best));
            let albums = assert_queries(2, async { albums.await }).await?;
            let mut lines = Vec::new();
            for album in &albums {
                for (track, place) in album.tracks.picked()?.iter().zip(1..) {
                    let (price, length) = (track.unit_price, track.milliseconds);
                    lines.push(format!("{}|{place}|{}|{price}|{length}", album.id, track.id));
                }
            }
            Ok(lines)
        },
    )
    .await;
}

#[tokio::test]
async fn tracks_on_a_playlist_that_somebody_bought() {
    psql_agrees(
        "SELECT t.track_id, t.name FROM track t
         WHERE EXISTS (SELECT FROM playlist_track JOIN playlist p USING (playlist_id)
                       WHERE track_id = t.track_id AND p.name = 'Grunge')
         AND EXISTS (SELECT FROM invoice_line l JOIN invoice i USING (invoice_id)
                     WHERE l.track_id = t.track_id AND i.billing_country = 'USA')
         ORDER BY t.track_id",
        async || {
            let tracks = Track::filter(|t| {
                t.playlists.any(|p| p.name.eq("Grunge")) & t.lines.any(|l| l.invoice.billing_country.eq("USA"))
            });
            let tracks = tracks.order_by(|t| t.id).values(|t| (t.id, t.name)).await?;
            Ok(tracks.into_iter().map(|(id, name)| format!("{id}|{name}")).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn playlists_change_whatever_key_their_table_has() {
    for chinook in Chinook::ALL {
        let undone = chinook.scope(orm::atomic(async {
            let movies = Playlist::get(2).await?;
            assert_eq!(movies.tracks.add([1, 2, 3]).await?, 3);
            assert_eq!(movies.tracks.add([3, 4]).await?, 1);
            assert_eq!(movies.tracks.remove([1, 99]).await?, 1);
            movies.tracks.set([4, 5]).await?;
            assert_eq!(movies.tracks.query().order_by(|t| t.id).values(|t| t.id).await?, [4, 5]);
            assert_eq!(Track::get(5).await?.playlists.query().filter(|p| p.id.eq(2)).count().await?, 1);
            assert_eq!(movies.tracks.clear().await?, 2);
            Err::<(), _>(orm::Error::custom("undone"))
        }));
        assert_eq!(undone.await.unwrap_err().to_string(), "undone", "{chinook:?}");
    }
}
