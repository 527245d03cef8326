//! The table as static data.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Auto, Field, Model, OnDelete};

/// `static TABLE`.
pub(super) fn table(model: &Model) -> TokenStream {
    let Model { krate, ident, table, primary_key, .. } = model;
    let name = ident.to_string();
    let columns = model.fields.iter().enumerate().map(|(index, field)| column(model, index, field));
    let relations = model.fields.iter().enumerate().filter_map(|(index, field)| relation(model, index, field));
    let indexes = model.indexes.iter().map(|index| {
        let (columns, unique) = (&index.columns, index.unique);
        quote!(#krate::schema::IndexDef { columns: &[#(#columns),*], unique: #unique })
    });
    let ordering = model.ordering.iter().map(|(column, descending)| {
        let direction = if *descending { quote!(Descending) } else { quote!(Ascending) };
        quote!((#column, #krate::schema::Direction::#direction))
    });
    quote! {
        static TABLE: #krate::schema::Table = #krate::schema::Table {
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
    let krate = &model.krate;
    let (name, column, ty, unique) = (field.name(), &field.column, &field.ty, field.unique);
    // As in Django, a foreign key has an index, unless one over several columns starts with it.
    let covered = model.indexes.iter().any(|other| other.columns.first() == Some(&index));
    let has_index = field.index || field.relation.is_some() && !covered;
    let max_length = field.max_length.map(|length| quote!(max_length: ::core::option::Option::Some(#length),));
    let db_default = field.db_default.as_ref().map(|sql| quote!(db_default: ::core::option::Option::Some(#sql),));
    let fill = match field.auto {
        _ if index == model.primary_key => {
            let key = &field.base;
            Some(quote!(fill: #krate::__private::key_fill(<#key as #krate::value::Key>::GENERATED),))
        }
        Some(Auto::Now) => Some(quote!(fill: #krate::schema::Fill::OnWrite,)),
        Some(Auto::NowAdd) => Some(quote!(fill: #krate::schema::Fill::OnCreate,)),
        None => None,
    };
    quote! {
        #krate::schema::ColumnDef {
            unique: #unique,
            index: #has_index,
            #max_length
            #db_default
            #fill
            ..#krate::__private::column_def(
                #name,
                #column,
                <#ty as #krate::value::ColumnType>::SQL,
                <#ty as #krate::value::ColumnType>::NULLABLE,
            )
        }
    }
}

fn relation(model: &Model, index: usize, field: &Field) -> Option<TokenStream> {
    let krate = &model.krate;
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
        #krate::schema::RelationDef {
            field: #name,
            column: #index,
            target: || <#target as #krate::model::Model>::TABLE,
            on_delete: #krate::schema::OnDelete::#on_delete,
        }
    })
}
