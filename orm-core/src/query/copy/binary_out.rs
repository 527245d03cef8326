use bytes::{BufMut, BytesMut};

use super::rows_out::Format;
use crate::error::{Error, Result};
use crate::sql::{Columns, Dialect};
use crate::value::{Captured, ReadError, ReadResult, RowReader, SqlType, binary};

/// Rows in the binary format of PostgreSQL's COPY.
pub(super) struct Binary;

impl Format for Binary {
    fn header(columns: &Columns, dialect: Dialect, out: &mut BytesMut) -> Result<()> {
        for column in columns.iter() {
            if let (Dialect::Sqlite, SqlType::List(SqlType::Enum(ty))) = (dialect, column.ty) {
                return Err(Error::Unsupported {
                    reason: format!(
                        "{}.{} is a list of {}, whose number in PostgreSQL only a server knows: SQLite cannot write it in \
                         the binary format, and copy_out_csv can",
                        column.model, column.field, ty.name
                    ),
                });
            }
        }
        out.put_slice(binary::COPY_HEADER);
        Ok(())
    }

    fn row(types: &[SqlType], row: &mut dyn RowReader, out: &mut BytesMut) -> ReadResult<()> {
        let cells = types.iter().map(|ty| ty.width()).sum();
        out.put_i16(i16::try_from(cells).map_err(ReadError::invalid)?);
        if row.copy_binary(cells, out)? {
            return Ok(());
        }
        for ty in types {
            for value in Captured::read(row, [*ty])?.into_values() {
                binary::size(&value).map_err(ReadError::invalid)?;
                binary::put_cell(&value, out).map_err(ReadError::invalid)?;
            }
        }
        Ok(())
    }

    fn trailer(out: &mut BytesMut) {
        out.put_i16(binary::COPY_TRAILER);
    }
}
