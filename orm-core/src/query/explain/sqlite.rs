//! EXPLAIN QUERY PLAN as SQLite has it.

use super::{Plan, PlanNode, Scan};
use crate::database::Db;
use crate::error::Result;
use crate::model::Model;
use crate::query::FromRow;
use crate::query::read::rows;
use crate::sql::{Access, Columns, Compiled, Effect};

/// A step of the plan: its number, that of the step it is part of, a number without meaning, and what it does.
type Step = (i64, i64, i64, String);

pub(super) async fn text<M: Model>(db: &Db, query: Compiled) -> Result<String> {
    Ok(indented(&steps::<M>(db, query).await?))
}

pub(super) async fn tree<M: Model>(db: &Db, query: Compiled) -> Result<Plan> {
    let tables = tables(&query.sql);
    let steps = steps::<M>(db, query).await?;
    let children = below(0, &steps, &tables, 0);
    let root = PlanNode { kind: "QUERY PLAN".to_owned(), children, ..PlanNode::default() };
    Ok(Plan { root, planning_time: None, execution_time: None, details: serde_json::Map::new() })
}

async fn steps<M: Model>(db: &Db, mut query: Compiled) -> Result<Vec<Step>> {
    query.sql.insert_str(0, "EXPLAIN QUERY PLAN ");
    let columns = Columns::List(Step::columns().into());
    rows(db, Access::Read, Effect::Reads(M::TABLE), query, columns, <Step as FromRow>::read).await
}

fn indented(steps: &[Step]) -> String {
    let depth = |step: &Step| {
        let parent = |step: &Step| steps.iter().find(|other| other.0 == step.1);
        std::iter::successors(parent(step), |step| parent(step)).take(steps.len()).count()
    };
    let lines = steps.iter().map(|step| "  ".repeat(depth(step)) + &step.3);
    lines.collect::<Vec<_>>().join("\n")
}

/// The steps that one is made of. No tree is deeper than it has steps.
fn below(parent: i64, steps: &[Step], tables: &[Named], depth: usize) -> Vec<PlanNode> {
    if depth > steps.len() {
        return Vec::new();
    }
    let own = steps.iter().filter(|step| step.1 == parent && step.0 != parent);
    own.map(|step| PlanNode { children: below(step.0, steps, tables, depth + 1), ..node(&step.3, tables) }).collect()
}

/// A table of the statement, by the name that it is called there.
#[derive(Debug, PartialEq)]
struct Named {
    alias: String,
    table: String,
}

fn node(detail: &str, tables: &[Named]) -> PlanNode {
    let Some((kind, rest)) = detail.split_once(' ').filter(|(kind, _)| matches!(*kind, "SCAN" | "SEARCH")) else {
        return PlanNode { kind: detail.to_owned(), ..PlanNode::default() };
    };
    let is_named = |named: &&Named| {
        let after = rest.strip_prefix(named.alias.as_str());
        after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    };
    let named = tables.iter().filter(is_named).max_by_key(|named| named.alias.len());
    let rest = named.map_or(rest, |named| &rest[named.alias.len()..]);
    let rest = rest.strip_suffix(" LEFT-JOIN").unwrap_or(rest);
    let (index, condition) = match rest.split_once(" USING ") {
        Some((_, using)) => index(using),
        None => (None, None),
    };
    let scan = match (kind, rest.contains(" INDEX ")) {
        ("SEARCH", _) => Scan::Lookup,
        (_, true) => Scan::Index,
        _ => Scan::Full,
    };
    PlanNode {
        kind: kind.to_owned(),
        table: named.map(|named| named.table.clone()),
        alias: named.map(|named| named.alias.clone()),
        scan: Some(scan),
        index,
        condition,
        ..PlanNode::default()
    }
}

/// The index in `COVERING INDEX name (a=? AND b>?)`, which a key has not, and what is looked up in it.
fn index(using: &str) -> (Option<String>, Option<String>) {
    let (what, condition) = match using.find(" (") {
        Some(at) => (&using[..at], Some(using[at + 1..].to_owned())),
        None => (using, None),
    };
    // What SQLite makes for one statement has no name.
    let name = what.strip_prefix("INDEX ").or_else(|| what.strip_prefix("COVERING INDEX "));
    (name.map(str::to_owned), condition)
}

/// The tables that a statement names after FROM and JOIN, with what it calls them.
fn tables(sql: &str) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    let mut words = Words(sql);
    let (mut before, mut word) = (None, words.next());
    while let Some(current) = word {
        word = words.next();
        // Of IS DISTINCT FROM, what follows is a column.
        let is_of_tables = matches!(current, Word::Plain("JOIN"))
            || matches!(current, Word::Plain("FROM")) && before != Some(Word::Plain("DISTINCT"));
        before = Some(current);
        if !is_of_tables {
            continue;
        }
        let Some(Word::Name(table)) = word.take() else { continue };
        word = words.next();
        let mut alias = table.clone();
        if matches!(word, Some(Word::Plain("AS"))) {
            word = words.next();
            if let Some(Word::Name(name)) = &word {
                alias.clone_from(name);
            }
        }
        named.push(Named { alias, table });
    }
    named
}

#[derive(Debug, PartialEq)]
enum Word<'a> {
    /// In double quotes.
    Name(String),
    /// Anything else; a text in single quotes is an empty one.
    Plain(&'a str),
}

struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let text = self.0.trim_start();
        let first = text.chars().next()?;
        if matches!(first, '"' | '\'') {
            let (content, rest) = quoted(&text[1..], first);
            self.0 = rest;
            return Some(if first == '"' { Word::Name(content) } else { Word::Plain("") });
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = text.find(|c| !is_word(c)).unwrap_or(text.len()).max(first.len_utf8());
        let (word, rest) = text.split_at(end);
        self.0 = rest;
        Some(Word::Plain(word))
    }
}

/// What stands before the closing quote, and what follows it. A doubled quote is one of the text.
fn quoted(text: &str, quote: char) -> (String, &str) {
    let mut content = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(quote) {
        content.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix(quote) {
            Some(after) => {
                content.push(quote);
                rest = after;
            }
            None => return (content, rest),
        }
    }
    (content + rest, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(alias: &str, table: &str) -> Named {
        Named { alias: alias.to_owned(), table: table.to_owned() }
    }

    #[test]
    fn tables_are_known_by_what_the_statement_calls_them() {
        let sql = r#"SELECT 'FROM "no"', "FROM", "x" IS NOT DISTINCT FROM "y", (SELECT 1 FROM "it's ""b" AS "b_1" WHERE TRUE) FROM "a" LEFT JOIN "c d" AS "c" ON TRUE"#;
        assert_eq!(tables(sql), [named("b_1", r#"it's "b"#), named("a", "a"), named("c", "c d")]);
        for broken in ["", "FROM", "FROM \"", "FROM \"a\" AS", "SELECT 'a", "FROM \"a\" FROM", "é'\""] {
            assert!(tables(broken).len() < 2);
        }
    }

    #[test]
    fn details_are_taken_apart() {
        let tables = [named("users", "users"), named("users USING x", "odd"), named("c_1", "country")];
        let read = |detail: &str| {
            let PlanNode { table, scan, index, condition, .. } = node(detail, &tables);
            (table.unwrap_or_default(), scan, index.unwrap_or_default(), condition.unwrap_or_default())
        };
        let text = str::to_owned;
        assert_eq!(read("SCAN users"), (text("users"), Some(Scan::Full), text(""), text("")));
        let expected = (text("country"), Some(Scan::Lookup), text(""), text("(rowid=?)"));
        assert_eq!(read("SEARCH c_1 USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN"), expected);
        let expected = (text("odd"), Some(Scan::Lookup), text("a b"), text("(a=? AND (b,c)>(?,?))"));
        assert_eq!(read("SEARCH users USING x USING COVERING INDEX a b (a=? AND (b,c)>(?,?))"), expected);
        assert_eq!(read("SCAN users USING INDEX i"), (text("users"), Some(Scan::Index), text("i"), text("")));
        let expected = (text("users"), Some(Scan::Lookup), text(""), text("(a=?)"));
        assert_eq!(read("SEARCH users USING AUTOMATIC COVERING INDEX (a=?)"), expected);
        assert_eq!(read("SCAN (subquery-1)").0, "");
        assert_eq!(node("USE TEMP B-TREE FOR ORDER BY", &tables).scan, None);
    }
}
