//! What does not parse, which it does not most of the time while it is being written. The editor still has to see it.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::Error;

/// The same with a name after each dot that has none yet. The code is the one that it will be with the name, so that the
/// editor finds its place in it, and the compiler says which names there are.
pub(crate) fn filled_in(input: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = input.into_iter().collect();
    let mut filled = TokenStream::new();
    let mut after_dot = false;
    for (at, token) in tokens.iter().cloned().enumerate() {
        let is_dot = is(&token, '.');
        let named = match (tokens.get(at + 1), tokens.get(at + 2)) {
            (Some(TokenTree::Ident(word)), next) => !goes_on(word, next),
            (Some(TokenTree::Literal(_)), _) => true,
            (next, _) => next.is_some_and(|next| is(next, '.')),
        };
        let (ends, span) = (is_dot && !after_dot && !named, token.span());
        filled.extend([match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), filled_in(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }]);
        if ends {
            filled.extend([TokenTree::Ident(Ident::new("__unfinished", span))]);
        }
        after_dot = is_dot;
    }
    filled
}

/// Whether a word after a dot is no name of a field, but the next one of a sentence of `select!`.
fn goes_on(word: &Ident, next: Option<&TokenTree>) -> bool {
    match word.to_string().as_str() {
        "for" | "in" | "if" => true,
        "order" => matches!(next, Some(TokenTree::Ident(by)) if by == "by"),
        "limit" | "offset" => matches!(next, Some(TokenTree::Ident(_) | TokenTree::Literal(_))),
        _ => false,
    }
}

/// The error, and what is written of the closure: its parts between `&&` and `||` as they are, so that `u.` is completed.
pub(super) fn unfinished(input: &TokenStream, error: &Error) -> TokenStream {
    let mut shown = error.to_compile_error();
    let chained = error.to_string().contains("cannot be chained");
    if chained {
        let message = "comparisons cannot be chained: write `(low..=high).contains(&row.field)`, or connect two of them with `&&`";
        shown = Error::new(error.span(), message).to_compile_error();
    }
    match head(input) {
        Some((head, _)) if chained => quote!(#head { #shown; loop {} }),
        Some((head, body)) => {
            let parts = parts(body);
            quote!(#head { #shown; #(let _ = { #parts };)* loop {} })
        }
        None => quote!({ #shown; #input }),
    }
}

/// `move |u|`, and what comes after it.
fn head(input: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let tokens: Vec<TokenTree> = input.clone().into_iter().collect();
    let mut bars = tokens.iter().enumerate().filter(|(_, token)| is(token, '|')).map(|(at, _)| at);
    let (first, second) = (bars.next()?, bars.next()?);
    let leads = tokens.iter().take(first).all(|token| matches!(token, TokenTree::Ident(word) if word == "move"));
    let (head, body) = tokens.split_at_checked(second + 1)?;
    leads.then(|| (head.iter().cloned().collect(), body.iter().cloned().collect()))
}

fn parts(body: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let connects =
            ['&', '|'].iter().any(|sign| is(&token, *sign) && tokens.peek().is_some_and(|next| is(next, *sign)));
        if connects {
            tokens.next();
            parts.push(TokenStream::new());
        } else if let Some(part) = parts.last_mut() {
            part.extend([token]);
        }
    }
    parts
}

fn is(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}
