use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Expr, Ident, LitStr, Path, Result, Token};

use super::attributes::{self, Place};
use super::rules;
use crate::ctxt::Ctxt;
use crate::ir::{Check, Given};

/// What stands in `#[orm(..)]` above the struct, with fields still as names.
#[derive(Default)]
pub(super) struct Structure {
    pub(super) table: Option<LitStr>,
    pub(super) ordering: Option<LitStr>,
    pub(super) lists: Vec<FieldList>,
    pub(super) checks: Vec<Check>,
    pub(super) deny_unknown_fields: bool,
    pub(super) validate: Vec<Path>,
    pub(super) scope: Option<Expr>,
    /// Where it says that there are hooks.
    pub(super) hooks: Option<Span>,
    pub(super) krate: Option<Path>,
}

/// `index(a, b)` or `unique(a, b)`.
pub(super) struct FieldList {
    pub(super) unique: bool,
    pub(super) span: Span,
    pub(super) names: Vec<Ident>,
}

pub(super) fn parse(attributes: &[Attribute], ctxt: &mut Ctxt) -> Structure {
    let mut read = Structure::default();
    let mut given = Given::default();
    attributes::each(attributes, ctxt, |name, input| {
        let text = name.to_string();
        if matches!(text.as_str(), "table" | "ordering" | "scope" | "hooks" | "crate" | "deny_unknown_fields") {
            given.refuse_twice(name)?;
            given.note(name);
        }
        match text.as_str() {
            "table" => {
                read.table = Some(attributes::text(name, input, "table = \"users\"")?);
            }
            "ordering" => {
                read.ordering = Some(attributes::text(name, input, "ordering = \"-joined_at\"")?);
            }
            "crate" => {
                read.krate = Some(crate_path(&attributes::text(name, input, "crate = \"::orm\"")?)?);
            }
            "index" => read.lists.push(field_list(name, input, "index(user, status)")?),
            "unique" => read.lists.push(field_list(name, input, "unique(user, name)")?),
            "check" => read.checks.extend(checks(name, input)?),
            "scope" => {
                read.scope = Some(attributes::about_a_row(name, input, "scope = |a| a.deleted_at.is_null()")?);
            }
            "hooks" => {
                flag(name, input)?;
                read.hooks = Some(name.span());
            }
            "deny_unknown_fields" => {
                flag(name, input)?;
                read.deny_unknown_fields = true;
            }
            "validate" => read.validate.push(rules::function(name, input, "validate = dates_in_order")?),
            _ => return Err(Place::Struct.unknown(name)),
        }
        Ok(())
    });
    read
}

/// What stands alone.
fn flag(name: &Ident, input: ParseStream<'_>) -> Result<()> {
    match input.is_empty() || input.peek(Token![,]) {
        true => Ok(()),
        false => Err(Error::new(name.span(), format!("`{name}` takes no value: write just `{name}`"))),
    }
}

pub(super) fn crate_path(text: &LitStr) -> Result<Path> {
    text.parse_with(Path::parse_mod_style)
        .map_err(|_| Error::new(text.span(), "`crate` takes a path in quotes: crate = \"::orm\""))
}

fn field_list(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<FieldList> {
    let names = attributes::list(name, input, example, |content| {
        content.call(|content| content.parse_terminated(Ident::parse_any, Token![,])).map_err(|error| {
            Error::new(error.span(), format!("`{name}` takes names of fields without quotes: {example}"))
        })
    })?;
    if names.is_empty() {
        return Err(Error::new(name.span(), format!("`{name}` names no field: write {example}")));
    }
    Ok(FieldList { unique: name == "unique", span: name.span(), names: names.into_iter().collect() })
}

const CHECK: &str = "check(total_not_negative = |o| o.total.ge(0))";

fn checks(name: &Ident, input: ParseStream<'_>) -> Result<Vec<Check>> {
    let checks = attributes::list(name, input, CHECK, |content| content.parse_terminated(check, Token![,]))?;
    if checks.is_empty() {
        return Err(Error::new(name.span(), format!("`check` is empty: write {CHECK}")));
    }
    Ok(checks.into_iter().collect())
}

fn check(input: ParseStream<'_>) -> Result<Check> {
    let shape = format!("a check is a name and a closure: {CHECK}");
    let name = input.call(Ident::parse_any).map_err(|error| Error::new(error.span(), &shape))?;
    if !input.peek(Token![=]) {
        return Err(Error::new(name.span(), &shape));
    }
    input.parse::<Token![=]>()?;
    let closure = attributes::closure(input, &shape)?;
    Ok(Check { name: LitStr::new(&name.unraw().to_string(), name.span()), closure })
}
