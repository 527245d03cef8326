//! How errors read. Each says what happened, where, and where it can, what to do.

use std::fmt;

use super::Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoesNotExist { model } => write!(f, "no {model} matches the query"),
            Self::MultipleObjectsReturned { model } => {
                write!(f, "more than one {model} matches the query, and get() gives exactly one")
            }
            Self::UniqueViolation { model, fields, constraint } => {
                write!(f, "another {model} has this {} already", Names(fields, "value"))?;
                named(f, constraint.as_deref())
            }
            Self::ForeignKeyViolation { model, fields, constraint } => {
                match fields.as_slice() {
                    [] => write!(f, "a foreign key from or to {model} would point at no row")?,
                    names => write!(f, "the foreign key {} of {model} would point at no row", names.join(", "))?,
                }
                named(f, constraint.as_deref())
            }
            Self::StaleObject { model } => {
                write!(
                    f,
                    "the {model} was written by someone else since it was read: read it again, and do it once more"
                )
            }
            Self::WholeTable { model } => write!(
                f,
                "delete() of {model} leaves no row out: filter it, or say by `.delete().everything()` that all are meant"
            ),
            Self::Protected { model, by } => super::protected::explain(model, by, f),
            Self::NotLoaded { model, relation, reason } => reason.explain(model, relation, f),
            Self::NotNullViolation { model, fields } => {
                write!(f, "{} of {model} cannot be NULL", Names(fields, "a field"))
            }
            Self::CheckViolation { model, constraint, .. } => {
                write!(f, "{model} does not satisfy a check")?;
                named(f, constraint.as_deref())
            }
            Self::ExclusionViolation { model, fields, constraint } => {
                write!(f, "another {model} excludes this {}", Names(fields, "row"))?;
                named(f, constraint.as_deref())
            }
            Self::Validation { model, problems } => super::invalid::explain(model, problems, f),
            Self::InvalidValue { model: "", reason, .. } => write!(f, "invalid value: {reason}"),
            Self::InvalidValue { model, field, reason } => write!(f, "invalid value for {model}.{field}: {reason}"),
            Self::InvalidInput { line, reason } => write!(f, "line {line} of the input: {reason}"),
            Self::InvalidPage { reason } => write!(f, "invalid page: {reason}"),
            Self::InvalidCursor { reason } => write!(f, "invalid cursor: {reason}"),
            Self::InvalidLookups { problems } => super::lookup::explain(problems, f),
            Self::QueryTooLarge { reason } => write!(f, "the query is too large: {reason}"),
            Self::Unsupported { reason } => f.write_str(reason),
            Self::ColumnType { model, field, expected, found } => {
                write!(f, "{model}.{field} reads {expected}, but the database's column is {found}")
            }
            Self::Read { model, field, source } => write!(f, "cannot read {model}.{field}: {source}"),
            Self::MissingTable { table } => {
                write!(f, "table \"{table}\" does not exist: create it with orm::create_tables()")
            }
            Self::MissingColumn { message } => write!(f, "the database and the program differ: {message}"),
            Self::NotConnected => {
                f.write_str("no database is connected: call orm::connect(url) first, or name one with .using(&db)")
            }
            Self::InvalidUrl { reason } => write!(f, "invalid database URL: {reason}"),
            Self::Connection { source } => {
                write!(f, "cannot reach the database")?;
                causes(f, source.as_ref())
            }
            Self::PoolTimeout { waited, size } => {
                write!(f, "all {size} connections of the pool were in use for {waited:?}")
            }
            Self::Timeout { after } => write!(f, "the statement took longer than {after:?}"),
            Self::TransactionTimeout { after } => {
                write!(f, "the transaction took longer than {after:?}, and is rolled back")
            }
            Self::ReadOnly => f.write_str("nothing can be written: the transaction or the database is read-only"),
            Self::NotOutermost { option } => write!(
                f,
                "a transaction inside of another one is a savepoint, which cannot have .{option}(): \
                 say it where the outermost one begins, or leave it out"
            ),
            Self::TransactionAborted => {
                f.write_str("a statement of the transaction failed before, and all of it is rolled back")
            }
            Self::TransactionEnded => f.write_str("the transaction has been committed or rolled back already"),
            Self::TransactionBusy { waited } => write!(
                f,
                "another block of the transaction has not ended for {waited:?}: \
                 one that is open in the same task must end before the transaction around it is used"
            ),
            Self::CommitUnknown { source } => {
                f.write_str("the connection was lost during the commit, which may have happened or not")?;
                causes(f, source.as_ref())
            }
            Self::Serialization => f.write_str("the transaction collided with another one; run it again"),
            Self::LockNotAvailable => f.write_str("another transaction has locked a row"),
            Self::Deadlock => f.write_str("the transaction was ended to resolve a deadlock; run it again"),
            Self::Custom { source } => fmt::Display::fmt(source, f),
            Self::Database { code, message, .. } => write!(f, "the database said: {message} ({code})"),
        }
    }
}

/// A list of names, or a word in their place where there are none.
struct Names<'a>(&'a [String], &'static str);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str(self.1),
            names => f.write_str(&names.join(", ")),
        }
    }
}

fn named(f: &mut fmt::Formatter<'_>, constraint: Option<&str>) -> fmt::Result {
    constraint.map_or(Ok(()), |name| write!(f, " (constraint {name})"))
}

/// The whole chain of causes: drivers often say the useful part in the last one.
fn causes(f: &mut fmt::Formatter<'_>, error: &(dyn std::error::Error + 'static)) -> fmt::Result {
    let mut cause = Some(error);
    while let Some(error) = cause {
        write!(f, ": {error}")?;
        cause = error.source();
    }
    Ok(())
}
