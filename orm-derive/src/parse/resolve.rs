//! Names of fields to their positions.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use super::structure::FieldList;
use crate::ctxt::Ctxt;
use crate::ir::{Field, Index};
use crate::nearest::suggestion;

/// The positions of the primary key: the fields that are marked, or else the one named `id`.
pub(super) fn primary_key(fields: &mut [Field], model: &Ident, ctxt: &mut Ctxt) -> Vec<usize> {
    if !fields.iter().any(|field| field.primary_key)
        && let Some(id) = fields.iter_mut().find(|field| field.name() == "id")
    {
        id.primary_key = true;
    }
    let marked: Vec<_> = (0..fields.len()).filter(|&position| fields[position].primary_key).collect();
    if !marked.is_empty() {
        return marked;
    }
    // A mark that could not be read is reported already, and is not to be reported as missing too.
    if !fields.iter().any(|field| field.unreadable) {
        let message = "has no primary key: add a field `id: i64`, or mark a field with #[orm(primary_key)]";
        ctxt.error(model, format!("`{model}` {message}"));
    }
    ctxt.give_up();
    Vec::new()
}

/// The fields of a model by name.
pub(super) struct Names<'a> {
    model: &'a str,
    fields: Vec<(String, &'a str)>,
}

impl<'a> Names<'a> {
    pub(super) fn new(model: &'a str, fields: &'a [Field]) -> Self {
        Self { model, fields: fields.iter().map(|field| (field.name(), field.column.as_str())).collect() }
    }

    /// `ordering = "-joined_at, id"`
    pub(super) fn ordering(&self, text: &LitStr, ctxt: &mut Ctxt) -> Vec<(usize, bool)> {
        let value = text.value();
        if value.trim().is_empty() {
            ctxt.error(text, "`ordering` names no field: write ordering = \"-joined_at\", or remove it");
            return Vec::new();
        }
        let mut seen = Vec::new();
        let mut ordering = Vec::new();
        for part in value.split(',').map(str::trim) {
            let (name, descending) = part.strip_prefix('-').map_or((part, false), |name| (name.trim(), true));
            if name.is_empty() {
                ctxt.error(text, "`ordering` has an empty name: separate fields by one comma");
            } else if let Some(position) = self.position(name, "ordering", text.span(), &mut seen, ctxt) {
                ordering.push((position, descending));
            }
        }
        ordering
    }

    /// `index(a, b)`, unless one of its names is wrong.
    pub(super) fn index(&self, list: &FieldList, ctxt: &mut Ctxt) -> Option<Index> {
        let what = if list.unique { "unique" } else { "index" };
        let mut seen = Vec::new();
        let mut columns = Vec::new();
        for name in &list.names {
            columns.push(self.position(&name.unraw().to_string(), what, name.span(), &mut seen, ctxt));
        }
        // Left out where a name is wrong: what remains would be another index.
        let columns = columns.into_iter().collect::<Option<_>>()?;
        Some(Index { columns, unique: list.unique, span: list.span })
    }

    fn position(&self, name: &str, what: &str, span: Span, seen: &mut Vec<usize>, ctxt: &mut Ctxt) -> Option<usize> {
        let Some(position) = self.fields.iter().position(|(field, _)| field == name) else {
            ctxt.error_at(span, self.unknown(name));
            return None;
        };
        if seen.contains(&position) {
            ctxt.error_at(span, format!("`{what}` names `{name}` twice: remove one"));
            return None;
        }
        seen.push(position);
        Some(position)
    }

    fn unknown(&self, name: &str) -> String {
        let model = self.model;
        if let Some((field, _)) = self.fields.iter().find(|(_, column)| *column == name) {
            return format!("`{name}` is the column, the field of `{model}` is `{field}`: write `{field}`");
        }
        let fields: Vec<&str> = self.fields.iter().map(|(field, _)| field.as_str()).collect();
        format!("`{model}` has no field `{name}`: {}", suggestion(name, &fields, "its fields are"))
    }
}
