//! `uses`: how an action or a workflow is named.

use super::{Judge, USES};
use crate::diagnostic::{Finding, Text};
use crate::placeholder;
use crate::say;
use crate::syntax::yaml::NodeId;

impl<'t> Judge<'t> {
    /// Judges the `uses` of a step.
    pub(super) fn uses_action(&mut self, node: NodeId) {
        let Some(name) = self.name_of(node) else { return };
        if name.starts_with("./") {
            if name.contains('@') {
                self.wrong(
                    node,
                    say!(
                        ko: "같은 저장소의 액션에는 `@` 뒤의 버전을 쓸 수 없습니다",
                        en: "an action of the same repository takes no version behind `@`"
                    ),
                );
            }
            return;
        }
        if name.strip_prefix("docker://").is_some_and(|image| !image.is_empty()) {
            return;
        }
        let (path, version) = name.split_once('@').unwrap_or((name, ""));
        if version.is_empty() {
            self.wrong(
                node,
                say!(
                    ko: "액션 `{path}`에 버전이 없습니다. `@` 뒤에 태그, 브랜치, 커밋을 적어야 합니다",
                    en: "the action `{path}` has no version: a tag, branch or commit has to follow behind `@`"
                ),
            );
            return;
        }
        self.path(node, path);
    }

    /// Judges the `uses` of a job.
    pub(super) fn uses_workflow(&mut self, node: NodeId) {
        let Some(name) = self.name_of(node) else { return };
        let (path, version) = name.split_once('@').unwrap_or((name, ""));
        let local = path.starts_with("./");
        let file = path.ends_with(".yml") || path.ends_with(".yaml");
        if !file || !path.contains(".github/workflows/") {
            self.wrong(
                node,
                say!(
                    ko: "작업의 `uses`는 `.github/workflows/`의 워크플로 파일이어야 합니다",
                    en: "the `uses` of a job has to be the file of a workflow in `.github/workflows/`"
                ),
            );
        } else if local && !version.is_empty() {
            self.wrong(
                node,
                say!(
                    ko: "같은 저장소의 워크플로에는 `@` 뒤의 버전을 쓸 수 없습니다",
                    en: "a workflow of the same repository takes no version behind `@`"
                ),
            );
        } else if !local && version.is_empty() {
            self.wrong(
                node,
                say!(
                    ko: "다른 저장소의 워크플로에는 `@` 뒤에 태그, 브랜치, 커밋을 적어야 합니다",
                    en: "a workflow of another repository needs a tag, branch or commit behind `@`"
                ),
            );
        }
    }

    /// What `uses` says; an expression in it is told of.
    fn name_of(&mut self, node: NodeId) -> Option<&'t str> {
        let text = self.tree.string(node)?;
        if text.contains("${{") {
            self.wrong(
                node,
                say!(
                    ko: "`uses`에는 식 `${{{{ }}}}`을 쓸 수 없습니다",
                    en: "`uses` cannot hold an expression `${{{{ }}}}`"
                ),
            );
            return None;
        }
        let open = self.placeholders && placeholder::has_marked_placeholder(text);
        (!open).then_some(text)
    }

    fn path(&mut self, node: NodeId, path: &str) {
        let parts: Vec<&str> = path.split('/').collect();
        let name = |part: &&str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        if parts.len() < 2 || !parts.iter().take(2).all(name) || path.ends_with('/') {
            self.wrong(
                node,
                say!(
                    ko: "액션의 이름은 `소유자/저장소@버전` 꼴이어야 합니다",
                    en: "an action is named `owner/repository@version`"
                ),
            );
        }
    }

    fn wrong(&mut self, node: NodeId, text: Text) {
        let finding = Finding::error(USES, self.written(node), text);
        self.report(finding.help(say!(
            ko: "`소유자/저장소@버전`, 같은 저장소의 `./경로`, `docker://이미지`를 쓸 수 있습니다.",
            en: "What can stand here: `owner/repository@version`, `./path` in the same repository, `docker://image`."
        )));
    }
}
