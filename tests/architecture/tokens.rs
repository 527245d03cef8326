//! As much of Rust's tokens as it takes to find paths: words and punctuation, without comments and literals.

use std::iter::Peekable;
use std::str::Chars;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Word(String),
    Punctuation(char),
}

impl Token {
    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found == word)
    }

    pub(crate) fn is(&self, punctuation: char) -> bool {
        *self == Self::Punctuation(punctuation)
    }
}

/// The tokens of a source text, each with its line.
pub(crate) fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut reader = Reader { rest: text.chars().peekable(), line: 1, previous: None };
    let mut tokens = Vec::new();
    while let Some(character) = reader.next() {
        let line = reader.line;
        if character == '/' && reader.take('/') {
            while reader.rest.peek().is_some_and(|next| *next != '\n') {
                reader.next();
            }
        } else if character == '/' && reader.take('*') {
            reader.block_comment();
        } else if character == '"' {
            reader.until_quote('"');
        } else if character == '\'' {
            reader.quote();
        } else if starts_word(character) {
            let word = reader.word(character);
            if matches!(word.as_str(), "r" | "br" | "cr") && matches!(reader.rest.peek(), Some('"' | '#')) {
                // `r#type` is a word as well; what `raw` leaves of it is read as one.
                reader.raw();
            } else {
                tokens.push((line, Token::Word(word)));
            }
        } else if !character.is_whitespace() {
            tokens.push((line, Token::Punctuation(character)));
        }
    }
    tokens
}

fn starts_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    line: usize,
    previous: Option<char>,
}

impl Reader<'_> {
    /// The next character; `line` is the one that it stands on.
    fn next(&mut self) -> Option<char> {
        if self.previous == Some('\n') {
            self.line += 1;
        }
        self.previous = self.rest.next();
        self.previous
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest.peek() == Some(&wanted);
        if found {
            self.next();
        }
        found
    }

    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        while let Some(character) = self.rest.peek().copied().filter(|next| starts_word(*next)) {
            word.push(character);
            self.next();
        }
        word
    }

    fn block_comment(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.next() {
                Some('*') if self.take('/') => depth -= 1,
                Some('/') if self.take('*') => depth += 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    fn until_quote(&mut self, quote: char) {
        while let Some(character) = self.next() {
            if character == '\\' {
                self.next();
            } else if character == quote {
                return;
            }
        }
    }

    /// Reads a character's literal, or leaves the name of a lifetime as a word.
    fn quote(&mut self) {
        if self.rest.peek() == Some(&'\\') {
            self.until_quote('\'');
        } else if self.rest.clone().nth(1) == Some('\'') {
            self.next();
            self.next();
        }
    }

    fn raw(&mut self) {
        let mut hashes = 0;
        while self.take('#') {
            hashes += 1;
        }
        if !self.take('"') {
            return;
        }
        while let Some(character) = self.next() {
            if character == '"' && (0..hashes).all(|_| self.take('#')) {
                return;
            }
        }
    }
}

#[test]
fn comments_and_literals_are_left_out() {
    let text = "a // b\n/* c /* d */ e */ f \"g \\\" h\" 'i' '\\'' &'j k r#\"l \" m\"# r#n b\"o\" '{' p";
    let words: Vec<_> = tokens(text)
        .into_iter()
        .filter_map(|(line, token)| match token {
            Token::Word(word) => Some(format!("{line}{word}")),
            Token::Punctuation(_) => None,
        })
        .collect();
    assert_eq!(words, ["1a", "2f", "2j", "2k", "2n", "2b", "2p"]);
}
