//! Tokens in, formatted text or messages out.

use crate::expand::derive;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Item};

fn expand(input: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(derive(input)).expect("the derive makes items"))
}

/// The messages in order, each with the source text that it points at; checks that an impl comes with them.
#[track_caller]
fn errors(input: &str, expected: &[(&str, &str)]) {
    let tokens = input.parse().expect("the test's input is tokens");
    let output: File = syn::parse2(derive(tokens)).expect("the derive makes items");
    let mut found = Vec::new();
    for item in &output.items {
        if let Item::Macro(item) = item {
            let message: syn::LitStr = item.mac.parse_body().expect("compile_error! takes a string");
            found.push((item.mac.path.segments[0].ident.span().source_text(), message.value()));
        }
    }
    let messages: Vec<(&str, &str)> = found
        .iter()
        .map(|(place, message)| (place.as_deref().unwrap_or_default(), message.as_str()))
        .collect();
    assert_eq!(messages, expected);
    assert!(matches!(output.items.last(), Some(Item::Impl(_))), "no impl beside the errors");
}

const FULL: &str = r#"domain = "shop", type = "A", version = "1.2", source = "s", schema = "{}""#;

#[test]
fn text_of_the_schema() {
    let input = quote! {
        #[derive(Event)]
        #[event(domain = "shop", type = "OrderCreated", version = "1.10", source = "order-service", schema = "{}")]
        #[serde(rename_all = "camelCase")]
        pub struct OrderCreated { order_id: i64 }
    };
    assert_eq!(
        expand(input),
        r#"#[automatically_derived]
impl ::event_contracts::Event for OrderCreated {
    const DOMAIN: &'static str = "shop";
    const TYPE: &'static str = "OrderCreated";
    const VERSION: ::event_contracts::Version = ::event_contracts::Version::new(1, 10);
    const SOURCE: &'static str = "order-service";
    const SCHEMA: &'static str = "{}";
}
"#
    );
}

#[test]
fn file_generics_and_crate_path() {
    let input = quote! {
        #[event(domain = "shop", r#type = "A", version = "1.0")]
        #[event(source = "s", schema_file = "a.json", crate = "my::runtime")]
        struct A<T> where T: Clone { inner: T }
    };
    let output = expand(input);
    assert!(output.contains("impl<T> my::runtime::Event for A<T>\nwhere\n    T: Clone,"), "{output}");
    assert!(output.contains("const VERSION: my::runtime::Version = my::runtime::Version::new(1, 0);"));
    assert!(output.contains("const SCHEMA: &'static str = ::core::include_str!(\"a.json\");"));
}

#[test]
fn no_attribute() {
    let message = "missing `#[event(contract = \"domain/event\", version = \"1.0\")]`";
    errors("struct Lonely;", &[("Lonely", message)]);
    let message = "missing `contract = \"domain/event\"`";
    errors("#[event(version = \"1.0\")] struct A;", &[("#[event(version = \"1.0\")]", message)]);
}

#[test]
fn everything_missing_is_said_at_once() {
    let expected = [
        "missing `type = \"OrderCreated\"`",
        "missing `version = \"1.0\"`",
        "missing `source = \"order-service\"`",
        "missing `schema = \"{…}\"` or `schema_file = \"path/of/schema.json\"`",
    ];
    let expected = expected.map(|message| ("#[event(domain = \"shop\")]", message));
    errors("#[event(domain = \"shop\")] struct A;", &expected);
}

#[test]
fn bad_values_are_reported_where_they_stand() {
    errors(
        r#"#[event(domain = "", type = 5, version = "01.0", source = "s", schema = "{}", schema_file = "f")] struct A;"#,
        &[
            ("5", "expected a string literal, as in `type = \"…\"`"),
            ("\"\"", "`domain` is empty; expected one such as \"shop\""),
            ("\"01.0\"", "`01.0` is not a version; expected `major.minor` such as \"1.0\""),
            ("\"f\"", "both `schema` and `schema_file` are given; expected one of them"),
        ],
    );
}

#[test]
fn versions() {
    for version in ["1", "1.", ".1", "1.0.0", "1.x", "+1.0", "1.00", "4294967296.0", " 1.0"] {
        let input = format!("#[event({})] struct A;", FULL.replace("1.2", version));
        let message = format!("`{version}` is not a version; expected `major.minor` such as \"1.0\"");
        errors(&input, &[(&format!("\"{version}\""), &message)]);
    }
}

#[test]
fn keys() {
    let unknown = "unknown key; expected one of `contract`, `version`, `dir`, `reader`, `own_validate`, `shared`, \
                   `domain`, `type`, `source`, `schema`, `schema_file`, `crate`";
    errors(
        &format!("#[event({FULL}, typ = 1, domain = \"x\", a::b = \"y\")] struct A;"),
        &[("typ", unknown), ("domain", "`domain` is given twice"), ("a::b", unknown)],
    );
    errors(&format!("#[event({FULL}, crate)] struct A;"), &[("crate", "expected `crate = \"…\"`")]);
    errors(
        &format!("#[event({FULL}, crate = \"a b\")] struct A;"),
        &[(
            "\"a b\"",
            "expected the path of the event-contracts crate, such as `crate = \"::event_contracts\"`",
        )],
    );
}

#[test]
fn unions() {
    errors(
        &format!("#[event({FULL})] union A {{ a: u8 }}"),
        &[("A", "a union cannot be an event; use a struct or an enum")],
    );
}

#[test]
fn quoted_texts_are_literals_of_themselves() {
    for text in ["", "{}", "\"#\"##\"###\"####", "a\r\nb\\n", "\u{202e}x", "ä\0"] {
        let quoted = crate::code::quoted(text);
        assert_eq!(syn::parse_str::<syn::LitStr>(&quoted).unwrap().value(), text, "{quoted}");
        assert!(!quoted.contains('\u{202e}'));
    }
}

/// Each file in `tests/expansion` is a type; beside it stands what becomes of it.
#[test]
fn expansions() {
    let package = env!("CARGO_MANIFEST_DIR");
    let folder = std::path::Path::new(package).join("tests/expansion");
    let mut inputs: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| path.to_string_lossy().ends_with(".in.rs"));
    inputs.sort();
    assert!(inputs.len() >= 5);
    for path in inputs {
        let input: TokenStream = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        let is_data = input.to_string().contains("EventData");
        let output = if is_data { crate::event::derive_data(input) } else { derive(input) };
        let output = prettyplease::unparse(&syn::parse2(output).unwrap()).replace(package, "PACKAGE");
        // Without a compiler, files go by numbers.
        let output = (0..100).fold(output, |all, n| all.replace(&format!("<parsed string {n}>"), "FILE"));
        let golden = path.to_string_lossy().replace(".in.rs", ".out.rs");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            #[expect(clippy::disallowed_methods, reason = "the golden files, on demand")]
            std::fs::write(&golden, &output).unwrap();
        }
        assert_eq!(output, std::fs::read_to_string(&golden).unwrap_or_default(), "{golden}");
    }
}
