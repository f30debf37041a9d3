//! The implementations that every generated struct shares.
//!
//! Macros rather than emitted code: written out for each of some six hundred structs, they would be
//! twelve thousand lines that say the same. Functions that only some programs use are `#[inline]`: they
//! are compiled in the programs that use them, not with the types.

/// Makes a struct a [`Record`](crate::Record): names its table, its document if it is a root type, and
/// its fields, by their group, in the order of the table.
///
/// `record!(DeviceLock, DEVICE_LOCK, DOCUMENT { texts: [message, phone_number, pin] });` becomes, with
/// paths shortened:
///
/// ```text
/// impl Record for DeviceLock {
///     fn show_parts<'a>(&'a self, to: &mut dyn TakeParts<'a>) {
///         to.take(Parts {
///             table: &DEVICE_LOCK,
///             texts: &[&self.message, &self.phone_number, &self.pin],
///             flags: &[],
///             integers: &[],
///             slots: &[],
///             extra: &self.extra,
///         })
///     }
///
///     fn lend_parts(&mut self, to: &mut dyn TakePartsMut) {
///         to.take(PartsMut {
///             table: &DEVICE_LOCK,
///             fields: &mut [&mut self.message, &mut self.phone_number, &mut self.pin],
///             extra: &mut self.extra,
///         })
///     }
///
///     fn document(&self) -> Option<&'static Document> {
///         Some(&DOCUMENT)
///     }
/// }
///
/// impl Default for DeviceLock {
///     #[inline]
///     fn default() -> Self {
///         DeviceLock { message: None, phone_number: None, pin: None, extra: Dictionary::new() }
///     }
/// }
///
/// impl Debug for DeviceLock {
///     #[inline]
///     fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
///         debug_record(self, f)
///     }
/// }
///
/// impl PartialEq for DeviceLock {
///     #[inline]
///     fn eq(&self, other: &Self) -> bool {
///         same_record(self, other)
///     }
/// }
///
/// impl Serialize for DeviceLock {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         serialize(Slot::view(self), serializer)
///     }
/// }
///
/// impl<'de> Deserialize<'de> for DeviceLock {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         deserialize(deserializer)
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident, $table:path $(, $document:path)? {
        $(texts: [$($text:ident),* $(,)?],)?
        $(flags: [$($flag:ident),* $(,)?],)?
        $(integers: [$($integer:ident),* $(,)?],)?
        $(slots: [$($slot:ident),* $(,)?],)?
    }) => {
        impl $crate::codec::Record for $type {
            fn show_parts<'a>(&'a self, to: &mut dyn $crate::codec::TakeParts<'a>) {
                to.take($crate::codec::Parts {
                    table: &$table,
                    texts: &[$($(&self.$text),*)?],
                    flags: &[$($(self.$flag),*)?],
                    integers: &[$($(&self.$integer),*)?],
                    slots: &[$($(&self.$slot),*)?],
                    extra: &self.extra,
                })
            }

            fn lend_parts(&mut self, to: &mut dyn $crate::codec::TakePartsMut) {
                to.take($crate::codec::PartsMut {
                    table: &$table,
                    fields: &mut [
                        $($(&mut self.$text,)*)?
                        $($(&mut self.$flag,)*)?
                        $($(&mut self.$integer,)*)?
                        $($(&mut self.$slot,)*)?
                    ],
                    extra: &mut self.extra,
                })
            }

            $(
                fn document(&self) -> ::core::option::Option<&'static $crate::Document> {
                    Some(&$document)
                }
            )?
        }

        impl ::core::default::Default for $type {
            #[inline]
            fn default() -> Self {
                $type {
                    $($($text: ::core::option::Option::None,)*)?
                    $($($flag: ::core::option::Option::None,)*)?
                    $($($integer: ::core::option::Option::None,)*)?
                    $($($slot: ::core::default::Default::default(),)*)?
                    extra: $crate::Dictionary::new(),
                }
            }
        }

        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codec::debug_record(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codec::same_record(self, other)
            }
        }

        $crate::serde_by_slot!($type);
    };
}

/// Lets a [`Listed`](crate::Listed) enum stand on the left where it is compared with an
/// [`Open`](crate::Open), and be converted into an optional one.
#[doc(hidden)]
#[macro_export]
macro_rules! listed {
    ($type:ident) => {
        impl ::core::cmp::PartialEq<$crate::Open<$type>> for $type {
            #[inline]
            fn eq(&self, other: &$crate::Open<$type>) -> bool {
                other == self
            }
        }

        impl ::core::convert::From<$type> for ::core::option::Option<$crate::Open<$type>> {
            #[inline]
            fn from(value: $type) -> Self {
                Some($crate::Open::Listed(value))
            }
        }
    };
}

/// Implements serde for a type that is a [`Slot`](crate::Slot).
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_slot {
    ($type:ident) => {
        impl $crate::internal::serde::Serialize for $type {
            fn serialize<S: $crate::internal::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::codec::serialize($crate::codec::Slot::view(self), serializer)
            }
        }

        impl<'de> $crate::internal::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::internal::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
}

use crate::{Data, Date, Real, Value};

serde_by_slot!(Value);
serde_by_slot!(Data);
serde_by_slot!(Date);
serde_by_slot!(Real);
