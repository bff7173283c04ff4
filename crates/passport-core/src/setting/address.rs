//! Which web addresses a setting may hold.

/// Whether links can begin with this: a scheme that browsers open, a host, and
/// nothing that could end an attribute, a header or the path before its time.
pub(super) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:%[]".contains(c);
        host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(plain)
    })
}

/// Whether an identity provider can be this: over https, or on this very machine
/// (a literal loopback address), where somebody tries it out.
pub(super) fn is_issuer(text: &str) -> bool {
    let here = |rest: &str| {
        let host = rest.split('/').next().unwrap_or_default();
        let port = |rest: &str| rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port);
        let after = host.strip_prefix("127.0.0.1").or_else(|| host.strip_prefix("[::1]"));
        after.is_some_and(port)
    };
    is_web_address(text)
        && (text.starts_with("https://") || text.strip_prefix("http://").is_some_and(here))
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_begin_with_an_address_that_browsers_open() {
        for good in ["https://passport.example.nhs.uk", "http://127.0.0.1:8080", "https://[::1]/tp"]
        {
            assert!(is_web_address(good), "{good:?}");
        }
        for bad in [
            "javascript:alert(1)",
            "https://",
            "passport.nhs.uk",
            "https://a b",
            "https://a\"b",
            "",
        ] {
            assert!(!is_web_address(bad), "{bad:?}");
        }
    }

    #[test]
    fn an_identity_provider_is_reached_over_https_or_is_on_this_machine() {
        for good in [
            "https://login.example.nhs.uk/0a1b/v2.0",
            "https://sso.example.nhs.uk/realms/trust/",
            "http://127.0.0.1:8090/realms/trust",
            "http://[::1]:9",
            "http://127.0.0.1",
        ] {
            assert!(is_issuer(good), "{good:?}");
        }
        for bad in [
            "http://login.example.nhs.uk",
            "http://localhost:8090",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1:8090@example.org",
            "http://127.0.0.1:",
            "https://login.example.nhs.uk?x=1",
            "https://login.example.nhs.uk#x",
            "ftp://login.example.nhs.uk",
            "",
        ] {
            assert!(!is_issuer(bad), "{bad:?}");
        }
    }
}
