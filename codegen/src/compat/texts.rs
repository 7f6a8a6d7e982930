//! Questions about single texts, put to the judge's own engine.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::{ValidationOptions, Validator};
use serde_json::{Value, json};

use crate::resolve::{Draft, Keywords, Schema};

/// The `format` that stands for `contentMediaType` of JSON where that may be an assertion.
const JSON: &str = "contentMediaType: application/json";
/// The same for JSON in base64.
const JSON_IN_BASE64: &str = "contentMediaType: application/json, in base64";

/// The same for JSON in another encoding, which no validator at hand checks.
const JSON_ENCODED: &str = "contentMediaType: application/json, encoded";

/// Texts of each format that validators check.
const FORMATS: [(&str, &[&str]); 32] = [
    ("date", &["2026-01-14", "2026-01-15"]),
    ("date-time", &["2026-01-14T16:00:00Z", "2026-01-14T16:00:00.5+01:00"]),
    ("time", &["16:00:00Z"]),
    ("duration", &["P1D", "PT1H"]),
    ("email", &["a@example.com", "b@example.com"]),
    ("idn-email", &["a@example.com"]),
    ("hostname", &["example.com", "example.org"]),
    ("idn-hostname", &["example.com"]),
    ("ipv4", &["192.0.2.1"]),
    ("ipv6", &["2001:db8::1"]),
    ("uri", &["https://example.com/a", "urn:a:b", "http://example.com"]),
    ("iri", &["https://example.com/a"]),
    ("uri-reference", &["a", "https://example.com/a"]),
    ("iri-reference", &["a", "https://example.com/a"]),
    ("uri-template", &["a", "https://example.com/{a}"]),
    ("uuid", &["00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001"]),
    ("json-pointer", &["/a", ""]),
    ("relative-json-pointer", &["0"]),
    ("regex", &["a", "^a$"]),
    (JSON, &["0", "{}"]),
    (JSON_IN_BASE64, &["MA==", "e30="]),
    (JSON_ENCODED, &[]),
    // Of no published draft, or of one that is long gone.
    ("byte", &["AAAA"]),
    ("color", &["red", "#ff0000"]),
    ("host-name", &["example.com"]),
    ("ip-address", &["192.0.2.1"]),
    ("iso-date-time", &["2026-01-14T16:00:00Z"]),
    ("iso-time", &["16:00:00Z"]),
    ("json-pointer-uri-fragment", &["#/a"]),
    ("phone", &["+15550100"]),
    ("style", &["color: red"]),
    ("url", &["https://example.com/a", "http://example.com"]),
];

/// Texts of which each format excludes one.
pub(super) const NONE: [&str; 5] = ["(", "\\", "\u{7f} ", "%", "{"];

/// Whether there are validators that check texts of the format: one that nobody knows is an annotation.
pub(super) fn is_checked(format: &str) -> bool {
    FORMATS.iter().any(|(name, _)| *name == format)
}

/// Texts that are of the format for sure.
pub(super) fn samples(format: &str) -> &'static [&'static str] {
    FORMATS.iter().find(|(name, _)| *name == format).map_or(&[], |(_, texts)| texts)
}

/// The formats that texts have to have by a schema, with the keywords that say so: `contentMediaType` is an assertion in draft-07 (validation,
/// section 8) for whom it pleases, just as `format` is. `contentEncoding` is one for all validators that know it.
pub(super) fn formats_of<'k>(
    schema: &Schema,
    k: &'k Keywords,
) -> impl Iterator<Item = (&'static str, &'k str)> {
    let media = k.content_media_type.as_ref().filter(|_| schema.draft == Draft::Draft7);
    let encoding = k.content_encoding.as_ref().map(|name| name.value.as_str());
    let media = media.and_then(|name| match (name.value.as_str(), encoding) {
        ("application/json", None) => Some(JSON),
        ("application/json", Some("base64")) => Some(JSON_IN_BASE64),
        ("application/json", Some(_)) => Some(JSON_ENCODED),
        _ => None,
    });
    let format = k.format.iter().map(|name| ("format", name.value.as_str()));
    format.chain(media.map(|name| ("contentMediaType", name)))
}

/// With the formats that stand for `contentMediaType`.
pub(super) fn with_media_types(options: ValidationOptions<'_>) -> ValidationOptions<'_> {
    static IN_DRAFT_7: LazyLock<[Option<Validator>; 2]> = LazyLock::new(|| {
        let json = json!({ "contentMediaType": "application/json" });
        let in_base64 = json!({ "contentMediaType": "application/json", "contentEncoding": "base64" });
        [json, in_base64].map(|schema| {
            jsonschema::options().with_draft(jsonschema::Draft::Draft7).offline().build(&schema).ok()
        })
    });
    let holds = |which: usize, text: &str| {
        let validator = IN_DRAFT_7[which].as_ref();
        validator.is_some_and(|validator| validator.is_valid(&Value::from(text)))
    };
    options
        .with_format(JSON, move |text: &str| holds(0, text))
        .with_format(JSON_IN_BASE64, move |text: &str| holds(1, text))
}

/// Answers about single texts, remembered.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    patterns: BTreeMap<String, Option<Validator>>,
}

impl Texts {
    /// Whether the pattern finds itself in the text; `None` for a pattern that is none.
    pub(crate) fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        if !self.patterns.contains_key(pattern) {
            let validator = jsonschema::options().offline().build(&json!({ "pattern": pattern })).ok();
            self.patterns.insert(pattern.to_owned(), validator);
        }
        let validator = self.patterns.get(pattern)?.as_ref()?;
        Some(validator.is_valid(&Value::from(text)))
    }
}

/// A validator of one format.
struct OfFormat {
    validator: Validator,
    /// It refuses some text, so that it does know the format.
    knows: bool,
}

impl OfFormat {
    fn new(format: &str) -> Option<Self> {
        let validator = with_media_types(jsonschema::options())
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .offline()
            .build(&json!({ "format": format }))
            .ok()?;
        let knows = NONE.iter().any(|text| !validator.is_valid(&Value::from(*text)));
        Some(Self { validator, knows })
    }
}

/// Whether the text is of that format; `None` where that is for validators to say that are not at hand.
pub(super) fn format_holds(format: &str, text: &str) -> Option<bool> {
    // Both languages hold less of these than RFC 3339 allows.
    if matches!(format, "date-time" | "date") && !crate::validate::holds_date(text) {
        return Some(false);
    }
    thread_local! {
        /// Validators by format: there are few formats, and many texts.
        static KNOWN: RefCell<BTreeMap<String, Option<OfFormat>>> = const { RefCell::new(BTreeMap::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(format) {
            known.insert(format.to_owned(), OfFormat::new(format));
        }
        let known = known.get(format)?.as_ref()?;
        if !known.validator.is_valid(&Value::from(text)) {
            return Some(false);
        }
        (known.knows || samples(format).contains(&text)).then_some(true)
    })
}

/// The length that JSON Schema counts: code points (RFC 8259 characters).
pub(super) fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}
