/// What there is after some input was taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// A part of a record.
    Part,
    /// A whole record.
    Record,
    /// No record any more.
    End,
    /// A record whose last field goes on behind its closing quote.
    BehindQuotes,
    /// A record that goes on where there is no more input.
    WithinQuotes,
}

/// The record of a CSV file that is being read.
#[derive(Debug)]
pub(super) struct Record {
    state: State,
    /// The bytes of its fields.
    bytes: Vec<u8>,
    fields: Vec<Field>,
    /// The line where it begins.
    line: u64,
    /// The line that is being read.
    current: u64,
    /// Whether an empty line is a record of one empty field.
    pub(super) keeps_empty_lines: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Where a record begins, at first behind a `\r`, whose `\n` is no line of its own.
    Start {
        after_return: bool,
    },
    /// Where a field begins that is not the first.
    Field,
    Plain,
    Quoted,
    /// Behind a quote within quotes, which is the closing one unless another follows.
    Quote,
}

#[derive(Debug)]
struct Field {
    end: usize,
    is_quoted: bool,
}

impl Record {
    pub(super) fn new() -> Self {
        let (bytes, fields, state) = (Vec::new(), Vec::new(), State::Start { after_return: false });
        Self { state, bytes, fields, line: 1, current: 1, keeps_empty_lines: false }
    }

    /// Takes input, or nothing where there is no more, and says how much of it.
    pub(super) fn feed(&mut self, input: &[u8]) -> (usize, Fed) {
        if input.is_empty() {
            return (0, self.end());
        }
        let mut taken = 0;
        while let Some(&byte) = input.get(taken) {
            match (self.state, byte) {
                (State::Start { after_return: true }, b'\n') => self.state = State::Start { after_return: false },
                (State::Start { .. }, b'\r' | b'\n') if !self.keeps_empty_lines => self.end_line(byte),
                (State::Quote, b'"') => {
                    self.bytes.push(byte);
                    self.state = State::Quoted;
                }
                (State::Quoted, b'"') => self.state = State::Quote,
                (State::Quoted, _) => {
                    let rest = &input[taken..];
                    let text = &rest[..memchr::memchr(b'"', rest).unwrap_or(rest.len())];
                    self.current += count(memchr::memchr_iter(b'\n', text).count());
                    taken += self.push(text);
                    continue;
                }
                (state, b'\r' | b'\n') => {
                    self.begin();
                    self.end_field(state);
                    self.end_line(byte);
                    return (taken + 1, Fed::Record);
                }
                (state, b',') => {
                    self.begin();
                    self.end_field(state);
                    self.state = State::Field;
                }
                (State::Quote, _) => {
                    self.end_field(State::Quote);
                    return (taken, Fed::BehindQuotes);
                }
                (State::Start { .. } | State::Field, b'"') => {
                    self.begin();
                    self.state = State::Quoted;
                }
                (State::Start { .. } | State::Field | State::Plain, _) => {
                    self.begin();
                    self.state = State::Plain;
                    let rest = &input[taken..];
                    let ends = |byte: &u8| matches!(byte, b',' | b'\r' | b'\n');
                    taken += self.push(&rest[..rest.iter().position(ends).unwrap_or(rest.len())]);
                    continue;
                }
            }
            taken += 1;
        }
        (taken, Fed::Part)
    }

    /// What there is where the input is over.
    fn end(&mut self) -> Fed {
        match self.state {
            State::Start { .. } => Fed::End,
            State::Quoted => Fed::WithinQuotes,
            state => {
                self.end_field(state);
                self.state = State::Start { after_return: false };
                Fed::Record
            }
        }
    }

    /// Remembers where a record begins.
    fn begin(&mut self) {
        if let State::Start { .. } = self.state {
            self.line = self.current;
        }
    }

    fn push(&mut self, text: &[u8]) -> usize {
        self.bytes.extend_from_slice(text);
        text.len()
    }

    fn end_field(&mut self, state: State) {
        self.fields.push(Field { end: self.bytes.len(), is_quoted: state == State::Quote });
    }

    fn end_line(&mut self, byte: u8) {
        self.current += 1;
        self.state = State::Start { after_return: byte == b'\r' };
    }

    /// The number of the line where it begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Whether what comes next is within quotes.
    pub(super) fn is_within_quotes(&self) -> bool {
        self.state == State::Quoted
    }

    /// How many bytes it has so far, but for quotes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.fields.len()
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
        self.bytes.clear();
        self.fields.clear();
    }
}

fn count(lines: usize) -> u64 {
    u64::try_from(lines).unwrap_or(u64::MAX)
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
                Fed::BehindQuotes | Fed::WithinQuotes => {
                    records.push((record.line(), vec![(format!("{fed:?}"), record.is_within_quotes())]));
                    return records;
                }
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

    #[test]
    fn lines_end_in_three_ways() {
        for end in ["\n", "\r", "\r\n"] {
            let text = format!("{end}a,b{end}{end}\"c{end}\",d{end}e{end}");
            let lines_in_quotes = u64::from(end != "\r");
            for piece in 1..text.len() {
                let found = records(&text, piece);
                let places: Vec<_> = found.iter().map(|(line, fields)| (*line, fields.len())).collect();
                assert_eq!(places, [(2, 2), (4, 2), (5 + lines_in_quotes, 1)], "{text:?} in {piece}");
                assert_eq!(found[1].1[0].0, format!("c{end}"));
            }
        }
    }

    #[test]
    fn quotes_are_closed_or_not() {
        for (text, ending) in [
            ("\"", "WithinQuotes"),
            ("a,\"b\"\"", "WithinQuotes"),
            ("\"a\"b", "BehindQuotes"),
            ("\"\" \n", "BehindQuotes"),
        ] {
            for piece in 1..=text.len() {
                let found = records(text, piece);
                assert_eq!((found.len(), &*found[0].1[0].0), (1, ending), "{text:?} in {piece}");
            }
        }
        for piece in 1..5 {
            assert_eq!(records("\"a\"\"\"", piece), [(1, vec![("a\"".to_owned(), true)])]);
            assert_eq!(records("a\"\"", piece), [(1, vec![("a\"\"".to_owned(), false)])]);
        }
    }
}
