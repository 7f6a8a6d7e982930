//! Documents made wrong on purpose, one fault each.

use event_contracts_codegen::number::Number;
use event_contracts_codegen::resolve::{Keywords, SchemaId, Schemas, Type};

use crate::doc::Doc;

/// A document with one change.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was done and where.
    pub what: String,
    /// The document.
    pub doc: Doc,
    /// A key stands twice: no validator of parsed documents can see it, and readers must refuse it.
    pub duplicate: bool,
}

/// Every mutant of a valid document.
pub fn mutants(schemas: &Schemas, id: SchemaId, doc: &Doc) -> Vec<Mutant> {
    let mut out = Vec::new();
    let mut visit = Visit { schemas, out: &mut out };
    visit.value(id, doc, "", &|replacement| replacement);
    out
}

struct Visit<'a> {
    schemas: &'a Schemas,
    out: &'a mut Vec<Mutant>,
}

/// Puts a changed value back into the whole document.
type Rebuild<'r> = &'r dyn Fn(Doc) -> Doc;

impl Visit<'_> {
    fn add(&mut self, what: &str, at: &str, duplicate: bool, doc: Doc) {
        let place = if at.is_empty() { "the root" } else { at };
        self.out.push(Mutant { what: format!("{what} at {place}"), doc, duplicate });
    }

    fn value(&mut self, id: SchemaId, doc: &Doc, at: &str, rebuild: Rebuild<'_>) {
        let Some(id) = self.schemas.follow(id) else { return };
        let Some(keywords) = self.schemas.keywords(id).cloned() else { return };
        if *doc != Doc::Null {
            self.add("null", at, false, rebuild(Doc::Null));
        }
        for wrong in [
            Doc::Bool(true),
            Doc::Text("\u{1f600} no value of this kind".to_owned()),
            Doc::Array(vec![]),
            Doc::Object(vec![]),
            Doc::Number("-1.5".to_owned()),
        ] {
            if std::mem::discriminant(&wrong) != std::mem::discriminant(doc) {
                self.add("wrong type", at, false, rebuild(wrong));
            }
        }
        if let Some(arms) = keywords.one_of.as_ref().or(keywords.any_of.as_ref()) {
            let arms = arms.value.clone();
            for arm in arms {
                if self.fits(arm, doc) {
                    self.value(arm, doc, at, rebuild);
                }
            }
            return;
        }
        if keywords.enumeration.is_some() || keywords.constant.is_some() {
            self.add("unknown enum value", at, false, rebuild(Doc::Text("no such member".to_owned())));
            return;
        }
        match doc {
            Doc::Object(members) => self.object(&keywords, members, at, rebuild),
            Doc::Array(items) => self.array(&keywords, items, at, rebuild),
            Doc::Text(text) => self.text(&keywords, text, at, rebuild),
            Doc::Number(_) => self.number(&keywords, at, rebuild),
            Doc::Null | Doc::Bool(_) => {}
        }
    }

    /// Whether the arm of a union is the one that the document is of.
    fn fits(&self, arm: SchemaId, doc: &Doc) -> bool {
        let Some(keywords) = self.schemas.follow(arm).and_then(|arm| self.schemas.keywords(arm)) else {
            return false;
        };
        let Doc::Object(members) = doc else { return keywords.properties.is_empty() && *doc != Doc::Null };
        keywords.types.as_ref().is_none_or(|types| types.value.contains(Type::Object))
            && keywords.properties.iter().all(|property| {
                let constant = self.schemas.keywords(property.schema).and_then(|k| k.constant.as_ref());
                constant.is_none_or(|constant| {
                    members.iter().any(|(k, v)| *k == property.name && *v == Doc::from_node(&constant.value))
                })
            })
    }

    fn object(&mut self, keywords: &Keywords, members: &[(String, Doc)], at: &str, rebuild: Rebuild<'_>) {
        for (index, (key, value)) in members.iter().enumerate() {
            let here = format!("{at}/{key}");
            let mut without = members.to_vec();
            without.remove(index);
            self.add("member dropped", &here, false, rebuild(Doc::Object(without)));
            let mut twice = members.to_vec();
            twice.push((key.clone(), value.clone()));
            self.add("duplicate key", &here, true, rebuild(Doc::Object(twice)));
            let schema = keywords.property(key).map(|property| property.schema);
            let schema =
                schema.or(keywords.additional_properties.as_ref().map(|additional| additional.value));
            if let Some(schema) = schema {
                self.value(schema, value, &here, &|replacement| {
                    let mut changed = members.to_vec();
                    changed[index].1 = replacement;
                    rebuild(Doc::Object(changed))
                });
            }
        }
        for (position, extra) in
            [(0, Doc::Null), (members.len(), Doc::Object(vec![("a".to_owned(), Doc::Array(vec![]))]))]
        {
            let mut more = members.to_vec();
            more.insert(position, ("undeclaredMember".to_owned(), extra));
            self.add("unknown extra member", at, false, rebuild(Doc::Object(more)));
        }
        self.add("array in the place of an object", at, false, {
            rebuild(Doc::Array(members.iter().map(|(_, value)| value.clone()).collect()))
        });
    }

    fn array(&mut self, keywords: &Keywords, items: &[Doc], at: &str, rebuild: Rebuild<'_>) {
        if let Some(item) = items.first() {
            let mut twice = items.to_vec();
            twice.push(item.clone());
            self.add("item twice", at, false, rebuild(Doc::Array(twice)));
            if let Some(most) = &keywords.max_items {
                let many = usize::try_from(most.value).unwrap_or(0) + 1;
                if many < 2000 {
                    self.add("too many items", at, false, rebuild(Doc::Array(vec![item.clone(); many])));
                }
            }
        }
        if keywords.min_items.is_some() {
            self.add("no items", at, false, rebuild(Doc::Array(Vec::new())));
        }
        if let Some(schema) = &keywords.items {
            for (index, item) in items.iter().enumerate().take(2) {
                self.value(schema.value, item, &format!("{at}/{index}"), &|replacement| {
                    let mut changed = items.to_vec();
                    changed[index] = replacement;
                    rebuild(Doc::Array(changed))
                });
            }
        }
    }

    fn text(&mut self, keywords: &Keywords, text: &str, at: &str, rebuild: Rebuild<'_>) {
        let mut replace = |what: &str, text: String| self.add(what, at, false, rebuild(Doc::Text(text)));
        replace("empty text", String::new());
        replace("text with a line break behind it", format!("{text}\n"));
        replace("text with a blank before it", format!(" {text}"));
        if let Some(most) =
            keywords.max_length.as_ref().and_then(|n| usize::try_from(n.value).ok()).filter(|n| *n < 5000)
        {
            replace("text one too long, beyond the basic plane", "\u{1f600}".repeat(most + 1));
            replace("longest text, beyond the basic plane", "\u{1f600}".repeat(most));
        }
        if let Some(least) =
            keywords.min_length.as_ref().and_then(|n| usize::try_from(n.value).ok()).filter(|n| *n > 0)
        {
            replace("text one too short, beyond the basic plane", "\u{1f600}".repeat(least - 1));
        }
        let format = keywords.format.as_ref().map(|format| format.value.as_str());
        let wrong: &[&str] = match format {
            Some("uuid") => &[
                "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
                "67e5504410b1426f9247bb680e5fe0c8",
                "67e55044-10b1-426f-9247-bb680e5fe0c",
            ],
            Some("date-time") => &[
                "2026-01-14T16:00:00",
                "2026-01-14 16:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-01-14T24:00:00Z",
                "2026-01-14",
            ],
            Some("date") => &["2026-02-30", "2026-1-4", "20260114", "2026-01-14T00:00:00Z"],
            Some("duration") => &["P", "PT", "5 minutes", "P1H", "-PT5S"],
            Some("email") => &["nobody", "a@", "@b.co"],
            Some("uri") => &["not a uri", "/relative/path", "http://exa mple.org"],
            _ => &[],
        };
        for wrong in wrong {
            replace("wrong format", (*wrong).to_owned());
        }
    }

    fn number(&mut self, keywords: &Keywords, at: &str, rebuild: Rebuild<'_>) {
        let integer = keywords.types.as_ref().is_some_and(|types| types.value.contains(Type::Integer));
        let mut replace =
            |what: &str, text: &str| self.add(what, at, false, rebuild(Doc::Number(text.to_owned())));
        let step = |bound: &Number, up: bool| step(bound, integer, up);
        for (bound, up, what) in [
            (&keywords.minimum, false, "below the minimum"),
            (&keywords.maximum, true, "above the maximum"),
            (&keywords.exclusive_minimum, true, "just above the exclusive minimum"),
            (&keywords.exclusive_maximum, false, "just below the exclusive maximum"),
        ] {
            if let Some(bound) = bound {
                replace(what, &step(&bound.value, up));
                replace("at the bound", &bound.value.to_string());
            }
        }
        if keywords.multiple_of.is_some() {
            replace("no multiple", "0.001");
        }
        match keywords.format.as_ref().map(|format| format.value.as_str()) {
            Some("int32") => {
                replace("one above int32", "2147483648");
                replace("one below int32", "-2147483649");
            }
            Some("int64") => {
                replace("one above int64", "9223372036854775808");
                replace("one below int64", "-9223372036854775809");
            }
            _ => {}
        }
        if integer {
            replace("integer with a fraction", "1.5");
            replace("integer with a fraction of zero", "5.0");
            replace("integer with an exponent", "5e0");
        } else {
            replace("number with an exponent", "1.50e1");
        }
    }
}

/// The bound, one step further: 1 for integers, otherwise one in the last place.
fn step(bound: &Number, integer: bool, up: bool) -> String {
    let scale = if integer { 0 } else { bound.scale().clamp(2, 20) };
    let ten = 10_i128.pow(u32::try_from(scale).unwrap_or(2));
    let Some((mantissa, own)) = bound.to_decimal() else { return "0".to_owned() };
    let factor = ten / 10_i128.pow(own.min(u32::try_from(scale).unwrap_or(0)));
    let value = mantissa * factor + if up { 1 } else { -1 };
    let sign = if value < 0 { "-" } else { "" };
    let (whole, fraction) = (value.abs() / ten, value.abs() % ten);
    if scale == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction:0width$}", width = usize::try_from(scale).unwrap_or(2))
    }
}
