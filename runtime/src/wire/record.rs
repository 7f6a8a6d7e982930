//! What `#[derive(Record)]` calls: one function for each kind of member.

use super::Key;
use crate::fault;
use serde::{
    de::{Error, IgnoredAny, MapAccess},
    ser::SerializeMap,
};
use serde_with::{DeserializeAs, SerializeAs, de::DeserializeAsWrap, ser::SerializeAsWrap};
use std::collections::{BTreeMap, btree_map::Entry};

/// Reads a declared member into its place.
pub fn member<'de, A, T, M>(slot: &mut Option<T>, name: &'static str, members: &mut M) -> Result<(), M::Error>
where
    A: DeserializeAs<'de, T>,
    M: MapAccess<'de>,
{
    if slot.is_some() {
        return Err(M::Error::duplicate_field(name));
    }
    *slot = Some(members.next_value::<DeserializeAsWrap<T, A>>()?.into_inner());
    Ok(())
}

/// Reads an undeclared member into the map that keeps them.
pub fn keep<'de, A, T, M>(
    rest: &mut BTreeMap<String, T>,
    name: Key<'de>,
    members: &mut M,
) -> Result<(), M::Error>
where
    A: DeserializeAs<'de, T>,
    M: MapAccess<'de>,
{
    match rest.entry(name.into_inner().into_owned()) {
        Entry::Vacant(entry) => {
            entry.insert(members.next_value::<DeserializeAsWrap<T, A>>()?.into_inner());
            Ok(())
        }
        Entry::Occupied(_) => Err(fault::refuse("duplicate", "a member appears twice")),
    }
}

/// Passes over a member that nothing keeps.
pub fn skip<'de, M: MapAccess<'de>>(members: &mut M) -> Result<(), M::Error> {
    members.next_value::<IgnoredAny>().map(|_| ())
}

/// What was read of a required member.
pub fn required<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(name))
}

/// Writes a declared member.
pub fn write<A, T, M>(members: &mut M, name: &'static str, value: &T) -> Result<(), M::Error>
where
    A: SerializeAs<T>,
    M: SerializeMap,
{
    members.serialize_entry(name, &SerializeAsWrap::<T, A>::new(value))
}

/// Writes the undeclared members.
pub fn write_rest<A, T, M>(members: &mut M, rest: &BTreeMap<String, T>) -> Result<(), M::Error>
where
    A: SerializeAs<T>,
    M: SerializeMap,
{
    rest.iter()
        .try_for_each(|(name, value)| members.serialize_entry(name, &SerializeAsWrap::<T, A>::new(value)))
}
