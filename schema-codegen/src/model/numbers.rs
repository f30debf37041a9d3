//! How numbers of the model are written to `model.json` where serde's derive would not do.

/// A bound. It is written without a decimal point if it is a whole number.
pub(super) mod bound {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::model) fn serialize<S: Serializer>(
        bound: &Option<f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match bound {
            Some(bound) if *bound == (*bound as i64) as f64 => {
                serializer.serialize_i64(*bound as i64)
            }
            bound => bound.serialize(serializer),
        }
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<f64>, D::Error> {
        Option::deserialize(deserializer)
    }
}

/// How many items an array may have: a type of `core`, where nothing is derived.
pub(super) mod repetition {
    use apple_device_management_core::Repetition;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::super::unstated;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields, expecting = "counts")]
    struct RepetitionText {
        #[serde(default, skip_serializing_if = "unstated")]
        min: Option<u32>,
        #[serde(default, skip_serializing_if = "unstated")]
        max: Option<u32>,
    }

    pub(in crate::model) fn serialize<S: Serializer>(
        repetition: &Option<Repetition>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        repetition.map(|Repetition { min, max }| RepetitionText { min, max }).serialize(serializer)
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Repetition>, D::Error> {
        let read = Option::<RepetitionText>::deserialize(deserializer)?;
        Ok(read.map(|RepetitionText { min, max }| Repetition { min, max }))
    }
}
