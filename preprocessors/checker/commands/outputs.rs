//! Blocks with `output`: what the last command of the block before prints.

use super::Reading;
use crate::diagnostic::Finding;
use crate::extract::Attribute;
use crate::info::INFO;
use crate::language::Language;
use crate::model::Block;
use crate::say;
use crate::syntax::shell::Bytes;

/// A block that shows an output, and the command that prints it.
pub(super) struct Shown {
    /// The block with the output.
    pub(super) block: usize,
    /// The block with the command.
    pub(super) of: usize,
    /// The command, in the text of that block.
    pub(super) call: Bytes,
}

/// The outputs that blocks of their own show. A block that follows no commands is told so; one that follows a pipe, or
/// what else prints more than one command's output, is let be.
pub(super) fn shown(blocks: &mut [Block], readings: &[Reading]) -> Vec<Shown> {
    let mut shown = Vec::new();
    // The block whose commands were typed last, unless another example came in between.
    let mut typed: Option<usize> = None;
    for (index, block) in blocks.iter_mut().enumerate() {
        if block.language == Language::Diagnostic {
            continue;
        }
        let Some(attribute) = block.code.attribute("output") else {
            let shell = matches!(
                block.language,
                Language::Shell | Language::OtherShell | Language::Console
            );
            typed = shell.then_some(index);
            continue;
        };
        match typed {
            None => block.around.push(orphan(attribute)),
            Some(of) => shown.extend(last(&readings[of]).map(|call| Shown { block: index, of, call })),
        }
    }
    shown
}

/// The last command, if what is printed last is its output alone.
fn last(reading: &Reading) -> Option<Bytes> {
    match reading {
        Reading::Script(script) => script.list.items.last()?.alone().map(|command| command.bytes),
        Reading::Transcript(typed) => {
            let typed = typed.last()?;
            typed.output.as_ref()?;
            typed.calls.first().map(|call| call.bytes)
        }
        Reading::Other | Reading::Json(_) => None,
    }
}

/// What a block is told that shows the output of nothing.
fn orphan(attribute: &Attribute) -> Finding {
    let message = say!(ko: "이 블록 앞에 명령이 없습니다", en: "no commands come before this block");
    Finding::error(INFO, attribute.range.clone(), message).help(say!(
        ko: "`output` 블록은 명령이 있는 `bash`나 `console` 블록 바로 다음에 둡니다. 그 블록의 마지막 명령이 출력하는 것으로 봅니다.",
        en: "A block with `output` goes right after a `bash` or `console` block: it is what the last command there prints."
    ))
}
