//! [`Map`].

use crate::fault;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_with::{DeserializeAs, SerializeAs, de::DeserializeAsWrap, ser::SerializeAsWrap};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
    marker::PhantomData,
};

/// An object whose member names are data, with values as `A`; a name that comes twice is refused.
#[derive(Debug)]
pub struct Map<A>(PhantomData<A>);

impl<'de, K, T, A> DeserializeAs<'de, BTreeMap<K, T>> for Map<A>
where
    K: Deserialize<'de> + Ord,
    A: DeserializeAs<'de, T>,
{
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<K, T>, D::Error> {
        deserializer.deserialize_map(Members::<K, T, A>(PhantomData))
    }
}

struct Members<K, T, A>(PhantomData<(K, T, A)>);

impl<'de, K, T, A> Visitor<'de> for Members<K, T, A>
where
    K: Deserialize<'de> + Ord,
    A: DeserializeAs<'de, T>,
{
    type Value = BTreeMap<K, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Self::Value, M::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = members.next_key()? {
            match map.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(members.next_value::<DeserializeAsWrap<T, A>>()?.into_inner());
                }
                Entry::Occupied(_) => {
                    return Err(fault::refuse("duplicate", "a member appears twice"));
                }
            }
        }
        Ok(map)
    }
}

impl<K: Serialize, T, A: SerializeAs<T>> SerializeAs<BTreeMap<K, T>> for Map<A> {
    fn serialize_as<S: Serializer>(map: &BTreeMap<K, T>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(key, value)| (key, SerializeAsWrap::<T, A>::new(value))))
    }
}
