//! Which files are checked, and how they are read.

use crate::failure::{Failure, Result};
use crate::settings::Settings;
use proof_checker::diagnostic::Text;
use proof_checker::{Chapter, Read, say, source::SourceFile};
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The Markdown files that a path stands for, sorted; a book's folder stands for its chapters.
pub(crate) fn markdown(path: &Path, settings: &Settings) -> Result<Vec<PathBuf>> {
    let shown = path.display();
    let meta = std::fs::metadata(path)
        .map_err(|e| Failure::new(say!(ko: "`{shown}`을(를) 열 수 없습니다: {e}", en: "cannot open `{shown}`: {e}")))?;
    if meta.is_file() {
        return Ok(vec![tidy(path)]);
    }
    let whole_book = settings.root.as_deref().is_some_and(|root| same(root, path));
    let start = settings
        .src()
        .filter(|_| whole_book)
        .map_or_else(|| path.to_owned(), |src| tidy(&src));
    let output = settings
        .root
        .as_ref()
        .map(|root| root.join(&settings.config.build.build_dir));
    let wanted = |entry: &DirEntry| entry.depth() == 0 || !skipped(entry, output.as_deref());
    let mut found = Vec::new();
    for entry in WalkDir::new(&start)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(wanted)
    {
        let entry = entry
            .map_err(|e| Failure::new(say!(ko: "폴더를 읽을 수 없습니다: {e}", en: "cannot read a folder: {e}")))?;
        let markdown = entry.path().extension().is_some_and(|e| e == "md" || e == "markdown");
        if markdown && entry.file_type().is_file() {
            found.push(tidy(entry.path()));
        }
    }
    Ok(found)
}

/// Folders that hold no source: hidden ones, build output, dependencies.
fn skipped(entry: &DirEntry, output: Option<&Path>) -> bool {
    let name = entry.file_name().to_string_lossy();
    let named = name.starts_with('.') || name == "target" || name == "node_modules";
    entry.file_type().is_dir() && (named || output.is_some_and(|output| same(output, entry.path())))
}

/// A file's text.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    let bytes = std::fs::read(path)?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        io::Error::other(format!("not UTF-8 (line {line})"))
    })
}

/// Writes beside the file and renames, so that no half of it is ever there; makes folders that are missing.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let shown = path.display();
    let failure = |e: &dyn std::fmt::Display| {
        Failure::new(say!(ko: "`{shown}`에 쓸 수 없습니다: {e}", en: "cannot write `{shown}`: {e}"))
    };
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|e| failure(&e))?;
    if !path.exists() {
        return std::fs::write(path, text).map_err(|e| failure(&e));
    }
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(|e| failure(&e))?;
    std::io::Write::write_all(&mut beside, text.as_bytes()).map_err(|e| failure(&e))?;
    let permissions = std::fs::metadata(path).map_err(|e| failure(&e))?.permissions();
    beside.as_file().set_permissions(permissions).map_err(|e| failure(&e))?;
    beside.persist(path).map_err(|e| failure(&e.error))?;
    Ok(())
}

/// A chapter from its text, includes resolved from the disk.
///
/// In a folder that is no book an include that cannot be resolved is nobody's
/// mistake: another tool may own the braces.
pub(crate) fn chapter(path: &Path, text: String, settings: &Settings) -> Chapter {
    chapter_by(path, text, settings, &include)
}

/// The same, with a reader of includes that may take note of what is read.
pub(crate) fn chapter_by(path: &Path, text: String, settings: &Settings, read: &Read) -> Chapter {
    let file = SourceFile::new(slashed(path), text);
    let mut chapter = Chapter::with_includes(&file, read);
    if settings.root.is_none() {
        chapter.broken.clear();
    }
    chapter
}

/// The text of a file that is to be included, or why there is none.
pub(crate) fn include(path: &str) -> std::result::Result<String, Text> {
    read(Path::new(path)).map_err(|e| reason(&e))
}

/// Why a file could not be read, in both languages where it is a common reason.
fn reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => say!(ko: "그런 파일이 없습니다", en: "There is no such file"),
        io::ErrorKind::PermissionDenied => say!(ko: "읽을 권한이 없습니다", en: "It may not be read"),
        io::ErrorKind::IsADirectory => say!(ko: "파일이 아니라 폴더입니다", en: "It is a folder, not a file"),
        _ => say!(ko: "{error}", en: "{error}"),
    }
}

/// A path as people should see it: `/` between its parts.
pub(crate) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A path relative to the current folder where it lies below it, else as it is.
pub(crate) fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    below.map_or_else(
        || path.to_owned(),
        |below| {
            if below.as_os_str().is_empty() {
                ".".into()
            } else {
                below
            }
        },
    )
}

/// A path without `.` in it.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let tidied: PathBuf = path.components().filter(|c| *c != Component::CurDir).collect();
    if tidied.as_os_str().is_empty() {
        ".".into()
    } else {
        tidied
    }
}

fn same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// The folder `mdbook-proof` in the user's cache folder; nothing where there is none.
pub(crate) fn cache() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let home = || set("HOME");
    let folder = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("XDG_CACHE_HOME").or_else(|| Some(home()?.join("Library/Caches")))
    } else {
        set("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")))
    };
    folder.map(|folder| folder.join("mdbook-proof"))
}
