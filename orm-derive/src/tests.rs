//! What the derive says to structs that it refuses, and what it understands of those that it takes.

mod accepted;
mod fields;
mod reverse;
mod structs;
mod types;

use syn::{DeriveInput, Result, parse_str};

use crate::ctxt::Ctxt;
use crate::ir::Model;
use crate::{check, parse};

/// What a struct becomes, and what was collected on the way.
fn derive(source: &str) -> Result<(Option<Model>, Ctxt)> {
    let input: DeriveInput = parse_str(source)?;
    let mut ctxt = Ctxt::default();
    let model = parse::model(&input, &mut ctxt);
    if let Some(model) = &model {
        check::model(model, &mut ctxt);
    }
    Ok((model, ctxt))
}

/// Asserts that a struct is refused with exactly these messages.
fn refused(source: &str, messages: &[&str]) -> Result<()> {
    let (_, ctxt) = derive(source)?;
    assert_eq!(ctxt.messages(), messages, "\n{source}");
    Ok(())
}

/// The same for one field of a struct that has a key and a field `name` beside it.
fn refused_field(field: &str, messages: &[&str]) -> Result<()> {
    refused(&format!("struct User {{ id: i64, name: String, {field} }}"), messages)
}

/// The same for attributes above a struct that has the fields `id`, `total`, `joined_at` and `owner`.
fn refused_struct(attributes: &str, messages: &[&str]) -> Result<()> {
    let fields = "id: i64, total: i64, joined_at: DateTime<Utc>, owner: ForeignKey<User>";
    refused(&format!("{attributes} struct Order {{ {fields} }}"), messages)
}
