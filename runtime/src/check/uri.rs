//! `format: uri`.

use std::net::Ipv6Addr;

/// Whether the text is a `URI` of RFC 3986 appendix A: with a scheme, in ASCII.
pub fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (hierarchy, query) = rest.split_once('?').unwrap_or((rest, ""));
    is_scheme(scheme)
        && is_hierarchy(hierarchy)
        && is_made_of(query, |byte| is_path(byte) || byte == b'?')
        && is_made_of(fragment, |byte| is_path(byte) || byte == b'?')
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_hierarchy(text: &str) -> bool {
    let path = match text.strip_prefix("//") {
        None => text,
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
    };
    is_made_of(path, is_path)
}

fn is_authority(text: &str) -> bool {
    let (user, place) = text.rsplit_once('@').unwrap_or(("", text));
    if !is_made_of(user, |byte| is_name(byte) || byte == b':') {
        return false;
    }
    let (host_is_valid, after) = if let Some(rest) = place.strip_prefix('[') {
        let Some((address, after)) = rest.split_once(']') else { return false };
        (is_ip_literal(address), after)
    } else {
        let (host, after) = place.split_at(place.find(':').unwrap_or(place.len()));
        (is_made_of(host, is_name), after)
    };
    let port = after.strip_prefix(':').unwrap_or(after);
    let port_is_valid = port.bytes().all(|byte| byte.is_ascii_digit()) && (after.is_empty() || after != port);
    host_is_valid && port_is_valid
}

fn is_ip_literal(text: &str) -> bool {
    let Some(future) = text.strip_prefix(['v', 'V']) else { return text.parse::<Ipv6Addr>().is_ok() };
    future.split_once('.').is_some_and(|(version, address)| {
        !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_hexdigit())
            && !address.is_empty()
            && address.bytes().all(|byte| is_name(byte) || byte == b':')
    })
}

/// `unreserved` and `sub-delims`.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

/// `pchar` without percent-encoding, and the slash.
fn is_path(byte: u8) -> bool {
    is_name(byte) || b":@/".contains(&byte)
}

/// Only such bytes, or `%` with two hexadecimal digits.
fn is_made_of(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let fine = if byte == b'%' {
            let mut hex = || bytes.next().is_some_and(|digit| digit.is_ascii_hexdigit());
            hex() && hex()
        } else {
            allowed(byte)
        };
        if !fine {
            return false;
        }
    }
    true
}
