//! `impl Model`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{arms, columns, fields_ident, new_ident};
use crate::ir::{Auto, Model};

pub(super) fn implementation(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let table = columns::table(model);
    let (fields_name, new) = (fields_ident(model), new_ident(model));
    let key = &model.fields[model.primary_key];
    let (key_ident, key_type) = (&key.ident, &key.base);
    let nothing = model.fields.iter().map(|_| quote!(::core::option::Option::None));
    let idents: Vec<_> = model.fields.iter().map(|field| &field.ident).collect();
    let types: Vec<_> = model.fields.iter().map(|field| &field.ty).collect();
    let fields = || idents.iter().zip(&types);
    let values = arms(fields().map(|(ident, ty)| quote!(<#ty as #krate::value::ColumnType>::to_column(&self.#ident))));
    let read = fields().map(|(ident, ty)| quote!(#ident: <#ty as #krate::value::ColumnType>::read_column(row)?));
    let assign =
        arms(fields().map(|(ident, ty)| quote!(self.#ident = <#ty as #krate::value::ColumnType>::read_column(row)?)));
    let touched: Vec<_> = model.fields.iter().filter(|field| field.auto == Some(Auto::Now)).collect();
    let touch = touched.iter().map(|field| {
        let (ident, ty, base) = (&field.ident, &field.ty, &field.base);
        quote!(self.#ident = #krate::__private::at::<#base, #ty>(now);)
    });
    let now = if touched.is_empty() { quote!(_) } else { quote!(now) };
    quote! {
        #table

        #[diagnostic::do_not_recommend]
        impl #krate::model::Model for #ident {
            type Key = #key_type;
            type Fields<P: #krate::path::Path<Target = Self>> = #fields_name<P>;
            type New = #new;
            type Create = <Self as #krate::__private::Start>::Empty;
            const TABLE: &'static #krate::schema::Table = &TABLE;

            fn create() -> Self::Create {
                #new { row: (#(#nothing,)*), set: ::core::marker::PhantomData }
            }

            fn key(&self) -> &Self::Key {
                &self.#key_ident
            }

            fn column(&self, column: usize) -> #krate::value::Value<'_> {
                match column { #values }
            }

            fn read(row: &mut dyn #krate::value::RowReader) -> #krate::value::ReadResult<Self> {
                ::core::result::Result::Ok(Self { #(#read,)* })
            }

            fn read_column(
                &mut self,
                column: usize,
                row: &mut dyn #krate::value::RowReader,
            ) -> #krate::value::ReadResult<()> {
                match column { #assign }
                ::core::result::Result::Ok(())
            }

            fn touch(&mut self, #now: #krate::__private::Now) {
                #(#touch)*
            }
        }
    }
}
