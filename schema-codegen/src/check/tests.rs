use super::*;
use crate::model::{Children, Content};
use crate::raw::{Level, RawBounds, RawDocument, RawKey, Scalar};
use crate::testing::{document, key, model, oses, says, spanned};

/// Sets the counts of attributes, which the parser sets in the documents that it reads.
fn counted(mut documents: Vec<RawDocument>) -> Vec<RawDocument> {
    for document in &mut documents {
        let facts = facts::of_raw(document).stated;
        for (level, names, facts_of) in attributes::links() {
            let count = facts_of.iter().filter_map(|fact| facts.get(fact)).sum::<usize>();
            if count > 0 {
                document.attributes.insert((*level, names[0]), count);
            }
        }
    }
    documents
}

fn schema() -> Vec<RawDocument> {
    let scoped = key("Scoped", "string").os("iOS", says("deprecated", "n/a")).with(|key| {
        key.allowed_scopes = Some(spanned(vec!["user".to_owned()]));
        key.title = Some("Scoped".to_owned());
        key.content = Some("Some prose.".to_owned());
    });
    let list =
        key("List", "array").sub(vec![key("Item", "string").values(&["a", "b"]).with(|item| {
            let two = Some(Scalar::Integer(2));
            item.repetition = Some(spanned(RawBounds { min: two, max: None }));
        })]);
    let named = |key: &mut RawKey| key.subkey_type = Some("Tree".to_owned());
    let tree = key("Tree", "dictionary").with(named).anchor(
        "tree",
        vec![key("Trees", "array").sub(vec![key("Item", "dictionary").with(named).alias("tree")])],
    );
    let mut one = document("mdm/profiles/a.yaml", vec![scoped, list, tree]);
    one.payload.supported_os = Some(oses(&["iOS 15.0", "macOS n/a"]));
    one.description = Some("Some prose.".to_owned());
    counted(vec![one, document("mdm/commands/b.yaml", vec![key("K", "string")])])
}

#[test]
fn all_is_carried_or_has_a_reason() {
    let schema = schema();
    let coverage = count_facts(&schema, &schema, &model(&schema));
    assert_eq!(coverage.mismatches, []);
    let total = coverage.total();
    let tally = |read, skipped, carried| Tally { read, skipped, carried, ..Tally::default() };
    for (fact, expected) in [
        ("documents", tally(2, 0, 2)),
        ("keys", tally(7, 0, 7)),
        ("rangelists", tally(1, 0, 1)),
        ("rangelists.values", tally(2, 0, 2)),
        ("keys.repetition", tally(1, 0, 1)),
        ("keys.title", tally(1, 1, 0)),
        ("keys.allowed-scopes", tally(1, 1, 0)),
        ("supportedOS entries", tally(7, 0, 7)),
        ("supportedOS.allowed-scopes", tally(5, 0, 5)),
        ("supportedOS.deprecated n/a", tally(1, 1, 0)),
        ("keys.subkeytype", tally(2, 1, 1)),
    ] {
        assert_eq!(total[fact], expected, "{fact}");
    }
    assert_eq!(coverage.families[&Family::Commands]["keys"], tally(1, 0, 1));
}

#[test]
fn an_empty_list_says_nothing() {
    let raw = crate::parse::parse_document(
        "mdm/commands/a.yaml",
        "title: T\npayload: {requesttype: T}\npayloadkeys:\n\
         - {key: K, type: <string>, rangelist: [], assettypes: [], asset-content-types: []}\n\
         - {key: L, type: <dictionary>, subkeys: []}\n",
    );
    let schema = [raw.unwrap()];
    let coverage = count_facts(&schema, &schema, &model(&schema));
    assert_eq!(coverage.mismatches, []);
    let total = coverage.total();
    let skipped = Tally { read: 1, skipped: 1, ..Tally::default() };
    let facts = ["rangelists", "keys.assettypes", "keys.asset-content-types", "keys.subkeys"];
    for fact in facts {
        assert_eq!(total[&*format!("{fact} empty")], skipped, "{fact}");
        assert!(!total.contains_key(fact), "{fact}");
    }
}

fn mismatches(coverage: &Coverage) -> String {
    coverage.mismatches.iter().map(|mismatch| format!("{}\n", mismatch.flaw())).collect()
}

#[test]
fn a_lost_fact_names_its_document() {
    let schema = schema();
    let mut model = model(&schema);
    let Content::Dictionary(Children::Own(keys)) = &mut model.documents[0].payload else {
        panic!("a dictionary")
    };
    keys[0].name = "Renamed".to_owned();
    keys.push(keys[0].clone());
    let text = mismatches(&count_facts(&schema, &schema, &model));
    assert!(text.contains("mdm/commands/b.yaml: not accounted for: keys: 1 read, 2 carried"));
    model.documents.remove(0);
    let text = mismatches(&count_facts(&schema, &schema, &model));
    assert!(text.contains("mdm/commands/b.yaml: not accounted for: documents: 1 read, 0 carried"));
}

#[test]
fn what_the_overlay_does_is_told() {
    let read = schema();
    let mut laid = read.clone();
    laid.push(document("mdm/checkin/c.yaml", vec![key("K", "string"), key("L", "string")]));
    let coverage = count_facts(&read, &laid, &model(&laid));
    assert_eq!(coverage.mismatches, []);
    let expected = Tally { overlay: 2, carried: 2, ..Tally::default() };
    assert_eq!(coverage.families[&Family::Checkin]["keys"], expected);
}

#[test]
fn every_skipped_fact_has_a_reason_and_every_reason_a_fact() {
    let reasons: Vec<&str> = SKIPPED.iter().map(|(fact, _)| *fact).collect();
    let facts = tables::skipped_names();
    for fact in &facts {
        assert!(reasons.contains(fact), "{fact}");
    }
    for reason in reasons {
        assert!(facts.contains(&reason), "{reason}");
    }
}

#[test]
fn every_attribute_of_the_parser_is_accounted_for() {
    for (level, name) in crate::parse::known_attributes() {
        assert!(attributes::is_known(level, name), "{level}: {name}");
    }
    for (level, names, facts) in attributes::links() {
        for fact in *facts {
            assert!(tables::names().contains(fact), "{level}: {names:?}: {fact}");
        }
    }
}

#[test]
fn what_the_parser_loses_is_found() {
    let mut schema = schema();
    let attributes = &mut schema[1].attributes;
    *attributes.get_mut(&(Level::Key, "key")).unwrap() += 1;
    attributes.insert((Level::Key, "colour"), 2);
    let text = mismatches(&count_facts(&schema, &schema, &model(&schema)));
    assert!(
        text.contains("mdm/commands/b.yaml: not accounted for: key: 2 read, 1 carried"),
        "{text}"
    );
    assert!(
        text.contains("mdm/commands/b.yaml: not accounted for: colour: 2 read, 0 carried"),
        "{text}"
    );
}
