//! Scripts in fewer bytes: without remarks, and without the white space that only people need.

use std::iter::Peekable;
use std::str::CharIndices;

/// A script that does what another does. Names stay as they are; texts, templates and regular expressions do, too.
///
/// It reads what our own scripts are written in: a `/` behind a closing bracket divides.
pub(super) fn squeezed(script: &str) -> String {
    let mut squeeze = Squeeze {
        script,
        chars: script.char_indices().peekable(),
        out: String::with_capacity(script.len()),
        gap: Gap::None,
    };
    squeeze.code();
    squeeze.out.push('\n');
    squeeze.out
}

/// What stood between two parts of a script.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

struct Squeeze<'a> {
    script: &'a str,
    chars: Peekable<CharIndices<'a>>,
    out: String,
    gap: Gap,
}

impl Squeeze<'_> {
    /// Code up to its end, or to the bracket that ends a place in a template.
    fn code(&mut self) {
        let mut depth = 0_u32;
        while let Some(&(at, c)) = self.chars.peek() {
            let rest = &self.script[at..];
            if rest.starts_with("//") {
                self.skip(rest.find('\n').unwrap_or(rest.len()));
            } else if rest.starts_with("/*") {
                self.skip(rest.find("*/").map_or(rest.len(), |end| end + 2));
                self.gap = self.gap.max(Gap::Space);
            } else if c.is_whitespace() {
                self.chars.next();
                self.gap = self.gap.max(if c == '\n' { Gap::Line } else { Gap::Space });
            } else {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => return,
                    '}' => depth -= 1,
                    _ => {}
                }
                self.close_gap(c);
                match c {
                    '"' | '\'' => self.quoted(c),
                    '`' => self.template(),
                    '/' if self.begins_expression() => self.quoted('/'),
                    _ => {
                        self.copy();
                    }
                }
            }
        }
    }

    /// Writes what of the white space before `next` has to stay.
    fn close_gap(&mut self, next: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let Some(last) = self.out.chars().next_back() else {
            return;
        };
        let word = |c: char| c.is_alphanumeric() || "_$".contains(c);
        let both = |c: char| last == c && next == c;
        match gap {
            // A statement may end at the end of a line, but not where an operator or a bracket asks for more.
            Gap::Line if !"{;,([=&|?:".contains(last) && !"}]).?:&|=".contains(next) => self.out.push('\n'),
            Gap::Line | Gap::Space if (word(last) && word(next)) || both('+') || both('-') || both('/') => {
                self.out.push(' ');
            }
            _ => {}
        }
    }

    /// Whether a value has to come next, and not an operator.
    fn begins_expression(&self) -> bool {
        let before = self.out.trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        before.is_empty()
            || before.ends_with(|c: char| "(,=:[!&|?{;+-*%<>~^".contains(c))
            || ["return", "of", "in", "case", "typeof"].contains(&word)
    }

    /// A text or a regular expression, whose quote is not its end behind a backslash or between square brackets of the latter.
    fn quoted(&mut self, quote: char) {
        self.copy();
        let mut class = false;
        while let Some(c) = self.copy() {
            match c {
                '\\' => _ = self.copy(),
                '[' if quote == '/' => class = true,
                ']' => class = false,
                c if c == quote && !class => return,
                _ => {}
            }
        }
    }

    fn template(&mut self) {
        self.copy();
        while let Some(c) = self.copy() {
            match c {
                '`' => return,
                '\\' => _ = self.copy(),
                '$' if self.chars.peek().is_some_and(|(_, c)| *c == '{') => {
                    self.copy();
                    self.code();
                    self.gap = Gap::None;
                    self.copy();
                }
                _ => {}
            }
        }
    }

    fn copy(&mut self) -> Option<char> {
        let (_, c) = self.chars.next()?;
        self.out.push(c);
        Some(c)
    }

    fn skip(&mut self, bytes: usize) {
        let Some(&(from, _)) = self.chars.peek() else { return };
        while self.chars.next_if(|(at, _)| *at < from + bytes).is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[track_caller]
    fn check(script: &str, expected: &str) {
        assert_eq!(squeezed(script), expected.to_owned() + "\n", "{script}");
        assert_eq!(squeezed(expected), expected.to_owned() + "\n", "squeezed again");
    }

    #[test]
    fn remarks_and_white_space_go() {
        check(
            "// a\nlet b = \"//\"; // c\n\n  /** d */\n/**\n * e\n */\n  f( 1 );\n",
            "let b=\"//\";f(1);",
        );
        check(
            "const 가 = async ( a , b ) => {\n  return a;\n};",
            "const 가=async(a,b)=>{return a;};",
        );
        check("a = b\n  .c()\n  ? d\n  : e;", "a=b.c()?d:e;");
    }

    #[test]
    fn what_a_script_needs_stays() {
        check("let a\nlet b", "let a\nlet b");
        check("a\n(b)", "a\n(b)");
        check("a + +b - -c", "a+ +b- -c");
        check(
            "for (const a of [1]) if (a in b) typeof c",
            "for(const a of[1])if(a in b)typeof c",
        );
        check("a = b / c / d", "a=b/c/d");
    }

    #[test]
    fn texts_stay_as_they_are() {
        check("'a  \\' // b'  + \"c  'd\"", "'a  \\' // b'+\"c  'd\"");
        check(
            "/[/ ]  \"/.test( a ) ; b = x.match( / +\\//g )",
            "/[/ ]  \"/.test(a);b=x.match(/ +\\//g)",
        );
        check(
            "`a  ${ b ? `c  ${ d }` : { e : 1 } }  f`",
            "`a  ${b?`c  ${d}`:{e:1}}  f`",
        );
    }

    #[test]
    fn what_breaks_off_is_survived() {
        for script in ["`a ${ b", "\"a", "/* a", "a = /b", "`a ${ \"b", "}", "\\"] {
            squeezed(script);
        }
    }
}
