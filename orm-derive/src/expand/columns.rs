//! The table as static data.

use proc_macro2::{Delimiter, Group, Literal, TokenStream};
use quote::{TokenStreamExt, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::ir::{Auto, Field, Model, OnDelete};

pub(super) fn columns(model: &Model) -> TokenStream {
    let mut columns = TokenStream::new();
    for (index, field) in model.fields.iter().enumerate() {
        columns.append(Group::new(Delimiter::Brace, column(model, index, field)));
    }
    columns
}

pub(super) fn relations(model: &Model) -> TokenStream {
    model.fields.iter().enumerate().filter_map(|(index, field)| relation(model, index, field)).collect()
}

pub(super) fn indexes(model: &Model) -> TokenStream {
    let indexes = model.indexes.iter().map(|index| {
        let (columns, unique) = (&index.columns, index.unique);
        quote!(__o::IndexDef { columns: &[#(#columns),*], unique: #unique },)
    });
    indexes.collect()
}

pub(super) fn ordering(model: &Model) -> TokenStream {
    let ordering = model.ordering.iter().map(|(column, descending)| {
        let direction = if *descending { quote!(Descending) } else { quote!(Ascending) };
        quote!((#column, __o::Direction::#direction),)
    });
    ordering.collect()
}

fn column(model: &Model, index: usize, field: &Field) -> TokenStream {
    let (name, ident, ty) = (field.name(), &field.ident, field.whole_type());
    let mut column = if field.plain_in_row() { quote!((#ident) ()) } else { quote!(() (#ident: #ty)) };
    column.append(Literal::string(&name));
    if field.column != name {
        let name = &field.column;
        column.extend(quote!(as #name));
    }
    let is_key = model.own_key() == Some(index);
    if is_key {
        let key = &field.base;
        column.extend(quote!(key #key));
    }
    column.extend(quote!(: #ty,));
    // What is the key by itself is unique as such.
    if field.unique && *model.key != [index] {
        column.extend(quote!(.unique()));
    }
    // As in Django, a foreign key has an index, unless one over several columns starts with it.
    let is_first = |columns: &[usize]| columns.first() == Some(&index);
    let covered = is_first(&model.key) || model.indexes.iter().any(|other| is_first(&other.columns));
    if field.index || field.relation.is_some() && !field.unique && !covered {
        column.extend(quote!(.index()));
    }
    if let Some(length) = field.max_length {
        column.extend(quote!(.max_length(#length)));
    }
    if let Some((all, after)) = field.max_digits.zip(field.decimal_places) {
        column.extend(quote!(.digits(#all, #after)));
    }
    column.extend(super::rules::of(field));
    if field.default.is_some() {
        column.extend(quote!(.has_default()));
    }
    if let Some(sql) = &field.db_default {
        column.extend(quote!(.db_default(#sql)));
    }
    match field.auto {
        Some(Auto::Now) if !field.primary_key => column.extend(quote!(.fill(__o::Fill::OnWrite))),
        Some(Auto::NowAdd) if !field.primary_key => column.extend(quote!(.fill(__o::Fill::OnCreate))),
        Some(Auto::Version) if !field.primary_key => column.extend(quote!(.fill(__o::Fill::Version))),
        _ => {}
    }
    if let Some(sql) = &field.generated {
        column.extend(quote!(.generated(#sql)));
    }
    column
}

fn relation(model: &Model, index: usize, field: &Field) -> Option<TokenStream> {
    let relation = field.relation.as_ref()?;
    let (model, name, target) = (model.ident.to_string(), field.name(), &relation.target);
    let by = match &relation.by {
        Some(by) => quote_spanned!(by.span()=> <#by as __o::TargetKey<#target>>::COLUMN),
        None => quote!(::core::option::Option::None),
    };
    let on_delete = match relation.on_delete {
        OnDelete::Restrict => quote!(Restrict),
        OnDelete::Protect => quote!(Protect),
        OnDelete::Cascade => quote!(Cascade),
        OnDelete::SetNull => quote!(SetNull),
        OnDelete::SetDefault => quote!(SetDefault),
        OnDelete::DoNothing => quote!(DoNothing),
    };
    Some(quote! {
        __o::RelationDef {
            model: #model,
            field: #name,
            column: #index,
            target: __o::table::<#target>,
            by: #by,
            on_delete: __o::OnDelete::#on_delete,
        },
    })
}
