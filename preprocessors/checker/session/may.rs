//! Whether commands may be run: each of their calls has to be known to be harmless.

use super::places::{self, Where};
use super::programs::{self, Program};
use super::{Fate, Place, Typed, aws, file_name, git};
use crate::diagnostic::Text;
use crate::model::Block;
use crate::say;
use crate::syntax::shell::{self, Arg, Call, Join, Options};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What is known when a command is judged.
pub(super) struct Known<'a> {
    place: Place,
    /// The functions that the session has defined.
    pub(super) functions: BTreeSet<String>,
    /// Whether the session may have gone into a folder below its own.
    deep: bool,
    /// The files that the chapter shows, by name.
    files: BTreeMap<&'a str, &'a str>,
}

/// Why something is not run.
pub(super) enum Doubt {
    /// It may be right, and is left out.
    Skip(Text),
    /// It reaches out of the session.
    Refuse(Text, Range<usize>),
}

/// What a check gives.
pub(super) type Checked = Result<(), Doubt>;

/// A doubt of the mild kind.
pub(super) fn skip(text: Text) -> Checked {
    Err(Doubt::Skip(text))
}

/// A doubt about a place in the text.
pub(super) fn refuse(text: Text, at: &Arg) -> Checked {
    Err(Doubt::Refuse(text, at.bytes.range()))
}

/// How many scripts may call each other.
const DEEPEST: usize = 4;

impl<'a> Known<'a> {
    pub(super) fn new(blocks: &'a [Block], place: Place) -> Self {
        let shell = |block: &&'a Block| file_name(block).is_some();
        let files = blocks.iter().filter(shell);
        Self {
            place,
            functions: BTreeSet::new(),
            deep: false,
            files: files
                .filter_map(|block| Some((file_name(block)?, block.code.text.as_str())))
                .collect(),
        }
    }

    /// Whether what is typed may be run.
    pub(super) fn judge(&mut self, typed: &Typed) -> Fate {
        self.deep |= typed
            .calls
            .iter()
            .any(|call| call.name().is_some_and(|name| name == "cd"));
        let text = typed.text.get(typed.range.clone()).unwrap_or_default();
        let background = typed.items.iter().any(|item| item.then == Some(Join::Background));
        let checked = self.typed(text, background, &typed.calls, 0);
        match checked {
            Ok(()) => Fate::Run,
            Err(Doubt::Skip(text)) => Fate::Skip(text),
            Err(Doubt::Refuse(text, at)) => Fate::Refuse(text, (typed.place)(at)),
        }
    }

    fn typed(&self, text: &str, background: bool, calls: &[&Call], depth: usize) -> Checked {
        if !self.place.walls && (background || text.contains("((") || text.contains("[[") || text.contains("coproc")) {
            return skip(without_walls());
        }
        // What is left out anyway reaches nowhere: `echo x | sudo tee /etc/x` is no error.
        let mut refused = Ok(());
        for call in outside_of_containers(calls) {
            match self.call(call, calls, depth) {
                Ok(()) => {}
                Err(doubt @ Doubt::Skip(_)) => return Err(doubt),
                Err(doubt @ Doubt::Refuse(..)) => refused = refused.and(Err(doubt)),
            }
        }
        refused
    }

    fn call(&self, call: &Call, all: &[&Call], depth: usize) -> Checked {
        let blank = call
            .argv
            .iter()
            .chain(
                call.assignments
                    .iter()
                    .filter_map(|assignment| assignment.value.as_ref()),
            )
            .any(|arg| arg.placeholder() || arg.known().is_some_and(|text| text == "..." || text == "…"));
        if blank {
            return skip(say!(ko: "독자가 채울 자리가 있습니다", en: "it has a place to fill in"));
        }
        self.may_begin(call)?;
        self.redirections(call)?;
        for assignment in &call.assignments {
            self.assignment(&assignment.name, assignment.value.as_ref(), assignment.bytes.range())?;
        }
        let Some(name) = call.name() else { return Ok(()) };
        let name = name.as_ref();
        match name {
            _ if self.functions.contains(name) => return Ok(()),
            "aws" => return aws::check(call, self.place.walls, self.deep),
            "git" => return git::check(call, self.deep),
            "docker" => return docker(call),
            _ if !self.place.walls => return skip(without_walls()),
            _ => {}
        }
        if is_script(call) {
            return self.script(&call.argv[1], depth);
        }
        let Some(program) = programs::harmless(name) else {
            return Ok(());
        };
        if call.open_ended && !programs::TAKES_ANYTHING.contains(&name) {
            return skip(say!(
                ko: "`{name}`의 인수를 미리 알 수 없습니다",
                en: "the arguments of `{name}` cannot be told beforehand"
            ));
        }
        self.harmless(name, program, call, all)
    }

    /// Whether the program of a call is one that is run at all.
    fn may_begin(&self, call: &Call) -> Checked {
        let Some(first) = call.argv.first() else { return Ok(()) };
        let Some(name) = first.known() else {
            return skip(
                say!(ko: "어떤 명령인지 미리 알 수 없습니다", en: "which command it is cannot be told beforehand"),
            );
        };
        let name = name.as_ref();
        match name {
            "aws" | "git" => Ok(()),
            "docker" if self.place.docker => Ok(()),
            "docker" | "docker-compose" => skip(say!(ko: "Docker 데몬이 없습니다", en: "there is no Docker daemon")),
            "sudo" | "doas" | "su" => {
                skip(say!(ko: "`{name}`은(는) 절대로 실행하지 않습니다", en: "`{name}` is never run"))
            }
            _ if self.functions.contains(name) || is_script(call) || programs::harmless(name).is_some() => Ok(()),
            _ => skip(
                say!(ko: "`{name}`은(는) 실행할 명령의 목록에 없습니다", en: "`{name}` is not on the list of what is run"),
            ),
        }
    }

    /// Whether a harmless program does nothing harmful with its arguments.
    fn harmless(&self, name: &str, program: Program, call: &Call, all: &[&Call]) -> Checked {
        let harmful = || {
            skip(say!(
                ko: "`{name}`을(를) 이렇게 쓰면 해가 없는지 알 수 없습니다",
                en: "`{name}` is not known to be harmless in this way"
            ))
        };
        let args = call.argv.get(1..).unwrap_or_default();
        let evaluates = matches!(name, "let" | "unset" | "printf" | "test" | "[" | "expr") || program == Program::Sets;
        let mut before = std::borrow::Cow::Borrowed("");
        for arg in args {
            let head = arg.head();
            // Without an option, what is not a format is a time to set the clock to.
            let sets = name == "date" && !head.starts_with(['+', '-']) && !matches!(before.as_ref(), "-d" | "--date");
            before = arg.head();
            if programs::is_harmful(name, &head) || (evaluates && has_substitution(arg)) || sets {
                return harmful();
            }
            // The value of an option may be glued to it.
            let path = head
                .split_once('=')
                .filter(|_| head.starts_with("--"))
                .map(|(_, path)| path.to_owned());
            let leads = path.map_or_else(
                || places::of_arg(arg, self.deep),
                |path| places::of_path(&path, self.deep),
            );
            match (program, leads) {
                (Program::Reads, Where::Outside) => {
                    return skip(say!(
                        ko: "임시 폴더 밖의 파일을 읽습니다",
                        en: "it reads files outside of its temporary folder"
                    ));
                }
                (Program::Writes, Where::Outside) if !head.starts_with('-') => return refuse(writes_outside(), arg),
                _ => {}
            }
        }
        match program {
            Program::Sets => {
                for arg in args {
                    let head = arg.head();
                    if let Some((variable, _)) = head.split_once('=') {
                        self.assignment(variable, None, arg.bytes.range())?;
                        if has_substitution(arg) {
                            return harmful();
                        }
                    }
                }
            }
            Program::Edits => {
                let mut programs: Vec<&Arg> = Vec::new();
                let mut rest = args.iter();
                let mut operand = true;
                while let Some(arg) = rest.next() {
                    match arg.head().as_ref() {
                        "-e" | "--expression" => {
                            programs.extend(rest.next());
                            operand = false;
                        }
                        "-n" | "-E" | "-r" | "-i" | "--quiet" | "--regexp-extended" | "--in-place" | "--" => {}
                        option if option.starts_with("-i.") => {}
                        option if option.starts_with('-') => return harmful(),
                        _ if operand => {
                            programs.push(arg);
                            operand = false;
                        }
                        _ if places::of_arg(arg, self.deep) == Where::Outside => return refuse(writes_outside(), arg),
                        _ => {}
                    }
                }
                // What a variable puts in stands for a plain word.
                let plain = |arg: &&Arg| {
                    let text: String = arg
                        .pieces
                        .iter()
                        .map(|piece| piece.text.as_deref().unwrap_or("x"))
                        .collect();
                    programs::is_plain_sed(&text)
                };
                if programs.is_empty() || !programs.iter().all(plain) {
                    return harmful();
                }
            }
            Program::Wraps => {
                let looks_up = name == "command" && args.first().is_some_and(|arg| arg.head() == "-v");
                let range = call.bytes.range();
                let runs =
                    |inner: &&Call| inner.via == Some(name_of(name)) && range.contains(&inner.bytes.range().start);
                if !args.is_empty() && !looks_up && !all.iter().copied().any(|inner| runs(&inner)) {
                    return harmful();
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A script that is run: all that it says has to be harmless.
    fn script(&self, file: &Arg, depth: usize) -> Checked {
        let name = file.known().unwrap_or_default();
        let text = self
            .files
            .get(name.strip_prefix("./").unwrap_or(&name))
            .filter(|_| depth < DEEPEST);
        let Some(text) = text else {
            return skip(
                say!(ko: "이 장에 없는 스크립트를 실행합니다", en: "it runs a script that the chapter does not show"),
            );
        };
        let (script, found) = shell::parse(text, &Options { placeholders: true });
        if found.iter().any(|finding| finding.rule == shell::SYNTAX) {
            return skip(say!(ko: "bash가 읽을 수 없습니다", en: "bash cannot read it"));
        }
        let calls = shell::calls(&script, text);
        let own = Known {
            place: self.place,
            functions: self.functions.union(&functions(&script, text)).cloned().collect(),
            deep: self.deep,
            files: self.files.clone(),
        };
        let calls: Vec<&Call> = calls.iter().collect();
        match own.typed(text, false, &calls, depth + 1) {
            // The place is in the script; here it is the script's name.
            Err(Doubt::Refuse(text, _)) => refuse(text, file),
            checked => checked,
        }
    }

    fn redirections(&self, call: &Call) -> Checked {
        for redirected in &call.redirections {
            let Some(target) = &redirected.target else { continue };
            let known = target.known();
            let descriptor = redirected.operator.ends_with('&')
                && known
                    .as_deref()
                    .is_some_and(|text| text == "-" || text.bytes().all(|byte| byte.is_ascii_digit()));
            if descriptor || redirected.operator.starts_with("<<") {
                continue;
            }
            if known
                .as_deref()
                .is_some_and(|text| text.starts_with("/dev/tcp/") || text.starts_with("/dev/udp/"))
            {
                return refuse(calls_outside(), target);
            }
            let writes = redirected.operator.contains('>');
            match places::of_arg(target, self.deep) {
                Where::Outside if writes => return refuse(writes_outside(), target),
                Where::Outside => {
                    return skip(say!(
                        ko: "임시 폴더 밖의 파일을 읽습니다",
                        en: "it reads files outside of its temporary folder"
                    ));
                }
                Where::Unknown if !self.place.walls => return skip(without_walls()),
                _ => {}
            }
        }
        Ok(())
    }

    fn assignment(&self, name: &str, value: Option<&Arg>, at: Range<usize>) -> Checked {
        let known = value.and_then(Arg::known);
        if name.starts_with("AWS_ENDPOINT_URL") {
            return Err(Doubt::Refuse(calls_outside(), at));
        }
        let plain = match name {
            "AWS_PAGER" | "PAGER" | "GIT_PAGER" => value.is_none() || matches!(known.as_deref(), Some("" | "cat")),
            "AWS_REGION" | "AWS_DEFAULT_REGION" | "AWS_PROFILE" | "AWS_DEFAULT_OUTPUT" | "AWS_MAX_ATTEMPTS" => true,
            "PATH" | "HOME" | "IFS" | "ENV" | "SHELL" | "EDITOR" | "VISUAL" | "TMPDIR" | "PROMPT_COMMAND"
            | "SHELLOPTS" => false,
            _ => !["AWS_", "BASH", "LD_", "DYLD_", "GIT_", "PYTHON", "PROOF_", "__proof"]
                .iter()
                .any(|prefix| name.starts_with(prefix)),
        };
        let proxy = name.to_ascii_lowercase().ends_with("_proxy");
        if !plain || proxy || value.is_some_and(has_substitution) {
            return skip(say!(
                ko: "변수 `{name}`을(를) 이렇게 바꾸면 다른 것을 실행할 수 있습니다",
                en: "setting the variable `{name}` like this may run something else"
            ));
        }
        Ok(())
    }
}

/// The name as the shell's reader says it in `via`.
fn name_of(name: &str) -> &'static str {
    [
        "command", "builtin", "env", "nice", "stdbuf", "time", "timeout", "xargs",
    ]
    .into_iter()
    .find(|known| *known == name)
    .unwrap_or_default()
}

/// Whether the text itself, not what the shell puts in, would be a substitution where bash evaluates it.
fn has_substitution(arg: &Arg) -> bool {
    let mut texts = arg.pieces.iter().filter_map(|piece| piece.text.as_deref());
    texts.any(|text| text.contains("$(") || text.contains('`'))
}

/// Whether a name has a meaning that what is judged relies on.
pub(super) fn is_taken(name: &str) -> bool {
    programs::harmless(name).is_some() || matches!(name, "aws" | "git" | "docker" | "bash" | "sh" | "." | "source")
}

fn functions(script: &shell::Script, text: &str) -> BTreeSet<String> {
    let commands = script.list.items.iter().flat_map(|item| &item.pipeline.commands);
    commands
        .filter_map(|command| match &command.kind {
            shell::CommandKind::Function { name: Some(name), .. } => Some(name.bytes.of(text).to_owned()),
            _ => None,
        })
        .collect()
}

/// Whether a call runs a file as a script.
fn is_script(call: &Call) -> bool {
    let name = call.name();
    call.argv.len() == 2 && matches!(name.as_deref(), Some("bash" | "sh" | "." | "source"))
}

/// The calls that the session's own shell makes: those in a script that Docker gets are its container's.
///
/// A substitution among Docker's arguments is the shell's again. It stands behind the script, and nothing runs it but the
/// shell.
fn outside_of_containers<'c, 't>(calls: &'c [&'c Call<'t>]) -> impl Iterator<Item = &'c Call<'t>> {
    let mut container: Option<Range<usize>> = None;
    calls.iter().copied().filter(move |call| {
        let at = call.bytes.range();
        let within = |range: &Range<usize>| range.contains(&at.start) && at.end <= range.end;
        if call.via.is_some() && container.as_ref().is_some_and(within) {
            return false;
        }
        container = (call.via.is_none() && call.name().is_some_and(|name| name == "docker")).then_some(at);
        true
    })
}

/// What Docker may do on the reader's machine: nothing to what the session did not make.
fn docker(call: &Call) -> Checked {
    let args: Vec<_> = call.argv.iter().skip(1).map(Arg::head).collect();
    let doing = args.iter().find(|arg| !arg.starts_with('-'));
    let harmless = [
        "build", "images", "image", "inspect", "logs", "ps", "pull", "run", "tag", "version",
    ];
    let reaches = |arg: &std::borrow::Cow<str>| {
        let names = [
            "-v",
            "--volume",
            "--mount",
            "--privileged",
            "--net",
            "--network",
            "--pid",
            "--device",
        ];
        names.iter().any(|name| arg.starts_with(name)) || arg == "prune" || arg == "rm" || arg == "--cap-add"
    };
    if doing.is_none_or(|doing| !harmless.contains(&doing.as_ref())) || args.iter().any(reaches) {
        return skip(say!(
            ko: "이 Docker 명령은 세션 밖의 것을 바꿀 수 있습니다",
            en: "this command of Docker may change what is outside of the session"
        ));
    }
    Ok(())
}

/// The variables and files that commands set or write.
pub(super) fn sets(calls: &[&Call]) -> BTreeSet<String> {
    let mut sets = BTreeSet::new();
    for call in calls {
        if call.argv.is_empty() {
            sets.extend(call.assignments.iter().map(|assignment| assignment.name.clone()));
        }
        let name = call.name();
        if name.is_some_and(|name| programs::harmless(&name) == Some(Program::Sets)) {
            let words = call.argv.iter().skip(1).map(Arg::head);
            sets.extend(words.map(|word| word.split('=').next().unwrap_or_default().to_owned()));
        }
        let written = call
            .redirections
            .iter()
            .filter(|redirected| redirected.operator.contains('>'));
        let targets = written.filter_map(|redirected| redirected.target.as_ref()?.known());
        sets.extend(
            targets
                .filter(|target| !target.starts_with("/dev/"))
                .map(|target| target.into_owned()),
        );
    }
    sets.retain(|name| !name.is_empty() && !name.starts_with('-') && !name.bytes().all(|byte| byte.is_ascii_digit()));
    sets
}

/// The variables of loops, which a loop itself sets.
pub(super) fn loop_variables(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let names = words.windows(2).filter(|pair| pair[0] == "for" || pair[0] == "select");
    names.map(|pair| pair[1].to_owned()).collect()
}

/// The variables and files that commands use before they set them.
pub(super) fn uses(text: &str, calls: &[&Call], sets: &BTreeSet<String>) -> BTreeSet<String> {
    let mut uses = BTreeSet::new();
    for (at, _) in text.match_indices('$') {
        let rest = text[at + 1..].trim_start_matches(['{', '#', '!']);
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        if !rest.starts_with(|c: char| c.is_ascii_digit()) && end > 0 {
            uses.insert(rest[..end].to_owned());
        }
    }
    let words = calls
        .iter()
        .flat_map(|call| call.argv.iter().skip(1))
        .filter_map(Arg::known);
    for word in words {
        let name = word
            .strip_prefix("file://")
            .or(word.strip_prefix("fileb://"))
            .unwrap_or(&word);
        uses.insert(name.to_owned());
    }
    let own = |name: &String| sets.contains(name) && assigned_first(text, name);
    uses.retain(|name| !name.is_empty() && !own(name));
    uses
}

/// Whether a text sets a variable before it uses it.
fn assigned_first(text: &str, name: &str) -> bool {
    let first = |pattern: String| text.find(&pattern).unwrap_or(usize::MAX);
    let set = first(format!("{name}=")).min(first(format!("for {name} ")));
    set < first(format!("${name}")).min(first(format!("${{{name}")))
}

/// What is said of what writes out of the session.
pub(super) fn writes_outside() -> Text {
    say!(
        ko: "이 명령은 임시 폴더 밖에 쓰려고 하므로 실행하지 않았습니다",
        en: "this writes outside of the temporary folder, and was not run"
    )
}

/// What is said of what calls out of the session.
pub(super) fn calls_outside() -> Text {
    say!(
        ko: "이 명령은 에뮬레이터가 아닌 곳을 부르려고 하므로 실행하지 않았습니다",
        en: "this calls something else than the emulator, and was not run"
    )
}

fn without_walls() -> Text {
    say!(
        ko: "네트워크와 파일을 가둘 수 없는 시스템이므로 `aws`와 `git`만 실행합니다",
        en: "without walls around network and files only `aws` and `git` are run"
    )
}
