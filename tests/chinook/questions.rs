//! Questions about Chinook whose answers are rows of tables, and of those that their foreign keys point at.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use orm::prelude::*;
use rust_decimal::Decimal;

use crate::models::{Album, Customer, Employee, Invoice, InvoiceLine, Track};
use crate::psql::{psql_agrees, text};

fn day(year: i32, month: u32, day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().into()
}

#[tokio::test]
async fn tracks_bought_by_the_customers_of_an_employee() {
    psql_agrees(
        "SELECT l.invoice_line_id, t.name, c.last_name
         FROM invoice_line l
         JOIN track t USING (track_id)
         JOIN invoice i USING (invoice_id)
         JOIN customer c USING (customer_id)
         JOIN employee e ON e.employee_id = c.support_rep_id
         WHERE e.last_name = 'Peacock'
         ORDER BY l.invoice_line_id",
        async || {
            let lines = InvoiceLine::filter(|l| l.invoice.customer.support_rep.last_name.eq("Peacock"))
                .order_by(|l| l.id)
                .values(|l| (l.id, l.track.name, l.invoice.customer.last_name))
                .await?;
            Ok(lines.into_iter().map(|(id, track, customer)| format!("{id}|{track}|{customer}")).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn tracks_of_an_artist() {
    psql_agrees(
        "SELECT t.track_id, t.name, a.title, t.composer
         FROM track t JOIN album a USING (album_id) JOIN artist r USING (artist_id)
         WHERE r.name = 'Antônio Carlos Jobim' ORDER BY t.track_id",
        async || {
            let tracks = Track::filter(|t| t.album.artist.name.eq("Antônio Carlos Jobim"))
                .order_by(|t| t.id)
                .values(|t| (t.id, t.name, t.album.title, t.composer))
                .await?;
            Ok(tracks.into_iter().map(|(id, name, a, c)| format!("{id}|{name}|{}|{}", text(a), text(c))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn everybody_and_whom_they_report_to() {
    psql_agrees(
        "SELECT e.employee_id, e.last_name, m.last_name, m.reports_to
         FROM employee e LEFT JOIN employee m ON m.employee_id = e.reports_to
         ORDER BY e.employee_id",
        async || {
            let employees: Vec<(i32, String, Option<String>, Option<i32>)> = Employee::all()
                .order_by(|e| e.id)
                .values(|e| (e.id, e.last_name, e.reports_to.last_name, e.reports_to.reports_to))
                .await?;
            Ok(employees
                .into_iter()
                .map(|(id, name, to, and)| format!("{id}|{name}|{}|{}", text(to), text(and)))
                .collect())
        },
    )
    .await;
}

#[tokio::test]
async fn who_reports_to_someone_who_reports_to_the_manager() {
    psql_agrees(
        "SELECT e.first_name, e.last_name, e.hire_date
         FROM employee e
         JOIN employee m ON m.employee_id = e.reports_to
         JOIN employee b ON b.employee_id = m.reports_to
         WHERE b.last_name = 'Adams' ORDER BY e.hire_date DESC, e.employee_id",
        async || {
            let employees = Employee::filter(|e| e.reports_to.reports_to.last_name.eq("Adams"))
                .order_by(|e| (e.hire_date.desc(), e.id))
                .await?;
            let line = |e: Employee| format!("{}|{}|{}", e.first_name, e.last_name, text(e.hire_date));
            Ok(employees.into_iter().map(line).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn tracks_by_a_word_with_accents() {
    psql_agrees(
        "SELECT track_id, name, name LIKE '%Coração%' FROM track
         WHERE name ILIKE '%CORAÇÃO%' OR composer ILIKE '%antônio%' ORDER BY track_id",
        async || {
            let tracks = Track::filter(|t| t.name.icontains("CORAÇÃO") | t.composer.icontains("antônio"))
                .order_by(|t| t.id)
                .await?;
            let exact = Track::filter(|t| t.name.contains("Coração")).values(|t| t.id).await?;
            let line = |t: Track| format!("{}|{}|{}", t.id, t.name, if exact.contains(&t.id) { "t" } else { "f" });
            Ok(tracks.into_iter().map(line).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn every_seventh_track() {
    psql_agrees(
        "SELECT track_id, name, bytes FROM track
         WHERE track_id IN (SELECT generate_series(1, 3503, 7)) ORDER BY track_id",
        async || {
            let keys = (1..3504).step_by(7);
            assert_eq!(keys.len(), 501);
            let tracks = Track::filter(|t| t.id.in_(keys)).order_by(|t| t.id).await?;
            Ok(tracks.into_iter().map(|t| format!("{}|{}|{}", t.id, t.name, text(t.bytes))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn invoices_of_a_quarter() {
    psql_agrees(
        "SELECT invoice_id, invoice_date, billing_state, total FROM invoice
         WHERE invoice_date BETWEEN '2022-01-01' AND '2022-03-31'
         ORDER BY invoice_date, invoice_id",
        async || {
            let quarter = Invoice::filter(|i| i.invoice_date.between(day(2022, 1, 1), day(2022, 3, 31)))
                .order_by(|i| (i.invoice_date, i.id))
                .await?;
            let line = |i: Invoice| format!("{}|{}|{}|{}", i.id, i.invoice_date, text(i.billing_state), i.total);
            Ok(quarter.into_iter().map(line).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn large_invoices_by_country() {
    psql_agrees(
        "SELECT billing_country, count(*), sum(total) FROM invoice
         WHERE total >= 8.91 AND total <> 13.86 GROUP BY 1 ORDER BY billing_country COLLATE \"C\"",
        async || {
            let totals = Invoice::filter(|i| i.total.ge(Decimal::new(891, 2)) & i.total.ne(Decimal::new(1386, 2)))
                .values(|i| (i.billing_country, i.total))
                .await?;
            let mut countries: BTreeMap<_, (u32, Decimal)> = BTreeMap::new();
            for (country, total) in totals {
                let sum = countries.entry(country).or_default();
                *sum = (sum.0 + 1, sum.1 + total);
            }
            Ok(countries.into_iter().map(|(name, (count, sum))| format!("{}|{count}|{sum}", text(name))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn a_page_of_lines_ordered_by_what_they_point_at() {
    psql_agrees(
        "SELECT l.invoice_line_id, i.invoice_date, t.unit_price, t.milliseconds
         FROM invoice_line l JOIN invoice i USING (invoice_id) JOIN track t USING (track_id)
         ORDER BY t.unit_price DESC, i.invoice_date DESC, t.milliseconds, l.invoice_line_id
         LIMIT 50 OFFSET 100",
        async || {
            let page = InvoiceLine::all()
                .order_by(|l| (l.track.unit_price.desc(), l.invoice.invoice_date.desc(), l.track.milliseconds, l.id))
                .values(|l| (l.id, l.invoice.invoice_date, l.track.unit_price, l.track.milliseconds))
                .offset(100)
                .limit(50)
                .await?;
            Ok(page.into_iter().map(|(id, date, price, length)| format!("{id}|{date}|{price}|{length}")).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn employees_in_the_order_of_their_managers() {
    psql_agrees(
        "SELECT e.last_name FROM employee e LEFT JOIN employee m ON m.employee_id = e.reports_to
         ORDER BY m.reports_to, m.hire_date DESC NULLS LAST, e.employee_id",
        async || {
            Employee::all()
                .order_by(|e| (e.reports_to.reports_to, e.reports_to.hire_date.desc().nulls_last(), e.id))
                .values(|e| e.last_name)
                .await
        },
    )
    .await;
}

#[tokio::test]
async fn everybody_but_those_of_the_sales_manager() {
    psql_agrees(
        "SELECT e.last_name FROM employee e LEFT JOIN employee m ON m.employee_id = e.reports_to
         WHERE m.title IS NULL OR m.title <> 'Sales Manager' ORDER BY e.employee_id",
        async || {
            Employee::exclude(|e| e.reports_to.title.eq("Sales Manager"))
                .order_by(|e| e.id)
                .values(|e| e.last_name)
                .await
        },
    )
    .await;
}

#[tokio::test]
async fn countries_with_customers() {
    psql_agrees("SELECT DISTINCT country COLLATE \"C\" FROM customer ORDER BY 1", async || {
        let mut countries = Customer::all().values(|c| c.country).distinct().await?;
        // Databases order letters each in their own way.
        countries.sort();
        Ok(countries.into_iter().map(text).collect())
    })
    .await;
}

#[tokio::test]
async fn genres_that_a_country_buys() {
    psql_agrees(
        "SELECT DISTINCT t.genre_id, g.name
         FROM invoice_line l JOIN invoice i USING (invoice_id)
         JOIN track t USING (track_id) LEFT JOIN genre g USING (genre_id)
         WHERE i.billing_country = 'Brazil' ORDER BY t.genre_id",
        async || {
            let genres = InvoiceLine::filter(|l| l.invoice.billing_country.eq("Brazil"))
                .order_by(|l| l.track.genre)
                .values(|l| (l.track.genre, l.track.genre.name))
                .distinct()
                .await?;
            Ok(genres.into_iter().map(|(id, name)| format!("{}|{}", text(id), text(name))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn tracks_by_calculation() {
    psql_agrees(
        "SELECT track_id, milliseconds / 1000 % 60, bytes / milliseconds, unit_price * 1.19, unit_price - 0.09
         FROM track
         WHERE unit_price * 3 > 5 OR bytes / milliseconds < 16 ORDER BY track_id",
        async || {
            let tracks: Vec<(i32, i32, Option<i32>, Decimal, Decimal)> = Track::filter(|t| {
                (t.unit_price * Decimal::from(3)).gt(Decimal::from(5)) | (t.bytes / t.milliseconds).lt(16)
            })
            .order_by(|t| t.id)
            .values(|t| {
                let seconds = t.milliseconds / 1000 % 60;
                let taxed = t.unit_price * Decimal::new(119, 2);
                (t.id, seconds, t.bytes / t.milliseconds, taxed, t.unit_price - Decimal::new(9, 2))
            })
            .await?;
            Ok(tracks
                .into_iter()
                .map(|(id, s, b, taxed, less)| format!("{id}|{s}|{}|{taxed}|{less}", text(b)))
                .collect())
        },
    )
    .await;
}

#[tokio::test]
async fn what_each_line_comes_to() {
    psql_agrees(
        "SELECT invoice_line_id, unit_price * quantity FROM invoice_line
         WHERE unit_price > 1 ORDER BY invoice_line_id",
        async || {
            let lines = InvoiceLine::filter(|l| l.unit_price.gt(Decimal::ONE))
                .order_by(|l| l.id)
                .values(|l| (l.id, l.unit_price, l.quantity))
                .await?;
            Ok(lines.into_iter().map(|(id, price, n)| format!("{id}|{}", price * Decimal::from(n))).collect())
        },
    )
    .await;
}

#[tokio::test]
async fn the_first_the_last_and_the_latest() {
    psql_agrees(
        "(SELECT invoice_id FROM invoice ORDER BY invoice_date DESC, invoice_id DESC LIMIT 1)
         UNION ALL (SELECT invoice_id FROM invoice ORDER BY invoice_date, invoice_id LIMIT 1)
         UNION ALL (SELECT invoice_id FROM invoice ORDER BY invoice_id LIMIT 1)
         UNION ALL (SELECT invoice_id FROM invoice ORDER BY invoice_id DESC LIMIT 1)
         UNION ALL (SELECT track_id FROM track ORDER BY milliseconds DESC, track_id DESC LIMIT 1)
         UNION ALL (SELECT album_id FROM album JOIN artist a USING (artist_id) WHERE a.name = 'U2'
                    ORDER BY album_id DESC LIMIT 1)
         UNION ALL (SELECT count(*) FROM album JOIN artist a USING (artist_id) WHERE a.name = 'U2')",
        async || {
            let u2 = Album::filter(|a| a.artist.name.eq("U2"));
            let rows = [
                Invoice::all().latest(|i| (i.invoice_date, i.id)).await?.map(|i| i.id),
                Invoice::all().earliest(|i| (i.invoice_date, i.id)).await?.map(|i| i.id),
                Invoice::all().first().await?.map(|i| i.id),
                Invoice::all().last().await?.map(|i| i.id),
                Track::all().latest(|t| (t.milliseconds, t.id)).await?.map(|t| t.id),
                u2.clone().last().await?.map(|a| a.id),
            ];
            Ok(rows.into_iter().map(text).chain([u2.count().await?.to_string()]).collect())
        },
    )
    .await;
}
