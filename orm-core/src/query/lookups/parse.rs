//! From the parameters of a request to conditions and an order.

use super::lookup::Lookup;
use super::value;
use super::{Allowed, Lookups, ParsedLookups};
use crate::error::{Error, InvalidLookup, LookupProblem, Result, nearest};
use crate::expr::{CompareOp, MatchOp, Node, containing, ending_with, escape, starting_with};
use crate::model::Model;
use crate::query::queryset::reversed;
use crate::value::{Domain, SqlType, Value};

/// More than any form has, and few enough to look at each.
const MAX_PARAMETERS: usize = 100;

/// More than a URL has in any server, all parameters together.
const MAX_BYTES: usize = 64 * 1024;

/// How many values one `in` takes.
const MAX_VALUES: usize = 1_000;

/// How many mistakes an answer names.
const MAX_PROBLEMS: usize = 20;

type Checked<T> = Result<T, InvalidLookup>;

/// A parameter that asks for a field.
struct Asked<'a> {
    parameter: &'a str,
    allowed: &'a Allowed,
    lookup: Lookup,
    values: Vec<&'a str>,
}

impl<M: Model> Lookups<M> {
    pub(super) fn read(&self, pairs: &[(String, String)], broken: Vec<InvalidLookup>) -> Result<ParsedLookups<M>> {
        let bytes = pairs.iter().map(|(name, value)| name.len().saturating_add(value.len()));
        if bytes.fold(0, usize::saturating_add) > MAX_BYTES {
            return Err(refused(vec![too_large(format!("the parameters have more than {MAX_BYTES} bytes"))]));
        }
        if pairs.len() > MAX_PARAMETERS {
            return Err(refused(vec![too_large(format!("there are more than {MAX_PARAMETERS} parameters"))]));
        }
        let mut problems = broken;
        let mut parsed = ParsedLookups::default();
        let mut all: Vec<Asked<'_>> = Vec::new();
        let mut order: Option<&str> = None;
        for (name, value) in pairs {
            let known = if self.takes_order(name) {
                match order.replace(value) {
                    Some(_) => Err(repeated(name)),
                    None => self.read_order(name, value, &mut parsed),
                }
            } else if self.ignored.contains(name) {
                parsed.others.push((name.clone(), value.clone()));
                Ok(())
            } else {
                self.asked(name).and_then(|asked| add(&mut all, asked, value))
            };
            problems.extend(known.err());
        }
        for asked in &all {
            match asked.condition() {
                Ok(condition) => parsed.filter.push(condition),
                Err(problem) => problems.push(problem),
            }
        }
        problems.truncate(MAX_PROBLEMS);
        if problems.is_empty() { Ok(parsed) } else { Err(refused(problems)) }
    }

    fn takes_order(&self, name: &str) -> bool {
        name == self.order_parameter && !self.orders.is_empty()
    }

    /// What a parameter's name means: a field, or a field and a lookup.
    fn asked<'a>(&'a self, parameter: &'a str) -> Checked<Asked<'a>> {
        let asked = |allowed, lookup| Asked { parameter, allowed, lookup, values: Vec::new() };
        let split = parameter.rsplit_once("__");
        if let Some(allowed) = self.allowed_as(parameter) {
            if allowed.lookups.contains(&Lookup::Exact) {
                return Ok(asked(allowed, Lookup::Exact));
            }
            return Err(self.no_such_lookup(parameter, allowed, "", parameter));
        }
        if let Some((field, suffix)) = split
            && let Some(allowed) = self.allowed_as(field)
        {
            let lookup = Lookup::of_suffix(suffix).filter(|lookup| allowed.lookups.contains(lookup));
            match lookup {
                Some(lookup) => return Ok(asked(allowed, lookup)),
                // Behind a foreign key it can be a field as well.
                None if allowed.is_relation && Lookup::of_suffix(suffix).is_none() => {}
                None => return Err(self.no_such_lookup(parameter, allowed, suffix, field)),
            }
        }
        let suggestion = match split.filter(|(_, suffix)| Lookup::of_suffix(suffix).is_some()) {
            Some((field, suffix)) => self.nearest_field(field).map(|field| format!("{field}__{suffix}")),
            None => self.nearest_field(parameter),
        };
        let unknown = InvalidLookup::new(parameter, LookupProblem::UnknownParameter, "is no parameter here");
        Err(unknown.or_rather(suggestion))
    }

    fn allowed_as(&self, name: &str) -> Option<&Allowed> {
        self.allowed.iter().find(|allowed| allowed.name == name)
    }

    fn nearest_field(&self, name: &str) -> Option<String> {
        let orders = (!self.orders.is_empty()).then_some(self.order_parameter.as_str());
        let names = self.allowed.iter().map(|allowed| allowed.name.as_str());
        nearest(name, names.chain(self.ignored.iter().map(String::as_str)).chain(orders))
    }

    #[cold]
    fn no_such_lookup(&self, parameter: &str, allowed: &Allowed, suffix: &str, field: &str) -> InvalidLookup {
        let suffixes: Vec<_> = allowed.lookups.iter().map(|lookup| lookup.suffix()).collect();
        let suggestion = nearest(suffix, suffixes.iter().copied()).map(|suffix| match suffix.as_str() {
            "exact" => field.to_owned(),
            suffix => format!("{field}__{suffix}"),
        });
        let reason = format!("is no way to ask for {field}, which takes {}", suffixes.join(", "));
        InvalidLookup::new(parameter, LookupProblem::UnknownLookup, reason).or_rather(suggestion)
    }

    fn read_order(&self, parameter: &str, value: &str, parsed: &mut ParsedLookups<M>) -> Checked<()> {
        let mut names: Vec<&str> = Vec::new();
        for step in value.split(',') {
            let name = step.strip_prefix('-').unwrap_or(step);
            let invalid = |reason: String| InvalidLookup::new(parameter, LookupProblem::InvalidOrder, reason);
            let Some((_, order)) = self.orders.iter().find(|(known, _)| known == name) else {
                let known: Vec<_> = self.orders.iter().map(|(name, _)| name.as_str()).collect();
                let sign = if step == name { "" } else { "-" };
                let suggestion = nearest(name, known.iter().copied()).map(|name| format!("{sign}{name}"));
                let name = crate::error::shortened(name);
                return Err(invalid(format!("cannot be {name:?}: it takes {}", known.join(", "))).or_rather(suggestion));
            };
            if names.contains(&name) {
                return Err(invalid(format!("has {name:?} twice")));
            }
            names.push(name);
            let order = order.iter().cloned();
            match step == name {
                true => parsed.order.extend(order),
                false => parsed.order.extend(order.map(reversed)),
            }
        }
        Ok(())
    }
}

/// Adds what is asked. Only `in` can be there more than once, and has all the values then.
fn add<'a>(all: &mut Vec<Asked<'a>>, mut asked: Asked<'a>, value: &'a str) -> Checked<()> {
    let same = |other: &&mut Asked<'_>| other.allowed.name == asked.allowed.name && other.lookup == asked.lookup;
    match all.iter_mut().find(same) {
        None => {
            asked.values.push(value);
            all.push(asked);
        }
        Some(same) if same.lookup == Lookup::In => same.values.push(value),
        Some(_) => return Err(repeated(asked.parameter)),
    }
    Ok(())
}

impl Asked<'_> {
    fn condition(&self) -> Checked<Node> {
        let Allowed { node, ty, domain, .. } = self.allowed;
        let invalid = |reason: String| InvalidLookup::new(self.parameter, LookupProblem::InvalidValue, reason);
        let text = self.values.first().copied().unwrap_or_default();
        let value = |text: &str, ty: SqlType, domain: Domain| value::parse(text, ty, domain).map_err(invalid);
        let (left, ty, domain) = (Box::new(node.clone()), *ty, *domain);
        let compare =
            |left, op| Ok(Node::Compare { op, ty, left, right: Box::new(Node::Value(value(text, ty, domain)?)) });
        let matches = |pattern: fn(&str) -> String, op| {
            value(text, SqlType::Text, Domain::All)?;
            Ok(Node::Match { op, value: left.clone(), pattern: pattern(text) })
        };
        match self.lookup {
            Lookup::Exact => compare(left, CompareOp::Eq),
            Lookup::Gt => compare(left, CompareOp::Gt),
            Lookup::Gte => compare(left, CompareOp::Ge),
            Lookup::Lt => compare(left, CompareOp::Lt),
            Lookup::Lte => compare(left, CompareOp::Le),
            Lookup::IExact => matches(escape, MatchOp::ILike),
            Lookup::Contains => matches(containing, MatchOp::Like),
            Lookup::IContains => matches(containing, MatchOp::ILike),
            Lookup::StartsWith => matches(starting_with, MatchOp::Like),
            Lookup::IStartsWith => matches(starting_with, MatchOp::ILike),
            Lookup::EndsWith => matches(ending_with, MatchOp::Like),
            Lookup::IEndsWith => matches(ending_with, MatchOp::ILike),
            Lookup::Regex => matches(str::to_owned, MatchOp::Regex),
            Lookup::IRegex => matches(str::to_owned, MatchOp::IRegex),
            Lookup::IsNull => {
                let null = value(text, SqlType::Boolean, Domain::All)?;
                Ok(Node::IsNull { value: left, negated: null != Value::Boolean(true) })
            }
            Lookup::Range => {
                let ends = text
                    .split_once(',')
                    .ok_or_else(|| invalid("must be two values with a comma between them".to_owned()))?;
                let [low, high] =
                    [ends.0, ends.1].map(|end| value(end, ty, domain).map(|end| Box::new(Node::Value(end))));
                Ok(Node::Between { ty, value: left, low: low?, high: high? })
            }
            Lookup::In => {
                let texts: Vec<_> = self.values.iter().flat_map(|values| values.split(',')).collect();
                if texts.len() > MAX_VALUES {
                    let reason = format!("has more than {MAX_VALUES} values");
                    return Err(InvalidLookup::new(self.parameter, LookupProblem::TooLarge, reason));
                }
                let list = texts.into_iter().map(|text| value(text, ty, domain)).collect::<Checked<_>>()?;
                Ok(Node::In { ty, value: left, list, negated: false })
            }
        }
    }
}

fn repeated(parameter: &str) -> InvalidLookup {
    InvalidLookup::new(parameter, LookupProblem::Repeated, "is there twice")
}

fn too_large(reason: String) -> InvalidLookup {
    InvalidLookup::new("", LookupProblem::TooLarge, reason)
}

pub(super) fn refused(problems: Vec<InvalidLookup>) -> Error {
    Error::InvalidLookups { problems }
}
