//! Which names stand for rows, and whether an expression mentions one of them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Pat;

/// The names of the closures' parameters, of all closures around a place.
#[derive(Default)]
pub(super) struct Rows {
    names: Vec<String>,
}

impl Rows {
    /// Adds the names that a closure gives to its rows, and says how many there were before.
    pub(super) fn enter<'a>(&mut self, inputs: impl IntoIterator<Item = &'a Pat>) -> usize {
        let before = self.names.len();
        for input in inputs {
            let pattern = if let Pat::Type(typed) = input { &typed.pat } else { input };
            self.names.extend(bound(pattern.to_token_stream()));
        }
        before
    }

    /// Forgets the names that were added since.
    pub(super) fn leave(&mut self, before: usize) {
        self.names.truncate(before);
    }

    pub(super) fn is_row(&self, name: &str) -> bool {
        self.names.iter().any(|row| row == name)
    }

    /// Whether a row is named in it. Told from the tokens, so that what stands inside of macros counts, too.
    pub(super) fn are_in(&self, tokens: &impl ToTokens) -> bool {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        mentions(tokens.to_token_stream(), &names)
    }
}

/// The names that a pattern binds, of those that are written small, as names of values are.
fn bound(pattern: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    for token in pattern {
        match token {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                if !matches!(name.as_str(), "ref" | "mut") && !name.starts_with(char::is_uppercase) {
                    names.push(name);
                }
            }
            TokenTree::Group(group) => names.extend(bound(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    names
}

fn mentions(tokens: TokenStream, names: &[&str]) -> bool {
    if names.is_empty() {
        return false;
    }
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        if begins_closure(&tokens, at)
            && let Some((parameters, body, length)) = closure(rest)
        {
            // A parameter of the same name is another thing.
            let own = bound(parameters);
            let outer: Vec<&str> = names.iter().copied().filter(|name| !own.iter().any(|own| own == name)).collect();
            if mentions(body, &outer) {
                return true;
            }
            at += length;
            continue;
        }
        let found = match token {
            TokenTree::Ident(name) => names.iter().any(|row| name == row) && is_value(&tokens, at),
            TokenTree::Group(group) => mentions(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the name at this place is a value: no field, no part of a path, no field of a literal struct.
fn is_value(tokens: &[TokenTree], at: usize) -> bool {
    let punct = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let (before, earlier) = (punct(at.checked_sub(1)), punct(at.checked_sub(2)));
    let is_field = before == Some('.') && earlier != Some('.');
    let in_path = (before == Some(':') && earlier == Some(':')) || punct(Some(at + 1)) == Some(':');
    !is_field && !in_path
}

/// Whether a `|` at this place begins a closure and is no operator: then nothing stands before it that has a value.
fn begins_closure(tokens: &[TokenTree], at: usize) -> bool {
    let is_bar = matches!(tokens.get(at), Some(TokenTree::Punct(bar)) if bar.as_char() == '|');
    let after_value = match at.checked_sub(1).and_then(|before| tokens.get(before)) {
        Some(TokenTree::Ident(word)) => !(word == "move" || word == "return" || word == "in"),
        Some(TokenTree::Literal(_)) => true,
        Some(TokenTree::Group(group)) => group.delimiter() != Delimiter::None,
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '|' | '?'),
        None => false,
    };
    is_bar && !after_value
}

/// A closure's parameters, its body up to the next comma, and how many tokens it has in all.
fn closure(tokens: &[TokenTree]) -> Option<(TokenStream, TokenStream, usize)> {
    let is = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    let end = 1 + tokens.get(1..)?.iter().position(|token| is(token, '|'))?;
    let body = tokens.get(end + 1..)?;
    let length = body.iter().position(|token| is(token, ',')).unwrap_or(body.len());
    let parameters = tokens.get(1..end)?.iter().cloned().collect();
    Some((parameters, body.get(..length)?.iter().cloned().collect(), end + 1 + length))
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn rows_are_found_by_name_where_they_are_values() {
        let mentioned = [
            "u",
            "u.age",
            "1 + u.age",
            "f(u)",
            "[1, u.a]",
            "(0..u.b)",
            "..u.b",
            "vec![u]",
            "Foo { a: u.x }",
            "&u",
            "a | u.b",
            "list.iter().any(|i| i == u.id)",
            "list.iter().any(|u| u == 1) || u.a",
            "f(|u| u, u)",
        ];
        let not = [
            "a.u",
            "a.u.b",
            "u::LIMIT",
            "m::u",
            "Foo { u: 1 }",
            "users",
            "list.iter().any(|u| *u == 1)",
            "\"u\"",
            "'u'",
            "f(|(u, v)| u + v)",
            "f(move |u| u)",
        ];
        for text in mentioned {
            assert!(mentions(text.parse().unwrap(), &["u"]), "{text}");
        }
        for text in not {
            assert!(!mentions(text.parse().unwrap(), &["u"]), "{text}");
        }
    }
}
