use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::codec;
use crate::database::{CursorKey, SIGNATURE_BYTES};
use crate::error::{Error, Result};
use crate::expr::OrderNode;
use crate::value::Value;

/// The first byte, which another form of cursor would have different.
const FORM: u8 = 1;
const LEADS_BACK: u8 = 1;
const BEFORE_ROW: u8 = 2;

/// A text that no query order comes to is refused before it is looked at. One that does, orders by long texts.
const MAX_BYTES: usize = 1 << 20;

/// As much of a hash as tells the orders of one program apart.
pub(super) type Fingerprint = [u8; 8];

const HEAD_BYTES: usize = 2 + size_of::<Fingerprint>();

/// A place between two rows of an ordered query, and a way to go from there; made by [`paginate`](crate::query::QuerySet::paginate).
///
/// As text, which is what clients get, it has letters, digits, `-` and `_`. It holds what the row beside the place is ordered by, and a
/// signature: who has it can read these values, so order by nothing that is secret, and cannot change them, so
/// that nobody reaches what the query would not give. It belongs to one model and one order; the filter may be another.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// # for name in ["ann", "bob"] { User::create().name(name).await?; }
/// use orm::query::Cursor;
///
/// let page = User::all().paginate(1).await?;
/// let text = page.next.unwrap().to_string();
/// let cursor: Cursor = text.parse()?;
/// assert_eq!(User::all().paginate(1).at(&cursor).await?.items[0].name, "bob");
///
/// assert!("nonsense".parse::<Cursor>().is_err());
/// let other_order = User::all().order_by(|u| u.name).paginate(1).at(&cursor).await;
/// assert!(matches!(other_order, Err(orm::Error::InvalidCursor { .. })));
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor(Arc<[u8]>);

/// What a cursor says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// What the row beside it is ordered by.
    pub(super) values: Vec<Value<'static>>,
    /// Whether it is just before that row, or just after it.
    pub(super) before_row: bool,
    /// Whether it leads to the rows before it, or to those after it.
    pub(super) leads_back: bool,
}

impl Cursor {
    pub(super) fn to(place: &Place, fingerprint: Fingerprint, key: &CursorKey) -> Result<Self> {
        let flags = if place.leads_back { LEADS_BACK } else { 0 } | if place.before_row { BEFORE_ROW } else { 0 };
        let mut bytes = vec![FORM, flags];
        bytes.extend_from_slice(&fingerprint);
        place.values.iter().for_each(|value| codec::write(value, &mut bytes));
        let signature = key.sign(&bytes)?;
        bytes.extend_from_slice(&signature);
        Ok(Self(bytes.into()))
    }

    /// What it says, if it was made with this key for this order.
    pub(super) fn place(&self, order: &[OrderNode], fingerprint: Fingerprint, key: &CursorKey) -> Result<Place> {
        let (content, signature) = self.0.split_last_chunk::<SIGNATURE_BYTES>().ok_or_else(not_one)?;
        if !key.has_signed(content, signature)? {
            return Err(invalid("its signature does not fit: it was changed, or made with another key"));
        }
        let [FORM, flags, rest @ ..] = content else { return Err(not_one()) };
        let mut rest = rest.strip_prefix(&fingerprint).ok_or_else(|| {
            invalid("it belongs to a query about another model or in another order; start again without it")
        })?;
        let values = order.iter().map(|step| codec::read(step.ty, &mut rest)).collect::<Option<_>>();
        let values = values.filter(|_| rest.is_empty()).ok_or_else(not_one)?;
        Ok(Place { values, before_row: flags & BEFORE_ROW != 0, leads_back: flags & LEADS_BACK != 0 })
    }

    fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES.div_ceil(3) * 4 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let is_one = bytes.first() == Some(&FORM) && bytes.len() >= HEAD_BYTES + SIGNATURE_BYTES;
        is_one.then(|| Self(bytes.into()))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cursor").field(&self.to_string()).finish()
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(not_one)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cold]
fn not_one() -> Error {
    invalid("the text is not that of a cursor, or not all of it")
}

#[cold]
fn invalid(reason: &'static str) -> Error {
    Error::InvalidCursor { reason }
}
