//! URIs of documents, and references against them (RFC 3986).

use referencing::Uri;

/// The URI of a contract's file. Nothing is retrieved from it.
pub(super) const CONTRACTS: &str = "contracts:///";

/// The URI of a path below the root of a scheme: `contracts:///`, `file:///`.
pub(super) fn of_path(scheme: &str, path: &str) -> Option<Uri<String>> {
    let text = format!("{scheme}{}", percent_encode(path.trim_start_matches('/'), b"-._~/"));
    Uri::parse(text).ok()
}

/// A reference against a base, without its fragment. Characters that no URI may hold are taken as if they
/// were escaped.
pub(super) fn resolve(base: &Uri<String>, reference: &str) -> Option<Uri<String>> {
    let reference = reference.split('#').next().unwrap_or_default();
    let resolved = referencing::uri::resolve_against(&base.borrow(), reference)
        .or_else(|_| referencing::uri::resolve_against(&base.borrow(), &escaped(reference)))
        .ok()?;
    Some(resolved.strip_fragment().to_owned())
}

/// The URI reference that was likely meant.
pub(super) fn escaped(reference: &str) -> String {
    percent_encode(reference, b"-._~:/?#@!$&'()*+,;=%")
}

/// Escapes every byte that is neither a letter or digit of ASCII nor in `also` (RFC 3986 section 2.1).
pub(crate) fn percent_encode(text: &str, also: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(format!("%{byte:02X}").chars());
        }
    }
    out
}

/// Undoes the escapes; `None` where they are broken or hide no UTF-8.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
