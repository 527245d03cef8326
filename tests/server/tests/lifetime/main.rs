//! How servers end, and that nothing is left of them: no process, no file, no shared memory.

mod process;
mod signals;
mod traces;
