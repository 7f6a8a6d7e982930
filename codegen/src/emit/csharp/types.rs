//! How a value looks in C#: its type, how it is read, how it is written.

use std::collections::{BTreeMap, BTreeSet};

use super::file::File;
use crate::model::{Check, Field, Integer, Kind, Model, Shape, TypeId, TypeRef};

/// A type as C# sees it: newtypes are what they stand for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form<'a> {
    Bool,
    String,
    Uuid,
    Timestamp,
    Date,
    Duration,
    Decimal,
    Double,
    Integer(Integer),
    /// A whole number of any size.
    WholeNumber,
    /// A number of any size.
    Number,
    /// A closed enum.
    Enum(TypeId),
    /// An open enum.
    Open(TypeId),
    /// A record, a union or a choice, or a newtype that is a record in C#.
    Object(TypeId),
    List(&'a TypeRef),
    Tuple(&'a [TypeRef]),
    Map(&'a TypeRef),
    Nullable(&'a TypeRef),
    Any,
}

/// The form of a type.
pub(super) fn form<'a>(model: &'a Model, ty: &'a TypeRef) -> Form<'a> {
    match &ty.kind {
        Kind::Bool => Form::Bool,
        Kind::String => Form::String,
        Kind::Uuid => Form::Uuid,
        Kind::Timestamp => Form::Timestamp,
        Kind::Date => Form::Date,
        Kind::Duration => Form::Duration,
        Kind::Decimal => Form::Decimal,
        Kind::Double => Form::Double,
        Kind::Integer(integer) => Form::Integer(*integer),
        Kind::List(items) => Form::List(items),
        Kind::Map(values) => Form::Map(values),
        Kind::Nullable(inner) => match form(model, inner) {
            already @ Form::Nullable(_) => already,
            _ => Form::Nullable(inner),
        },
        Kind::Any => Form::Any,
        Kind::WholeNumber => Form::WholeNumber,
        Kind::Number => Form::Number,
        Kind::Tuple(items) => Form::Tuple(items),
        Kind::Named(id) => match &model.get(*id).shape {
            Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) => Form::Object(*id),
            Shape::Enum(set) if set.open => Form::Open(*id),
            Shape::Enum(_) => Form::Enum(*id),
            Shape::Newtype(_) if is_wrapper(model, *id) => Form::Object(*id),
            Shape::Newtype(inner) => form(model, inner),
        },
    }
}

/// Whether a newtype is a record of its own in C#: there is no other name for it.
pub(super) fn is_wrapper(model: &Model, id: TypeId) -> bool {
    matches!(model.get(id).shape, Shape::Newtype(_))
        && (model.roots.iter().any(|root| root.ty == id) || contains_itself(model, id))
}

/// The types whose checks see the value as JSON, by themselves or through what they are made of.
pub(super) fn asserting(model: &Model) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut users: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for def in &model.types {
        let mut refs: Vec<&TypeRef> = Vec::new();
        def.shape.parts().into_iter().for_each(|part| part.each(&mut |ty| refs.push(ty)));
        if let Shape::Union(union) = &def.shape {
            for arm in &union.arms {
                users.entry(arm.record).or_default().push(def.id);
            }
        }
        let counts = matches!(def.shape, Shape::Record(_));
        let is_own =
            |check: &Check| !(counts && matches!(check, Check::MinProperties(_) | Check::MaxProperties(_)));
        let sees = def.shape.checks().iter().any(is_own)
            || refs.iter().any(|ty| ty.checks.iter().any(|check| sees_json(check, form(model, ty))));
        if sees {
            found.insert(def.id);
        }
        for ty in refs {
            if let Kind::Named(id) = ty.kind {
                users.entry(id).or_default().push(def.id);
            }
        }
    }
    let mut open: Vec<TypeId> = found.iter().copied().collect();
    while let Some(id) = open.pop() {
        for user in users.get(&id).into_iter().flatten() {
            if found.insert(*user) {
                open.push(*user);
            }
        }
    }
    found
}

/// Whether a check has no form for values of a type, and sees them as JSON.
pub(super) fn sees_json(check: &Check, form: Form<'_>) -> bool {
    let text = matches!(form, Form::String | Form::Duration);
    let number =
        matches!(form, Form::Decimal | Form::Double | Form::Integer(_) | Form::Number | Form::WholeNumber);
    let fits = match check {
        Check::MinLength(_)
        | Check::MaxLength(_)
        | Check::Pattern(_)
        | Check::Email
        | Check::Uri
        | Check::Uuid
        | Check::DateTime
        | Check::Date
        | Check::Duration => text,
        Check::Minimum(_)
        | Check::Maximum(_)
        | Check::ExclusiveMinimum(_)
        | Check::ExclusiveMaximum(_)
        | Check::MultipleOf(_) => number,
        Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems => matches!(form, Form::List(_)),
        Check::MinProperties(_) | Check::MaxProperties(_) => matches!(form, Form::Map(_)),
        Check::Assert(_) => false,
    };
    !fits && !matches!(form, Form::Any)
}

/// Whether a newtype is made of itself through newtypes, lists and maps alone.
pub(super) fn contains_itself(model: &Model, id: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let Shape::Newtype(ty) = &model.get(next).shape else { continue };
        let mut inside = Vec::new();
        ty.each(&mut |ty| inside.push(ty));
        for part in inside {
            let Kind::Named(inner) = part.kind else { continue };
            if inner == id {
                return true;
            }
            if seen.insert(inner) {
                open.push(inner);
            }
        }
    }
    false
}

/// The form of a property's value when it is there and not null, and whether it may be null.
pub(super) fn field_form<'a>(model: &'a Model, field: &'a Field) -> (Form<'a>, bool) {
    match form(model, &field.ty) {
        Form::Nullable(inner) => (form(model, inner), true),
        other => (other, field.nullable),
    }
}

impl Form<'_> {
    /// Whether null is not among its values in C# unless `?` says so at run time.
    pub(super) fn is_value_type(self) -> bool {
        !matches!(
            self,
            Form::String
                | Form::Duration
                | Form::Object(_)
                | Form::List(_)
                | Form::Map(_)
                | Form::Nullable(_)
        )
    }

    /// The method of `Wire` that reads it, for what `Wire` knows.
    fn scalar(self) -> Option<&'static str> {
        Some(match self {
            Form::Bool => "Boolean",
            Form::String => "String",
            Form::Uuid => "Guid",
            Form::Timestamp => "DateTimeOffset",
            Form::Date => "DateOnly",
            Form::Duration => "Duration",
            Form::Decimal => "Decimal",
            Form::Double => "Double",
            Form::Integer(integer) => match integer {
                Integer::I8 => "SByte",
                Integer::I16 => "Int16",
                Integer::I32 => "Int32",
                Integer::I64 => "Int64",
                Integer::U8 => "Byte",
                Integer::U16 => "UInt16",
                Integer::U32 => "UInt32",
                Integer::U64 => "UInt64",
            },
            Form::Any => "Any",
            Form::WholeNumber => "WholeNumber",
            Form::Number => "Number",
            Form::Tuple(_)
            | Form::Enum(_)
            | Form::Open(_)
            | Form::Object(_)
            | Form::List(_)
            | Form::Map(_)
            | Form::Nullable(_) => return None,
        })
    }
}

impl File<'_> {
    /// The C# type.
    pub(super) fn type_name(&mut self, form: Form<'_>) -> String {
        let model = self.names.model;
        match form {
            Form::Bool => "bool".to_owned(),
            Form::String | Form::Duration => "string".to_owned(),
            Form::Uuid => self.system("System", "Guid"),
            Form::Timestamp => self.system("System", "DateTimeOffset"),
            Form::Date => self.system("System", "DateOnly"),
            Form::Decimal => "decimal".to_owned(),
            Form::Double => "double".to_owned(),
            Form::Integer(integer) => match integer {
                Integer::I8 => "sbyte",
                Integer::I16 => "short",
                Integer::I32 => "int",
                Integer::I64 => "long",
                Integer::U8 => "byte",
                Integer::U16 => "ushort",
                Integer::U32 => "uint",
                Integer::U64 => "ulong",
            }
            .to_owned(),
            Form::Enum(id) | Form::Open(id) | Form::Object(id) => self.named(id),
            Form::List(items) => {
                let list = self.system("System.Collections.Generic", "IReadOnlyList");
                format!("{list}<{}>", self.type_name(super::types::form(model, items)))
            }
            Form::Map(values) => {
                let map = self.system("System.Collections.Generic", "IReadOnlyDictionary");
                format!("{map}<string, {}>", self.type_name(super::types::form(model, values)))
            }
            Form::Nullable(inner) => format!("{}?", self.type_name(super::types::form(model, inner))),
            Form::Any => self.system("System.Text.Json", "JsonElement"),
            Form::WholeNumber => self.support("JsonInteger"),
            Form::Number => self.support("JsonNumber"),
            Form::Tuple(items) => {
                let types: Vec<String> =
                    items.iter().map(|item| self.type_name(super::types::form(model, item))).collect();
                match types.as_slice() {
                    [] => self.system("System", "ValueTuple"),
                    [one] => format!("{}<{one}>", self.system("System", "ValueTuple")),
                    several => format!("({})", several.join(", ")),
                }
            }
        }
    }

    /// An expression that reads a value from the reader called `reader`.
    pub(super) fn read(&mut self, form: Form<'_>, reader: &str) -> String {
        let model = self.names.model;
        let wire = self.support("Wire");
        match form {
            Form::Enum(id) | Form::Open(id) | Form::Object(id) => {
                format!("{}.ReadJson(ref {reader})", self.converter(id))
            }
            Form::List(items) => {
                format!("{wire}.List(ref {reader}, {})", self.reader(super::types::form(model, items)))
            }
            Form::Map(values) => {
                format!("{wire}.Map(ref {reader}, {})", self.reader(super::types::form(model, values)))
            }
            Form::Nullable(inner) => self.read_or_null(super::types::form(model, inner), reader),
            Form::Tuple(items) => {
                let count = items.len();
                let mut read = |(index, item): (usize, &TypeRef)| {
                    let read = self.reader(super::types::form(model, item));
                    format!("{wire}.Item(ref {reader}, {index}, {count}, {read})")
                };
                let parts: Vec<String> = items.iter().enumerate().map(&mut read).collect();
                let tuple = match parts.as_slice() {
                    [] | [_] => {
                        format!("{}.Create({})", self.system("System", "ValueTuple"), parts.concat())
                    }
                    several => format!("({})", several.join(", ")),
                };
                format!("{wire}.Tuple({wire}.StartArray(ref {reader}), {tuple}, {count}, ref {reader})")
            }
            scalar => format!("{wire}.{}(ref {reader})", scalar.scalar().unwrap_or_default()),
        }
    }

    /// An expression that reads a value or null.
    pub(super) fn read_or_null(&mut self, form: Form<'_>, reader: &str) -> String {
        let wire = self.support("Wire");
        let method = if form.is_value_type() { "NullOrValue" } else { "NullOr" };
        format!("{wire}.{method}(ref {reader}, {})", self.reader(form))
    }

    /// What reads a value, as a delegate.
    pub(super) fn reader(&mut self, form: Form<'_>) -> String {
        match form {
            Form::Enum(id) | Form::Open(id) | Form::Object(id) => format!("{}.ReadJson", self.converter(id)),
            Form::List(_) | Form::Map(_) | Form::Nullable(_) | Form::Tuple(_) => {
                let reader = self.system("System.Text.Json", "Utf8JsonReader");
                format!("static (ref {reader} item) => {}", self.read(form, "item"))
            }
            scalar => format!("{}.{}", self.support("Wire"), scalar.scalar().unwrap_or_default()),
        }
    }

    /// An expression that writes `value`.
    pub(super) fn write(&mut self, form: Form<'_>, value: &str) -> String {
        let model = self.names.model;
        let wire = self.support("Wire");
        match form {
            Form::Enum(id) | Form::Open(id) | Form::Object(id) => {
                format!("{}.WriteJson(writer, {value})", self.converter(id))
            }
            Form::List(items) => {
                format!(
                    "{wire}.WriteList(writer, {value}, {})",
                    self.writer(super::types::form(model, items))
                )
            }
            Form::Map(values) => {
                format!(
                    "{wire}.WriteMap(writer, {value}, {})",
                    self.writer(super::types::form(model, values))
                )
            }
            Form::Nullable(inner) => self.write_or_null(super::types::form(model, inner), value),
            Form::Tuple(items) => {
                let mut write = |(index, item): (usize, &TypeRef)| {
                    let value = format!("tuple.Item{}", index + 1);
                    format!("{};", self.write(super::types::form(model, item), &value))
                };
                let parts: Vec<String> = items.iter().enumerate().map(&mut write).collect();
                let body =
                    if parts.is_empty() { "{ }".to_owned() } else { format!("{{ {} }}", parts.join(" ")) };
                format!("{wire}.WriteTuple(writer, {value}, static (writer, tuple) => {body})")
            }
            _ => format!("{wire}.Write(writer, {value})"),
        }
    }

    /// An expression that writes `value`, which may be null.
    pub(super) fn write_or_null(&mut self, form: Form<'_>, value: &str) -> String {
        let wire = self.support("Wire");
        let method = if form.is_value_type() { "WriteNullOrValue" } else { "WriteNullOr" };
        format!("{wire}.{method}(writer, {value}, {})", self.writer(form))
    }

    /// What writes a value, as a delegate.
    pub(super) fn writer(&mut self, form: Form<'_>) -> String {
        match form {
            Form::Enum(id) | Form::Open(id) | Form::Object(id) => format!("{}.WriteJson", self.converter(id)),
            Form::List(_) | Form::Map(_) | Form::Nullable(_) | Form::Tuple(_) => {
                format!("static (writer, item) => {}", self.write(form, "item"))
            }
            _ => format!("{}.Write", self.support("Wire")),
        }
    }
}

/// Whether equality must look at the JSON, because .NET compares lists, maps and JSON values by reference.
pub(super) fn is_compared_by_reference(model: &Model, ty: Form<'_>) -> bool {
    match ty {
        Form::List(_) | Form::Map(_) | Form::Any => true,
        Form::Tuple(items) => items.iter().any(|item| is_compared_by_reference(model, form(model, item))),
        Form::Nullable(inner) => is_compared_by_reference(model, form(model, inner)),
        _ => false,
    }
}
