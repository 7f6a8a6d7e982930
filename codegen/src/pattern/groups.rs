//! A first look over a pattern.

/// The groups that have names, and their numbers.
pub(super) type Names = Vec<(String, u32)>;

/// How many groups a pattern has, and those with names: known before reading, as `\2` may stand before its group.
pub(super) fn groups(chars: &[char], lenient: bool) -> (u32, Names) {
    let mut count = 0;
    let mut names = Names::new();
    let mut in_class = false;
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        match c {
            '\\' => at += 1,
            '[' if !in_class => {
                in_class = true;
                at += usize::from(chars.get(at + 1) == Some(&'^'));
                at += usize::from(lenient && member_first(&chars[at + 1..]));
            }
            ']' => in_class = false,
            '(' if !in_class => {
                let rest = &chars[at + 1..];
                let label = match rest {
                    ['?', '<', '=' | '!', ..] => None,
                    ['?', 'P', '<', name @ ..] | ['?', '<', name @ ..] => Some(name),
                    _ => None,
                };
                if label.is_some() || rest.first() != Some(&'?') {
                    count += 1;
                }
                if let Some(name) = label {
                    let length = name.iter().position(|c| *c == '>').unwrap_or(0);
                    names.push((name[..length].iter().collect(), count));
                }
            }
            _ => {}
        }
        at += 1;
    }
    (count, names)
}

/// Whether a class opens with `]` as a member. ECMA-262 has an empty class there, and in `u` mode an error at the second
/// `]`; other dialects have this.
pub(super) fn member_first(class: &[char]) -> bool {
    class.split_first().is_some_and(|(first, rest)| *first == ']' && rest.contains(&']'))
}
