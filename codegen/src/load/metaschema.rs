//! The metaschemas of all drafts, as documents that schemas may refer to.

use std::collections::BTreeMap;
use std::sync::Arc;

use referencing::meta;

use super::{Document, Node, SourceFile, Sources, Value, json};
use crate::finding::FileId;

/// The metaschemas that some document asked for, by URL without fragment.
pub type Metaschemas = BTreeMap<String, Arc<Document>>;

/// Loads the metaschema of a URL, or gives the one that is loaded; `None` for any other URL. With `http` or
/// `https`, without fragment.
pub fn find(sources: &mut Sources, loaded: &mut Metaschemas, url: &str) -> Option<Arc<Document>> {
    let (name, value) = lookup(url)?;
    if let Some(document) = loaded.get(name) {
        return Some(Arc::clone(document));
    }
    // Writing a value that was read from JSON cannot fail.
    let text = serde_json::to_string_pretty(&***value).unwrap_or_default();
    let file = SourceFile { name: name.to_owned(), path: name.to_owned(), text };
    let file: FileId = sources.add(file);
    let root = json::parse(file, &sources.file(file).text, &mut Vec::new())?;
    let document = Arc::new(Document { file, root });
    loaded.insert(name.to_owned(), Arc::clone(&document));
    Some(document)
}

/// Loads every metaschema that a document refers to, and what these refer to.
pub fn referred(sources: &mut Sources, loaded: &mut Metaschemas, root: &Node) {
    let mut queue = Vec::new();
    urls(root, &mut queue);
    while let Some(url) = queue.pop() {
        let known = loaded.len();
        let Some(document) = find(sources, loaded, &url) else { continue };
        // The parts of a metaschema refer to each other by relative URL.
        if loaded.len() > known
            && let Some((base, _)) = url.split_once("/schema")
        {
            let mut parts = Vec::new();
            relative(&document.root, &mut parts);
            queue.extend(parts.iter().map(|part| format!("{base}/{part}")));
        }
    }
}

fn urls(node: &Node, found: &mut Vec<String>) {
    each_ref(node, &mut |text| {
        let url = text.split('#').next().unwrap_or_default();
        if url.contains("://json-schema.org/") {
            found.push(url.to_owned());
        }
    });
}

fn relative(node: &Node, found: &mut Vec<String>) {
    each_ref(node, &mut |text| {
        if text.starts_with("meta/") {
            found.push(text.split('#').next().unwrap_or_default().to_owned());
        }
    });
}

fn each_ref(node: &Node, f: &mut impl FnMut(&str)) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| each_ref(item, f)),
        Value::Object(members) => {
            for member in members {
                match member.value.as_str() {
                    Some(text) if member.key == "$ref" => f(text),
                    _ => each_ref(&member.value, f),
                }
            }
        }
        _ => {}
    }
}

/// The name under which the metaschema of a URL is loaded.
pub(crate) fn name(url: &str) -> Option<&'static str> {
    lookup(url).map(|(name, _)| name)
}

type Text = std::sync::LazyLock<Arc<serde_json::Value>>;

fn lookup(url: &str) -> Option<(&'static str, &'static Text)> {
    let path = url.strip_prefix("https://").or(url.strip_prefix("http://"))?;
    Some(match path.strip_prefix("json-schema.org/")? {
        "draft-04/schema" => ("http://json-schema.org/draft-04/schema", &meta::DRAFT4),
        "draft-06/schema" => ("http://json-schema.org/draft-06/schema", &meta::DRAFT6),
        "draft-07/schema" => ("http://json-schema.org/draft-07/schema", &meta::DRAFT7),
        "draft/2019-09/schema" => ("https://json-schema.org/draft/2019-09/schema", &meta::DRAFT201909),
        "draft/2019-09/meta/applicator" => {
            ("https://json-schema.org/draft/2019-09/meta/applicator", &meta::DRAFT201909_APPLICATOR)
        }
        "draft/2019-09/meta/content" => {
            ("https://json-schema.org/draft/2019-09/meta/content", &meta::DRAFT201909_CONTENT)
        }
        "draft/2019-09/meta/core" => {
            ("https://json-schema.org/draft/2019-09/meta/core", &meta::DRAFT201909_CORE)
        }
        "draft/2019-09/meta/format" => {
            ("https://json-schema.org/draft/2019-09/meta/format", &meta::DRAFT201909_FORMAT)
        }
        "draft/2019-09/meta/meta-data" => {
            ("https://json-schema.org/draft/2019-09/meta/meta-data", &meta::DRAFT201909_META_DATA)
        }
        "draft/2019-09/meta/validation" => {
            ("https://json-schema.org/draft/2019-09/meta/validation", &meta::DRAFT201909_VALIDATION)
        }
        "draft/2020-12/schema" => ("https://json-schema.org/draft/2020-12/schema", &meta::DRAFT202012),
        "draft/2020-12/meta/core" => {
            ("https://json-schema.org/draft/2020-12/meta/core", &meta::DRAFT202012_CORE)
        }
        "draft/2020-12/meta/applicator" => {
            ("https://json-schema.org/draft/2020-12/meta/applicator", &meta::DRAFT202012_APPLICATOR)
        }
        "draft/2020-12/meta/unevaluated" => {
            ("https://json-schema.org/draft/2020-12/meta/unevaluated", &meta::DRAFT202012_UNEVALUATED)
        }
        "draft/2020-12/meta/validation" => {
            ("https://json-schema.org/draft/2020-12/meta/validation", &meta::DRAFT202012_VALIDATION)
        }
        "draft/2020-12/meta/meta-data" => {
            ("https://json-schema.org/draft/2020-12/meta/meta-data", &meta::DRAFT202012_META_DATA)
        }
        "draft/2020-12/meta/format-annotation" => (
            "https://json-schema.org/draft/2020-12/meta/format-annotation",
            &meta::DRAFT202012_FORMAT_ANNOTATION,
        ),
        "draft/2020-12/meta/format-assertion" => (
            "https://json-schema.org/draft/2020-12/meta/format-assertion",
            &meta::DRAFT202012_FORMAT_ASSERTION,
        ),
        "draft/2020-12/meta/content" => {
            ("https://json-schema.org/draft/2020-12/meta/content", &meta::DRAFT202012_CONTENT)
        }
        _ => return None,
    })
}
