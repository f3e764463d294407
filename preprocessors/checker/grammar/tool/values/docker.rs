//! The values of Docker's options, read as Docker 28 reads them: sizes, ports, platforms, volumes, durations.
//! Only what Docker is certain to refuse is told.

use super::Wrong;
use crate::say;
use crate::suggest::slip;
use std::ops::Range;

/// Units of bytes that Docker knows, by their first letters; `i` and `b` may follow.
const UNITS: &str = "bkmgtp";

/// The transport protocols of a published port.
const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

/// The operating systems and architectures for which there are images.
const SYSTEMS: [&str; 5] = ["linux", "windows", "darwin", "freebsd", "wasip1"];
const ARCHITECTURES: [&str; 20] = [
    "amd64", "arm64", "arm", "386", "i386", "x86_64", "x86-64", "aarch64", "armhf", "armel", "ppc64le", "ppc64",
    "s390x", "riscv64", "mips64le", "mips64", "mips", "mipsle", "loong64", "wasm",
];

/// Most characters that a value may have to be read at all.
const LONGEST: usize = 200;

fn whole(text: &str) -> Range<usize> {
    0..text.len()
}

/// `512m`, `1.5GiB`, `-1`.
pub(super) fn size(text: &str) -> Option<Wrong> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = text[number.len()..].trim_start().to_ascii_lowercase();
    let good = match unit.len() {
        0 => true,
        1 => UNITS.contains(&unit),
        2 => unit.ends_with('b') && UNITS[1..].contains(&unit[..1]),
        3 => unit.ends_with("ib") && UNITS[1..].contains(&unit[..1]),
        _ => false,
    };
    if !text.is_empty() && good && number.parse::<f64>().is_ok_and(f64::is_finite) {
        return None;
    }
    let wrong = Wrong::new(
        whole(text),
        say!(ko: "크기로 읽을 수 없습니다", en: "cannot be read as a size"),
    );
    Some(wrong.help(say!(
        ko: "크기는 숫자와 단위 `b`, `k`, `m`, `g` 가운데 하나로 씁니다: `512m`",
        en: "A size is a number and one of the units `b`, `k`, `m`, `g`: `512m`"
    )))
}

/// `1h30m`, as Go reads durations.
pub(super) fn duration(text: &str) -> Option<Wrong> {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut good = !rest.is_empty() && rest != "0";
    while good && !rest.is_empty() {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let digits = &rest[..rest.len() - number.len()];
        let unit = ["ns", "us", "µs", "ms", "s", "m", "h"];
        // The longest unit first: `ms` before `m`.
        let unit = unit.iter().find(|unit| number.starts_with(**unit));
        good = digits.bytes().any(|byte| byte.is_ascii_digit()) && digits.matches('.').count() < 2 && unit.is_some();
        rest = unit.map_or("", |unit| &number[unit.len()..]);
    }
    if good || rest == "0" {
        return None;
    }
    let wrong = Wrong::new(
        whole(text),
        say!(ko: "시간으로 읽을 수 없습니다", en: "cannot be read as a duration"),
    );
    Some(wrong.help(say!(
        ko: "시간은 숫자와 단위 `ms`, `s`, `m`, `h`로 씁니다: `1m30s`",
        en: "A duration is written with the units `ms`, `s`, `m`, `h`: `1m30s`"
    )))
}

/// `[[IP:]HOST_PORT:]CONTAINER_PORT[/PROTOCOL]`, each port a number or a range.
pub(super) fn ports(text: &str) -> Option<Wrong> {
    // `host:container` in an explanation is no mistake of anybody who types numbers.
    let (numbers, protocol) = match text.rsplit_once('/') {
        Some((numbers, protocol)) => (numbers, Some(protocol)),
        None => (text, None),
    };
    if text.len() > LONGEST || numbers.contains(|c: char| c.is_alphabetic()) {
        return None;
    }
    if let Some(protocol) = protocol.filter(|protocol| !PROTOCOLS.contains(&&*protocol.to_ascii_lowercase())) {
        let at = text.len() - protocol.len()..text.len();
        let meant = slip(protocol, PROTOCOLS).map(str::to_owned);
        let why = say!(ko: "프로토콜이 `tcp`, `udp`, `sctp` 가운데 하나가 아닙니다", en: "names a protocol that is none of `tcp`, `udp` and `sctp`");
        return Some(Wrong::new(at, why).meant(meant));
    }
    let (address, rest) = match numbers.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, rest)) => (Some(address), rest.strip_prefix(':').unwrap_or(rest)),
        None => (None, numbers),
    };
    let fields: Vec<&str> = rest.split(':').collect();
    let form = || {
        say!(
            ko: "포트는 `[[IP:]호스트포트:]컨테이너포트[/프로토콜]` 꼴로 씁니다.",
            en: "Ports are written `[[IP:]HOST_PORT:]CONTAINER_PORT[/PROTOCOL]`."
        )
    };
    let (host, container) = match (address, &fields[..]) {
        (None, [container]) => ("", *container),
        (None | Some(_), [host, container]) => (*host, *container),
        (None, [address, host, container]) if address.is_empty() || address.contains('.') => (*host, *container),
        // An IPv6 address without brackets.
        (None, fields) if fields.len() > 3 && text.contains("::") => return None,
        _ => {
            let why = say!(ko: "포트로 읽을 수 없습니다", en: "cannot be read as ports");
            return Some(Wrong::new(whole(text), why).help(form()));
        }
    };
    let bad = [container, host]
        .into_iter()
        .find(|ports| !ports.is_empty() && range(ports).is_none());
    if let Some(bad) = bad {
        let at = offset(text, bad);
        let too_large = bad.bytes().all(|byte| byte.is_ascii_digit());
        let why = match too_large {
            true => say!(ko: "포트 번호가 65535보다 큽니다", en: "has a port number above 65535"),
            false => say!(ko: "포트로 읽을 수 없습니다", en: "cannot be read as ports"),
        };
        let wrong = Wrong::new(at, why);
        return Some(if too_large { wrong } else { wrong.help(form()) });
    }
    if container.is_empty() {
        let why = say!(ko: "컨테이너 쪽 포트가 없습니다", en: "has no port of the container");
        return Some(Wrong::new(whole(text), why).help(form()));
    }
    let (host, container) = (range(host).unwrap_or(0..=0), range(container).unwrap_or(0..=0));
    let count = |ports: &std::ops::RangeInclusive<u16>| ports.end() - ports.start();
    // One port of the container may be published on any of several.
    if count(&container) > 0 && *host.end() > 0 && count(&host) != count(&container) {
        let why = say!(ko: "두 범위의 포트 개수가 다릅니다", en: "has two ranges of different lengths");
        return Some(Wrong::new(whole(text), why));
    }
    None
}

/// One port, or two that are a range.
fn range(text: &str) -> Option<std::ops::RangeInclusive<u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some(first..=last)
}

/// Where a part of a text stands in it.
fn offset(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// `OS/ARCHITECTURE[/VARIANT]`, several of them with commas.
pub(super) fn platform(text: &str) -> Option<Wrong> {
    text.split(',').find_map(|one| {
        let one = one.trim();
        let mut parts = one.split('/');
        let (system, architecture) = (parts.next()?, parts.next());
        if matches!(one, "local" | "") {
            return None;
        }
        let system_at = offset(text, system);
        let Some(architecture) = architecture else {
            let known = SYSTEMS.contains(&system) || ARCHITECTURES.contains(&system);
            let meant = slip(system, SYSTEMS.into_iter().chain(ARCHITECTURES)).map(str::to_owned);
            let why = say!(ko: "플랫폼으로 읽을 수 없습니다", en: "cannot be read as a platform");
            return (!known && meant.is_some()).then(|| Wrong::new(system_at, why).meant(meant));
        };
        if parts.nth(1).is_some() {
            let why = say!(ko: "플랫폼은 `운영체제/아키텍처/변형`까지만 씁니다", en: "has more parts than `OS/ARCHITECTURE/VARIANT`");
            return Some(Wrong::new(offset(text, one), why));
        }
        let slipped = |written: &str, known: &[&'static str]| {
            let is = known.iter().any(|known| known.eq_ignore_ascii_case(written));
            let meant = slip(written, known.iter().copied()).filter(|_| !is);
            meant.map(str::to_owned)
        };
        let wrong = |part: &str, meant: String| {
            let why = say!(ko: "Docker가 아는 플랫폼이 아닙니다", en: "is no platform that Docker knows");
            Wrong::new(offset(text, part), why).meant(Some(meant))
        };
        slipped(system, &SYSTEMS)
            .map(|meant| wrong(system, meant))
            .or_else(|| slipped(architecture, &ARCHITECTURES).map(|meant| wrong(architecture, meant)))
    })
}

/// `[SOURCE:]TARGET[:OPTIONS]`. Windows paths have colons of their own and are left alone.
pub(super) fn volume(text: &str) -> Option<Wrong> {
    let drive = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parts: Vec<&str> = text.split(':').collect();
    if text.len() > LONGEST || text.contains('\\') || parts.iter().any(|part| drive(part)) {
        return None;
    }
    let form = say!(
        ko: "볼륨은 `[이름이나 경로:]컨테이너 경로[:옵션]` 꼴로 씁니다.",
        en: "A volume is written `[NAME or PATH:]PATH in the container[:OPTIONS]`."
    );
    let wrong = |at: Range<usize>, why| Some(Wrong::new(at, why).help(form.clone()));
    if parts.len() > 3 {
        return wrong(whole(text), say!(ko: "콜론이 너무 많습니다", en: "has too many colons"));
    }
    let target = match parts[..] {
        [target] => target,
        [_, target, ..] => target,
        [] => return None,
    };
    if parts.len() > 1 && parts[0].is_empty() {
        return wrong(
            whole(text),
            say!(ko: "콜론 앞이 비어 있습니다", en: "has nothing before the colon"),
        );
    }
    if target.is_empty() {
        return wrong(
            whole(text),
            say!(ko: "컨테이너 쪽 경로가 없습니다", en: "has no path in the container"),
        );
    }
    // `NAME:ro` without a path: Docker says that the path is not absolute.
    if parts.len() > 1 && !target.starts_with('/') && !target.contains(['$', '~', '%']) {
        let why =
            say!(ko: "컨테이너 쪽 경로가 절대 경로가 아닙니다", en: "has a path in the container that is not absolute");
        return wrong(offset(text, target), why);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(judge: fn(&str) -> Option<Wrong>, good: &[&str], bad: &[(&str, &str)]) {
        for text in good {
            let at = judge(text).map(|wrong| wrong.at);
            assert_eq!(at, None, "{text}");
        }
        for (text, guilty) in bad {
            let wrong = judge(text).unwrap_or_else(|| panic!("{text} is wrong"));
            assert_eq!(&text[wrong.at], *guilty, "{text}");
        }
    }

    #[test]
    fn sizes() {
        let bad = ["512megs", "", "m", "1x", "half", "1mm", "1..5g"];
        check(
            size,
            &["512m", "1g", "1.5GiB", "64MB", "1024", "-1", "0", "2b", "10 MB"],
            &bad.map(|text| (text, text)),
        );
    }

    #[test]
    fn durations() {
        let bad = ["10", "", "5sec", "1.2.3s", "m", "-"];
        check(
            duration,
            &["10s", "1m30s", "1.5h", "0", "-1s", "500ms", "+2m"],
            &bad.map(|text| (text, text)),
        );
    }

    #[test]
    fn published_ports() {
        let good = [
            "80",
            "8080:80",
            "127.0.0.1:8080:80",
            "127.0.0.1::80",
            "8000-8010:8000-8010",
            "53:53/udp",
            "80/tcp",
            "[::1]:80:80",
            "::1:80:80",
            "host:container",
            "8080-8090:80",
            ":80",
            "80:80/TCP",
        ];
        let bad = [
            ("80800:80", "80800"),
            ("80:80/tpc", "tpc"),
            ("1:2:3:4", "1:2:3:4"),
            ("8080:", "8080:"),
            ("8000-8010:80-81", "8000-8010:80-81"),
            ("90-80:80", "90-80"),
            ("80,81:80", "80,81"),
        ];
        check(ports, &good, &bad);
    }

    #[test]
    fn platforms() {
        let good = [
            "linux/amd64",
            "linux/arm/v7",
            "linux/amd64,linux/arm64",
            "linux",
            "arm64",
            "windows/amd64",
            "local",
            "plan9/amd64",
        ];
        let bad = [
            ("linux/adm64", "adm64"),
            ("linx/amd64", "linx"),
            ("linux/amd64,linux/arn64", "arn64"),
            ("linux/arm/v7/x", "linux/arm/v7/x"),
        ];
        check(platform, &good, &bad);
    }

    #[test]
    fn volumes() {
        let good = [
            "data:/data",
            "/data",
            "./src:/app",
            "/a:/b:ro",
            "data:/data:rw,z",
            "C:\\a:/b",
            "c:/a:/b",
            "../x:/y",
            ".:/app",
        ];
        let bad = [
            (":/data", ":/data"),
            ("data:", "data:"),
            ("data:ro", "ro"),
            ("/a:/b:ro:xy", "/a:/b:ro:xy"),
        ];
        check(volume, &good, &bad);
    }
}
