//! Patches, and which fields of a request are taken.
