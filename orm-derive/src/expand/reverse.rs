//! Relations that have no column: the other side of foreign keys, and many-to-many.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::ir::{Field, Model, Reverse, ReverseKind};
use crate::{naming, written};

/// What each of them is in queries.
pub(super) fn fields(model: &Model) -> TokenStream {
    let fields = model.reverse.iter().enumerate().map(|(number, relation)| {
        let Reverse { ident, vis, docs, kind, .. } = relation;
        let kind = match kind {
            ReverseKind::HasOne => quote!(ToOneBack),
            ReverseKind::HasMany | ReverseKind::ManyToMany(_) => quote!(ToMany),
        };
        quote!({ [#(#docs)* #vis] #ident: #kind #number })
    });
    fields.collect()
}

/// Where each of them leads, and how.
pub(super) fn types(model: &Model) -> TokenStream {
    let types = model.reverse.iter().enumerate().map(|(number, relation)| {
        let Reverse { ident, ty, target, .. } = relation;
        let (name, through) = (relation.name(), through(model, relation));
        quote!({ #number #ident #name: #ty => #target, #through })
    });
    types.collect()
}

/// Their definitions in the table.
pub(super) fn defs(model: &Model) -> TokenStream {
    let model_name = &model.ident;
    (0..model.reverse.len()).map(|number| quote!(<#model_name as __o::ReverseTo<#number>>::DEF,)).collect()
}

/// What the fields hold in a row that was read or made.
pub(super) fn holders(model: &Model) -> TokenStream {
    let holders = model.reverse.iter().enumerate().map(|(number, relation)| {
        let ident = &relation.ident;
        quote!(#ident #number)
    });
    holders.collect()
}

/// The numbers of all relations, where there are any.
pub(super) fn attach(model: &Model) -> Option<TokenStream> {
    let to_one = 0..model.fields.iter().filter(|field| field.relation.is_some()).count();
    let to_many = 0..model.reverse.len();
    (!to_one.is_empty() || !to_many.is_empty()).then(|| quote!({ #(#to_one)* } { #(#to_many)* }))
}

/// For each model that foreign keys point at, which of them does; where several do, their names for the message.
pub(super) fn refers(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let relations = model.fields.iter().filter_map(|field| Some((field, field.relation.as_ref()?)));
    let relations: Vec<_> =
        relations.enumerate().map(|(number, (field, relation))| (number, field, relation)).collect();
    let mut code = TokenStream::new();
    let mut seen: Vec<String> = Vec::new();
    for (number, _, relation) in &relations {
        let target = &relation.target;
        let written = target.to_token_stream().to_string();
        if seen.contains(&written) {
            continue;
        }
        let same: Vec<&Field> = relations
            .iter()
            .filter(|(_, _, other)| other.target.to_token_stream().to_string() == written)
            .map(|(_, field, _)| *field)
            .collect();
        seen.push(written);
        let names = same.iter().map(|field| &field.ident);
        let is_one = same.len() == 1;
        let (generics, bound, candidates) = if is_one {
            (None, None, None)
        } else {
            let candidates = same.iter().map(|field| &field.ident);
            (
                Some(quote!(<'a>)),
                Some(quote!(where (#(#names,)*): __o::TheOnlyOne<'a>)),
                Some(quote!(#(#[allow(non_camel_case_types)] pub enum #candidates {})*)),
            )
        };
        let once = (is_one && relation.is_unique).then(|| quote!(impl __o::RefersOnceTo<#target> for #ident {}));
        code.extend(quote! {
            const _: () = {
                #candidates
                impl #generics __o::RefersTo<#target> for #ident #bound {
                    const RELATION: usize = #number;
                }
                #once
            };
        });
    }
    if relations.iter().any(|(_, field, _)| field.nullable) {
        code.extend(quote!(impl __o::Detachable for #ident {}));
    }
    code
}

/// What connects the two sides.
fn through(model: &Model, relation: &Reverse) -> TokenStream {
    let (ident, target) = (&model.ident, &relation.target);
    let span = relation.ty.span();
    match (&relation.kind, relation.via.as_slice()) {
        (ReverseKind::HasMany, []) => {
            quote_spanned!(span=> __o::Through::ForeignKey(<#target as __o::RefersTo<#ident>>::RELATION))
        }
        (ReverseKind::HasOne, []) => {
            quote_spanned!(span=> __o::Through::ForeignKey(__o::refers_once::<#target, #ident>()))
        }
        (ReverseKind::HasMany | ReverseKind::HasOne, [field, ..]) => {
            let key = via(target, ident, field);
            quote!(__o::Through::ForeignKey(#key))
        }
        (ReverseKind::ManyToMany(None), []) => made(model, relation),
        (ReverseKind::ManyToMany(None), [field, ..]) => {
            quote_spanned! {field.span()=>
                __o::other_side::<#ident, _, _>(<__o::Fields<#target> as __o::FieldSet>::REF.#field)
            }
        }
        (ReverseKind::ManyToMany(Some(link)), via_fields) => {
            let [near, far] = match via_fields {
                [near, far, ..] => [via(&**link, ident, near), via(&**link, target, far)],
                _ => [
                    quote_spanned!(span=> <#link as __o::RefersTo<#ident>>::RELATION),
                    quote_spanned!(span=> <#link as __o::RefersTo<#target>>::RELATION),
                ],
            };
            quote! {
                __o::Through::Link(__o::Link {
                    table: __o::table::<#link>,
                    near: #near,
                    far: #far,
                    made: false,
                    symmetrical: false,
                })
            }
        }
    }
}

/// The number of a foreign key that is named.
fn via(model: &impl ToTokens, target: &impl ToTokens, field: &syn::Ident) -> TokenStream {
    quote_spanned!(field.span()=> __o::via::<#target, _, _>(<__o::Fields<#model> as __o::FieldSet>::REF.#field))
}

/// A table that is made for the relation: a key, and a foreign key to either side.
fn made(model: &Model, relation: &Reverse) -> TokenStream {
    let (ident, target) = (&model.ident, &relation.target);
    let name = format!("{ident}.{}", relation.name());
    let table =
        relation.table.as_ref().map_or_else(|| naming::link_table(&model.table, &relation.name()), syn::LitStr::value);
    let near = naming::snake_case(&ident.to_string());
    let far =
        written::last_segment(target).map_or_else(String::new, |last| naming::snake_case(&last.ident.to_string()));
    let [near, far] = if near == far { [format!("from_{near}"), format!("to_{far}")] } else { [near, far] };
    let (near_column, far_column) = (naming::foreign_key_column(&near), naming::foreign_key_column(&far));
    let symmetrical = relation.symmetrical.is_some();
    quote!(__o::link!(#name #table #symmetrical #near as #near_column: #ident, #far as #far_column: #target))
}
