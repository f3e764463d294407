//! Images: how they are referred to, and whether that is always the same image.

use super::definition::Definition;
use crate::diagnostic::{Finding, Text};
use crate::say;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        let Some(node) = context.tree.get(container, "image") else {
            continue;
        };
        let Some(text) = context.text_of(node) else { continue };
        let at = context.place(node);
        let image = Image::of(text);
        if let Some(why) = image.refused(text) {
            let message = say!(ko: "이미지 `{text}`의 형식이 틀렸습니다", en: "`{text}` does not refer to an image");
            found.push(Finding::error("invalid-image", at, message).help(why).help(say!(
                ko: "형식: `저장소`, `저장소:태그`, `저장소@sha256:...`. 저장소 앞에는 `registry.example.com/`처럼 레지스트리를 적을 수 있습니다.",
                en: "The forms are `repository`, `repository:tag` and `repository@sha256:...`; a registry such as `registry.example.com/` may stand before them."
            )));
        } else if let Some(why) = image.unlikely() {
            let message =
                say!(ko: "이미지 `{text}`을(를) 받을 수 없을 것입니다", en: "the image `{text}` can hardly be pulled");
            found.push(Finding::warning("invalid-image", at, message).help(why));
        } else if definition.whole && !definition.lone_container && image.mutable() {
            let message = match image.tag {
                Some(_) => {
                    say!(ko: "`latest` 태그는 배포할 때마다 다른 이미지일 수 있습니다", en: "the tag `latest` can be another image at each deployment")
                }
                None => {
                    say!(ko: "태그가 없는 이미지는 `latest`이고, 배포할 때마다 다른 이미지일 수 있습니다", en: "an image without a tag is `latest`, which can be another image at each deployment")
                }
            };
            found.push(Finding::warning("mutable-image-tag", at, message).help(say!(
                ko: "되돌릴 때 같은 이미지가 실행되도록 버전이나 커밋의 태그, 또는 `@sha256:` 다이제스트를 적으십시오.",
                en: "Write the tag of a version or commit, or an `@sha256:` digest, so that a rollback runs the same image again."
            )));
        }
    }
}

/// A reference to an image, taken apart.
struct Image<'a> {
    /// Registry and repository.
    name: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> Image<'a> {
    fn of(text: &'a str) -> Self {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        // A colon before the last slash is that of the registry's port.
        let last = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (name, tag) = match rest[last..].find(':') {
            Some(colon) => (&rest[..last + colon], Some(&rest[last + colon + 1..])),
            None => (rest, None),
        };
        Self { name, tag, digest }
    }

    /// Why ECS does not take it, by the API reference of `ContainerDefinition.image` (2026-11).
    fn refused(&self, text: &str) -> Option<Text> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_:./#@+".contains(c);
        if let Some(scheme) = text.find("://") {
            let rest = &text[scheme + 3..];
            return Some(say!(ko: "주소가 아니므로 `{rest}`처럼 적습니다.", en: "It is no address: write `{rest}`."));
        }
        match text.chars().find(|&c| !allowed(c)) {
            Some(c) if c.is_whitespace() => {
                return Some(say!(ko: "공백은 쓸 수 없습니다.", en: "There cannot be white space in it."));
            }
            Some(c) => return Some(say!(ko: "`{c}` 문자는 쓸 수 없습니다.", en: "There cannot be a `{c}` in it.")),
            None => {}
        }
        if self.name.is_empty() || self.name.split('/').any(str::is_empty) {
            return Some(say!(ko: "저장소의 이름이 비어 있습니다.", en: "The name of a repository is empty."));
        }
        if let Some(tag) = self.tag {
            if tag.is_empty() {
                return Some(say!(ko: "`:` 뒤에 태그가 없습니다.", en: "There is no tag after the `:`."));
            }
            if tag.starts_with(['.', '-']) || tag.contains([':', '/', '#', '+']) || tag.len() > 128 {
                return Some(say!(
                    ko: "태그에는 영문자, 숫자, `_`, `.`, `-`를 128자까지 쓸 수 있고, `.`와 `-`로 시작할 수 없습니다.",
                    en: "A tag has up to 128 letters, digits, `_`, `.` and `-`, and begins with neither `.` nor `-`."
                ));
            }
        }
        let sha = self.digest.map(|digest| (digest, digest.strip_prefix("sha256:")));
        match sha {
            Some((_, Some(hex))) if hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit()) => None,
            // Other algorithms are registered with other lengths.
            Some((digest, None)) if digest.contains(':') => None,
            Some(_) => Some(say!(
                ko: "다이제스트는 `sha256:`과 16진수 64자입니다.",
                en: "A digest is `sha256:` and 64 hexadecimal digits."
            )),
            None if self.name.len() > 255 => {
                Some(say!(ko: "255자까지 쓸 수 있습니다.", en: "255 characters are allowed at most."))
            }
            None => None,
        }
    }

    /// Why no registry will have it, though ECS takes it.
    fn unlikely(&self) -> Option<Text> {
        let (host, path) = match self.name.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
            _ => ("", self.name),
        };
        if path.bytes().any(|b| b.is_ascii_uppercase()) {
            let lower = path.to_ascii_lowercase();
            return Some(say!(
                ko: "저장소의 이름은 소문자입니다: `{lower}`",
                en: "The names of repositories are in lower case: `{lower}`"
            ));
        }
        not_of_ecr(host, path)
    }

    fn mutable(&self) -> bool {
        self.digest.is_none() && self.tag.is_none_or(|tag| tag == "latest")
    }
}

/// What is wrong with an address that is meant for a private registry of ECR.
fn not_of_ecr(host: &str, path: &str) -> Option<Text> {
    let address = match host {
        "" => path,
        host => host,
    };
    let (account, rest) = address.split_once('.')?;
    let aws = address.ends_with(".amazonaws.com") || address.ends_with(".amazonaws.com.cn");
    let parts: Vec<&str> = rest.split('.').collect();
    if !aws || !parts.iter().any(|part| matches!(*part, "ecr" | "ecr-fips")) {
        return None;
    }
    let form = say!(
        ko: "ECR의 주소는 `계정ID.dkr.ecr.리전.amazonaws.com/저장소`입니다.",
        en: "An address of ECR is `account-id.dkr.ecr.region.amazonaws.com/repository`."
    );
    let ["dkr", "ecr" | "ecr-fips", region, "amazonaws", "com", tail @ ..] = &parts[..] else {
        return Some(form);
    };
    if host.is_empty() {
        return Some(form);
    }
    let digits = account.bytes().filter(u8::is_ascii_digit).count();
    if digits != 12 && account.bytes().all(|b| b.is_ascii_digit()) {
        return Some(say!(
            ko: "ECR 주소 앞의 계정 ID는 12자리인데 {digits}자리입니다.",
            en: "The account id in front of an ECR address has 12 digits, this one has {digits}."
        ));
    }
    if digits != account.len() && account.bytes().all(|b| b.is_ascii_digit() || b == b'-') && digits > 0 {
        return Some(say!(
            ko: "ECR 주소 앞의 계정 ID는 `-` 없는 12자리 숫자입니다.",
            en: "The account id in front of an ECR address is 12 digits without `-`."
        ));
    }
    (region.starts_with("cn-") && tail.is_empty()).then(|| {
        say!(
            ko: "중국 리전의 주소는 `.amazonaws.com.cn`으로 끝납니다.",
            en: "The addresses of the Regions in China end in `.amazonaws.com.cn`."
        )
    })
}
