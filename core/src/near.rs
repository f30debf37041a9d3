/// The names that a mistyped name may mean, the nearest first; equally near ones stay in their order.
///
/// A name is near if it differs in case alone, or in one letter, or in two if the mistyped one has
/// eight or more. To one of one or two letters, only the same name in another case is near.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = typed.to_lowercase();
    let length = lower.chars().count();
    let most = match length {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    };
    let mut near: Vec<(usize, &str)> = Vec::new();
    for name in names {
        // The letters are compared only where the lengths allow that the names are near.
        if name == typed || name.chars().count().abs_diff(length) > most {
            continue;
        }
        let distance = strsim::osa_distance(&lower, &name.to_lowercase());
        if distance <= most {
            near.push((distance, name));
        }
    }
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_letter_or_the_case_makes_a_mistake() {
        let names = ["SSID_STR", "AutoJoin", "PIN", "IsActive", "OS", "PayloadUUID"];
        for (typed, meant) in [
            ("ssid_str", "SSID_STR"),
            ("Autojoin", "AutoJoin"),
            ("AutoJion", "AutoJoin"),
            ("PINN", "PIN"),
            ("PIM", "PIN"),
            ("os", "OS"),
            ("PayloadUID", "PayloadUUID"),
        ] {
            assert_eq!(nearest(typed, names).first(), Some(&meant), "{typed}");
        }
        for typed in ["Colour", "OX", "", "PIN", "IP"] {
            assert!(nearest(typed, names).is_empty(), "{typed}");
        }
    }

    #[test]
    fn the_nearest_comes_first() {
        let names = ["DeviceLocks", "devicelock", "DeviceLock"];
        assert_eq!(nearest("DeviceLok", names), ["devicelock", "DeviceLock", "DeviceLocks"]);
    }
}
