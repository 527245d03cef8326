//! Between moments and what clocks show in a time zone.

use chrono::{Duration, LocalResult, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::time::{Stamp, stamp};
use super::{failed, pure, some_text};

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "at_time_zone", 2, |context| {
        let zone = zone(context)?;
        let (Stamp::Moment(at) | Stamp::Local(at)) = stamp(context, 0)? else { return Err(failed("not a moment")) };
        let local = Stamp::Local(Utc.from_utc_datetime(&at).with_timezone(&zone).naive_local());
        local.write().ok_or_else(|| failed("timestamp out of range"))
    })?;
    pure(connection, "in_time_zone", 2, |context| {
        let zone = zone(context)?;
        let (Stamp::Moment(at) | Stamp::Local(at)) = stamp(context, 0)? else { return Err(failed("not a moment")) };
        let moment = shown(zone, at).map(Stamp::Moment).and_then(Stamp::write);
        moment.ok_or_else(|| failed("timestamp out of range"))
    })
}

fn zone(context: &Context<'_>) -> Result<Tz> {
    let name = some_text(context, 1)?;
    // Capital letters do not matter, as they do not to PostgreSQL.
    let in_other_letters = || TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(&name));
    let zone = name.parse().ok().or_else(in_other_letters);
    zone.ok_or_else(|| failed(format!("time zone {name:?} not recognized")))
}

/// The moment at which a clock shows this. Of two, as PostgreSQL has it, the one in standard time, which is the later; of none, the
/// one that the time before would give.
fn shown(zone: Tz, at: NaiveDateTime) -> Option<NaiveDateTime> {
    match zone.from_local_datetime(&at) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(_, moment) => Some(moment.naive_utc()),
        LocalResult::None => {
            let before = zone.from_local_datetime(&at.checked_sub_signed(Duration::days(1))?).earliest()?;
            before.naive_utc().checked_add_signed(Duration::days(1))
        }
    }
}
