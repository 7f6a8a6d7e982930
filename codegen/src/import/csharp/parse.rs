//! Finds the declarations of types in a C# file, and reads what of them becomes JSON. Everything else is passed over:
//! methods, statements, whole programs around the declarations.

use super::lex::{Lexeme, Token};
use super::syntax::{Declaration, EnumValue, Kind, Member, Shape, Type};
use crate::finding::{Finding, Place};
use crate::import::rules::NOT_UNDERSTOOD;

/// Types and declarations are nested no deeper.
pub(super) const DEPTH: usize = 64;

const MODIFIERS: &[&str] = &[
    "abstract",
    "async",
    "const",
    "extern",
    "file",
    "internal",
    "new",
    "override",
    "partial",
    "private",
    "protected",
    "public",
    "readonly",
    "ref",
    "required",
    "sealed",
    "static",
    "unsafe",
    "virtual",
    "volatile",
];

/// Words that cannot be the name of a type; `record` is a common name of variables.
const NO_NAMES: &[&str] = &["in", "is", "as", "and", "or", "not", "where", "when"];

/// The declared types, those inside of others too.
pub(super) fn parse(lexemes: &[Lexeme], end: Place) -> Vec<Declaration> {
    let mut parser = Parser { lexemes, at: 0, end, found: Vec::new(), said: Vec::new() };
    while parser.at < lexemes.len() {
        let start = parser.at;
        let (doc, attributes, modifiers) = parser.prelude();
        match parser.kind() {
            Some(kind) => parser.declaration(kind, doc, attributes, modifiers, 0),
            // An attribute may have been no attribute: go on behind its bracket.
            None if parser.at == start => parser.at += 1,
            None => {}
        }
    }
    parser.found
}

pub(super) struct Parser<'t> {
    pub(super) lexemes: &'t [Lexeme],
    pub(super) at: usize,
    end: Place,
    found: Vec<Declaration>,
    /// What could not be read of the declaration that is read.
    said: Vec<Finding>,
}

type Prelude = (String, Vec<super::syntax::Attribute>, Vec<String>);

impl Parser<'_> {
    pub(super) fn token(&self, ahead: usize) -> Option<&Token> {
        self.lexemes.get(self.at + ahead).map(|lexeme| &lexeme.token)
    }

    pub(super) fn place(&self) -> Place {
        self.lexemes.get(self.at).map_or(self.end, |lexeme| lexeme.place)
    }

    pub(super) fn is(&self, sign: char) -> bool {
        self.token(0) == Some(&Token::Sign(sign))
    }

    pub(super) fn eat(&mut self, sign: char) -> bool {
        let is = self.is(sign);
        self.at += usize::from(is);
        is
    }

    pub(super) fn peek_word(&self, ahead: usize) -> Option<&str> {
        match self.token(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn word(&mut self) -> Option<String> {
        let word = self.peek_word(0)?.to_owned();
        self.at += 1;
        Some(word)
    }

    fn is_arrow(&self) -> bool {
        self.is('=') && self.token(1) == Some(&Token::Sign('>'))
    }

    /// Doc comments, attributes and modifiers.
    fn prelude(&mut self) -> Prelude {
        let (mut doc, mut attributes, mut modifiers) = (String::new(), Vec::new(), Vec::new());
        loop {
            match self.token(0) {
                Some(Token::Doc(text)) => {
                    // More is no description.
                    if doc.len() < 16_384 {
                        doc.push_str(text);
                        doc.push('\n');
                    }
                    self.at += 1;
                }
                Some(Token::Sign('[')) => attributes.extend(self.attributes()),
                Some(Token::Word(word)) if MODIFIERS.contains(&word.as_str()) => {
                    modifiers.push(word.clone());
                    self.at += 1;
                }
                _ => return (doc, attributes, modifiers),
            }
        }
    }

    /// The keyword of a declaration, if one with a name stands here. Goes up to the name.
    fn kind(&mut self) -> Option<Kind> {
        let mut ahead = 1;
        let kind = match self.peek_word(0)? {
            "class" => Kind::Class,
            "struct" => Kind::Struct,
            "interface" => Kind::Interface,
            "enum" => Kind::Enum,
            "record" => {
                ahead += usize::from(matches!(self.peek_word(1), Some("class" | "struct")));
                Kind::Record
            }
            _ => return None,
        };
        self.peek_word(ahead).filter(|name| !NO_NAMES.contains(name))?;
        let follows = match self.token(ahead + 1) {
            Some(Token::Sign(sign)) => matches!(sign, '{' | '(' | ':' | ';' | '<'),
            Some(Token::Word(word)) => word == "where",
            _ => false,
        };
        if !follows {
            return None;
        }
        self.at += ahead;
        Some(kind)
    }

    fn declaration(
        &mut self,
        kind: Kind,
        doc: String,
        attributes: Vec<super::syntax::Attribute>,
        modifiers: Vec<String>,
        depth: usize,
    ) {
        let place = self.place();
        let name = self.word().unwrap_or_default();
        let is_generic = self.is('<');
        if is_generic {
            self.skip_group('<', '>');
        }
        let mut declaration = Declaration {
            kind,
            name,
            place,
            modifiers,
            is_generic,
            doc,
            attributes,
            bases: Vec::new(),
            members: Vec::new(),
            values: Vec::new(),
            said: Vec::new(),
        };
        let outer = std::mem::take(&mut self.said);
        if self.is('(') {
            // Of a class they are arguments of its constructor and no members.
            let parameters = self.parameters();
            if kind == Kind::Record {
                declaration.members = parameters;
            }
        }
        if self.eat(':') {
            while let Some(base) = self.ty(0) {
                declaration.bases.push(base);
                if self.is('(') {
                    self.skip_group('(', ')');
                }
                if !self.eat(',') {
                    break;
                }
            }
        }
        while self.at < self.lexemes.len() && !self.is('{') && !self.is(';') {
            self.at += 1;
        }
        if self.eat('{') {
            if kind == Kind::Enum {
                declaration.values = self.values();
            } else if depth >= DEPTH {
                self.not_understood("declared deeper inside of others than is read");
                self.at -= 1;
                self.skip_group('{', '}');
            } else {
                self.body(&mut declaration, depth);
            }
        } else {
            self.eat(';');
        }
        declaration.said = std::mem::replace(&mut self.said, outer);
        self.found.push(declaration);
    }

    fn values(&mut self) -> Vec<EnumValue> {
        let mut values = Vec::new();
        while self.at < self.lexemes.len() && !self.eat('}') {
            let (_, attributes, _) = self.prelude();
            match self.word() {
                Some(name) => values.push(EnumValue { name, attributes }),
                None if self.is('}') => continue,
                None => {
                    self.not_understood("this is no member of an enum");
                    self.at += 1;
                }
            }
            while self.at < self.lexemes.len() && !self.is(',') && !self.is('}') {
                self.at += 1;
            }
            self.eat(',');
        }
        values
    }

    /// Whether a word stands here that begins the next declaration.
    fn is_declaration(&self) -> bool {
        let begins = [
            "public",
            "internal",
            "private",
            "protected",
            "class",
            "struct",
            "enum",
            "interface",
            "namespace",
        ];
        self.peek_word(0).is_some_and(|word| begins.contains(&word))
    }

    fn parameters(&mut self) -> Vec<Member> {
        let mut members = Vec::new();
        self.eat('(');
        while self.at < self.lexemes.len() && !self.eat(')') {
            let (doc, attributes, _) = self.prelude();
            while matches!(self.peek_word(0), Some("params" | "in" | "out" | "this")) {
                self.at += 1;
            }
            let before = self.at;
            let ty = self.ty(0).filter(|_| !self.is_declaration());
            let place = self.place();
            if self.is_declaration() {
                self.not_understood("the parameters before this do not end");
                return members;
            }
            let (Some(ty), Some(name)) = (ty, self.word()) else {
                self.not_understood("a parameter of a record is a type and a name");
                self.at = self.at.max(before + 1);
                while self.at < self.lexemes.len() && !self.is(',') && !self.is(')') {
                    self.skip_one();
                }
                self.eat(',');
                continue;
            };
            let default = self.eat('=').then(|| self.literal());
            while self.at < self.lexemes.len() && !self.is(',') && !self.is(')') {
                self.skip_one();
            }
            self.eat(',');
            let is_required = false;
            members.push(Member {
                name,
                place,
                ty,
                doc,
                attributes,
                is_required,
                is_positional: true,
                default,
            });
        }
        members
    }

    fn body(&mut self, declaration: &mut Declaration, depth: usize) {
        while self.at < self.lexemes.len() && !self.eat('}') {
            let start = self.at;
            let (doc, attributes, modifiers) = self.prelude();
            if let Some(kind) = self.kind() {
                self.declaration(kind, doc, attributes, modifiers, depth + 1);
                continue;
            }
            let is = |wanted: &str| modifiers.iter().any(|modifier| modifier == wanted);
            let hidden = !is("public") && declaration.kind != Kind::Interface;
            let unread = ["event", "delegate", "operator", "implicit", "explicit", "this"];
            if is("static") || is("const") || self.peek_word(0).is_some_and(|word| unread.contains(&word)) {
                self.skip_member();
                continue;
            }
            let ty = self.ty(0);
            let place = self.place();
            let name = ty.is_some().then(|| self.word()).flatten();
            match (ty, name) {
                (Some(ty), Some(name)) if self.is('{') => {
                    let is_auto = self.accessors();
                    let default = (self.is('=') && !self.is_arrow()).then(|| {
                        self.at += 1;
                        let literal = self.literal();
                        while self.at < self.lexemes.len() && !self.is(';') && !self.is('}') {
                            self.skip_one();
                        }
                        self.eat(';');
                        literal
                    });
                    if hidden || !is_auto {
                        if !hidden {
                            self.say(place, format!("{name} is computed, so it is no data of the event"));
                        }
                        continue;
                    }
                    let is_required = is("required");
                    declaration.members.push(Member {
                        name,
                        place,
                        ty,
                        doc,
                        attributes,
                        is_required,
                        is_positional: false,
                        default,
                    });
                }
                (Some(_), Some(name)) if self.is_arrow() => {
                    self.skip_member();
                    if !hidden {
                        self.say(place, format!("{name} is computed, so it is no data of the event"));
                    }
                }
                (Some(_), Some(name)) if self.is(';') || self.is('=') || self.is(',') => {
                    self.skip_member();
                    if !hidden {
                        self.say(place, format!("{name} is a field, which serializers leave out"));
                    }
                }
                // A constructor, a method, an indexer, an explicit implementation.
                (Some(_), _) if ['(', '<', '[', '.'].iter().any(|sign| self.is(*sign)) => self.skip_member(),
                (Some(_), _) => {
                    self.not_understood("this is no member that could be read");
                    self.skip_member();
                }
                (None, _) => {
                    if !hidden || self.at == start {
                        self.not_understood("this is no member that could be read");
                    }
                    self.at = self.at.max(start + 1);
                    self.skip_member();
                }
            }
        }
    }

    /// Whether a block of accessors begins with a `get` of its own, for everyone and without a body.
    fn accessors(&mut self) -> bool {
        let start = self.at;
        self.skip_group('{', '}');
        let block: Vec<&Token> = self.lexemes[start..self.at].iter().map(|lexeme| &lexeme.token).collect();
        let word = |token: &Token, wanted: &str| matches!(token, Token::Word(word) if word == wanted);
        block.windows(3).any(|tokens| {
            word(tokens[1], "get")
                && *tokens[2] == Token::Sign(';')
                && !["private", "protected", "internal"].iter().any(|hidden| word(tokens[0], hidden))
        })
    }

    /// Goes behind the end of a member: its `;`, or the block that is its body.
    fn skip_member(&mut self) {
        let mut has_value = false;
        while self.at < self.lexemes.len() {
            match self.token(0) {
                Some(Token::Sign(';')) => {
                    self.at += 1;
                    return;
                }
                // The end of the type, which the member runs into.
                Some(Token::Sign('}')) => return,
                Some(Token::Sign('=')) => {
                    has_value = true;
                    self.at += 1;
                }
                Some(Token::Sign('{')) => {
                    self.skip_group('{', '}');
                    if !has_value && !self.is('=') {
                        return;
                    }
                }
                _ => self.skip_one(),
            }
        }
    }

    /// Goes behind a token, or the whole group that it opens.
    pub(super) fn skip_one(&mut self) {
        match self.token(0) {
            Some(Token::Sign('(')) => self.skip_group('(', ')'),
            Some(Token::Sign('{')) => self.skip_group('{', '}'),
            Some(Token::Sign('[')) => self.skip_group('[', ']'),
            _ => self.at += 1,
        }
    }

    /// Goes behind the sign that closes the group which is opened here.
    pub(super) fn skip_group(&mut self, open: char, close: char) {
        let mut depth = 0_usize;
        while let Some(token) = self.token(0) {
            match token {
                Token::Sign(sign) if *sign == open => depth += 1,
                Token::Sign(sign) if *sign == close => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// A type, or nothing where none stands here.
    pub(super) fn ty(&mut self, depth: usize) -> Option<Type> {
        let start = self.place();
        if depth > DEPTH {
            return None;
        }
        let mut shape = if self.is('(') {
            self.skip_group('(', ')');
            Shape::Tuple
        } else {
            let mut name = self.word()?;
            while (self.is(':') && self.token(1) == Some(&Token::Sign(':'))) || self.is('.') {
                self.at += if self.is('.') { 1 } else { 2 };
                name = self.word()?;
            }
            let mut arguments = Vec::new();
            if self.eat('<') {
                loop {
                    arguments.push(self.ty(depth + 1)?);
                    if !self.eat(',') {
                        break;
                    }
                }
                if !self.eat('>') {
                    return None;
                }
                if self.eat('.') {
                    return None;
                }
            }
            if name == "Nullable"
                && arguments.len() == 1
                && let Some(inner) = arguments.pop()
            {
                return Some(Type { is_nullable: true, ..inner });
            }
            Shape::Named(name, arguments)
        };
        let place = Place { end: self.lexemes.get(self.at - 1).map_or(start.end, |l| l.place.end), ..start };
        let mut is_nullable = self.eat('?');
        let mut ranks = 0;
        while self.is('[') && matches!(self.token(1), Some(Token::Sign(']'))) && ranks < DEPTH {
            self.at += 2;
            ranks += 1;
            shape = Shape::Array(Box::new(Type { shape, is_nullable, place }));
            is_nullable = self.eat('?');
        }
        Some(Type { shape, is_nullable, place })
    }

    fn not_understood(&mut self, message: &str) {
        let place = self.place();
        self.say(place, message.to_owned());
    }

    fn say(&mut self, place: Place, message: String) {
        self.said.push(Finding::new(&NOT_UNDERSTOOD, message).at(place, ""));
    }
}
