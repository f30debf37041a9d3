//! The remarks on a file, as text and as JSON.

use std::fmt::Write as _;

use apple_device_management::check::{Finding, Findings, Problem, Severity};
use apple_device_management::{DecodeError, Effect, KeyPath, Os, Segment};

/// One remark on a file.
pub(crate) struct Remark {
    pub(crate) path: KeyPath,
    pub(crate) severity: Severity,
    pub(crate) text: String,
    /// Whether the OS refuses what stands at the path.
    pub(crate) refuses: bool,
}

impl Remark {
    pub(crate) fn error(text: impl ToString) -> Remark {
        Remark::at(KeyPath::root(), text)
    }

    pub(crate) fn at(path: KeyPath, text: impl ToString) -> Remark {
        Remark { path, severity: Severity::Error, text: text.to_string(), refuses: false }
    }

    /// The same remark, with a path that begins further up.
    pub(crate) fn under(self, prefix: &[Segment]) -> Remark {
        Remark { path: KeyPath([prefix, &self.path.0].concat()), ..self }
    }
}

impl From<DecodeError> for Remark {
    fn from(error: DecodeError) -> Remark {
        let name = Some(error.target.0).filter(|name| !name.is_empty()).map(str::to_owned);
        let about = name.into_iter().chain(error.positions.iter().map(ToString::to_string));
        let about = about.collect::<Vec<_>>().join("; ");
        let text = match about.as_str() {
            "" => error.kind.to_string(),
            about => format!("{} ({about})", error.kind),
        };
        Remark::at(error.path, text)
    }
}

impl From<Finding> for Remark {
    fn from(finding: Finding) -> Remark {
        let mut text = finding.problem.to_string();
        match finding.also.len() {
            0 => {}
            1 => text.push_str("; at one other place too"),
            more => {
                let _ = write!(text, "; at {more} other places too");
            }
        }
        if !finding.id.is_empty() {
            let _ = write!(text, " ({})", finding.id);
        }
        let refuses = matches!(
            finding.problem,
            Problem::Support(_, obstacle) if obstacle.effect == Effect::Blocks
        );
        Remark { path: finding.path, severity: finding.severity, text, refuses }
    }
}

pub(crate) fn remarks(findings: Findings) -> Vec<Remark> {
    findings.into_iter().map(Remark::from).collect()
}

/// All remarks on one file.
pub(crate) struct Report {
    pub(crate) file: String,
    pub(crate) kind: String,
    pub(crate) os: Option<Os>,
    pub(crate) remarks: Vec<Remark>,
}

impl Report {
    pub(crate) fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    fn errors(&self) -> usize {
        self.remarks.iter().filter(|remark| remark.severity == Severity::Error).count()
    }

    pub(crate) fn text(&self) -> String {
        let os = self.os.map(|os| format!(", checked for {os}")).unwrap_or_default();
        let errors = match self.errors() {
            1 => "1 error".to_owned(),
            count => format!("{count} errors"),
        };
        let mut text = format!("{}: {}{os}: {errors}\n", self.file, self.kind);
        for remark in &self.remarks {
            // Keys may hold line breaks; a remark is one line all the same. A remark on the whole
            // file has no path.
            let path = match remark.path.0.is_empty() {
                true => String::new(),
                false => format!("{}: ", remark.path.to_string().escape_debug()),
            };
            let _ = writeln!(text, "  {}: {path}{}", remark.severity, remark.text);
        }
        text
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        let findings = self.remarks.iter().map(|remark| {
            serde_json::json!({
                "path": remark.path.to_string(),
                "severity": remark.severity.to_string(),
                "message": remark.text,
            })
        });
        serde_json::json!({
            "file": self.file,
            "kind": self.kind,
            "os": self.os.map(|os| os.to_string()),
            "errors": self.errors(),
            "findings": findings.collect::<Vec<_>>(),
        })
    }
}
