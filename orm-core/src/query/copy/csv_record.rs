use csv_core::{ReadFieldResult, Reader};

/// What there is after some input was taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// A part of a record.
    Part,
    /// A whole record.
    Record,
    /// No record any more.
    End,
}

/// The record of a CSV file that is being read.
#[derive(Debug)]
pub(super) struct Record {
    reader: Reader,
    /// The bytes of its fields, and more room.
    bytes: Vec<u8>,
    used: usize,
    fields: Vec<Field>,
    /// Whether the field that is being read stands in quotes; `None` before its first byte.
    is_quoted: Option<bool>,
    line: u64,
    /// The last byte that was taken.
    last: u8,
}

#[derive(Debug)]
struct Field {
    end: usize,
    is_quoted: bool,
}

impl Record {
    pub(super) fn new() -> Self {
        let (bytes, fields) = (vec![0; 1 << 10], Vec::new());
        Self { reader: Reader::new(), bytes, used: 0, fields, is_quoted: None, line: 1, last: b'\n' }
    }

    /// Takes input, or nothing where there is no more, and says how much of it.
    pub(super) fn feed(&mut self, input: &[u8]) -> (usize, Fed) {
        let mut taken = 0;
        loop {
            let rest = &input[taken..];
            self.look_at(rest);
            if self.used == self.bytes.len() {
                self.bytes.resize(self.used * 2, 0);
            }
            let (result, read, written) = self.reader.read_field(rest, &mut self.bytes[self.used..]);
            taken += read;
            self.used += written;
            if let Some(last) = rest[..read].last() {
                self.last = *last;
            }
            match result {
                ReadFieldResult::InputEmpty => return (taken, Fed::Part),
                ReadFieldResult::OutputFull => {}
                ReadFieldResult::End => return (taken, Fed::End),
                ReadFieldResult::Field { record_end } => {
                    let is_quoted = self.is_quoted.take().unwrap_or(false);
                    self.fields.push(Field { end: self.used, is_quoted });
                    if record_end {
                        return (taken, Fed::Record);
                    }
                }
            }
            // To the reader, no input is the end of all.
            if taken == input.len() && !input.is_empty() {
                return (taken, Fed::Part);
            }
        }
    }

    /// The reader tells no more of a field than its text.
    fn look_at(&mut self, input: &[u8]) {
        if self.is_quoted.is_some() {
            return;
        }
        let (mut input, mut line) = (input, self.reader.line());
        if self.fields.is_empty() {
            // What is left of the line before, and empty lines.
            while let [byte @ (b'\r' | b'\n'), rest @ ..] = input {
                (input, line) = (rest, line + u64::from(*byte == b'\n'));
            }
            input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
            self.line = line;
        }
        self.is_quoted = input.first().map(|byte| *byte == b'"');
    }

    /// The number of the line where it begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Whether the file has ended within quotes.
    pub(super) fn is_cut_off(&self) -> bool {
        self.fields.last().is_some_and(|field| field.is_quoted) && self.last != b'"'
    }

    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// A field, and whether it stands in quotes.
    pub(super) fn field(&self, index: usize) -> (&[u8], bool) {
        let start = index.checked_sub(1).map_or(0, |before| self.fields[before].end);
        let field = &self.fields[index];
        (&self.bytes[start..field.end], field.is_quoted)
    }

    /// Makes room for the next one.
    pub(super) fn clear(&mut self) {
        self.used = 0;
        self.fields.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records, read in pieces of so many bytes.
    fn records(text: &str, piece: usize) -> Vec<(u64, Vec<(String, bool)>)> {
        let (mut record, mut records) = (Record::new(), Vec::new());
        let mut pieces = text.as_bytes().chunks(piece).chain([[].as_slice()]);
        let mut input = pieces.next().unwrap_or_default();
        loop {
            let (taken, fed) = record.feed(input);
            input = &input[taken..];
            match fed {
                Fed::End => return records,
                Fed::Part => input = pieces.next().unwrap_or_default(),
                Fed::Record => {
                    let field = |index| {
                        let (text, is_quoted) = record.field(index);
                        (String::from_utf8_lossy(text).into_owned(), is_quoted)
                    };
                    records.push((record.line(), (0..record.len()).map(field).collect()));
                    record.clear();
                    if input.is_empty() {
                        input = pieces.next().unwrap_or_default();
                    }
                }
            }
        }
    }

    #[test]
    fn fields_know_whether_they_are_quoted() {
        let text = "a,\"b\",,\"\"\r\n\"x\n\"\"y\",1,2,\n\n\n,\"\",,z";
        let field = |text: &str, is_quoted| (text.to_owned(), is_quoted);
        let expected = vec![
            (1, vec![field("a", false), field("b", true), field("", false), field("", true)]),
            (2, vec![field("x\n\"y", true), field("1", false), field("2", false), field("", false)]),
            (6, vec![field("", false), field("", true), field("", false), field("z", false)]),
        ];
        for piece in 1..text.len() {
            assert_eq!(records(text, piece), expected, "{piece}");
        }
        let large = format!("{},\"{}\"\n", "x".repeat(5_000), "y,".repeat(5_000));
        assert_eq!(records(&large, 7)[0].1[1].0.len(), 10_000);
        assert!(records("", 1).is_empty() && records("\r\n\n", 1).is_empty());
    }
}
