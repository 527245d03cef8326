//! What is asked of documents, lists and other types of databases: the same answers from both.

mod documents;
mod lists;
mod ranges;
mod same_answers;
mod search;
