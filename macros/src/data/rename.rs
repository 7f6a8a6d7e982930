//! serde's rules for names.

/// A value of `rename_all`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rule {
    #[default]
    None,
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// The rules as they are written.
pub(crate) const RULES: [(&str, Rule); 8] = [
    ("camelCase", Rule::Camel),
    ("snake_case", Rule::Snake),
    ("PascalCase", Rule::Pascal),
    ("kebab-case", Rule::Kebab),
    ("lowercase", Rule::Lower),
    ("UPPERCASE", Rule::Upper),
    ("SCREAMING_SNAKE_CASE", Rule::ScreamingSnake),
    ("SCREAMING-KEBAB-CASE", Rule::ScreamingKebab),
];

impl Rule {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        RULES.iter().find(|(name, _)| *name == text).map(|(_, rule)| *rule)
    }

    /// Of a field, which is in snake case.
    pub(crate) fn field(self, name: &str) -> String {
        match self {
            Self::None | Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => {
                let words = name.split('_').map(|word| {
                    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
                    first.to_ascii_uppercase() + rest
                });
                words.collect()
            }
            Self::Camel => uncapitalized(&Self::Pascal.field(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// Of a variant, which is in Pascal case.
    pub(crate) fn variant(self, name: &str) -> String {
        match self {
            Self::None | Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => uncapitalized(name),
            Self::Snake => {
                let mut snake = String::new();
                for (at, character) in name.char_indices() {
                    if at > 0 && character.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(character.to_ascii_lowercase());
                }
                snake
            }
            Self::ScreamingSnake => Self::Snake.variant(name).to_ascii_uppercase(),
            Self::Kebab => Self::Snake.variant(name).replace('_', "-"),
            Self::ScreamingKebab => Self::ScreamingSnake.variant(name).replace('_', "-"),
        }
    }
}

fn uncapitalized(name: &str) -> String {
    let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
    first.to_ascii_lowercase() + rest
}
