use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::shape::Span;

/// How far a connection has come with what was sent on it. Answers come in the order of the requests, so that one of them
/// says that everything before it has been answered too.
///
/// Threads may note things in another order than they happen in; then a figure is wrong by a request or two until the next
/// answer, which nothing here minds.
///
/// All times are in microseconds of the caller's clock.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// How many requests were sent.
    sent: AtomicU64,
    /// The request that the server is at work on: those before it have been answered.
    head: AtomicU64,
    /// Since when.
    since: AtomicU64,
}

/// A request that was sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    number: u64,
    sent_at: u64,
}

/// How long an answer took, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Took {
    /// Since the request was sent.
    pub(crate) altogether: u64,
    /// Since the one before it was answered, if that was later.
    pub(crate) as_head: u64,
}

impl Took {
    /// Of a request that nothing else was before.
    pub(crate) fn alone(span: Span) -> Self {
        let altogether = span.end.saturating_sub(span.start);
        Self { altogether, as_head: altogether }
    }

    /// Whether nothing was before it.
    pub(crate) fn was_alone(self) -> bool {
        self.altogether == self.as_head
    }
}

impl Progress {
    /// Notes that a request is being sent.
    pub(crate) fn send(&self, now: u64) -> Ticket {
        let number = self.sent.fetch_add(1, Relaxed);
        if self.head.load(Relaxed) == number {
            self.since.store(now, Relaxed);
        }
        Ticket { number, sent_at: now }
    }

    /// Notes that a request has been answered.
    pub(crate) fn answer(&self, ticket: Ticket, now: u64) -> Took {
        let before = self.since.fetch_max(now, Relaxed);
        self.head.fetch_max(ticket.number + 1, Relaxed);
        Took { altogether: now.saturating_sub(ticket.sent_at), as_head: now.saturating_sub(before.max(ticket.sent_at)) }
    }

    /// How many requests wait for an answer, or did when they were given up.
    pub(crate) fn in_flight(&self) -> u64 {
        self.sent.load(Relaxed).saturating_sub(self.head.load(Relaxed))
    }

    /// How long the request at the head has been there.
    pub(crate) fn stuck(&self, now: u64) -> u64 {
        if self.in_flight() == 0 { 0 } else { now.saturating_sub(self.since.load(Relaxed)) }
    }

    pub(crate) fn is_head(&self, ticket: Ticket) -> bool {
        self.head.load(Relaxed) == ticket.number
    }
}

impl Ticket {
    /// From when it was sent to now.
    pub(crate) fn span(self, now: u64) -> Span {
        Span { start: self.sent_at, end: now }
    }

    pub(crate) fn age(self, now: u64) -> u64 {
        now.saturating_sub(self.sent_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_takes_as_long_as_it_was_at_the_head() {
        let progress = Progress::default();
        let (first, second) = (progress.send(100), progress.send(110));
        assert!(progress.is_head(first) && !progress.is_head(second));
        assert_eq!((progress.in_flight(), progress.stuck(150)), (2, 50));
        assert_eq!(progress.answer(first, 200), Took { altogether: 100, as_head: 100 });
        assert!(progress.is_head(second));
        assert_eq!(progress.stuck(205), 5);
        assert_eq!(progress.answer(second, 210), Took { altogether: 100, as_head: 10 });
        assert_eq!((progress.in_flight(), progress.stuck(999)), (0, 0));
    }

    #[test]
    fn idle_time_is_nobodys() {
        let progress = Progress::default();
        let first = progress.send(0);
        progress.answer(first, 10);
        let second = progress.send(5_000);
        assert_eq!(progress.stuck(5_001), 1);
        assert_eq!(progress.answer(second, 5_020), Took { altogether: 20, as_head: 20 });
    }

    #[test]
    fn an_answer_speaks_for_those_that_were_given_up_before_it() {
        let progress = Progress::default();
        let _given_up = progress.send(0);
        let second = progress.send(1);
        assert!(!progress.is_head(second));
        progress.answer(second, 30);
        assert_eq!(progress.in_flight(), 0);
    }
}
