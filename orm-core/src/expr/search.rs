//! Full-text search and similarity of texts, which PostgreSQL has.

mod config;
mod query;
mod similarity;
mod vector;

pub use config::SearchConfig;
pub use query::SearchQuery;
pub use similarity::SimilarityOperators;
pub use vector::{SearchVector, SearchWeight};

use super::depth::Tree;
use super::functions::{call, nodes};
use super::like::TextField;
use super::node::{CallNode, Function};
use super::operand::{Base, Lifted, tree};
use super::{Expr, Node, Operand, Predicate};
use crate::value::{Field, SqlType};

/// What all of this is called where a database does not have it.
const SEARCH: &str = "full-text search";

/// Full-text search in a text, on PostgreSQL. In the prelude. On SQLite it is `Error::Unsupported` before anything is sent.
///
/// ```
/// use orm::expr::SearchConfig;
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Post {
///     id: i64,
///     title: String,
///     body: Option<String>,
/// }
///
/// const ENGLISH: SearchConfig = SearchConfig::new("english");
///
/// // One text, by the server's own rules.
/// let found = Post::filter(|p| p.body.search("running dogs"));
/// assert!(found.to_sql().ends_with(r#"WHERE (to_tsvector(coalesce("body", '')) @@ plainto_tsquery($1))"#));
///
/// // Several, of which one counts for more, and the best ones first.
/// fn best(text: &str) -> QuerySet<Post> {
///     let query = ENGLISH.websearch(text);
///     let vector = |p: &Fields<Post>| ENGLISH.vector(p.title).weight(orm::expr::SearchWeight::A) + ENGLISH.vector(p.body);
///     Post::filter(|p| vector(p).matches(query.clone())).order_by(|p| vector(p).rank(query.clone()).desc())
/// }
/// assert!(best("dogs -cats").to_sql().contains("ORDER BY ts_rank("));
/// ```
pub trait SearchOperators: Operand {
    /// Matches this query: words in any order, of which all must be there, or a [`SearchQuery`], whose rules are then also those by
    /// which the text is read. A text that is NULL is empty.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, body: String }
    /// let english = orm::expr::SearchConfig::new("english");
    /// let sql = Row::filter(|r| r.body.search(english.phrase("quick fox"))).to_sql();
    /// assert!(sql.ends_with(r#"WHERE (to_tsvector('english', "body") @@ phraseto_tsquery('english', $1))"#));
    /// ```
    fn search(self, query: impl Into<SearchQuery>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        let query = query.into();
        query.config().vector(self).matches(query)
    }

    /// The places of the text that match this query, with the words that do between `<b>` and `</b>`. What else is in the text is not
    /// escaped.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, body: String }
    /// let sql = Row::all().values(|r| r.body.headline("fox")).to_sql();
    /// assert_eq!(sql, r#"SELECT ts_headline("body", plainto_tsquery($1)) FROM "row""#);
    /// ```
    fn headline(self, query: impl Into<SearchQuery>) -> Expr<Self::Root, Lifted<Self, String>>
    where
        Base<Self>: TextField,
    {
        static PLAIN: Function = Function::postgres(SEARCH, "ts_headline({0}, {1})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "ts_headline({2}, {0}, {1})");
        let query = query.into();
        match query.config().node() {
            Some(config) => call(&CONFIGURED, [tree(self), query.into_tree(), config]),
            None => call(&PLAIN, [tree(self), query.into_tree()]),
        }
    }

    /// The same, with PostgreSQL's options of `ts_headline`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, body: String }
    /// Row::all().values(|r| r.body.headline_with("fox", "StartSel=<em>, StopSel=</em>, MaxFragments=2"));
    /// ```
    fn headline_with(
        self,
        query: impl Into<SearchQuery>,
        options: impl Into<String>,
    ) -> Expr<Self::Root, Lifted<Self, String>>
    where
        Base<Self>: TextField,
    {
        static PLAIN: Function = Function::postgres(SEARCH, "ts_headline({0}, {1}, {2})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "ts_headline({3}, {0}, {1}, {2})");
        let query = query.into();
        let options = text(options.into());
        match query.config().node() {
            Some(config) => call(&CONFIGURED, [tree(self), query.into_tree(), options, config]),
            None => call(&PLAIN, [tree(self), query.into_tree(), options]),
        }
    }
}

impl<O: Operand> SearchOperators for O {}

/// A value of one of PostgreSQL's types for search, which no column of a model has.
fn term(function: &'static Function, arguments: impl IntoIterator<Item = Tree>) -> Tree {
    let (arguments, depth) = nodes(arguments);
    let call = CallNode { function, arguments, ty: SqlType::Text, nullable: false };
    Tree::checked(Node::Call(Box::new(call)), depth)
}

fn text(text: String) -> Tree {
    Tree::leaf(Node::Value(text.into_value()))
}
