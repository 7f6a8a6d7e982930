//! Lets `jsonschema` read [`Node`]s as they are: numbers keep every digit, and nothing is copied.

use std::borrow::Cow;

use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use jsonschema::types::JsonType;

use super::cost::Budget;
use crate::load::{Member, Node, Value};
use crate::number::Number;

/// The representation.
pub(super) struct Located;

/// A value of a document, or a property name while `propertyNames` is judged.
#[derive(Clone, Copy)]
pub(super) enum Instance<'a> {
    /// A value, and the steps that are left for its document.
    Node(&'a Node, &'a Budget),
    /// A property name.
    Name(&'a str),
}

impl Json for Located {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = ();

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        f(Instance::Name(string))
    }
}

impl<'a> Instance<'a> {
    fn value(self) -> Option<&'a Value> {
        match self {
            Self::Node(node, _) => Some(&node.value),
            Self::Name(_) => None,
        }
    }

    /// The value as a container and the budget, if a step into it is left: without one it looks
    /// like a scalar, and the validator comes to an end.
    fn container(self) -> Option<(&'a Value, &'a Budget)> {
        match self {
            Self::Node(node, budget) => budget.spend().then_some((&node.value, budget)),
            Self::Name(_) => None,
        }
    }
}

impl<'a> JsonNode<'a, Located> for Instance<'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = NumberText<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        match self.container() {
            Some((Value::Object(members), budget)) => Some(Members(members, budget)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Items<'a>> {
        match self.container() {
            Some((Value::Array(items), budget)) => Some(Items(items, budget)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Name(text) => Some(Cow::Borrowed(text)),
            Self::Node(Node { value: Value::String(text), .. }, _) => Some(Cow::Borrowed(text)),
            Self::Node(..) => None,
        }
    }

    fn as_number(&self) -> Option<NumberText<'a>> {
        match self.value() {
            Some(Value::Number(text)) => Some(NumberText(text)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.value() {
            Some(Value::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.value(), Some(Value::Null))
    }

    fn json_type(&self) -> JsonType {
        match self.value() {
            None | Some(Value::String(_)) => JsonType::String,
            Some(Value::Null) => JsonType::Null,
            Some(Value::Bool(_)) => JsonType::Boolean,
            Some(Value::Number(_)) => JsonType::Number,
            Some(Value::Array(_)) => JsonType::Array,
            Some(Value::Object(_)) => JsonType::Object,
        }
    }

    fn to_value(&self) -> Cow<'a, serde_json::Value> {
        Cow::Owned(match self {
            Self::Name(text) => (*text).into(),
            Self::Node(node, _) => node.to_serde(),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Self::Node(node, _) => Some(NodeIdentity::new(std::ptr::from_ref(*node).addr())),
            Self::Name(_) => None,
        }
    }
}

/// The members of an object.
pub(super) struct Members<'a>(&'a [Member], &'a Budget);

impl<'a> Object<'a, Located> for Members<'a> {
    type Node = Instance<'a>;
    type MemberName = &'a str;
    type MembersIter = MembersIter<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.0.iter().find(|member| member.key == *key).map(|member| Instance::Node(&member.value, self.1))
    }

    fn members(&self) -> MembersIter<'a> {
        MembersIter(self.0.iter(), self.1)
    }
}

/// Goes through the members of an object.
pub(super) struct MembersIter<'a>(std::slice::Iter<'a, Member>, &'a Budget);

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, Instance<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|member| (member.key.as_str(), Instance::Node(&member.value, self.1)))
    }
}

/// The items of an array.
pub(super) struct Items<'a>(&'a [Node], &'a Budget);

impl<'a> Array<'a, Located> for Items<'a> {
    type Node = Instance<'a>;
    type ElementsIter = ItemsIter<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> ItemsIter<'a> {
        ItemsIter(self.0.iter(), self.1)
    }
}

/// Goes through the items of an array.
pub(super) struct ItemsIter<'a>(std::slice::Iter<'a, Node>, &'a Budget);

impl<'a> Iterator for ItemsIter<'a> {
    type Item = Instance<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|node| Instance::Node(node, self.1))
    }
}

/// A number as it is written.
pub(super) struct NumberText<'a>(&'a str);

impl JsonNumber for NumberText<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|value: &f64| value.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        // What has no binary64 is beyond all of them.
        let beyond = if self.0.starts_with('-') { f64::MIN } else { f64::MAX };
        let number = serde_json::from_str(self.0).ok().or_else(|| serde_json::Number::from_f64(beyond));
        Cow::Owned(number.unwrap_or_else(|| 0.into()))
    }

    fn is_integer(&self) -> bool {
        Number::parse(self.0).is_some_and(|number| number.is_integer())
    }
}
