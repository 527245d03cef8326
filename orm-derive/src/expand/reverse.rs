//! Relations that have no column: the other side of foreign keys, and many-to-many.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::ir::{Field, Model, Relation, Reverse, ReverseKind};
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

/// Those whose rows a new row can be given.
pub(super) fn nested(model: &Model) -> TokenStream {
    let nested = model.reverse.iter().enumerate().filter_map(|(number, relation)| {
        let Reverse { ident, vis, docs, kind, target, ty, .. } = relation;
        // Where the type is written, so that the compiler shows the field when rows of another model are given.
        let span = ty.span();
        let (nest, taken) = match kind {
            ReverseKind::HasOne => (quote!(nest_one), quote_spanned!(span=> impl __o::NewChild<#target>)),
            ReverseKind::HasMany => {
                (quote!(nest_many), quote_spanned!(span=> impl __o::IntoIterator<Item: __o::NewChild<#target>>))
            }
            ReverseKind::ManyToMany(_) => return None,
        };
        Some(quote!({ [#(#docs)* #vis] #ident: #nest #number (#taken) }))
    });
    nested.collect()
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

/// The numbers of all relations and deferred columns, where there are any.
pub(super) fn attach(model: &Model) -> Option<TokenStream> {
    let to_one = 0..model.fields.iter().filter(|field| field.relation.is_some()).count();
    let to_many = 0..model.reverse.len();
    let fields = model.fields.iter().enumerate().filter(|(_, field)| field.deferred.is_some());
    let deferred: Vec<_> = fields.map(|(number, Field { ident, .. })| quote!(#ident #number)).collect();
    let is_needed = !to_one.is_empty() || !to_many.is_empty() || !deferred.is_empty();
    is_needed.then(|| quote!({ #(#to_one)* } { #(#to_many)* } { #(#deferred)* }))
}

/// For each model that foreign keys point at, which of them does; where several do, their names for the message.
pub(super) fn refers(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let keys: Vec<_> = model.fields.iter().filter_map(|field| Some((field, field.relation.as_ref()?))).collect();
    let mut targets: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, (_, relation)) in keys.iter().enumerate() {
        let written = relation.target.to_token_stream().to_string();
        match targets.iter_mut().find(|(target, _)| *target == written) {
            Some((_, numbers)) => numbers.push(number),
            None => targets.push((written, vec![number])),
        }
    }
    let mut code: TokenStream = targets.iter().map(|(_, numbers)| refers_to(model, &keys, numbers)).collect();
    for (number, _) in keys.iter().enumerate().filter(|(_, (_, relation))| relation.is_unique) {
        code.extend(quote!(impl __o::UniqueRelation<#number> for #ident {}));
    }
    if keys.iter().any(|(field, _)| field.nullable) {
        code.extend(quote_spanned!(ident.span()=> impl __o::Detachable for #ident {}));
    }
    code
}

/// That the foreign keys of these numbers, all to one model, are one; or where they are several, their names.
fn refers_to(model: &Model, keys: &[(&Field, &Relation)], numbers: &[usize]) -> TokenStream {
    let ident = &model.ident;
    let (number, relation) = (numbers[0], keys[numbers[0]].1);
    let target = &relation.target;
    let span = target.span();
    if numbers.len() > 1 {
        let same: Vec<&Field> = numbers.iter().map(|&number| keys[number].0).collect();
        let message = several(model, target, &same);
        return quote_spanned! {span=>
            const _: () = {
                #message
                impl<'a> __o::RefersTo<#target> for #ident where (): OneForeignKey<'a> {
                    const RELATION: usize = #number;
                }
            };
        };
    }
    let once = relation.is_unique.then(|| quote_spanned!(span=> impl __o::RefersOnceTo<#target> for #ident {}));
    quote_spanned! {span=>
        impl __o::RefersTo<#target> for #ident {
            const RELATION: usize = #number;
        }
        #once
    }
}

/// A trait that nothing has, for the sake of its message: that several foreign keys lead to one model, and which.
fn several(model: &Model, target: &syn::Type, fields: &[&Field]) -> TokenStream {
    let span = target.span();
    let target = written::last_segment(target).map_or_else(String::new, |last| last.ident.to_string());
    let names: Vec<_> = fields.iter().map(|field| format!("`{}`", field.ident.unraw())).collect();
    let message = format!("`{}` has several foreign keys to `{target}`: {}", model.ident, names.join(", "));
    let first = fields.first().map(|field| field.ident.unraw().to_string()).unwrap_or_default();
    let note = format!(
        "name one, as in #[orm(via = {first})]; of a model between two others, one to each: #[orm(via(near, far))]"
    );
    quote_spanned! {span=>
        #[diagnostic::on_unimplemented(message = #message, label = "which of them is the other side?", note = #note)]
        trait OneForeignKey<'a> {}
    }
}

/// What connects the two sides.
fn through(model: &Model, relation: &Reverse) -> TokenStream {
    let (ident, target) = (&model.ident, &relation.target);
    let span = relation.ty.span();
    if relation.unreadable {
        return quote!(__o::Through::ForeignKey(0));
    }
    match (&relation.kind, relation.via.as_slice()) {
        (ReverseKind::HasMany, []) => {
            quote_spanned!(span=> __o::Through::ForeignKey(<#target as __o::RefersTo<#ident>>::RELATION))
        }
        (ReverseKind::HasOne, []) => {
            quote_spanned!(span=> __o::Through::ForeignKey(__o::refers_once::<#target, #ident>()))
        }
        (ReverseKind::HasMany, [field, ..]) => {
            let key = via(target, ident, field);
            quote!(__o::Through::ForeignKey(#key))
        }
        (ReverseKind::HasOne, [field, ..]) => {
            let key = quote_spanned! {field.span()=>
                __o::via_once::<#ident, _>(<__o::Fields<#target> as __o::FieldSet>::REF.#field)
            };
            quote!(__o::Through::ForeignKey(#key))
        }
        (ReverseKind::ManyToMany(None), []) => made(model, relation),
        (ReverseKind::ManyToMany(None), [field, ..]) => {
            quote_spanned! {field.span()=>
                __o::other_side::<#ident, _>(<__o::Fields<#target> as __o::FieldSet>::REF.#field)
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
    quote_spanned!(field.span()=> __o::via::<#target, _>(<__o::Fields<#model> as __o::FieldSet>::REF.#field))
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
