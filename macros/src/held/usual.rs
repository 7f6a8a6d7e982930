//! What a field is, by how its type is spelled: a guess that the compiler then proves.

use crate::data::Field;
use syn::{GenericArgument, PathArguments, Type};

/// Whether a field is surely what its member wants, if names mean what they usually do; kind and argument of the member are
/// as in `event_contracts::held::want`, the kind in capitals where it may be left out.
pub(super) fn fits(field: &Field<'_>, (kind, argument): (u8, u8)) -> bool {
    if kind == 0
        || field.own.unchecked.is_some()
        || field.own.like.is_some()
        || field.serde.functions.is_some()
    {
        return false;
    }
    let adapter = field.serde.with.as_ref().map(|(_, path)| path.as_str());
    let Some(name) = name(field.ty, kind.is_ascii_uppercase()) else { return false };
    match (kind.to_ascii_lowercase(), name.as_str(), adapter) {
        (b't' | b'e' | b'f', "String", None) | (b'b', "bool", None) | (b'n', "f64", None) => true,
        (b'd', "Decimal", adapter) => adapter == Some("wire::As::<wire::DecimalNumber>"),
        (b'f', name, None) => is(&["Uuid", "Timestamp", "Date", "Duration"], name, |at| at + 1 == argument),
        (b'i', name, None | Some("wire::As::<wire::Integer>")) => {
            is(&["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"], name, |at| argument >> at & 1 == 1)
        }
        _ => false,
    }
}

fn is(names: &[&str], name: &str, holds: impl Fn(u8) -> bool) -> bool {
    (0..).zip(names).any(|(at, known)| *known == name && holds(at))
}

/// The last word of a type without parameters; of what an `Option` holds, if it has to be one.
fn name(ty: &Type, optional: bool) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::None if !optional => Some(last.ident.to_string()),
        PathArguments::AngleBracketed(arguments) if optional && last.ident == "Option" => {
            match arguments.args.first()? {
                GenericArgument::Type(inner) => name(inner, false),
                _ => None,
            }
        }
        _ => None,
    }
}
