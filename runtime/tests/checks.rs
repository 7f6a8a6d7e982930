//! The keywords of JSON Schema, one by one: what is right adds nothing, what is wrong adds one violation.

use event_contracts::{__private::serde_json, Decimal, Path, Validate, Violations, check, wire::Pattern};

/// The violations of one check as `rule: message`.
fn found(run: impl FnOnce(&Path<'_>, &mut Violations)) -> Vec<String> {
    let mut out = Violations::new();
    run(&Path::root(), &mut out);
    out.iter().map(|violation| format!("{}: {}", violation.rule, violation.message)).collect()
}

const NONE: Vec<String> = Vec::new();

#[test]
fn lengths_count_code_points() {
    for (text, limit) in [("", 0), ("abc", 3), ("äöü", 3), ("👍👍👍", 3), ("e\u{301}", 2)] {
        assert_eq!(found(|at, out| check::min_length(text, limit, at, out)), NONE);
        assert_eq!(found(|at, out| check::max_length(text, limit, at, out)), NONE);
        let short = found(|at, out| check::min_length(text, limit + 1, at, out));
        let noun = if limit == 0 { "character" } else { "characters" };
        assert_eq!(short, [format!("minLength: must have at least {} {noun}, has {limit}", limit + 1)]);
        if limit > 0 {
            let noun = if limit == 2 { "character" } else { "characters" };
            let long = found(|at, out| check::max_length(text, limit - 1, at, out));
            assert_eq!(long, [format!("maxLength: must have at most {} {noun}, has {limit}", limit - 1)]);
        }
    }
}

#[test]
fn patterns_match_anywhere() {
    static ANYWHERE: Pattern = Pattern::new("[0-9]{2}");
    static BROKEN: Pattern = Pattern::new("(");
    assert_eq!(found(|at, out| check::pattern("a12b", &ANYWHERE, at, out)), NONE);
    let message = "pattern: must match the pattern [0-9]{2}";
    assert_eq!(found(|at, out| check::pattern("a1b2", &ANYWHERE, at, out)), [message]);
    let broken = found(|at, out| check::pattern("", &BROKEN, at, out));
    assert!(broken.concat().starts_with("pattern: the contract's pattern cannot be used"), "{broken:?}");
}

#[test]
fn bounds() {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!(found(|at, out| check::minimum(5, 5, at, out)), NONE);
    assert_eq!(found(|at, out| check::maximum(decimal("1.50"), decimal("1.5"), at, out)), NONE);
    assert_eq!(found(|at, out| check::minimum(4, 5, at, out)), ["minimum: must be at least 5"]);
    let low = found(|at, out| check::exclusive_minimum(decimal("1.50"), decimal("1.5"), at, out));
    assert_eq!(low, ["exclusiveMinimum: must be greater than 1.5"]);
    assert_eq!(found(|at, out| check::maximum(1.5, 1.25, at, out)), ["maximum: must be at most 1.25"]);
    let high = found(|at, out| check::exclusive_maximum(5_u64, 5, at, out));
    assert_eq!(high, ["exclusiveMaximum: must be less than 5"]);
    assert_eq!(found(|at, out| check::exclusive_maximum(4_u64, 5, at, out)), NONE);
    assert_eq!(found(|at, out| check::exclusive_minimum(6_u64, 5, at, out)), NONE);
}

#[test]
fn multiples() {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    for (value, divisor) in
        [("0.30", "0.1"), ("-2.5", "0.5"), ("0", "3"), ("79228162514264337593543950335", "1e-2")]
    {
        let divisor = Decimal::from_scientific(divisor).unwrap_or_else(|_| decimal(divisor));
        assert_eq!(found(|at, out| check::multiple_of(decimal(value), divisor, at, out)), NONE, "{value}");
    }
    let message = ["multipleOf: must be a multiple of 0.01"];
    assert_eq!(found(|at, out| check::multiple_of(decimal("0.005"), decimal("0.01"), at, out)), message);
    assert_eq!(found(|at, out| check::multiple_of(0.3, 0.1, at, out)), NONE);
    assert_eq!(
        found(|at, out| check::multiple_of(1e300, 10.0, at, out)).len(),
        usize::from(1e300 % 10.0 != 0.0)
    );
    assert_eq!(found(|at, out| check::multiple_of(0.35, 0.1, at, out)).len(), 1);
    assert_eq!(found(|at, out| check::multiple_of(-6, 3, at, out)), NONE);
    assert_eq!(found(|at, out| check::multiple_of(u64::MAX, 5, at, out)), NONE);
    assert_eq!(found(|at, out| check::multiple_of(i64::MIN, -1, at, out)), NONE);
    assert_eq!(found(|at, out| check::multiple_of(7, 3, at, out)), ["multipleOf: must be a multiple of 3"]);
    assert_eq!(found(|at, out| check::multiple_of(7, 0, at, out)).len(), 1);
}

#[test]
fn counts() {
    assert_eq!(found(|at, out| check::min_items(1, 1, at, out)), NONE);
    assert_eq!(found(|at, out| check::max_items(1, 1, at, out)), NONE);
    assert_eq!(
        found(|at, out| check::min_items(0, 1, at, out)),
        ["minItems: must have at least 1 item, has 0"]
    );
    assert_eq!(
        found(|at, out| check::max_items(3, 2, at, out)),
        ["maxItems: must have at most 2 items, has 3"]
    );
    let few = found(|at, out| check::min_properties(1, 2, at, out));
    assert_eq!(few, ["minProperties: must have at least 2 members, has 1"]);
    let many = found(|at, out| check::max_properties(2, 1, at, out));
    assert_eq!(many, ["maxProperties: must have at most 1 member, has 2"]);
}

#[test]
fn unique_items_compares_as_json() {
    let unique = |items: &str| {
        let items: Vec<serde_json::Value> = serde_json::from_str(items).unwrap();
        found(|at, out| check::unique_items(&items, at, out)).is_empty()
    };
    for items in [
        "[]",
        "[1]",
        r#"[1,"1"]"#,
        "[1,true]",
        "[[1],[1,1]]",
        r#"["1.0","1"]"#,
        r#"[{"a":1},{"b":1}]"#,
        r#"["a\"1","a\"1.0"]"#,
    ] {
        assert!(unique(items), "{items}");
    }
    for items in [
        "[1,2,1]",
        "[1,1.0]",
        r#"["é","\u00e9"]"#,
        "[null,null]",
        r#"[{"a":[1,2.50]},{"a":[1.0,2.5]}]"#,
        "[0,-0.0]",
    ] {
        assert!(!unique(items), "{items}");
    }
}

#[test]
fn emails() {
    for text in [
        "a@b",
        "joe.bloggs@example.com",
        "te~st@example.com",
        "a+b@example.com",
        "\"joe bloggs\"@example.com",
        "\"joe..bloggs\"@example.com",
        "\"joe@bloggs\"@example.com",
        "\"\"@example.com",
        "\"a\\\"b\"@example.com",
        "joe@[127.0.0.1]",
        "joe@[IPv6:::1]",
        "joe@a-b.example",
    ] {
        assert!(check::is_email(text), "{text}");
    }
    let long = format!("{}@example.com", "a".repeat(65));
    for text in [
        "",
        "@",
        "a",
        "a@",
        "@b",
        ".a@b",
        "a.@b",
        "a..b@c",
        "a b@c",
        "a@b c",
        "a@-b",
        "a@b-",
        "a@b..c",
        "a@b_c",
        "a@b@c",
        "\"a@b",
        "a\"b@c",
        "joe@[127.0.0.300]",
        "joe@[::1]",
        "joe@[127.0.0.1",
        "jö@example.com",
        "a@exämple.com",
        &long,
        "Joe <joe@example.com>",
        "a@b\n",
    ] {
        assert!(!check::is_email(text), "{text}");
    }
    assert_eq!(found(|at, out| check::email("a", at, out)), ["format: must be an email address"]);
}

#[test]
fn uris() {
    for text in [
        "http://foo.bar/?baz=qux#quux",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
        "mailto:a@b.c",
        "ldap://[2001:db8::7]/c=GB?one?two",
        "tel:+1-816-555-1212",
        "telnet://192.0.2.16:80/",
        "file:///etc/hosts",
        "a:",
        "http://user:pw@host:8080/p%20q",
        "http://[v1.a:b]/",
        "http://host:/",
        "x+y-z.1:/p//q",
        "http://",
        "urn:service:product-service",
    ] {
        assert!(check::is_uri(text), "{text}");
    }
    for text in [
        "",
        ":",
        "//foo.bar/?baz",
        "/abc",
        "\\\\server\\share",
        "abc",
        "1http://a",
        "http:// a",
        "http://a b",
        "http://a/%",
        "http://a/%2",
        "http://a/%zz",
        "http://[::1",
        "http://[a]/",
        "http://[::1]x/",
        "http://a:b/",
        "http://a/<b>",
        "http://a/{b}",
        "http://ä/",
        "http://a/ä",
        "http://a/#b#c",
        "http://a/|",
        "http://a/^",
        "http://a/\"",
        "http://a@b@c/",
        "bar,baz:foo",
        "http://a/\n",
    ] {
        assert!(!check::is_uri(text), "{text}");
    }
    assert_eq!(found(|at, out| check::uri("a", at, out)), ["format: must be a URI with a scheme"]);
}

struct Short(&'static str);

impl Validate for Short {
    fn check(&self, at: &Path<'_>, out: &mut Violations) {
        check::max_length(self.0, 1, at, out);
    }
}

#[test]
fn containers_pass_checks_on() {
    let map = std::collections::BTreeMap::from([(
        "a/b".to_owned(),
        vec![Some(Box::new(Short("x"))), None, Some(Box::new(Short("long")))],
    )]);
    let violations = map.validate().unwrap_err();
    assert_eq!(violations.to_string(), "/a~1b/2: must have at most 1 character, has 4 [maxLength]");
    assert_eq!(violations.len(), 1);
    let two = [Short("xy"), Short("yz")].validate().unwrap_err();
    let lines: Vec<String> = two.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        Short("xy").validate().unwrap_err().to_string(),
        "(root): must have at most 1 character, has 2 [maxLength]"
    );
}

#[test]
fn pointers() {
    let root = Path::root();
    let tilde = root.key("~/");
    let empty = tilde.key("");
    assert_eq!(root.pointer(), "");
    assert_eq!(empty.index(10).pointer(), "/~0~1//10");
}
