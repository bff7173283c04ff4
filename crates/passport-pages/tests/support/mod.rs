//! Helpers shared by the tests.
#![allow(dead_code, reason = "each test file uses a part")]

use html5gum::{Token, Tokenizer};

/// A page as a list of what it says: tags with sorted attributes, and text with
/// its white space made even. Two pages with equal lists are the same tree.
pub fn tree(html: &str) -> Vec<String> {
    let mut nodes: Vec<String> = Vec::new();
    let mut text = String::new();
    for token in Tokenizer::new(html) {
        match token.expect("reading from memory does not fail") {
            Token::String(string) => text += &String::from_utf8_lossy(&string),
            Token::StartTag(tag) => {
                flush(&mut text, &mut nodes);
                let attributes: Vec<String> = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| {
                        format!(
                            " {}=\"{}\"",
                            String::from_utf8_lossy(name),
                            even(&String::from_utf8_lossy(value))
                        )
                    })
                    .collect();
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                nodes.push(format!("<{name}{}>", attributes.concat()));
            }
            Token::EndTag(tag) => {
                flush(&mut text, &mut nodes);
                nodes.push(format!("</{}>", String::from_utf8_lossy(&tag.name)));
            }
            Token::Doctype(_) => nodes.push("<!doctype>".into()),
            Token::Comment(_) | Token::Error(_) => {}
        }
    }
    flush(&mut text, &mut nodes);
    nodes
}

fn flush(text: &mut String, nodes: &mut Vec<String>) {
    let words = even(text);
    if !words.is_empty() {
        nodes.push(words);
    }
    text.clear();
}

fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
