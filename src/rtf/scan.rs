//! Cuts a Rich Text document into tokens. Numbers are read and never trusted.

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and its number.
    Word(&'a [u8], Option<i32>),
    /// A control symbol: `\~`, `\*`.
    Symbol(u8),
    /// `\'hh`
    Byte(u8),
    /// Text as bytes of some code page.
    Text(&'a [u8]),
}

/// Goes through the bytes of a document.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Scanner { bytes, at: 0 }
    }

    /// The byte that is read next.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Passes over bytes that are no tokens.
    pub(super) fn pass(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let first = *self.bytes.get(self.at)?;
            match first {
                b'{' => return self.single(Token::Open),
                b'}' => return self.single(Token::Close),
                b'\\' => return Some(self.control()),
                b'\r' | b'\n' | 0 => self.at += 1,
                _ => {
                    let rest = &self.bytes[self.at..];
                    let is_end = |byte: &u8| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let length = rest.iter().position(is_end).unwrap_or(rest.len());
                    self.at += length;
                    return Some(Token::Text(&rest[..length]));
                }
            }
        }
    }

    fn single(&mut self, token: Token<'a>) -> Option<Token<'a>> {
        self.at += 1;
        Some(token)
    }

    fn control(&mut self) -> Token<'a> {
        let rest = &self.bytes[self.at + 1..];
        let length = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        if length == 0 {
            return self.symbol(rest);
        }
        let (word, rest) = rest.split_at(length);
        let minus = usize::from(rest.first() == Some(&b'-'));
        let digits = &rest[minus..];
        let count = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
        let number = (count > 0).then(|| {
            let digit = |sum: i64, byte: &u8| (sum * 10 + i64::from(byte - b'0')).min(i64::from(i32::MAX));
            let sum = digits[..count].iter().fold(0, digit);
            (if minus == 1 { -sum } else { sum }) as i32
        });
        let used = if count > 0 { minus + count } else { 0 };
        let space = usize::from(rest.get(used) == Some(&b' '));
        self.at += 1 + length + used + space;
        Token::Word(word, number)
    }

    fn symbol(&mut self, rest: &'a [u8]) -> Token<'a> {
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (rest.first(), digit(rest.get(1)), digit(rest.get(2))) {
            (Some(b'\''), Some(high), Some(low)) => {
                self.at += 4;
                Token::Byte((high * 16 + low) as u8)
            }
            (Some(symbol), ..) => {
                self.at += 2;
                Token::Symbol(*symbol)
            }
            (None, ..) => {
                self.at += 1;
                Token::Symbol(b' ')
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scanner, Token};

    #[test]
    fn words_numbers_bytes_and_text_are_told_apart() {
        let mut scanner = Scanner::new(b"{\\rtf1\\b-1 a\r\nb\\'B5\\~\\u-20 x}\\");
        let mut found = Vec::new();
        while let Some(token) = scanner.next() {
            found.push(token);
        }
        assert_eq!(
            found,
            [
                Token::Open,
                Token::Word(b"rtf", Some(1)),
                Token::Word(b"b", Some(-1)),
                Token::Text(b"a"),
                Token::Text(b"b"),
                Token::Byte(0xB5),
                Token::Symbol(b'~'),
                Token::Word(b"u", Some(-20)),
                Token::Text(b"x"),
                Token::Close,
                Token::Symbol(b' '),
            ]
        );
        let mut scanner = Scanner::new(b"\\bin99999999999 x");
        assert_eq!(scanner.next(), Some(Token::Word(b"bin", Some(i32::MAX))));
        scanner.pass(i32::MAX as usize);
        assert_eq!(scanner.next(), None);
    }
}
