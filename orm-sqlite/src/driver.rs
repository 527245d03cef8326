use std::sync::Arc;

use orm_core::Result;
use orm_core::database::{Backend, BoxFuture, Driver, Options};

use crate::backend::Sqlite;
use crate::settings::Settings;
use crate::url::Location;

inventory::submit! {
    Driver { schemes: &["sqlite"], open }
}

fn open(url: String, options: Options) -> BoxFuture<'static, Result<Arc<dyn Backend>>> {
    Box::pin(async move {
        let settings = Settings { location: Location::parse(&url)?, options };
        Ok(Arc::new(Sqlite::open(settings).await?) as Arc<dyn Backend>)
    })
}
