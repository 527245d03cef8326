use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use orm_core::value::{IpNetwork, ReadError, ReadResult};

/// An address, which PostgreSQL keeps with the width of its network: all of its bits.
pub(crate) fn address(bytes: &[u8]) -> ReadResult<IpAddr> {
    let (address, prefix) = parts(bytes)?;
    let width = if address.is_ipv4() { 32 } else { 128 };
    if prefix == width {
        return Ok(address);
    }
    Err(ReadError::invalid(format!("{address}/{prefix} is an address in a network, and an IpAddr has none")))
}

pub(crate) fn network(bytes: &[u8]) -> ReadResult<IpNetwork> {
    let (address, prefix) = parts(bytes)?;
    IpNetwork::new(address, prefix).ok_or_else(|| ReadError::invalid(format!("{address}/{prefix} is no network")))
}

/// The family, the bits of the network, whether it is one, and the length; then the address.
fn parts(bytes: &[u8]) -> ReadResult<(IpAddr, u8)> {
    let malformed = || ReadError::invalid("this is no address of the internet");
    let [_, prefix, _, _, address @ ..] = bytes else { return Err(malformed()) };
    let address = match address.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(address).map_err(|_| malformed())?)),
        _ => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(address).map_err(|_| malformed())?)),
    };
    Ok((address, *prefix))
}
