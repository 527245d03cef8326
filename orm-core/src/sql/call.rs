//! Functions, cases and what the program has written.

use super::Dialect;
use super::expression::type_of;
use super::literal;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{CallNode, CaseNode, FragmentForm, FragmentNode, Function, Node};
use crate::value::SqlType;

impl Writer {
    pub(super) fn call(&mut self, call: CallNode) {
        let CallNode { function, arguments, ty, .. } = call;
        if let Some(text) = self.text_of(function) {
            let ranked = self.ranked(text, ty);
            self.push(if ranked.is_some() { "CASE " } else { "" });
            self.template(text, &arguments, ty);
            ranked.into_iter().for_each(|ty| self.label_of_rank(ty));
        }
    }

    /// How this database writes a function; none where it does not have it.
    pub(super) fn text_of(&mut self, function: &'static Function) -> Option<&'static str> {
        let text = match self.dialect {
            Dialect::Postgres => function.postgres,
            Dialect::Sqlite => function.sqlite,
        };
        if text.is_none() {
            let reason = format!("{} has no {}", self.dialect.title(), function.name);
            self.fail(Error::Unsupported { reason });
        }
        text
    }

    /// A text with places for arguments: `{0}`, `{*}`, `{=}`, `{<}` and `{type}`.
    pub(super) fn template(&mut self, mut text: &str, arguments: &[Node], ty: SqlType) {
        while let Some((before, place)) = text.split_once('{') {
            self.push(before);
            let (place, rest) = place.split_once('}').unwrap_or((place, ""));
            self.place(place, arguments, ty);
            text = rest;
        }
        self.push(text);
    }

    /// What stands in a place of a template.
    pub(super) fn place(&mut self, place: &str, arguments: &[Node], ty: SqlType) {
        match place {
            "*" => self.separated(", ", arguments, |writer, argument| writer.argument(argument.clone())),
            "=" => self.separated(", ", arguments, |writer, argument| {
                writer.comparable(type_of(argument), argument.clone());
            }),
            "<" => self.separated(", ", arguments, |writer, argument| match (writer.dialect, type_of(argument)) {
                (Dialect::Sqlite, Some(SqlType::Enum(ty))) => writer.rank(ty, argument.clone()),
                (_, ty) => writer.comparable(ty, argument.clone()),
            }),
            "type" => self.push(ty.name()),
            number => {
                if let Some(argument) = number.parse().ok().and_then(|number: usize| arguments.get(number)) {
                    self.argument(argument.clone());
                }
            }
        }
    }

    /// A value that a function is given. The server is told what types of the program's own it is.
    pub(super) fn argument(&mut self, node: Node) {
        let conversion = match &node {
            Node::Value(value) => self.dialect.conversion(value.sql_type()),
            _ => None,
        };
        self.operand(node);
        if let Some(ty) = conversion {
            self.push("::");
            self.push(&ty);
        }
    }

    pub(super) fn case(&mut self, case: CaseNode) {
        self.push("CASE");
        for (condition, value) in case.branches {
            self.push(" WHEN ");
            self.node(condition);
            self.push(" THEN ");
            self.argument(value);
        }
        if let Some(otherwise) = case.otherwise {
            self.push(" ELSE ");
            self.argument(otherwise);
        }
        self.push(" END");
    }

    pub(super) fn fragment(&mut self, fragment: FragmentNode) {
        let FragmentNode { sql, form, arguments, .. } = fragment;
        match form {
            FragmentForm::Call => {
                self.push(sql);
                self.push("(");
                self.separated(", ", arguments, Self::argument);
                self.push(")");
            }
            FragmentForm::Text => self.text_with_places(sql, arguments),
            FragmentForm::Quoted => self.push(&literal::quote(sql)),
            FragmentForm::Refused => {
                let reason = format!("func({sql:?}, ..): a function's name is letters, digits, _ and dots");
                self.fail(Error::Unsupported { reason });
            }
        }
    }

    fn text_with_places(&mut self, sql: &str, arguments: Vec<Node>) {
        let given = arguments.len();
        let mut arguments = arguments.into_iter();
        let mut places = 0;
        let mut rest = sql;
        self.push("(");
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            self.push(before);
            rest = match from.get(..2) {
                Some("{}") => {
                    places += 1;
                    arguments.next().into_iter().for_each(|argument| self.argument(argument));
                    &from[2..]
                }
                Some("{{") => {
                    self.push("{");
                    &from[2..]
                }
                Some("}}") => {
                    self.push("}");
                    &from[2..]
                }
                _ => {
                    let reason = format!("fragment({sql:?}, ..): a single brace; write {{{{ or }}}} for one");
                    self.fail(Error::Unsupported { reason });
                    &from[1..]
                }
            };
        }
        self.push(rest);
        self.push(")");
        if places != given {
            let reason = format!("fragment({sql:?}, ..) has {places} places {{}} and is given {given} arguments");
            self.fail(Error::Unsupported { reason });
        }
    }

    pub(super) fn collated(&mut self, value: Node, collation: &str) {
        self.operand(value);
        self.push(" COLLATE ");
        self.name(collation);
    }
}
