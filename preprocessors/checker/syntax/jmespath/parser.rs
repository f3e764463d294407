//! Operator precedence: each lexeme has a power, and an expression goes on while what comes next binds tighter than what is
//! around it. The powers are those of Python's `jmespath` 1.1.0 (2026-11-23), for they decide what is accepted.

use super::fault::{self, Wanted};
use super::lexer::{self, Kind as Lexed, Lexeme};
use super::{Ast, Failure, Kind, MAX_DEPTH, Node, NodeId, Pair, flaw};
use std::ops::Range;

/// Below this, what comes next ends a projection.
const ENDS_PROJECTION: u8 = 10;

const PIPE: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const COMPARE: u8 = 5;
const FLATTEN: u8 = 9;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const DOT: u8 = 40;
const NOT: u8 = 45;
const BRACE: u8 = 50;
const BRACKET: u8 = 55;
const PAREN: u8 = 60;

/// How tightly a lexeme binds to what stands before it. That of a star, `!` and `{` matters although nothing can go on with
/// them: whoever meets them first refuses them.
fn power(kind: &Lexed) -> u8 {
    match kind {
        Lexed::Pipe => PIPE,
        Lexed::Or => OR,
        Lexed::And => AND,
        Lexed::Compare(_) => COMPARE,
        Lexed::Flatten => FLATTEN,
        Lexed::Star => STAR,
        Lexed::Filter => FILTER,
        Lexed::Dot => DOT,
        Lexed::Not => NOT,
        Lexed::OpenBrace => BRACE,
        Lexed::OpenBracket => BRACKET,
        Lexed::OpenParen => PAREN,
        _ => 0,
    }
}

/// Reads a whole expression. A flaw of its lexemes comes before a mistake in its grammar, wherever it stands.
pub(super) fn parse(text: &str) -> Result<Ast, Failure> {
    if u32::try_from(text.len()).is_err() {
        return Err(Failure::Unjudged);
    }
    let lexed = lexer::lex(text);
    if let Some((flaw, at)) = lexed.flaw {
        return Err(Failure::Refused(Box::new(flaw::error(text, &lexed.lexemes, flaw, at))));
    }
    if lexed.too_deep {
        return Err(Failure::Unjudged);
    }
    let mut parser = Parser {
        text,
        lexemes: lexed.lexemes,
        next: 0,
        depth: 0,
        nodes: Vec::new(),
        heights: Vec::new(),
    };
    let root = parser.expression(0)?;
    if *parser.peek() != Lexed::End {
        return Err(parser.refuse(Wanted::Operator));
    }
    let nodes = parser.nodes;
    Ok(Ast { root, nodes })
}

type Parsed = Result<NodeId, Failure>;

struct Parser<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme>,
    /// The lexeme that comes next. The last one is never taken without a refusal.
    next: usize,
    /// How many expressions are being read, one in another.
    depth: usize,
    nodes: Vec<Node>,
    /// How many nodes there are from each node down to the deepest below it.
    heights: Vec<usize>,
}

impl Parser<'_> {
    fn lexeme(&self, ahead: usize) -> &Lexeme {
        let last = self.lexemes.len() - 1;
        &self.lexemes[(self.next + ahead).min(last)]
    }

    fn peek(&self) -> &Lexed {
        &self.lexeme(0).kind
    }

    fn take(&mut self) -> Lexeme {
        let lexeme = self.lexeme(0).clone();
        self.next += 1;
        lexeme
    }

    /// The end of what was taken last.
    fn end(&self) -> usize {
        self.lexemes[self.next.saturating_sub(1)].range.end
    }

    /// Says that something else was wanted where the next lexeme stands.
    fn refuse(&self, wanted: Wanted) -> Failure {
        let at = self.next.min(self.lexemes.len() - 1);
        Failure::Refused(Box::new(fault::error(self.text, &self.lexemes, at, wanted)))
    }

    fn expect(&mut self, kind: &Lexed, wanted: Wanted) -> Result<(), Failure> {
        if self.peek() != kind {
            return Err(self.refuse(wanted));
        }
        self.next += 1;
        Ok(())
    }

    fn node(&mut self, range: Range<usize>, kind: Kind) -> Parsed {
        let id = NodeId(u32::try_from(self.nodes.len()).map_err(|_| Failure::Unjudged)?);
        let height = self.height(&kind)?;
        self.nodes.push(Node { range, kind });
        self.heights.push(height);
        Ok(id)
    }

    /// The height of a node that is yet to be made.
    fn height(&self, kind: &Kind) -> Result<usize, Failure> {
        let of = |id: &NodeId| self.heights[id.0 as usize];
        let below = match kind {
            Kind::Current | Kind::Field(_) | Kind::Literal { .. } => 0,
            Kind::Index { of: a, .. }
            | Kind::Slice { of: a, .. }
            | Kind::Flatten(a)
            | Kind::Reference(a)
            | Kind::Not(a) => of(a),
            Kind::Subexpression { of: a, then: b }
            | Kind::Pipe { of: a, then: b }
            | Kind::Projection { of: a, each: b }
            | Kind::ValueProjection { of: a, each: b }
            | Kind::And(a, b)
            | Kind::Or(a, b)
            | Kind::Comparison { left: a, right: b, .. } => of(a).max(of(b)),
            Kind::FilterProjection {
                of: a,
                condition: b,
                each: c,
            } => of(a).max(of(b)).max(of(c)),
            Kind::MultiSelectList(all) | Kind::Function { arguments: all, .. } => all.iter().map(of).max().unwrap_or(0),
            Kind::MultiSelectHash(pairs) => pairs.iter().map(|pair| of(&pair.value)).max().unwrap_or(0),
        };
        let height = below + 1;
        if height > MAX_DEPTH {
            return Err(Failure::Unjudged);
        }
        Ok(height)
    }

    /// The input, where nothing is written that says so.
    fn implied(&mut self, at: usize) -> Parsed {
        self.node(at..at, Kind::Current)
    }

    /// Reads while what comes next binds tighter than `around`.
    fn expression(&mut self, around: u8) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::Unjudged);
        }
        let start = self.lexeme(0).range.start;
        let mut left = self.operand()?;
        while around < power(self.peek()) {
            left = self.onward(start, left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// Reads what an expression begins with.
    fn operand(&mut self) -> Parsed {
        let Lexeme { kind, range } = self.take();
        let start = range.start;
        match kind {
            Lexed::Name => {
                let name = self.text[range.clone()].to_owned();
                self.node(range, Kind::Field(name))
            }
            Lexed::Quoted(_) if *self.peek() == Lexed::OpenParen => {
                self.next -= 1;
                Err(self.refuse(Wanted::FunctionName))
            }
            Lexed::Quoted(name) => self.node(range, Kind::Field(name)),
            Lexed::Literal(value, quoting) => self.node(range, Kind::Literal { value, quoting }),
            Lexed::Current => self.node(range, Kind::Current),
            Lexed::Star => {
                let of = self.implied(start)?;
                self.values(start, of, STAR)
            }
            Lexed::Filter => {
                let of = self.implied(start)?;
                self.filter(start, of)
            }
            Lexed::Flatten => {
                let of = self.implied(start)?;
                self.flatten(start, of)
            }
            Lexed::OpenBracket => self.leading_bracket(start),
            Lexed::OpenBrace => self.hash(start),
            Lexed::OpenParen => {
                let inside = self.expression(0)?;
                self.expect(&Lexed::CloseParen, Wanted::Operator)?;
                Ok(inside)
            }
            Lexed::Not => {
                let inside = self.expression(NOT)?;
                self.node(start..self.end(), Kind::Not(inside))
            }
            Lexed::Reference => {
                let inside = self.expression(0)?;
                self.node(start..self.end(), Kind::Reference(inside))
            }
            _ => {
                self.next -= 1;
                Err(self.refuse(Wanted::Operand))
            }
        }
    }

    /// Goes on with an expression that begins at `start` and is `left` so far.
    fn onward(&mut self, start: usize, left: NodeId) -> Parsed {
        let kind = self.take().kind;
        let kind = match kind {
            Lexed::Dot if *self.peek() == Lexed::Star => {
                self.next += 1;
                return self.values(start, left, DOT);
            }
            Lexed::Dot => Kind::Subexpression {
                of: left,
                then: self.after_dot(DOT)?,
            },
            Lexed::Pipe => Kind::Pipe {
                of: left,
                then: self.expression(PIPE)?,
            },
            Lexed::Or => Kind::Or(left, self.expression(OR)?),
            Lexed::And => Kind::And(left, self.expression(AND)?),
            Lexed::Compare(comparator) => Kind::Comparison {
                comparator,
                left,
                right: self.expression(COMPARE)?,
            },
            Lexed::Flatten => return self.flatten(start, left),
            Lexed::Filter => return self.filter(start, left),
            Lexed::OpenBracket => return self.bracket(start, left),
            Lexed::OpenParen => return self.call(start, left),
            _ => {
                self.next -= 1;
                return Err(self.refuse(Wanted::Operator));
            }
        };
        self.node(start..self.end(), kind)
    }

    /// Reads what may follow a dot.
    fn after_dot(&mut self, around: u8) -> Parsed {
        let start = self.lexeme(0).range.start;
        match self.peek() {
            Lexed::Name | Lexed::Quoted(_) | Lexed::Star => self.expression(around),
            Lexed::OpenBracket => {
                self.next += 1;
                self.list(start)
            }
            Lexed::OpenBrace => {
                self.next += 1;
                self.hash(start)
            }
            _ => Err(self.refuse(Wanted::Member)),
        }
    }

    /// Reads what is done with each element of a projection.
    fn each(&mut self, around: u8) -> Parsed {
        match self.peek() {
            kind if power(kind) < ENDS_PROJECTION => self.implied(self.end()),
            Lexed::OpenBracket | Lexed::Filter => self.expression(around),
            Lexed::Dot => {
                self.next += 1;
                self.after_dot(around)
            }
            _ => Err(self.refuse(Wanted::Operator)),
        }
    }

    /// Goes on after `*`.
    fn values(&mut self, start: usize, of: NodeId, around: u8) -> Parsed {
        let each = self.each(around)?;
        self.node(start..self.end(), Kind::ValueProjection { of, each })
    }

    /// Goes on after `[*]`, a slice or `[]`.
    fn projection(&mut self, start: usize, of: NodeId, around: u8) -> Parsed {
        let each = self.each(around)?;
        self.node(start..self.end(), Kind::Projection { of, each })
    }

    /// Goes on after `[]`.
    fn flatten(&mut self, start: usize, of: NodeId) -> Parsed {
        let flat = self.node(start..self.end(), Kind::Flatten(of))?;
        self.projection(start, flat, FLATTEN)
    }

    /// Goes on after `[?`.
    fn filter(&mut self, start: usize, of: NodeId) -> Parsed {
        let condition = self.expression(0)?;
        self.expect(&Lexed::CloseBracket, Wanted::Operator)?;
        let each = self.each(FILTER)?;
        let kind = Kind::FilterProjection { of, condition, each };
        self.node(start..self.end(), kind)
    }

    /// Goes on after a `[` that an expression begins with.
    fn leading_bracket(&mut self, start: usize) -> Parsed {
        match self.peek() {
            Lexed::Number(_) | Lexed::Colon => {
                let of = self.implied(start)?;
                self.index(start, of)
            }
            Lexed::Star if self.lexeme(1).kind == Lexed::CloseBracket => {
                self.next += 2;
                let of = self.implied(start)?;
                self.projection(start, of, STAR)
            }
            _ => self.list(start),
        }
    }

    /// Goes on after a `[` that follows something.
    fn bracket(&mut self, start: usize, left: NodeId) -> Parsed {
        if matches!(self.peek(), Lexed::Number(_) | Lexed::Colon) {
            return self.index(start, left);
        }
        self.expect(&Lexed::Star, Wanted::Index)?;
        self.expect(&Lexed::CloseBracket, Wanted::Close)?;
        self.projection(start, left, STAR)
    }

    /// Reads a number or a slice and the bracket after it.
    fn index(&mut self, start: usize, of: NodeId) -> Parsed {
        let is_slice = [0, 1].iter().any(|&ahead| self.lexeme(ahead).kind == Lexed::Colon);
        if let (Lexed::Number(index), false) = (self.peek(), is_slice) {
            let index = *index;
            self.next += 1;
            self.expect(&Lexed::CloseBracket, Wanted::Close)?;
            return self.node(start..self.end(), Kind::Index { of, index });
        }
        let bounds = self.slice()?;
        // Python keeps a slice together with the index before it, and so leaves out the projection.
        let joined = matches!(self.nodes[of.0 as usize].kind, Kind::Index { .. } | Kind::Slice { .. });
        let slice = self.node(start..self.end(), Kind::Slice { of, bounds })?;
        if joined {
            return Ok(slice);
        }
        self.projection(start, slice, STAR)
    }

    /// Reads up to two colons with numbers around them, and the bracket. Of several numbers in one place the last counts.
    fn slice(&mut self) -> Result<[Option<i64>; 3], Failure> {
        let mut bounds = [None; 3];
        let mut place = 0;
        loop {
            match self.peek() {
                Lexed::CloseBracket => break,
                Lexed::Number(number) => bounds[place] = Some(*number),
                Lexed::Colon if place < 2 => place += 1,
                _ => return Err(self.refuse(Wanted::Slice)),
            }
            self.next += 1;
        }
        self.next += 1;
        Ok(bounds)
    }

    /// Reads the rest of a multi-select list.
    fn list(&mut self, start: usize) -> Parsed {
        let mut all = Vec::new();
        loop {
            all.push(self.expression(0)?);
            if *self.peek() == Lexed::CloseBracket {
                break;
            }
            self.expect(&Lexed::Comma, Wanted::Operator)?;
        }
        self.next += 1;
        self.node(start..self.end(), Kind::MultiSelectList(all))
    }

    /// Reads the rest of a multi-select hash. Python does not insist on the commas.
    fn hash(&mut self, start: usize) -> Parsed {
        let mut pairs = Vec::new();
        loop {
            pairs.push(self.pair()?);
            match self.peek() {
                Lexed::Comma => self.next += 1,
                Lexed::CloseBrace => break,
                _ => {}
            }
        }
        self.next += 1;
        self.node(start..self.end(), Kind::MultiSelectHash(pairs))
    }

    fn pair(&mut self) -> Result<Pair, Failure> {
        let Lexeme { kind, range } = self.lexeme(0).clone();
        let key = match kind {
            Lexed::Name => self.text[range.clone()].to_owned(),
            Lexed::Quoted(key) => key,
            _ => return Err(self.refuse(Wanted::Key)),
        };
        self.next += 1;
        self.expect(&Lexed::Colon, Wanted::KeyColon)?;
        let value = self.expression(0)?;
        Ok(Pair {
            key,
            key_range: range,
            value,
        })
    }

    /// Reads the arguments and the parenthesis after them. Python does not insist on the commas, and allows one at the end.
    fn call(&mut self, start: usize, left: NodeId) -> Parsed {
        let Node { kind, range } = self.nodes[left.0 as usize].clone();
        let Kind::Field(name) = kind else {
            self.next -= 1;
            return Err(self.refuse(Wanted::FunctionName));
        };
        let mut arguments = Vec::new();
        while *self.peek() != Lexed::CloseParen {
            arguments.push(self.expression(0)?);
            if *self.peek() == Lexed::Comma {
                self.next += 1;
            }
        }
        self.next += 1;
        let kind = Kind::Function {
            name,
            name_range: range,
            arguments,
        };
        self.node(start..self.end(), kind)
    }
}
