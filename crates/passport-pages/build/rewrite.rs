//! From Nunjucks to minijinja: the changes of spelling that let the official
//! component templates run as they are.
//!
//! The two languages share nearly all of their grammar. What differs is rewritten
//! here, inside tags only, at build time; what differs in meaning (filters, tests,
//! truth) is the run-time half, `src/nunjucks.rs`. Both are held to the package's
//! own fixtures by `tests/fixtures.rs`.

/// One piece of the code inside a tag.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Space(String),
    Mark(char),
}

/// A template, cut into what is copied and what is code.
enum Part {
    Text(String),
    /// Opening delimiter, code, closing delimiter.
    Tag(String, Vec<Token>, String),
}

/// The template in minijinja's spelling.
pub fn rewrite(source: &str) -> String {
    let mut parts = split(source);
    let shared = shared_names(&parts);
    let mut out = String::with_capacity(source.len() + source.len() / 8);
    if !shared.is_empty() {
        out.push_str("{%- set _shared = namespace() -%}");
    }
    let mut parameters = Vec::new();
    for part in &mut parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Tag(open, code, close) => {
                if imports_attributes(code) {
                    continue;
                }
                let is_macro = first_word(code).as_deref() == Some("macro");
                match first_word(code).as_deref() {
                    Some("macro") => parameters = words(code),
                    Some("endmacro") => parameters.clear(),
                    _ => {}
                }
                share(code, |word| shared.iter().any(|s| s == word) && !parameters.contains(word));
                quote_keys(code);
                strict_equality(code);
                iterate_pairs(code);
                first_in_list(code);
                out.push_str(open);
                for token in code.iter() {
                    out.push_str(token.text().as_ref());
                }
                out.push_str(close);
                // A macro sees its caller only where its own body names it, and the
                // components name it inside the template they include.
                if is_macro {
                    out.push_str("{%- if caller %}{% endif -%}");
                }
            }
        }
    }
    out
}

impl Token {
    fn text(&self) -> String {
        match self {
            Self::Word(text) | Self::Quoted(text) | Self::Space(text) => text.clone(),
            Self::Mark(mark) => mark.to_string(),
        }
    }
}

/// Cuts a template at its tags. Comments go; strings and nested braces inside a
/// tag do not end it.
fn split(source: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = source;
    while let Some(start) =
        rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min()
    {
        parts.push(Part::Text(rest[..start].to_owned()));
        rest = &rest[start..];
        if rest.starts_with("{#") {
            let end = rest.find("#}").map_or(rest.len(), |end| end + 2);
            let comment = &rest[..end];
            parts.push(Part::Text(comment_trim(comment)));
            rest = &rest[end..];
            continue;
        }
        let (tag, after) = tag(rest);
        parts.push(tag);
        rest = after;
    }
    parts.push(Part::Text(rest.to_owned()));
    parts
}

/// A comment leaves nothing but its trimming of white space.
fn comment_trim(comment: &str) -> String {
    let left = if comment.starts_with("{#-") { "-" } else { "" };
    let right = if comment.ends_with("-#}") { "-" } else { "" };
    format!("{{#{left} {right}#}}")
}

fn tag(source: &str) -> (Part, &str) {
    let closing = if source.starts_with("{{") { '}' } else { '%' };
    let open_length = if source[2..].starts_with('-') { 3 } else { 2 };
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    let mut at = open_length;
    loop {
        let rest = &source[at..];
        let Some(next) = rest.chars().next() else {
            return (Part::Tag(source[..open_length].to_owned(), tokens, String::new()), "");
        };
        let close = [format!("-{closing}}}"), format!("{closing}}}")];
        if depth == 0
            && let Some(close) = close.iter().find(|close| rest.starts_with(*close))
        {
            let part = Part::Tag(source[..open_length].to_owned(), tokens, close.clone());
            return (part, &rest[close.len()..]);
        }
        let (token, length) = token(rest, next);
        match token {
            Token::Mark('{' | '(' | '[') => depth += 1,
            Token::Mark('}' | ')' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        tokens.push(token);
        at += length;
    }
}

fn token(rest: &str, next: char) -> (Token, usize) {
    let run = |accept: fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
    if next == '"' || next == '\'' {
        let mut escaped = false;
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                c if c == next => return (Token::Quoted(rest[..=at].to_owned()), at + 1),
                _ => {}
            }
        }
        (Token::Quoted(rest.to_owned()), rest.len())
    } else if next.is_whitespace() {
        let length = run(char::is_whitespace);
        (Token::Space(rest[..length].to_owned()), length)
    } else if next.is_alphanumeric() || next == '_' {
        let length = run(|c| c.is_alphanumeric() || c == '_');
        (Token::Word(rest[..length].to_owned()), length)
    } else {
        (Token::Mark(next), next.len_utf8())
    }
}

fn first_word(code: &[Token]) -> Option<String> {
    code.iter().find_map(|token| match token {
        Token::Word(word) => Some(word.clone()),
        _ => None,
    })
}

fn words(code: &[Token]) -> Vec<String> {
    code.iter()
        .filter_map(|token| match token {
            Token::Word(word) => Some(word.clone()),
            _ => None,
        })
        .collect()
}

fn next_solid(code: &[Token], from: usize) -> Option<usize> {
    (from..code.len()).find(|&at| !matches!(code[at], Token::Space(_)))
}

fn previous_solid(code: &[Token], before: usize) -> Option<usize> {
    (0..before).rev().find(|&at| !matches!(code[at], Token::Space(_)))
}

/// True at a word that is a bare key of an object: `{ key: …` or `, key: …`.
fn is_key(code: &[Token], at: usize) -> bool {
    let before = previous_solid(code, at).map(|at| &code[at]);
    let after = next_solid(code, at + 1).map(|at| &code[at]);
    matches!(before, Some(Token::Mark('{' | ','))) && after == Some(&Token::Mark(':'))
}

/// `{ text: x }` becomes `{ "text": x }`.
fn quote_keys(code: &mut [Token]) {
    for at in 0..code.len() {
        if let Token::Word(word) = &code[at]
            && is_key(code, at)
        {
            code[at] = Token::Quoted(format!("\"{word}\""));
        }
    }
}

/// `===` and `!==` become `==` and `!=`.
fn strict_equality(code: &mut Vec<Token>) {
    let equals = Token::Mark('=');
    let mut at = 0;
    while at + 2 < code.len() {
        let starts = code[at] == equals || code[at] == Token::Mark('!');
        if starts && code[at + 1] == equals && code[at + 2] == equals {
            code.remove(at + 2);
        }
        at += 1;
    }
}

/// `for key, value in map` becomes `for key, value in map|items`.
fn iterate_pairs(code: &mut Vec<Token>) {
    let is_word = |token: &Token, word: &str| matches!(token, Token::Word(text) if text == word);
    if first_word(code).as_deref() != Some("for") {
        return;
    }
    let comma = code.iter().position(|token| *token == Token::Mark(','));
    let within = code.iter().position(|token| is_word(token, "in"));
    if let (Some(comma), Some(within)) = (comma, within)
        && comma < within
        && let Some(last) = previous_solid(code, code.len())
    {
        code.splice(last + 1..last + 1, [Token::Mark('|'), Token::Word("items".into())]);
    }
}

/// `(rows.unshift(x), rows)`, which changes a list and then answers it, becomes
/// `(rows.unshift(x))`, which answers a new list.
fn first_in_list(code: &mut Vec<Token>) {
    let Some(call) = code.iter().position(|token| *token == Token::Word("unshift".into())) else {
        return;
    };
    let mut depth = 0;
    for at in call + 1..code.len() {
        match code[at] {
            Token::Mark('(') => depth += 1,
            Token::Mark(')') => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            let end = (at..code.len()).skip(1).find(|&end| code[end] == Token::Mark(')'));
            if let Some(end) = end {
                code.drain(at + 1..end);
            }
            return;
        }
    }
}

/// The name that a `{% set name = … %}` tag sets.
fn set_name(code: &[Token]) -> Option<String> {
    let at = next_solid(code, 0).filter(|&at| code[at] == Token::Word("set".into()))?;
    let name = next_solid(code, at + 1)?;
    match &code[name] {
        Token::Word(word) => Some(word.clone()),
        _ => None,
    }
}

/// Names set before a loop and again inside it. In Nunjucks the inner `set` reaches
/// the outer variable; here both go through one namespace.
fn shared_names(parts: &[Part]) -> Vec<String> {
    let mut outside = Vec::new();
    let mut shared = Vec::new();
    let mut loops = 0_usize;
    for part in parts {
        let Part::Tag(_, code, _) = part else { continue };
        match first_word(code).as_deref() {
            Some("for") => loops += 1,
            Some("endfor") => loops = loops.saturating_sub(1),
            Some("set") => {
                let Some(name) = set_name(code) else { continue };
                if loops == 0 {
                    outside.push(name);
                } else if outside.contains(&name) && !shared.contains(&name) {
                    shared.push(name);
                }
            }
            _ => {}
        }
    }
    shared
}

/// Reads and writes the shared names through the namespace.
fn share(code: &mut [Token], is_shared: impl Fn(&String) -> bool) {
    for at in 0..code.len() {
        let Token::Word(word) = &code[at] else { continue };
        let is_attribute = at > 0 && code[at - 1] == Token::Mark('.');
        if is_shared(word) && !is_attribute && !is_key(code, at) {
            code[at] = Token::Word(format!("_shared.{word}"));
        }
    }
}

/// The attributes macro is a native function here, so its import goes.
fn imports_attributes(code: &[Token]) -> bool {
    first_word(code).as_deref() == Some("from")
        && code.contains(&Token::Quoted("\"nhsuk/macros/attributes.njk\"".into()))
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn spellings_of_nunjucks_become_those_of_minijinja() {
        for (nunjucks, minijinja) in [
            ("{{ f({ text: a, html: b.c }) }}", "{{ f({ \"text\": a, \"html\": b.c }) }}"),
            ("{{ {a: {b: 1}}.a }}", "{{ {\"a\": {\"b\": 1}}.a }}"),
            ("{% if a === false and b !== 1 %}", "{% if a == false and b != 1 %}"),
            ("{% for k, v in x.y %}", "{% for k, v in x.y|items %}"),
            ("{% for v in x %}", "{% for v in x %}"),
            ("{{ \"a === b, c: d\" }}", "{{ \"a === b, c: d\" }}"),
            ("a {{ b }} c === d", "a {{ b }} c === d"),
            ("{% set r = (r.unshift({ a: 1 }), r) %}", "{% set r = (r.unshift({ \"a\": 1 })) %}"),
            ("{% from \"nhsuk/macros/attributes.njk\" import nhsukAttributes %}x", "x"),
            ("{% macro m(p = {}) %}x", "{% macro m(p = {}) %}{%- if caller %}{% endif -%}x"),
        ] {
            assert_eq!(rewrite(nunjucks), minijinja);
        }
    }

    #[test]
    fn a_set_inside_a_loop_reaches_the_variable_outside_it() {
        let nunjucks = "{% set a = 1 %}{% for x in y %}{% set a = x.a %}{% endfor %}{{ a }}";
        let minijinja = "{%- set _shared = namespace() -%}{% set _shared.a = 1 %}\
            {% for x in y %}{% set _shared.a = x.a %}{% endfor %}{{ _shared.a }}";
        assert_eq!(rewrite(nunjucks), minijinja);
    }
}
