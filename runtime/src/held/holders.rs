//! The shapes of types that are not derived.

use super::{EventData, Shape};
use crate::{Date, Decimal, Duration, Integer, Json, Number, Timestamp, Uuid};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, BinaryHeap, LinkedList, VecDeque},
    rc::Rc,
    sync::Arc,
};

macro_rules! shapes {
    ($($type:ty: $shape:expr;)*) => {$(
        impl EventData for $type {
            const SHAPE: &'static Shape = &$shape;
        }
    )*};
}
shapes! {
    str: Shape::Text;
    String: Shape::Text;
    bool: Shape::Bool;
    f64: Shape::Double;
    f32: Shape::Single;
    (): Shape::Null;
    Decimal: Shape::DecimalText;
    Uuid: Shape::Format("uuid");
    Timestamp: Shape::Format("date-time");
    Date: Shape::Format("date");
    Duration: Shape::Format("duration");
    Integer: Shape::AnyInteger;
    Number: Shape::Number;
    Json: Shape::Json;
    serde_json::Value: Shape::Json;
    serde_json::value::RawValue: Shape::Json;
    std::net::Ipv4Addr: Shape::Format("ipv4");
    std::net::Ipv6Addr: Shape::Format("ipv6");
    serde_json::Map<String, serde_json::Value>: Shape::Map(&Shape::Text, &Shape::Json);
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl EventData for $type {
            #[expect(clippy::allow_attributes, reason = "not every type needs it")]
            #[allow(clippy::cast_possible_wrap, clippy::cast_lossless, reason = "beyond what JSON numbers are held in")]
            const SHAPE: &'static Shape = &Shape::Integer($type::MIN as i128, {
                if $type::BITS == 128 { i128::MAX } else { $type::MAX as i128 }
            });
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! pointers {
    ($($type:ident)*) => {$(
        impl<T: EventData + ?Sized> EventData for $type<T> {
            const SHAPE: &'static Shape = T::SHAPE;
        }
    )*};
}
pointers!(Box Rc Arc);

impl<T: EventData + ?Sized> EventData for &T {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: EventData + ToOwned + ?Sized> EventData for Cow<'_, T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: EventData> EventData for Option<T> {
    // What is null itself is written no other way.
    const SHAPE: &'static Shape = match T::SHAPE {
        Shape::Null => T::SHAPE,
        _ => &Shape::Nullable(T::SHAPE),
    };
}

macro_rules! lists {
    ($($type:ty)*) => {$(
        impl<T: EventData> EventData for $type {
            const SHAPE: &'static Shape = &Shape::List(T::SHAPE, 0, usize::MAX);
        }
    )*};
}
lists!(Vec<T> VecDeque<T> LinkedList<T> [T]);

impl<T: EventData, const COUNT: usize> EventData for [T; COUNT] {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE, COUNT, COUNT);
}

impl<T: EventData> EventData for BTreeSet<T> {
    const SHAPE: &'static Shape = &Shape::Set(T::SHAPE);
}

impl<T: EventData> EventData for BinaryHeap<T> {
    const SHAPE: &'static Shape = &Shape::Set(T::SHAPE);
}

#[expect(clippy::disallowed_types, reason = "a service may use what the project does not")]
impl<T: EventData, S> EventData for std::collections::HashSet<T, S> {
    const SHAPE: &'static Shape = &Shape::Set(T::SHAPE);
}

impl<K: EventData, V: EventData> EventData for BTreeMap<K, V> {
    const SHAPE: &'static Shape = &Shape::Map(K::SHAPE, V::SHAPE);
}

#[expect(clippy::disallowed_types, reason = "a service may use what the project does not")]
impl<K: EventData, V: EventData, S> EventData for std::collections::HashMap<K, V, S> {
    const SHAPE: &'static Shape = &Shape::Map(K::SHAPE, V::SHAPE);
}

macro_rules! tuples {
    ($($($type:ident)+;)*) => {$(
        impl<$($type: EventData),+> EventData for ($($type,)+) {
            const SHAPE: &'static Shape = &Shape::Tuple(&[$($type::SHAPE),+]);
        }
    )*};
}
tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
