//! Assertions: the private module of a home with one function for each schema whose keywords no type holds.

use std::collections::btree_map::{BTreeMap, Entry};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Emitter;
use super::literal::{count, num, types, value};
use super::pattern::pattern;
use crate::model::{Assertion, AssertionId, Check, Condition, Evaluated, EvaluationId, Home, Model, Part};

/// Name of the module.
pub(super) fn module(model: &Model, home: &Home) -> Ident {
    let parts = |home: &Home| match home {
        Home::Shared(parts) => parts.clone(),
        Home::Event { domain, folder, major } => vec![domain.clone(), folder.clone(), format!("v{major}")],
    };
    let mut below = parts(home);
    below.push("asserts".to_owned());
    let taken = model.types.iter().any(|def| parts(&def.home).starts_with(&below));
    if taken { format_ident!("asserts_") } else { format_ident!("asserts") }
}

/// A function's name.
pub(super) fn function(name: &str) -> Ident {
    match name {
        "self" | "super" | "crate" | "_" => format_ident!("{}_", name),
        _ if syn::parse_str::<Ident>(name).is_ok() => format_ident!("{}", name),
        _ => format_ident!("r#{}", name),
    }
}

/// Whether nothing is valid under an assertion.
fn is_never(assertion: &Assertion) -> bool {
    matches!(assertion.conditions.as_slice(), [Condition::Never])
}

/// What an evaluation is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Members,
    Items,
}

impl Emitter<'_> {
    /// The module of a home's assertions, if it has any: a file of its own.
    pub(super) fn asserts(&self, home: &Home) -> Option<Asserts> {
        let mut module = Module { model: self.model, patterns: BTreeMap::new(), open: Vec::new() };
        let roots = self.model.asserted(home);
        if roots.is_empty() {
            return None;
        }
        module.open.extend(roots.into_iter().map(Work::Assertion));
        let mut written: BTreeMap<Work, TokenStream> = BTreeMap::new();
        while let Some(work) = module.open.pop() {
            if let Entry::Vacant(entry) = written.entry(work) {
                entry.insert(match work {
                    Work::Assertion(id) => module.assertion(id),
                    Work::Evaluation(id, side) => module.evaluation(id, side),
                });
            }
        }
        let mut patterns: Vec<(&Ident, &TokenStream)> =
            module.patterns.values().map(|(name, pattern)| (name, pattern)).collect();
        patterns.sort_by_key(|(name, _)| (name.to_string().len(), name.to_string()));
        let statics: TokenStream = patterns
            .into_iter()
            .map(|(name, pattern)| quote!(static #name: check::Pattern = #pattern;))
            .collect();
        let functions: Vec<TokenStream> = written.into_values().collect();
        let uses = |word: &str| functions.iter().any(|function| mentions(function, word));
        let check = (!statics.is_empty() || uses("check")).then(|| quote!(check,));
        let literal = uses("Literal").then(|| quote!(Literal,));
        let types = uses("Types").then(|| quote!(Types,));
        let imports = vec![
            quote!(use event_contracts::assert::{self, DONE, #literal Out, #types};),
            quote!(
                use event_contracts::view::{Flow, View};
            ),
            quote!(use event_contracts::{Path, #check};),
        ];
        let items =
            Some(statics).filter(|statics| !statics.is_empty()).into_iter().chain(functions).collect();
        Some(Asserts { module: self::module(self.model, home), imports, items })
    }
}

/// The file of a home's assertions.
pub(super) struct Asserts {
    pub(super) module: Ident,
    pub(super) imports: Vec<TokenStream>,
    pub(super) items: Vec<TokenStream>,
}

/// Whether an identifier occurs.
fn mentions(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == word,
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), word),
        _ => false,
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Assertion(AssertionId),
    Evaluation(EvaluationId, Side),
}

struct Module<'a> {
    model: &'a Model,
    /// By their text; the names count.
    patterns: BTreeMap<String, (Ident, TokenStream)>,
    /// Functions that are called and may not be there yet.
    open: Vec<Work>,
}

impl Module<'_> {
    /// The name of an assertion's function, which will be there.
    fn call(&mut self, id: AssertionId) -> Ident {
        self.open.push(Work::Assertion(id));
        function(&self.model.assertion(id).name)
    }

    fn sees(&mut self, id: EvaluationId, side: Side) -> Ident {
        self.open.push(Work::Evaluation(id, side));
        function(&self.model.evaluation(id).name)
    }

    fn option(&mut self, id: Option<AssertionId>) -> TokenStream {
        match id {
            Some(id) => {
                let name = self.call(id);
                quote!(Some(#name))
            }
            None => quote!(None),
        }
    }

    fn pattern(&mut self, text: &str) -> Ident {
        let name = format_ident!("PATTERN_{}", self.patterns.len() + 1);
        self.patterns.entry(text.to_owned()).or_insert_with(|| (name, pattern(text))).0.clone()
    }

    fn is_never(&self, id: AssertionId) -> bool {
        is_never(self.model.assertion(id))
    }

    fn assertion(&mut self, id: AssertionId) -> TokenStream {
        let assertion = self.model.assertion(id);
        let name = function(&assertion.name);
        let statements: Vec<TokenStream> =
            assertion.conditions.iter().map(|condition| self.condition(condition)).collect();
        let all = quote!(#(#statements)*);
        let [value, at, out] = ["value", "at", "out"].map(|name| {
            if mentions(&all, name) { format_ident!("{}", name) } else { format_ident!("_{}", name) }
        });
        quote! {
            pub(super) fn #name(#value: View<'_>, #at: &Path<'_>, #out: &mut Out<'_>) -> Flow {
                #all
                DONE
            }
        }
    }

    fn condition(&mut self, condition: &Condition) -> TokenStream {
        match condition {
            Condition::Never => quote!(assert::never(at, out)?;),
            Condition::Type { types: set, integers_as_written } => {
                let types = types(*set, *integers_as_written);
                quote!(assert::types(value, #types, at, out)?;)
            }
            Condition::Const(node) => {
                let literal = value(node);
                quote!(assert::constant(value, &#literal, at, out)?;)
            }
            Condition::Enum(members) => {
                let members = members.iter().map(value);
                quote!(assert::one_of(value, &[#(#members),*], at, out)?;)
            }
            Condition::Check(Check::Assert(id)) => {
                let name = self.call(*id);
                quote!(#name(value, at, out)?;)
            }
            Condition::Check(Check::Pattern(text)) => {
                let pattern = self.pattern(text);
                quote!(assert::pattern(value, &#pattern, at, out)?;)
            }
            Condition::Check(check) => {
                let call = on_view(check, &quote!(value), &quote!(at), &quote!(out));
                quote!(#call?;)
            }
            Condition::Items { .. } | Condition::Contains { .. } | Condition::UnevaluatedItems { .. } => {
                self.of_array(condition)
            }
            Condition::All(all) => {
                let names: Vec<Ident> = all.iter().map(|id| self.call(*id)).collect();
                quote!(#(#names(value, at, out)?;)*)
            }
            Condition::Any(arms) => {
                let arms: Vec<Ident> = arms.iter().map(|id| self.call(*id)).collect();
                quote!(assert::any(value, &[#(#arms),*], at, out)?;)
            }
            Condition::One(arms) => {
                let arms: Vec<TokenStream> = arms.iter().map(|id| self.option(*id)).collect();
                quote!(assert::one(value, &[#(#arms),*], at, out)?;)
            }
            Condition::Not(id) => {
                let name = self.call(*id);
                quote!(assert::not(value, #name, at, out)?;)
            }
            Condition::If { condition, then, otherwise } => {
                let condition = self.call(*condition);
                let [then, otherwise] = [then, otherwise].map(|branch| branch.map(|id| self.call(id)));
                match (then, otherwise) {
                    (Some(then), Some(otherwise)) => quote! {
                        if assert::holds(#condition, value) { #then(value, at, out)?; } else { #otherwise(value, at, out)?; }
                    },
                    (Some(then), None) => {
                        quote!(if assert::holds(#condition, value) { #then(value, at, out)?; })
                    }
                    (None, Some(otherwise)) => {
                        quote!(if !assert::holds(#condition, value) { #otherwise(value, at, out)?; })
                    }
                    (None, None) => TokenStream::new(),
                }
            }
            _ => self.of_object(condition),
        }
    }

    fn of_array(&mut self, condition: &Condition) -> TokenStream {
        match condition {
            Condition::Items { prefix, rest } => {
                let start = count(prefix.len() as u64);
                let first = prefix.iter().any(Option::is_some).then(|| {
                    let prefix: Vec<TokenStream> = prefix.iter().map(|id| self.option(*id)).collect();
                    quote!(assert::items(value, &[#(#prefix),*], at, out)?;)
                });
                let rest = rest.map(|id| {
                    if self.is_never(id) {
                        return quote!(assert::no_more_items(value, #start, at, out)?;);
                    }
                    let name = self.call(id);
                    quote! {
                        assert::rest_of_items(value, #start, |_, item, place, out| #name(item, place, out), at, out)?;
                    }
                });
                quote!(#first #rest)
            }
            Condition::Contains { item, min, max } => {
                let (item, min) = (self.option(*item), count(*min));
                let max = match max {
                    Some(max) => {
                        let max = count(*max);
                        quote!(Some(#max))
                    }
                    None => quote!(None),
                };
                quote!(assert::contains(value, #item, #min, #max, at, out)?;)
            }
            Condition::UnevaluatedItems { evaluated, rest } => {
                let sees = self.sees(*evaluated, Side::Items);
                let (place, rest) = if self.is_never(*rest) {
                    (quote!(_), quote!(assert::unevaluated_item(at, out)))
                } else {
                    let name = self.call(*rest);
                    (quote!(place), quote!(#name(item, place, out)))
                };
                quote! {
                    assert::rest_of_items(value, 0, |position, item, #place, out| {
                        if #sees(value, position, item) { DONE } else { #rest }
                    }, at, out)?;
                }
            }
            _ => TokenStream::new(),
        }
    }

    fn of_object(&mut self, condition: &Condition) -> TokenStream {
        match condition {
            Condition::Required(names) => quote!(assert::required(value, &[#(#names),*], at, out)?;),
            Condition::DependentRequired(name, needs) => {
                quote!(assert::dependent_required(value, #name, &[#(#needs),*], at, out)?;)
            }
            Condition::DependentSchema(name, id) => {
                let function = self.call(*id);
                quote!(if assert::has(value, #name) { #function(value, at, out)?; })
            }
            Condition::PropertyNames(id) => {
                let name = self.call(*id);
                quote!(assert::property_names(value, #name, at, out)?;)
            }
            Condition::Members { named, patterns, additional } => self.members(named, patterns, *additional),
            Condition::UnevaluatedMembers { evaluated, rest } => {
                let sees = self.sees(*evaluated, Side::Members);
                let (member, place, rest) = if self.is_never(*rest) {
                    (quote!(_), quote!(_), quote!(assert::unevaluated_member(at, out)))
                } else {
                    let name = self.call(*rest);
                    (quote!(member), quote!(place), quote!(#name(member, place, out)))
                };
                quote! {
                    assert::members(value, |name, #member, #place, out| {
                        if #sees(value, name) { DONE } else { #rest }
                    }, at, out)?;
                }
            }
            _ => TokenStream::new(),
        }
    }

    fn members(
        &mut self,
        named: &[(String, Option<AssertionId>)],
        patterns: &[(String, Option<AssertionId>)],
        additional: Option<AssertionId>,
    ) -> TokenStream {
        let rest = match additional {
            Some(id) if self.is_never(id) => quote!(assert::unexpected_member(at, out)),
            Some(id) => {
                let name = self.call(id);
                quote!(#name(member, place, out))
            }
            None => quote!(DONE),
        };
        let arms: Vec<TokenStream> = named
            .iter()
            .filter_map(|(name, id)| id.map(|id| (name, id)))
            .map(|(name, id)| {
                let function = self.call(id);
                quote!(#name => #function(member, place, out),)
            })
            .collect();
        let free: Vec<&String> = named.iter().filter(|(_, id)| id.is_none()).map(|(name, _)| name).collect();
        let body = if patterns.is_empty() {
            let free = (!free.is_empty() && additional.is_some()).then(|| quote!(#(#free)|* => DONE,));
            quote!(match name { #(#arms)* #free _ => #rest, })
        } else {
            let own = (!arms.is_empty()).then(|| quote!(match name { #(#arms)* _ => DONE, }?;));
            let known: Vec<&String> = named.iter().map(|(name, _)| name).collect();
            let fits: Vec<Ident> = patterns.iter().map(|(text, _)| self.pattern(text)).collect();
            let of_patterns: Vec<TokenStream> = patterns
                .iter()
                .zip(&fits)
                .filter_map(|((_, id), pattern)| {
                    let function = self.call((*id)?);
                    Some(quote!(if #pattern.matches(name) { #function(member, place, out)?; }))
                })
                .collect();
            let known = (!known.is_empty()).then(|| quote!(matches!(name, #(#known)|*) ||));
            let last = match additional {
                Some(_) => quote!(if #known #(#fits.matches(name))||* { DONE } else { #rest }),
                None => quote!(DONE),
            };
            quote!({ #own #(#of_patterns)* #last })
        };
        let [name, member, place, sink] = ["name", "member", "place", "out"].map(|word| {
            if mentions(&body, word) { format_ident!("{}", word) } else { format_ident!("_{}", word) }
        });
        quote!(assert::members(value, |#name, #member, #place, #sink| #body, at, out)?;)
    }

    fn evaluation(&mut self, id: EvaluationId, side: Side) -> TokenStream {
        let evaluation = self.model.evaluation(id);
        let name = function(&evaluation.name);
        let rest = match side {
            Side::Members => quote!(name),
            Side::Items => quote!(position, item),
        };
        let mut ways: Vec<TokenStream> = Vec::new();
        match &evaluation.own {
            Evaluated::All => ways.push(quote!(true)),
            Evaluated::Members { named, patterns } => {
                ways.extend((!named.is_empty()).then(|| quote!(matches!(name, #(#named)|*))));
                for text in patterns {
                    let pattern = self.pattern(text);
                    ways.push(quote!(#pattern.matches(name)));
                }
            }
            Evaluated::Items { prefix, contains } => {
                let prefix = (*prefix > 0).then(|| count(*prefix));
                ways.extend(prefix.map(|prefix| quote!(position < #prefix)));
                if let Some(id) = contains {
                    let name = self.call(*id);
                    ways.push(quote!(assert::holds(#name, item)));
                }
            }
        }
        for part in &evaluation.parts {
            let way = match part {
                Part::Always(id) => {
                    let sees = self.sees(*id, side);
                    quote!(#sees(value, #rest))
                }
                Part::When(condition, id) => {
                    let (condition, sees) = (self.call(*condition), self.sees(*id, side));
                    quote!(#sees(value, #rest) && assert::holds(#condition, value))
                }
                Part::Unless(condition, id) => {
                    let (condition, sees) = (self.call(*condition), self.sees(*id, side));
                    quote!(#sees(value, #rest) && !assert::holds(#condition, value))
                }
                Part::WhenPresent(member, id) => {
                    let sees = self.sees(*id, side);
                    quote!(assert::has(value, #member) && #sees(value, #rest))
                }
            };
            ways.push(way);
        }
        let all = match ways.as_slice() {
            [] => quote!(false),
            [way] => way.clone(),
            ways => quote!(#(#ways)||*),
        };
        let named = |word: &str| {
            if mentions(&all, word) { format_ident!("{}", word) } else { format_ident!("_{}", word) }
        };
        let value = named("value");
        let parameters = match side {
            Side::Members => {
                let name = named("name");
                quote!(#name: &str)
            }
            Side::Items => {
                let (position, item) = (named("position"), named("item"));
                quote!(#position: usize, #item: View<'_>)
            }
        };
        quote! {
            fn #name(#value: View<'_>, #parameters) -> bool {
                #all
            }
        }
    }
}

/// A call of the runtime's assertion of one keyword.
pub(super) fn on_view(
    check: &Check,
    value: &TokenStream,
    at: &TokenStream,
    out: &TokenStream,
) -> TokenStream {
    let limited = |name: &str, limit: &TokenStream| {
        let name = format_ident!("{}", name);
        quote!(assert::#name(#value, #limit, #at, #out))
    };
    let counted = |name: &str, limit: &u64| {
        let limit = count(*limit);
        limited(name, &quote!(#limit))
    };
    let bound = |name: &str, limit: &crate::number::Number| limited(name, &num(&limit.to_string()));
    let alone = |name: &str| {
        let name = format_ident!("{}", name);
        quote!(assert::#name(#value, #at, #out))
    };
    match check {
        Check::MinLength(n) => counted("min_length", n),
        Check::MaxLength(n) => counted("max_length", n),
        Check::MinItems(n) => counted("min_items", n),
        Check::MaxItems(n) => counted("max_items", n),
        Check::MinProperties(n) => counted("min_properties", n),
        Check::MaxProperties(n) => counted("max_properties", n),
        Check::Minimum(n) => bound("minimum", n),
        Check::Maximum(n) => bound("maximum", n),
        Check::ExclusiveMinimum(n) => bound("exclusive_minimum", n),
        Check::ExclusiveMaximum(n) => bound("exclusive_maximum", n),
        Check::MultipleOf(n) => bound("multiple_of", n),
        Check::UniqueItems => alone("unique_items"),
        Check::Email => alone("email"),
        Check::Uri => alone("uri"),
        Check::Uuid => alone("format_uuid"),
        Check::DateTime => alone("format_date_time"),
        Check::Date => alone("format_date"),
        Check::Duration => alone("format_duration"),
        Check::Pattern(text) => {
            let pattern = pattern(text);
            quote!({
                static PATTERN: check::Pattern = #pattern;
                assert::pattern(#value, &PATTERN, #at, #out)
            })
        }
        // The caller knows the function.
        Check::Assert(_) => quote!(assert::DONE),
    }
}
