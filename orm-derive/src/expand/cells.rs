//! The cells of a new row: nested tuples, of which the library takes each as a whole.

use proc_macro2::{Literal, Punct, Spacing, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::Type;

use crate::ir::{Field, Model};
use crate::written;

/// How many columns the library takes together: the length of its longest tuple of cells.
const COLUMNS_A_CHUNK: usize = 12;

/// Their types, as the library takes them together.
pub(super) fn types(model: &Model) -> TokenStream {
    let chunks = chunks(&model.fields).map(|fields| {
        let types = fields.iter().map(|field| &field.ty);
        quote!({ #(#types,)* })
    });
    chunks.collect()
}

/// The fields as the library takes them.
pub(super) fn chunks(fields: &[Field]) -> std::slice::Chunks<'_, Field> {
    fields.chunks(COLUMNS_A_CHUNK)
}

/// The place of a chunk, or of a cell in it, inside of nested tuples.
pub(super) struct Place {
    chunk: usize,
    cell: Option<usize>,
}

/// `.1.1.0` for the third chunk.
pub(super) fn chunk(number: usize) -> Place {
    Place { chunk: number, cell: None }
}

/// `.1.0.3` for the fourth column of the second chunk.
pub(super) fn cell(column: usize) -> Place {
    Place { chunk: column / COLUMNS_A_CHUNK, cell: Some(column % COLUMNS_A_CHUNK) }
}

impl ToTokens for Place {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for step in std::iter::repeat_n(1, self.chunk).chain([0]).chain(self.cell) {
            tokens.append(Punct::new('.', Spacing::Alone));
            tokens.append(Literal::usize_unsuffixed(step));
        }
    }
}

/// `(a, (b, ()))`.
pub(super) fn list(types: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    types.rev().fold(quote!(()), |rest, first| quote!((#first, #rest)))
}

/// Whether a new row is complete only once the program has given this field.
pub(super) fn is_required(model: &Model, index: usize) -> bool {
    let field = &model.fields[index];
    let made = model.own_key() == Some(index) && is_made(&field.base);
    let by_database = field.db_default.is_some() || field.generated.is_some();
    let filled = field.nullable || field.default.is_some() || by_database || field.auto.is_some();
    !made && !filled
}

/// Whether a key of this type is counted up or made. A type by another name may be a String, which is not.
fn is_made(ty: &Type) -> bool {
    ["i32", "i64", "Uuid"].iter().any(|name| written::ends_in(ty, name))
}
