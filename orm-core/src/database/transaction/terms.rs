use super::block::Block;
use super::deadline::Deadline;
use crate::database::{Isolation, TransactionOptions};
use crate::error::{Error, Result};

/// What a transaction was asked to be.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::database) struct Terms {
    pub(super) options: TransactionOptions,
    /// It is the outermost one: its commit is the end of it.
    pub(super) durable: bool,
    /// How often its block may run again.
    pub(super) retries: u32,
    pub(super) deadline: Option<Deadline>,
    /// It belongs to a test that is rolled back, and what is inside is not to notice it.
    pub(super) stands_in: bool,
}

impl Terms {
    /// Those of a test's transaction.
    pub(super) fn standing_in() -> Self {
        Self { stands_in: true, ..Self::default() }
    }

    /// Refuses what no transaction can be.
    pub(super) fn check(&self) -> Result<()> {
        let TransactionOptions { isolation, read_only, deferrable, .. } = self.options;
        if deferrable && !(read_only && isolation == Some(Isolation::Serializable)) {
            let reason = "a deferrable transaction is a serializable one that only reads: \
                          say .isolation(Isolation::Serializable).read_only(), too, or leave out .deferrable()";
            return Err(Error::Unsupported { reason: reason.to_owned() });
        }
        Ok(())
    }

    /// What is left to do for a block inside of this one, unless it asks for something that only the outermost one can be.
    pub(super) fn inside(self, outer: &Block) -> Result<Self> {
        // In a test's transaction a block is what it would be without.
        let Some(outermost) = outer.outermost() else { return Ok(self) };
        let (wanted, given) = (self.options, outermost.terms().options);
        // The weakest is what every transaction has.
        let has_isolation = |isolation| isolation == Isolation::ReadCommitted || given.isolation >= Some(isolation);
        let refused = [
            (self.durable, "durable"),
            (self.retries > 0, "retry"),
            (self.deadline.is_some(), "timeout"),
            (!wanted.isolation.is_none_or(has_isolation), "isolation"),
            (wanted.read_only && !outer.is_read_only(), "read_only"),
            (wanted.deferrable && !given.deferrable, "deferrable"),
        ];
        match refused.into_iter().find(|(is_refused, _)| *is_refused) {
            Some((_, option)) => Err(Error::NotOutermost { option }),
            None => Ok(Self::default()),
        }
    }
}
