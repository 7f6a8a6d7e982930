//! The types that hold values, as views.

use super::{Array, AsView, Flow, Object, View};
use crate::{Date, Decimal, Duration, Integer, Num, Number, Timestamp, Uuid};
use std::collections::BTreeMap;

macro_rules! views {
    ($($type:ty: $value:ident => $view:expr;)*) => {$(
        impl AsView for $type {
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
        }
    )*};
}
views! {
    bool: value => View::Bool(*value);
    String: value => View::String(value);
    str: value => View::String(value);
    i8: value => View::Number(Num::Signed((*value).into()));
    i16: value => View::Number(Num::Signed((*value).into()));
    i32: value => View::Number(Num::Signed((*value).into()));
    i64: value => View::Number(Num::Signed(*value));
    u8: value => View::Number(Num::Signed((*value).into()));
    u16: value => View::Number(Num::Signed((*value).into()));
    u32: value => View::Number(Num::Signed((*value).into()));
    u64: value => View::Number(Num::Unsigned(*value));
    f64: value => View::Number(Num::Double(*value));
    Decimal: value => View::Number(Num::Decimal(value));
    Number: value => View::Number(value.as_num());
    Integer: value => View::Number(value.as_num());
    Uuid: value => View::Shown(value);
    Timestamp: value => View::Shown(value);
    Date: value => View::Shown(value);
    Duration: value => View::String(value.as_str());
}

impl<T: AsView + ?Sized> AsView for &T {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: AsView + ?Sized> AsView for Box<T> {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

/// `None` is null.
impl<T: AsView> AsView for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Null, T::view)
    }
}

impl<T: AsView> AsView for Vec<T> {
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}

impl<T: AsView> Array for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, position: usize) -> Option<View<'_>> {
        self.get(position).map(T::view)
    }
}

impl<T: AsView> Array for &[T] {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, position: usize) -> Option<View<'_>> {
        self.get(position).map(T::view)
    }
}

impl<T: AsView> AsView for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}

impl<T: AsView> Object for BTreeMap<String, T> {
    fn get(&self, name: &str) -> Option<View<'_>> {
        self.get(name).map(T::view)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, View<'_>) -> Flow) -> Flow {
        self.iter().try_for_each(|(name, value)| visit(name, value.view()))
    }

    fn count(&self) -> usize {
        self.len()
    }
}

macro_rules! tuples {
    ($($count:literal: $($type:ident $position:tt),*;)*) => {$(
        impl<$($type: AsView),*> AsView for ($($type,)*) {
            fn view(&self) -> View<'_> {
                View::Array(self)
            }
        }

        impl<$($type: AsView),*> Array for ($($type,)*) {
            fn count(&self) -> usize {
                $count
            }

            fn item(&self, position: usize) -> Option<View<'_>> {
                match position {
                    $($position => Some(self.$position.view()),)*
                    _ => None,
                }
            }
        }
    )*};
}
tuples! {
    0: ;
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}
