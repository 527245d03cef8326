//! `impl NewModel`: what the library asks of a new row.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::cells::{cell, chunk, chunks};
use super::new_ident;
use crate::ir::{Auto, Field, Model};
use crate::written;

/// How the library reaches the cells of a new row.
pub(super) struct Cells {
    /// An implementation of its own, where there is one.
    pub(super) implementation: Option<TokenStream>,
    /// What has the cells: shared, and to be changed.
    pub(super) row: [TokenStream; 2],
    /// The fields, each with the place of what it is taken from.
    pub(super) complete: TokenStream,
}

/// The library knows tuples of cells. Where one of the types may be none that a column holds, the cells are given one
/// by one, so that the compiler says so once, where the type is written, and not once for each tuple.
pub(super) fn cells(model: &Model) -> Cells {
    if model.fields.iter().all(|field| field.plain) {
        let mut complete = TokenStream::new();
        for (number, fields) in chunks(&model.fields).enumerate() {
            let idents = fields.iter().map(|field| &field.ident);
            let chunk = chunk(number);
            complete.extend(quote!([#chunk] #(#idents)*;));
        }
        return Cells { implementation: None, row: [quote!(&self.0), quote!(&mut self.0)], complete };
    }
    let name = new_ident(model);
    let fields = || model.fields.iter().enumerate().map(|(index, field)| (index, field, cell(index)));
    let shared = fields()
        .map(|(index, Field { ty, .. }, cell)| quote!(#index => <#ty as __o::ColumnType>::slot(&self.0 #cell),));
    let changed = fields().map(
        |(index, Field { ty, .. }, cell)| quote!(#index => <#ty as __o::ColumnType>::slot_mut(&mut self.0 #cell),),
    );
    let implementation = quote! {
        impl<S> __o::Row for #name<S> {
            fn cell(&self, column: usize) -> ::core::option::Option<&dyn __o::Cell> {
                ::core::option::Option::Some(match column {
                    #(#shared)*
                    _ => return ::core::option::Option::None,
                })
            }

            fn cell_mut(&mut self, column: usize) -> ::core::option::Option<&mut dyn __o::Cell> {
                ::core::option::Option::Some(match column {
                    #(#changed)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
    };
    let complete = fields().map(|(_, Field { ident, .. }, cell)| quote!(#ident (#cell))).collect();
    Cells { implementation: Some(implementation), row: [quote!(self), quote!(self)], complete }
}

/// What fills the fields that the program left out, where Rust code does and there are any.
pub(super) fn fills(model: &Model) -> Option<TokenStream> {
    let mut fills = model.fields.iter().enumerate().filter_map(|(index, field)| fill(model, index, field)).peekable();
    fills.peek()?;
    Some(quote!((self, __now) { #(#fills)* }))
}

fn fill(model: &Model, index: usize, field: &Field) -> Option<TokenStream> {
    let (ty, base, cell) = (&field.ty, &field.base, cell(index));
    let value = match (&field.default, field.auto) {
        _ if model.own_key() == Some(index) && is_counted(base) => return None,
        _ if model.own_key() == Some(index) => quote!(<#base as __o::Key>::make()),
        (Some(default), _) => quote!(::core::option::Option::Some(__o::IntoField::<#ty>::into_field(#default))),
        (None, Some(Auto::Now | Auto::NowAdd)) => {
            quote!(::core::option::Option::Some(__o::at::<#base, #ty>(__now)))
        }
        // The first write is the first version.
        (None, Some(Auto::Version)) => quote!(::core::option::Option::Some(1)),
        (None, None) => return None,
    };
    Some(quote! {
        if self.0 #cell.0.is_none() {
            self.0 #cell.0 = #value;
        }
    })
}

/// Whether a key of this type is certainly counted up by the database, so that no program makes it.
fn is_counted(ty: &Type) -> bool {
    ["i32", "i64"].iter().any(|name| written::ends_in(ty, name))
}
