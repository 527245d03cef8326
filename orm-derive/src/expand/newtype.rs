//! The code of a struct around one value: it does as the value inside does.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Member;
use syn::spanned::Spanned;

use crate::ir::Newtype;

pub(crate) fn newtype(newtype: &Newtype) -> TokenStream {
    let Newtype { ident, krate, member, ty } = newtype;
    let field = field(newtype);
    let made = made(member);
    quote! {
        #[automatically_derived]
        const _: () = {
            use #krate::__private as __o;

            #field

            #[diagnostic::do_not_recommend]
            impl __o::TextField for #ident where for<'a> #ty: __o::TextOf<'a> {}

            #[diagnostic::do_not_recommend]
            impl __o::Key for #ident
            where
                for<'a> #ident: __o::KeyParts<'a>,
                for<'a> #ty: __o::KeyOf<'a>,
            {
                const GENERATED: bool = <#ty as __o::Key>::GENERATED;

                fn make() -> ::core::option::Option<Self> {
                    match <#ty as __o::Key>::make() {
                        ::core::option::Option::Some(__value) => ::core::option::Option::Some(#made),
                        ::core::option::Option::None => ::core::option::Option::None,
                    }
                }
            }

            #[diagnostic::do_not_recommend]
            impl __o::KeyColumn for #ident
            where
                for<'a> #ident: __o::KeyParts<'a>,
                for<'a> #ty: __o::KeyOf<'a>,
            {
            }

            #[diagnostic::do_not_recommend]
            impl __o::Unset for #ident where for<'a> #ty: __o::KeyOf<'a> {
                type Marker<Missing> = <#ty as __o::Unset>::Marker<Missing>;
            }

            #[diagnostic::do_not_recommend]
            impl<M: #krate::model::Model, B: __o::TargetKey<M, Key = #ident>> __o::IntoField<__o::ForeignKey<M, B>>
                for #ident
            {
                fn into_field(self) -> __o::ForeignKey<M, B> {
                    __o::ForeignKey::new(self)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<M: #krate::model::Model, B: __o::TargetKey<M, Key = #ident>>
                __o::IntoField<::core::option::Option<__o::ForeignKey<M, B>>> for #ident
            {
                fn into_field(self) -> ::core::option::Option<__o::ForeignKey<M, B>> {
                    ::core::option::Option::Some(__o::ForeignKey::new(self))
                }
            }
        };
    }
}

fn field(newtype: &Newtype) -> TokenStream {
    let Newtype { ident, member, ty, .. } = newtype;
    let made = made(member);
    // Where the type is written, so that the compiler says only once, and there, that no column holds it.
    quote_spanned! {ty.span()=>
        impl __o::Field for #ident {
            const TYPE: __o::SqlType = <#ty as __o::Field>::TYPE;
            const DOMAIN: __o::Domain = <#ty as __o::Field>::DOMAIN;

            fn to_value(&self) -> __o::Value<'_> {
                __o::Field::to_value(&self.#member)
            }

            fn into_value(self) -> __o::Value<'static> {
                __o::Field::into_value(self.#member)
            }

            fn read(__row: &mut dyn __o::RowReader) -> __o::ReadResult<::core::option::Option<Self>> {
                ::core::result::Result::Ok(match <#ty as __o::Field>::read(__row)? {
                    ::core::option::Option::Some(__value) => ::core::option::Option::Some(#made),
                    ::core::option::Option::None => ::core::option::Option::None,
                })
            }
        }
    }
}

/// The struct around `__value`.
fn made(member: &Member) -> TokenStream {
    match member {
        Member::Unnamed(_) => quote!(Self(__value)),
        Member::Named(name) => quote!(Self { #name: __value }),
    }
}
