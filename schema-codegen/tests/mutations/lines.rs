//! Damages every line of every document in each way of [`mutants`](super::mutants). Each mutant
//! must be read, perhaps with warnings, or be an error that names the file and a line of it.
//!
//! `cargo test` reads all mutants of the fixtures, and every 601st of Apple's documents. For more
//! of them:
//! `MUTANTS_EVERY=1 cargo test --release -p schema-codegen --test mutations -- --nocapture lines`

use std::env;
use std::fmt;
use std::num::NonZero;
use std::ops::AddAssign;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use schema_codegen::check;
use schema_codegen::discover;
use schema_codegen::discover::SourceError;
use schema_codegen::emit::Prose;
use schema_codegen::mend::{self, LastRun};
use schema_codegen::model::Upstream;
use schema_codegen::parse;

use super::mutants;

/// A path in the schema repository, and the text.
type Document = (String, String);

/// How many mutants were read and how many not.
#[derive(Debug, Default)]
struct Counts {
    documents: usize,
    mutants: usize,
    read: usize,
    with_warnings: usize,
    refused: usize,
    /// Messages about things that must not happen.
    faults: Vec<String>,
}

enum Outcome {
    Read { warnings: usize },
    Refused,
}

/// All stages from a text to Rust, except the overlay, which is for undamaged documents. A file
/// that is YAML must be read, whatever is wrong in it.
fn read(file: &str, text: &str) -> Result<Outcome, String> {
    let raw = match parse::parse_document(file, text) {
        Ok(raw) => [raw],
        Err(error) => return refused(file, text, error.at.line, &error),
    };
    let (mut laid, known) = (raw.to_vec(), LastRun::default());
    let mut model = mend::lower_leniently(&mut laid, &Upstream::default(), &known);
    if let Some(mismatch) = check::count_facts(&raw, &laid, &model).mismatches.first() {
        return Err(mismatch.to_string());
    }
    mend::emit_leniently(&mut model, &Prose::new(), &known).map_err(|error| error.to_string())?;
    let place = format!("{file}:");
    match model.flaws.iter().find(|flaw| !flaw.starts_with(&place) || flaw.contains('\n')) {
        Some(flaw) => Err(format!("of which file is this? {flaw}")),
        None if model.documents.is_empty() => Err(format!("{file}: nothing is left of it")),
        None => Ok(Outcome::Read { warnings: model.flaws.len() }),
    }
}

/// Checks that an error begins with the file and a line of it. If the file ends too early, the line
/// is that of its end, which may be one below its last.
fn refused(
    file: &str,
    text: &str,
    line: u32,
    error: &impl fmt::Display,
) -> Result<Outcome, String> {
    let message = error.to_string();
    let lines = 1..=text.lines().count() + 1;
    let named = message.starts_with(&format!("{file}:{line}:")) && !message.contains('\n');
    if named && lines.contains(&(line as usize)) { Ok(Outcome::Refused) } else { Err(message) }
}

impl Counts {
    fn count(&mut self, file: &str, text: &str) {
        self.mutants += 1;
        let result = catch_unwind(AssertUnwindSafe(|| read(file, text)));
        match result.unwrap_or_else(|_| Err(format!("{file}: a panic"))) {
            Ok(Outcome::Read { warnings: 0 }) => self.read += 1,
            Ok(Outcome::Read { .. }) => self.with_warnings += 1,
            Ok(Outcome::Refused) => self.refused += 1,
            Err(message) => self.faults.push(message),
        }
    }

    /// Every `stride`th mutant of a document.
    fn of(document: &Document, stride: usize) -> Counts {
        let (file, text) = document;
        let mut counts = Counts { documents: 1, ..Counts::default() };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mutants = (0..lines.len()).flat_map(|at| mutants::of_line(&lines, at));
        // Begins at another mutant in each document, or all short ones would have the same damage.
        for mutant in mutants.skip(text.len() % stride).step_by(stride) {
            counts.count(file, &mutant.text());
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.mutants += other.mutants;
        self.read += other.read;
        self.with_warnings += other.with_warnings;
        self.refused += other.refused;
        self.faults.extend(other.faults);
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { documents, mutants, read, with_warnings, refused, faults } = self;
        write!(
            f,
            "{documents} documents, {mutants} mutants: {read} read, {with_warnings} read with \
             warnings, {refused} refused with file and line, {} faults",
            faults.len()
        )
    }
}

/// Every `stride`th mutant of each document, on all processors.
fn mutate(documents: &[Document], stride: usize) -> Counts {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut counts = Counts::default();
        while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            counts += Counts::of(document, stride);
        }
        counts
    };
    let mut counts = Counts::default();
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().for_each(|worker| counts += worker.join().unwrap());
    });
    counts
}

fn expect_no_fault(documents: &[Document], stride: usize) {
    let counts = mutate(documents, stride);
    println!("{counts}");
    let some: Vec<_> = counts.faults.iter().take(20).map(String::as_str).collect();
    assert!(some.is_empty(), "{}", some.join("\n"));
    assert!(counts.read > 0 && counts.with_warnings > 0 && counts.refused > 0, "{counts}");
}

/// Apple's documents; none if the submodule is empty.
fn real() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendor/device-management");
    match discover::read_folder(&folder) {
        Ok(source) => source.files.into_iter().map(|file| (file.path, file.text)).collect(),
        Err(SourceError::NoSchema { .. }) => {
            println!("skipped: the submodule vendor/device-management is not checked out");
            Vec::new()
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn every_mutant_of_a_fixture() {
    let inputs = super::inputs().into_iter();
    expect_no_fault(&inputs.map(|text| (super::FILE.to_owned(), text)).collect::<Vec<_>>(), 1);
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn mutants_of_real_documents() {
    let stride = env::var("MUTANTS_EVERY").map_or(601, |stride| stride.parse().unwrap());
    let documents = real();
    if !documents.is_empty() {
        expect_no_fault(&documents, stride);
    }
}
