//! Questions about Chinook that groups, windows and subqueries answer, without SQL of one's own.

use orm::expr::Expr;
use orm::prelude::*;
use orm::{ntile, outer, row_number, window};
use rust_decimal::Decimal;

use crate::models::{Customer, Invoice, InvoiceLine, Track};
use crate::psql::{psql_agrees, text};

fn month(i: &Fields<Invoice>) -> Expr<Invoice, chrono::NaiveDateTime> {
    i.invoice_date.trunc_month()
}

fn spent(c: &Fields<Customer>) -> Expr<Customer, Option<Decimal>> {
    c.invoices.sum(|i| i.total)
}

#[tokio::test]
async fn a_running_total() {
    psql_agrees(
        "SELECT date_trunc('month', invoice_date)::date, sum(total), sum(sum(total)) OVER (ORDER BY date_trunc('month', invoice_date))
         FROM invoice GROUP BY date_trunc('month', invoice_date) ORDER BY 1",
        async || {
            let months = Invoice::all()
                .values(|i| (month(i), i.total.sum(), i.total.sum().sum().over(window().order_by(month(i)))))
                .order_by(month)
                .await?;
            Ok(months.into_iter().map(|(m, sum, all)| format!("{}|{}|{}", m.date(), text(sum), text(all))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn month_over_month() {
    psql_agrees(
        "SELECT date_trunc('month', invoice_date)::date,
                sum(total) - lag(sum(total)) OVER (ORDER BY date_trunc('month', invoice_date))
         FROM invoice GROUP BY date_trunc('month', invoice_date) ORDER BY 1",
        async || {
            let months = Invoice::all()
                .values(|i| {
                    let before = i.total.sum().lag(1).over(window().order_by(month(i)));
                    (month(i), i.total.sum() - before)
                })
                .order_by(month)
                .await?;
            Ok(months.into_iter().map(|(month, more)| format!("{}|{}", month.date(), text(more))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn the_best_customer_of_each_country() {
    psql_agrees(
        "SELECT country, last_name, spent FROM (
             SELECT c.*, (SELECT sum(total) FROM invoice i WHERE i.customer_id = c.customer_id) AS spent FROM customer c
         ) s WHERE customer_id = (
             SELECT o.customer_id FROM customer o JOIN invoice USING (customer_id) WHERE o.country = s.country
             GROUP BY 1 ORDER BY sum(total) DESC, 1 LIMIT 1
         ) ORDER BY spent DESC, customer_id",
        async || {
            let best = Customer::filter(|c| {
                row_number().over(window().partition_by(c.country).order_by((spent(c).desc(), c.id))).eq(1)
            });
            let best =
                best.order_by(|c| (spent(c).desc(), c.id)).values(|c| (c.country, c.last_name, spent(c))).await?;
            Ok(best.into_iter().map(|(to, name, spent)| format!("{}|{name}|{}", text(to), text(spent))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn the_three_tracks_that_each_genre_sells_most() {
    psql_agrees(
        "SELECT genre_id, name, sold FROM (
             SELECT t.genre_id, t.track_id, t.name, sum(l.quantity) AS sold,
                    row_number() OVER (PARTITION BY t.genre_id ORDER BY sum(l.quantity) DESC, t.track_id) AS place
             FROM track t JOIN invoice_line l USING (track_id) GROUP BY t.track_id
         ) s WHERE place <= 3 ORDER BY genre_id, place",
        async || {
            let place = |t: &Fields<Track>| {
                let best = (t.lines.sum(|l| l.quantity).desc().nulls_last(), t.id);
                row_number().over(window().partition_by(t.genre).order_by(best))
            };
            let tracks = Track::filter(|t| t.lines.exists())
                .filter(|t| place(t).le(3))
                .order_by(|t| (t.genre, place(t)))
                .values(|t| (t.genre, t.name, t.lines.sum(|l| l.quantity)))
                .await?;
            Ok(tracks.into_iter().map(|(g, name, sold)| format!("{}|{name}|{}", text(g), text(sold))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn cohorts_by_the_year_of_the_first_invoice() {
    psql_agrees(
        "SELECT extract(year FROM first)::int, extract(year FROM invoice_date)::int, count(DISTINCT customer_id), sum(total)
         FROM invoice JOIN (SELECT customer_id, min(invoice_date) AS first FROM invoice GROUP BY 1) f USING (customer_id)
         GROUP BY 1, 2 ORDER BY 1, 2",
        async || {
            let first = |i: &Fields<Invoice>| i.customer.invoices.min(|first| first.invoice_date).year();
            let cohorts = Invoice::all()
                .values(|i| (first(i), i.invoice_date.year(), i.customer.id.count().distinct(), i.total.sum()))
                .order_by(|i| (first(i), i.invoice_date.year()))
                .await?;
            Ok(cohorts
                .into_iter()
                .map(|(first, year, customers, sum)| format!("{}|{year}|{customers}|{}", text(first), text(sum)))
                .collect())
        },
    )
    .await;
}

#[tokio::test]
async fn what_part_of_all_sales_each_country_is() {
    psql_agrees(
        "SELECT billing_country, sum(total), round(100 * sum(total) / sum(sum(total)) OVER (), 2)::float8
         FROM invoice GROUP BY 1 ORDER BY 2 DESC, md5(billing_country) LIMIT 10",
        async || {
            let parts = Invoice::all()
                .values(|i| {
                    let (country, all) =
                        (i.total.sum().cast::<f64>(), i.total.sum().sum().over(window()).cast::<f64>());
                    (i.billing_country, i.total.sum(), (country * 100.0 / all).round_to(2))
                })
                .order_by(|i| (i.total.sum().desc(), i.billing_country.md5()))
                .limit(10)
                .await?;
            Ok(parts.into_iter().map(|(to, sum, part)| format!("{}|{}|{}", text(to), text(sum), text(part))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn quarters_of_customers_by_what_they_spent() {
    psql_agrees(
        "SELECT customer_id, ntile(4) OVER (ORDER BY sum(total), customer_id) FROM invoice GROUP BY 1 ORDER BY 1",
        async || {
            let quarters = Invoice::all()
                .values(|i| (i.customer, ntile(4).over(window().order_by((i.total.sum(), i.customer)))))
                .order_by(|i| i.customer)
                .await?;
            Ok(quarters.into_iter().map(|(customer, quarter)| format!("{customer}|{quarter}")).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn the_track_in_the_middle_of_each_genre() {
    psql_agrees(
        "SELECT genre_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY milliseconds) FROM track GROUP BY 1 ORDER BY 1",
        async || {
            let middle = Track::filter(|t| {
                let of_genre = window().partition_by(t.genre);
                let place = row_number().over(of_genre.clone().order_by((t.milliseconds, t.id)));
                place.eq((count().over(of_genre) + 1) / 2)
            });
            let middle = middle.order_by(|t| t.genre).values(|t| (t.genre, t.milliseconds)).await?;
            Ok(middle.into_iter().map(|(genre, length)| format!("{}|{length}", text(genre))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn what_is_bought_together_with_a_track() {
    psql_agrees(
        "SELECT o.track_id, count(*) FROM invoice_line l JOIN invoice_line o USING (invoice_id)
         JOIN track t ON t.track_id = l.track_id
         WHERE t.album_id = 141 AND o.track_id <> l.track_id
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
        async || {
            let pairs = InvoiceLine::all()
                .values(|o| {
                    let with = o.invoice.lines.filter(|l| l.track.album.id.eq(141) & l.track.ne(outer(o.track)));
                    (o.track, with.count().sum())
                })
                .filter(|o| o.invoice.lines.any(|l| l.track.album.id.eq(141) & l.track.ne(outer(o.track))))
                .order_by(|o| o.track)
                .await?;
            let mut pairs: Vec<(i32, i64)> =
                pairs.into_iter().map(|(track, times)| (track, times.unwrap_or(0))).collect();
            pairs.sort_by_key(|(track, times)| (-times, *track));
            Ok(pairs.into_iter().take(20).map(|(track, times)| format!("{track}|{times}")).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn who_spent_more_than_the_mean_of_the_country() {
    psql_agrees(
        "WITH spent AS (SELECT customer_id, country, sum(total) AS spent FROM customer JOIN invoice USING (customer_id) GROUP BY 1)
         SELECT customer_id, spent FROM spent s
         WHERE spent > (SELECT avg(spent) FROM spent o WHERE o.country = s.country) ORDER BY 1",
        async || {
            let above = Customer::filter(|c| {
                let of_country = Customer::filter(|o| o.country.eq(outer(c.country))).values(|o| spent(o).avg());
                spent(c).gt(of_country.scalar())
            });
            let above = above.order_by(|c| c.id).values(|c| (c.id, spent(c))).await?;
            Ok(above.into_iter().map(|(id, spent)| format!("{id}|{}", text(spent))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn genres_by_year() {
    psql_agrees(
        "SELECT g.name, sum(l.quantity) FILTER (WHERE extract(year FROM i.invoice_date) = 2021),
                sum(l.quantity) FILTER (WHERE extract(year FROM i.invoice_date) = 2022), count(DISTINCT i.customer_id)
         FROM invoice_line l JOIN invoice i USING (invoice_id) JOIN track t USING (track_id) JOIN genre g USING (genre_id)
         GROUP BY g.genre_id ORDER BY g.genre_id",
        async || {
            let year = |l: &Fields<InvoiceLine>, year: i32| l.quantity.sum().filter(l.invoice.invoice_date.year().eq(year));
            let genres = InvoiceLine::all()
                .values(|l| {
                    let customers = l.invoice.customer.id.count().distinct();
                    (l.track.genre, l.track.genre.name, year(l, 2021), year(l, 2022), customers)
                })
                .order_by(|l| l.track.genre)
                .await?;
            Ok(genres
                .into_iter()
                .map(|(_, name, one, two, who)| format!("{}|{}|{}|{who}", text(name), text(one), text(two)))
                .collect())
        },
    )
    .await;
}
