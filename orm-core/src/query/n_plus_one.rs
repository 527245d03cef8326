//! Notices rows whose relations are loaded one by one, and says where.

use std::collections::HashMap;
use std::panic::Location;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// What happens when relations are loaded one by one.
///
/// ```
/// use orm::testing::{NPlusOne, set_n_plus_one};
///
/// // In a test that shall fail for it.
/// set_n_plus_one(NPlusOne::Error);
/// # set_n_plus_one(NPlusOne::Warn);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NPlusOne {
    /// Nothing. What release builds do unless they say otherwise.
    Ignore,
    /// A warning through `tracing`, once for each place in the program and task. What debug builds do.
    Warn,
    /// The load gives an error.
    Error,
}

static MODE: AtomicU8 =
    AtomicU8::new(if cfg!(debug_assertions) { NPlusOne::Warn as u8 } else { NPlusOne::Ignore as u8 });

/// Says what happens, in the whole program, when relations of rows are loaded one by one: from the second time on that one
/// task loads the same relation for a single row at the same place, without a second in between.
///
/// ```
/// use orm::testing::{NPlusOne, set_n_plus_one};
///
/// set_n_plus_one(NPlusOne::Warn);
/// ```
pub fn set_n_plus_one(mode: NPlusOne) {
    MODE.store(mode as u8, Ordering::Relaxed);
}

/// What is loaded for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Loaded {
    /// The rows of a relation, by its name; without one, a row by its key.
    Relation(&'static str),
    /// A deferred column, by the name of its field.
    Column(&'static str),
}

/// A place in the program at which a task loads something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    task: Task,
    model: &'static str,
    loaded: Loaded,
    at: &'static Location<'static>,
}

/// Outside of a task, what runs on the same thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Task {
    Tokio(tokio::task::Id),
    Thread(ThreadId),
}

/// Tasks end without notice, so that now and then all is forgotten.
const MOST_PLACES: usize = 4_096;

/// What a loop loads comes at once. A task that serves one request after the other may load the same for each of them.
const QUIET: Duration = Duration::from_secs(1);

/// How often each place was passed, and when last.
static LOADS: LazyLock<Mutex<HashMap<Place, (u32, Instant)>>> = LazyLock::new(Mutex::default);

/// Something is about to be loaded for this many rows.
pub(super) fn single_load(
    rows: usize,
    model: &'static str,
    loaded: Loaded,
    at: &'static Location<'static>,
) -> Result<()> {
    let mode = MODE.load(Ordering::Relaxed);
    if mode == NPlusOne::Ignore as u8 || rows > 1 {
        return Ok(());
    }
    let task = tokio::task::try_id().map_or_else(|| Task::Thread(thread::current().id()), Task::Tokio);
    let mut loads = LOADS.lock().unwrap_or_else(PoisonError::into_inner);
    if loads.len() >= MOST_PLACES {
        loads.clear();
    }
    let now = Instant::now();
    let (times, last) = loads.entry(Place { task, model, loaded, at }).or_insert((0, now));
    *times = if now.duration_since(*last) > QUIET { 1 } else { *times + 1 };
    *last = now;
    match *times {
        1 => Ok(()),
        _ if mode == NPlusOne::Error as u8 => Err(Error::Unsupported { reason: message(model, loaded, at) }),
        2 => {
            drop(loads);
            tracing::warn!(target: "orm::n_plus_one", "{}", message(model, loaded, at));
            Ok(())
        }
        _ => Ok(()),
    }
}

fn message(model: &str, loaded: Loaded, at: &Location<'_>) -> String {
    let (file, line) = (at.file(), at.line());
    let row = model.chars().next().map_or('r', |first| first.to_ascii_lowercase());
    match loaded {
        Loaded::Relation("") => {
            format!("rows of {model} are loaded one after the other at {file}:{line}, a statement each: use in_bulk")
        }
        Loaded::Relation(relation) => format!(
            "{model}.{relation} is loaded for one row after the other at {file}:{line}, a statement each: add \
             .prefetch_related(|{row}| {row}.{relation}) to the query of the rows, or pass the rows together to orm::prefetch"
        ),
        Loaded::Column(field) => format!(
            "{model}.{field} is loaded for one row after the other at {file}:{line}, a statement each: read the rows by one query, \
             whose `load` reads it for all of them, or add .undefer(|{row}| {row}.{field}) to their query"
        ),
    }
}
