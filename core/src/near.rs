/// The names that a mistyped one may mean, the nearest first, and of those that are equally near in
/// the order given.
///
/// A name is near if it differs in nothing but case, or by a letter, or by two where it has eight or
/// more. Names of one or two letters have nothing near them but themselves in another case.
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
        // Names of very different lengths are told apart without a look at their letters.
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
