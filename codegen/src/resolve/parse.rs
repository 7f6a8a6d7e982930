//! From JSON to typed schemas: every keyword into its field, every `$ref` to its node.

use super::rules::{INVALID_SCHEMA, REF_LOOP, UNKNOWN_KEYWORD, UNRESOLVED_REF, UNSUPPORTED_KEYWORD};
use super::schema::{Body, Entry, Keywords, Located, Schema, SchemaId, Type, TypeSet};
use super::spelling::{closest, nearest};
use super::{Contracts, Schemas};
use crate::finding::{Finding, Place};
use crate::load::json::{Member, quote};
use crate::load::{Node, Tree, Value};
use crate::number::Number;

/// The dialects that are read, by the URI in `$schema` without its fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Draft {
    Draft7,
    Draft202012,
}

struct Parser<'a> {
    schemas: Schemas,
    findings: &'a mut Vec<Finding>,
    draft: Draft,
    /// `$ref`s that still need their target: the schema that refers, the text, the file's path.
    pending: Vec<(SchemaId, Located<String>, String)>,
    path: String,
}

/// Parses every document of the tree and links its `$ref`s.
pub(super) fn schemas(tree: &Tree, findings: &mut Vec<Finding>) -> Schemas {
    let mut parser = Parser {
        schemas: Schemas::default(),
        findings,
        draft: Draft::Draft202012,
        pending: Vec::new(),
        path: String::new(),
    };
    for (path, document) in &tree.documents {
        parser.draft = parser.draft_of(&document.root);
        parser.path.clone_from(path);
        parser.schema(&document.root, "");
    }
    parser.link(tree);
    parser.schemas
}

impl Parser<'_> {
    fn draft_of(&mut self, root: &Node) -> Draft {
        let Some(schema) = root.get("$schema") else { return Draft::Draft202012 };
        match schema.as_str().map(|uri| uri.trim_end_matches('#')) {
            Some("https://json-schema.org/draft/2020-12/schema") => Draft::Draft202012,
            Some("http://json-schema.org/draft-07/schema" | "https://json-schema.org/draft-07/schema") => {
                Draft::Draft7
            }
            _ => {
                self.findings.push(
                    Finding::new(&UNSUPPORTED_KEYWORD, "this dialect of JSON Schema is not read")
                        .at(schema.place, "neither 2020-12 nor draft-07")
                        .help("write \"https://json-schema.org/draft/2020-12/schema\""),
                );
                Draft::Draft202012
            }
        }
    }

    fn schema(&mut self, node: &Node, pointer: &str) -> SchemaId {
        let body = match &node.value {
            Value::Bool(value) => Body::Bool(*value),
            Value::Object(_) => Body::Keywords(Box::default()),
            _ => {
                self.invalid(node.place, "a schema is an object, `true` or `false`");
                Body::Bool(true)
            }
        };
        let id = self.schemas.push(Schema { place: node.place, pointer: pointer.to_owned(), body });
        if let Value::Object(members) = &node.value {
            let keywords = self.keywords(members, pointer, id);
            self.schemas.nodes[id.0 as usize].body = Body::Keywords(Box::new(keywords));
        }
        id
    }

    #[expect(clippy::too_many_lines, reason = "one line a keyword; a table reads best in one piece")]
    fn keywords(&mut self, members: &[Member], pointer: &str, id: SchemaId) -> Keywords {
        let mut k = Keywords::default();
        let has_ref = members.iter().any(|m| m.key == "$ref");
        for m in members {
            let at = format!("{pointer}/{}", escape(&m.key));
            // Before 2019-09 a schema with `$ref` ignores every other keyword (draft-07 core, section 8.3).
            if self.draft == Draft::Draft7
                && has_ref
                && !is_annotation(&m.key)
                && m.key != "$ref"
                && !matches!(m.key.as_str(), "definitions" | "$defs")
            {
                self.findings.push(
                    Finding::new(&UNSUPPORTED_KEYWORD, format!("draft-07 ignores `{}` beside `$ref`", m.key))
                        .at(m.key_place, "has no effect")
                        .help("put the `$ref` into an `allOf`, or use draft 2020-12"),
                );
                continue;
            }
            match m.key.as_str() {
                "$schema" | "$comment" if m.value.as_str().is_none() => self.invalid(m.value.place, "a string goes here"),
                "$schema" if pointer.is_empty() => {}
                "$id" if pointer.is_empty() && m.value.as_str().is_some() => {}
                "$comment" => k.comment = self.string(m),
                "$ref" => {
                    if let Some(text) = self.string(m) {
                        self.pending.push((id, text, self.path.clone()));
                    }
                }
                "$defs" | "definitions" => k.defs.extend(self.map(m, &at)),
                "title" => k.title = self.string(m),
                "description" => k.description = self.string(m),
                "default" => k.default = Some(located(m, m.value.clone())),
                "deprecated" => k.deprecated = self.boolean(m),
                "readOnly" | "writeOnly" => drop(self.boolean(m)),
                "examples" => k.examples = self.array(m).map(|items| located(m, items.to_vec())),
                "type" => k.types = self.types(m),
                "enum" => k.enumeration = self.array(m).map(|items| located(m, items.to_vec())),
                "const" => k.constant = Some(located(m, m.value.clone())),
                "minimum" => k.minimum = self.number(m),
                "maximum" => k.maximum = self.number(m),
                "exclusiveMinimum" => k.exclusive_minimum = self.number(m),
                "exclusiveMaximum" => k.exclusive_maximum = self.number(m),
                "multipleOf" => {
                    k.multiple_of = self.number(m);
                    if k.multiple_of.as_ref().is_some_and(|n| n.value <= Number::zero()) {
                        self.invalid(m.value.place, "`multipleOf` is above 0");
                    }
                }
                "minLength" => k.min_length = self.count(m),
                "maxLength" => k.max_length = self.count(m),
                "pattern" => k.pattern = self.string(m),
                "format" => k.format = self.string(m),
                "items" if self.draft == Draft::Draft7 && m.value.as_array().is_some() => {
                    k.prefix_items = self.list(m, &at);
                }
                "items" => k.items = Some(self.one(m, &at)),
                "additionalItems" if self.draft == Draft::Draft7 => {
                    if members.iter().any(|other| other.key == "items" && other.value.as_array().is_some()) {
                        k.items = Some(self.one(m, &at));
                    }
                }
                "prefixItems" => k.prefix_items = self.list(m, &at),
                "contains" => k.contains = Some(self.one(m, &at)),
                "minContains" => k.min_contains = self.count(m),
                "maxContains" => k.max_contains = self.count(m),
                "minItems" => k.min_items = self.count(m),
                "maxItems" => k.max_items = self.count(m),
                "uniqueItems" => k.unique_items = self.boolean(m),
                "unevaluatedItems" => k.unevaluated_items = Some(self.one(m, &at)),
                "properties" => k.properties = self.map(m, &at),
                "patternProperties" => k.pattern_properties = self.map(m, &at),
                "additionalProperties" => k.additional_properties = Some(self.one(m, &at)),
                "propertyNames" => k.property_names = Some(self.one(m, &at)),
                "unevaluatedProperties" => k.unevaluated_properties = Some(self.one(m, &at)),
                "required" => k.required = self.names(m),
                "minProperties" => k.min_properties = self.count(m),
                "maxProperties" => k.max_properties = self.count(m),
                "dependentRequired" => {
                    for member in self.members(m) {
                        let names = self.names(member).into_iter().map(|name| name.value).collect();
                        k.dependent_required.push(located(m, (member.key.clone(), names)));
                    }
                }
                "dependentSchemas" => k.dependent_schemas = self.map(m, &at),
                "allOf" => k.all_of = self.list(m, &at),
                "anyOf" => k.any_of = self.list(m, &at),
                "oneOf" => k.one_of = self.list(m, &at),
                "not" => k.not = Some(self.one(m, &at)),
                "if" => k.if_ = Some(self.one(m, &at)),
                "then" => k.then = Some(self.one(m, &at)),
                "else" => k.else_ = Some(self.one(m, &at)),
                "contentEncoding" | "contentMediaType" => drop(self.string(m)),
                "contentSchema" => {}
                "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" | "$vocabulary" | "$recursiveRef" | "$schema"
                | "$recursiveAnchor" | "dependencies" | "additionalItems" => self.findings.push(
                    Finding::new(&UNSUPPORTED_KEYWORD, format!("`{}` is not read here", m.key))
                        .at(m.key_place, "")
                        .help("refer to schemas by their path and a JSON Pointer: \"../types/money.json#/$defs/Amount\""),
                ),
                name if name.starts_with("x-") => {
                    k.extensions.push((name.to_owned(), located(m, m.value.clone())));
                }
                name => {
                    k.unknown.push((name.to_owned(), m.key_place));
                    let mut finding = Finding::new(&UNKNOWN_KEYWORD, format!("{} is no keyword of JSON Schema", quote(name)))
                        .at(m.key_place, "checks nothing");
                    finding = match closest(name) {
                        Some(keyword) => finding.help(format!("did you mean `{keyword}`?")),
                        None => finding.help("a key of your own starts with `x-`"),
                    };
                    self.findings.push(finding);
                }
            }
        }
        k
    }

    fn invalid(&mut self, place: Place, message: &str) {
        self.findings.push(Finding::new(&INVALID_SCHEMA, message).at(place, ""));
    }

    fn string(&mut self, m: &Member) -> Option<Located<String>> {
        let text = m.value.as_str().map(|text| located(m, text.to_owned()));
        if text.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a string", m.key));
        }
        text
    }

    fn boolean(&mut self, m: &Member) -> Option<Located<bool>> {
        match m.value.value {
            Value::Bool(value) => Some(located(m, value)),
            _ => {
                self.invalid(m.value.place, &format!("`{}` is `true` or `false`", m.key));
                None
            }
        }
    }

    fn number(&mut self, m: &Member) -> Option<Located<Number>> {
        let number = match &m.value.value {
            Value::Number(text) => Number::parse(text).map(|number| located(m, number)),
            _ => None,
        };
        if number.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a number", m.key));
        }
        number
    }

    fn count(&mut self, m: &Member) -> Option<Located<u64>> {
        let count = match &m.value.value {
            Value::Number(text) => Number::parse(text)
                .and_then(|n| n.to_i128())
                .and_then(|n| u64::try_from(n).ok())
                .map(|n| located(m, n)),
            _ => None,
        };
        if count.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a whole number from 0", m.key));
        }
        count
    }

    fn array<'n>(&mut self, m: &'n Member) -> Option<&'n [Node]> {
        let items = m.value.as_array();
        if items.is_none() {
            self.invalid(m.value.place, &format!("`{}` is a list", m.key));
        }
        items
    }

    fn members<'n>(&mut self, m: &'n Member) -> &'n [Member] {
        m.value.as_object().unwrap_or_else(|| {
            self.invalid(m.value.place, &format!("`{}` is an object", m.key));
            &[]
        })
    }

    fn names(&mut self, m: &Member) -> Vec<Located<String>> {
        let mut names: Vec<Located<String>> = Vec::new();
        for item in self.array(m).unwrap_or_default() {
            match item.as_str() {
                Some(name) if names.iter().any(|other| other.value == name) => {
                    self.invalid(item.place, "this name stands here twice");
                }
                Some(name) => {
                    names.push(Located { value: name.to_owned(), key: m.key_place, place: item.place });
                }
                None => self.invalid(item.place, "a property name, a string, goes here"),
            }
        }
        names
    }

    fn types(&mut self, m: &Member) -> Option<Located<TypeSet>> {
        let nodes = match &m.value.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(&m.value),
        };
        let mut types = Vec::new();
        for node in nodes {
            match node.as_str().and_then(Type::from_name) {
                Some(t) if types.contains(&t) => self.invalid(node.place, "this type stands here twice"),
                Some(t) => types.push(t),
                None => {
                    let names = Type::ALL.map(Type::name).join(", ");
                    let mut finding = Finding::new(&INVALID_SCHEMA, format!("a type is one of {names}"))
                        .at(node.place, "no type");
                    if let Some(near) =
                        node.as_str().and_then(|text| nearest(text, Type::ALL.map(Type::name)))
                    {
                        finding = finding.help(format!("did you mean `{near}`?"));
                    }
                    self.findings.push(finding);
                }
            }
        }
        if nodes.is_empty() {
            self.invalid(m.value.place, "`type` names at least one type");
        }
        (!types.is_empty()).then(|| located(m, TypeSet::of(types)))
    }

    fn one(&mut self, m: &Member, pointer: &str) -> Located<SchemaId> {
        let id = self.schema(&m.value, pointer);
        located(m, id)
    }

    fn list(&mut self, m: &Member, pointer: &str) -> Option<Located<Vec<SchemaId>>> {
        let items = self.array(m)?;
        if items.is_empty() {
            self.invalid(m.value.place, &format!("`{}` has at least one schema", m.key));
            return None;
        }
        let ids =
            items.iter().enumerate().map(|(i, item)| self.schema(item, &format!("{pointer}/{i}"))).collect();
        Some(located(m, ids))
    }

    fn map(&mut self, m: &Member, pointer: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        for member in self.members(m) {
            let schema = self.schema(&member.value, &format!("{pointer}/{}", escape(&member.key)));
            entries.push(Entry { name: member.key.clone(), key: member.key_place, schema });
        }
        entries
    }

    fn link(&mut self, tree: &Tree) {
        for (id, text, path) in std::mem::take(&mut self.pending) {
            match self.target(tree, &path, &text.value) {
                Ok(target) => {
                    if let Body::Keywords(keywords) = &mut self.schemas.nodes[id.0 as usize].body {
                        keywords.reference =
                            Some(Located { value: target, key: text.key, place: text.place });
                    }
                }
                Err(why) => self.findings.push(
                    Finding::new(
                        &UNRESOLVED_REF,
                        format!("`$ref` {} leads to nothing: {}", quote(&text.value), why.0),
                    )
                    .at(text.place, "")
                    .help(why.1),
                ),
            }
        }
        for index in 0..self.schemas.nodes.len() {
            let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
            if self.schemas.follow(id).is_none()
                && let Some(reference) = self.schemas.keywords(id).and_then(|k| k.reference.clone())
            {
                let finding =
                    Finding::new(&REF_LOOP, "this `$ref` leads back to itself").at(reference.place, "");
                self.findings.push(finding);
                // Cut the loop, so that nobody after this step can run in it.
                if let Body::Keywords(keywords) = &mut self.schemas.nodes[index].body {
                    keywords.reference = None;
                }
            }
        }
    }

    fn target(&self, tree: &Tree, from: &str, reference: &str) -> Result<SchemaId, (String, String)> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if file.contains("://") || file.starts_with("//") {
            let help = "put the schema into a file below contracts/ and refer to it by its path";
            return Err(("nothing is fetched from a network".to_owned(), help.to_owned()));
        }
        let file = percent_decode(file)
            .ok_or(("it is not a valid URI reference".to_owned(), String::from("mend it")))?;
        let path = if file.is_empty() { Some(from.to_owned()) } else { Contracts::relative(from, &file) };
        let Some(path) = path else {
            return Err((
                "the path leaves contracts/".to_owned(),
                "refer to a file below contracts/".to_owned(),
            ));
        };
        let Some(document) = tree.documents.get(&path) else {
            let names = tree.documents.keys().map(String::as_str);
            let help = match nearest(&path, names) {
                Some(near) => format!("there is {near}"),
                None => "add the file".to_owned(),
            };
            return Err((format!("there is no file {path}"), help));
        };
        let fragment = percent_decode(fragment)
            .ok_or(("it is not a valid URI reference".to_owned(), String::from("mend it")))?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Err(("anchors are not read".to_owned(), "use a JSON Pointer: #/$defs/Name".to_owned()));
        }
        self.schemas.at(document.file, &fragment).ok_or_else(|| {
            let known = self.schemas.by_pointer.range((document.file, String::new())..);
            let known = known
                .take_while(|((file, _), _)| *file == document.file)
                .map(|((_, pointer), _)| pointer.as_str());
            let help = match nearest(&fragment, known) {
                Some(near) => format!("there is #{near}"),
                None => "a JSON Pointer to a schema goes behind the #".to_owned(),
            };
            (format!("no schema stands at #{fragment} of {path}"), help)
        })
    }
}

fn located<T>(m: &Member, value: T) -> Located<T> {
    Located { value, key: m.key_place, place: m.value.place }
}

fn is_annotation(key: &str) -> bool {
    matches!(
        key,
        "$schema" | "$id" | "$comment" | "title" | "description" | "default" | "deprecated" | "examples"
    ) || matches!(key, "readOnly" | "writeOnly")
        || key.starts_with("x-")
}

/// A name as a token of a JSON Pointer (RFC 6901 section 3).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
