//! What a book asks of the checker: its `book.toml`, and the schemas it brings along.

use crate::failure::{Failure, Result};
use crate::{files, run};
use mdbook_driver::config::Config;
use proof_checker::diagnostic::{Lang, Severity};
use proof_checker::grammar::tool::Tool;
use proof_checker::source::SourceFile;
use proof_checker::{Dialect, Facts, Options, RULES, Schema, nearest, rule, say};
use proof_site::{Naming, Variable};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A book's settings, read from its `book.toml`; or those of a folder without one.
pub(crate) struct Settings {
    /// The folder of `book.toml`; nothing for a plain folder.
    pub(crate) root: Option<PathBuf>,
    /// `book.toml` as mdBook reads it.
    pub(crate) config: Config,
    /// The language of the book, where it says one that we speak.
    pub(crate) lang: Option<Lang>,
    /// How to judge.
    pub(crate) options: Options,
    /// What is known, the book's own schemas and grammars included.
    pub(crate) facts: Facts,
    /// The files of those.
    pub(crate) fact_files: Vec<PathBuf>,
    /// The names that its readers may have others for.
    pub(crate) variables: Vec<Variable>,
    /// How its examples are run.
    pub(crate) run: run::Config,
}

/// The keys of `[preprocessor.proof]` that are ours.
const OWN: [&str; 7] = [
    "grammars",
    "links",
    "placeholders",
    "rules",
    "run",
    "schemas",
    "variables",
];
/// The keys there that are mdBook's.
const MDBOOK: [&str; 5] = ["command", "before", "after", "renderers", "optional"];

/// What a book can make of a rule: the words of `[preprocessor.proof.rules]`.
const LEVELS: [(&str, Option<Severity>); 4] = [
    ("off", None),
    ("info", Some(Severity::Info)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];
/// The same for people.
const ALLOWED_LEVELS: &str = r#""off", "info", "warning", "error""#;

impl Settings {
    /// The settings of a folder that no book claims.
    pub(crate) fn plain() -> Self {
        Self {
            root: None,
            config: Config::default(),
            lang: None,
            options: Options::default(),
            facts: proof_facts::facts(),
            fact_files: Vec::new(),
            variables: Vec::new(),
            run: run::Config::default(),
        }
    }

    /// The settings that hold for a path: those of the nearest `book.toml` above it.
    pub(crate) fn near(path: &Path) -> Result<Self> {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let book = absolute.ancestors().find(|folder| folder.join("book.toml").is_file());
        match book {
            Some(root) => Self::of_book(&files::relative(root)),
            None => Ok(Self::plain()),
        }
    }

    /// The settings of the book in a folder.
    pub(crate) fn of_book(root: &Path) -> Result<Self> {
        let file = root.join("book.toml");
        let shown = file.display();
        if !file.is_file() {
            return Err(
                Failure::new(say!(ko: "`{shown}` 파일이 없습니다", en: "there is no `{shown}`")).hint(say!(
                    ko: "책의 폴더를 인수로 주십시오. 책이 아닌 폴더는 `mdbook-proof check`로 검사합니다",
                    en: "give the folder of the book; a folder that is no book can be checked with `mdbook-proof check`"
                )),
            );
        }
        let config = Config::from_disk(&file).map_err(|e| {
            Failure::new(say!(ko: "`{shown}`을(를) 읽을 수 없습니다: {e:#}", en: "cannot read `{shown}`: {e:#}"))
        })?;
        Self::from_config(root, config)
    }

    /// The settings that a `book.toml`, already read, has.
    pub(crate) fn from_config(root: &Path, config: Config) -> Result<Self> {
        let mut settings = Self::plain();
        settings.lang = config.book.language.as_deref().and_then(language);
        settings.options.lang = settings.lang.unwrap_or_default();
        let html = config.html_config().unwrap_or_default();
        settings.options.dialect = Dialect {
            smart_punctuation: html.smart_punctuation,
            definition_lists: html.definition_lists,
            admonitions: html.admonitions,
        };
        if let Some(table) = config.get::<Value>("preprocessor.proof")? {
            settings.options.strict_attributes = true;
            settings.read(root, &table)?;
        }
        settings.root = Some(root.to_owned());
        settings.config = config;
        Ok(settings)
    }

    /// Makes sure that the checker comes before `links`, which resolves includes without a trace of where they were.
    pub(crate) fn comes_first(&self) -> Result<()> {
        let before = self
            .config
            .get::<Vec<String>>("preprocessor.proof.before")?
            .unwrap_or_default();
        let ours = self.config.contains_key("preprocessor.proof");
        if !ours || !self.config.build.use_default_preprocessors || before.iter().any(|name| name == "links") {
            return Ok(());
        }
        Err(Failure::new(say!(
            ko: "`book.toml`의 `[preprocessor.proof]`에 `before = [\"links\"]`가 없습니다",
            en: "`[preprocessor.proof]` in `book.toml` lacks `before = [\"links\"]`"
        ))
        .hint(say!(
            ko: "이 줄을 더하십시오. 없으면 `links`가 먼저 포함을 풀어서, 틀린 곳이 어느 파일인지 알 수 없습니다.",
            en: "Add that line: else `links` resolves includes first, and nobody can tell which file a mistake is in."
        )))
    }

    /// The files that settings name, as far as they can be read.
    pub(crate) fn named_files(root: &Path) -> Vec<PathBuf> {
        let config = Config::from_disk(root.join("book.toml")).unwrap_or_default();
        let table = |name: &str| {
            let table = config.get::<serde_json::Map<String, Value>>(&format!("preprocessor.proof.{name}"));
            table.ok().flatten().unwrap_or_default()
        };
        let values = ["schemas", "grammars"]
            .into_iter()
            .flat_map(|name| table(name).into_iter());
        values
            .filter_map(|(_, value)| Some(root.join(value.as_str()?)))
            .collect()
    }

    /// The folder of the book's chapters.
    pub(crate) fn src(&self) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(&self.config.book.src))
    }

    fn read(&mut self, root: &Path, table: &Value) -> Result<()> {
        for (key, value) in table.as_object().into_iter().flatten() {
            match key.as_str() {
                "placeholders" => self.options.placeholders = expect(value.as_bool(), key, "true, false")?,
                "links" => {
                    let table = expect(value.as_object(), key, "[preprocessor.proof.links]")?;
                    let wanted = "ignore = [\"https://example.com/*\"]";
                    for (name, value) in table {
                        let patterns = value.as_array().filter(|_| name == "ignore");
                        for pattern in expect(patterns, &format!("{key}.{name}"), wanted)? {
                            let pattern = expect(pattern.as_str(), key, wanted)?;
                            self.options.ignored_links.push(pattern.to_owned());
                        }
                    }
                }
                "schemas" => {
                    let schemas = expect(value.as_object(), key, "[preprocessor.proof.schemas]")?;
                    for (name, path) in schemas {
                        let path = root.join(expect(path.as_str(), name, "\"schema.json\"")?);
                        self.facts.schemas.insert(name.clone(), schema(&path)?);
                        self.fact_files.push(path);
                    }
                }
                "grammars" => {
                    let grammars = expect(value.as_object(), key, "[preprocessor.proof.grammars]")?;
                    for (name, path) in grammars {
                        let path = root.join(expect(path.as_str(), name, "\"grammar.toml\"")?);
                        self.facts.tools.add(name, grammar(&path)?);
                        self.fact_files.push(path);
                    }
                }
                "rules" => {
                    let levels = expect(value.as_object(), key, "[preprocessor.proof.rules]")?;
                    for (id, level) in levels {
                        let rule = rule(id).ok_or_else(|| unknown_rule(id))?;
                        let word = level.as_str().unwrap_or_default();
                        let (_, level) = *expect(LEVELS.iter().find(|(name, _)| *name == word), id, ALLOWED_LEVELS)?;
                        self.options.levels.insert(rule.id, level);
                    }
                }
                "variables" => {
                    let table = expect(value.as_object(), key, "[preprocessor.proof.variables]")?;
                    for (name, entry) in table {
                        self.variables.push(variable(name, entry, self.options.lang)?);
                    }
                }
                "run" => self.run.read(root, value)?,
                key if MDBOOK.contains(&key) => {}
                key => return Err(unknown(key)),
            }
        }
        Ok(())
    }
}

/// A name that readers may have another for: what stands in the text, what kind of name it is, what it is called.
fn variable(name: &str, entry: &Value, lang: Lang) -> Result<Variable> {
    let wanted = r#"{ value = "my-cluster", kind = "ecs-name", label = "..." }"#;
    let shown = format!("variables.{name}");
    let table = expect(entry.as_object(), &shown, wanted)?;
    let text = |key: &str| match table.get(key) {
        None => Ok(""),
        Some(value) => expect(value.as_str(), &format!("{shown}.{key}"), wanted),
    };
    let known = ["value", "kind", "label", "pattern"];
    if let Some(key) = table.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(unknown(&format!("{shown}.{key}")));
    }
    let value = expect(Some(text("value")?).filter(|text| !text.is_empty()), &shown, wanted)?;
    let kinds: Vec<&str> = Naming::NAMED.iter().map(|(name, _)| *name).collect();
    let kind = match text("kind")? {
        "" => Naming::Text,
        word => {
            let kind = Naming::NAMED.iter().find(|(name, _)| *name == word);
            expect(kind, &format!("{shown}.kind"), &kinds.join("`, `"))?.1
        }
    };
    let label = match table.get("label") {
        // A book in both languages gives both.
        Some(Value::Object(labels)) => {
            let key = if lang == Lang::Ko { "ko" } else { "en" };
            expect(
                labels.get(key).and_then(Value::as_str),
                &format!("{shown}.label"),
                wanted,
            )?
        }
        _ => text("label")?,
    };
    Ok(Variable {
        name: name.to_owned(),
        label: if label.is_empty() { name } else { label }.to_owned(),
        value: value.to_owned(),
        kind,
        pattern: text("pattern")?.to_owned(),
    })
}

/// The language of ours that a book's is, where it is one.
pub(crate) fn language(name: &str) -> Option<Lang> {
    match name.split('-').next().unwrap_or(name) {
        "ko" => Some(Lang::Ko),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn expect<T>(value: Option<T>, key: &str, wanted: &str) -> Result<T> {
    value.ok_or_else(|| Failure::setting(key, wanted))
}

fn unknown(key: &str) -> Failure {
    Failure::unknown_setting("preprocessor.proof", key, &OWN)
}

fn unknown_rule(id: &str) -> Failure {
    let failure = Failure::new(say!(
        ko: "`book.toml`의 `[preprocessor.proof.rules]`에 적힌 `{id}`(이)라는 규칙은 없습니다",
        en: "there is no rule `{id}`, which `[preprocessor.proof.rules]` in `book.toml` names"
    ));
    failure.hint(match nearest(id, RULES.iter().map(|rule| rule.id)) {
        Some(near) => say!(ko: "비슷한 규칙은 `{near}`입니다", en: "a rule with a similar name is `{near}`"),
        None => say!(
            ko: "`mdbook-proof explain`이 규칙을 모두 보여 줍니다",
            en: "`mdbook-proof explain` lists the rules"
        ),
    })
}

fn schema(path: &Path) -> Result<Schema> {
    let shown = path.display();
    let failure = |why: String| {
        Failure::new(say!(
            ko: "스키마 `{shown}`을(를) 쓸 수 없습니다: {why}",
            en: "cannot use the schema `{shown}`: {why}"
        ))
    };
    let text = files::read(path).map_err(|why| failure(why.to_string()))?;
    let value = serde_json::from_str(&text).map_err(|e| failure(e.to_string()))?;
    Schema::new(value).map_err(failure)
}

fn grammar(path: &Path) -> Result<Tool> {
    let shown = path.display();
    let text = files::read(path).map_err(|why| {
        Failure::new(say!(
            ko: "문법 파일 `{shown}`을(를) 읽을 수 없습니다: {why}",
            en: "cannot read the grammar `{shown}`: {why}"
        ))
    })?;
    Tool::read(&text).map_err(|flaw| {
        let (line, column) = SourceFile::new(shown.to_string(), text.as_str()).line_column(flaw.at.start);
        let (ko, en) = (flaw.message.ko, flaw.message.en);
        Failure::new(say!(
            ko: "{shown}:{line}:{column}: 문법 파일이 잘못되었습니다: {ko}",
            en: "{shown}:{line}:{column}: this is no grammar: {en}"
        ))
    })
}
