//! Random contracts, each with a type that is as it says, and the same type with one fault: the first compiles, the
//! second does not, and the one error names the field.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Map, Value, json};
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

/// Contracts in one run.
const CASES: u64 = 24;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        // Splitmix.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn flip(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }
}

#[derive(Clone)]
enum Kind {
    Text,
    Uuid,
    Time,
    Flag,
    Whole(i64, i64),
    Decimal,
    Number,
    List(Box<Kind>),
    Map(Box<Kind>),
    Enum(Vec<String>),
    Record(Vec<Field>),
}

#[derive(Clone)]
struct Field {
    name: String,
    kind: Kind,
    required: bool,
    nullable: bool,
}

/// What is wrong with a type.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Missing,
    Misspelt,
    Unknown,
    OtherType,
    Narrow,
    Presence,
    Null,
    Variant,
}

fn fields(random: &mut Random, depth: usize) -> Vec<Field> {
    let count = 1 + random.below(4);
    let mut all = Vec::new();
    for number in 0..count {
        let words = ["order", "total", "buyer", "place", "state", "since"];
        let name = format!("{}{}", words[random.below(words.len())], ["One", "Two", "Three", "Four"][number]);
        let kind = kind(random, depth);
        all.push(Field { name, kind, required: random.flip(), nullable: random.below(4) == 0 });
    }
    all
}

fn kind(random: &mut Random, depth: usize) -> Kind {
    match random.below(if depth == 0 { 7 } else { 11 }) {
        0 => Kind::Text,
        1 => Kind::Uuid,
        2 => Kind::Time,
        3 => Kind::Flag,
        4 => {
            let least = [0, 1, -5, -40_000][random.below(4)];
            Kind::Whole(least, [300, 70_000, 5_000_000_000][random.below(3)])
        }
        5 => Kind::Decimal,
        6 => Kind::Number,
        7 => Kind::List(Box::new(kind(random, depth - 1))),
        8 => Kind::Map(Box::new(kind(random, depth - 1))),
        9 => Kind::Enum(
            ["red", "green", "blue", "grey"][..2 + random.below(3)].iter().map(ToString::to_string).collect(),
        ),
        _ => Kind::Record(fields(random, depth - 1)),
    }
}

fn schema(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": "string", "maxLength": 40}),
        Kind::Uuid => json!({"type": "string", "format": "uuid"}),
        Kind::Time => json!({"type": "string", "format": "date-time"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Whole(least, greatest) => json!({"type": "integer", "minimum": least, "maximum": greatest}),
        Kind::Decimal => json!({"type": "number", "format": "decimal"}),
        Kind::Number => json!({"type": "number"}),
        Kind::List(item) => json!({"type": "array", "items": schema(item)}),
        Kind::Map(value) => json!({"type": "object", "additionalProperties": schema(value)}),
        Kind::Enum(values) => json!({"enum": values}),
        Kind::Record(fields) => record(fields),
    }
}

fn record(fields: &[Field]) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let inner = schema(&field.kind);
        let inner = if field.nullable { json!({"anyOf": [inner, {"type": "null"}]}) } else { inner };
        properties.insert(field.name.clone(), inner);
    }
    let required = fields.iter().filter(|field| field.required).map(|field| field.name.as_str());
    json!({"type": "object", "properties": properties, "required": required.collect::<Vec<_>>()})
}

/// The type, its adapter if it needs one, and the types that it needs, into `out`.
fn rust(kind: &Kind, name: &str, out: &mut String) -> (String, Option<String>) {
    let plain = |ty: &str| (ty.to_owned(), None);
    let wrapped = |outer: &str, adapter: &str, (ty, with): (String, Option<String>)| {
        (format!("{outer}{ty}>"), with.map(|with| format!("{adapter}{with}>")))
    };
    match kind {
        Kind::Text => plain("String"),
        Kind::Uuid => plain("Uuid"),
        Kind::Time => plain("Timestamp"),
        Kind::Flag => plain("bool"),
        Kind::Whole(least, greatest) => plain(match (least, greatest) {
            (0.., ..=65_535) => "u16",
            (0.., ..=4_294_967_295) => "u32",
            (_, ..=2_147_483_647) => "i32",
            _ => "i64",
        }),
        Kind::Decimal => ("Decimal".to_owned(), Some("wire::DecimalNumber".to_owned())),
        Kind::Number => plain("f64"),
        Kind::List(item) => wrapped("Vec<", "Vec<", rust(item, &format!("{name}Item"), out)),
        Kind::Map(value) => {
            wrapped("BTreeMap<String, ", "wire::Map<", rust(value, &format!("{name}Value"), out))
        }
        Kind::Enum(values) => {
            let variants =
                values.iter().map(|value| format!("{}{}, ", value[..1].to_uppercase(), &value[1..]));
            let variants: String = variants.collect();
            writeln!(
                out,
                "#[derive(Serialize, Deserialize, EventData)]\n#[serde(rename_all = \"lowercase\")]"
            )
            .unwrap();
            writeln!(out, "enum {name} {{ {variants}}}\n").unwrap();
            plain(name)
        }
        Kind::Record(fields) => {
            let text = structure(fields, name, out);
            writeln!(out, "#[derive(Serialize, Deserialize, EventData)]\n{text}").unwrap();
            plain(name)
        }
    }
}

fn snake(name: &str) -> String {
    name.chars()
        .flat_map(|c| [c.is_uppercase().then_some('_'), Some(c.to_ascii_lowercase())])
        .flatten()
        .collect()
}

fn structure(fields: &[Field], name: &str, out: &mut String) -> String {
    let mut text = format!("#[serde(rename_all = \"camelCase\")]\nstruct {name} {{\n");
    for field in fields {
        let (mut ty, with) =
            rust(&field.kind, &format!("{name}{}{}", field.name[..1].to_uppercase(), &field.name[1..]), out);
        let mut attributes = Vec::new();
        if !field.required || field.nullable {
            ty = format!("Option<{ty}>");
        }
        if let Some(with) = with {
            let with = match (field.required, field.nullable) {
                (_, true) => format!("Option<{with}>"),
                (false, false) => format!("wire::Present<{with}>"),
                (true, false) => with,
            };
            attributes.push(format!("with = \"wire::As::<{with}>\""));
            if !field.required {
                attributes.push("default".to_owned());
            }
        }
        if !field.required {
            attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        }
        if !attributes.is_empty() {
            writeln!(text, "    #[serde({})]", attributes.join(", ")).unwrap();
        }
        writeln!(text, "    {}: {ty},", snake(&field.name)).unwrap();
    }
    text + "}\n"
}

fn module(fields: &[Field], case: u64) -> String {
    let mut types = String::new();
    let event = structure(fields, "Held", &mut types);
    format!(
        "use event_contracts::{{Decimal, Event, EventData, Timestamp, Uuid, wire}};\n\
         use serde::{{Deserialize, Serialize}};\nuse std::collections::BTreeMap;\n\n{types}\
         #[derive(Serialize, Deserialize, Event)]\n\
         #[event(contract = \"random/case-{case}\", version = \"1.0\")]\n{event}"
    )
}

/// Makes one fault somewhere, if it can; what the error must speak of.
fn spoil(fields: &mut Vec<Field>, fault: Fault, random: &mut Random) -> Option<String> {
    let count = fields.len();
    let at = random.below(count);
    let field = &mut fields[at];
    let name = field.name.clone();
    if let Kind::Record(inner) = &mut field.kind
        && random.flip()
    {
        let mut changed = inner.clone();
        let path = spoil(&mut changed, fault, random)?;
        *inner = changed;
        return Some(format!("{name}.{path}"));
    }
    match fault {
        Fault::Missing if field.required && count > 1 => {
            fields.remove(at);
        }
        Fault::Misspelt if field.required => field.name.insert(2, 'q'),
        Fault::Unknown => {
            let kind = Kind::Flag;
            fields.push(Field { name: "zebra".to_owned(), kind, required: true, nullable: false });
            return Some("zebra".to_owned());
        }
        Fault::OtherType => {
            field.kind = if matches!(field.kind, Kind::Flag) { Kind::Uuid } else { Kind::Flag };
        }
        Fault::Narrow => match &mut field.kind {
            Kind::Whole(least, greatest) if *least >= 0 && *greatest > 65_535 => *greatest = 300,
            Kind::Whole(_, greatest) if *greatest > 2_147_483_647 => *greatest = 300,
            _ => return None,
        },
        Fault::Presence if !field.nullable => field.required = !field.required,
        Fault::Null if field.required => field.nullable = !field.nullable,
        Fault::Variant => match &mut field.kind {
            Kind::Enum(values) => {
                values.pop();
            }
            _ => return None,
        },
        _ => return None,
    }
    Some(name)
}

const FAULTS: [Fault; 8] = [
    Fault::Missing,
    Fault::Misspelt,
    Fault::Unknown,
    Fault::OtherType,
    Fault::Narrow,
    Fault::Presence,
    Fault::Null,
    Fault::Variant,
];

#[expect(clippy::disallowed_methods, reason = "a scratch folder for the compiler")]
fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn one_fault_is_one_error_that_names_the_field() {
    let package = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("held_random");
    write(&package.join("contracts/contracts.toml"), "");
    let mut random = Random(20_260_114);
    let mut files = Vec::new();
    let mut wanted = Vec::new();
    let mut made = [0; FAULTS.len()];
    for case in 0..CASES {
        let fields = fields(&mut random, 2);
        let mut contract = record(&fields);
        contract["x-event"] = json!({"type": "Held", "source": "random-service", "owner": "nobody"});
        let contract = serde_json::to_string_pretty(&contract).unwrap();
        write(&package.join(format!("contracts/random/case-{case}/1.0.json")), &contract);
        let mut add = |kind: &str, fields: &[Field]| {
            let file = PathBuf::from(format!("cases/{case}_{kind}.rs"));
            write(&package.join(&file), &module(fields, case));
            files.push(file.clone());
            file.display().to_string()
        };
        add("right", &fields);
        for (number, fault) in FAULTS.into_iter().enumerate() {
            let mut spoilt = fields.clone();
            if let Some(path) = spoil(&mut spoilt, fault, &mut random) {
                made[number] += 1;
                wanted.push((add(&format!("{fault:?}").to_lowercase(), &spoilt), path));
            }
        }
    }
    assert!(made.iter().all(|count| *count >= 1), "{made:?}");
    let mut messages = support::compile(&package, &files, "held_random");
    let mut wrong = String::new();
    for (file, path) in wanted {
        let said = messages.remove(&file).unwrap_or_default();
        let last = path.rsplit('.').next().unwrap();
        let names = said.contains(&format!("`{path}"))
            || said.contains(&format!(".{last}`"))
            || said.contains(&format!("`{last}`"));
        if said.matches("error: ").count() != 1 || !names {
            let source = std::fs::read_to_string(package.join(&file)).unwrap();
            write!(wrong, "---- {file}: one error about `{path}` expected, found:\n{said}{source}\n")
                .unwrap();
        }
    }
    for (file, said) in messages.into_iter().filter(|(_, said)| said.contains("error: ")) {
        let source = std::fs::read_to_string(package.join(&file)).unwrap();
        write!(wrong, "---- {file}: nothing is wrong with it, but:\n{said}{source}\n").unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
}
