//! Names that generated code cannot have: taken twice, or taken by the code itself.

use std::collections::BTreeSet;

use super::{NAME_COLLISION, names};
use crate::finding::{Finding, Place};
use crate::model::{Home, Model};

/// Files of the crate itself, and the crate that it depends on.
const MODULES: &[&str] = &["lib", "main", "mod", "event_contracts"];

/// Findings for names that would not compile.
pub(super) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for event in &model.events {
        seen.insert((&event.domain, format!("Any{}", event.event_type)));
    }
    for event in &model.events {
        let place = start(model.get(event.newest().root).place);
        let mut complain = |message: String| {
            findings.push(Finding::new(&NAME_COLLISION, message).at(place, "").help("choose another name"));
        };
        if names::type_name(&event.event_type) != event.event_type {
            complain(format!("{:?} is a name that generated code uses for something else", event.event_type));
        }
        if seen.contains(&(&event.domain, event.event_type.clone())) {
            complain(format!(
                "{:?} is what the enum of another event's versions is called",
                event.event_type
            ));
        }
        for name in [&event.domain, &event.folder] {
            if MODULES.contains(&names::rust_module(name).trim_start_matches("r#")) {
                complain(format!("{name:?} cannot be the name of a Rust module here"));
            }
        }
    }
    for def in &model.types {
        if let Home::Shared(parts) = &def.home {
            let taken = |part: &&String| MODULES.contains(&names::rust_module(part).trim_start_matches("r#"));
            if let Some(part) = parts.iter().find(taken) {
                let message = format!("the folder {part:?} cannot be the name of a Rust module here");
                findings.push(
                    Finding::new(&NAME_COLLISION, message).at(start(def.place), "").help("rename the folder"),
                );
            }
        }
    }
    findings
}

/// Whether generated code has a module of that name already.
pub(super) fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

fn start(place: Place) -> Place {
    Place { end: place.start.saturating_add(1), ..place }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use proc_macro2::{Delimiter, TokenStream, TokenTree};

    use super::super::assertions::LOCALS;
    use super::names;

    /// The text of every generated Rust file of the golden crates: those of assertions, and the others.
    fn golden() -> (Vec<String>, Vec<String>) {
        let mut open = vec!["../tests/golden/src".into(), "../tests/golden-plain/src".into()];
        let (mut asserts, mut types) = (Vec::new(), Vec::new());
        while let Some(path) = open.pop() {
            let path: std::path::PathBuf = path;
            if path.is_dir() {
                let entries = std::fs::read_dir(&path).unwrap();
                open.extend(entries.map(|entry| entry.unwrap().path()));
            } else {
                let of_asserts = path.file_name() == Some(Path::new("asserts.rs").as_os_str());
                let text = std::fs::read_to_string(&path).unwrap();
                if of_asserts { asserts.push(text) } else { types.push(text) }
            }
        }
        (asserts, types)
    }

    fn tokens(text: &str) -> Vec<TokenTree> {
        text.parse::<TokenStream>().unwrap().into_iter().collect()
    }

    fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
        matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
    }

    /// Names of types that are written without a path, and those that are defined or come from another module.
    fn names_of_types(tokens: &[TokenTree], used: &mut BTreeSet<String>, own: &mut BTreeSet<String>) {
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| &tokens[at]);
            match token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let word = |what: &str| before.is_some_and(|before| before.to_string() == what);
                    let next = tokens.get(at + 1);
                    // A variant that is made, a parameter of an `impl`, or a constant.
                    let is_called = matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                        && !word("dyn")
                        && !matches!(name.as_str(), "Ok" | "Err" | "Some");
                    let other = is_called || name.len() == 1 || !name.contains(|c: char| c.is_lowercase());
                    if word("struct") || word("enum") {
                        own.insert(name);
                    } else if name.starts_with(|c: char| c.is_uppercase()) && !is_punct(before, ':') && !other
                    {
                        used.insert(name);
                    } else if word("use") && !["std", "event_contracts"].contains(&name.as_str()) {
                        let rest = tokens[at..].iter().take_while(|token| token.to_string() != ";");
                        let rest: TokenStream = rest.cloned().collect();
                        let words = rest.to_string();
                        own.extend(words.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
                    }
                }
                TokenTree::Group(group) if !is_punct(before, '#') && !is_punct(before, '!') => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    // The variants of an enum stand where types do.
                    let is_enum = at >= 2 && tokens[at - 2].to_string() == "enum";
                    if is_enum {
                        for group in inner.iter().filter(|token| matches!(token, TokenTree::Group(_))) {
                            names_of_types(std::slice::from_ref(group), used, own);
                        }
                    } else {
                        names_of_types(&inner, used, own);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn no_type_is_called_like_what_generated_code_uses() {
        let mut used = BTreeSet::new();
        for text in golden().1 {
            let (mut of_file, mut own) = (BTreeSet::new(), BTreeSet::new());
            names_of_types(&tokens(&text), &mut of_file, &mut own);
            used.extend(of_file.difference(&own).cloned());
        }
        // Those that the emitter writes with a path where a type has the name, and a derive, which is no type.
        let free: Vec<&String> = used
            .iter()
            .filter(|name| !["Json", "Number", "Integer", "Record"].contains(&name.as_str()))
            .filter(|name| names::type_name(name) == **name)
            .collect();
        assert!(free.is_empty(), "generated code uses {free:?}, which a type could be called too");
        for name in ["Vec", "Option", "Uuid", "FnMut"] {
            assert!(used.contains(name), "{name} is no longer seen in {used:?}");
        }
    }

    /// Parameters of functions and closures.
    fn parameters(tokens: &[TokenTree], out: &mut BTreeSet<String>) {
        let mut closure = false;
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| &tokens[at]);
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '|' => {
                    closure = !closure && is_punct(before, ',');
                }
                TokenTree::Ident(ident) => {
                    let is_parameter = is_punct(tokens.get(at + 1), ':')
                        && !is_punct(tokens.get(at + 2), ':')
                        && !is_punct(before, ':');
                    if closure || is_parameter || before.is_some_and(|before| before.to_string() == "let") {
                        out.insert(ident.to_string().trim_start_matches('_').to_owned());
                    }
                }
                TokenTree::Group(group) => parameters(&group.stream().into_iter().collect::<Vec<_>>(), out),
                _ => {}
            }
        }
    }

    #[test]
    fn no_assertion_is_called_like_a_variable() {
        let mut found = BTreeSet::new();
        for text in golden().0 {
            parameters(&tokens(&text), &mut found);
        }
        found.retain(|name| !name.is_empty() && !name.starts_with(|c: char| c.is_uppercase()));
        assert_eq!(found, LOCALS.map(str::to_owned).into(), "assertions may be called like these");
    }
}
