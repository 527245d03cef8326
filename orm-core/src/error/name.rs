use super::Error;

impl Error {
    /// The name of its variant, by which failures are counted.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::DoesNotExist { .. } => "DoesNotExist",
            Self::MultipleObjectsReturned { .. } => "MultipleObjectsReturned",
            Self::UniqueViolation { .. } => "UniqueViolation",
            Self::ForeignKeyViolation { .. } => "ForeignKeyViolation",
            Self::StaleObject { .. } => "StaleObject",
            Self::WholeTable { .. } => "WholeTable",
            Self::Protected { .. } => "Protected",
            Self::NotLoaded { .. } => "NotLoaded",
            Self::NotNullViolation { .. } => "NotNullViolation",
            Self::CheckViolation { .. } => "CheckViolation",
            Self::ExclusionViolation { .. } => "ExclusionViolation",
            Self::Validation { .. } => "Validation",
            Self::InvalidValue { .. } => "InvalidValue",
            Self::InvalidInput { .. } => "InvalidInput",
            Self::InvalidPage { .. } => "InvalidPage",
            Self::InvalidCursor { .. } => "InvalidCursor",
            Self::InvalidLookups { .. } => "InvalidLookups",
            Self::QueryTooLarge { .. } => "QueryTooLarge",
            Self::Unsupported { .. } => "Unsupported",
            Self::ColumnType { .. } => "ColumnType",
            Self::Read { .. } => "Read",
            Self::MissingTable { .. } => "MissingTable",
            Self::MissingColumn { .. } => "MissingColumn",
            Self::NotConnected => "NotConnected",
            Self::InvalidUrl { .. } => "InvalidUrl",
            Self::Connection { .. } => "Connection",
            Self::PoolTimeout { .. } => "PoolTimeout",
            Self::Timeout { .. } => "Timeout",
            Self::TransactionTimeout { .. } => "TransactionTimeout",
            Self::ReadOnly => "ReadOnly",
            Self::NotOutermost { .. } => "NotOutermost",
            Self::TransactionAborted => "TransactionAborted",
            Self::TransactionEnded => "TransactionEnded",
            Self::TransactionBusy { .. } => "TransactionBusy",
            Self::CommitUnknown { .. } => "CommitUnknown",
            Self::Serialization => "Serialization",
            Self::Deadlock => "Deadlock",
            Self::LockNotAvailable => "LockNotAvailable",
            Self::Database { .. } => "Database",
            Self::Custom { .. } => "Custom",
        }
    }
}
