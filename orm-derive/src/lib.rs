//! The derive macros of the `orm` crate. Programs use them through the facade.
//!
//! A macro works in three steps: `parse` turns the tokens into plain data (`ir`), `check` refuses what can never
//! work, `expand` writes the code. All mistakes of a struct are reported at once, each where it stands.

mod check;
mod ctxt;
mod expand;
mod ir;
mod naming;
mod nearest;
mod parse;
mod queryset;
mod quoted;
mod select;
mod test_fn;
#[cfg(test)]
mod tests;
mod written;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use ctxt::Ctxt;

/// Turns a struct with named fields into a model: one table, one row a value.
///
/// A field is a column, an `Option` is a column that takes NULL, a `ForeignKey<T>` is a column `<field>_id` that
/// points at another model. A field named `id` is the primary key, unless another is marked.
///
/// Above the struct, `#[orm(..)]` takes:
///
/// | attribute | meaning |
/// |---|---|
/// | `table = "users"` | the table's name; without it, the struct's name in snake_case |
/// | `ordering = "-joined_at, id"` | the order of queries that ask for none; `-` is descending |
/// | `index(user, status)` | an index over these fields |
/// | `unique(user, name)` | no two rows may have the same values in these fields |
/// | `check(total_not_negative = \|o\| o.total.ge(0))` | a condition that every row must meet, with its name |
/// | `scope = \|a\| a.deleted_at.is_null()` | the condition that queries have unless they are `unscoped()` |
/// | `hooks` | rows are written with what the struct's `impl Hooks` does before and after |
/// | `crate = "path"` | where the `orm` crate is found; without it, `::orm` |
///
/// Above a field it takes:
///
/// | attribute | meaning |
/// |---|---|
/// | `primary_key` | this field is the key, or with others that are marked a part of it |
/// | `alternate_key` | no two rows may have the same value, and foreign keys can point at it: `ForeignKey<User, UserByName>` |
/// | `column = "name"` | the column's name; without it, the field's, or the foreign key's with `_id` |
/// | `unique` | no two rows may have the same value |
/// | `index` | an index over this field |
/// | `default = 0` | the value of a new row that gives none, as a Rust expression |
/// | `db_default = "now()"` | the same, left to the database, in SQL |
/// | `auto_now` | the moment at which the row was last written |
/// | `auto_now_add` | the moment at which the row was created |
/// | `version` | counts how often the row was written, so that a write of a row that has changed meanwhile is refused: `Error::StaleObject` |
/// | `generated = "price * amount"` | what the database computes the column from and stores, in SQL |
/// | `max_length = 50` | the longest text, in characters |
/// | `max_digits = 10, decimal_places = 2` | the most digits of a `Decimal`, in all and after the point |
/// | `on_delete = cascade` | what becomes of the row when the one that the foreign key points at is deleted: `restrict` (without it), `cascade`, `set_null`, `set_default` or `do_nothing` |
#[proc_macro_derive(Model, attributes(orm))]
pub fn model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derive_model(&input).into()
}

/// Makes a struct around one value a column's type of its own: `struct Email(String);`.
///
/// It is stored, compared and ordered as the value inside. Around text it has `contains` and its kin. Around what can be
/// a primary key it can be one, and be what a foreign key is set to and compared with; a key derives `Debug`, `Clone`,
/// `PartialEq`, `Eq`, `PartialOrd`, `Ord` and `Hash` as well. Whether numbers by another name can be calculated with is
/// yours to say: `impl orm::expr::Numeric for Cents {}`.
///
/// `#[orm(crate = "path")]` says where the `orm` crate is found; without it, `::orm`.
#[proc_macro_derive(Field, attributes(orm))]
pub fn field(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let mut ctxt = Ctxt::default();
    let newtype = parse::newtype(&input, &mut ctxt);
    let code = newtype.filter(|_| ctxt.can_expand()).map(|newtype| expand::newtype(&newtype));
    finished(&input, ctxt, code)
}

/// Makes a struct with named fields what rows of a model are read as, by `User::all().project::<UserCard>()`: only what it has is
/// selected. It is also what a row of a statement in SQL becomes, by `orm::raw::<UserCard>(..)`, whose columns stand in the order
/// of its fields.
///
/// Above the struct, `#[orm(..)]` takes:
///
/// | attribute | meaning |
/// |---|---|
/// | `model = User` | the model whose rows they are, or `Derived<Card>`, where they are those of another projection; none with `table`, for rows that are no model's |
/// | `table`, `table = "name"` | its rows can be queried themselves, by `as_table`, `as_cte` and `values_table`: its fields become columns, which closures get as `UserCardFields` for `UserCard`. None of them is `nested` |
/// | `crate = "path"` | where the `orm` crate is found; without it, `::orm` |
///
/// A field is filled with the model's field of the same name, unless `#[orm(..)]` above it says otherwise:
///
/// | attribute | meaning |
/// |---|---|
/// | `expr = \|u\| u.orders.count()` | what this gives: a field along a path, or an expression |
/// | `nested = \|u\| u.country` | the projection that is the field's type, of the row that this relation leads to; an `Option` of it where there may be none |
#[proc_macro_derive(Projection, attributes(orm))]
pub fn projection(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let mut ctxt = Ctxt::default();
    let projection = parse::projection(&input, &mut ctxt);
    if let Some(projection) = &projection {
        check::derived_table(projection, &mut ctxt);
    }
    let code = projection.filter(|_| ctxt.can_expand()).map(|projection| expand::projection(&projection));
    let mut output = ctxt.into_compile_errors();
    output.extend(code);
    output.into()
}

/// Makes an enum whose variants have no fields a column's type: text by default, which is each variant's name in
/// snake_case, with a CHECK.
///
/// Above the enum, `#[orm(..)]` takes:
///
/// | attribute | meaning |
/// |---|---|
/// | `rename_all = "kebab-case"` | how the variants' names are written, in the words of serde |
/// | `integer` | the numbers that stand at the variants are kept, as smallint, integer or bigint by the enum's `#[repr(..)]`; without one, as integer |
/// | `native = "status"` | a type of PostgreSQL's with this name, which `create_tables` makes; text with a CHECK on SQLite |
/// | `crate = "path"` | where the `orm` crate is found; without it, `::orm` |
///
/// Above a variant it takes `rename = "name"`, which is what that one is kept as.
///
/// What is read and is none of the variants is an error that names the model, the field and the value.
#[proc_macro_derive(DbEnum, attributes(orm))]
pub fn db_enum(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let mut ctxt = Ctxt::default();
    let db_enum = parse::db_enum(&input, &mut ctxt);
    let code = db_enum.filter(|_| ctxt.can_expand()).map(|db_enum| expand::db_enum(&db_enum));
    finished(&input, ctxt, code)
}

/// The errors, and the code beside them; where there is none, what keeps the models that have this type from being
/// errors, too.
fn finished(input: &DeriveInput, ctxt: Ctxt, code: Option<TokenStream>) -> proc_macro::TokenStream {
    let mut output = ctxt.into_compile_errors();
    let stand_in = || input.generics.params.is_empty().then(|| expand::field_stand_in(&input.ident));
    output.extend(code.or_else(stand_in));
    output.into()
}

/// The errors, and the code beside them wherever it can stand: a model that is missing altogether would add an
/// error for each place that uses it.
fn derive_model(input: &DeriveInput) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let model = parse::model(input, &mut ctxt);
    if let Some(model) = &model {
        check::model(model, &mut ctxt);
    }
    let code = match model {
        Some(model) if ctxt.can_expand() => expand::model(&model),
        Some(model) if input.generics.params.is_empty() && !check::is_no_type(&model) => expand::stand_in(model),
        _ => TokenStream::new(),
    };
    let mut output = ctxt.into_compile_errors();
    output.extend(code);
    output
}

/// Makes a query's closure of an ordinary Rust expression: comparisons, `&& || !`, arithmetic, ranges and lists.
///
/// The expression is turned into methods while the program is compiled: `q!(|u| u.age >= 18 && u.active)` is
/// `|u| u.age.ge(18) & u.active.eq(true)`. What names no row is Rust as anywhere, and its value is a parameter.
///
/// | in `q!` | means |
/// |---|---|
/// | `== != < <= > >=`, the row on either side | `eq ne lt le gt ge` |
/// | `&&`, `\|\|`, `!` | `&`, `\|`, `!` of conditions; also of columns that hold a `bool`, and of a `bool` of the program |
/// | `u.email == None`, `u.email.is_none()`, `u.email.is_some()` | `is_null()`, `is_not_null()` |
/// | `(18..65).contains(&u.age)` | `u.age.ge(18) & u.age.lt(65)`; `18..=65` is `between`, and an end can be left out |
/// | `[1, 2].contains(&u.id)`, `ids.contains(&u.id)` | `in_`, of a list, a set or a range |
/// | `100 - u.total` | arithmetic, the row on either side |
/// | `u.orders.any(\|o\| o.total > 100)` | the same within; other methods are as they are without `q!` |
///
/// A variable beside an operator is copied by `Clone`, and stays the caller's. Assignments, `if`, `match` and what else
/// cannot become SQL are errors that say what to write instead.
#[proc_macro]
pub fn q(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    quoted::quoted(&input.into()).into()
}

/// A query as a sentence: `select!((a.name, a.books.count()) for a in Author if a.age > 30 order by a.name limit 10)`.
///
/// It is the queryset with the methods that say the same, `Author::filter(..).order_by(..).limit(10).values(..)`, and its
/// expressions are those of [`q!`](macro@q).
///
/// | part | meaning |
/// |---|---|
/// | `a`, `a.name`, `(a.name, a.age + 1)` | whole models, or the values of each row |
/// | `for a in Author` | the model, or a queryset |
/// | `if ..` | the condition |
/// | `order by a.age desc nulls last, a.name` | the order; `asc` goes without saying |
/// | `limit n`, `offset n` | how many rows, and without how many before |
/// | `distinct` | equal rows once |
///
/// What comes after the model can stand in any order, each at most once.
#[proc_macro]
pub fn select(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    select::select(input.into()).into()
}

/// Gives the querysets of a model methods of the program's own: above `impl QuerySet<Article> { .. }`.
///
/// The block becomes a trait, `ArticleQuerySet`, which is implemented for the querysets that it names. Where the methods are used
/// in another module, the trait is imported. `#[orm::queryset(name = Published)]` gives it another name.
///
/// `impl QuerySet<Article>` is for querysets of whole rows; `impl<T> QuerySet<Article, T>` for all, whatever their rows give. The
/// methods take `self`; they can be generic, and `async`. They are visible in the same places, and so is the trait.
#[proc_macro_attribute]
pub fn queryset(options: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    queryset::queryset(options.into(), item.into()).into()
}

/// Makes a test of an `async fn`, with an empty database of its own.
///
/// The database is the default in the test, has the tables of the program's models, and is gone at the end, also where
/// the test panics. The function takes nothing, or the database as `db: orm::Db`, and gives nothing or a `Result`.
/// Without options it runs on SQLite in memory. With databases named, it becomes a module of its name with one test for
/// each of them.
///
/// | option | meaning |
/// |---|---|
/// | `sqlite`, `postgres` | the databases that it runs on |
/// | `models(User, Order)` | the models whose tables there are; without it, all of the program's |
/// | `transaction` | it runs inside a transaction that is rolled back, on PostgreSQL in the database that the URL names |
/// | `url = support::server_url()` | the URL of the PostgreSQL server; without it, that in `TEST_DATABASE_URL`, or else in `DATABASE_URL` |
/// | `flavor = "multi_thread"` | a runtime with several threads; this needs the feature `rt-multi-thread` of tokio |
/// | `crate = "path"` | where the `orm` crate is found; without it, `::orm` |
#[proc_macro_attribute]
pub fn test(options: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    test_fn::test_fn(options.into(), &item.into()).into()
}
