//! Unions without a tag: an abstract record with one sealed record for each arm, told apart by the JSON type and
//! then by what the value holds.

use super::checks::Statics;
use super::file::File;
use super::names::Unit;
use super::text::literal;
use super::types::{form, is_compared_by_reference};
use super::unions::arm_names;
use super::writer::Writer;
use crate::model::{Choice, ChoiceArm};
use crate::resolve::{Type, TypeSet};

/// The tokens at which a value starts, and its types. A whole number is a number as well.
const TOKENS: &[(&[&str], &[Type])] = &[
    (&["Null"], &[Type::Null]),
    (&["True", "False"], &[Type::Boolean]),
    (&["Number"], &[Type::Integer, Type::Number]),
    (&["String"], &[Type::String]),
    (&["StartArray"], &[Type::Array]),
    (&["StartObject"], &[Type::Object]),
];

/// An arm with the name that it has in C#.
struct ArmPlan<'a> {
    name: String,
    arm: &'a ChoiceArm,
}

impl<'a> File<'a> {
    /// A choice and its converters.
    pub(super) fn choice(&mut self, unit: &Unit<'a>, choice: &'a Choice, out: &mut Writer) {
        let model = self.names.model;
        let name = &unit.name;
        let converter = self.own_converter(unit);
        let (names, _) = arm_names([name, "Value"], choice.arms.iter().map(|arm| arm.name.as_str()));
        let arms: Vec<_> =
            names.into_iter().zip(&choice.arms).map(|(name, arm)| ArmPlan { name, arm }).collect();
        self.nested = arms.iter().map(|plan| plan.name.clone()).collect();
        let arm_converter = self.names.helper(name, "ArmConverter");
        {
            let mut body = self.abstract_record(unit, &converter, out);
            for ArmPlan { name: arm_name, arm } in &arms {
                let this = form(model, &arm.ty);
                let ty = self.type_name(this);
                let attribute = self.system("System.Text.Json.Serialization", "JsonConverter");
                body.gap();
                body.line(format!("/// <summary>{}.</summary>", described(arm.types)));
                body.line("/// <param name=\"Value\">The value.</param>");
                body.line(format!("[{attribute}(typeof({arm_converter}<{arm_name}>))]"));
                let head = format!("public sealed record {arm_name}({ty} Value) : {name}");
                if is_compared_by_reference(model, this) {
                    let canonical = self.support("Canonical");
                    Self::equality_by(&canonical, arm_name, &converter, &mut body.block(head));
                } else {
                    body.line(format!("{head};"));
                }
            }
        }
        self.nested.clear();
        self.choice_converter(unit, choice, &arms, out);
        self.arm_converter(unit, &arm_converter, ("type", "must be of the arm's form"), out);
    }

    fn choice_converter(&mut self, unit: &Unit<'_>, choice: &Choice, arms: &[ArmPlan<'_>], out: &mut Writer) {
        let model = self.names.model;
        let name = &unit.name;
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        let (exception, checker) = (self.support("ContractException"), self.support("Checker"));
        let mut statics = Statics::default();
        let checks: Vec<String> = arms
            .iter()
            .map(|plan| self.check(&plan.arm.ty, "arm.Value", &plan.name, &mut statics).finish())
            .collect();
        let asserted: Vec<String> = (choice.checks.iter())
            .map(|check| format!("check.Self().Assert({});", self.assertion_of(check, "", &mut statics)))
            .collect();
        let mut body = self.converter_block(unit, out);
        statics.declare(&mut body);
        body.gap();
        {
            let mut read = body.block(format!("internal static {name} ReadJson(ref {reader} reader)"));
            self.read_choice(name, arms, &mut read);
        }
        body.gap();
        {
            let mut write =
                body.block(format!("internal static void WriteJson({writer} writer, {name} value)"));
            let mut switch = write.block("switch (value)");
            for ArmPlan { name: arm_name, arm } in arms {
                let write = self.write(form(model, &arm.ty), "arm.Value");
                switch.line(format!("case {name}.{arm_name} arm:"));
                switch.continued(format!("{write};"));
                switch.continued("break;");
            }
            switch.line("default:");
            switch.continued(format!("throw new {exception}(\"type\", \"must not be null\");"));
        }
        body.gap();
        let mut check = body.block(format!("internal static void Check({name} value, {checker} check)"));
        {
            let mut switch = check.block("switch (value)");
            for (ArmPlan { name: arm_name, .. }, statements) in arms.iter().zip(&checks) {
                if statements.is_empty() {
                    switch.line(format!("case {name}.{arm_name}:"));
                } else {
                    switch.line(format!("case {name}.{arm_name} arm:"));
                }
                statements.lines().for_each(|line| switch.continued(line));
                switch.continued("break;");
            }
            switch.line("default:");
            switch.continued("check.NotNull(null);");
            switch.continued("break;");
        }
        check.lines(asserted);
    }

    /// Statements that find the arm by the token at which the value starts, and read it.
    fn read_choice(&mut self, name: &str, arms: &[ArmPlan<'_>], out: &mut Writer) {
        let wire = self.support("Wire");
        let token = self.system("System.Text.Json", "JsonTokenType");
        let possible = |types: &[Type]| -> Vec<usize> {
            let fits = |plan: &ArmPlan<'_>| types.iter().any(|t| plan.arm.types.contains(*t));
            (0..arms.len()).filter(|index| fits(&arms[*index])).collect()
        };
        let mut open: Vec<(&[&str], Vec<usize>)> =
            TOKENS.iter().map(|(tokens, types)| (*tokens, possible(types))).collect();
        open.retain(|(_, arms)| !arms.is_empty());
        let mut switch = out.block("switch (reader.TokenType)");
        while !open.is_empty() {
            let (tokens, candidates) = open.remove(0);
            let mut labels = tokens.to_vec();
            // Whether a number is whole is a question of its own.
            open.retain(|(more, others)| {
                let same = *others == candidates && tokens != ["Number"] && *more != ["Number"];
                if same {
                    labels.extend(*more);
                }
                !same
            });
            for label in &labels {
                switch.line(format!("case {token}.{label}:"));
            }
            let mut body = switch.bare_block();
            self.read_arms(name, arms, &candidates, labels == ["Number"], &mut body);
        }
        let all = arms.iter().flat_map(|plan| plan.arm.types.iter());
        let expected = literal(&described(TypeSet::of(all)).to_lowercase());
        switch.line("default:");
        switch.continued(format!("throw {wire}.Expected({expected}, ref reader);"));
    }

    fn read_arms(
        &mut self,
        name: &str,
        arms: &[ArmPlan<'_>],
        candidates: &[usize],
        number: bool,
        out: &mut Writer,
    ) {
        let model = self.names.model;
        let wire = self.support("Wire");
        let mut peeked = false;
        let mut tried = Vec::new();
        for index in candidates {
            let ArmPlan { name: arm_name, arm } = &arms[*index];
            let read = self.read(form(model, &arm.ty), "reader");
            let read = format!("return new {name}.{arm_name}({read});");
            let mut conditions = Vec::new();
            if number && !arm.types.contains(Type::Number) {
                conditions.push(format!("{wire}.IsWhole(reader)"));
            }
            if let Some(when) = arm.when {
                if !peeked {
                    peeked = true;
                    let element = self.system("System.Text.Json", "JsonElement");
                    out.line(format!("{element} element = {wire}.Peek(reader);"));
                }
                let assertion = format!("{}.{}", self.assertions, self.assertion(when));
                conditions.push(format!("{assertion}(element, null)"));
                tried.push(assertion);
            }
            if conditions.is_empty() {
                out.line(read);
                return;
            }
            out.block(format!("if ({})", conditions.join(" && "))).line(read);
        }
        if tried.is_empty() {
            out.line(format!("throw {wire}.Expected(\"a whole number\", ref reader);"));
        } else {
            let exception = self.support("ContractException");
            out.line(format!("throw {exception}.NoArm(element, {});", tried.join(", ")));
        }
    }
}

/// `A string or an object`
fn described(types: TypeSet) -> String {
    let with_article = |t: Type| match t {
        Type::Null => "null",
        Type::Boolean => "a boolean",
        Type::Integer => "a whole number",
        Type::Number => "a number",
        Type::String => "a string",
        Type::Array => "an array",
        Type::Object => "an object",
    };
    let names: Vec<&str> = types
        .iter()
        .filter(|t| *t != Type::Integer || !types.contains(Type::Number))
        .map(with_article)
        .collect();
    let mut text = match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "nothing".to_owned(),
    };
    text[..1].make_ascii_uppercase();
    text
}
