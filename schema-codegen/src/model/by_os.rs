use std::collections::BTreeMap;
use std::marker::PhantomData;

use apple_device_management_core::Os;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes what is stated for each OS as an object, with a member for each OS that is named. A value
/// is written as a `W`.
pub(super) struct ByOs<W>(PhantomData<W>);

impl<W> ByOs<W> {
    pub(super) fn serialize<T: Copy + Into<W>, S: Serializer>(
        stated: &[Option<T>; Os::ALL.len()],
        serializer: S,
    ) -> Result<S::Ok, S::Error>
    where
        W: Serialize,
    {
        let each = Os::ALL.into_iter().zip(stated);
        serializer.collect_map(each.filter_map(|(os, stated)| Some((os, (*stated)?.into()))))
    }

    pub(super) fn deserialize<'de, T: From<W>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<[Option<T>; Os::ALL.len()], D::Error>
    where
        W: Deserialize<'de>,
    {
        let mut read = BTreeMap::<Os, W>::deserialize(deserializer)?;
        Ok(Os::ALL.map(|os| read.remove(&os).map(T::from)))
    }
}
