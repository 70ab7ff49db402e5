//! The language of identities: `a + b - c.* = (d | e.*)`, `a >= 0`.
//!
//! A name is a path of ids; `name.*` is the sum of all positions below it; `(a | b)` is the first of several that the
//! report has; `prior.name` is the name in the report of the year before. Nothing here knows what a name stands for.

use super::types::Relation;
use crate::model::Words;

/// A parsed identity.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    pub relation: Relation,
    pub left: Vec<Summand>,
    pub right: Vec<Summand>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Summand {
    pub minus: bool,
    pub what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    Number(i64),
    /// The alternatives, each a path; byte offsets of each in the formula are kept for errors.
    Paths(Vec<Path>),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub name: String,
    pub below: bool,
    pub prior: bool,
    pub offset: usize,
}

/// A mistake: a byte offset in the formula and what is wrong there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormulaError {
    pub offset: usize,
    pub message: Words,
}

pub(super) fn parse(text: &str) -> Result<Formula, FormulaError> {
    let mut reader = Reader { text, offset: 0 };
    let left = reader.sum()?;
    let relation = reader.relation()?;
    let right = reader.sum()?;
    reader.skip_space();
    if reader.offset < text.len() {
        return Err(reader
            .error(Words::new("expected `+`, `-` or the end of the identity", "此处应为 `+`、`-` 或关系式的结尾")));
    }
    Ok(Formula { relation, left, right })
}

/// A sum of names alone: `a + b.*`.
pub(super) fn names(text: &str) -> Result<Vec<Path>, FormulaError> {
    let mut reader = Reader { text, offset: 0 };
    let sum = reader.sum()?;
    reader.skip_space();
    let plain = |summand: Summand| match summand.what {
        What::Paths(mut paths) if !summand.minus && paths.len() == 1 && !paths[0].prior => paths.pop(),
        _ => None,
    };
    let names: Option<Vec<Path>> = sum.into_iter().map(plain).collect();
    match names {
        Some(names) if reader.offset == text.len() => Ok(names),
        _ => Err(reader.error(Words::new("expected names of fields joined by `+`", "此处应为用 `+` 连接的字段标识"))),
    }
}

struct Reader<'a> {
    text: &'a str,
    offset: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.offset..]
    }

    fn skip_space(&mut self) {
        self.offset = self.text.len() - self.rest().trim_start().len();
    }

    fn error(&self, message: Words) -> FormulaError {
        FormulaError { offset: self.offset, message }
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(token);
        if found {
            self.offset += token.len();
        }
        found
    }

    fn relation(&mut self) -> Result<Relation, FormulaError> {
        if self.take(">=") {
            Ok(Relation::AtLeast)
        } else if self.take("=") {
            Ok(Relation::Equal)
        } else {
            Err(self.error(Words::new("expected `=` or `>=`", "此处应为 `=` 或 `>=`")))
        }
    }

    fn sum(&mut self) -> Result<Vec<Summand>, FormulaError> {
        let mut summands = Vec::new();
        let mut minus = self.take("-");
        loop {
            summands.push(Summand { minus, what: self.what()? });
            if self.take("+") {
                minus = false;
            } else if self.take("-") {
                minus = true;
            } else {
                return Ok(summands);
            }
        }
    }

    fn what(&mut self) -> Result<What, FormulaError> {
        if self.take("(") {
            let mut paths = vec![self.path()?];
            while self.take("|") {
                paths.push(self.path()?);
            }
            return if self.take(")") {
                Ok(What::Paths(paths))
            } else {
                Err(self.error(Words::new("expected `|` or `)`", "此处应为 `|` 或 `)`")))
            };
        }
        self.skip_space();
        let digits = self.rest().find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest().len());
        if digits > 0 {
            let number = self.rest()[..digits]
                .parse()
                .map_err(|_| self.error(Words::new("this number is too large", "该数字过大")))?;
            self.offset += digits;
            return Ok(What::Number(number));
        }
        Ok(What::Paths(vec![self.path()?]))
    }

    fn path(&mut self) -> Result<Path, FormulaError> {
        self.skip_space();
        let offset = self.offset;
        let end = self
            .rest()
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(self.rest().len());
        let mut name = self.rest()[..end].to_owned();
        if name.is_empty() {
            return Err(
                self.error(Words::new("expected the id of a row, column or field", "此处应为行、列或字段的标识"))
            );
        }
        self.offset += end;
        let below = name.ends_with('.') && self.rest().starts_with('*');
        if below {
            self.offset += 1;
            name.pop();
        }
        let prior = name.strip_prefix("prior.").map(str::to_owned);
        Ok(Path { below, offset, prior: prior.is_some(), name: prior.unwrap_or(name) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_with_everything_parses() {
        let formula = parse("a.b - prior.c + (d.* | e) >= 10").unwrap();
        assert_eq!(formula.relation, Relation::AtLeast);
        assert_eq!(formula.left.len(), 3);
        assert!(formula.left[1].minus);
        let What::Paths(paths) = &formula.left[2].what else { panic!("no alternatives") };
        assert!(paths[0].below && !paths[1].below);
        assert_eq!(formula.right, [Summand { minus: false, what: What::Number(10) }]);
    }

    #[test]
    fn mistakes_are_named_where_they_stand() {
        for (text, offset) in [("a + = b", 4), ("a b", 2), ("a = (b", 6), ("a = b c", 6), ("", 0)] {
            assert_eq!(parse(text).unwrap_err().offset, offset, "{text}");
        }
    }
}
