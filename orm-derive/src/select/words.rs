//! Words that do not belong in the sentence, and those that were meant.

use syn::parse::ParseStream;
use syn::{Error, Expr, Ident};

use crate::nearest::suggestion;

const CLAUSES: [&str; 5] = ["if", "order", "limit", "offset", "distinct"];

/// Where `for` should be.
pub(super) fn instead_of_for(input: ParseStream<'_>, projection: &Expr) -> Error {
    const MESSAGE: &str = "expected `for row in Model`";
    match (input.cursor().ident(), projection) {
        (Some(_), Expr::Path(path)) if path.path.is_ident("distinct") => {
            Error::new_spanned(path, "write `distinct` at the end")
        }
        (Some((word, _)), _) if word == "from" => Error::new(word.span(), format!("{MESSAGE}: the row needs a name")),
        (Some((word, _)), _) => Error::new(word.span(), MESSAGE),
        (None, projection) if input.is_empty() => {
            Error::new_spanned(projection, format!("{MESSAGE} after what is selected"))
        }
        (None, _) if input.peek(syn::Token![,]) => {
            Error::new(input.span(), format!("{MESSAGE}: several values are a tuple, in brackets"))
        }
        _ => input.error(MESSAGE),
    }
}

/// Where a clause should begin, and no word does.
pub(super) fn no_clause(input: ParseStream<'_>) -> Error {
    if input.peek(syn::Token![for]) {
        return input.error("a query is about one model: ask for rows that belong to it by `row.relation.any(..)`");
    }
    if input.peek(syn::Token![where]) {
        return input.error("write `if` for the condition");
    }
    input.error(format!("expected {}", known()))
}

/// A word that begins no clause.
pub(super) fn unknown(word: &Ident) -> Error {
    let meant = match word.to_string().to_lowercase().as_str() {
        "and" => "write `&&`".to_owned(),
        "or" => "write `||`".to_owned(),
        "not" => "write `!`".to_owned(),
        "filter" | "having" => "write `if` for the condition".to_owned(),
        "group" => "rows are grouped by the columns beside an aggregate, without a word for it".to_owned(),
        "join" => "write the path, as in `row.country.name`".to_owned(),
        "sort" | "sorted" | "orderby" | "order_by" => "write `order by`".to_owned(),
        "take" | "top" | "first" => "write `limit`".to_owned(),
        "skip" => "write `offset`".to_owned(),
        "ascending" => "write `asc`".to_owned(),
        "descending" => "write `desc`".to_owned(),
        other => suggestion(other, &CLAUSES, "what can stand here is").replace("order", "order by"),
    };
    Error::new(word.span(), format!("`{word}` is unknown here: {meant}"))
}

fn known() -> String {
    CLAUSES.map(|clause| format!("`{clause}`")).join(", ").replace("order", "order by")
}
