//! The contract that a type is held to, read from its file.

mod bundle;
mod files;
mod json;
mod keywords;
mod lower;
mod near;
pub(crate) mod table;
pub(crate) mod wants;

pub(crate) use files::VARIABLE;
pub(crate) use near::nearest;

use files::Files;
use json::{Document, Node};
use lower::Lowerer;
use wants::Wants;

/// A contract, or a shared type.
pub(crate) struct Contract {
    pub(crate) domain: String,
    pub(crate) event_type: String,
    pub(crate) source: String,
    /// The schema as one text.
    pub(crate) schema: String,
    pub(crate) wants: Wants,
    /// Which of them the type is held to.
    pub(crate) root: usize,
    /// The files that were read, with absolute paths.
    pub(crate) files: Vec<String>,
}

/// Which attribute is to blame.
pub(crate) enum Blame {
    Contract,
    Version,
    Dir,
}

type Found<T> = Result<T, (Blame, String)>;

/// The contract of an event, such as `shop/order-paid` and `1.0`.
pub(crate) fn event(name: &str, version: &str, dir: Option<&str>) -> Found<Contract> {
    let mut files = Files::find(dir).map_err(|error| (dir.map_or(Blame::Contract, |_| Blame::Dir), error))?;
    let Some((domain, folder)) = name.split_once('/').filter(|(_, folder)| !folder.contains('/')) else {
        let error = format!("`{name}` is no contract; expected `domain/event`, as the folders are named");
        return Err((Blame::Contract, error));
    };
    let path = format!("{name}/{version}.json");
    let is_there = files.has(&path);
    let versions = if is_there { vec![version.to_owned()] } else { files.names(name) };
    if versions.is_empty() || domain.starts_with('.') || folder.starts_with('.') {
        let mut known = Vec::new();
        for domain in files.names("") {
            known.extend(files.names(&domain).into_iter().map(|event| format!("{domain}/{event}")));
        }
        let near = nearest(name, known.iter().map(String::as_str));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err((Blame::Contract, format!("there is no contract `{name}` in {}{hint}", files.shown(""))));
    }
    if !versions.iter().any(|known| known == version) {
        let versions = versions.join(", ");
        return Err((Blame::Version, format!("`{name}` has no version {version}; it has {versions}")));
    }
    let document = files.read(&path).map_err(|error| (Blame::Contract, error))?;
    let text = |key| document.root.get("x-event").and_then(|event| event.get(key)).and_then(Node::text);
    let (Some(event_type), Some(source)) = (text("type"), text("source")) else {
        let error = format!("{} has no `x-event` with `type` and `source`", files.shown(&path));
        return Err((Blame::Contract, error));
    };
    let domain = domain.to_owned();
    lower(files, &path, document, &document.root, domain, event_type.to_owned(), source.to_owned())
}

/// A shared type, such as `types/money` or `shop/types/order-line#/$defs/Price`.
pub(crate) fn shared(name: &str, dir: Option<&str>) -> Found<Contract> {
    let mut files = Files::find(dir).map_err(|error| (dir.map_or(Blame::Contract, |_| Blame::Dir), error))?;
    let (file, fragment) = name.split_once('#').unwrap_or((name, ""));
    let path = format!("{}.json", file.strip_suffix(".json").unwrap_or(file));
    if files::relative("x", &path).as_deref() != Some(path.as_str()) {
        return Err((Blame::Contract, format!("`{name}` is no path below the folder of contracts")));
    }
    let document = files.read(&path).map_err(|error| (Blame::Contract, error))?;
    let node = lower::pointed(&document.root, fragment);
    let node =
        node.ok_or_else(|| (Blame::Contract, format!("there is no `{fragment}` in {}", files.shown(&path))))?;
    lower(files, &path, document, node, String::new(), String::new(), String::new())
}

fn lower(
    mut files: Files,
    path: &str,
    document: &'static Document,
    node: &'static Node,
    domain: String,
    event_type: String,
    source: String,
) -> Found<Contract> {
    let mut lowerer = Lowerer::new(&mut files);
    let at = lowerer.schema(path, &document.root, node);
    let (wants, errors) = (lowerer.wants, lowerer.errors);
    if !errors.is_empty() {
        return Err((Blame::Contract, errors.join("\n")));
    }
    let schema =
        if event_type.is_empty() { String::new() } else { bundle::bundle(&mut files, path, document) };
    let files = files.used();
    Ok(Contract { domain, event_type, source, schema, wants, root: at, files })
}
