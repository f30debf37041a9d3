use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Children, Key};

/// Stands in the file where a list of keys would, and names a shared list.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference<T> {
    shared: T,
}

impl Default for Children {
    fn default() -> Children {
        Children::Own(Vec::new())
    }
}

impl Serialize for Children {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Children::Own(keys) => keys.serialize(serializer),
            Children::Shared(name) => Reference { shared: name }.serialize(serializer),
        }
    }
}

/// Not derived, since with serde's `untagged` an error would not say where in the keys it is.
impl<'de> Deserialize<'de> for Children {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Children, D::Error> {
        struct KeysOrName;

        impl<'de> Visitor<'de> for KeysOrName {
            type Value = Children;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of keys, or an object with the name of a shared list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, keys: A) -> Result<Children, A::Error> {
                Vec::<Key>::deserialize(SeqAccessDeserializer::new(keys)).map(Children::Own)
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Children, A::Error> {
                let read = Reference::deserialize(MapAccessDeserializer::new(members));
                read.map(|Reference { shared }| Children::Shared(shared))
            }
        }

        deserializer.deserialize_any(KeysOrName)
    }
}
