use super::SqlType;

/// Which values of its SQL type a column takes.
///
/// ```
/// use orm::value::{Domain, Field};
///
/// assert_eq!(<u16 as Field>::DOMAIN, Domain::Between(0, 65_535));
/// assert_eq!(<i64 as Field>::DOMAIN, Domain::All);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Domain {
    /// All of them.
    All,
    /// Whole numbers from the first to the second, both included.
    Between(i64, i64),
    /// These whole numbers.
    Numbers(&'static [i64]),
    /// These texts.
    Texts(&'static [&'static str]),
}

impl SqlType {
    /// Whether a column of this type holds this whole number.
    pub(crate) const fn holds(self, number: i64) -> bool {
        match self {
            Self::SmallInt => -0x8000 <= number && number <= 0x7fff,
            Self::Integer => -0x8000_0000 <= number && number <= 0x7fff_ffff,
            Self::BigInt => true,
            _ => false,
        }
    }
}
