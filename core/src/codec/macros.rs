//! The implementations that every generated type shares, by example.
//!
//! Macros rather than emitted code: the generated files then show what differs between types and
//! nothing else. What only some callers use is `#[inline]`: it is compiled for them, and not with the
//! types.

/// Makes a struct a [`Record`](crate::Record): names its table and its fields, by their group, in the
/// order of the table.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident, $table:path {
        $(texts: [$($text:ident),* $(,)?],)?
        $(flags: [$($flag:ident),* $(,)?],)?
        $(integers: [$($integer:ident),* $(,)?],)?
        $(slots: [$($slot:ident),* $(,)?],)?
    }) => {
        impl $crate::codec::Record for $type {
            fn parts<'a>(&'a self, show: &mut dyn ::core::ops::FnMut($crate::codec::Parts<'a, '_>)) {
                show($crate::codec::Parts {
                    $(texts: &[$(&self.$text),*],)?
                    $(flags: &[$(self.$flag),*],)?
                    $(integers: &[$(&self.$integer),*],)?
                    $(slots: &[$(&self.$slot),*],)?
                    ..$crate::codec::Parts::new(&$table, &self.extra)
                })
            }

            fn parts_mut(&mut self, lend: &mut dyn ::core::ops::FnMut($crate::codec::PartsMut<'_, '_>)) {
                lend($crate::codec::PartsMut {
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

            fn document(&self) -> ::core::option::Option<&'static $crate::Document> {
                #[allow(unused_imports)]
                use $crate::codec::NoDocument as _;
                $crate::codec::DocumentOf::<$type>(::core::marker::PhantomData).document()
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

/// Makes an enum [`Listed`](crate::Listed): gives the value of each variant.
#[doc(hidden)]
#[macro_export]
macro_rules! listed {
    ($type:ident { $($variant:ident = $value:literal),+ $(,)? }) => {
        impl $crate::Listed for $type {
            const VALUES: &'static [&'static str] = &[$($value),+];

            fn as_str(self) -> &'static str {
                match self {
                    $($type::$variant => $value,)+
                }
            }

            fn of(text: &str) -> Option<$type> {
                match text {
                    $($value => Some($type::$variant),)+
                    _ => None,
                }
            }
        }

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

/// Makes an enum a [`TaggedUnion`](crate::codec::TaggedUnion): gives the tag of each variant.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union {
    ($type:ident by $tag:literal { $($variant:ident($content:ident) = $value:literal),+ $(,)? }) => {
        impl $crate::codec::TaggedUnion for $type {
            const TAG: &'static str = $tag;

            fn variant(tag: &str) -> Option<$type> {
                match tag {
                    $($value => Some($type::$variant(::core::default::Default::default())),)+
                    _ => None,
                }
            }

            fn content(&mut self) -> &mut dyn $crate::codec::Slot {
                match self {
                    $($type::$variant(content) => &mut **content,)+
                    $type::Unknown(dictionary) => dictionary,
                }
            }

            fn unknown(dictionary: $crate::Dictionary) -> $type {
                $type::Unknown(dictionary)
            }
        }

        impl $crate::codec::Slot for $type {
            fn put(
                &mut self,
                token: $crate::codec::Token<'_>,
                context: &mut $crate::codec::Context,
            ) -> Result<(), $crate::codec::Stop> {
                *self = $crate::codec::put_union(token, context)?;
                Ok(())
            }

            fn view(&self) -> $crate::codec::View<'_> {
                match self {
                    $($type::$variant(content) => $crate::codec::Slot::view(&**content),)+
                    $type::Unknown(dictionary) => $crate::codec::Slot::view(dictionary),
                }
            }
        }

        $(impl ::core::convert::From<$content> for $type {
            #[inline]
            fn from(content: $content) -> $type {
                $type::$variant(content.into())
            }
        })+

        impl ::core::default::Default for $type {
            /// No variant yet: an empty dictionary.
            fn default() -> $type {
                $type::Unknown($crate::Dictionary::new())
            }
        }

        $crate::serde_by_slot!($type);
    };
}

/// Makes an enum over root types an [`AnyDocument`](crate::codec::AnyDocument). The variants stand in
/// the order of the documents that the index is over.
///
/// Where a tag is given, beside whose value the keys of the content stand, it is a
/// [`Slot`](crate::Slot) too; where every variant is `answered`, an
/// [`AnyRequest`](crate::codec::AnyRequest).
#[doc(hidden)]
#[macro_export]
macro_rules! any_document {
    ($type:ident in $index:ident by $tag:literal answered {
        $($variant:ident = $id:literal),+ $(,)?
    }) => {
        $crate::any_document!($type in $index by $tag { $($variant = $id),+ });

        impl $crate::codec::AnyRequest for $type {
            fn empty_response(&self) -> ::std::boxed::Box<dyn $crate::codec::AnySlot> {
                match self {
                    $($type::$variant(_) => ::std::boxed::Box::new(
                        <<$variant as $crate::codec::Request>::Response
                            as ::core::default::Default>::default(),
                    ),)+
                    $type::Unknown(..) => ::std::boxed::Box::new($crate::Dictionary::new()),
                }
            }
        }
    };
    ($type:ident in $index:ident by $tag:literal { $($variants:tt)+ }) => {
        $crate::any_document!($type in $index { $($variants)+ });

        impl $crate::codec::Entries for $type {
            fn show_to<'a>(&'a self, viewer: &mut dyn $crate::codec::Viewer<'a>) -> bool {
                $crate::codec::show_any(self, $tag, viewer)
            }
        }

        impl $crate::codec::Slot for $type {
            fn put(
                &mut self,
                token: $crate::codec::Token<'_>,
                context: &mut $crate::codec::Context,
            ) -> Result<(), $crate::codec::Stop> {
                *self = $crate::codec::put_any($tag, token, context)
                    .map_err(|stop| stop.named(stringify!($type)))?;
                Ok(())
            }

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Entries(self)
            }
        }

        impl ::core::default::Default for $type {
            /// No message yet: an empty dictionary.
            fn default() -> $type {
                $type::Unknown(::std::string::String::new(), $crate::Dictionary::new())
            }
        }

        $crate::serde_by_slot!($type);
    };
    ($type:ident in $index:ident { $($variant:ident = $id:literal),+ $(,)? }) => {
        impl $type {
            /// The identifier on the wire.
            #[inline]
            pub fn id(&self) -> &str {
                $crate::codec::AnyDocument::id(self)
            }

            /// The document; `None` for an unknown one.
            #[inline]
            pub fn document(&self) -> Option<&'static $crate::Document> {
                $crate::codec::AnyDocument::document(self)
            }

            /// The content.
            #[inline]
            pub fn content(&self) -> &dyn $crate::codec::AnySlot {
                $crate::codec::AnyDocument::content(self)
            }

            /// The content, if it is of this type.
            #[inline]
            pub fn get<T: $crate::codec::Message>(&self) -> Option<&T> {
                $crate::codec::AnyDocument::content(self).downcast_ref()
            }

            /// The content to be changed, if it is of this type.
            #[inline]
            pub fn get_mut<T: $crate::codec::Message>(&mut self) -> Option<&mut T> {
                $crate::codec::AnyDocument::content_mut(self).downcast_mut()
            }
        }

        impl $crate::codec::Content for $type {
            const FAMILIES: &'static [$crate::Family] =
                &[$(<$variant as $crate::codec::Message>::DOCUMENT.family),+];

            fn content_id(&self) -> &str {
                $crate::codec::AnyDocument::id(self)
            }

            fn content_slot(&self) -> &dyn $crate::codec::AnySlot {
                $crate::codec::AnyDocument::content(self)
            }
        }

        impl $crate::codec::AnyDocument for $type {
            const INDEX: &'static [u8] = $index;

            const VARIANTS: $crate::codec::Variants<$type> =
                &[$(($id, || $type::$variant(::core::default::Default::default()))),+];

            fn id(&self) -> &str {
                match self {
                    $($type::$variant(_) => $id,)+
                    $type::Unknown(id, _) => id,
                }
            }

            fn document(&self) -> Option<&'static $crate::Document> {
                match self {
                    $($type::$variant(_) => Some(<$variant as $crate::codec::Message>::DOCUMENT),)+
                    $type::Unknown(..) => None,
                }
            }

            fn content(&self) -> &dyn $crate::codec::AnySlot {
                match self {
                    $($type::$variant(content) => &**content,)+
                    $type::Unknown(_, dictionary) => dictionary,
                }
            }

            fn content_mut(&mut self) -> &mut dyn $crate::codec::AnySlot {
                match self {
                    $($type::$variant(content) => &mut **content,)+
                    $type::Unknown(_, dictionary) => dictionary,
                }
            }

            fn unknown(id: String, dictionary: $crate::Dictionary) -> $type {
                $type::Unknown(id, dictionary)
            }
        }

        $(impl ::core::convert::From<$variant> for $type {
            #[inline]
            fn from(content: $variant) -> $type {
                $type::$variant(content.into())
            }
        })+
    };
}

/// serde for a type that is a [`Slot`](crate::Slot).
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
