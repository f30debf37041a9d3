//! Ways to damage a line of YAML.

/// What replaces a scalar: a value of every other type, a word that no attribute knows, or nothing.
const RETYPED: [&str; 8] = ["-1", "1.5", "true", "'zzz'", "2001-02-03", "[zzz]", "{zzz: 1}", ""];
/// What replaces the name of an attribute.
const UNKNOWN: &str = "zzz";

/// A text with one damaged line, which is put together only when it is read.
pub(crate) struct Mutant<'t> {
    before: &'t [&'t str],
    line: String,
    after: &'t [&'t str],
}

impl Mutant<'_> {
    pub(crate) fn text(&self) -> String {
        [&self.before.concat(), &*self.line, &self.after.concat()].concat()
    }
}

/// The mutants of one line: the text is cut off before it, or it is left out or doubled, or has
/// another name or value.
pub(crate) fn of_line<'t>(lines: &'t [&'t str], at: usize) -> impl Iterator<Item = Mutant<'t>> {
    let (before, after) = (&lines[..at], &lines[at + 1..]);
    let cut_off = Mutant { before, line: String::new(), after: &[] };
    let replaced = [String::new(), lines[at].repeat(2)].into_iter().chain(changed(lines[at]));
    std::iter::once(cut_off).chain(replaced.map(move |line| Mutant { before, line, after }))
}

/// The line with another name, or a value of another type.
fn changed(line: &str) -> Vec<String> {
    let text = line.trim_end();
    let start = text.len() - text.trim_start_matches([' ', '-']).len();
    let (indent, entry) = text.split_at(start);
    let (name, value) = match entry.split_once(':') {
        Some((name, value)) => (Some(name), value.trim_start()),
        None => (None, entry),
    };
    let renamed = name.map(|_| format!("{indent}{UNKNOWN}: {value}\n"));
    let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
    let values = RETYPED.iter().filter(|new| **new != value);
    renamed.into_iter().chain(values.map(|new| format!("{indent}{name}{new}\n"))).collect()
}

#[test]
fn each_line_is_gone_doubled_cut_off_renamed_and_retyped() {
    let lines = ["a: 1\n", "- b: c\n", "- d\n"];
    let second: Vec<_> = of_line(&lines, 1).map(|mutant| mutant.text()).collect();
    assert_eq!(second[..3], ["a: 1\n", "a: 1\n- d\n", "a: 1\n- b: c\n- b: c\n- d\n"]);
    assert_eq!(second[3], "a: 1\n- zzz: c\n- d\n");
    assert_eq!(second[4], "a: 1\n- b: -1\n- d\n");
    assert_eq!(second.len(), 4 + RETYPED.len());
    assert_eq!(of_line(&lines, 2).nth(3).unwrap().text(), "a: 1\n- b: c\n- -1\n");
}
