use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, LitStr, Type};

use super::attributes::{self, Place};
use super::rules;
use crate::ctxt::Ctxt;
use crate::ir::{Auto, Field, Given, OnDelete, Relation, Rules};
use crate::{naming, written};

/// What stands in `#[orm(..)]` above a field.
#[derive(Default)]
struct Attributes {
    given: Given,
    column: Option<LitStr>,
    default: Option<Expr>,
    db_default: Option<LitStr>,
    generated: Option<LitStr>,
    max_length: Option<u32>,
    max_digits: Option<u32>,
    decimal_places: Option<u32>,
    on_delete: Option<OnDelete>,
    rules: Rules,
}

/// The attributes that say what fills a column by itself.
const AUTO: [(&str, Auto); 3] = [("auto_now", Auto::Now), ("auto_now_add", Auto::NowAdd), ("version", Auto::Version)];

/// The field. Fields without names are refused before.
pub(super) fn parse(field: &syn::Field, ctxt: &mut Ctxt) -> Option<Field> {
    let ident = field.ident.clone()?;
    let errors = ctxt.count();
    let attributes = read(&field.attrs, ctxt);
    let unreadable = ctxt.count() > errors;
    let deferred = written::argument_of(&field.ty, "Deferred");
    let ty = deferred.unwrap_or(&field.ty);
    let (base, nullable) = unwrap_option(ty);
    let relation = relation(&base, &attributes);
    let (column, column_span) = column(&ident.unraw().to_string(), ident.span(), &attributes, relation.is_some());
    let has = |name: &str| attributes.given.span(name).is_some();
    Some(Field {
        vis: field.vis.clone(),
        ty: ty.clone(),
        deferred: deferred.map(|_| field.ty.clone()),
        plain: written::is_plain_column(&base),
        base,
        nullable,
        column,
        column_span,
        primary_key: has("primary_key"),
        unique: relation.as_ref().map_or(has("unique") || has("alternate_key"), |relation| relation.is_unique),
        alternate_key: has("alternate_key"),
        index: has("index"),
        auto: AUTO.into_iter().find(|(name, _)| has(name)).map(|(_, auto)| auto),
        default: attributes.default,
        db_default: attributes.db_default,
        generated: attributes.generated,
        max_length: attributes.max_length,
        max_digits: attributes.max_digits,
        decimal_places: attributes.decimal_places,
        rules: attributes.rules,
        relation,
        docs: field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect(),
        given: attributes.given,
        unreadable,
        ident,
    })
}

fn read(attributes: &[Attribute], ctxt: &mut Ctxt) -> Attributes {
    let mut read = Attributes::default();
    attributes::each(attributes, ctxt, |name, input| {
        let text = name.to_string();
        let is_flag = matches!(text.as_str(), "primary_key" | "alternate_key" | "unique" | "index")
            || AUTO.iter().any(|(name, _)| *name == text);
        let takes_value = matches!(
            text.as_str(),
            "column"
                | "default"
                | "db_default"
                | "generated"
                | "max_length"
                | "max_digits"
                | "decimal_places"
                | "on_delete"
        );
        let is_rule = rules::NAMES.contains(&text.as_str());
        if !is_flag && !takes_value && !is_rule {
            return Err(Place::Field.unknown(name));
        }
        if text != "validate" {
            read.given.refuse_twice(name)?;
        }
        match text.as_str() {
            "column" => read.column = Some(attributes::text(name, input, "column = \"name\"")?),
            "default" => read.default = Some(attributes::expression(name, input, "default = 0")?),
            "db_default" => read.db_default = Some(attributes::text(name, input, "db_default = \"now()\"")?),
            "generated" => read.generated = Some(attributes::text(name, input, "generated = \"price * amount\"")?),
            "max_length" => read.max_length = Some(attributes::whole_number(name, input, "max_length = 50")?),
            "max_digits" => read.max_digits = Some(attributes::whole_number(name, input, "max_digits = 10")?),
            "decimal_places" => {
                read.decimal_places = Some(attributes::whole_number(name, input, "decimal_places = 2")?);
            }
            "on_delete" => {
                let action = attributes::choice(name, input, "on_delete = cascade", &OnDelete::NAMES)?;
                read.on_delete = Some(action);
            }
            _ if is_rule => rules::read(&mut read.rules, name, input)?,
            _ => attributes::flag(name, input)?,
        }
        read.given.note(name);
        Ok(())
    });
    read
}

/// What the type says of a foreign key, if it is one.
fn relation(base: &Type, attributes: &Attributes) -> Option<Relation> {
    let is_one_to_one = written::ends_in(base, "OneToOne");
    let (target, by) = written::foreign_key(base, if is_one_to_one { "OneToOne" } else { "ForeignKey" })?;
    let (target, by) = (target.clone(), by.cloned());
    let is_unique = is_one_to_one || attributes.given.span("unique").is_some();
    Some(Relation { target, by, on_delete: attributes.on_delete.unwrap_or_default(), is_unique })
}

/// The type inside an `Option`, and whether it was in one.
fn unwrap_option(ty: &Type) -> (Type, bool) {
    match written::argument_of(ty, "Option") {
        Some(inner) => (written::peel(inner).clone(), true),
        None => (written::peel(ty).clone(), false),
    }
}

fn column(field: &str, span: Span, attributes: &Attributes, foreign_key: bool) -> (String, Span) {
    match &attributes.column {
        Some(name) => (name.value(), name.span()),
        None if foreign_key => (naming::foreign_key_column(field), span),
        None => (field.to_owned(), span),
    }
}
