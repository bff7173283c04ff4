//! The official components, run through our shim on their own 983 examples, give
//! the same tree as the package says they should.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use passport_pages::Pages;
use serde_json::Value;
use support::tree;

#[test]
fn official_components_render_as_their_own_examples_say() {
    let pages = Pages::new();
    let mut wrong = Vec::new();
    let fixtures = fixtures();
    for (component, fixture) in &fixtures {
        let wanted = fixture["html"].as_str().expect("html");
        match render(&pages, component, fixture) {
            Ok(html) if tree(&html) == tree(wanted) => {}
            answer => wrong.push(format!(
                "{component}: {}{}",
                fixture["name"],
                difference(answer, wanted)
            )),
        }
    }
    println!("{} of {} examples have the same tree", fixtures.len() - wrong.len(), fixtures.len());
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(fixtures.len(), 983, "nhsuk-frontend 10.6.1 ships 983 examples");
}

fn render(pages: &Pages, component: &str, fixture: &Value) -> Result<String, String> {
    let macro_name = macro_name(component);
    let call = match fixture["callBlock"].as_str() {
        Some(block) => {
            format!("{{% call {macro_name}(context) %}}\n{}\n{{%- endcall %}}", block.trim())
        }
        None => format!("{{{{ {macro_name}(context) }}}}"),
    };
    let source = format!(
        "{{% from \"nhsuk/components/{component}/macro.njk\" import {macro_name} %}}\n{call}"
    );
    let context = BTreeMap::from([("context", &fixture["context"])]);
    pages.render_source(&source, &context)
}

/// The macro of a component, as its own file names it.
fn macro_name(component: &str) -> String {
    let text = fs::read_to_string(components().join(component).join("macro.njk")).expect("a macro");
    let name = text.trim_start_matches("{% macro ").split('(').next().expect("a name");
    name.to_owned()
}

fn difference(answer: Result<String, String>, wanted: &str) -> String {
    match answer {
        Err(error) => format!("\n  error: {}", error.lines().next().unwrap_or_default()),
        Ok(html) => {
            let (ours, theirs) = (tree(&html), tree(wanted));
            let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
            format!("\n  ours:   {:?}\n  theirs: {:?}", ours.get(at), theirs.get(at))
        }
    }
}

/// Every example: its component (`card`, `summary-list/row`) and the example.
fn fixtures() -> Vec<(String, Value)> {
    let root = components();
    let mut found = Vec::new();
    for path in fixture_files(&root) {
        let folder = path.parent().and_then(|p| p.strip_prefix(&root).ok()).expect("below root");
        let component = folder.to_str().expect("UTF-8").replace('\\', "/");
        let text = fs::read_to_string(&path).expect("a readable file");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        for fixture in file["fixtures"].as_array().expect("a list") {
            found.push((component.clone(), fixture.clone()));
        }
    }
    found
}

fn components() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../frontend/node_modules/nhsuk-frontend/dist/nhsuk/components")
}

fn fixture_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the installed package") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(fixture_files(&path));
        } else if path.ends_with("fixtures.json") {
            found.push(path);
        }
    }
    found.sort();
    found
}
