//! Where a program of jq defines names, and where it uses them.

use super::lexer::Kind;
use super::parser::{PIPE, Parse, Parser, Used};

impl Parser<'_> {
    pub(super) fn patterns(&mut self) -> Parse {
        self.pattern()?;
        while self.takes("?//") {
            self.pattern()?;
        }
        Ok(())
    }

    fn pattern(&mut self) -> Parse {
        let at = self.token.range.clone();
        match (self.token.kind, self.word()) {
            (Kind::Variable, _) => {
                self.define_variable();
                Ok(())
            }
            (Kind::Sign, "[") => {
                self.next();
                self.nested(Self::pattern)?;
                while self.takes(",") {
                    self.nested(Self::pattern)?;
                }
                self.close("]", at)
            }
            (Kind::Sign, "{") => {
                self.next();
                self.nested(Self::member_pattern)?;
                while self.takes(",") {
                    self.nested(Self::member_pattern)?;
                }
                self.close("}", at)
            }
            _ => Err(self.wanted("$name")),
        }
    }

    fn member_pattern(&mut self) -> Parse {
        match (self.token.kind, self.word()) {
            (Kind::Variable, _) => {
                self.define_variable();
                return match self.takes(":") {
                    true => self.pattern(),
                    false => Ok(()),
                };
            }
            (Kind::Name, _) => self.next(),
            (Kind::Quote, _) => self.string()?,
            (Kind::Sign, "(") => {
                let at = self.token.range.clone();
                self.next();
                self.query(PIPE)?;
                self.close(")", at)?;
            }
            _ => return Err(self.unexpected()),
        }
        self.expect(":")?;
        self.pattern()
    }

    pub(super) fn definition(&mut self) -> Parse {
        self.next();
        let name = match self.token.kind {
            Kind::Name => self.word(),
            _ => return Err(self.unexpected()),
        };
        self.next();
        let mut arity = 0_u8;
        let at = self.token.range.clone();
        if self.takes("(") {
            loop {
                match self.token.kind {
                    Kind::Name => {
                        self.names.defined.push((self.word(), 0));
                        self.next();
                    }
                    Kind::Variable => {
                        let name = self.word().trim_start_matches('$');
                        self.names.defined.push((name, 0));
                        self.define_variable();
                    }
                    _ => return Err(self.unexpected()),
                }
                arity = arity.saturating_add(1);
                if !self.takes(";") {
                    break;
                }
            }
            self.close(")", at)?;
        }
        self.names.defined.push((name, arity));
        self.expect(":")?;
        self.query(PIPE)?;
        self.expect(";")
    }

    pub(super) fn call(&mut self) -> Parse {
        let (name, at) = (self.word(), self.token.range.clone());
        self.next();
        let mut arity = 0_u8;
        let opened = self.token.range.clone();
        if self.takes("(") {
            loop {
                self.query(PIPE)?;
                arity = arity.saturating_add(1);
                if !self.takes(";") {
                    break;
                }
            }
            self.close(")", opened)?;
        }
        self.names.functions.push(Used { name, at, arity });
        Ok(())
    }

    pub(super) fn label(&mut self) -> Parse {
        match self.token.kind {
            Kind::Variable => {
                self.next();
                Ok(())
            }
            _ => Err(self.wanted("$name")),
        }
    }

    pub(super) fn variable(&mut self) {
        let (name, at) = (self.word().trim_start_matches('$'), self.token.range.clone());
        self.names.variables.push(Used { name, at, arity: 0 });
        self.next();
    }

    pub(super) fn define_variable(&mut self) {
        self.names.variables_defined.push(self.word().trim_start_matches('$'));
        self.next();
    }
}
