//! XML doc comments as plain text.

/// The description in a doc comment: its summary, or all of it where it has no tags.
pub(super) fn summary(doc: &str) -> Option<String> {
    let text = match element(doc, "summary", None) {
        Some(summary) => plain(summary),
        None if doc.contains("<param") || doc.contains("<inheritdoc") => String::new(),
        None => plain(doc),
    };
    (!text.is_empty()).then_some(text)
}

/// What it says of a parameter.
pub(super) fn parameter(doc: &str, name: &str) -> Option<String> {
    element(doc, "param", Some(name)).map(plain).filter(|text| !text.is_empty())
}

/// The content of the first element of a name, with that `name` if one is wanted.
fn element<'d>(doc: &'d str, tag: &str, name: Option<&str>) -> Option<&'d str> {
    let mut rest = doc;
    loop {
        let at = rest.find(&format!("<{tag}"))?;
        rest = &rest[at + 1 + tag.len()..];
        let close = rest.find('>')?;
        let attributes = &rest[..close];
        rest = &rest[close + 1..];
        let end = rest.find(&format!("</{tag}>"))?;
        let is_it = name.is_none_or(|name| {
            [format!("name=\"{name}\""), format!("name='{name}'")]
                .iter()
                .any(|wanted| attributes.contains(wanted))
        });
        if is_it && !attributes.ends_with('/') {
            return Some(&rest[..end]);
        }
    }
}

/// Text without tags: of those that refer to something its name stays.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let Some(length) = rest[at..].find('>') else {
            out.push_str(&rest[at..]);
            rest = "";
            break;
        };
        let tag = &rest[at + 1..at + length];
        if let Some(name) = ["cref=\"", "name=\"", "langword=\"", "href=\""]
            .iter()
            .find_map(|key| tag.split_once(key))
            .and_then(|(_, value)| value.split('"').next())
            && tag.ends_with('/')
        {
            out.push_str(name.rsplit(['.', ':']).next().unwrap_or(name));
        } else {
            out.push(' ');
        }
        rest = &rest[at + length + 1..];
    }
    out.push_str(rest);
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    let out = out.replace("&amp;", "&");
    // A tag before a full stop left a blank there.
    out.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ",")
}
