use orm_core::value::{ReadError, ReadResult};

use crate::reader::Cells;

/// The elements of an array of one dimension, from the bytes in which it arrived.
pub(crate) struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The elements, and how many they are.
    pub(crate) fn new(bytes: &'a [u8]) -> ReadResult<(Self, u32)> {
        let mut elements = Self { rest: bytes };
        let dimensions = elements.number()?;
        // Whether there are NULLs, which each element says, and the number of its type, which was checked.
        let (_nulls, _type) = (elements.number()?, elements.number()?);
        match dimensions {
            0 => Ok((elements, 0)),
            1 => {
                let count = elements.number()?;
                let _first_index = elements.number()?;
                Ok((elements, count))
            }
            several => Err(ReadError::invalid(format!("the array has {several} dimensions, and a list has one"))),
        }
    }

    fn number(&mut self) -> ReadResult<u32> {
        let (number, rest) = self.rest.split_first_chunk().ok_or_else(cut_off)?;
        self.rest = rest;
        Ok(u32::from_be_bytes(*number))
    }
}

impl<'a> Cells<'a> for Elements<'a> {
    fn next(&mut self, _: usize) -> ReadResult<Option<&'a [u8]>> {
        let length = self.number()?;
        // The length that says NULL.
        if length == u32::MAX {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(ReadError::invalid)?;
        let (element, rest) = self.rest.split_at_checked(length).ok_or_else(cut_off)?;
        self.rest = rest;
        Ok(Some(element))
    }

    fn type_name(&self, _: usize) -> &str {
        "an element of another type"
    }
}

#[cold]
fn cut_off() -> ReadError {
    ReadError::invalid("the array is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_list() {
        assert!(Elements::new(&[0, 0]).is_err());
        let of_two_dimensions = [[0, 0, 0, 2], [0, 0, 0, 0], [0, 0, 0, 23]].concat();
        assert!(Elements::new(&of_two_dimensions).is_err());
        let cut = [[0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 23], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 4]].concat();
        let (mut elements, count) = Elements::new(&cut).unwrap_or((Elements { rest: &[] }, 0));
        assert_eq!(count, 1);
        assert!(elements.next(0).is_err());
    }
}
