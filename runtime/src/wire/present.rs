//! [`Present`].

use serde::{Deserializer, Serializer};
use serde_with::{DeserializeAs, SerializeAs};
use std::marker::PhantomData;

/// For a member that may be absent: if it is there, then it is an `A`, and null only if `A` says so.
///
/// Goes with `default` and `skip_serializing_if = "Option::is_none"`.
#[derive(Debug)]
pub struct Present<A>(PhantomData<A>);

impl<'de, T, A: DeserializeAs<'de, T>> DeserializeAs<'de, Option<T>> for Present<A> {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        A::deserialize_as(deserializer).map(Some)
    }
}

impl<T, A: SerializeAs<T>> SerializeAs<Option<T>> for Present<A> {
    fn serialize_as<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => A::serialize_as(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}
