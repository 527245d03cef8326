//! The code of an enum that a column holds: what each variant is kept as, and which variant that is.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{DbEnum, Storage, Width};

pub(crate) fn db_enum(db_enum: &DbEnum) -> TokenStream {
    let DbEnum { ident, krate, storage, .. } = db_enum;
    let body = match storage {
        Storage::Text => text(db_enum),
        Storage::Native(name) => native(db_enum, name),
        Storage::Integer(width) => integer(db_enum, *width),
    };
    quote! {
        #[automatically_derived]
        const _: () = {
            use #krate::__private as __o;

            impl __o::Field for #ident {
                #body
            }

            #[diagnostic::do_not_recommend]
            impl __o::Comparable for #ident {}
        };
    }
}

fn text(db_enum: &DbEnum) -> TokenStream {
    let idents: Vec<_> = db_enum.variants.iter().map(|variant| &variant.ident).collect();
    let labels: Vec<_> = db_enum.variants.iter().map(|variant| &variant.label).collect();
    let read = read_name(db_enum, &quote!(Self::DOMAIN));
    quote! {
        const TYPE: __o::SqlType = __o::SqlType::Text;
        const DOMAIN: __o::Domain = __o::Domain::Texts(&[#(#labels),*]);

        fn to_value(&self) -> __o::Value<'_> {
            __o::Value::Text(::std::borrow::Cow::Borrowed(match self {
                #(Self::#idents => #labels,)*
            }))
        }

        #read
    }
}

fn native(db_enum: &DbEnum, name: &str) -> TokenStream {
    let idents: Vec<_> = db_enum.variants.iter().map(|variant| &variant.ident).collect();
    let labels: Vec<_> = db_enum.variants.iter().map(|variant| &variant.label).collect();
    let read = read_name(db_enum, &quote!(__o::Domain::Texts(&[#(#labels),*])));
    quote! {
        const TYPE: __o::SqlType =
            __o::SqlType::Enum(&__o::EnumType { name: #name, labels: &[#(#labels),*] });

        fn to_value(&self) -> __o::Value<'_> {
            __o::Value::Enum(
                &__o::EnumType { name: #name, labels: &[#(#labels),*] },
                match self {
                    #(Self::#idents => #labels,)*
                },
            )
        }

        #read
    }
}

fn read_name(db_enum: &DbEnum, domain: &TokenStream) -> TokenStream {
    let name = db_enum.ident.to_string();
    let idents = db_enum.variants.iter().map(|variant| &variant.ident);
    let labels = db_enum.variants.iter().map(|variant| &variant.label);
    quote! {
        fn read(__row: &mut dyn __o::RowReader) -> __o::ReadResult<::core::option::Option<Self>> {
            ::core::result::Result::Ok(::core::option::Option::Some(match __row.text()? {
                ::core::option::Option::None => return ::core::result::Result::Ok(::core::option::Option::None),
                #(::core::option::Option::Some(#labels) => Self::#idents,)*
                ::core::option::Option::Some(__found) => {
                    return ::core::result::Result::Err(__o::unknown(#name, #domain, &__found));
                }
            }))
        }
    }
}

fn integer(db_enum: &DbEnum, width: Width) -> TokenStream {
    let name = db_enum.ident.to_string();
    let idents: Vec<_> = db_enum.variants.iter().map(|variant| &variant.ident).collect();
    let ty = match width {
        Width::Small => quote!(SmallInt),
        Width::Medium => quote!(Integer),
        Width::Big => quote!(BigInt),
    };
    quote! {
        const TYPE: __o::SqlType = __o::SqlType::#ty;
        const DOMAIN: __o::Domain = __o::numbers(Self::TYPE, &[#(Self::#idents as i64),*]);

        fn to_value(&self) -> __o::Value<'_> {
            __o::number(Self::TYPE, match self {
                #(Self::#idents => Self::#idents as i64,)*
            })
        }

        fn read(__row: &mut dyn __o::RowReader) -> __o::ReadResult<::core::option::Option<Self>> {
            ::core::result::Result::Ok(::core::option::Option::Some(match __o::read_number(__row, Self::TYPE)? {
                ::core::option::Option::None => return ::core::result::Result::Ok(::core::option::Option::None),
                #(::core::option::Option::Some(__found) if __found == Self::#idents as i64 => Self::#idents,)*
                ::core::option::Option::Some(__found) => {
                    return ::core::result::Result::Err(__o::unknown(#name, Self::DOMAIN, &__found));
                }
            }))
        }
    }
}
