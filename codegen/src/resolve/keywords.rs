//! The keywords of a schema, of every draft, each put into its field: older spellings into that of their
//! successors.

use super::Draft;
use super::draft::drafts_of;
use super::parse::{Home, Mode, Parser, Pending, RefKind, below, located, member};
use super::rules::{INVALID_SCHEMA, UNKNOWN_KEYWORD, WITHOUT_EFFECT};
use super::schema::{Body, Entry, Keywords, Schema, SchemaId};
use super::spelling::closest;
use super::uri;
use crate::finding::Finding;
use crate::load::Value;
use crate::load::json::{Member, quote};

impl Parser<'_, '_> {
    pub(super) fn keywords(
        &mut self,
        members: &[Member],
        pointer: &str,
        id: SchemaId,
        home: Home,
    ) -> Keywords {
        let mut k = Keywords::default();
        let draft = home.dialect.draft;
        let reference = member(members, "$ref");
        for m in members {
            let at = below(pointer, &m.key);
            if !home.dialect.knows(&m.key) {
                self.unknown(m, &mut k, home);
                continue;
            }
            if reference.is_some() && draft.ignores_beside_ref() && has_no_effect_beside_ref(&m.key) {
                self.beside_ref(m, draft);
            }
            let handled = self.core(m, &at, (id, reference.is_some()), home, &mut k)
                || self.annotation(m, &mut k) && self.encoding(m, &at, home, &mut k)
                || self.assertion(m, home, &mut k)
                || self.applicator(m, members, &at, home, &mut k);
            debug_assert!(handled, "{} has a draft and no field", m.key);
        }
        self.legacy_bounds(members, home, &mut k);
        if reference.is_some() && draft.ignores_beside_ref() {
            k = only_annotations(k);
        }
        k
    }

    /// `contentEncoding` is an assertion in plain schemas of draft-07 (validation, section 8.2), as validators have it, and
    /// an annotation elsewhere. Each encoding is a set of texts that a pattern holds.
    fn encoding(&mut self, m: &Member, at: &str, home: Home, k: &mut Keywords) -> bool {
        if m.key != "contentEncoding" || self.mode != Mode::Plain || home.dialect.draft != Draft::Draft7 {
            return true;
        }
        let pattern = k.content_encoding.as_ref().and_then(|name| super::encoding::pattern(&name.value));
        if let Some(pattern) = pattern {
            let body = Keywords { pattern: Some(located(m, pattern.to_owned())), ..Keywords::default() };
            let (place, draft) = (m.value.place, home.dialect.draft);
            let body = Body::Keywords(Box::new(body));
            let own = self.schemas.push(Schema { place, pointer: at.to_owned(), draft, body });
            self.homes.push(home);
            conjoin(k, m, own);
        }
        true
    }

    fn beside_ref(&mut self, m: &Member, draft: Draft) {
        if self.mode == Mode::Contracts {
            let message = format!("{} ignores `{}` beside `$ref`", draft.name(), m.key);
            self.findings.push(
                Finding::new(&WITHOUT_EFFECT, message)
                    .at(m.key_place, "has no effect")
                    .help("put the `$ref` into an `allOf`, or use draft 2020-12"),
            );
        }
    }

    /// A key that the dialect does not have. Annotations of later drafts are taken for what they are.
    fn unknown(&mut self, m: &Member, k: &mut Keywords, home: Home) {
        match (m.key.as_str(), &m.value.value) {
            ("examples", Value::Array(items)) => k.examples = Some(located(m, items.clone())),
            ("deprecated", Value::Bool(value)) => k.deprecated = Some(located(m, *value)),
            ("readOnly", Value::Bool(value)) => k.read_only = *value,
            ("writeOnly", Value::Bool(value)) => k.write_only = *value,
            ("$comment", Value::String(text)) => k.comment = Some(located(m, text.clone())),
            ("contentEncoding" | "contentMediaType" | "$defs", _) => {}
            (name, _) if name.starts_with("x-") => {
                k.extensions.push((name.to_owned(), *located(m, m.value.clone())));
            }
            (name, _) => {
                k.unknown.push((name.to_owned(), m.key_place));
                if self.mode == Mode::Contracts {
                    self.unknown_in_contract(m, home.dialect.draft);
                }
            }
        }
    }

    fn unknown_in_contract(&mut self, m: &Member, draft: Draft) {
        let name = m.key.as_str();
        let finding = match drafts_of(name) {
            Some((first, last)) => {
                let finding = Finding::new(&UNKNOWN_KEYWORD, format!("{} has no `{name}`", draft.name()));
                let help = if first > draft {
                    format!("it came with {}: use that draft, or leave the key out", first.name())
                } else {
                    format!("it went with {}: use what {} has instead", last.name(), draft.name())
                };
                finding.at(m.key_place, "checks nothing").help(help)
            }
            None => {
                let message = format!("{} is no keyword of JSON Schema", quote(name));
                let finding = Finding::new(&UNKNOWN_KEYWORD, message).at(m.key_place, "checks nothing");
                match closest(name) {
                    Some(keyword) => finding.help(format!("did you mean `{keyword}`?")),
                    None => finding.help("a key of your own starts with `x-`"),
                }
            }
        };
        self.findings.push(finding);
    }

    /// What says where a schema is and where others are. Gives whether the keyword is one of these.
    fn core(
        &mut self,
        m: &Member,
        at: &str,
        (id, has_ref): (SchemaId, bool),
        home: Home,
        k: &mut Keywords,
    ) -> bool {
        match m.key.as_str() {
            "$ref" => {
                if let Some(text) = self.string(m) {
                    self.uri_reference(m, &text.value, home);
                    self.pending.push(Pending { from: id, text: *text, kind: RefKind::Static });
                }
            }
            "$dynamicRef" | "$recursiveRef" => self.dynamic_ref(m, at, (id, has_ref), home, k),
            "$id" | "id" => {
                let Some(text) = self.string(m) else { return true };
                self.uri_reference(m, &text.value, home);
                let no_fragment = home.dialect.draft >= Draft::Draft201909;
                if no_fragment && text.value.trim_end_matches('#').contains('#') {
                    let finding = Finding::new(&INVALID_SCHEMA, "`$id` has no fragment");
                    self.findings.push(finding.at(m.value.place, "").help("name the place with `$anchor`"));
                }
            }
            "$anchor" | "$dynamicAnchor" => {
                if let Some(text) = self.string(m)
                    && !is_anchor(&text.value, home.dialect.draft)
                {
                    self.invalid(
                        m.value.place,
                        "an anchor is a letter followed by letters, digits, `-`, `.`, `_`",
                    );
                }
            }
            "$recursiveAnchor" => {
                let _ = self.boolean(m);
            }
            "$schema" => drop(self.string(m)),
            "$vocabulary" => {
                for member in self.members(m) {
                    let _ = self.boolean(member);
                }
            }
            "$defs" | "definitions" => k.defs.extend(self.map(m, at, home)),
            _ => return false,
        }
        true
    }

    /// What is no URI reference is understood as if it were escaped.
    fn uri_reference(&mut self, m: &Member, text: &str, home: Home) {
        if home.dialect.draft > Draft::Draft4 && referencing::UriRef::parse(text).is_err() {
            let finding = Finding::new(&INVALID_SCHEMA, format!("{} is no URI reference", quote(text)))
                .at(m.value.place, "")
                .help(format!("write {}", quote(&uri::escaped(text))));
            let finding = self.annotation_finding(finding);
            self.findings.push(finding);
        }
    }

    /// Beside a `$ref` it gets a schema of its own, so that a schema has one reference.
    fn dynamic_ref(
        &mut self,
        m: &Member,
        at: &str,
        (id, has_ref): (SchemaId, bool),
        home: Home,
        k: &mut Keywords,
    ) {
        let Some(text) = self.string(m) else { return };
        let kind = if m.key == "$dynamicRef" { RefKind::Dynamic } else { RefKind::Recursive };
        if kind == RefKind::Recursive && text.value != "#" {
            // What another value means is not defined (2019-09 core, section 8.2.4.2.1).
            let finding = Finding::new(&INVALID_SCHEMA, "`$recursiveRef` is nothing but \"#\"");
            let help = format!("write \"$ref\": {}", quote(&text.value));
            self.findings.push(finding.at(text.place, "").help(help));
        }
        if !has_ref {
            self.pending.push(Pending { from: id, text: *text, kind });
            return;
        }
        let body = Body::Keywords(Box::default());
        let draft = home.dialect.draft;
        let own = self.schemas.push(Schema { place: m.value.place, pointer: at.to_owned(), draft, body });
        self.homes.push(home);
        self.pending.push(Pending { from: own, text: *text, kind });
        conjoin(k, m, own);
    }

    /// `dependencies`: names or a schema for each property.
    pub(super) fn dependencies(&mut self, m: &Member, at: &str, home: Home, k: &mut Keywords) {
        for member in self.members(m) {
            let at = below(at, &member.key);
            match &member.value.value {
                Value::Array(_) => {
                    let names = self.names(member, home.dialect.draft);
                    let names = names.into_iter().map(|name| name.value).collect();
                    k.dependent_required.push(*located(m, (member.key.clone(), names)));
                }
                _ => {
                    let schema = self.inner(&member.value, &at, home);
                    let entry = Entry { name: member.key.clone(), key: member.key_place, schema };
                    self.depend(entry, m, &at, home, k);
                }
            }
        }
    }

    /// Where `dependencies` and `dependentSchemas` both have a schema for a property, both hold.
    pub(super) fn depend(&mut self, entry: Entry, m: &Member, at: &str, home: Home, k: &mut Keywords) {
        if k.dependent_schemas.iter().all(|known| known.name != entry.name) {
            k.dependent_schemas.push(entry);
            return;
        }
        let own = Keywords { dependent_schemas: vec![entry], ..Keywords::default() };
        let body = Body::Keywords(Box::new(own));
        let (place, draft) = (m.value.place, home.dialect.draft);
        let own = self.schemas.push(Schema { place, pointer: format!("{at}/"), draft, body });
        self.homes.push(home);
        conjoin(k, m, own);
    }

    /// In draft-04 the exclusive bounds are flags of the others.
    fn legacy_bounds(&mut self, members: &[Member], home: Home, k: &mut Keywords) {
        if home.dialect.draft != Draft::Draft4 {
            return;
        }
        for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            let Some(m) = member(members, flag) else { continue };
            if member(members, bound).is_none() {
                let message = format!("in draft-04 `{flag}` needs `{bound}` beside it");
                let help = format!("it says that `{bound}` itself is out of bounds");
                self.findings.push(Finding::new(&INVALID_SCHEMA, message).at(m.key_place, "").help(help));
            }
            let exclusive = self.boolean(m).is_some_and(|flag| flag.value);
            let (plain, strict) = match flag {
                "exclusiveMinimum" => (&mut k.minimum, &mut k.exclusive_minimum),
                _ => (&mut k.maximum, &mut k.exclusive_maximum),
            };
            *strict = if exclusive { plain.take() } else { None };
        }
    }
}

/// Adds a schema that holds as well.
fn conjoin(k: &mut Keywords, m: &Member, schema: SchemaId) {
    k.all_of.get_or_insert_with(|| located(m, Vec::new())).value.push(schema);
}

/// What is left of a schema with `$ref` where nothing else counts beside it.
fn only_annotations(k: Keywords) -> Keywords {
    let Keywords { defs, comment, title, description, default, deprecated, examples, .. } = k;
    let Keywords { read_only, write_only, extensions, unknown, .. } = k;
    Keywords {
        defs,
        comment,
        title,
        description,
        default,
        deprecated,
        read_only,
        write_only,
        examples,
        extensions,
        unknown,
        ..Keywords::default()
    }
}

fn has_no_effect_beside_ref(key: &str) -> bool {
    !matches!(
        key,
        "$ref" | "$schema" | "$comment" | "title" | "description" | "default" | "examples" | "definitions"
    ) && !matches!(key, "readOnly" | "writeOnly")
}

fn is_anchor(text: &str, draft: Draft) -> bool {
    let mut chars = text.chars();
    let later = draft >= Draft::Draft202012;
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || (c == '_' && later))
        && chars.all(|c| c.is_ascii_alphanumeric() || "-._".contains(c) || (c == ':' && !later))
}
