//! Apple's text in doc comments: shown as it is, and never read as markup.

/// The characters that rustdoc may read as markup anywhere in a line.
const MARKUP: &[char] =
    &['\\', '`', '*', '_', '[', ']', '<', '>', '#', '&', '~', '|', '$', '!', '{', '}', '^', '='];

/// A text as lines of a doc comment, without `///`. Paragraphs stay apart, and lines stay as long
/// as they are.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        // Blanks at the beginning are dropped: an indented line would be code, which rustdoc
        // compiles.
        let line = escape(line);
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// One line, with a link for each address and everything else escaped.
fn escape(line: &str) -> String {
    let words: Vec<String> = line.split_whitespace().map(word).collect();
    let line = words.join(" ");
    // A dash, a plus or a number at the beginning would begin a list or be a ruled line.
    match line.find(|char: char| !char.is_ascii_digit()) {
        Some(0) if line.starts_with(['-', '+']) => format!("\\{line}"),
        Some(at) if at > 0 && line[at..].starts_with(['.', ')']) => {
            format!("{}\\{}", &line[..at], &line[at..])
        }
        _ => line,
    }
}

fn word(mut word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    // Behind an address may be another one, as in a link of Markdown.
    while let Some(start) = address(word) {
        let (before, from_here) = word.split_at(start);
        let is_end = |char: char| !char.is_ascii_graphic() || "<>\"'`()[]{}\\".contains(char);
        let end = from_here.find(is_end).unwrap_or(from_here.len());
        let link = from_here[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        out += &plain(before);
        // Without a host it is no address.
        out += &match link.ends_with('/') && link.matches('/').count() < 3 {
            true => plain(link).replace("://", ":\\//"),
            false => format!("<{link}>"),
        };
        word = &from_here[link.len()..];
    }
    out + &plain(word)
}

/// Where the first address of a word begins.
fn address(word: &str) -> Option<usize> {
    word.match_indices("://").find_map(|(at, _)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| word[..at].ends_with(scheme))?;
        Some(at - scheme.len())
    })
}

fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for char in word.chars() {
        if MARKUP.contains(&char) {
            out.push('\\');
        }
        out.push(shown(char));
    }
    out
}

/// A character as it may be in a comment. Some characters change the direction in which the rest of
/// the file is shown, and rustc refuses them.
pub(super) fn shown(char: char) -> char {
    match char {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ if char.is_control() => '\u{fffd}',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        for (text, expected) in [
            ("plain, (text) 'as' \"is\" - here", "plain, (text) 'as' \"is\" - here"),
            ("    let x = 1;", "let x \\= 1;"),
            ("\tcode", "code"),
            ("Use `a_b` or [x](y)", "Use \\`a\\_b\\` or \\[x\\](y)"),
            ("Vec<String> & co", "Vec\\<String\\> \\& co"),
            ("- item", "\\- item"),
            ("---", "\\---"),
            ("===", "\\=\\=\\="),
            ("12. twelfth", "12\\. twelfth"),
            ("# Title", "\\# Title"),
            ("12 apples", "12 apples"),
            ("See https://a.example/b_c?d=e#f.", "See <https://a.example/b_c?d=e#f>."),
            ("(http://a.example/)", "(<http://a.example/>)"),
            (
                "[http://a.example](http://a.example)",
                "\\[<http://a.example>\\](<http://a.example>)",
            ),
            ("starts with https://", "starts with https:\\//"),
            ("a\u{202e}b\u{7}", "a\u{fffd}b\u{fffd}"),
        ] {
            assert_eq!(paragraphs(text), [expected], "{text:?}");
        }
    }

    #[test]
    fn paragraphs_keep_apart() {
        assert_eq!(paragraphs("\n\na\n\n\nb\nc\n\n"), ["a", "", "b", "c"]);
        assert_eq!(paragraphs(" \n"), Vec::<String>::new());
    }
}
