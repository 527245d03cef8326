use std::net::IpAddr;

use crate::value::IpNetwork;
use bytes::{BufMut, BytesMut};

/// What PostgreSQL calls the two families.
const V4: u8 = 2;
const V6: u8 = 3;

pub(super) fn address(address: IpAddr, out: &mut BytesMut) {
    let width = if address.is_ipv4() { 32 } else { 128 };
    parts(address, width, 0, out);
}

pub(super) fn network(network: IpNetwork, out: &mut BytesMut) {
    parts(network.address(), network.prefix(), 1, out);
}

fn parts(address: IpAddr, prefix: u8, is_network: u8, out: &mut BytesMut) {
    match address {
        IpAddr::V4(address) => {
            out.put_slice(&[V4, prefix, is_network, 4]);
            out.put_slice(&address.octets());
        }
        IpAddr::V6(address) => {
            out.put_slice(&[V6, prefix, is_network, 16]);
            out.put_slice(&address.octets());
        }
    }
}
