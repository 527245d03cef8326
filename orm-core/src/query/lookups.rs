//! Filters and orders by names that come at run time, such as the parameters of a request.

mod columns;
mod lookup;
mod parse;
mod query_string;
mod value;

use std::marker::PhantomData;

use super::QuerySet;
use crate::error::{InvalidLookup, LookupProblem, Result};
use crate::expr::{IntoOrder, Node, Operand, OrderNode, Selection};
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::schema::{Direction, OutputColumn};
use crate::value::{Domain, SqlType};

pub use columns::NamedColumns;
pub use lookup::Lookup;

/// What the parameters of a request may ask for: fields to filter by and to order by, each allowed by its path.
///
/// Parameters are named as in Django, by the fields of the path and a [`Lookup`]: `age__gte=18&country__name=FR`. All of them must be
/// true. Nothing but what is allowed can be reached; a text of a request is compared with the allowed names and
/// becomes the value of a bound parameter, and is never a part of the statement.
///
/// Two parameters with the same field and lookup are refused, but for `in`. One named `order` has the order: names with commas between them,
/// each with a `-` in front for the opposite way. A key at the end of a path is called by its foreign key: `country`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16, country: Option<ForeignKey<Country>> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, User]).await?;
/// # let france = Country::create().name("France").await?;
/// # for (name, age) in [("ann", 31), ("bob", 12), ("eve", 40)] { User::create().name(name).age(age).country(&france).await?; }
/// use orm::query::Lookups;
///
/// let lookups = Lookups::<User>::new()
///     .allow(|u| (u.name, u.age, u.country.name))
///     .order_by(|u| (u.name, u.age))
///     .ignore(["page"]);
///
/// let parsed = lookups.parse("age__gte=18&country__name=France&order=-name&page=2")?;
/// let users = User::all().lookups(&parsed).await?;
/// assert_eq!(users[0].name, "eve");
/// assert_eq!(parsed.get("page"), Some("2"));
///
/// let refused = lookups.parse("id=1&age__lte=old").unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     r#""id" is no parameter here; "age__lte" must be a whole number from -32768 to 32767, and is "old""#
/// );
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "an allow-list does nothing until parameters are parsed"]
pub struct Lookups<M> {
    allowed: Vec<Allowed>,
    orders: Vec<(String, Vec<OrderNode>)>,
    ignored: Vec<String>,
    order_parameter: String,
    marker: PhantomData<fn() -> M>,
}

/// A field that parameters can ask for.
#[derive(Debug, Clone)]
struct Allowed {
    name: String,
    node: Node,
    ty: SqlType,
    domain: Domain,
    lookups: Vec<Lookup>,
    /// Whether it is a foreign key.
    is_relation: bool,
}

/// Conditions and an order from the parameters of a request, made by [`Lookups::parse`] and given to [`QuerySet::lookups`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// use orm::query::Lookups;
///
/// let parsed = Lookups::<User>::new().allow(|u| u.age).parse("age__in=18,19").unwrap();
/// assert!(User::all().lookups(&parsed).to_sql().ends_with(r#"WHERE "age" = ANY($1)"#));
/// ```
#[derive(Debug, Clone)]
pub struct ParsedLookups<M> {
    filter: Vec<Node>,
    order: Vec<OrderNode>,
    others: Vec<(String, String)>,
    marker: PhantomData<fn() -> M>,
}

impl<M> Default for ParsedLookups<M> {
    fn default() -> Self {
        Self { filter: Vec::new(), order: Vec::new(), others: Vec::new(), marker: PhantomData }
    }
}

impl<M> ParsedLookups<M> {
    /// The value of a parameter that [`ignore`](Lookups::ignore) names; the first, if it is there more than once.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, age: i16 }
    /// # use orm::query::Lookups;
    /// let parsed = Lookups::<User>::new().ignore(["page"]).parse("page=2").unwrap();
    /// assert_eq!((parsed.get("page"), parsed.get("size")), (Some("2"), None));
    /// ```
    #[must_use]
    pub fn get(&self, parameter: &str) -> Option<&str> {
        self.others.iter().find(|(name, _)| name == parameter).map(|(_, value)| value.as_str())
    }
}

impl<M: Model> Default for Lookups<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Model> Lookups<M> {
    /// Allows nothing yet.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, age: i16 }
    /// # use orm::query::Lookups;
    /// assert!(Lookups::<User>::new().parse("age=18").is_err());
    /// assert!(Lookups::<User>::new().parse("").is_ok());
    /// ```
    pub fn new() -> Self {
        let (allowed, orders, ignored) = (Vec::new(), Vec::new(), Vec::new());
        Self { allowed, orders, ignored, order_parameter: "order".to_owned(), marker: PhantomData }
    }

    /// Lets parameters ask for these columns, in all ways that make sense for their types, but not by regular expressions.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, age: i16, country: ForeignKey<Country> }
    /// # use orm::query::Lookups;
    /// let lookups = Lookups::<User>::new().allow(|u| (u.age, u.country, u.country.name));
    /// assert!(lookups.parse("age__range=18,30&country__in=1,2&country__name__istartswith=fr").is_ok());
    /// assert!(lookups.parse("age__contains=1").is_err());
    /// ```
    pub fn allow<C: NamedColumns<M>>(self, columns: impl FnOnce(&'static Fields<M>) -> C) -> Self {
        let columns = selected(columns(Fields::<M>::REF));
        columns.into_iter().fold(self, |lookups, column| lookups.with(None, column, None))
    }

    /// Lets parameters ask for these columns in these ways alone. Those that make no sense for a column's type are left out.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// use orm::query::{Lookup, Lookups};
    ///
    /// let lookups = Lookups::<User>::new().allow_only([Lookup::Exact, Lookup::In], |u| (u.id, u.name));
    /// assert!(lookups.parse("id__in=1,2").is_ok());
    /// assert!(lookups.parse("id__gt=1").is_err());
    /// ```
    pub fn allow_only<C: NamedColumns<M>>(
        self,
        lookups: impl IntoIterator<Item = Lookup>,
        columns: impl FnOnce(&'static Fields<M>) -> C,
    ) -> Self {
        let only: Vec<_> = lookups.into_iter().collect();
        let columns = selected(columns(Fields::<M>::REF));
        columns.into_iter().fold(self, |lookups, column| lookups.with(None, column, Some(&only)))
    }

    /// Lets parameters ask for a column by another name, or for what is computed by a name of its own.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # use orm::query::Lookups;
    /// let lookups = Lookups::<Country>::new().allow_as("cities", |c| c.cities.count()).allow_as("q", |c| c.name);
    /// assert!(lookups.parse("cities__gte=3&q__icontains=fr").is_ok());
    /// ```
    pub fn allow_as<O: Operand<Root = M> + Selection<M>>(
        self,
        name: impl Into<String>,
        value: impl FnOnce(&'static Fields<M>) -> O,
    ) -> Self {
        let name = name.into();
        let value = selected(value(Fields::<M>::REF));
        value.into_iter().fold(self, |lookups, value| lookups.with(Some(name.clone()), value, None))
    }

    /// Lets the order be by these columns.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # use orm::query::Lookups;
    /// let parsed = Lookups::<User>::new().order_by(|u| (u.name, u.age)).parse("order=-age,name").unwrap();
    /// assert!(User::all().lookups(&parsed).to_sql().ends_with(r#"ORDER BY "age" DESC, "name""#));
    /// ```
    pub fn order_by<C: NamedColumns<M>>(mut self, columns: impl FnOnce(&'static Fields<M>) -> C) -> Self {
        for (node, _) in selected(columns(Fields::<M>::REF)) {
            if let Some(column) = node.as_column() {
                let order = OrderNode::of_column(column, Direction::Ascending);
                self.add_order(columns::name(&column), vec![order]);
            }
        }
        self
    }

    /// Lets the order be what is said here, by this name; with a `-` in front, the opposite.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String, age: Option<i16> }
    /// # use orm::query::Lookups;
    /// let lookups = Lookups::<User>::new().order_by_as("age", |u| (u.age.asc().nulls_first(), u.name));
    /// let parsed = lookups.parse("order=-age").unwrap();
    /// assert!(User::all().lookups(&parsed).to_sql().ends_with(r#"ORDER BY "age" DESC NULLS LAST, "name" DESC"#));
    /// ```
    pub fn order_by_as<O: IntoOrder<M>>(
        mut self,
        name: impl Into<String>,
        order: impl FnOnce(&'static Fields<M>) -> O,
    ) -> Self {
        self.add_order(name.into(), order(Fields::<M>::REF).into_order());
        self
    }

    /// The name of the parameter that has the order, where `order` is not it. Where an order is allowed, a field of this name cannot be
    /// asked for by the name alone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # use orm::query::Lookups;
    /// assert!(Lookups::<User>::new().order_by(|u| u.name).order_parameter("sort").parse("sort=name").is_ok());
    /// ```
    pub fn order_parameter(mut self, name: impl Into<String>) -> Self {
        self.order_parameter = name.into();
        self
    }

    /// Takes parameters of these names, which the program reads itself: [`ParsedLookups::get`] gives them. All others that are not
    /// allowed are refused, so that a misspelt filter is not one that is missing.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # use orm::query::Lookups;
    /// assert!(Lookups::<User>::new().ignore(["page", "size"]).parse("page=2&size=20").is_ok());
    /// ```
    pub fn ignore<N: Into<String>>(mut self, parameters: impl IntoIterator<Item = N>) -> Self {
        self.ignored.extend(parameters.into_iter().map(Into::into));
        self
    }

    /// Reads a query string, as it stands in a URL behind the question mark.
    ///
    /// # Errors
    /// [`Error::InvalidLookups`](crate::Error::InvalidLookups), with what is wrong with each parameter, up to twenty of them. So is a query string of more than 64 KiB or 100
    /// parameters, or one `in` of more than 1,000 values.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # use orm::query::Lookups;
    /// let lookups = Lookups::<User>::new().allow(|u| u.name);
    /// assert!(lookups.parse("name__contains=100%25").is_ok());
    /// assert!(lookups.parse("name__contains=100%").is_err());
    /// ```
    pub fn parse(&self, query: &str) -> Result<ParsedLookups<M>> {
        // The limits are those of what is decoded; a longer text is not decoded at all.
        const LONGEST: usize = 3 * 64 * 1024;
        if query.len() > LONGEST {
            let problem = InvalidLookup::new("", LookupProblem::TooLarge, "the query string is too long");
            return Err(parse::refused(vec![problem]));
        }
        let (mut pairs, mut broken) = (Vec::new(), Vec::new());
        for (name, pair) in query_string::pairs(query) {
            let reason = "is not percent-encoded UTF-8";
            match pair {
                Some(pair) => pairs.push(pair),
                None => broken.push(InvalidLookup::new(name, LookupProblem::InvalidEncoding, reason)),
            }
        }
        self.read(&pairs, broken)
    }

    /// Reads names and values that are decoded already.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # use orm::query::Lookups;
    /// assert!(Lookups::<User>::new().allow(|u| u.name).parse_pairs([("name", "a&b")]).is_ok());
    /// ```
    pub fn parse_pairs<N: Into<String>, V: Into<String>>(
        &self,
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<ParsedLookups<M>> {
        let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.read(&pairs, Vec::new())
    }

    fn with(mut self, name: Option<String>, (node, output): (Node, OutputColumn), only: Option<&[Lookup]>) -> Self {
        let column = node.as_column();
        let name = name.or_else(|| column.as_ref().map(columns::name)).unwrap_or_default();
        let (ty, domain) = column.map_or((output.ty, Domain::All), |column| (column.def().ty, column.def().domain));
        let lookups: Vec<_> = match only {
            Some(only) => only.iter().copied().filter(|lookup| lookup.can_be(ty, domain)).collect(),
            None => Lookup::fitting(ty, domain),
        };
        let is_relation =
            column.is_some_and(|column| column.table.relations.iter().any(|relation| relation.column == column.column));
        self.allowed.retain(|other| other.name != name);
        // What can be asked in no way is a parameter that is not known.
        if lookups.is_empty() {
            return self;
        }
        self.allowed.push(Allowed { name, node, ty, domain, lookups, is_relation });
        self
    }

    fn add_order(&mut self, name: String, order: Vec<OrderNode>) {
        self.orders.retain(|(other, _)| *other != name);
        self.orders.push((name, order));
    }
}

fn selected<M: Model>(selection: impl Selection<M>) -> Vec<(Node, OutputColumn)> {
    let mut nodes = Vec::new();
    selection.nodes(&mut nodes);
    nodes
}

impl<M: Model, T> QuerySet<M, T> {
    /// Filters by the parameters of a request, beside the conditions before; and orders by them, if they have an order, in place of any
    /// before.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # use orm::query::Lookups;
    /// let parsed = Lookups::<User>::new().allow(|u| u.name).parse("name__startswith=a").unwrap();
    /// let users = User::filter(|u| u.age.ge(18)).lookups(&parsed);
    /// assert!(users.to_sql().ends_with(r#"WHERE "age" >= $1 AND "name" LIKE $2"#));
    /// ```
    pub fn lookups(self, parsed: &ParsedLookups<M>) -> Self {
        self.change(|select| {
            select.filter.extend(parsed.filter.iter().cloned());
            if !parsed.order.is_empty() {
                select.order.clone_from(&parsed.order);
            }
        })
    }
}
