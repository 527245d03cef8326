//! Many rows in and out as streams, of which only a part is in memory.
//!
//! Rows on their way in are gathered in batches. While one is sent, the next is gathered, so that the database is never
//! waited for without need; each is a statement of its own in one transaction, so that whoever gives the rows can use that
//! transaction between two of them, and a time limit is that of a batch and not of the whole.

mod batch;
mod binary_out;
mod both;
mod copy_in;
mod copy_out;
mod copy_record;
mod copy_row;
mod csv_header;
mod csv_in;
mod csv_out;
mod csv_record;
mod exchange;
mod gather;
mod input;
mod json_lines_in;
mod json_lines_out;
mod known_names;
mod output;
mod progress;
mod query_out;
mod rows_out;
mod source;
mod text;

pub use copy_in::CopyIn;
pub use copy_out::CopyOut;
pub use copy_record::CopyRecord;
pub use copy_row::CopyRow;
pub use progress::CopyProgress;
