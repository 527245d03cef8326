use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Expr, Ident, parse_quote};

use super::parse::{Sentence, Step};
use crate::quoted::{Body, Rewriter};

/// `Author::all().filter(..).order_by(..).values(..)`
pub(super) fn queryset(sentence: Sentence) -> TokenStream {
    let Sentence { projection, row, source, condition, order, limit, offset, distinct } = sentence;
    let mut query = self::source(source);
    if let Some(condition) = condition {
        let closure = closure(&row, &condition, Rewriter::condition);
        query.extend(quote!(.filter(#closure)));
    }
    if !order.is_empty() {
        let mut steps: Vec<Expr> = order.into_iter().map(step).collect();
        let order = match (steps.pop(), steps.is_empty()) {
            (Some(only), true) => only,
            (last, _) => parse_quote!((#(#steps,)* #last)),
        };
        let closure = closure(&row, &order, Rewriter::operand);
        query.extend(quote!(.order_by(#closure)));
    }
    query.extend(limit.map(|rows| quote!(.limit(#rows))));
    query.extend(offset.map(|rows| quote!(.offset(#rows))));
    query.extend(distinct.then(|| quote!(.distinct())));
    if !is_row(&projection, &row) {
        let closure = closure(&row, &projection, Rewriter::operand);
        query.extend(quote!(.values(#closure)));
    }
    query
}

/// A model by its name, or any queryset.
fn source(source: Expr) -> TokenStream {
    match source {
        Expr::Path(path) if path.path.segments.last().is_some_and(|last| is_type(&last.ident)) => {
            quote!(<#path as ::orm::query::Record>::all())
        }
        queryset => {
            let queryset = Rewriter::default().operand(queryset);
            quote!((#queryset))
        }
    }
}

fn is_type(name: &Ident) -> bool {
    name.to_string().trim_start_matches("r#").starts_with(char::is_uppercase)
}

fn closure(row: &Ident, body: &Expr, rewrite: Body) -> TokenStream {
    Rewriter::default().closure(parse_quote!(|#row| #body), rewrite).into_token_stream()
}

fn step(step: Step) -> Expr {
    let Step { mut expr, direction, nulls } = step;
    for method in [direction, nulls].into_iter().flatten() {
        expr = parse_quote!((#expr).#method());
    }
    expr
}

fn is_row(projection: &Expr, row: &Ident) -> bool {
    match projection {
        Expr::Paren(inner) => is_row(&inner.expr, row),
        Expr::Path(path) => path.path.is_ident(row),
        _ => false,
    }
}
