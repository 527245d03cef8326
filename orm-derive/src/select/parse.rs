use syn::parse::{Parse, ParseStream, Result};
use syn::{Error, Expr, Ident, Token};

use super::words;

/// `(a.name, a.age) for a in Author if a.age > 30 order by a.name desc limit 10 offset 20 distinct`
pub(super) struct Sentence {
    pub(super) projection: Expr,
    pub(super) row: Ident,
    pub(super) source: Expr,
    pub(super) condition: Option<Expr>,
    pub(super) order: Vec<Step>,
    pub(super) limit: Option<Expr>,
    pub(super) offset: Option<Expr>,
    pub(super) distinct: bool,
}

/// One step of an order.
pub(super) struct Step {
    pub(super) expr: Expr,
    /// `asc` or `desc`.
    pub(super) direction: Option<Ident>,
    /// `nulls_first` or `nulls_last`.
    pub(super) nulls: Option<Ident>,
}

impl Parse for Sentence {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Err(input.error("write `select!(row for row in Model)`"));
        }
        let projection: Expr = input.parse()?;
        if !input.peek(Token![for]) {
            return Err(words::instead_of_for(input, &projection));
        }
        input.parse::<Token![for]>()?;
        let row = row(input)?;
        if !input.peek(Token![in]) {
            return Err(input.error("expected `in` and the model, as in `for row in Model`"));
        }
        input.parse::<Token![in]>()?;
        let source = Expr::parse_without_eager_brace(input)?;
        let (condition, order, limit, offset, distinct) = (None, Vec::new(), None, None, false);
        let mut sentence = Self { projection, row, source, condition, order, limit, offset, distinct };
        while !input.is_empty() {
            sentence.clause(input)?;
        }
        Ok(sentence)
    }
}

impl Sentence {
    fn clause(&mut self, input: ParseStream<'_>) -> Result<()> {
        if input.peek(Token![if]) {
            let word = input.parse::<Token![if]>()?;
            if self.condition.is_some() {
                return Err(Error::new(word.span, "there is an `if` already: connect the conditions with `&&`"));
            }
            self.condition = Some(input.parse()?);
            return Ok(());
        }
        let word = match input.parse::<Option<Ident>>()? {
            Some(word) => word,
            None => return Err(words::no_clause(input)),
        };
        let given_already = match word.to_string().as_str() {
            "order" => {
                let given = !self.order.is_empty();
                self.order = order(input, &word)?;
                given
            }
            "limit" => self.limit.replace(rows(input, &word)?).is_some(),
            "offset" => self.offset.replace(rows(input, &word)?).is_some(),
            "distinct" => std::mem::replace(&mut self.distinct, true),
            _ => return Err(words::unknown(&word)),
        };
        if given_already {
            return Err(Error::new(word.span(), format!("`{word}` is given twice")));
        }
        Ok(())
    }
}

fn row(input: ParseStream<'_>) -> Result<Ident> {
    if !input.peek(Ident) {
        return Err(input.error("expected a name for the row, as in `for row in Model`"));
    }
    input.parse()
}

/// How many rows, after `limit` or `offset`.
fn rows(input: ParseStream<'_>, word: &Ident) -> Result<Expr> {
    if input.is_empty() {
        return Err(Error::new(word.span(), format!("`{word}` needs a number of rows")));
    }
    input.parse()
}

fn order(input: ParseStream<'_>, word: &Ident) -> Result<Vec<Step>> {
    match input.parse::<Option<Ident>>()? {
        Some(by) if by == "by" => {}
        Some(other) => return Err(Error::new(other.span(), "expected `by` after `order`")),
        None => return Err(Error::new(word.span(), "expected `order by` and what to order by")),
    }
    let mut steps = Vec::new();
    loop {
        if input.is_empty() {
            return Err(Error::new(word.span(), "expected what to order by"));
        }
        steps.push(step(input)?);
        if !input.peek(Token![,]) {
            return Ok(steps);
        }
        input.parse::<Token![,]>()?;
    }
}

fn step(input: ParseStream<'_>) -> Result<Step> {
    let expr = match input.parse::<Expr>()? {
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            return Err(Error::new_spanned(unary, "write `desc` behind it for the opposite order"));
        }
        expr => expr,
    };
    let mut step = Step { expr, direction: None, nulls: None };
    while let Some(word) = input.cursor().ident().map(|(word, _)| word) {
        match word.to_string().as_str() {
            "asc" | "desc" if step.direction.is_none() && step.nulls.is_none() => step.direction = Some(input.parse()?),
            "nulls" if step.nulls.is_none() => step.nulls = Some(nulls(input)?),
            _ => break,
        }
    }
    Ok(step)
}

fn nulls(input: ParseStream<'_>) -> Result<Ident> {
    let nulls: Ident = input.parse()?;
    match input.parse::<Option<Ident>>()? {
        Some(place) if place == "first" || place == "last" => Ok(Ident::new(&format!("nulls_{place}"), place.span())),
        _ => Err(Error::new(nulls.span(), "expected `nulls first` or `nulls last`")),
    }
}
