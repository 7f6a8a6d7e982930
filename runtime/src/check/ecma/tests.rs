use super::Matcher;

/// An expression, texts that match, texts that do not.
const CASES: &[(&str, &[&str], &[&str])] = &[
    ("", &["", "a"], &[]),
    ("[]", &[], &["", "a"]),
    ("^[^]$", &["a", "\n", "😀"], &["", "ab"]),
    (r"^[\u{1F600}-\u{1F602}\-b]+$", &["😀😂-b"], &["a", "😃"]),
    ("^[b-ca-bé-í]+$", &["abcéí"], &["d", "î"]),
    ("^(?:(?!--)[a-z-])+$", &["a-b", "-"], &["", "a--b"]),
    ("^(?!con$)(?=[^]*[a-z])[a-z0-9]+$", &["a1", "cons"], &["con", "11", ""]),
    ("(?<=a(?=bc)b)c(?<!xabc)", &["abc"], &["bc", "xabc"]),
    (r"\bé|\Bb", &["aé", "ab"], &["é", "b"]),
    ("^(?:a|ab){0,2}?(?=$)", &["", "aab"], &["aaa"]),
    ("^(?:(?:(?=a)){3}a){2,}$", &["aa", "aaa"], &["a"]),
    // A group that did not match is empty, and every round begins without groups.
    (r"^(?:(a)|b)*\1$", &["", "ab", "aa", "abaa"], &["aba", "bc"]),
    (r"^(?:(a)|(b))*\1\2c$", &["aac", "bbc", "abbc"], &["abc", "abac"]),
    (r"^(?:\1(a))+$", &["a", "aa"], &["", "b"]),
    (r"^(a\1)$", &["a"], &["aa"]),
    // A round that takes nothing ends a loop, and a look-around once left stays as it is.
    (r"^(?:(?=(a+))b?)*a\1$", &["a"], &["aa", "baa"]),
    (r"^(?=(a+))\1b", &["aab"], &["aa"]),
    (r"^(?=(a+))a*b\1$", &["aba", "aabaa"], &["aaba"]),
    (r"^(?!(a)\1)(?:aab|ab\1)$", &["ab"], &["aab", "aba"]),
    // A look-behind goes from right to left.
    (r"(?<=\1(a))b", &["aab"], &["ab"]),
    (r"(?<=(a)\1)b", &["ab", "aab"], &["b"]),
    (r"(?<=^([a-c]+)([a-c]+))d\1$", &["abcda"], &["abcdab", "abcdabc", "ada"]),
];

#[test]
fn expressions_mean_what_ecma_says() {
    for (expression, fitting, other) in CASES {
        let matcher = Matcher::new(expression).unwrap();
        let mut many = Matcher::new(expression).unwrap();
        many.program.whole.few = None;
        many.program.looks.iter_mut().for_each(|look| look.few = None);
        for (texts, expected) in [(fitting, true), (other, false)] {
            for text in *texts {
                assert_eq!(matcher.is_match(text), Ok(expected), "{expression} on {text:?}");
                assert_eq!(many.is_match(text), Ok(expected), "{expression} on {text:?}, as a large one");
            }
        }
    }
}

#[test]
fn what_is_no_expression_is_refused() {
    let deep = "(?:".repeat(300) + &")".repeat(300);
    let cases =
        ["(", ")", "[a", "a{2", "a{3,2}", "*", "a**", r"\p{L}", r"\", r"\u{110000}", r"\u{1", r"(a)\2", "."];
    let large = ["(?:a{1000}){1000}", "(?:(?:){4000000000}b?){4000000000}", "(?:(a?){1000}){1000}"];
    for expression in cases.into_iter().chain(large).chain([deep.as_str()]) {
        assert!(Matcher::new(expression).is_err(), "{expression}");
    }
}

/// Only back-references may cost too much, and no text takes the stack.
#[test]
fn long_texts_are_told() {
    let long = "a".repeat(100_000);
    let told = [
        (r"^(?:(?!b)(?:a?){3})*(?<=(?:a+)+)$", Ok(true)),
        ("^(?:(?=(?:a*a*)*b)a)*$", Ok(false)),
        (r"^(?:a|(b)\1)*$", Ok(true)),
        (r"^(?:(a+)+\1)+b", Err(())),
        (r"(a*)*\1b", Err(())),
    ];
    for (expression, expected) in told {
        let found = Matcher::new(expression).unwrap().is_match(&long).map_err(drop);
        assert_eq!(found, expected, "{expression}");
    }
}
