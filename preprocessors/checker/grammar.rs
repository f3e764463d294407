//! The grammars of the tools that examples call: what their command lines may say.

pub mod aws;
pub mod tool;
mod word;
pub mod words;

use std::ops::Range;

/// What a word of an example is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Where it stands, in the block's text.
    pub range: Range<usize>,
    /// What part it plays.
    pub role: Role,
    /// What it is called among all words: `aws ecs run-task --cluster`, `ContainerDefinition.image`. Notes of one name say
    /// the same, but for their places and roles.
    pub key: String,
    /// The name of the command, property or instruction, or of the option or argument that it is or belongs to, with its dashes.
    pub name: String,
    /// The type of the value: `string`, `list of structure`, `flag`; for a command the operation of the API.
    pub kind: String,
    /// Whether what it belongs to cannot do without it.
    pub required: bool,
    /// The values that are allowed, where those are known.
    pub allowed: Vec<String>,
    /// What holds where it is left out; empty where that is not known.
    pub default: String,
    /// A term for it, in the language that was asked for; empty where there is none.
    pub term: String,
    /// What it is, in a sentence or two of that language; empty where facts are all that is known.
    pub about: String,
    /// The page of the reference that has it; empty where there is none.
    pub url: String,
}

/// What part a word plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The program that is called.
    Program,
    /// The service, or another top-level command.
    Service,
    /// The operation, or a subcommand.
    Command,
    /// An option's name.
    Option,
    /// The name of a property, or an instruction.
    Property,
    /// The value of an option, argument or property.
    #[default]
    Value,
}

/// A thing that a book calls by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What kind of thing it is.
    pub thing: Thing,
    /// Its name.
    pub name: String,
    /// Whether it is made here, not only asked for.
    pub makes: bool,
    /// Where the name stands, in the block's text.
    pub range: Range<usize>,
    /// The Region that it is said to be in.
    pub region: Option<Region>,
}

/// A Region of AWS, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name: `ap-northeast-2`.
    pub name: String,
    /// Where it stands, in the block's text.
    pub range: Range<usize>,
}

impl Region {
    /// The Region in an ARN, which stands at `range`.
    pub(crate) fn of_arn(arn: &str, range: &Range<usize>) -> Option<Self> {
        let name = arn.strip_prefix("arn:")?.split(':').nth(2)?;
        Self::new(name, range.clone())
    }

    /// A Region of that name; nothing where the name has not the form of one.
    pub(crate) fn new(name: &str, range: Range<usize>) -> Option<Self> {
        let (area, number) = name.rsplit_once('-')?;
        let form = area.contains('-') && area.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let counted = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let name = name.to_owned();
        (form && counted).then_some(Self { name, range })
    }
}

/// The kinds of things whose names are held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// An ECS cluster.
    Cluster,
    /// An ECS service.
    Service,
    /// A family of task definitions.
    Family,
    /// A container of a task definition.
    Container,
    /// A log group of CloudWatch Logs.
    LogGroup,
    /// A repository in ECR.
    Repository,
    /// A port of a container: `web:8080`; `web:*` where its ports are not all known.
    Port,
    /// A family of task definitions that is run on Fargate.
    OnFargate,
    /// All of ECR in one Region, as `docker login` has it. It has no name.
    Registry,
}

impl Thing {
    /// What it is called in Korean and in English.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Cluster => ("클러스터", "cluster"),
            Self::Service => ("서비스", "service"),
            Self::Family => ("태스크 정의", "task definition"),
            Self::Container => ("컨테이너", "container"),
            Self::LogGroup => ("로그 그룹", "log group"),
            Self::Repository => ("리포지토리", "repository"),
            Self::Port => ("컨테이너 포트", "container port"),
            Self::OnFargate => ("Fargate 태스크 정의", "task definition on Fargate"),
            Self::Registry => ("레지스트리", "registry"),
        }
    }
}
