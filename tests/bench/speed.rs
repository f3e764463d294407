//! How fast blocks are judged, and whether hostile ones stay linear: `cargo bench`.
//!
//! It prints figures and asserts nothing: the time of a shared machine proves nothing.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Facts, Options, analyse, finish};
use std::fmt::Write as _;
use std::time::Instant;

const SHELL: &str = "aws ecs update-service \\\n  --cluster medusa-cluster \\\n  --service \"$SERVICE\" \\\n  \
                     --desired-count 2 | jq -r '.service.status'\nif [ -f task-def.json ]; then cat task-def.json; fi";

/// Four commands of four services, one of them wrong.
const COMMANDS: &str = "aws ecs run-task --cluster medusa-cluster --task-definition medusa-task:3 --launch-type FARGATE \\\n  \
                        --network-configuration 'awsvpcConfiguration={subnets=[subnet-1],securityGroups=[sg-1]}' \\\n  \
                        --overrides '{\"containerOverrides\": [{\"name\": \"medusa\", \"command\": [\"sh\"]}]}'\n\
                        aws ec2 describe-instances --filters Name=tag:Name,Values=medusa \\\n  \
                        --query 'Reservations[].Instances[].[InstanceId,State.Name]' --output table\n\
                        aws logs tail /ecs/medusa --follow --since 1h\n\
                        aws ecr describe-images --repository-name medusa-server --max-item 5";

const DEFINITION: &str = r#"{
  "family": "medusa-task",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "512",
  "memory": "1024",
  "executionRoleArn": "arn:aws:iam::111122223333:role/ecsTaskExecutionRole",
  "containerDefinitions": [
    {
      "name": "medusa-server",
      "image": "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/medusa-server:a1b2c3d",
      "portMappings": [{ "containerPort": 9000 }],
      "environment": [{ "name": "NODE_ENV", "value": "production" }],
      "logConfiguration": {
        "logDriver": "awslogs",
        "options": {
          "awslogs-group": "/ecs/medusa",
          "awslogs-region": "ap-northeast-2",
          "awslogs-stream-prefix": "medusa"
        }
      }
    }
  ]
}"#;

/// Shapes that make careless readers slow, each repeated to a size.
const HOSTILE: [(&str, &str, &str); 10] = [
    ("bash", "((((", ""),
    ("bash", "$($($(", ""),
    ("bash", "{{{{", ""),
    ("bash", "a \"b ", "\""),
    ("bash", "cat <<a\n", ""),
    ("bash", "case a in ", ""),
    ("bash", "`", ""),
    ("json", "[", ""),
    ("json", "{\"a\":", ""),
    ("json", "\"a", ""),
];

fn main() {
    let facts = proof_facts::facts();
    let kinds = [
        ("shell", "bash", SHELL),
        ("4 aws commands", "bash", COMMANDS),
        ("task definition", "json", DEFINITION),
        // What the rules take is the difference: what a command prints is read, and not judged as a definition.
        ("its JSON alone", "json output", DEFINITION),
    ];
    for (name, info, text) in kinds {
        let blocks = 20_000;
        let chapter = (0..blocks).fold(String::new(), |mut chapter, _| {
            let _ = write!(chapter, "```{info}\n{text}\n```\n\n");
            chapter
        });
        judge(&chapter, &facts);
        let seconds = judge(&chapter, &facts);
        println!("{name:20} {:>9.0} blocks a second", f64::from(blocks) / seconds);
    }
    for (info, shape, before) in HOSTILE {
        let time = |bytes: usize| {
            judge(
                &format!("```{info}\n{before}{}\n```\n", shape.repeat(bytes / shape.len())),
                &facts,
            )
        };
        let (half, whole) = (time(500_000), time(1_000_000));
        println!(
            "{:20} {:>9.1} ms a megabyte, {:.1} times half of it",
            format!("{shape:?}"),
            whole * 1000.0,
            whole / half
        );
    }
}

/// The seconds that one chapter takes from text to diagnostics.
fn judge(text: &str, facts: &Facts) -> f64 {
    let options = Options::default();
    let start = Instant::now();
    let analysis = analyse(Chapter::new(&SourceFile::new("chapter.md", text)), facts, &options);
    let found = finish(&[analysis], &options);
    let seconds = start.elapsed().as_secs_f64();
    drop(found);
    seconds
}
