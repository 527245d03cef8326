use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use orm_core::database::Failure;
use tokio::sync::Semaphore;

use crate::connection::{self, Role};
use crate::executor::Executor;
use crate::failure;
use crate::job::{Answer, Control, Job};
use crate::settings::Settings;

/// Adds a permit when a worker's connection is closed.
pub(crate) struct Ended(pub(crate) Arc<Semaphore>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

/// Starts the thread of a connection. It ends at [`Job::Stop`], or when nothing can send it jobs any more.
pub(crate) fn spawn(settings: Arc<Settings>, role: Role, ended: Ended) -> io::Result<Sender<Job>> {
    let (sender, jobs) = mpsc::channel();
    let name = match role {
        Role::Writer => "sqlite-writer",
        Role::Reader => "sqlite-reader",
    };
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        let _ended = ended;
        work(&settings, role, &jobs);
    })?;
    Ok(sender)
}

/// Opens the connection at the first job; where that fails, at the next one again.
fn work(settings: &Settings, role: Role, jobs: &Receiver<Job>) {
    while let Ok(job) = jobs.recv() {
        if matches!(job, Job::Stop) {
            return;
        }
        match connection::open(settings, role) {
            Ok(opened) => return serve(Executor::new(&opened, settings), job, jobs),
            Err(error) => job.refuse(failure::opening(error)),
        }
    }
}

fn serve(mut executor: Executor<'_>, first: Job, jobs: &Receiver<Job>) {
    let mut job = first;
    while perform(&mut executor, job).is_continue() {
        job = match jobs.recv() {
            Ok(job) => job,
            Err(_) => return,
        };
    }
}

fn perform(executor: &mut Executor<'_>, job: Job) -> ControlFlow<()> {
    match job {
        Job::Open(reply) => reply.send(Ok(Ok(()))),
        Job::Run { statement, exchange, reply, lease } => {
            let answer = caught(executor, |executor| executor.run(&statement, exchange));
            if let Some(lease) = lease {
                clean_up(executor);
                // Before the answer, so that whoever awaits it finds the connection free.
                drop(lease);
            }
            reply.send(answer);
        }
        Job::RunAll { requests, reply, lease } => {
            let answer = caught(executor, |executor| Ok(executor.run_all(requests)));
            clean_up(executor);
            drop(lease);
            reply.send(answer);
        }
        Job::Script(sql, reply) => reply.send(caught(executor, |executor| executor.script(&sql))),
        Job::Control(control, reply) => {
            reply.send(caught(executor, |executor| match control {
                Control::Begin(options) => executor.begin(&options),
                Control::Commit => executor.commit(),
                Control::Rollback => executor.rollback(),
                Control::Savepoint(savepoint) => executor.savepoint(savepoint),
                Control::Release(savepoint) => executor.release(savepoint),
                Control::RollBackTo(savepoint) => executor.roll_back_to(savepoint),
            }));
        }
        Job::Release(lease) => {
            clean_up(executor);
            drop(lease);
        }
        Job::Stop => return ControlFlow::Break(()),
    }
    ControlFlow::Continue(())
}

/// Carries out a job so that its panic ends neither the thread nor the connection.
fn caught<'c, T>(executor: &mut Executor<'c>, job: impl FnOnce(&mut Executor<'c>) -> Result<T, Failure>) -> Answer<T> {
    let answer = catch_unwind(AssertUnwindSafe(|| job(executor)));
    if answer.is_err() {
        executor.panicked();
    }
    answer
}

/// Leaves no transaction behind for the next one who gets the connection.
fn clean_up(executor: &mut Executor<'_>) {
    // A rollback of an open transaction cannot fail but with the file itself, which the next statement will report.
    let _ = executor.rollback();
}
