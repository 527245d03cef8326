//! `#[derive(Projection)]`.

use syn::ext::IdentExt as _;
use syn::{Data, DataStruct, DeriveInput, Error, Expr, Field, Fields, Ident, Path, Token, parse_quote};

use super::attributes::{self, Place};
use super::structure::crate_path;
use crate::ctxt::Ctxt;
use crate::ir::{Given, ProjectedField, ProjectedFrom, Projection, TableName};
use crate::naming;

pub(crate) fn projection(input: &DeriveInput, ctxt: &mut Ctxt) -> Option<Projection> {
    let name = &input.ident;
    if let Some(parameter) = input.generics.params.first() {
        ctxt.fatal(
            parameter,
            format!("`{name}` is read from columns of known types, so a `Projection` has no parameters"),
        );
    }
    let Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) = &input.data else {
        ctxt.fatal(
            name,
            format!("a projection is a struct with named fields: write `struct {name} {{ id: i64, .. }}`"),
        );
        return None;
    };
    let OfStruct { model, krate, table } = of_struct(input, ctxt);
    let fields: Vec<_> = fields.named.iter().map(|field| projected(field, ctxt)).collect();
    if model.is_none() && table.is_none() {
        if ctxt.count() == 0 {
            ctxt.error(name, format!("of which model is `{name}`? Write #[orm(model = User)] above it"));
        }
        ctxt.give_up();
        return None;
    }
    Some(Projection { ident: name.clone(), vis: input.vis.clone(), krate, model, table, fields })
}

/// What stands in `#[orm(..)]` above the struct.
struct OfStruct {
    model: Option<Path>,
    krate: Path,
    table: Option<TableName>,
}

fn of_struct(input: &DeriveInput, ctxt: &mut Ctxt) -> OfStruct {
    let (mut model, mut krate, mut table) = (None, None, None);
    let mut given = Given::default();
    let input_name = input.ident.unraw().to_string();
    attributes::each(&input.attrs, ctxt, |name, input| {
        match name.to_string().as_str() {
            "model" => {
                given.refuse_twice(name)?;
                let example = || Error::new(name.span(), "`model` takes the name of a model: model = User");
                input.parse::<Token![=]>().map_err(|_| example())?;
                model = Some(input.parse::<Path>().map_err(|_| example())?);
            }
            "table" => {
                given.refuse_twice(name)?;
                table = Some(match input.peek(Token![=]) {
                    true => {
                        let text = attributes::text(name, input, "table, or table = \"totals\"")?;
                        TableName { name: text.value(), span: text.span() }
                    }
                    false => TableName { name: naming::snake_case(&input_name), span: name.span() },
                });
            }
            "crate" => {
                given.refuse_twice(name)?;
                krate = Some(crate_path(&attributes::text(name, input, "crate = \"::orm\"")?)?);
            }
            _ => return Err(Place::Projection.unknown(name)),
        }
        given.note(name);
        Ok(())
    });
    OfStruct { model, krate: krate.unwrap_or_else(|| parse_quote!(::orm)), table }
}

fn projected(field: &Field, ctxt: &mut Ctxt) -> ProjectedField {
    let mut from = None;
    attributes::each(&field.attrs, ctxt, |name, input| {
        let (make, example): (fn(Expr) -> ProjectedFrom, _) = match name.to_string().as_str() {
            "expr" => (ProjectedFrom::Expression, "expr = |u| u.country.name"),
            "nested" => (ProjectedFrom::Nested, "nested = |u| u.country"),
            _ => return Err(Place::ProjectedField.unknown(name)),
        };
        let closure = attributes::about_a_row(name, input, example)?;
        if from.replace(make(closure)).is_some() {
            return Err(Error::new(name.span(), "a field is filled by one of `expr` and `nested`: remove the other"));
        }
        Ok(())
    });
    // Named fields have names.
    let ident = field.ident.clone().unwrap_or_else(|| Ident::new("_", proc_macro2::Span::call_site()));
    let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect();
    let (vis, ty) = (field.vis.clone(), field.ty.clone());
    ProjectedField { docs, vis, ident, ty, from: from.unwrap_or(ProjectedFrom::SameName) }
}
