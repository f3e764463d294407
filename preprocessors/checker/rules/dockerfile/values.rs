//! The values of arguments and flags: ports, durations, mounts.

use super::{Judge, VALUE};
use crate::diagnostic::{Finding, Text};
use crate::say;
use crate::syntax::dockerfile::{Flag, Instruction};

/// What a mount can be, and its options (Dockerfile reference, `RUN --mount`, 2026-11).
const MOUNTS: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];
const MOUNT_OPTIONS: [&str; 20] = [
    "type",
    "target",
    "dst",
    "destination",
    "source",
    "src",
    "from",
    "rw",
    "readwrite",
    "ro",
    "readonly",
    "id",
    "sharing",
    "mode",
    "uid",
    "gid",
    "required",
    "env",
    "size",
    "shared",
];

impl Judge<'_> {
    pub(super) fn values(&mut self, instruction: &Instruction) {
        match instruction.keyword.as_str() {
            "EXPOSE" => self.ports(instruction),
            "HEALTHCHECK" => instruction
                .flags
                .iter()
                .for_each(|flag| self.health_flag(instruction, flag)),
            "RUN" => instruction
                .flags
                .iter()
                .for_each(|flag| self.run_flag(instruction, flag)),
            "COPY" | "ADD" => instruction
                .flags
                .iter()
                .for_each(|flag| self.copy_flag(instruction, flag)),
            _ => {}
        }
    }

    fn wrong(&mut self, instruction: &Instruction, flag: &Flag, said: Text, help: Text) {
        let at = instruction.content.place(flag.value_range());
        self.found.push(Finding::error(VALUE, at, said).help(help));
    }

    fn ports(&mut self, instruction: &Instruction) {
        for (range, word) in instruction.words() {
            if self.unknown(word) || is_port(word) {
                continue;
            }
            if word.starts_with('#') {
                let at = instruction.content.place(range.start..instruction.content.text.len());
                let said = say!(ko: "명령 뒤에는 주석을 쓸 수 없습니다", en: "a comment cannot follow an instruction on its line");
                let finding = Finding::error(VALUE, at, said);
                self.found
                    .push(finding.help(say!(ko: "주석은 따로 한 줄에 씁니다.", en: "Put it on a line of its own.")));
                return;
            }
            let said = say!(ko: "`{word}`는 포트가 아닙니다", en: "`{word}` is not a port");
            let help = match word.contains(':') {
                true => say!(
                    ko: "`EXPOSE`에는 컨테이너의 포트만 적습니다. 호스트의 포트는 `docker run --publish`로 정합니다.",
                    en: "`EXPOSE` names ports of the container alone; those of the host are for `docker run --publish`."
                ),
                false => say!(
                    ko: "`80`, `80/udp`, `8000-8010`처럼 씁니다. 0부터 65535까지입니다.",
                    en: "Write `80`, `80/udp` or `8000-8010`; ports go from 0 to 65535."
                ),
            };
            self.found
                .push(Finding::error(VALUE, instruction.content.place(range), said).help(help));
        }
    }

    fn health_flag(&mut self, instruction: &Instruction, flag: &Flag) {
        let (name, value) = (&flag.name, flag.value.as_deref().unwrap_or_default());
        if value.is_empty() || self.unknown(value) {
            return;
        }
        match name.as_str() {
            "retries" if value.parse::<u32>().is_err() => {
                let said =
                    say!(ko: "`--retries` 값 `{value}`는 횟수가 아닙니다", en: "`{value}` is no number of retries");
                self.wrong(
                    instruction,
                    flag,
                    said,
                    say!(ko: "0 이상의 정수를 씁니다.", en: "Write a whole number, 0 or more."),
                );
            }
            "interval" | "timeout" | "start-period" | "start-interval" if !is_duration(value) => {
                let said = say!(ko: "`--{name}` 값 `{value}`는 시간이 아닙니다", en: "`{value}` is no duration, as `--{name}` needs it");
                let help = say!(ko: "`30s`, `1m30s`, `500ms`처럼 단위까지 적습니다.", en: "Write it with its unit: `30s`, `1m30s`, `500ms`.");
                self.wrong(instruction, flag, said, help);
            }
            _ => {}
        }
    }

    fn run_flag(&mut self, instruction: &Instruction, flag: &Flag) {
        let (name, value) = (&flag.name, flag.value.as_deref().unwrap_or_default());
        if value.is_empty() || self.unknown(value) {
            return;
        }
        let allowed: &[&str] = match name.as_str() {
            "network" => &["default", "none", "host"],
            "security" => &["insecure", "sandbox"],
            "mount" => return self.mount(instruction, flag, value),
            _ => return,
        };
        if !allowed.contains(&value) {
            let at = instruction.content.place(flag.value_range());
            let said = say!(ko: "`--{name}` 값으로 `{value}`는 쓸 수 없습니다", en: "`--{name}` cannot be `{value}`");
            let finding = self.nearest(VALUE, at, said, value, allowed);
            self.found.push(finding);
        }
    }

    fn mount(&mut self, instruction: &Instruction, flag: &Flag, value: &str) {
        let mut from = flag.value_range().start;
        for option in value.split(',') {
            let start = from;
            from += option.len() + 1;
            let (key, value) = option.split_once('=').unwrap_or((option, ""));
            let lower = key.to_ascii_lowercase();
            if !MOUNT_OPTIONS.contains(&lower.as_str()) {
                let at = instruction.content.place(start..start + key.len());
                let said = say!(ko: "`--mount`에는 `{key}` 항목이 없습니다", en: "`--mount` has no option `{key}`");
                let finding = self.nearest(VALUE, at, said, key, &MOUNT_OPTIONS);
                self.found.push(finding);
            } else if lower == "type" && !MOUNTS.contains(&value) {
                let at = instruction.content.place(start + 5..start + option.len());
                let said = say!(ko: "`{value}`라는 마운트는 없습니다", en: "there is no mount of type `{value}`");
                let finding = self.nearest(VALUE, at, said, value, &MOUNTS);
                self.found.push(finding);
            }
        }
    }

    fn copy_flag(&mut self, instruction: &Instruction, flag: &Flag) {
        let value = flag.value.as_deref().unwrap_or_default();
        let octal = (3..=4).contains(&value.len()) && value.bytes().all(|b| (b'0'..=b'7').contains(&b));
        let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
        if flag.name == "chmod" && digits && !octal {
            let said =
                say!(ko: "`--chmod` 값 `{value}`는 권한이 아닙니다", en: "`{value}` is no mode, as `--chmod` needs it");
            self.wrong(
                instruction,
                flag,
                said,
                say!(ko: "`755`처럼 8진수로 씁니다.", en: "Write an octal number, such as `755`."),
            );
        }
    }
}

/// `80`, `80-90`, `80/tcp`.
fn is_port(text: &str) -> bool {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let number = |text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
    };
    let good = match ports.split_once('-') {
        Some((first, last)) => number(first)
            .zip(number(last))
            .is_some_and(|(first, last)| first <= last),
        None => number(ports).is_some(),
    };
    good && matches!(protocol.to_ascii_lowercase().as_str(), "tcp" | "udp" | "sctp")
}

/// A duration as Go reads it: `1h30m`, `1.5s`, `0`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let number = &rest[..digits];
        if !number.bytes().any(|b| b.is_ascii_digit()) || number.matches('.').count() > 1 {
            return false;
        }
        let units = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];
        let Some(unit) = units.iter().find(|unit| rest[digits..].starts_with(**unit)) else {
            return false;
        };
        rest = &rest[digits + unit.len()..];
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, port, duration) in [
            ("80", true, false),
            ("80/UDP", true, false),
            ("8000-8010/tcp", true, false),
            ("tcp/80", false, false),
            ("65536", false, false),
            ("90-80", false, false),
            ("8080:80", false, false),
            ("30s", false, true),
            ("1m30s", false, true),
            ("1.5h", false, true),
            ("500ms", false, true),
            ("0", true, true),
            ("30x", false, false),
            ("s", false, false),
        ] {
            assert_eq!((is_port(text), is_duration(text)), (port, duration), "{text}");
        }
    }
}
