//! What one file may call by a short name.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident;
use crate::lower::names;
use crate::model::{Home, Integer, Kind, Model, Shape, TypeId, TypeRef};

/// Collects what a file imports.
pub(super) struct Scope<'a> {
    model: &'a Model,
    home: &'a Home,
    /// Names of the types that the file defines.
    local: BTreeSet<&'a str>,
    /// From `event_contracts`.
    runtime: BTreeSet<&'static str>,
    /// Short name → type, for shared types that are imported.
    shared: BTreeMap<&'a str, TypeId>,
    maps: bool,
    serde: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(model: &'a Model, home: &'a Home) -> Self {
        let local = model.types_in(home).map(|def| def.rust.as_str()).collect();
        Self {
            model,
            home,
            local,
            runtime: BTreeSet::new(),
            shared: BTreeMap::new(),
            maps: false,
            serde: false,
        }
    }

    /// A name of the runtime crate, imported.
    pub(super) fn runtime(&mut self, name: &'static str) -> TokenStream {
        self.runtime.insert(name);
        let name = format_ident!("{}", name);
        quote!(#name)
    }

    /// A type of the runtime crate whose name a type of the schema may have as well; imported unless one has.
    fn runtime_type(&mut self, name: &'static str) -> TokenStream {
        if self.local.contains(name) {
            let name = format_ident!("{}", name);
            return quote!(event_contracts::#name);
        }
        self.runtime(name)
    }

    /// The home of the file.
    pub(super) fn home(&self) -> &'a Home {
        self.home
    }

    /// The map type, imported.
    pub(super) fn map(&mut self) -> TokenStream {
        self.maps = true;
        quote!(BTreeMap)
    }

    /// `Serialize` and `Deserialize`, imported.
    pub(super) fn serde(&mut self) {
        self.serde = true;
    }

    /// The path of a named type from here; imported unless another type here has its name.
    pub(super) fn named(&mut self, id: TypeId) -> TokenStream {
        let def = self.model.get(id);
        let name = ident(&def.rust);
        if def.home == *self.home {
            return quote!(#name);
        }
        let free = !self.local.contains(def.rust.as_str())
            && !["Json", "Number", "Integer"].contains(&def.rust.as_str());
        if free && *self.shared.entry(&def.rust).or_insert(id) == id {
            return quote!(#name);
        }
        let module = module(&def.home);
        quote!(#module::#name)
    }

    /// The Rust type of a use of a type.
    pub(super) fn ty(&mut self, ty: &TypeRef) -> TokenStream {
        match &ty.kind {
            Kind::Bool => quote!(bool),
            Kind::String => quote!(String),
            Kind::Uuid => self.runtime("Uuid"),
            Kind::Timestamp => self.runtime("Timestamp"),
            Kind::Date => self.runtime("Date"),
            Kind::Duration => self.runtime("Duration"),
            Kind::Decimal => self.runtime("Decimal"),
            Kind::Double => quote!(f64),
            Kind::Integer(kind) => integer(*kind),
            Kind::Named(id) => self.named(*id),
            Kind::List(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            Kind::Map(value) => {
                self.maps = true;
                let value = self.ty(value);
                quote!(BTreeMap<String, #value>)
            }
            Kind::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Kind::Any => self.runtime_type("Json"),
            Kind::WholeNumber => self.runtime_type("Integer"),
            Kind::Number => self.runtime_type("Number"),
            Kind::Tuple(items) => {
                let items: Vec<TokenStream> = items.iter().map(|item| self.ty(item)).collect();
                quote!((#(#items,)*))
            }
        }
    }

    /// The adapter through which a value of this type is read and written; `None` where serde's own reading
    /// is exact.
    pub(super) fn adapter(&mut self, ty: &TypeRef) -> Option<TokenStream> {
        let adapter = match &ty.kind {
            Kind::Bool
            | Kind::String
            | Kind::Timestamp
            | Kind::Date
            | Kind::Duration
            | Kind::Any
            | Kind::WholeNumber
            | Kind::Number => return None,
            Kind::Tuple(items) => {
                let items: Vec<TokenStream> = items.iter().map(|item| self.adapter_or_same(item)).collect();
                quote!(wire::Tuple<(#(#items,)*)>)
            }
            // Serde's derive would also read a struct from an array of its fields.
            Kind::Named(id) => match self.model.get(*id).shape {
                Shape::Record(_) => quote!(wire::Same),
                Shape::Enum(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Newtype(_) => return None,
            },
            Kind::Uuid => quote!(wire::UuidText),
            Kind::Decimal => quote!(wire::DecimalNumber),
            Kind::Double => quote!(wire::Double),
            Kind::Integer(_) => quote!(wire::Integer),
            Kind::List(item) => {
                let item = self.adapter(item)?;
                quote!(Vec<#item>)
            }
            Kind::Map(value) => {
                let value = self.adapter_or_same(value);
                quote!(wire::Map<#value>)
            }
            Kind::Nullable(inner) => {
                let inner = self.adapter_or_same(inner);
                quote!(Option<#inner>)
            }
        };
        Some(adapter)
    }

    pub(super) fn adapter_or_same(&mut self, ty: &TypeRef) -> TokenStream {
        self.adapter(ty).unwrap_or_else(|| quote!(wire::Same))
    }

    /// The `use` items of the file.
    pub(super) fn imports(&self) -> Vec<TokenStream> {
        let mut uses = Vec::new();
        if self.maps {
            uses.push(quote!(
                use std::collections::BTreeMap;
            ));
        }
        if self.serde {
            uses.push(quote!(
                use event_contracts::__private::serde::{Deserialize, Serialize};
            ));
        }
        let runtime: Vec<_> = self.runtime.iter().map(|name| format_ident!("{}", name)).collect();
        if !runtime.is_empty() {
            uses.push(quote!(use event_contracts::{#(#runtime),*};));
        }
        let mut by_module: BTreeMap<String, (TokenStream, Vec<proc_macro2::Ident>)> = BTreeMap::new();
        for (name, id) in &self.shared {
            let module = module(&self.model.get(*id).home);
            by_module.entry(module.to_string()).or_insert_with(|| (module, Vec::new())).1.push(ident(name));
        }
        uses.extend(by_module.into_values().map(|(module, names)| quote!(use #module::{#(#names),*};)));
        uses
    }
}

fn integer(kind: Integer) -> TokenStream {
    match kind {
        Integer::I8 => quote!(i8),
        Integer::I16 => quote!(i16),
        Integer::I32 => quote!(i32),
        Integer::I64 => quote!(i64),
        Integer::U8 => quote!(u8),
        Integer::U16 => quote!(u16),
        Integer::U32 => quote!(u32),
        Integer::U64 => quote!(u64),
    }
}

/// The module of a home.
fn module(home: &Home) -> TokenStream {
    let parts: Vec<_> = match home {
        Home::Event { domain, folder, major } => {
            vec![names::rust_module(domain), names::rust_module(folder), format!("v{major}")]
        }
        Home::Shared(parts) => parts.iter().map(|part| names::rust_module(part)).collect(),
    };
    let parts = parts.iter().map(|part| ident(part));
    quote!(crate #(::#parts)*)
}
