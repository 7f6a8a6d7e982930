//! `#[derive(Record)]` and `#[derive(AsView)]`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{
    Data, DeriveInput, Error, Fields, Ident, LitStr, Type, ext::IdentExt, meta::ParseNestedMeta, parse_quote,
    spanned::Spanned,
};

/// The struct, its attributes read.
pub(crate) struct Record {
    name: Ident,
    closed: bool,
    members: Vec<Member>,
    rest: Option<Member>,
}

struct Member {
    field: Ident,
    ty: Type,
    json: LitStr,
    optional: bool,
    rest: bool,
    with: Type,
}

/// Reads the struct and expands it, or says what is wrong with it.
pub(crate) fn derive(input: TokenStream, expand: fn(&Record) -> TokenStream) -> TokenStream {
    match syn::parse2(input).and_then(|input| read(&input)) {
        Ok(record) => expand(&record),
        Err(error) => error.into_compile_error(),
    }
}

fn read(input: &DeriveInput) -> syn::Result<Record> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.span(), "only a struct with named fields is a record"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(input.span(), "only a struct with named fields is a record"));
    };
    let mut closed = false;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("record")) {
        attribute.parse_nested_meta(|meta| flag(&meta, "closed", &mut closed))?;
    }
    let mut members = Vec::new();
    let mut rest = None;
    for field in &fields.named {
        let Some(name) = &field.ident else { continue };
        let mut member = Member {
            field: name.clone(),
            ty: field.ty.clone(),
            json: LitStr::new(&name.unraw().to_string(), Span::call_site()),
            optional: false,
            rest: false,
            with: parse_quote!(::event_contracts::wire::Same),
        };
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("record")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    member.json = meta.value()?.parse()?;
                    Ok(())
                } else if meta.path.is_ident("with") {
                    member.with = meta.value()?.parse()?;
                    Ok(())
                } else if meta.path.is_ident("optional") {
                    flag(&meta, "optional", &mut member.optional)
                } else {
                    flag(&meta, "rest", &mut member.rest)
                }
            })?;
        }
        if member.rest {
            rest = Some(member);
        } else {
            members.push(member);
        }
    }
    Ok(Record { name: input.ident.clone(), closed, members, rest })
}

fn flag(meta: &ParseNestedMeta<'_>, name: &str, value: &mut bool) -> syn::Result<()> {
    if !meta.path.is_ident(name) {
        return Err(meta.error("unknown key"));
    }
    *value = true;
    Ok(())
}

/// `Serialize` and `Deserialize`.
pub(crate) fn serde(record: &Record) -> TokenStream {
    let (serialize, deserialize) = (serialize(record), deserialize(record));
    quote! {
        #[allow(deprecated, unused_variables)]
        const _: () = {
            use ::event_contracts::__private::serde;
            #serialize
            #deserialize
        };
    }
}

fn serialize(record: &Record) -> TokenStream {
    let name = &record.name;
    let writes = record.members.iter().map(|Member { field, json, with, optional, .. }| {
        if *optional {
            quote! {
                if let ::std::option::Option::Some(value) = &self.#field {
                    ::event_contracts::wire::write::<#with, _, _>(&mut members, #json, value)?;
                }
            }
        } else {
            quote!(::event_contracts::wire::write::<#with, _, _>(&mut members, #json, &self.#field)?;)
        }
    });
    let rest = record.rest.iter().map(
        |Member { field, with, .. }| quote!(::event_contracts::wire::write_rest::<#with, _, _>(&mut members, &self.#field)?;),
    );
    // Without a member there is nothing to write into.
    let mutable = (!record.members.is_empty() || record.rest.is_some()).then(|| quote!(mut));
    quote! {
        impl serde::Serialize for #name {
            fn serialize<__S: serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                let #mutable members = serializer.serialize_map(::std::option::Option::None)?;
                #(#writes)*
                #(#rest)*
                serde::ser::SerializeMap::end(members)
            }
        }
    }
}

/// A type of the schema may have any name that is a word, so names of this code have an underscore in front.
fn deserialize(record: &Record) -> TokenStream {
    let name = &record.name;
    let slots: Vec<Ident> = (0..record.members.len()).map(|at| format_ident!("member_{at}")).collect();
    let declare = record.members.iter().zip(&slots).map(|(Member { ty, optional, .. }, slot)| {
        if *optional {
            quote!(let mut #slot: #ty = ::std::option::Option::None;)
        } else {
            quote!(let mut #slot: ::std::option::Option<#ty> = ::std::option::Option::None;)
        }
    });
    let reads = record.members.iter().zip(&slots).map(|(Member { json, with, .. }, slot)| {
        quote!(#json => ::event_contracts::wire::member::<#with, _, _>(&mut #slot, #json, &mut members)?,)
    });
    let fields = record.members.iter().zip(&slots).map(|(Member { field, json, optional, .. }, slot)| {
        if *optional {
            quote!(#field: #slot,)
        } else {
            quote!(#field: ::event_contracts::wire::required(#slot, #json)?,)
        }
    });
    let names = record.members.iter().map(|member| &member.json);
    let (declare_rest, other, rest) = match &record.rest {
        Some(Member { field, ty, with, .. }) => (
            quote!(let mut rest = <#ty as ::std::default::Default>::default();),
            quote!(::event_contracts::wire::keep::<#with, _, _>(&mut rest, name, &mut members)?),
            quote!(#field: rest,),
        ),
        None if record.closed => (
            quote!(),
            quote!(return ::std::result::Result::Err(serde::de::Error::unknown_field(name.as_str(), &[#(#names),*]))),
            quote!(),
        ),
        None => (quote!(), quote!(::event_contracts::wire::skip(&mut members)?), quote!()),
    };
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<__D: serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                struct __Visitor;
                impl<'de> serde::de::Visitor<'de> for __Visitor {
                    type Value = #name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<__M: serde::de::MapAccess<'de>>(
                        self,
                        mut members: __M,
                    ) -> ::std::result::Result<#name, __M::Error> {
                        #(#declare)*
                        #declare_rest
                        while let ::std::option::Option::Some(name) = members.next_key::<::event_contracts::wire::Key<'de>>()? {
                            match name.as_str() {
                                #(#reads)*
                                _ => #other,
                            }
                        }
                        ::std::result::Result::Ok(#name { #(#fields)* #rest })
                    }
                }
                deserializer.deserialize_map(__Visitor)
            }
        }
    }
}

/// `AsView` and `Object`.
pub(crate) fn view(record: &Record) -> TokenStream {
    let name = &record.name;
    let get = record.members.iter().map(|Member { field, json, optional, .. }| {
        if *optional {
            quote!(#json => self.#field.as_ref().map(view::AsView::view),)
        } else {
            quote!(#json => ::std::option::Option::Some(view::AsView::view(&self.#field)),)
        }
    });
    let each = record.members.iter().map(|Member { field, json, optional, .. }| {
        if *optional {
            quote! {
                if let ::std::option::Option::Some(value) = &self.#field {
                    visit(#json, view::AsView::view(value))?;
                }
            }
        } else {
            quote!(visit(#json, view::AsView::view(&self.#field))?;)
        }
    });
    let (get_rest, each_rest) = match &record.rest {
        Some(Member { field, .. }) => {
            (quote!(view::Object::get(&self.#field, name)), quote!(view::Object::each(&self.#field, visit)))
        }
        None => (quote!(::std::option::Option::None), quote!(view::Flow::Continue(()))),
    };
    quote! {
        #[allow(deprecated, unused_variables)]
        const _: () = {
            use ::event_contracts::view;

            impl view::AsView for #name {
                fn view(&self) -> view::View<'_> {
                    view::View::Object(self)
                }
            }

            impl view::Object for #name {
                fn get(&self, name: &str) -> ::std::option::Option<view::View<'_>> {
                    match name {
                        #(#get)*
                        _ => #get_rest,
                    }
                }

                fn each(&self, visit: &mut dyn FnMut(&str, view::View<'_>) -> view::Flow) -> view::Flow {
                    #(#each)*
                    #each_rest
                }
            }
        };
    }
}
