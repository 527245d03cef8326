use std::net::IpAddr;

use orm::value::IpNetwork;
use proptest::prelude::*;

use super::harness::round_trips;

pub(crate) fn addresses() -> impl Strategy<Value = IpAddr> {
    any::<IpAddr>()
}

pub(crate) fn networks() -> impl Strategy<Value = IpNetwork> {
    (addresses(), 0..=128_u8).prop_map(|(address, prefix)| match address {
        IpAddr::V4(address) => {
            let prefix = prefix % 33;
            let bits = u64::from(address.to_bits()) >> (32 - prefix) << (32 - prefix);
            IpNetwork::new(IpAddr::V4(u32::try_from(bits).unwrap().into()), prefix).unwrap()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            IpNetwork::new(IpAddr::V6((address.to_bits() & mask).into()), prefix).unwrap()
        }
    })
}

round_trips! {
    address("round_trips_inet", IpAddr) => addresses();
    network("round_trips_cidr", IpNetwork) => networks();
}
