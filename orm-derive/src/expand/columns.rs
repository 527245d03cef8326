//! The table as static data.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Auto, Field, Model, OnDelete};

/// `static TABLE`.
pub(super) fn table(model: &Model) -> TokenStream {
    let Model { ident, table, primary_key, .. } = model;
    let name = ident.to_string();
    let columns = model.fields.iter().enumerate().map(|(index, field)| column(model, index, field));
    let relations = model.fields.iter().enumerate().filter_map(|(index, field)| relation(index, field));
    let indexes = model.indexes.iter().map(|index| {
        let (columns, unique) = (&index.columns, index.unique);
        quote!(__o::IndexDef { columns: &[#(#columns),*], unique: #unique })
    });
    let ordering = model.ordering.iter().map(|(column, descending)| {
        let direction = if *descending { quote!(Descending) } else { quote!(Ascending) };
        quote!((#column, __o::Direction::#direction))
    });
    quote! {
        static TABLE: __o::Table = __o::Table {
            model: #name,
            name: #table,
            columns: &[#(#columns),*],
            primary_key: #primary_key,
            relations: &[#(#relations),*],
            indexes: &[#(#indexes),*],
            ordering: &[#(#ordering),*],
        };
    }
}

fn column(model: &Model, index: usize, field: &Field) -> TokenStream {
    let (name, column, ty, key) = (field.name(), &field.column, &field.ty, &field.base);
    // As in Django, a foreign key has an index, unless one over several columns starts with it.
    let covered = model.indexes.iter().any(|other| other.columns.first() == Some(&index));
    let has_index = field.index || field.relation.is_some() && !covered;
    let unique = field.unique.then(|| quote!(.unique()));
    let indexed = has_index.then(|| quote!(.index()));
    let max_length = field.max_length.map(|length| quote!(.max_length(#length)));
    let digits = field.max_digits.zip(field.decimal_places).map(|(all, after)| quote!(.digits(#all, #after)));
    let db_default = field.db_default.as_ref().map(|sql| quote!(.db_default(#sql)));
    let fill = match field.auto {
        _ if index == model.primary_key => Some(quote!(.fill(__o::key_fill(<#key as __o::Key>::GENERATED)))),
        Some(Auto::Now) => Some(quote!(.fill(__o::Fill::OnWrite))),
        Some(Auto::NowAdd) => Some(quote!(.fill(__o::Fill::OnCreate))),
        None => None,
    };
    quote! {
        __o::column(#name, #column, <#ty as __o::ColumnType>::KIND) #unique #indexed #max_length #digits #db_default #fill
    }
}

fn relation(index: usize, field: &Field) -> Option<TokenStream> {
    let relation = field.relation.as_ref()?;
    let (name, target) = (field.name(), &relation.target);
    let on_delete = match relation.on_delete {
        OnDelete::Restrict => quote!(Restrict),
        OnDelete::Cascade => quote!(Cascade),
        OnDelete::SetNull => quote!(SetNull),
        OnDelete::SetDefault => quote!(SetDefault),
        OnDelete::DoNothing => quote!(DoNothing),
    };
    Some(quote! {
        __o::RelationDef {
            field: #name,
            column: #index,
            target: __o::table::<#target>,
            on_delete: __o::OnDelete::#on_delete,
        }
    })
}
