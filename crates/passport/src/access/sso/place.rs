//! Where a provider may be: over https, anywhere but this machine, its
//! neighbourhood and the places where clouds hand out secrets. Private networks
//! are fine, since trusts run their provider inside.
//!
//! The one exception is a provider on this very machine, named as a literal
//! loopback address, for trying it out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use openidconnect::url::{Host, Url};

use super::Trouble;

/// Where the addresses of one provider may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Somewhere else, over https.
    Elsewhere,
    /// On this machine, over http.
    Here,
}

/// Outside what the ranges below cover: where clouds answer to their machines.
const METADATA: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];
const METADATA_OF_GOOGLE: Ipv6Addr = Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254);

impl Place {
    /// Where the provider of this issuer may be.
    pub fn of(issuer: &str) -> Self {
        let here = Url::parse(issuer).is_ok_and(|url| url.scheme() == "http" && is_loopback(&url));
        if here { Self::Here } else { Self::Elsewhere }
    }

    /// Whether an address that the provider names may be asked, or shown to a
    /// browser, as far as it tells by itself.
    pub fn admits(self, url: &Url) -> Result<(), Trouble> {
        let plain = url.username().is_empty() && url.password().is_none();
        let fits = match self {
            Self::Here => url.scheme() == "http" && is_loopback(url),
            Self::Elsewhere => url.scheme() == "https" && url.has_host(),
        };
        if plain && fits { Ok(()) } else { Err(Trouble::Forbidden) }
    }

    /// Whether a connection may be made to what a name stands for.
    pub fn admits_address(self, address: IpAddr) -> bool {
        match self {
            Self::Here => address.is_loopback(),
            Self::Elsewhere => is_elsewhere(address),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(four)) => four.is_loopback(),
        Some(Host::Ipv6(six)) => six.is_loopback(),
        _ => false,
    }
}

fn is_elsewhere(address: IpAddr) -> bool {
    if METADATA.contains(&address) || address == METADATA_OF_GOOGLE {
        return false;
    }
    match address {
        IpAddr::V4(four) => {
            let first = four.octets();
            !(four.is_loopback()
                || four.is_link_local()
                || four.is_multicast()
                || four.is_broadcast()
                || first[0] == 0
                || first[0] >= 240
                // Protocol assignments, among them a cloud's metadata (RFC 6890).
                || first[..3] == [192, 0, 0])
        }
        IpAddr::V6(six) => match inside(six) {
            Some(four) => is_elsewhere(IpAddr::V4(four)),
            None => {
                let first = six.segments()[0];
                !(six.is_loopback()
                    || six.is_unspecified()
                    || six.is_multicast()
                    // Link-local, and site-local as it once was.
                    || first & 0xff80 == 0xfe80)
            }
        },
    }
}

/// The IPv4 address that an IPv6 address carries: mapped, compatible, NAT64, 6to4.
fn inside(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let four = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match six.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(four(high, low))
        }
        [0x2002, high, low, ..] => Some(four(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_asked_and_this_machine_and_its_neighbourhood_are_not() {
        for fine in
            ["10.0.0.5", "172.16.1.1", "192.168.1.1", "203.0.113.9", "2001:db8::1", "fd12::1"]
        {
            assert!(Place::Elsewhere.admits_address(fine.parse().expect(fine)), "{fine}");
        }
        for wrong in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "192.0.0.192",
            "168.63.129.16",
            "100.100.100.200",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "fd00:ec2::254",
            "fd20:ce::254",
        ] {
            assert!(!Place::Elsewhere.admits_address(wrong.parse().expect(wrong)), "{wrong}");
        }
        assert!(Place::Here.admits_address("127.0.0.1".parse().expect("loopback")));
        assert!(!Place::Here.admits_address("169.254.169.254".parse().expect("link-local")));
    }

    #[test]
    fn addresses_are_https_but_on_this_machine() {
        let admits = |place: Place, url: &str| place.admits(&Url::parse(url).expect(url)).is_ok();
        let elsewhere = Place::of("https://login.example.nhs.uk");
        assert_eq!(elsewhere, Place::Elsewhere);
        assert!(admits(elsewhere, "https://login.example.nhs.uk/token"));
        for wrong in [
            "http://login.example.nhs.uk/token",
            "http://127.0.0.1/token",
            "https://ann@login.example.nhs.uk/token",
            "https://ann:x@login.example.nhs.uk/token",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://login.example.nhs.uk/",
            "data:text/html,x",
        ] {
            assert!(!admits(elsewhere, wrong), "{wrong}");
        }
        let here = Place::of("http://127.0.0.1:8090/realms/trust");
        assert_eq!(here, Place::Here);
        assert!(admits(here, "http://127.0.0.1:8091/token"));
        for wrong in [
            "http://localhost/",
            "http://169.254.169.254/",
            "https://127.0.0.1/",
            "ftp://127.0.0.1/",
        ] {
            assert!(!admits(here, wrong), "{wrong}");
        }
        assert_eq!(Place::of("http://localhost:8090"), Place::Elsewhere);
        assert_eq!(Place::of("http://10.0.0.1"), Place::Elsewhere);
    }
}
