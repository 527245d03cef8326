//! What nodes are made of.

use super::{AggregateNode, Node, RANDOM, SubqueryQuestion};
use crate::path::Hop;

/// A walk over a node's parts, by reference or by mutable reference.
macro_rules! walk {
    ($(#[$doc:meta])* $name:ident, $of_aggregate:ident, $iter:ident, $as_ref:ident $(, $mut:tt)?) => {
        impl Node {
            $(#[$doc])*
            pub(crate) fn $name(&$($mut)? self, visit: &mut dyn FnMut(&$($mut)? Self)) {
                match self {
                    Self::Compare { left, right, .. } | Self::Arithmetic { left, right, .. } => {
                        visit(left);
                        visit(right);
                    }
                    Self::Between { value, low, high, .. } => [value, low, high].into_iter().for_each(|part| visit(part)),
                    Self::In { value, .. }
                    | Self::IsNull { value, .. }
                    | Self::Match { value, .. }
                    | Self::Collate { value, .. } => visit(value),
                    Self::Logic { operands, .. } | Self::Row(operands) => operands.$iter().for_each(visit),
                    Self::Not(inner) | Self::IsNotTrue(inner) | Self::Proposed(inner) => visit(inner),
                    Self::Call(call) => call.arguments.$iter().for_each(visit),
                    Self::Fragment(fragment) => fragment.arguments.$iter().for_each(visit),
                    Self::Case(case) => {
                        for (condition, value) in &$($mut)? case.branches {
                            visit(condition);
                            visit(value);
                        }
                        case.otherwise.$iter().for_each(visit);
                    }
                    Self::Aggregate(aggregate) => aggregate.$of_aggregate(visit),
                    Self::Subquery(subquery) => {
                        if let SubqueryQuestion::In { value, .. } = &$($mut)? subquery.question {
                            visit(value);
                        }
                    }
                    Self::Column(_)
                    | Self::Value(_)
                    | Self::Related(_)
                    | Self::Outer(_)
                    | Self::Output(_)
                    | Self::Tree(..)
                    | Self::Constant(_)
                    | Self::Detached(_)
                    | Self::WrongScope(_)
                    | Self::NoRows(_)
                    | Self::TooDeep => {}
                }
            }
        }

        impl AggregateNode {
            fn $of_aggregate(&$($mut)? self, visit: &mut dyn FnMut(&$($mut)? Node)) {
                self.arguments.$iter().chain(self.filter.$as_ref()).for_each(&mut *visit);
                self.order.$iter().for_each(|step| visit(&$($mut)? step.node));
                if let Some(window) = &$($mut)? self.over {
                    window.partition.$iter().for_each(&mut *visit);
                    window.order.$iter().for_each(|step| visit(&$($mut)? step.node));
                }
            }
        }
    };
}

walk! {
    /// Calls `visit` for the expressions that this one is directly made of, and that belong to the same query: of a question
    /// about other rows only what it is compared with, because its conditions are about another one.
    each_part, each_part_of_aggregate, iter, as_ref
}

walk! {
    /// As `each_part`, to change them.
    each_part_mut, each_part_of_aggregate_mut, iter_mut, as_mut, mut
}

impl Node {
    /// Whether this, or anything that it is made of in the same query, is so.
    pub(crate) fn any(&self, is_so: &dyn Fn(&Self) -> bool) -> bool {
        if is_so(self) {
            return true;
        }
        let mut found = false;
        self.each_part(&mut |part| found = found || part.any(is_so));
        found
    }

    /// Makes this, which is about a row of a model, about the row of it at the end of a path.
    pub(crate) fn lead_along(&mut self, base: &'static Hop) {
        match self {
            Self::Column(column) => *column = column.along(base),
            Self::Related(related) => related.key = related.key.along(base),
            node => node.each_part_mut(&mut |part| part.lead_along(base)),
        }
    }

    /// Whether one value of many rows is a part of it.
    pub(crate) fn has_aggregate(&self) -> bool {
        self.any(&|part| matches!(part, Self::Aggregate(aggregate) if aggregate.over.is_none()))
    }

    /// Whether it is another value each time that it is asked.
    pub(crate) fn is_random(&self) -> bool {
        self.any(&|part| matches!(part, Self::Call(call) if *call.function == RANDOM))
    }

    /// Whether a value of a window's rows is a part of it.
    pub(crate) fn has_window(&self) -> bool {
        self.any(&|part| matches!(part, Self::Aggregate(aggregate) if aggregate.over.is_some()))
    }
}
