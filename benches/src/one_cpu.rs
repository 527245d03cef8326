use crate::Result;

/// Keeps this process, and those that it starts from now on, on one processor, so that handing work to another thread or
/// to the server costs a switch, and never the waking of a sleeping processor: that costs up to a hundred times
/// as much, and where it happens is up to the scheduler. Does nothing except on Linux.
///
/// # Errors
/// When the system refuses.
pub fn stay_on_one_cpu() -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

        let allowed = sched_getaffinity(None)?;
        let last = (0..CpuSet::MAX_CPU).rev().find(|&cpu| allowed.is_set(cpu)).ok_or("no processor is allowed")?;
        let mut one = CpuSet::new();
        one.set(last);
        sched_setaffinity(None, &one)?;
    }
    Ok(())
}
