//! What the attributes and the form of a property say of it.

use super::syntax::{Attribute, Literal, Member, Shape, Type};
use crate::finding::Finding;
use crate::import::build::{Object, number, text, truth};
use crate::import::rules::NOT_UNDERSTOOD;
use crate::load::Node;

/// How a property stands in JSON.
pub(super) struct Told {
    pub(super) name: String,
    pub(super) is_required: bool,
    pub(super) is_ignored: bool,
}

/// Attributes that say nothing of the JSON, or that are looked at elsewhere.
const KNOWN: &[&str] = &[
    "Column",
    "CompilerGenerated",
    "Custom",
    "DataMember",
    "DataType",
    "DefaultValue",
    "Description",
    "Display",
    "DisallowNull",
    "EditorBrowsable",
    "ExcludeFromCodeCoverage",
    "JsonConverter",
    "JsonIgnore",
    "JsonInclude",
    "JsonProperty",
    "JsonPropertyName",
    "JsonPropertyOrder",
    "JsonRequired",
    "Key",
    "NotNull",
    "Obsolete",
    "Required",
    "Swagger",
    "UsedImplicitly",
];

fn find<'m>(member: &'m Member, name: &str) -> Option<&'m Attribute> {
    member.attributes.iter().find(|attribute| attribute.name == name)
}

fn as_text(literal: Option<&Literal>) -> Option<&str> {
    match literal {
        Some(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

pub(super) fn told(member: &Member, default: Option<&Literal>) -> Told {
    let renamed = find(member, "JsonPropertyName")
        .and_then(|attribute| as_text(attribute.at(0)))
        .or_else(|| {
            let property = find(member, "JsonProperty")?;
            as_text(property.at(0).or_else(|| property.named("PropertyName")))
        })
        .or_else(|| as_text(find(member, "DataMember")?.named("Name")));
    let name = renamed.map_or_else(|| camel(&member.name), str::to_owned);
    let ignored = find(member, "JsonIgnore").map(|attribute| attribute.named("Condition"));
    let condition = match ignored {
        Some(Some(Literal::Name(condition))) => condition.as_str(),
        Some(_) => "Always",
        None => "Never",
    };
    let asked =
        member.is_required || find(member, "Required").is_some() || find(member, "JsonRequired").is_some();
    // A parameter with a default may be left out. Of a property the empty text or list only calms the compiler.
    let has_default = match default {
        None | Some(Literal::Other | Literal::Name(_)) => false,
        Some(Literal::Text(text)) => member.is_positional || !text.is_empty(),
        Some(Literal::Null) => member.is_positional || member.ty.is_nullable,
        Some(Literal::Bool(_) | Literal::Number(_)) => true,
    };
    let is_nullable = member.ty.is_nullable && !member.is_positional;
    let may_lack = has_default || is_nullable || condition.starts_with("WhenWriting");
    Told { name, is_required: asked || !may_lack, is_ignored: condition == "Always" }
}

/// The name that `JsonNamingPolicy.CamelCase` gives.
fn camel(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (index, c) in chars.iter().enumerate() {
        let next_is_lower = chars.get(index + 1).is_some_and(|next| !next.is_uppercase());
        if !c.is_uppercase() || (index > 0 && next_is_lower) {
            out.extend(&chars[index..]);
            return out;
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// The type as the source writes it.
pub(super) fn written(ty: &Type) -> String {
    let plain = match &ty.shape {
        Shape::Tuple => "(…)".to_owned(),
        Shape::Array(item) => format!("{}[]", written(item)),
        Shape::Named(name, arguments) if arguments.is_empty() => name.clone(),
        Shape::Named(name, arguments) => {
            format!("{name}<{}>", arguments.iter().map(written).collect::<Vec<_>>().join(", "))
        }
    };
    if ty.is_nullable { plain + "?" } else { plain }
}

/// The description in an attribute.
pub(super) fn description(member: &Member) -> Option<String> {
    let described = find(member, "Description").and_then(|attribute| as_text(attribute.at(0)));
    let displayed = || as_text(find(member, "Display")?.named("Description"));
    described.or_else(displayed).map(str::to_owned)
}

/// The schema of a property with what its attributes and its default add.
pub(super) fn constrained(
    member: &Member,
    schema: Node,
    default_value: Option<&Literal>,
    said: &mut Vec<Finding>,
) -> Node {
    let is = |name: &str| schema.get("type").and_then(Node::as_str) == Some(name);
    let (is_text, is_list, is_number) = (is("string"), is("array"), is("integer") || is("number"));
    let mut more = Object::default();
    for attribute in &member.attributes {
        let lengths = if is_list { ("minItems", "maxItems") } else { ("minLength", "maxLength") };
        let understood = match (attribute.name.as_str(), attribute.at(0), attribute.at(1)) {
            ("Range", low, high) if is_number => {
                // The type may stand before the bounds, which are texts then.
                let (low, high) = match low {
                    Some(Literal::Name(_)) => (high, attribute.at(2)),
                    _ => (low, high),
                };
                let exclusive = |name: &str| attribute.named(name) == Some(&Literal::Bool(true));
                let low_key = if exclusive("MinimumIsExclusive") { "exclusiveMinimum" } else { "minimum" };
                let high_key = if exclusive("MaximumIsExclusive") { "exclusiveMaximum" } else { "maximum" };
                bound(&mut more, low_key, low) && bound(&mut more, high_key, high)
            }
            ("StringLength", max, _) if is_text => {
                let min = attribute.named("MinimumLength");
                length(&mut more, "maxLength", max) && (min.is_none() || length(&mut more, "minLength", min))
            }
            ("MaxLength", max, _) if is_text || is_list => length(&mut more, lengths.1, max),
            ("MinLength", min, _) if is_text || is_list => length(&mut more, lengths.0, min),
            ("Length", min, max) if is_text || is_list => {
                length(&mut more, lengths.0, min) && length(&mut more, lengths.1, max)
            }
            ("RegularExpression", Some(Literal::Text(pattern)), _) if is_text => {
                // .NET asks for a match of the whole text.
                let is_whole = pattern.starts_with('^') && pattern.ends_with('$') && !pattern.contains('|');
                let pattern = if is_whole { pattern.clone() } else { format!("^(?:{pattern})$") };
                more.set("pattern", text(pattern));
                true
            }
            ("EmailAddress", ..) if is_text => {
                more.set("format", text("email"));
                true
            }
            ("Url", ..) if is_text => {
                more.set("format", text("uri"));
                true
            }
            ("Obsolete", ..) => {
                more.set("deprecated", truth(true));
                true
            }
            ("DefaultValue", Some(literal), _) => {
                more = default(more, literal);
                true
            }
            (name, ..) => KNOWN.contains(&name),
        };
        if !understood {
            let message = format!("[{}] on {} was not understood", attribute.name, member.name);
            said.push(Finding::new(&NOT_UNDERSTOOD, message).at(attribute.place, ""));
        }
    }
    if let Some(literal) = default_value {
        more = default(more, literal);
    }
    Object::default().and(schema).and(more.done()).done()
}

/// A default that says more than that there is none.
fn default(schema: Object, literal: &Literal) -> Object {
    match literal {
        Literal::Bool(value) => schema.with("default", truth(*value)),
        Literal::Number(digits) => schema.with("default", number(digits)),
        Literal::Text(value) => schema.with("default", text(value)),
        Literal::Null | Literal::Name(_) | Literal::Other => schema,
    }
}

fn bound(schema: &mut Object, key: &str, literal: Option<&Literal>) -> bool {
    let digits = match literal {
        Some(Literal::Number(digits) | Literal::Text(digits)) => digits,
        // `double.MaxValue` is no bound.
        Some(Literal::Name(name)) => {
            return matches!(name.as_str(), "MaxValue" | "MinValue" | "PositiveInfinity");
        }
        _ => return false,
    };
    let is_number = crate::number::Number::parse(digits).is_some();
    if is_number {
        schema.set(key, number(digits));
    }
    is_number
}

fn length(schema: &mut Object, key: &str, literal: Option<&Literal>) -> bool {
    let Some(Literal::Number(digits)) = literal else { return false };
    let is_length = digits.bytes().all(|b| b.is_ascii_digit());
    if is_length {
        schema.set(key, number(digits));
    }
    is_length
}
