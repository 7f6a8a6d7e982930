//! Names for findings that outlive a new layout of the files.

use crate::finding::Finding;
use crate::load::Sources;

/// A name made of all the parts: 16 hexadecimal digits. The order of the parts counts.
pub fn of(parts: &[&str]) -> String {
    // FNV-1a, 64 bits: a fixed function, so that a recorded name holds whatever version of the tool reads it.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // No part holds this byte, so that two parts are never taken for one.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// A name for each finding, no two alike: its own, or one of what it says and of the text that it marks.
pub fn all(sources: &Sources, findings: &[Finding]) -> Vec<String> {
    let mut seen = std::collections::BTreeMap::new();
    let each = findings.iter().map(|finding| {
        let name = finding.fingerprint.clone().unwrap_or_else(|| {
            let (path, marked) = finding
                .place()
                .map_or(("", ""), |place| (sources.file(place.file).path.as_str(), sources.snippet(place)));
            of(&[finding.rule.id, path, marked, &finding.message])
        });
        let count: &mut usize = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { of(&[&name, &count.to_string()]) }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_name_never_changes_and_parts_stay_apart() {
        assert_eq!(of(&[]), "cbf29ce484222325");
        assert_eq!(of(&["published-changed", "backward"]), "52a39a0feb3a3171");
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a", ""]), of(&["a"]));
    }
}
