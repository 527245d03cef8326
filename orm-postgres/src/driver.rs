use std::sync::Arc;

use orm_core::Result;
use orm_core::database::{Backend, BoxFuture, Driver, Options};

use crate::backend::Postgres;
use crate::url;

inventory::submit! {
    Driver { schemes: &["postgres", "postgresql"], open }
}

fn open(url: String, options: Options) -> BoxFuture<'static, Result<Arc<dyn Backend>>> {
    Box::pin(async move {
        let config = url::parse(&url, &options)?;
        let backend = Postgres::open(config, &options).await?;
        Ok(Arc::new(backend) as Arc<dyn Backend>)
    })
}
