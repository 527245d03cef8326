use orm_core::database::Exchange;
use orm_core::sql::Statement;

use super::{Checkout, Started};
use crate::copy_in;
use crate::execute::{Done, Problem};

impl Checkout {
    /// Copies rows in, one for each set of parameters.
    pub(super) async fn copy_in(
        &mut self,
        statement: &Statement,
        exchange: &mut dyn Exchange,
    ) -> Result<Done, Problem> {
        // Behind a refused BEGIN the rows would be kept on their own.
        if self.transaction.is_to_be_opened() {
            self.open_transaction().await?;
        }
        let Started { client, statements, .. } = self.start()?;
        let copied = copy_in::run(client, statements, statement, exchange).await;
        if copied.is_err() {
            // The table may have other columns by now.
            statements.remove(&statement.sql);
            statement.sql.copy_in().into_iter().for_each(|copy| statements.remove(&copy.columns));
        }
        copied
    }
}
