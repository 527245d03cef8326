//! `impl Model` and `impl NewModel`: how a model lies in its table and in its rows.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::cells::chunks;
use super::key::{self, Key};
use super::new_row::{self, Cells};
use super::{columns, fields_ident, new_ident, reverse};
use crate::ir::{Auto, Field, Model};

/// The call of the library's template.
pub(super) fn of(model: &Model) -> TokenStream {
    let Model { krate, ident, table, .. } = model;
    let (fields_name, new) = (fields_ident(model), new_ident(model));
    let name = ident.to_string();
    let Key { ty: key_type, index, composite, of_row, made, of_fields } = key::of(model);
    let columns = columns::columns(model);
    let (relations, indexes, ordering) = (columns::relations(model), columns::indexes(model), columns::ordering(model));
    let read = read(&model.fields);
    let touch = touch(model);
    let (holders, defs, attach) = (reverse::holders(model), reverse::defs(model), reverse::attach(model));
    let scope = model.scope.as_ref().map(|scope| quote!({ #scope }));
    let hooks = model.hooks.map(|span| Ident::new(&name, span)).map(|model| quote!({ #model }));
    let (rules, deny) = (rules(model), model.deny_unknown_fields.then(|| quote!(true)));
    let deferred = model.fields.iter().filter(|field| field.deferred.is_some()).map(|field| &field.ident);
    let fills = new_row::fills(model);
    let Cells { implementation, row: [shared, changed], complete } = new_row::cells(model);
    quote! {
        #krate::__private::implementations! {
            #ident #fields_name #new
            table { #name #table #index #composite }
            key(self) #made: #key_type { #of_row } { #of_fields }
            #columns
            relations { #relations }
            reverse { #defs }
            indexes { #indexes }
            ordering { #ordering }
            read { #read }
            holders { #holders }
            deferred { #(#deferred)* }
            attach #attach
            complete { #complete }
            row(self) { #shared, #changed } { #implementation }
            fill #fills
            touch #touch
            scope #scope
            hooks #hooks
            rules #rules
            deny #deny
        }
    }
}

/// What calls the functions that look at a whole row, each where it is named, for the compiler to point at.
fn rules(model: &Model) -> Option<TokenStream> {
    let ident = &model.ident;
    let rules = model.validate.iter().map(|rule| {
        quote_spanned! {rule.span()=>
            (|draft: &__o::Draft<'_, #ident>, problems: &mut __o::Problems| problems.add(#rule(draft)))
        }
    });
    (!model.validate.is_empty()).then(|| quote!([#(#rules),*]))
}

/// What sets the fields that hold the moment of the last write, where there are any.
fn touch(model: &Model) -> Option<TokenStream> {
    let mut fields = model.fields.iter().filter(|field| field.auto == Some(Auto::Now)).peekable();
    fields.peek()?;
    let touch = fields.map(|field| {
        let (ident, ty, base) = (&field.ident, &field.ty, &field.base);
        quote!(self.#ident = __o::at::<#base, #ty>(__now);)
    });
    Some(quote!((self, __now) { #(#touch)* }))
}

/// The fields that are read with a row, in order, as many together as the library takes.
fn read(fields: &[Field]) -> TokenStream {
    let mut read = TokenStream::new();
    for fields in fields.chunk_by(|a, b| a.plain_in_row() && b.plain_in_row()).flat_map(chunks) {
        match fields {
            [Field { deferred: Some(_), .. }] => {}
            [Field { ident, ty, .. }] => read.extend(quote!([#ident: #ty];)),
            fields => {
                let idents = fields.iter().map(|field| &field.ident);
                read.extend(quote!((#(#idents)*);));
            }
        }
    }
    read
}
