//! A subscriber that keeps what it is told.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};

/// The fields of a span that have a value.
pub(super) type Fields = BTreeMap<&'static str, String>;

/// Keeps the spans of this library that are made on this thread, until it is dropped.
pub(super) struct Recorder {
    spans: Arc<Mutex<Vec<Fields>>>,
    _guard: DefaultGuard,
}

impl Recorder {
    pub(super) fn start(level: LevelFilter) -> Self {
        let spans = Arc::default();
        let guard = tracing::subscriber::set_default(Keeper { spans: Arc::clone(&spans), level });
        Self { spans, _guard: guard }
    }

    /// The spans so far, which are then forgotten.
    pub(super) fn take(&self) -> Vec<Fields> {
        std::mem::take(&mut *self.spans.lock().unwrap())
    }

    /// The names of the spans so far.
    pub(super) fn names(&self) -> Vec<String> {
        self.take().into_iter().map(|span| span["otel.name"].clone()).collect()
    }
}

struct Keeper {
    spans: Arc<Mutex<Vec<Fields>>>,
    level: LevelFilter,
}

impl Subscriber for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "orm" && *metadata.level() <= self.level
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        attributes.record(&mut Writer(&mut fields));
        let mut spans = self.spans.lock().unwrap();
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.spans.lock().unwrap();
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Writer(&mut spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Writer<'a>(&'a mut Fields);

impl Visit for Writer<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}
