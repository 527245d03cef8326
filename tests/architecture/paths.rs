//! Which modules of a crate a source text names.

use crate::tokens::{Token, tokens};

/// The first name after a crate's, and its line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) module: String,
}

/// What a text names directly below a root: `b` and `d` in `use root::{b::c, d}` and in `root::b::C`.
pub(crate) fn named_in(text: &str, root: &str) -> Vec<Named> {
    let tokens = tokens(text);
    let starts = tokens.iter().enumerate().filter(|(_, (_, token))| token.is_word(root));
    starts.flat_map(|(at, _)| after(&tokens, at + 1)).collect()
}

/// What a file names at the root of its own crate through `super`. `module` is the path of the file's module; modules
/// written out inside the file are counted.
pub(crate) fn named_by_super(text: &str, module: &[String]) -> Vec<Named> {
    let tokens = tokens(text);
    let mut named = Vec::new();
    // For each open brace, whether it is a module's.
    let mut open = Vec::new();
    let mut at = 0;
    while let Some((_, token)) = tokens.get(at) {
        if token.is('{') {
            open.push(at >= 2 && tokens[at - 2].1.is_word("mod"));
        } else if token.is('}') {
            open.pop();
        } else if token.is_word("super") {
            let mut climbed = 1;
            while is_separator(&tokens, at + 1) && tokens.get(at + 3).is_some_and(|(_, next)| next.is_word("super")) {
                climbed += 1;
                at += 3;
            }
            let depth = module.len() + open.iter().filter(|is_module| **is_module).count();
            if climbed == depth {
                named.extend(after(&tokens, at + 1));
            }
        }
        at += 1;
    }
    named
}

/// The names that follow a path's beginning: one, or those of a group in braces.
fn after(tokens: &[(usize, Token)], at: usize) -> Vec<Named> {
    if !is_separator(tokens, at) {
        return Vec::new();
    }
    let group = tokens.get(at + 2).is_some_and(|(_, token)| token.is('{'));
    if !group {
        return name(tokens, at + 2).into_iter().collect();
    }
    let mut named = Vec::new();
    let mut depth = 0;
    for (at, (_, token)) in tokens.iter().enumerate().skip(at + 2) {
        if token.is('{') {
            depth += 1;
        } else if token.is('}') {
            depth -= 1;
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && (token.is('{') || token.is(',')) {
            named.extend(name(tokens, at + 1));
        }
    }
    named
}

fn is_separator(tokens: &[(usize, Token)], at: usize) -> bool {
    [at, at + 1].iter().all(|at| tokens.get(*at).is_some_and(|(_, token)| token.is(':')))
}

fn name(tokens: &[(usize, Token)], at: usize) -> Option<Named> {
    match tokens.get(at)? {
        (line, Token::Word(module)) => Some(Named { line: *line, module: module.clone() }),
        (line, Token::Punctuation('*')) => Some(Named { line: *line, module: "*".to_owned() }),
        _ => None,
    }
}

#[cfg(test)]
fn pairs(named: Vec<Named>) -> Vec<(usize, String)> {
    named.into_iter().map(|named| (named.line, named.module)).collect()
}

#[test]
fn imports_groups_and_paths_are_found() {
    let text = "use crate::a::B;\nuse crate::{\n    b::{self, C},\n    d,\n};\n/// crate::e\nfn f(_: crate::g::H) {}\npub(crate) use x::y;";
    let expected = [(1, "a"), (3, "b"), (4, "d"), (7, "g")].map(|(line, module)| (line, module.to_owned()));
    assert_eq!(pairs(named_in(text, "crate")), expected);
}

#[test]
fn a_path_out_of_the_crate_by_super_is_found() {
    let text = "use super::a;\nuse super::super::b::C;\nmod tests {\n    use super::*;\n    use super::super::d;\n    fn f() { super::super::super::e() }\n}";
    let inner = ["query".to_owned(), "insert".to_owned()];
    let expected = [(2, "b"), (6, "e")].map(|(line, module)| (line, module.to_owned()));
    assert_eq!(pairs(named_by_super(text, &inner)), expected);
    let outer = [(1, "a"), (5, "d")].map(|(line, module)| (line, module.to_owned()));
    assert_eq!(pairs(named_by_super(text, &inner[..1])), outer);
}
