//! Attributes and literals.

use super::lex::Token;
use super::parse::Parser;
use super::syntax::{Attribute, Literal};
use crate::number::Number;

impl Parser<'_> {
    /// The attributes in one pair of brackets; none where it is no list of attributes, which is then passed.
    pub(super) fn attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        let start = self.at;
        self.eat('[');
        // `[property: JsonPropertyName("x")]`
        if self.peek_word(0).is_some() && self.token(1) == Some(&Token::Sign(':')) {
            self.at += 2;
        }
        while !self.eat(']') {
            let place = self.place();
            let Some(mut name) = self.word() else {
                self.at = start;
                self.skip_group('[', ']');
                return attributes;
            };
            while self.eat('.') {
                name = self.word().unwrap_or_default();
            }
            if self.is('<') {
                self.skip_group('<', '>');
            }
            let name =
                name.strip_suffix("Attribute").filter(|short| !short.is_empty()).unwrap_or(&name).to_owned();
            let arguments = if self.is('(') { self.arguments() } else { Vec::new() };
            attributes.push(Attribute { name, place, arguments });
            self.eat(',');
        }
        attributes
    }

    fn arguments(&mut self) -> Vec<(Option<String>, Literal)> {
        let mut arguments = Vec::new();
        self.eat('(');
        while self.at < self.lexemes.len() && !self.eat(')') {
            let is_named = self.peek_word(0).is_some()
                && matches!(self.token(1), Some(Token::Sign('=' | ':')))
                && self.token(2) != Some(&Token::Sign('='));
            let name = is_named.then(|| {
                let name = self.word();
                self.at += 1;
                name.unwrap_or_default()
            });
            let literal = self.literal();
            arguments.push((name, literal));
            while self.at < self.lexemes.len() && !self.is(',') && !self.is(')') {
                self.skip_one();
            }
            self.eat(',');
        }
        arguments
    }

    /// The value of an expression that is a literal, up to what ends an expression.
    pub(super) fn literal(&mut self) -> Literal {
        let literal = self.simple();
        let ends = matches!(self.token(0), None | Some(Token::Sign(',' | ')' | ';' | ']' | '}')));
        if ends { literal } else { Literal::Other }
    }

    fn simple(&mut self) -> Literal {
        let is_negative = self.eat('-');
        match self.token(0).cloned() {
            Some(Token::Number(text)) => {
                self.at += 1;
                number(&text, is_negative)
            }
            Some(Token::Text(text)) if !is_negative => {
                self.at += 1;
                // "a" + "b"
                let mut text = text;
                while self.is('+')
                    && let Some(Token::Text(more)) = self.token(1).cloned()
                {
                    self.at += 2;
                    text.push_str(&more);
                }
                Literal::Text(text)
            }
            Some(Token::Word(word)) if !is_negative => {
                self.at += 1;
                match word.as_str() {
                    "true" => Literal::Bool(true),
                    "false" => Literal::Bool(false),
                    "null" | "default" => Literal::Null,
                    "typeof" | "nameof" if self.eat('(') => {
                        let ty = self.ty(0);
                        self.eat(')');
                        match ty.map(|ty| ty.shape) {
                            Some(super::syntax::Shape::Named(name, _)) => Literal::Name(name),
                            _ => Literal::Other,
                        }
                    }
                    "new" => Literal::Other,
                    _ => {
                        let mut path = vec![word];
                        while self.eat('.') {
                            path.extend(self.word());
                        }
                        match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                            ["string" | "String", "Empty"] => Literal::Text(String::new()),
                            ["int", "MaxValue"] => Literal::Number(i32::MAX.to_string()),
                            ["long", "MaxValue"] => Literal::Number(i64::MAX.to_string()),
                            ["int", "MinValue"] => Literal::Number(i32::MIN.to_string()),
                            ["long", "MinValue"] => Literal::Number(i64::MIN.to_string()),
                            [.., last] => Literal::Name((*last).to_owned()),
                            [] => Literal::Other,
                        }
                    }
                }
            }
            _ => Literal::Other,
        }
    }
}

/// `1_000m` as JSON writes it.
fn number(text: &str, is_negative: bool) -> Literal {
    let sign = if is_negative { "-" } else { "" };
    let plain = text.replace('_', "");
    if let Some(hex) = plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X")) {
        let hex = hex.trim_end_matches(['u', 'U', 'l', 'L']);
        return match u64::from_str_radix(hex, 16) {
            Ok(value) => Literal::Number(format!("{sign}{value}")),
            Err(_) => Literal::Other,
        };
    }
    let plain =
        format!("{sign}{}", plain.trim_end_matches(['m', 'M', 'd', 'D', 'f', 'F', 'u', 'U', 'l', 'L']));
    match Number::parse(&plain) {
        Some(_) => Literal::Number(plain),
        None => Literal::Other,
    }
}
