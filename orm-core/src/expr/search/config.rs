use super::{SEARCH, SearchQuery, SearchVector, term, text};
use crate::expr::depth::Tree;
use crate::expr::like::TextField;
use crate::expr::node::{FragmentForm, FragmentNode, Function};
use crate::expr::operand::{Base, tree};
use crate::expr::{Node, Operand};
use crate::value::{ColumnType, Nullability, SqlType};

/// The rules by which a text is read as words: those of a language, or others that the server has.
///
/// They are part of the program and stand in the text of the statement, so that an index over `to_tsvector('english', body)` serves.
///
/// ```
/// use orm::expr::SearchConfig;
///
/// const ENGLISH: SearchConfig = SearchConfig::new("english");
/// const SIMPLE: SearchConfig = SearchConfig::new("simple");
/// assert_ne!(ENGLISH, SIMPLE);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchConfig {
    name: Option<&'static str>,
}

impl SearchConfig {
    /// The rules with this name. One that the server does not have is an error of the database.
    ///
    /// ```
    /// const GERMAN: orm::expr::SearchConfig = orm::expr::SearchConfig::new("german");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name: Some(name) }
    }

    /// Those that the server's `default_text_search_config` names.
    ///
    /// ```
    /// const SERVER: orm::expr::SearchConfig = orm::expr::SearchConfig::server();
    /// ```
    #[must_use]
    pub const fn server() -> Self {
        Self { name: None }
    }

    /// The words of a text. One that is NULL has none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, title: String, body: String }
    /// let english = orm::expr::SearchConfig::new("english");
    /// Row::filter(|r| (english.vector(r.title) + english.vector(r.body)).matches(english.plain("quick fox")));
    /// ```
    pub fn vector<O: Operand>(self, text: O) -> SearchVector<O::Root>
    where
        Base<O>: TextField,
    {
        static PLAIN: Function = Function::postgres(SEARCH, "to_tsvector({0})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "to_tsvector({1}, {0})");
        static PLAIN_OF_NULL: Function = Function::postgres(SEARCH, "to_tsvector(coalesce({0}, ''))");
        static CONFIGURED_OF_NULL: Function = Function::postgres(SEARCH, "to_tsvector({1}, coalesce({0}, ''))");
        let nullable = <<O::Type as ColumnType>::Nullability as Nullability>::NULLABLE;
        let function = match (self.name, nullable) {
            (None, false) => &PLAIN,
            (None, true) => &PLAIN_OF_NULL,
            (Some(_), false) => &CONFIGURED,
            (Some(_), true) => &CONFIGURED_OF_NULL,
        };
        SearchVector::of(term(function, [tree(text)].into_iter().chain(self.node())))
    }

    /// All words of a text, in any order.
    ///
    /// ```
    /// let dogs = orm::expr::SearchConfig::new("english").plain("running dogs");
    /// ```
    pub fn plain(self, words: impl Into<String>) -> SearchQuery {
        static PLAIN: Function = Function::postgres(SEARCH, "plainto_tsquery({0})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "plainto_tsquery({1}, {0})");
        self.query(words.into(), &PLAIN, &CONFIGURED)
    }

    /// The words of a text, one behind the other.
    ///
    /// ```
    /// let fox = orm::expr::SearchConfig::new("english").phrase("quick brown fox");
    /// ```
    pub fn phrase(self, words: impl Into<String>) -> SearchQuery {
        static PLAIN: Function = Function::postgres(SEARCH, "phraseto_tsquery({0})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "phraseto_tsquery({1}, {0})");
        self.query(words.into(), &PLAIN, &CONFIGURED)
    }

    /// As people write it for search engines: `"quick fox" or dog -cat`. No text is wrong. PostgreSQL 11 or newer.
    ///
    /// ```
    /// let dogs = orm::expr::SearchConfig::new("english").websearch("dogs -cats");
    /// ```
    pub fn websearch(self, words: impl Into<String>) -> SearchQuery {
        static PLAIN: Function = Function::postgres(SEARCH, "websearch_to_tsquery({0})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "websearch_to_tsquery({1}, {0})");
        self.query(words.into(), &PLAIN, &CONFIGURED)
    }

    /// PostgreSQL's own syntax: `quick & (fox | dog:*) & !cat`. A mistake in it is an error of the database, so it is not for what
    /// people type.
    ///
    /// ```
    /// let dogs = orm::expr::SearchConfig::new("english").raw("dog:* & !cat");
    /// ```
    pub fn raw(self, query: impl Into<String>) -> SearchQuery {
        static PLAIN: Function = Function::postgres(SEARCH, "to_tsquery({0})");
        static CONFIGURED: Function = Function::postgres(SEARCH, "to_tsquery({1}, {0})");
        self.query(query.into(), &PLAIN, &CONFIGURED)
    }

    fn query(self, words: String, plain: &'static Function, configured: &'static Function) -> SearchQuery {
        let function = if self.name.is_some() { configured } else { plain };
        SearchQuery::of(term(function, [text(words)].into_iter().chain(self.node())), self)
    }

    /// The name as the statement writes it.
    pub(super) fn node(self) -> Option<Tree> {
        let (form, arguments) = (FragmentForm::Quoted, Vec::new());
        self.name.map(|sql| {
            let fragment = FragmentNode { sql, form, arguments, ty: SqlType::Text, nullable: false };
            Tree::leaf(Node::Fragment(Box::new(fragment)))
        })
    }
}
