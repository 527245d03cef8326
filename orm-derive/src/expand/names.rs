//! What a program names: `UserFields<P>`, the columns and relations at the end of a path, and `NewUser<S>`, a row that
//! is being made. Its type parameter lists the required fields: the marker `Set`, or before the field is set a type of
//! the field's own name, which is what the compiler then complains of.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, TokenStreamExt, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::cells::{self, is_required};
use super::{fields_ident, new_ident, patch_ident, reverse, state};
use crate::ir::{Field, Model};
use crate::written;

/// The call of the library's template.
pub(super) fn of(model: &Model) -> TokenStream {
    let Model { krate, vis, ident, .. } = model;
    let (fields, new, patch) = (fields_ident(model), new_ident(model), patch_ident(model));
    let fields_doc = format!("The fields of [`{ident}`] in queries, at the end of the path `P`.");
    let new_doc = format!(
        "A new [`{ident}`]: set its fields, then await it. Without parameters it is one with every required field set."
    );
    let required: Vec<_> = required(model).map(|field| &field.ident).collect();
    let all_set = state::all_set(krate, required.len());
    let nothing_set = cells::list(markers(model).into_iter());
    let missing = self::required(model).map(|Field { ident: field, relation, .. }| {
        // It can be left to the relation by which the row is created.
        let relation = relation
            .as_ref()
            .map(|_| quote_spanned!(field.span()=> impl<M> #krate::__private::GivenOrRelation<M> for #field {}));
        quote_spanned!(field.span()=> pub enum #field {} #relation)
    });
    let cells = cells::types(model);
    let entries = entries(model);
    let relations = relations(model);
    let (fields_of_reverse, reverse_to, refers) =
        (reverse::fields(model), reverse::types(model), reverse::refers(model));
    let nested = reverse::nested(model);
    let checks = checks(model);
    // All of it where the model is, as the compiler points at it when a row of another one is given.
    let child = quote_spanned! {ident.span()=>
        impl<S: __o::AllButRelations<#ident>, __N: __o::Nest<#ident>> __o::NewChild<#ident> for #new<S, __N> {
            fn into_parts(self) -> (#new, __o::Nested<#ident>) {
                (#new(self.0, __o::PhantomData, ()), __o::Nest::into_nested(self.2))
            }
        }
    };
    let incomplete = (!required.is_empty()).then(|| incomplete(model));
    quote! {
        #krate::__private::names! {
            { #vis } #ident #patch #fields #fields_doc #new(self) #new_doc [#all_set] [#nothing_set] [#cells]
            #entries
            reverse { #fields_of_reverse }
            relations { #relations }
            reverse_to { #reverse_to }
            refers { #refers }
            nested { #nested }
            checks { #checks }
            missing { #(#missing)* }
            child { #child }
            incomplete { #incomplete }
        }
    }
}

/// What each field is in queries, and how a new row takes it.
fn entries(model: &Model) -> TokenStream {
    let (mut relations, mut required) = (0_usize, 0_usize);
    let mut entries = TokenStream::new();
    for (index, field) in model.fields.iter().enumerate() {
        let Field { ident, vis, ty, docs, .. } = field;
        let mut entry = quote!([#(#docs)* #vis] #ident:);
        if field.relation.is_some() {
            entry.extend(quote!(ToOne [#relations] ()));
            relations += 1;
        } else {
            entry.extend(quote!(Column [#ty] (#index)));
        }
        // Where the type is written, so that the compiler shows the field when a value of another type is given.
        entry.extend(quote_spanned!(ty.span()=> (impl __IntoField<#ty>)));
        if is_required(model, index) {
            let number = state::number(required);
            entry.extend(quote!([#number, PhantomData] []));
            required += 1;
        } else {
            entry.extend(quote!([][self]));
        }
        cells::cell(index).to_tokens(&mut entry);
        entries.append(Group::new(Delimiter::Brace, entry));
    }
    entries
}

/// The fields that have no value unless the program gives one.
fn required(model: &Model) -> impl Iterator<Item = &Field> {
    model.fields.iter().enumerate().filter(|(index, _)| is_required(model, *index)).map(|(_, field)| field)
}

/// What stands for each of them while it is not set.
fn markers(model: &Model) -> Vec<TokenStream> {
    let krate = &model.krate;
    let key = model.own_key().map(|position| &model.fields[position]);
    let is_key = |field: &Field| key.is_some_and(|key| std::ptr::eq(field, key));
    let marker = |field: &Field| match (&field.ident, &field.base) {
        // What makes a key by another name is known to its type alone.
        (ident, base) if is_key(field) && !written::is_plain_column(base) => {
            quote!(<#base as #krate::__private::Unset>::Marker<#ident>)
        }
        (ident, _) => quote!(#ident),
    };
    required(model).map(marker).collect()
}

fn relations(model: &Model) -> TokenStream {
    let relations = model.fields.iter().filter_map(|field| Some((field, field.relation.as_ref()?)));
    let relations = relations.enumerate().map(|(number, (field, relation))| {
        let (ident, ty, target) = (&field.ident, &field.ty, &relation.target);
        let by = relation.by.as_ref().map_or_else(|| quote!(__o::PrimaryKey), |by| quote!(#by));
        quote!(#number #ident #target, #by, <#ty as __o::ColumnType>::Nullability;)
    });
    relations.collect()
}

fn checks(model: &Model) -> TokenStream {
    if model.checks.is_empty() {
        return quote!(::std::vec::Vec::new);
    }
    let ident = &model.ident;
    let checks = model.checks.iter().map(|check| {
        let (name, closure) = (&check.name, &check.closure);
        quote!(__o::Check { name: #name, condition: __o::condition::<#ident>(#closure) })
    });
    quote! {
        || {
            #[allow(unused_imports)]
            use __o::{Operators as _, TextOperators as _};
            ::std::vec![#(#checks),*]
        }
    }
}

/// A builder that lacks a field would be a future by itself if the field were given, which is why the compiler names the
/// field and not the builder when it is awaited.
fn incomplete(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let name = new_ident(model);
    let last = format_ident!("{ident}__given", span = ident.span());
    quote_spanned! {ident.span()=>
        [
            #[doc(hidden)]
            #[allow(non_camel_case_types)]
            impl<S, __N, #last> __Future for #name<S, __N>
            where
                S: __o::AllGiven<#ident, Then<#ident> = #last>,
                #last: __o::Never,
        ]
    }
}
