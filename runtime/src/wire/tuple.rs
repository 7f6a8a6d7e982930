//! [`Tuple`].

use crate::fault;
use serde::{
    Deserializer, Serializer,
    de::{IgnoredAny, SeqAccess, Visitor},
    ser::SerializeTuple,
};
use serde_with::{DeserializeAs, SerializeAs, de::DeserializeAsWrap, ser::SerializeAsWrap};
use std::{fmt, marker::PhantomData};

/// An array of exactly these items: `Tuple<(A, B)>` reads the first as `A` and the second as `B`.
#[derive(Debug)]
pub struct Tuple<A>(PhantomData<A>);

struct Items<T, A>(PhantomData<(T, A)>);

macro_rules! tuples {
    ($($count:literal: $($type:ident $adapter:ident $position:tt),*;)*) => {$(
        impl<'de, $($type, $adapter: DeserializeAs<'de, $type>),*> DeserializeAs<'de, ($($type,)*)> for Tuple<($($adapter,)*)> {
            fn deserialize_as<De: Deserializer<'de>>(deserializer: De) -> Result<($($type,)*), De::Error> {
                deserializer.deserialize_seq(Items::<($($type,)*), ($($adapter,)*)>(PhantomData))
            }
        }

        impl<'de, $($type, $adapter: DeserializeAs<'de, $type>),*> Visitor<'de> for Items<($($type,)*), ($($adapter,)*)> {
            type Value = ($($type,)*);

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
                let read = ($(
                    match items.next_element::<DeserializeAsWrap<$type, $adapter>>()? {
                        Some(item) => item.into_inner(),
                        None => return Err(fault::refuse("minItems", concat!("must have ", $count, " items"))),
                    },
                )*);
                if items.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(read);
                }
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Err(fault::refuse("items", concat!("must have ", $count, " items")))
            }
        }

        impl<$($type, $adapter: SerializeAs<$type>),*> SerializeAs<($($type,)*)> for Tuple<($($adapter,)*)> {
            fn serialize_as<Se: Serializer>(tuple: &($($type,)*), serializer: Se) -> Result<Se::Ok, Se::Error> {
                let mut items = serializer.serialize_tuple($count)?;
                $(items.serialize_element(&SerializeAsWrap::<$type, $adapter>::new(&tuple.$position))?;)*
                items.end()
            }
        }
    )*};
}
tuples! {
    1: A XA 0;
    2: A XA 0, B XB 1;
    3: A XA 0, B XB 1, C XC 2;
    4: A XA 0, B XB 1, C XC 2, D XD 3;
    5: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4;
    6: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5;
    7: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5, G XG 6;
    8: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5, G XG 6, H XH 7;
    9: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5, G XG 6, H XH 7, I XI 8;
    10: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5, G XG 6, H XH 7, I XI 8, J XJ 9;
    11: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5, G XG 6, H XH 7, I XI 8, J XJ 9, K XK 10;
    12: A XA 0, B XB 1, C XC 2, D XD 3, E XE 4, F XF 5, G XG 6, H XH 7, I XI 8, J XJ 9, K XK 10, L XL 11;
}
