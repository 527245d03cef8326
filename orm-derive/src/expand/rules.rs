//! What the values of a field must meet, as static data.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::ir::{Choices, Field, Number};

/// What the column's definition is given, where there are rules.
pub(super) fn of(field: &Field) -> Option<TokenStream> {
    let rules = &field.rules;
    let mut all = TokenStream::new();
    if let Some(least) = rules.min_length {
        all.extend(quote!(__o::Rule::MinLength(#least),));
    }
    if let Some(range) = &rules.range {
        let (least, most, includes_most) = (optional(range.least), optional(range.most), range.includes_most);
        all.extend(quote! {
            __o::Rule::Range(__o::Range { least: #least, most: #most, includes_most: #includes_most }),
        });
    }
    match &rules.choices {
        Some(Choices::Texts(texts)) => all.extend(quote!(__o::Rule::Texts(&[#(#texts),*]),)),
        Some(Choices::Numbers(numbers)) => {
            let numbers = numbers.iter().map(|(number, _)| decimal(*number));
            all.extend(quote!(__o::Rule::Numbers(&[#(#numbers),*]),));
        }
        None => {}
    }
    if let Some(pattern) = &rules.pattern {
        all.extend(quote!(__o::Rule::Pattern(__o::pattern!(#pattern)),));
    }
    if rules.email {
        all.extend(quote!(__o::Rule::Email,));
    }
    if rules.url {
        all.extend(quote!(__o::Rule::Url,));
    }
    let base = &field.base;
    for function in &rules.validate {
        // Where the function is named, so that the compiler points there when it takes another type.
        all.extend(quote_spanned! {function.span()=>
            __o::Rule::Custom(|value| __o::custom::<#base, _>(value, |value| #function(value))),
        });
    }
    let checked = rules.check.then(|| quote!(.checked()));
    (!all.is_empty()).then(|| quote!(.rules(const { &[#all] })#checked))
}

fn optional(number: Option<Number>) -> TokenStream {
    match number.map(decimal) {
        Some(number) => quote!(::core::option::Option::Some(#number)),
        None => quote!(::core::option::Option::None),
    }
}

fn decimal(Number { whole, scale }: Number) -> TokenStream {
    let digits = whole.unsigned_abs();
    let (low, high, is_negative) = (digits & u64::from(u32::MAX), digits >> 32, whole < 0);
    let (low, high) = (proc_macro2::Literal::u64_unsuffixed(low), proc_macro2::Literal::u64_unsuffixed(high));
    quote!(__o::Decimal::from_parts(#low, #high, 0, #is_negative, #scale))
}
