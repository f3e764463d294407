//! `init`: gives another book the checker and, where it is wanted, the theme. Adds what is
//! missing and says so; what is there stays as it is, to the last blank.

mod toml;

use crate::args::{Common, spoken};
use crate::failure::{Failure, Result};
use crate::files;
use crate::screen;
use crate::settings::language;
use crate::surroundings::lexical;
use proof_checker::diagnostic::Text;
use proof_checker::say;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `init` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// The book's folder.
    pub(crate) root: PathBuf,
    /// Whether the book gets the theme too.
    pub(crate) theme: bool,
    /// Whether files of a theme that are there and differ are written over.
    pub(crate) force: bool,
    /// Whether to say only what would be done.
    pub(crate) dry_run: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let file = options.root.join("book.toml");
    let shown = file.display().to_string();
    if !file.is_file() {
        return Err(
            Failure::new(say!(ko: "`{shown}` 파일이 없습니다", en: "there is no `{shown}`")).hint(say!(
                ko: "책의 폴더를 인수로 주십시오. 책이 아직 없으면 `mdbook init`으로 만듭니다",
                en: "give the folder of the book; `mdbook init` makes one where there is none yet"
            )),
        );
    }
    let text = files::read(&file).map_err(|e| {
        Failure::new(say!(ko: "`{shown}`을(를) 읽을 수 없습니다: {e}", en: "cannot read `{shown}`: {e}"))
    })?;
    let book = toml::Book::read(&text).map_err(|e| {
        Failure::new(say!(ko: "`{shown}`을(를) 읽을 수 없습니다: {e}", en: "cannot read `{shown}`: {e}"))
    })?;
    let own = book.text(&["book", "language"]).and_then(|name| language(&name));
    let lang = options.common.lang.or(own).unwrap_or_else(|| spoken(None));
    let (new, added) = toml::with_proof(&book, options.theme).ok_or_else(|| by_hand(&shown, options.theme))?;
    let mut steps = Vec::new();
    if added.is_empty() {
        steps.push(Step::kept(&file));
    } else {
        steps.push(Step {
            what: What::Change(added),
            file: file.clone(),
            text: new,
        });
    }
    if options.theme {
        steps.extend(theme(&options.root, &book, options.force)?);
    }
    let differ = steps.iter().any(|step| matches!(step.what, What::Differs(_)));
    let done = steps.iter().any(Step::writes);
    // Half of a theme would spoil the look that a book has.
    let dry_run = options.dry_run || differ;
    for step in &steps {
        if step.writes() && !dry_run {
            files::write(&step.file, &step.text)?;
        }
        screen::print(&format!("{}\n", step.words(dry_run).get(lang)));
    }
    if options.theme {
        for lost in unsupported(&options.root, &book) {
            screen::print(&format!("{}\n", lost.get(lang)));
        }
    }
    let next = match (differ, done) {
        (true, _) => say!(
            ko: "이 책에는 다른 테마가 있으므로 아무것도 바꾸지 않았습니다. 다른 파일까지 바꾸려면 `--force`를 주십시오. `--theme` 없이는 검사기만 더합니다.",
            en: "Nothing was changed, for the book has another theme. `--force` writes over the files that differ; without `--theme` only the checker is added."
        ),
        (false, true) if options.dry_run => say!(ko: "아무것도 바꾸지 않았습니다.", en: "Nothing was changed."),
        (false, true) => next_steps(options.theme),
        (false, false) => say!(ko: "바꿀 것이 없습니다.", en: "There is nothing to change."),
    };
    screen::print(&format!("{}\n", next.get(lang)));
    Ok(if differ { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn next_steps(theme: bool) -> Text {
    if theme {
        say!(
            ko: "이제 `mdbook-proof serve`로 봅니다. 마무리한 사이트는 `build`할 때 책의 출력 폴더 안 `proof`에 생깁니다.",
            en: "Now look at it with `mdbook-proof serve`. `build` puts the finished site in `proof`, in the book's output folder."
        )
    } else {
        say!(
            ko: "이제 `mdbook build`가 예제를 검사합니다. 무엇이 틀렸는지는 `mdbook-proof check`로 먼저 볼 수 있습니다.",
            en: "Now `mdbook build` checks the examples. `mdbook-proof check` shows beforehand what it will say."
        )
    }
}

/// What a book has that its pages will do without once they have our theme.
fn unsupported(root: &Path, book: &toml::Book) -> Vec<Text> {
    let mut lost = Vec::new();
    if book.is_true(&["output", "html", "mathjax-support"]) {
        lost.push(say!(
            ko: "참고: 이 테마에는 MathJax가 없어서 `mathjax-support`의 수식은 쓰인 그대로 보입니다.",
            en: "note: this theme has no MathJax; the formulas of `mathjax-support` are shown as they are written."
        ));
    }
    for name in ["head.hbs", "header.hbs"] {
        let file = theme_folder(root, book).join(name);
        let text = files::read(&file).unwrap_or_default();
        let inline = text.match_indices("<script").any(|(at, _)| {
            let tag = text[at..].split('>').next().unwrap_or_default();
            !tag.contains("src=") || tag.contains("://")
        });
        if inline || text.contains("<style") {
            let shown = files::slashed(&files::tidy(&file));
            lost.push(say!(
                ko: "참고: `{shown}`의 인라인 스크립트와 스타일, 다른 서버의 스크립트는 마무리한 쪽에서 실행되지 않습니다. `additional-js`와 `additional-css`로 옮기십시오.",
                en: "note: inline scripts and styles of `{shown}`, and scripts of other servers, do nothing on finished pages; move them to `additional-js` and `additional-css`."
            ));
        }
    }
    lost
}

/// The folder of a book's theme.
fn theme_folder(root: &Path, book: &toml::Book) -> PathBuf {
    root.join(
        book.text(&["output", "html", "theme"])
            .unwrap_or_else(|| "theme".to_owned()),
    )
}

/// What is to be added by hand, where a file is written in a way that nothing can be added to with certainty.
fn by_hand(shown: &str, theme: bool) -> Failure {
    let lines = match theme {
        true => format!("{}\n{}\n{}", toml::PREPROCESSOR, toml::HTML, toml::OUTPUT),
        false => toml::PREPROCESSOR.to_owned(),
    };
    Failure::new(say!(
        ko: "`{shown}`이(가) 쓰인 방식으로는 설정을 안전하게 더할 수 없습니다",
        en: "`{shown}` is written in a way that nothing can be added to safely"
    ))
    .hint(say!(
        ko: "다음 뜻의 설정을 직접 더하십시오:\n{lines}",
        en: "Add by hand what means the same as:\n{lines}"
    ))
}

/// One file, and what becomes of it.
struct Step {
    what: What,
    file: PathBuf,
    text: String,
}

enum What {
    /// Parts of it are added.
    Change(Vec<&'static str>),
    /// It is made.
    Make,
    /// It is written over.
    Replace,
    /// It has all that it needs.
    Keep,
    /// It is there, and another.
    Differs(Difference),
}

/// How a file differs from the one that it should be.
struct Difference {
    line: usize,
    only_there: usize,
    only_here: usize,
}

impl Step {
    fn kept(file: &Path) -> Self {
        Self {
            what: What::Keep,
            file: file.to_owned(),
            text: String::new(),
        }
    }

    fn writes(&self) -> bool {
        matches!(self.what, What::Change(_) | What::Make | What::Replace)
    }

    fn words(&self, dry_run: bool) -> Text {
        let shown = files::slashed(&files::tidy(&self.file));
        match (&self.what, dry_run) {
            (What::Change(added), dry) => {
                let added = added
                    .iter()
                    .map(|part| format!("`{part}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                match dry {
                    true => say!(ko: "더할 것: {shown}: {added}", en: "would add to {shown}: {added}"),
                    false => say!(ko: "더했습니다: {shown}: {added}", en: "added to {shown}: {added}"),
                }
            }
            (What::Make, true) => say!(ko: "만들 것: {shown}", en: "would make {shown}"),
            (What::Make, false) => say!(ko: "만들었습니다: {shown}", en: "made {shown}"),
            (What::Replace, true) => say!(ko: "바꿀 것: {shown}", en: "would write over {shown}"),
            (What::Replace, false) => say!(ko: "바꾸었습니다: {shown}", en: "wrote over {shown}"),
            (What::Keep, _) => say!(ko: "그대로: {shown}", en: "kept {shown}: nothing is missing"),
            (
                What::Differs(Difference {
                    line,
                    only_there,
                    only_here,
                }),
                _,
            ) => say!(
                ko: "다름: {shown}: {line}행부터 다릅니다 (그 파일에만 있는 줄 {only_there}, 테마에만 있는 줄 {only_here})",
                en: "differs: {shown}, from line {line} on ({only_there} lines are only in it, {only_here} only in the theme)"
            ),
        }
    }
}

/// What becomes of the theme's files.
fn theme(root: &Path, book: &toml::Book, force: bool) -> Result<Vec<Step>> {
    let folder = theme_folder(root, book);
    if !lexical(&folder).starts_with(lexical(root)) {
        let shown = folder.display();
        return Err(Failure::new(say!(
            ko: "테마 폴더 `{shown}`은(는) 책의 폴더 밖에 있습니다",
            en: "the theme's folder `{shown}` is outside of the book's folder"
        )));
    }
    let step = |(name, text): &(&str, &str)| {
        let file = folder.join(name);
        let there = match files::read(&file) {
            Ok(there) => Some(there),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            // Something that is no text is another thing for certain.
            Err(_) => Some(String::new()),
        };
        // Line breaks are the business of whoever keeps the files.
        let what = match there {
            None => What::Make,
            Some(there) if there.replace("\r\n", "\n") == *text => What::Keep,
            Some(_) if force => What::Replace,
            Some(there) => What::Differs(difference(&there, text)),
        };
        Step {
            what,
            file,
            text: (*text).to_owned(),
        }
    };
    Ok(proof_site::theme_files().iter().map(step).collect())
}

fn difference(there: &str, here: &str) -> Difference {
    let same = there.lines().zip(here.lines()).take_while(|(a, b)| a == b).count();
    let mut counts: HashMap<&str, isize> = HashMap::new();
    there.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    here.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    let sum = |sign: isize| counts.values().map(|n| (n * sign).max(0).unsigned_abs()).sum();
    Difference {
        line: same + 1,
        only_there: sum(1),
        only_here: sum(-1),
    }
}
