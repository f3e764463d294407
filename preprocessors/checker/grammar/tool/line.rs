//! The words of a command line, dealt out to commands, options and arguments as `getopt` and its kin do.

use super::facts::{Opt, Takes, Tool};
use super::notation::NUMBER;
use crate::grammar::word::Word;
use crate::suggest::{nearest, slip};
use std::ops::Range;

/// What the words of a command are.
#[derive(Debug, Default)]
pub(super) struct Line<'g> {
    /// The commands named below where it began, and the words that name them.
    pub(super) commands: Vec<(usize, usize)>,
    /// The innermost command.
    pub(super) command: usize,
    pub(super) given: Vec<Given<'g>>,
    /// The words that are arguments of the innermost command.
    pub(super) arguments: Vec<usize>,
    pub(super) faults: Vec<Fault<'g>>,
    pub(super) end: End,
    /// Whether there may be arguments that cannot be seen, or fewer than are seen.
    pub(super) doubtful: bool,
}

/// How far a line could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum End {
    /// As far as there are words.
    #[default]
    Whole,
    /// It asks for help: nothing else is needed.
    Help,
    /// What follows cannot be seen, or is not known.
    Unknown,
    /// This word names no command.
    NotACommand(usize),
}

/// An option that was given.
#[derive(Clone, Debug)]
pub(super) struct Given<'g> {
    pub(super) option: &'g Opt,
    /// The name as it was written.
    pub(super) name: Name,
    /// The command that takes it.
    pub(super) command: usize,
    pub(super) values: Vec<Value>,
}

/// A name of an option as it stands in a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) word: usize,
    /// The bytes of the word's text that name it.
    pub(super) range: Range<usize>,
    /// The name, with its dashes.
    pub(super) text: String,
}

/// A value: a word from one of its bytes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) word: usize,
    pub(super) from: usize,
}

/// What is wrong with one option.
#[derive(Clone, Debug)]
pub(super) enum Fault<'g> {
    Unknown {
        name: Name,
        command: usize,
        meant: Option<String>,
    },
    MissingValue {
        name: Name,
        option: &'g Opt,
        command: usize,
    },
    FlagValue {
        name: Name,
        option: &'g Opt,
        value: Range<usize>,
    },
}

impl<'g> Line<'g> {
    /// Reads the words that follow the name of `command`; `open` where some may be hidden.
    pub(super) fn read(tool: &'g Tool, command: usize, words: &[Word], open: bool) -> Self {
        let mut reading = Reading {
            tool,
            words,
            open,
            at: 0,
            line: Line {
                command,
                doubtful: open,
                ..Line::default()
            },
        };
        reading.run();
        let mut line = reading.line;
        let helps = |given: &Given| tool.is_help(given.command, given.option);
        if line.end == End::Whole && line.given.iter().any(helps) {
            line.end = End::Help;
        }
        line
    }

    /// The option of that name, if it was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|given| given.option.is_called(name))
    }
}

struct Reading<'g, 'r, 'c> {
    tool: &'g Tool,
    words: &'r [Word<'c>],
    open: bool,
    /// The next word.
    at: usize,
    line: Line<'g>,
}

impl<'g> Reading<'g, '_, '_> {
    fn run(&mut self) {
        let mut ended = false;
        while self.line.end == End::Whole
            && let Some(word) = self.words.get(self.at)
        {
            let head = word.head();
            let option = !ended && head.len() > 1 && head.starts_with('-');
            if option && word.text.as_deref() == Some("--") {
                ended = true;
                self.at += 1;
            } else if option {
                self.option(&head);
            } else if self.descends() {
                self.subcommand();
            } else {
                self.argument();
            }
        }
    }

    /// Whether the next word has to name a command below the one read last.
    fn descends(&self) -> bool {
        let command = &self.tool.commands[self.line.command];
        let below = !command.children.is_empty() || command.open || !command.others.is_empty();
        below && self.line.arguments.is_empty()
    }

    fn subcommand(&mut self) {
        let word = self.at;
        let command = &self.tool.commands[self.line.command];
        let Some(name) = self.words[word].text.as_deref() else {
            self.line.end = End::Unknown;
            return;
        };
        if let Some(child) = self.tool.child(self.line.command, name) {
            self.line.commands.push((word, child));
            self.line.command = child;
            self.at += 1;
            return;
        }
        if command.arguments.is_some() {
            self.argument();
            return;
        }
        // `docker COMMAND`: how a command may be called, not a call.
        let shouted = !name.bytes().any(|byte| byte.is_ascii_lowercase());
        let elsewhere = command.others.iter().any(|other| other == name);
        let unheard = command.open && near(self.tool, self.line.command, name).is_none();
        self.line.end = if shouted || elsewhere || unheard {
            End::Unknown
        } else {
            End::NotACommand(word)
        };
    }

    fn argument(&mut self) {
        let word = &self.words[self.at];
        self.line.doubtful |= word.splits || word.globs();
        self.line.arguments.push(self.at);
        self.at += 1;
        if self.tool.commands[self.line.command].options_first {
            // What follows is somebody else's, as is what an unknown word may hide.
            let rest = self.at..self.words.len();
            self.line.doubtful |= self.words[rest.clone()].iter().any(|word| word.splits || word.globs());
            self.line.arguments.extend(rest);
            self.at = self.words.len();
        }
    }

    fn option(&mut self, head: &str) {
        let known = self.words[self.at].text.is_some();
        let (name, joined) = match head.split_once('=') {
            Some((name, _)) => (name, Some(name.len() + 1)),
            None => (head, None),
        };
        let whole = joined.is_some() || known;
        let letter = name.chars().nth(2).is_none();
        if let Some(option) = self.find(name).filter(|_| whole && !letter) {
            self.long(option, name, joined);
        } else if name.starts_with("--") {
            match self.abbreviated(name).filter(|_| whole) {
                Some(option) => self.long(option, name, joined),
                None if whole => self.unknown(0..name.len(), name.to_owned(), joined.is_some()),
                None => self.hidden(),
            }
        } else if self.is_number(name) {
            self.at += 1;
        } else if self.tool.clusters || letter {
            self.cluster(head, known);
        } else if whole {
            self.unknown(0..name.len(), name.to_owned(), joined.is_some());
        } else {
            self.hidden();
        }
    }

    /// Goes over a word that may be any option.
    fn hidden(&mut self) {
        self.at += 1;
        self.doubt();
    }

    /// From here on words may be values of what was just read.
    fn doubt(&mut self) {
        self.line.doubtful = true;
        let command = &self.tool.commands[self.line.command];
        // Where the next word decides, what comes behind cannot be told apart any more.
        if command.options_first || self.descends() {
            self.line.end = End::Unknown;
        }
    }

    fn find(&self, name: &str) -> Option<&'g Opt> {
        self.tool
            .options(self.line.command)
            .find(|option| option.is_called(name))
    }

    /// The options that a name cut short may stand for; any of them will do.
    fn abbreviated(&self, name: &str) -> Option<&'g Opt> {
        if !self.tool.abbreviations || name.len() < 3 {
            return None;
        }
        let begins = |option: &&Opt| option.names.iter().any(|own| own.starts_with(name));
        self.tool.options(self.line.command).find(begins)
    }

    /// `-5`, where a command takes that.
    fn is_number(&self, name: &str) -> bool {
        let digits = name.len() > 1 && name.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        digits && self.find(NUMBER).is_some()
    }

    /// An option that was found by its whole name.
    fn long(&mut self, option: &'g Opt, name: &str, joined: Option<usize>) {
        let name = Name {
            word: self.at,
            range: 0..name.len(),
            text: name.to_owned(),
        };
        let word = self.at;
        self.at += 1;
        match (option.takes, joined) {
            (Takes::Nothing, Some(from)) => {
                let value = self.words[word].text.as_deref().and_then(|text| text.get(from..));
                let bool = self.tool.flag_values && value.is_none_or(is_go_bool);
                if !bool {
                    let end = self.words[word].head().len();
                    self.line.faults.push(Fault::FlagValue {
                        name: name.clone(),
                        option,
                        value: from..end,
                    });
                }
                self.give(option, name, Vec::new());
            }
            (Takes::Nothing | Takes::Joined, None) => self.give(option, name, Vec::new()),
            (Takes::Maybe, None) => {
                // Whether the next word is its value, the tool alone could tell.
                let next = self.words.get(self.at).map(Word::head);
                if next.is_some_and(|next| !next.starts_with('-')) {
                    self.doubt();
                }
                self.give(option, name, Vec::new());
            }
            (Takes::Joined | Takes::Maybe, Some(from)) => self.give(option, name, vec![Value { word, from }]),
            (Takes::Words(count), joined) => self.words(option, name, count, joined.map(|from| Value { word, from })),
        }
    }

    /// `-abc`: `-a -b -c`, or `-a` with the value `bc`.
    fn cluster(&mut self, head: &str, known: bool) {
        let word = self.at;
        let letters: Vec<(usize, char)> = head.char_indices().skip(1).collect();
        for &(at, letter) in &letters {
            let end = at + letter.len_utf8();
            let text = format!("-{letter}");
            let Some(option) = self.find(&text) else {
                // `-name` for `--name` is told of as a whole.
                let stem = head.split('=').next().unwrap_or(head);
                let (range, text) = match self.find(&format!("-{stem}")) {
                    Some(_) => (0..stem.len(), stem.to_owned()),
                    None if at == 1 => (0..end, text),
                    None => (at..end, text),
                };
                self.unknown(range, text, at > 1 || head.len() > end);
                return;
            };
            let name = Name {
                word,
                range: if at == 1 { 0..end } else { at..end },
                text,
            };
            let rest = head.get(end..).unwrap_or_default();
            let joined = !rest.is_empty() || !known;
            // Go's pflag leaves out the `=` of `-p=80:80`; getopt takes it for a part of the value.
            let equals = self.tool.flag_values && rest.starts_with('=');
            let from = if equals { end + 1 } else { end };
            match option.takes {
                Takes::Nothing if equals => {
                    self.at += 1;
                    self.give(option, name, Vec::new());
                    return;
                }
                Takes::Nothing => self.give(option, name, Vec::new()),
                Takes::Joined | Takes::Maybe => {
                    self.at += 1;
                    let values = joined.then_some(Value { word, from }).into_iter().collect();
                    self.give(option, name, values);
                    return;
                }
                Takes::Words(count) => {
                    self.at += 1;
                    let first = joined.then_some(Value { word, from });
                    self.words(option, name, count, first);
                    return;
                }
            }
        }
        if known {
            self.at += 1;
        } else {
            self.hidden();
        }
    }

    /// Takes as many words as an option needs, of which the first may be joined to it.
    fn words(&mut self, option: &'g Opt, name: Name, count: u8, first: Option<Value>) {
        let mut values: Vec<Value> = first.into_iter().collect();
        while values.len() < usize::from(count) && self.at < self.words.len() {
            let word = self.at;
            values.push(Value { word, from: 0 });
            self.at += 1;
        }
        if values.len() < usize::from(count) && !self.open {
            // What may have been meant to come behind is told of when that is mended.
            self.line.doubtful = true;
            self.line.faults.push(Fault::MissingValue {
                name: name.clone(),
                option,
                command: self.line.command,
            });
        }
        self.give(option, name, values);
    }

    fn give(&mut self, option: &'g Opt, name: Name, values: Vec<Value>) {
        self.line.given.push(Given {
            option,
            name,
            command: self.line.command,
            values,
        });
    }

    /// An option that there is not. The one that was meant says how to go on.
    fn unknown(&mut self, range: Range<usize>, text: String, joined: bool) {
        let name = Name {
            word: self.at,
            range,
            text,
        };
        let command = self.line.command;
        let meant = meant(self.tool, command, &name.text);
        self.at += 1;
        let next = self.words.get(self.at);
        match meant.and_then(|meant| self.find(meant)).map(|option| option.takes) {
            Some(Takes::Words(count)) if !joined => self.at += usize::from(count),
            Some(_) => {}
            None if joined || next.is_none_or(|next| next.head().starts_with('-')) => {}
            None => self.doubt(),
        }
        self.line.doubtful = true;
        self.line.faults.push(Fault::Unknown {
            name,
            command,
            meant: meant.map(str::to_owned),
        });
    }
}

/// What Go's `strconv.ParseBool` takes.
fn is_go_bool(text: &str) -> bool {
    const TRUE_OR_FALSE: [&str; 12] = [
        "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False",
    ];
    TRUE_OR_FALSE.contains(&text)
}

/// The option of a command that was likely meant by a name.
pub(super) fn meant<'g>(tool: &'g Tool, command: usize, name: &str) -> Option<&'g str> {
    let names = || {
        tool.options(command)
            .flat_map(|option| option.names.iter().map(String::as_str))
    };
    if let Some(stem) = name.strip_prefix("--") {
        let stems = names().filter_map(|own| own.strip_prefix("--"));
        let near = nearest(stem, stems)?;
        return names().find(|own| own.strip_prefix("--") == Some(near));
    }
    let stem = name.strip_prefix('-').filter(|stem| stem.chars().count() > 1)?;
    // `-name` for `--name`.
    let longer = names().find(|own| own.strip_prefix("--") == Some(stem));
    let single = || {
        names().filter_map(|own| {
            own.strip_prefix('-')
                .filter(|own| own.len() > 1 && !own.starts_with('-'))
        })
    };
    longer.or_else(|| {
        let near = nearest(stem, single())?;
        names().find(|own| own.strip_prefix('-') == Some(near))
    })
}

/// The command below another that was likely meant by a name.
pub(super) fn near<'g>(tool: &'g Tool, command: usize, name: &str) -> Option<&'g str> {
    let above = &tool.commands[command];
    let others = above.others.iter().map(String::as_str).filter(|name| name.len() > 3);
    let names = above.children.iter().map(|&child| tool.commands[child].name.as_str());
    let names = names.chain(others);
    let mut short = names
        .clone()
        .filter(|own| name.len() == 2 && own.len() == 3 && own.starts_with(name));
    let short = short.next().filter(|_| short.next().is_none());
    if !above.open {
        return nearest(name, names).or(short);
    }
    // What may be somebody's alias has to be very near: `git unstage` is none of Git's, and no slip either.
    let first = name.chars().next();
    slip(name, names.filter(|own| own.chars().next() == first)).or(short)
}
