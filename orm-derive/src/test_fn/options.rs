use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Ident, LitStr, Path, Result, Token, Type, parenthesized, token};

use crate::ctxt::Ctxt;
use crate::nearest::suggestion;

const KNOWN: [&str; 7] = ["sqlite", "postgres", "transaction", "models", "url", "flavor", "crate"];

/// What stands in the parentheses of `#[orm::test(..)]`.
#[derive(Default)]
pub(super) struct Options {
    /// The databases that are asked for by name, in order.
    pub(super) databases: Vec<Database>,
    /// Whether it runs in a transaction that is rolled back.
    pub(super) transaction: bool,
    /// The models whose tables there are; all where it is not said.
    pub(super) models: Option<Vec<Type>>,
    /// The URL of the PostgreSQL server.
    pub(super) url: Option<Expr>,
    /// Whether the runtime has several threads.
    pub(super) multi_thread: bool,
    /// Where the `orm` crate is.
    pub(super) krate: Option<Path>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    Sqlite,
    Postgres,
}

/// Reads the options. One that is wrong is reported and left out.
pub(super) fn parse(tokens: TokenStream, ctxt: &mut Ctxt) -> Options {
    let mut options = Options::default();
    let mut seen: Vec<String> = Vec::new();
    let all = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let name = input.call(Ident::parse_any).map_err(|error| {
                Error::new(error.span(), "expected the name of an option, such as `postgres` or `transaction`")
            })?;
            options.read(&name, input)?;
            if seen.contains(&name.to_string()) {
                return Err(Error::new(name.span(), format!("`{name}` is given twice")));
            }
            seen.push(name.to_string());
            if !input.is_empty() {
                input
                    .parse::<Token![,]>()
                    .map_err(|error| Error::new(error.span(), "expected `,` between two options"))?;
            }
        }
        Ok(())
    };
    if let Err(error) = all.parse2(tokens) {
        ctxt.push(error);
    }
    if let Some(url) = &options.url
        && !options.databases.contains(&Database::Postgres)
        && ctxt.count() == 0
    {
        ctxt.error(url, "`url` is the PostgreSQL server's, and this test does not run there: add `postgres`");
    }
    options
}

impl Options {
    fn read(&mut self, name: &Ident, input: ParseStream<'_>) -> Result<()> {
        match name.to_string().as_str() {
            "sqlite" => self.databases.push(flag(name, input, Database::Sqlite)?),
            "postgres" => self.databases.push(flag(name, input, Database::Postgres)?),
            "transaction" => self.transaction = flag(name, input, true)?,
            "models" => self.models = Some(models(input)?),
            "url" => self.url = Some(assigned(input, "url = support::server_url()")?),
            "flavor" => self.multi_thread = flavor(&assigned(input, "flavor = \"multi_thread\"")?)?,
            "crate" => self.krate = Some(assigned::<LitStr>(input, "crate = \"path\"")?.parse()?),
            other => {
                let help = suggestion(other, &KNOWN, "it is one of");
                return Err(Error::new(name.span(), format!("unknown option `{other}`: {help}")));
            }
        }
        Ok(())
    }

    /// The path of the `orm` crate.
    pub(super) fn krate(&self) -> Path {
        self.krate.clone().unwrap_or_else(|| syn::parse_quote!(::orm))
    }
}

fn flag<T>(name: &Ident, input: ParseStream<'_>, meaning: T) -> Result<T> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        return Err(input.error(format!("`{name}` takes no value: write just `{name}`")));
    }
    Ok(meaning)
}

fn assigned<T: syn::parse::Parse>(input: ParseStream<'_>, example: &str) -> Result<T> {
    let wrong = |span: Span| Error::new(span, format!("write it as `{example}`"));
    input.parse::<Token![=]>().map_err(|error| wrong(error.span()))?;
    input.parse().map_err(|error| wrong(error.span()))
}

fn models(input: ParseStream<'_>) -> Result<Vec<Type>> {
    if !input.peek(token::Paren) {
        return Err(input.error("write the models in parentheses: `models(User, Order)`"));
    }
    let list;
    parenthesized!(list in input);
    Ok(Punctuated::<Type, Token![,]>::parse_terminated(&list)?.into_iter().collect())
}

fn flavor(flavor: &LitStr) -> Result<bool> {
    match flavor.value().as_str() {
        "current_thread" => Ok(false),
        "multi_thread" => Ok(true),
        _ => Err(Error::new(flavor.span(), "a runtime is \"current_thread\" or \"multi_thread\"")),
    }
}
