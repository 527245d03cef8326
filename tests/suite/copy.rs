//! Many rows in and out as streams.

mod binary;
mod csv;
mod failing;
mod json_lines;
mod rows;
