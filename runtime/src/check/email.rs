//! `format: email`.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the text is a `Mailbox` of RFC 5321 section 4.1.2, in ASCII.
///
/// The local part, at most 64 characters, is atoms with dots between them or quoted; the domain is a
/// host name (RFC 1123) or an address in brackets.
pub fn is_email(text: &str) -> bool {
    // Only a quoted local part may hold an `@`, a domain never does.
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.is_ascii() && (1..=64).contains(&local.len()) && is_local(local) && is_domain(domain)
}

fn is_local(text: &str) -> bool {
    match text.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').is_some_and(is_quoted),
        None => text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte)),
    }
}

/// `atext` of RFC 5322 section 3.2.3.
fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_quoted(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let fine = match byte {
            b'"' => false,
            b'\\' => bytes.next().is_some_and(|next| matches!(next, b' '..=b'~')),
            other => matches!(other, b' '..=b'~'),
        };
        if !fine {
            return false;
        }
    }
    true
}

fn is_domain(text: &str) -> bool {
    match text.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(is_address),
        None => (1..=253).contains(&text.len()) && text.split('.').all(is_label),
    }
}

fn is_address(text: &str) -> bool {
    match text.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => address.parse::<Ipv6Addr>().is_ok(),
        _ => text.parse::<Ipv4Addr>().is_ok(),
    }
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
