//! How Python's `argparse` deals words out to options and positionals; the AWS CLI reads every level of its
//! command line with it, each level leaving to the next what it does not know.

use super::facts::{Arg, Nargs};
use crate::grammar::word::Word;

/// What one level of the command line takes.
pub(super) struct Level<I> {
    /// Its options and positionals.
    pub(super) args: I,
    /// The positional behind them that names a command, or asks for help.
    pub(super) last: Option<Last>,
    /// Whether what is required has to be there.
    pub(super) strict: bool,
}

/// The last positional of a level.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// The name of a service or operation.
    Command,
    /// The name of a subcommand, if there is one.
    Subcommand,
    /// `help`, or a word too many.
    Help,
}

/// A value: a word from one of its bytes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) word: usize,
    pub(super) from: usize,
}

/// An option or positional that was given, with its values.
#[derive(Clone, Debug)]
pub(super) struct Given<'s> {
    pub(super) arg: Arg<'s>,
    /// The word that names it; a positional has none.
    pub(super) option: Option<usize>,
    pub(super) values: Vec<Value>,
}

/// A word that no level could take.
#[derive(Clone, Debug)]
pub(super) enum Fault<'s> {
    /// It begins more than one option.
    Ambiguous { word: usize, options: Vec<Arg<'s>> },
    /// An option without the value that it needs.
    MissingValue { word: usize, arg: Arg<'s> },
    /// `--flag=value`.
    FlagValue { word: usize, arg: Arg<'s> },
}

/// What came of one level.
#[derive(Debug, Default)]
pub(super) struct Parsed<'s> {
    pub(super) given: Vec<Given<'s>>,
    /// The word that the last positional took.
    pub(super) last: Option<usize>,
    /// The words that it did not know, for the next level.
    pub(super) rest: Vec<usize>,
    pub(super) faults: Vec<Fault<'s>>,
    /// What is required and was not given.
    pub(super) missing: Vec<Arg<'s>>,
    /// Whether the last positional is required and was not given.
    pub(super) last_missing: bool,
    /// Whether something unknown may have been an option, or a positional.
    pub(super) doubtful: bool,
}

/// What a word looks like before anything is dealt out.
#[derive(Clone)]
enum Class<'s> {
    Value,
    /// `--`
    Dashes,
    Option {
        arg: Arg<'s>,
        value: Option<usize>,
    },
    Ambiguous(Vec<Arg<'s>>),
    Unknown,
}

/// A positional of a level.
#[derive(Clone, Copy)]
enum Positional<'s> {
    Arg(Arg<'s>),
    Last(Last),
}

impl Positional<'_> {
    /// The fewest and the most words that it takes.
    fn bounds(self) -> (usize, usize) {
        match self {
            Positional::Arg(arg) => bounds(arg.nargs()),
            Positional::Last(Last::Command) => (1, 1),
            Positional::Last(_) => (0, 1),
        }
    }
}

fn bounds(nargs: Nargs) -> (usize, usize) {
    match nargs {
        Nargs::None => (0, 0),
        Nargs::One => (1, 1),
        Nargs::Optional => (0, 1),
        Nargs::Any => (0, usize::MAX),
        Nargs::Some => (1, usize::MAX),
        Nargs::Exactly(count) => (usize::from(count), usize::from(count)),
    }
}

/// Reads the words at `order` as one level does.
pub(super) fn parse<'s, I>(level: &Level<I>, words: &[Word], order: &[usize]) -> Parsed<'s>
where
    I: Iterator<Item = Arg<'s>> + Clone,
{
    let options = level.args.clone().filter(|arg| !arg.positional());
    let mut classes = Vec::with_capacity(order.len());
    let mut ended = false;
    for &index in order {
        let class = if ended {
            Class::Value
        } else {
            classify(&words[index], options.clone())
        };
        ended |= matches!(class, Class::Dashes);
        classes.push(class);
    }
    let positionals = level.args.clone().filter(|arg| arg.positional()).map(Positional::Arg);
    let mut reading = Reading {
        words,
        order,
        classes,
        positionals: positionals.chain(level.last.map(Positional::Last)).collect(),
        parsed: Parsed::default(),
    };
    reading.run();
    let Reading {
        positionals,
        mut parsed,
        ..
    } = reading;
    let seen = |parsed: &Parsed, arg: Arg| parsed.given.iter().any(|given| given.arg == arg);
    if level.strict {
        let missing = level.args.clone().filter(|&arg| {
            let wanted = if arg.positional() {
                bounds(arg.nargs()).0 > 0
            } else {
                arg.required()
            };
            wanted && !seen(&parsed, arg)
        });
        parsed.missing = missing.collect();
    }
    parsed.last_missing = positionals.iter().any(|p| matches!(p, Positional::Last(Last::Command)));
    parsed
}

/// What a word looks like to a level that has these options.
fn classify<'s>(word: &Word, options: impl Iterator<Item = Arg<'s>>) -> Class<'s> {
    let head = word.head();
    let Some(name) = head.strip_prefix("--") else {
        let negative = head.strip_prefix('-').is_some_and(|rest| {
            let digits = rest.strip_prefix(|c: char| c == '.').unwrap_or(rest);
            !digits.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.') && rest.matches('.').count() < 2
        });
        let value = !head.starts_with('-') || head.len() == 1 || negative || head.contains(' ');
        return if value { Class::Value } else { Class::Unknown };
    };
    if name.is_empty() && word.text.is_some() {
        return Class::Dashes;
    }
    let (name, value) = match name.split_once('=') {
        Some((name, _)) => (name, Some("--".len() + name.len() + "=".len())),
        None if word.text.is_none() => return Class::Unknown,
        None => (name, None),
    };
    let mut prefixed = Vec::new();
    for arg in options {
        if arg.name() == name {
            return Class::Option { arg, value };
        }
        if arg.name().starts_with(name) {
            prefixed.push(arg);
        }
    }
    match prefixed[..] {
        [arg] => Class::Option { arg, value },
        [] if head.contains(' ') => Class::Value,
        [] => Class::Unknown,
        _ => Class::Ambiguous(prefixed),
    }
}

struct Reading<'r, 's, 'c> {
    words: &'r [Word<'c>],
    order: &'r [usize],
    classes: Vec<Class<'s>>,
    /// Those that nothing was given to yet.
    positionals: Vec<Positional<'s>>,
    parsed: Parsed<'s>,
}

impl<'s> Reading<'_, 's, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(next) =
            (at..self.order.len()).find(|&i| !matches!(self.classes[i], Class::Value | Class::Dashes))
        {
            if at < next {
                let end = self.positionals(at);
                if end > at {
                    at = end;
                    continue;
                }
            }
            self.leave(at, next);
            at = self.option(next);
        }
        let end = self.positionals(at);
        self.leave(end, self.order.len());
    }

    /// Leaves words to the next level.
    fn leave(&mut self, from: usize, to: usize) {
        self.parsed.rest.extend(&self.order[from..to]);
    }

    /// Gives the words from `at` on to as many positionals as they suffice for; where that ended.
    fn positionals(&mut self, at: usize) -> usize {
        let values = self.classes[at..]
            .iter()
            .take_while(|class| matches!(class, Class::Value | Class::Dashes));
        let free: Vec<usize> = (at..at + values.count())
            .filter(|&i| !matches!(self.classes[i], Class::Dashes))
            .collect();
        let least = |count: usize| self.positionals[..count].iter().map(|p| p.bounds().0).sum::<usize>();
        let Some(count) = (1..=self.positionals.len())
            .rev()
            .find(|&count| least(count) <= free.len())
        else {
            return at;
        };
        let mut spare = free.len() - least(count);
        let mut next = free.into_iter();
        let mut end = at;
        for positional in self.positionals.drain(..count).collect::<Vec<_>>() {
            let (fewest, most) = positional.bounds();
            let extra = spare.min(most - fewest);
            spare -= extra;
            let taken: Vec<usize> = next.by_ref().take(fewest + extra).collect();
            end = taken.last().map_or(end, |&last| last + 1);
            if taken.is_empty() {
                continue;
            }
            self.parsed.doubtful |= taken.iter().any(|&i| self.words[self.order[i]].splits);
            match positional {
                Positional::Last(_) => self.parsed.last = Some(self.order[taken[0]]),
                Positional::Arg(arg) => self.give(arg, None, &taken),
            }
        }
        end
    }

    /// Reads the option at `at`; where that ended.
    fn option(&mut self, at: usize) -> usize {
        let word = self.order[at];
        let (arg, value) = match self.classes[at].clone() {
            Class::Option { arg, value } => (arg, value),
            Class::Ambiguous(options) => {
                self.parsed.faults.push(Fault::Ambiguous { word, options });
                // Its value, if it has one, is not to be blamed as well.
                return self.after_values(at + 1, 1);
            }
            _ => {
                self.parsed.doubtful |= self.words[word].text.is_none();
                self.parsed.rest.push(word);
                return at + 1;
            }
        };
        let (fewest, most) = bounds(arg.nargs());
        if let Some(from) = value {
            if most == 0 {
                self.parsed.faults.push(Fault::FlagValue { word, arg });
            }
            self.parsed.given.push(Given {
                arg,
                option: Some(word),
                values: vec![Value { word, from }],
            });
            return at + 1;
        }
        let end = self.after_values(at + 1, most);
        let taken: Vec<usize> = (at + 1..end).collect();
        if taken.len() < fewest {
            self.parsed.faults.push(Fault::MissingValue { word, arg });
        }
        self.give(arg, Some(word), &taken);
        end
    }

    /// Where at most `most` values from `at` on end.
    fn after_values(&self, at: usize, most: usize) -> usize {
        let values = self.classes[at..]
            .iter()
            .take_while(|class| matches!(class, Class::Value));
        at + values.take(most).count()
    }

    fn give(&mut self, arg: Arg<'s>, option: Option<usize>, taken: &[usize]) {
        let values = taken.iter().map(|&i| Value {
            word: self.order[i],
            from: 0,
        });
        self.parsed.given.push(Given {
            arg,
            option,
            values: values.collect(),
        });
    }
}
