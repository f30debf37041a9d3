//! References from declarations to assets.

use apple_device_management_core::Key;
use apple_device_management_core::codec::View;

use crate::check::Check;
use crate::check::report::{Finding, Findings, Problem, Severity};
use crate::check::rules::documents::is_json;
use crate::check::walk::event::Event;
use crate::check::walk::{Walked, walk};

/// An asset, as far as a reference to it has to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset<'a> {
    /// The type of its declaration, such as `com.apple.asset.data`.
    pub declaration_type: &'a str,
    /// The media type of its content (`Reference`, `ContentType`), if it names one.
    pub content_type: Option<&'a str>,
}

/// Checks that each asset to which a declaration refers exists and is of a type that fits.
///
/// `resolve` finds an asset by the identifier of its declaration.
pub fn check_references<'a>(
    declaration: &dyn Check,
    resolve: &dyn Fn(&str) -> Option<Asset<'a>>,
) -> Findings {
    let mut findings = Vec::new();
    let Some(message) = Walked::of(declaration).filter(|message| is_json(message.document)) else {
        return Findings(findings);
    };
    walk(message, &mut |location, event| {
        let Event::Value { key, view: View::String(identifier) } = event else { return };
        if key.constraints.asset_types.is_empty() {
            return;
        }
        if let Some(problem) = reference(key, resolve(identifier)) {
            let path = location.path();
            let (severity, id, source) =
                (Severity::Error, location.document.id, location.document.source);
            let (also, support) = (Vec::new(), None);
            findings.push(Finding { path, also, severity, problem, support, id, source });
        }
    });
    Findings(findings)
}

fn reference(key: &Key, asset: Option<Asset<'_>>) -> Option<Problem> {
    let Some(asset) = asset else { return Some(Problem::NoSuchAsset) };
    let (types, contents) = (key.constraints.asset_types, key.constraints.asset_content_types);
    if !types.contains(&asset.declaration_type) {
        return Some(Problem::AssetType(types));
    }
    let content = asset.content_type?;
    let fits = contents.is_empty() || contents.contains(&content);
    (!fits).then_some(Problem::AssetContentType(contents))
}
