//! ROLLUP, CUBE and GROUPING SETS.

use super::Dialect;
use super::group::is_of_groups;
use super::order::width;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{GroupedBy, Grouping, Node};

impl Writer {
    /// Which of the first outputs make groups.
    pub(super) fn grouping(&mut self, outputs: &[Node], grouping: Grouping) {
        let keys = &outputs[..grouping.keys.min(outputs.len())];
        if self.dialect == Dialect::Sqlite {
            let reason = "SQLite has no ROLLUP, CUBE and GROUPING SETS: ask for each kind of group by `values`";
            return self.fail(Error::Unsupported { reason: reason.to_owned() });
        }
        if keys.iter().any(is_of_groups) {
            let reason = "a key of rollup(), cube() or grouping_sets() is an aggregate, and groups are made before it";
            return self.fail(Error::Unsupported { reason: reason.to_owned() });
        }
        let mut next = 1;
        let mut places = Vec::new();
        for key in keys {
            let end = next + width(key);
            let columns: Vec<_> = (next..end).map(|place| place.to_string()).collect();
            places.push(columns.join(", "));
            next = end;
        }
        let all: Vec<_> = (0..places.len()).collect();
        match grouping.by {
            GroupedBy::Rollup => self.of_keys("ROLLUP ", &all, &places),
            GroupedBy::Cube => self.of_keys("CUBE ", &all, &places),
            GroupedBy::Sets(sets) => {
                if sets.is_empty() || sets.iter().flatten().any(|&key| key >= places.len()) {
                    let reason =
                        format!("grouping_sets() takes sets of places from 0 to {}", places.len().saturating_sub(1));
                    return self.fail(Error::Unsupported { reason });
                }
                self.push("GROUPING SETS (");
                self.separated(", ", sets, |writer, set| writer.of_keys("", &set, &places));
                self.push(")");
            }
        }
    }

    fn of_keys(&mut self, before: &str, keys: &[usize], places: &[String]) {
        self.push(before);
        self.push("(");
        self.separated(", ", keys, |writer, &key| match &places[key] {
            several if several.contains(',') => writer.push(&format!("({several})")),
            place => writer.push(place),
        });
        self.push(")");
    }
}
