//! Addresses and networks of the internet.

use std::fmt;
use std::net::{AddrParseError, IpAddr};
use std::str::FromStr;

use super::{Field, ReadResult, RowReader, SqlType, Value};

/// A network of the internet: an address and how many of its first bits the network's addresses have in common. The
/// other bits are zero. PostgreSQL calls it `cidr`.
///
/// ```
/// use orm::value::IpNetwork;
///
/// let network: IpNetwork = "10.0.0.0/8".parse().unwrap();
/// assert_eq!((network.address(), network.prefix()), ([10, 0, 0, 0].into(), 8));
/// assert!(network.contains([10, 9, 8, 7].into()));
/// assert_eq!(network.to_string(), "10.0.0.0/8");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IpNetwork {
    address: IpAddr,
    prefix: u8,
}

impl IpNetwork {
    /// The network, unless it would have more bits than its address, or the address has others than zero after them.
    ///
    /// ```
    /// use orm::value::IpNetwork;
    ///
    /// assert!(IpNetwork::new([10, 0, 0, 0].into(), 8).is_some());
    /// assert!(IpNetwork::new([10, 0, 0, 1].into(), 8).is_none());
    /// assert!(IpNetwork::new([10, 0, 0, 0].into(), 33).is_none());
    /// ```
    #[must_use]
    pub fn new(address: IpAddr, prefix: u8) -> Option<Self> {
        (prefix <= width(address) && masked(address, prefix) == address).then_some(Self { address, prefix })
    }

    /// The first address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// How many bits all of its addresses have in common.
    #[must_use]
    pub fn prefix(&self) -> u8 {
        self.prefix
    }

    /// Whether an address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        address.is_ipv4() == self.address.is_ipv4() && masked(address, self.prefix) == self.address
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The address with the bits after the first ones cleared.
fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(prefix.into())).unwrap_or(0);
            IpAddr::V4((address.to_bits() & mask).into())
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(prefix.into())).unwrap_or(0);
            IpAddr::V6((address.to_bits() & mask).into())
        }
    }
}

impl fmt::Display for IpNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// Text that is no network.
///
/// ```
/// use orm::value::IpNetwork;
///
/// assert!("10.0.0.1/8".parse::<IpNetwork>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidNetwork(());

impl fmt::Display for InvalidNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no network, such as 10.0.0.0/8, whose address is zero after its first bits")
    }
}

impl std::error::Error for InvalidNetwork {}

impl From<AddrParseError> for InvalidNetwork {
    fn from(_: AddrParseError) -> Self {
        Self(())
    }
}

impl FromStr for IpNetwork {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let (address, prefix) = text.split_once('/').ok_or(InvalidNetwork(()))?;
        let prefix = prefix.parse().map_err(|_| InvalidNetwork(()))?;
        Self::new(address.parse()?, prefix).ok_or(InvalidNetwork(()))
    }
}

impl Field for IpNetwork {
    const TYPE: SqlType = SqlType::Cidr;

    fn to_value(&self) -> Value<'_> {
        Value::Cidr(*self)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.cidr()
    }
}

impl Field for IpAddr {
    const TYPE: SqlType = SqlType::Inet;

    fn to_value(&self) -> Value<'_> {
        Value::Inet(*self)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.inet()
    }
}
