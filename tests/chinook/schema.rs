use crate::databases::{loaded, script};

/// Columns with their types, and what each foreign key points at.
const COLUMNS: &str = "
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'playlist_track'
    ORDER BY table_name, ordinal_position;
    SELECT conrelid::regclass, confrelid::regclass, contype, conname
    FROM pg_constraint
    WHERE contype IN ('p', 'f', 'u') AND conrelid::regclass::text <> 'playlist_track'
    ORDER BY conname COLLATE \"C\";
    SELECT indexname, indexdef
    FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'playlist_track'
    ORDER BY indexname COLLATE \"C\";
";

#[tokio::test]
async fn create_tables_makes_what_the_script_makes() {
    let server = test_server::postgres();
    let (loaded, script) = (server.psql(loaded().await, COLUMNS), server.psql(script().await, COLUMNS));
    for (loaded, script) in loaded.lines().zip(script.lines()) {
        assert_eq!(loaded, script);
    }
    assert_eq!(loaded.lines().count(), script.lines().count());
    assert!(loaded.contains("customer_support_rep_id_fkey"));
}
