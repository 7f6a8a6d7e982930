//! The schema of a set of values.

use super::super::build::{Object, list, nullable, typed};
use super::super::rules::{GUESS, MIXED_TYPES};
use super::super::words::describe;
use super::text::Formats;
use super::{FEW, MANY, start};
use crate::finding::Finding;
use crate::load::{Node, Value};

/// How far samples bear out what the contract says of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    Guess,
    Likely,
    Certain,
}

impl Sure {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Certain => "sure",
        }
    }
}

/// A row of the report.
pub(super) struct Field {
    /// JSON Pointer, with `*` for the items of a list and the values of a map.
    pub(super) path: String,
    pub(super) seen: usize,
    pub(super) of: usize,
    pub(super) what: String,
    pub(super) sure: Sure,
    pub(super) why: Vec<String>,
}

/// A schema, and how sure it is.
pub(super) struct Said {
    pub(super) schema: Node,
    pub(super) sure: Sure,
    pub(super) why: Vec<String>,
}

impl Said {
    pub(super) fn sure(schema: Node) -> Self {
        Self { schema, sure: Sure::Certain, why: Vec::new() }
    }

    pub(super) fn but(schema: Node, sure: Sure, why: impl Into<String>) -> Self {
        Self { schema, sure, why: vec![why.into()] }
    }
}

/// What was inferred so far.
pub(super) struct Infer {
    pub(super) fields: Vec<Field>,
    pub(super) findings: Vec<Finding>,
    pub(super) formats: Formats,
    /// How deep the schema that is made stands in the contract.
    pub(super) depth: usize,
}

/// Contracts are nested no deeper than JSON that is read; a schema in an alternative takes two levels more.
const DEPTH: usize = 60;

/// The JSON types beside null, in the order in which a contract lists them.
const KINDS: [fn(&Value) -> bool; 5] = [
    |value| matches!(value, Value::Bool(_)),
    |value| matches!(value, Value::Number(_)),
    |value| matches!(value, Value::String(_)),
    |value| matches!(value, Value::Array(_)),
    |value| matches!(value, Value::Object(_)),
];

impl Infer {
    pub(super) fn new() -> Self {
        Self { fields: Vec::new(), findings: Vec::new(), formats: Formats::new(), depth: 0 }
    }

    /// The schema of the data of an event, which are objects.
    pub(super) fn root(&mut self, nodes: &[&Node]) -> Node {
        let said = self.objects("", nodes, true);
        if !said.why.is_empty() {
            let (seen, of, path) = (nodes.len(), nodes.len(), "(root)".to_owned());
            let what = describe(&said.schema);
            self.fields.insert(0, Field { path, seen, of, what, sure: said.sure, why: said.why });
        }
        said.schema
    }

    /// The schema of a field, an item or a value of a map: `nodes` are all that was found in `of` places.
    pub(super) fn value(&mut self, path: &str, name: &str, nodes: &[&Node], of: usize) -> Node {
        if self.depth > DEPTH {
            self.guess(
                nodes,
                format!("{path} is nested too deep for a contract, which allows any value there"),
            );
            return Object::default().done();
        }
        let row = self.fields.len();
        let field = Field {
            path: path.to_owned(),
            seen: nodes.len(),
            of,
            what: String::new(),
            sure: Sure::Certain,
            why: Vec::new(),
        };
        self.fields.push(field);
        let mut said = Vec::new();
        let mut first = Vec::new();
        // `properties` and a name, or `anyOf` and a number.
        self.depth += 2;
        for (index, is) in KINDS.iter().enumerate() {
            let of_kind: Vec<&Node> = nodes.iter().copied().filter(|node| is(&node.value)).collect();
            let Some(node) = of_kind.first() else { continue };
            first.push(node.place);
            said.push(match index {
                0 => Said::sure(typed("boolean").done()),
                1 => super::number::schema(name, &of_kind),
                2 => self.texts(path, name, &of_kind),
                3 => self.lists(path, name, &of_kind),
                _ => self.objects(path, &of_kind, false),
            });
        }
        self.depth -= 2;
        let nulls = nodes.iter().filter(|node| matches!(node.value, Value::Null)).count();
        let sure = said.iter().map(|said| said.sure).min();
        let why: Vec<String> = said.iter().flat_map(|said| said.why.clone()).collect();
        let mut schemas: Vec<Node> = said.into_iter().map(|said| said.schema).collect();
        let mixed = schemas.len() > 1;
        let (mut schema, mut sure) = match (schemas.pop(), sure) {
            (Some(schema), Some(sure)) if !mixed => (schema, sure),
            (Some(last), Some(sure)) => {
                schemas.push(last);
                (Object::default().with("anyOf", list(schemas)).done(), sure)
            }
            _ => (Object::default().done(), Sure::Guess),
        };
        let mut why = why;
        if mixed {
            let mut finding = Finding::new(&MIXED_TYPES, format!("{path} is {}", describe(&schema)));
            for place in first {
                finding = finding.at(start(place), "");
            }
            self.findings.push(finding.help("find out who writes what, and keep the type that is meant"));
        } else if schema.as_object().is_some_and(<[_]>::is_empty) {
            why.push("null in all samples".to_owned());
            self.guess(nodes, format!("{path} is null in all samples: the contract allows any value"));
        }
        if nulls > 0 {
            schema = nullable_of(schema, mixed);
        }
        let of_few = of.min(nodes.len());
        sure = sure.min(match of_few {
            n if n < FEW => Sure::Guess,
            n if n < MANY => Sure::Likely,
            _ => Sure::Certain,
        });
        if nodes.len() < of && path.rsplit('/').next() != Some("*") {
            why.insert(0, "may be absent".to_owned());
        }
        if nulls > 0 && nulls < nodes.len() {
            why.insert(0, format!("null in {nulls}"));
        }
        let field = &mut self.fields[row];
        (field.what, field.sure, field.why) = (describe(&schema), sure, why);
        schema
    }

    pub(super) fn guess(&mut self, nodes: &[&Node], message: String) {
        let finding = Finding::new(&GUESS, message);
        self.findings.extend(nodes.first().map(|node| finding.at(start(node.place), "")));
    }

    fn lists(&mut self, path: &str, name: &str, nodes: &[&Node]) -> Said {
        let items: Vec<&Node> = nodes.iter().filter_map(|node| node.as_array()).flatten().collect();
        if items.is_empty() {
            self.guess(nodes, format!("{path} is empty in all samples: the contract allows any items"));
            return Said::but(typed("array").done(), Sure::Guess, "empty in all samples");
        }
        let schema = self.value(&format!("{path}/*"), name, &items, items.len());
        Said::sure(typed("array").with("items", schema).done())
    }
}

fn nullable_of(schema: Node, mixed: bool) -> Node {
    match &schema.value {
        Value::Object(members) if mixed && members.len() == 1 => {
            let mut arms = schema.get("anyOf").and_then(Node::as_array).unwrap_or_default().to_vec();
            arms.push(typed("null").done());
            Object::default().with("anyOf", list(arms)).done()
        }
        _ => nullable(schema),
    }
}
