use std::ops::{BitAnd, BitOr, Not};

use super::{SEARCH, SearchConfig, term};
use crate::expr::depth::Tree;
use crate::expr::node::Function;

/// What is searched for. Made by a [`SearchConfig`], or of a text, whose words must then all be there, in any order. Connected by `&`, `|`
/// and `!`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64, body: String }
/// let english = orm::expr::SearchConfig::new("english");
/// let query = english.phrase("quick fox") & !(english.plain("dog") | english.plain("cat"));
/// Row::filter(|r| r.body.search(query));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a search query does nothing until a vector is matched with it"]
pub struct SearchQuery {
    tree: Tree,
    config: SearchConfig,
}

impl SearchQuery {
    pub(super) fn of(tree: Tree, config: SearchConfig) -> Self {
        Self { tree, config }
    }

    /// The rules of the first of its parts.
    pub(super) fn config(&self) -> SearchConfig {
        self.config
    }

    pub(super) fn into_tree(self) -> Tree {
        self.tree
    }

    /// This, and right behind it the other.
    ///
    /// ```
    /// let english = orm::expr::SearchConfig::new("english");
    /// let query = (english.plain("quick") | english.plain("slow")).followed_by(english.plain("fox"));
    /// ```
    pub fn followed_by(self, other: impl Into<Self>) -> Self {
        static FOLLOWED: Function = Function::postgres(SEARCH, "({0} <-> {1})");
        self.with(&FOLLOWED, other.into())
    }

    fn with(self, function: &'static Function, other: Self) -> Self {
        Self { tree: term(function, [self.tree, other.tree]), config: self.config }
    }
}

impl From<&str> for SearchQuery {
    fn from(words: &str) -> Self {
        SearchConfig::server().plain(words)
    }
}

impl From<&String> for SearchQuery {
    fn from(words: &String) -> Self {
        SearchConfig::server().plain(words)
    }
}

impl From<String> for SearchQuery {
    fn from(words: String) -> Self {
        SearchConfig::server().plain(words)
    }
}

impl BitAnd for SearchQuery {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        static AND: Function = Function::postgres(SEARCH, "({0} && {1})");
        self.with(&AND, other)
    }
}

impl BitOr for SearchQuery {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        static OR: Function = Function::postgres(SEARCH, "({0} || {1})");
        self.with(&OR, other)
    }
}

impl Not for SearchQuery {
    type Output = Self;

    fn not(self) -> Self {
        static NOT: Function = Function::postgres(SEARCH, "(!! {0})");
        Self { tree: term(&NOT, [self.tree]), config: self.config }
    }
}
