//! What needs an execution role, where there is none.

use crate::diagnostic::{Finding, Text};
use crate::rules::definition::Definition;
use crate::say;
use std::ops::Range;

/// Judges a task definition without `executionRoleArn`: tells of the first of each kind that needs it.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    if definition.lone_container || definition.field("executionRoleArn").is_some() {
        return;
    }
    let context = definition.context;
    let tree = context.tree;
    let mut needs: [Option<(Range<usize>, Text)>; 4] = [None, None, None, None];
    for container in definition.containers() {
        let [secrets, registry, log, image] = &mut needs;
        if secrets.is_none() && context.filled(container, "secrets").is_some() {
            *secrets = Some((
                context.key_range(container, "secrets"),
                say!(ko: "`secrets`를 쓰려면", en: "`secrets` need"),
            ));
        }
        if registry.is_none() && tree.get(container, "repositoryCredentials").is_some() {
            *registry = Some((
                context.key_range(container, "repositoryCredentials"),
                say!(ko: "`repositoryCredentials`를 쓰려면", en: "`repositoryCredentials` need"),
            ));
        }
        let logging = tree.get(container, "logConfiguration");
        if let Some(logging) = logging.filter(|&l| secrets.is_none() && context.filled(l, "secretOptions").is_some()) {
            *secrets = Some((
                context.key_range(logging, "secretOptions"),
                say!(ko: "`secretOptions`를 쓰려면", en: "`secretOptions` need"),
            ));
        }
        if !definition.fargate() {
            continue;
        }
        let driver = tree.pointer(container, "/logConfiguration/logDriver");
        if let Some(driver) = driver.filter(|&driver| log.is_none() && tree.string(driver) == Some("awslogs")) {
            *log = Some((
                context.place(driver),
                say!(ko: "Fargate에서 `awslogs`를 쓰려면", en: "`awslogs` on Fargate needs"),
            ));
        }
        let from = tree.get(container, "image").filter(|_| image.is_none());
        let ecr = from.filter(|&from| tree.string(from).is_some_and(|name| name.contains(".dkr.ecr.")));
        if let Some(from) = ecr {
            *image = Some((
                context.place(from),
                say!(ko: "Fargate에서 ECR의 이미지를 쓰려면", en: "an image of ECR on Fargate needs"),
            ));
        }
    }
    if needs.iter().all(Option::is_none) || !definition.lacks_field("executionRoleArn") {
        return;
    }
    for (n, (at, Text { ko, en })) in needs.into_iter().flatten().enumerate() {
        let finding = Finding::error(
            "missing-execution-role",
            at,
            say!(ko: "{ko} `executionRoleArn`이 있어야 합니다", en: "{en} an `executionRoleArn`"),
        );
        // The reason is one, however many need the role.
        found.push(match n {
            0 => finding.help(say!(
                ko: "이미지를 받고 로그를 보내고 비밀 값을 읽는 것은 컨테이너가 아니라 ECS이므로, ECS가 쓸 태스크 실행 역할을 적어야 합니다. 애플리케이션이 쓰는 `taskRoleArn`과는 다릅니다.",
                en: "It is ECS, not the container, that pulls images, sends logs and reads secrets, and it does so with the task execution role. The `taskRoleArn` is another one: that of the application."
            )),
            _ => finding,
        });
    }
}
