//! `NewUser`: a row that is being made. Its type parameter lists the required fields: the marker `Set`, or before the
//! field is set a type of the field's own name, which is what the compiler then complains of.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Index, Type};

use super::{at, new_ident};
use crate::ir::{Auto, Field, Model};
use crate::written;

/// How many columns the library takes together: the length of its longest tuple of cells.
const COLUMNS_A_CHUNK: usize = 12;
/// The library names the numbers up to this one.
const NAMED_NUMBERS: usize = 12;

/// The struct.
pub(super) fn structure(model: &Model) -> TokenStream {
    let Model { vis, ident, .. } = model;
    let name = new_ident(model);
    let doc = format!(
        "A new [`{ident}`]: set its fields, then await it. Without parameters it is one with every required field set."
    );
    let (set, row) = (all_set(model, required(model).count()), row(model));
    quote! {
        #[doc = #doc]
        #[must_use = "nothing is created until it is awaited"]
        #vis struct #name<S = #set>(#row, ::core::marker::PhantomData<fn() -> S>);
    }
}

/// The setters, awaiting it, and what the library asks of it.
pub(super) fn implementation(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let name = new_ident(model);
    let (setters, awaiting) = (setters(model), awaiting(model));
    let krate = &model.krate;
    let fills = model.fields.iter().enumerate().filter_map(|(index, field)| fill(model, index, field));
    let Cells { implementation, row: [shared, changed], complete } = cells(model);
    let idents = model.fields.iter().map(|field| &field.ident);
    quote! {
        const _: () = assert!(__o::COLUMNS_A_CHUNK == #COLUMNS_A_CHUNK);

        #setters
        #awaiting
        #implementation

        impl #krate::model::NewModel for #name {
            type Model = #ident;

            fn row(&self) -> &dyn __o::Row {
                #shared
            }

            fn row_mut(&mut self) -> &mut dyn __o::Row {
                #changed
            }

            fn fill_defaults(&mut self, __now: __o::Now) {
                #(#fills)*
            }

            fn into_model(self) -> ::core::option::Option<#ident> {
                #complete
                ::core::option::Option::Some(#ident { #(#idents),* })
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __o::debug_new(self, f)
            }
        }
    }
}

/// How the library reaches the cells of a new row.
struct Cells {
    /// An implementation of its own, where there is one.
    implementation: Option<TokenStream>,
    /// What has the cells: shared, and to be changed.
    row: [TokenStream; 2],
    /// Takes the fields out of the row.
    complete: TokenStream,
}

/// The library knows tuples of cells. Where one of the types may be none that a column holds, the cells are given one
/// by one, so that the compiler says so once, where the type is written, and not once for each tuple.
fn cells(model: &Model) -> Cells {
    if model.fields.iter().all(|field| written::is_plain_column(&field.ty)) {
        let chunks = chunks(model).enumerate().map(|(number, fields)| {
            let idents = fields.iter().map(|field| &field.ident);
            let chunk = chunk(number);
            quote!(let (#(#idents,)*) = __o::Chunk::complete(self.0 #chunk)?;)
        });
        return Cells {
            implementation: None,
            row: [quote!(&self.0), quote!(&mut self.0)],
            complete: quote!(#(#chunks)*),
        };
    }
    let name = new_ident(model);
    let fields = || model.fields.iter().enumerate().map(|(index, field)| (index, field, cell(index)));
    let shared = fields()
        .map(|(index, Field { ty, .. }, cell)| quote!(#index => <#ty as __o::ColumnType>::slot(&self.0 #cell),));
    let changed = fields().map(
        |(index, Field { ty, .. }, cell)| quote!(#index => <#ty as __o::ColumnType>::slot_mut(&mut self.0 #cell),),
    );
    let completed = fields().map(|(_, Field { ident, .. }, cell)| quote!(let #ident = self.0 #cell.0?;));
    let implementation = quote! {
        impl __o::Row for #name {
            fn cell(&self, column: usize) -> ::core::option::Option<&dyn __o::Cell> {
                ::core::option::Option::Some(match column {
                    #(#shared)*
                    _ => return ::core::option::Option::None,
                })
            }

            fn cell_mut(&mut self, column: usize) -> ::core::option::Option<&mut dyn __o::Cell> {
                ::core::option::Option::Some(match column {
                    #(#changed)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
    };
    Cells { implementation: Some(implementation), row: [quote!(self), quote!(self)], complete: quote!(#(#completed)*) }
}

/// What the library asks of the builder of a struct that was refused: its names, so that using them is no error.
pub(super) fn stand_in(model: &Model) -> TokenStream {
    let (setters, awaiting) = (setters(model), awaiting(model));
    quote!(#setters #awaiting)
}

/// Awaiting creates the row. The complete builder becomes a future. One that lacks a field would be a future by itself
/// if the field were given, which is why the compiler names the field and not the builder.
fn awaiting(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let name = new_ident(model);
    let last = format_ident!("{ident}__given");
    let incomplete = quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        impl<S, #last> ::core::future::Future for #name<S>
        where
            S: __o::AllGiven<#ident, Then<#ident> = #last>,
            #last: __o::Never,
        {
            type Output = __o::Result<#ident>;

            fn poll(
                self: ::core::pin::Pin<&mut Self>,
                _: &mut ::core::task::Context<'_>,
            ) -> ::core::task::Poll<Self::Output> {
                ::core::task::Poll::Pending
            }
        }
    };
    // Where nothing is required nothing can be missing.
    let incomplete = required(model).next().map(|_| at(incomplete, ident.span()));
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::core::future::IntoFuture for #name {
            type Output = __o::Result<#ident>;
            type IntoFuture = __o::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                __o::create(self)
            }
        }

        #incomplete
    }
}

/// The types that stand for required fields which are not set. They have a block of their own, where a field named
/// like a type hides nothing.
pub(super) fn missing(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let required: Vec<_> = required(model).map(|field| &field.ident).collect();
    let types = required.iter().map(|field| at(quote!(pub struct #field;), field.span()));
    let empty = list(model.fields.iter().enumerate().filter(|(index, _)| is_required(model, *index)).map(
        |(index, Field { ident, base, .. })| match index == model.primary_key && !written::is_plain_column(base) {
            // What makes a key by another name is known to its type alone.
            true => quote!(<#base as #krate::__private::Unset>::Marker<#ident>),
            false => quote!(#ident),
        },
    ));
    quote! {
        #(#types)*

        impl #krate::__private::Empty for #ident {
            type New = #name<#empty>;
        }
    }
}

/// The type of the cells of a new row.
fn row(model: &Model) -> TokenStream {
    let krate = &model.krate;
    let chunks = chunks(model).map(|fields| {
        let types = fields.iter().map(|field| &field.ty);
        quote!((#(#krate::__private::Slot<#types>,)*))
    });
    list(chunks)
}

fn setters(model: &Model) -> TokenStream {
    let name = new_ident(model);
    let mut required = 0;
    let setters = (0..model.fields.len()).map(|index| {
        let number = is_required(model, index).then(|| {
            required += 1;
            number(required - 1)
        });
        setter(model, index, number)
    });
    quote! {
        #[allow(missing_docs, dead_code)]
        impl<S: __o::State> #name<S> {
            #(#setters)*
        }
    }
}

fn setter(model: &Model, index: usize, number: Option<TokenStream>) -> TokenStream {
    let Field { ident, vis, ty, docs, .. } = &model.fields[index];
    let (name, cell) = (new_ident(model), cell(index));
    // Where the type is written, so that the compiler shows the field when a value of another type is given.
    let value = at(quote!(impl __o::IntoField<#ty>), ty.span());
    let (after, done) = match number {
        Some(number) => (quote!(#name<S::With<#number>>), quote!(#name(self.0, __o::PhantomData))),
        None => (quote!(Self), quote!(self)),
    };
    quote! {
        #(#docs)*
        #vis fn #ident(mut self, value: #value) -> #after {
            self.0 #cell = __o::given(value);
            #done
        }
    }
}

/// What fills a field that the program left out, where Rust code does.
fn fill(model: &Model, index: usize, field: &Field) -> Option<TokenStream> {
    let krate = &model.krate;
    let (ty, base, cell) = (&field.ty, &field.base, cell(index));
    let value = match (&field.default, field.auto) {
        _ if index == model.primary_key => quote!(<#base as #krate::value::Key>::make()),
        (Some(default), _) => {
            let value = quote!(#krate::model::IntoField::<#ty>::into_field(#default));
            quote!(::core::option::Option::Some(#value))
        }
        (None, Some(Auto::Now | Auto::NowAdd)) => {
            quote!(::core::option::Option::Some(#krate::__private::at::<#base, #ty>(__now)))
        }
        (None, None) => return None,
    };
    Some(quote! {
        if self.0 #cell.0.is_none() {
            self.0 #cell.0 = #value;
        }
    })
}

/// The fields that have no value unless the program gives one.
fn required(model: &Model) -> impl DoubleEndedIterator<Item = &Field> {
    model.fields.iter().enumerate().filter(|(index, _)| is_required(model, *index)).map(|(_, field)| field)
}

fn is_required(model: &Model, index: usize) -> bool {
    let field = &model.fields[index];
    let made = index == model.primary_key && is_made(&field.base);
    let filled = field.nullable || field.default.is_some() || field.db_default.is_some() || field.auto.is_some();
    !made && !filled
}

/// Whether a key of this type is counted up or made. A type by another name may be a String, which is not.
fn is_made(ty: &Type) -> bool {
    ["i32", "i64", "Uuid"].iter().any(|name| written::ends_in(ty, name))
}

/// The fields as the library takes their cells.
fn chunks(model: &Model) -> std::slice::Chunks<'_, Field> {
    chunks_of(&model.fields)
}

/// The same of some of the fields.
pub(super) fn chunks_of(fields: &[Field]) -> std::slice::Chunks<'_, Field> {
    fields.chunks(COLUMNS_A_CHUNK)
}

/// `.1.1.0` for the third chunk.
fn chunk(number: usize) -> TokenStream {
    let rest = std::iter::repeat_n(quote!(.1), number);
    quote!(#(#rest)* .0)
}

/// `.1.0.3` for the fourth column of the second chunk.
fn cell(column: usize) -> TokenStream {
    let (chunk, place) = (chunk(column / COLUMNS_A_CHUNK), Index::from(column % COLUMNS_A_CHUNK));
    quote!(#chunk.#place)
}

/// `(a, (b, ()))`.
fn list(types: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    types.rev().fold(quote!(()), |rest, first| quote!((#first, #rest)))
}

/// The type that is this number.
fn number(number: usize) -> TokenStream {
    if number <= NAMED_NUMBERS {
        let name: Ident = format_ident!("N{number}");
        return quote!(__o::#name);
    }
    let before = self::number(number - 1);
    quote!(__o::Next<#before>)
}

/// The list of this many required fields, all of which are set.
fn all_set(model: &Model, fields: usize) -> TokenStream {
    let krate = &model.krate;
    if fields <= NAMED_NUMBERS {
        let name = format_ident!("AllSet{fields}");
        return quote!(#krate::__private::#name);
    }
    let others = all_set(model, fields - 1);
    quote!((#krate::__private::Set, #others))
}
