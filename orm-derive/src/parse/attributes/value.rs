//! What may follow the name of an attribute.

use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Error, Expr, Ident, LitInt, LitStr, Result, Token, parenthesized, token};

use super::{at_end, skip_token};
use crate::nearest::suggestion;

/// Nothing: the name is all.
pub(in crate::parse) fn flag(name: &Ident, input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        return Err(input.error(format!("`{name}` above a field takes no value: write just `{name}`")));
    }
    Ok(())
}

/// `= "text"`
pub(in crate::parse) fn text(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<LitStr> {
    assign(name, input, example)?;
    if !input.peek(LitStr) {
        return Err(input.error(format!("`{name}` takes text in quotes: {example}")));
    }
    input.parse()
}

/// `= 50`
pub(in crate::parse) fn whole_number(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<u32> {
    assign(name, input, example)?;
    // A negative literal is a LitInt too.
    if input.peek(Token![-]) || !input.peek(LitInt) {
        return Err(input.error(format!("`{name}` takes a whole number: {example}")));
    }
    let number: LitInt = input.parse()?;
    number
        .base10_parse()
        .map_err(|_| Error::new(number.span(), format!("`{name}` takes a whole number up to {}", u32::MAX)))
}

/// `= name`, where the name is one of a few.
pub(in crate::parse) fn choice<T: Copy>(
    name: &Ident,
    input: ParseStream<'_>,
    example: &str,
    choices: &[(&str, T)],
) -> Result<T> {
    assign(name, input, example)?;
    if !input.peek(Ident::peek_any) {
        return Err(input.error(format!("`{name}` takes a name without quotes: {example}")));
    }
    let chosen = input.call(Ident::parse_any)?;
    let text = chosen.to_string();
    choices.iter().find(|(known, _)| *known == text).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        Error::new(chosen.span(), format!("unknown {name} `{text}`: {}", suggestion(&text, &known, "it is one of")))
    })
}

/// `= <a Rust expression>`
pub(in crate::parse) fn expression(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<Expr> {
    assign(name, input, example)?;
    input.parse()
}

/// `(..)`, read by `read`.
pub(in crate::parse) fn list<T>(
    name: &Ident,
    input: ParseStream<'_>,
    example: &str,
    read: impl FnOnce(&ParseBuffer<'_>) -> Result<T>,
) -> Result<T> {
    if !input.peek(token::Paren) {
        let message = format!("`{name}` above the struct takes a list: {example}");
        return Err(if at_end(input) { Error::new(name.span(), message) } else { input.error(message) });
    }
    let content;
    parenthesized!(content in input);
    let result = read(&content);
    // What is left after an error would be reported a second time as an unexpected token.
    while !content.is_empty() {
        skip_token(&content);
    }
    result
}

/// `=`, with something after it.
pub(super) fn assign(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<()> {
    let missing = || Error::new(name.span(), format!("`{name}` needs a value: {example}"));
    if !input.peek(Token![=]) {
        return Err(missing());
    }
    input.parse::<Token![=]>()?;
    if at_end(input) { Err(missing()) } else { Ok(()) }
}
