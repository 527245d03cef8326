use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Ident, LitStr, Path, Result, Token, Type, parenthesized, token};

use crate::ctxt::Ctxt;
use crate::nearest::suggestion;

const KNOWN: [&str; 8] = ["sqlite", "postgres", "transaction", "models", "builder", "url", "flavor", "crate"];

/// What stands in the parentheses of `#[orm::test(..)]`.
#[derive(Default)]
pub(super) struct Options {
    /// The databases that are asked for by name, in order.
    pub(super) databases: Vec<Database>,
    /// Whether it runs in a transaction that is rolled back.
    pub(super) transaction: bool,
    /// The models whose tables there are; all where it is not said.
    pub(super) models: Option<Models>,
    /// The limits of the database.
    pub(super) builder: Option<Expr>,
    /// The URL of the PostgreSQL server.
    pub(super) url: Option<Expr>,
    /// Whether the runtime has several threads.
    pub(super) multi_thread: bool,
    /// Where the `orm` crate is.
    pub(super) krate: Option<Path>,
}

/// Models, as a test names them.
pub(super) enum Models {
    /// One by one.
    Listed(Vec<Type>),
    /// A list that several tests share.
    Shared(Expr),
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
            "models" => self.models = Some(models(name, input)?),
            "builder" => self.builder = Some(assigned(input, "builder = orm::Db::builder().pool_size(1)")?),
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

fn models(name: &Ident, input: ParseStream<'_>) -> Result<Models> {
    const HELP: &str = "write the models in parentheses, `models(User, Order)`, or name a list, `models = TABLES`";
    if input.peek(Token![=]) {
        let list = assigned(input, "models = TABLES")?;
        return if is_type(&list) { Err(Error::new_spanned(list, HELP)) } else { Ok(Models::Shared(list)) };
    }
    if !input.peek(token::Paren) {
        return Err(Error::new(name.span(), HELP));
    }
    let list;
    parenthesized!(list in input);
    Ok(Models::Listed(Punctuated::<Type, Token![,]>::parse_terminated(&list)?.into_iter().collect()))
}

/// Whether this is called as types are, and values never.
fn is_type(value: &Expr) -> bool {
    let Expr::Path(path) = value else { return false };
    let name = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

fn flavor(flavor: &LitStr) -> Result<bool> {
    match flavor.value().as_str() {
        "current_thread" => Ok(false),
        "multi_thread" => Ok(true),
        _ => Err(Error::new(flavor.span(), "a runtime is \"current_thread\" or \"multi_thread\"")),
    }
}
