//! Numbers and lists of required fields, as types that the library names.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Path;

/// The library names the numbers up to this one.
const NAMED_NUMBERS: usize = 12;

/// The type that is this number.
pub(super) fn number(number: usize) -> TokenStream {
    if number <= NAMED_NUMBERS {
        let name = format_ident!("N{number}");
        return quote!(__o::#name);
    }
    let before = self::number(number - 1);
    quote!(__o::Next<#before>)
}

/// The list of this many required fields, all of which are set.
pub(super) fn all_set(krate: &Path, fields: usize) -> TokenStream {
    if fields <= NAMED_NUMBERS {
        let name = format_ident!("AllSet{fields}");
        return quote!(#krate::__private::#name);
    }
    let others = all_set(krate, fields - 1);
    quote!((#krate::__private::Set, #others))
}
