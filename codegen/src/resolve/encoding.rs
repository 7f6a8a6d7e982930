//! The encodings of RFC 4648 as patterns: of the last digits that are written, the bits that say nothing are zero.

/// What texts of an encoding look like; `None` for one that turns no bytes into text.
pub(super) fn pattern(encoding: &str) -> Option<&'static str> {
    Some(match encoding {
        "base64" => "^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)*$",
        "base64url" => "^(?:[A-Za-z0-9_-]{4}|[A-Za-z0-9_-][AQgw]==|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048]=)*$",
        "base32" => {
            "^(?:[A-Z2-7]{8}|[A-Z2-7][AEIMQUY4]={6}|[A-Z2-7]{3}[AQ]={4}|[A-Z2-7]{4}[ACEGIKMOQSUWY246]={3}|[A-Z2-7]{6}[AIQY]=)*$"
        }
        "base32hex" => {
            "^(?:[0-9A-V]{8}|[0-9A-V][048CGKOS]={6}|[0-9A-V]{3}[0G]={4}|[0-9A-V]{4}[02468ACEGIKMOQSU]={3}|[0-9A-V]{6}[08GO]=)*$"
        }
        "base16" => "^(?:[0-9A-Fa-f]{2})*$",
        _ => return None,
    })
}
