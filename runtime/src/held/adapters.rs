//! What the adapters of [`wire`](crate::wire) read and write.

use super::{EventData, EventDataAs, Shape};
use crate::{Decimal, Uuid, wire};
use std::collections::BTreeMap;

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl EventDataAs<$type> for wire::Integer {
            const SHAPE: &'static Shape = &Shape::Exact(<$type as EventData>::SHAPE);
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl EventDataAs<Decimal> for wire::DecimalNumber {
    const SHAPE: &'static Shape = &Shape::Exact(&Shape::Decimal);
}

impl EventDataAs<f64> for wire::Double {
    const SHAPE: &'static Shape = &Shape::Exact(&Shape::Double);
}

impl EventDataAs<Uuid> for wire::UuidText {
    const SHAPE: &'static Shape = &Shape::Format("uuid");
}

impl<T: EventData> EventDataAs<T> for wire::Same {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T, A: EventDataAs<T>> EventDataAs<Option<T>> for wire::Present<A> {
    const SHAPE: &'static Shape = &Shape::Present(A::SHAPE);
}

impl<T, A: EventDataAs<T>> EventDataAs<Option<T>> for Option<A> {
    const SHAPE: &'static Shape = &Shape::Nullable(A::SHAPE);
}

impl<T, F: EventDataAs<T>> EventDataAs<Vec<T>> for Vec<F> {
    const SHAPE: &'static Shape = &Shape::List(F::SHAPE, 0, usize::MAX);
}

impl<T, F: EventDataAs<T>> EventDataAs<Box<T>> for Box<F> {
    const SHAPE: &'static Shape = F::SHAPE;
}

impl<T, A: EventDataAs<T>> EventDataAs<BTreeMap<String, T>> for wire::Map<A> {
    const SHAPE: &'static Shape = &Shape::Map(&Shape::Text, A::SHAPE);
}

macro_rules! tuples {
    ($($($type:ident $adapter:ident)+;)*) => {$(
        impl<$($type, $adapter: EventDataAs<$type>),+> EventDataAs<($($type,)+)> for wire::Tuple<($($adapter,)+)> {
            const SHAPE: &'static Shape = &Shape::Tuple(&[$($adapter::SHAPE),+]);
        }
    )*};
}
tuples! {
    A A1;
    A A1 B B1;
    A A1 B B1 C C1;
    A A1 B B1 C C1 D D1;
}
