//! The code of a struct that rows are read as.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned;
use syn::{Ident, Path, Type};

use super::derived_table::derived_table;
use crate::ir::{ProjectedField, ProjectedFrom, Projection};
use crate::written;

pub(crate) fn projection(projection: &Projection) -> TokenStream {
    let Projection { ident, krate, model, fields, .. } = projection;
    let table = projection.table.as_ref().map(|table| derived_table(projection, table));
    let of_model = model.as_ref().map(|model| {
        let selected = fields.iter().map(|field| select(field, model));
        quote! {
            impl __o::Projection for #ident {
                type Model = #model;

                fn select(__selected: &mut ::std::vec::Vec<__o::Node>) {
                    let __fields: &'static __o::Fields<#model> = __o::FieldSet::REF;
                    #(#selected)*
                }
            }
        }
    });
    let name = ident.unraw().to_string();
    let (cells, columns, read): (Vec<_>, Vec<_>, Vec<_>) = unzip(fields.iter().map(read));
    quote! {
        #table

        #[automatically_derived]
        const _: () = {
            use #krate::__private as __o;
            #[allow(unused_imports, reason = "rows of the program's own are selected from nothing")]
            use #krate::query as __q;

            impl __o::FromRow for #ident {
                const CELLS: usize = 0 #(+ #cells)*;

                fn columns() -> ::std::vec::Vec<__o::OutputColumn> {
                    let mut __columns = ::std::vec::Vec::new();
                    #(__o::columns_of(#name, #columns, &mut __columns);)*
                    __columns
                }

                fn read(__row: &mut dyn __o::RowReader) -> __o::ReadResult<Self> {
                    ::core::result::Result::Ok(Self { #(#read,)* })
                }
            }

            #of_model
        };
    }
}

/// A closure, so that what the compiler says of it names the program's own parameter.
fn select(field: &ProjectedField, model: &Path) -> TokenStream {
    let ProjectedField { ident, ty, from, .. } = field;
    match from {
        ProjectedFrom::SameName => {
            let function = function_for(ty);
            quote_spanned! {ident.span()=>
                __q::#function::<#model, #ty>(__fields.#ident, __selected);
            }
        }
        ProjectedFrom::Expression(closure) => {
            let function = function_for(ty);
            quote_spanned! {ty.span()=>
                __q::#function::<#model, #ty>(__o::over_fields::<#model, _>(#closure), __selected);
            }
        }
        ProjectedFrom::Nested(closure) => {
            let (function, card) = match written::argument_of(ty, "Option") {
                Some(card) => (format_ident!("project_nested_optional"), card),
                None => (format_ident!("project_nested"), ty),
            };
            quote_spanned! {ty.span()=>
                __q::#function::<#card, _>(__o::over_fields::<#model, _>(#closure), __selected);
            }
        }
    }
}

/// What selects a field of this type.
fn function_for(ty: &Type) -> Ident {
    let of_key = written::foreign_key(written::argument_of(ty, "Option").unwrap_or(ty), "ForeignKey");
    if of_key.is_some() { format_ident!("project_key") } else { format_ident!("project_field") }
}

/// How many cells a field is, which columns they are, and how they are read.
fn read(field: &ProjectedField) -> (TokenStream, TokenStream, TokenStream) {
    let ProjectedField { ident, ty, from, .. } = field;
    let optional = matches!(from, ProjectedFrom::Nested(_)).then(|| written::argument_of(ty, "Option")).flatten();
    let name = ident.unraw().to_string();
    match optional {
        Some(card) => (
            quote!(__o::optional_cells::<#card>()),
            quote!(#name, __o::optional_columns::<#card>()),
            quote!(#ident: __o::read_optional::<#card>(__row)?),
        ),
        None => (
            quote_spanned!(ty.span()=> <#ty as __o::FromRow>::CELLS),
            quote!(#name, <#ty as __o::FromRow>::columns()),
            quote!(#ident: <#ty as __o::FromRow>::read(__row)?),
        ),
    }
}

fn unzip<A, B, C>(all: impl Iterator<Item = (A, B, C)>) -> (Vec<A>, Vec<B>, Vec<C>) {
    let (mut a, mut b, mut c) = (Vec::new(), Vec::new(), Vec::new());
    for (one, two, three) in all {
        a.push(one);
        b.push(two);
        c.push(three);
    }
    (a, b, c)
}
