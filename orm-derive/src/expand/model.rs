//! `impl Model`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{builder, columns, fields_ident, new_ident};
use crate::ir::{Auto, Field, Model};
use crate::written;

pub(super) fn implementation(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let table = columns::table(model);
    let (fields_name, new) = (fields_ident(model), new_ident(model));
    let key = &model.fields[model.primary_key];
    let (key, key_type) = (&key.ident, &key.base);
    let idents: Vec<_> = model.fields.iter().map(|field| &field.ident).collect();
    let cells = model.fields.iter().map(|field| cell(field, &quote!(&self), &quote!(cell)));
    let cells_mut = model.fields.iter().map(|field| cell(field, &quote!(&mut self), &quote!(cell_mut)));
    let read = read(&model.fields);
    let touch = model.fields.iter().filter(|field| field.auto == Some(Auto::Now)).map(|field| {
        let (ident, ty, base) = (&field.ident, &field.ty, &field.base);
        quote!(self.#ident = #krate::__private::at::<#base, #ty>(__now);)
    });
    quote! {
        #table

        #[diagnostic::do_not_recommend]
        impl #krate::model::Model for #ident {
            type Key = #key_type;
            type Fields<P: __o::Path<Target = Self>> = #fields_name<P>;
            type New = #new;
            type Create = <Self as __o::Empty>::New;
            const TABLE: &'static __o::Table = &TABLE;

            fn create() -> Self::Create {
                #new(::core::default::Default::default(), __o::PhantomData)
            }

            fn key(&self) -> &Self::Key {
                &self.#key
            }

            fn cells<'a>(&'a self, take: &mut dyn FnMut(&[&'a dyn __o::Cell])) {
                take(&[#(#cells),*]);
            }

            fn cells_mut(&mut self, take: &mut dyn FnMut(&mut [&mut dyn __o::Cell])) {
                take(&mut [#(#cells_mut),*]);
            }

            fn read(__row: &mut dyn __o::RowReader) -> __o::ReadResult<Self> {
                #read
                ::core::result::Result::Ok(Self { #(#idents),* })
            }

            fn touch(&mut self, __now: __o::Now) {
                #(#touch)*
            }
        }
    }
}

/// A field as a cell. Where its type may be none that a column holds, its type is asked for the cell, at the place
/// where it is written: the compiler says the same thing of it only once for each place.
fn cell(field: &Field, this: &TokenStream, method: &TokenStream) -> TokenStream {
    let (ident, ty) = (&field.ident, &field.ty);
    if written::is_plain_column(ty) {
        return quote!(#this.#ident);
    }
    quote!(<#ty as __o::ColumnType>::#method(#this.#ident))
}

/// Reads the fields in order, as many together as the library takes.
fn read(fields: &[Field]) -> TokenStream {
    let runs = fields.chunk_by(|a, b| written::is_plain_column(&a.ty) && written::is_plain_column(&b.ty));
    let chunks = runs.flat_map(builder::chunks_of).map(|fields| match fields {
        [field] => {
            let (ident, ty) = (&field.ident, &field.ty);
            quote!(let #ident = <#ty as __o::ColumnType>::read_column(__row)?;)
        }
        fields => {
            let idents = fields.iter().map(|field| &field.ident);
            quote!(let (#(#idents,)*) = __o::read(__row)?;)
        }
    });
    quote!(#(#chunks)*)
}
