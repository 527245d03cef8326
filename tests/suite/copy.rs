//! Many rows in and out as streams.

mod binary;
mod csv;
mod csv_columns;
mod csv_records;
mod failing;
mod json_lines;
mod places;
mod rows;
