//! Many rows in and out as streams.

mod csv;
mod failing;
mod json_lines;
mod rows;
