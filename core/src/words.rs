//! What is put in words in more than one place.

use std::fmt::Display;

/// A number and what it counts: `1 error`, `2 errors`.
pub fn count<N: Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let word = if number == N::from(1) { one } else { many };
    format!("{number} {word}")
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_is_singular() {
        let said = [0, 1, 2].map(|number| count(number, "key", "keys"));
        assert_eq!(said, ["0 keys", "1 key", "2 keys"]);
    }
}
