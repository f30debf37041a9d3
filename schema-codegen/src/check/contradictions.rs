use apple_device_management_core::{Introduced, KeyPath, Os};

use crate::effective::{Covered, Side, walk_covered};
use crate::flaw::Flaw;
use crate::location::Location;
use crate::model::Model;

/// A key that is stated to be available on an OS where the thing that holds it never is.
///
/// By the rules the key is not available, but one of the two statements is wrong: the overlay
/// should correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The path in the schema repository.
    pub source: String,
    pub side: Side,
    pub path: KeyPath,
    pub os: Os,
}

impl Contradiction {
    /// The flaw to report.
    pub fn flaw(&self) -> Flaw {
        let Contradiction { source, path, os, .. } = self;
        let what = format!("stated as available on {os}, where what holds it is not available");
        let place = Location { path: path.to_string(), ..Location::document(source) };
        Flaw::new(place, what, "taken as not available")
    }
}

/// Every contradiction, in the order of the documents and keys.
pub fn find_contradictions(model: &Model) -> Vec<Contradiction> {
    let covered = Covered::of(model);
    let mut found = Vec::new();
    for document in &model.documents {
        walk_covered(covered, document, &mut |place| {
            for os in Os::ALL {
                let stated = place.key.stated[os as usize].map(|stated| stated.introduced());
                let says = matches!(stated, Some(Introduced::Since(_) | Introduced::Always));
                if says && place.parent.on(os).introduced() == Introduced::Never {
                    found.push(Contradiction {
                        source: document.source.clone(),
                        side: place.side,
                        path: place.path.clone(),
                        os,
                    });
                }
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{document, key, model, oses};

    #[test]
    fn a_key_cannot_be_where_its_payload_is_not() {
        let inner = key("Inner", "string").on(&["watchOS 11.0"]);
        let keys = vec![
            key("IKEv2", "dictionary").on(&["watchOS 10.0", "iOS 8.0"]).sub(vec![inner]),
            key("Quiet", "string").on(&["watchOS n/a"]),
        ];
        let mut raw = document("mdm/profiles/x.yaml", keys);
        raw.payload.supported_os = Some(oses(&["iOS 4.0", "watchOS n/a"]));
        let found: Vec<String> = find_contradictions(&model(&[raw]))
            .iter()
            .map(|found| found.flaw().to_string())
            .collect();
        assert_eq!(
            found,
            [
                "mdm/profiles/x.yaml: IKEv2: stated as available on watchOS, where what holds it is not available (taken as not available)",
                "mdm/profiles/x.yaml: IKEv2/Inner: stated as available on watchOS, where what holds it is not available (taken as not available)"
            ]
        );
    }
}
