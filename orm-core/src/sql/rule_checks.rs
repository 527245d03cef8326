//! The rules of columns that are CHECK constraints, too.

use rust_decimal::Decimal;

use crate::expr::{CallNode, CompareOp, Function, MatchOp, Node};
use crate::schema::{ColumnDef, Rule, Table, constraint_name};
use crate::value::{SqlType, Value};

static LENGTH: Function = Function::same("length", "length({0})");

/// Their names and conditions.
pub(super) fn rule_checks(table: &'static Table) -> Vec<(String, Node)> {
    let columns = table.columns.iter().enumerate().filter(|(_, def)| def.checked);
    columns.flat_map(|(column, def)| def.rules.iter().flat_map(move |rule| checks(table, column, def, rule))).collect()
}

fn checks(table: &'static Table, column: usize, def: &'static ColumnDef, rule: &Rule) -> Vec<(String, Node)> {
    let name = |suffix| constraint_name(table.name, [def.name], suffix);
    let value = || Box::new(Node::root_column(table, column));
    let number = |number: Decimal| of_type(def.ty, number).map(Node::Value);
    let compare = |op, left, ty, right| Node::Compare { op, ty, left, right: Box::new(right) };
    match rule {
        Rule::MinLength(least) => {
            let arguments = vec![*value()];
            let call = CallNode { function: &LENGTH, arguments, ty: SqlType::Integer, nullable: def.nullable };
            let least = Node::Value(Value::BigInt(i64::from(*least)));
            let length = Box::new(Node::Call(Box::new(call)));
            vec![(name("min_length"), compare(CompareOp::Ge, length, SqlType::BigInt, least))]
        }
        Rule::Range(range) => {
            let most = if range.includes_most { CompareOp::Le } else { CompareOp::Lt };
            let ends = [(range.least, CompareOp::Ge, "least"), (range.most, most, "most")];
            let ends = ends
                .into_iter()
                .filter_map(|(end, op, suffix)| Some((name(suffix), compare(op, value(), def.ty, number(end?)?))));
            ends.collect()
        }
        Rule::Texts(texts) => {
            let list = texts.iter().map(|text| Value::Text((*text).into())).collect();
            vec![(name("choices"), Node::In { ty: def.ty, value: value(), list, negated: false })]
        }
        Rule::Numbers(numbers) => {
            let list = numbers.iter().filter_map(|number| of_type(def.ty, *number)).collect();
            vec![(name("choices"), Node::In { ty: def.ty, value: value(), list, negated: false })]
        }
        Rule::Pattern(pattern) => {
            let pattern = pattern.text.to_owned();
            vec![(name("pattern"), Node::Match { op: MatchOp::Regex, value: value(), pattern })]
        }
        Rule::Email | Rule::Url | Rule::Custom(_) => Vec::new(),
    }
}

/// A number as a value of a column's type. What the type cannot hold is compared as the largest whole number, or as a decimal.
fn of_type(ty: SqlType, number: Decimal) -> Option<Value<'static>> {
    match ty {
        SqlType::Real => number.to_string().parse().ok().map(Value::Real),
        SqlType::Double => number.to_string().parse().ok().map(Value::Double),
        SqlType::Decimal => Some(Value::Decimal(number)),
        _ => number.try_into().ok().map(Value::BigInt),
    }
}
