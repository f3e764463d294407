//! `--help`, in both languages.

use proof_checker::diagnostic::Lang;

/// The help of one command, or of all.
pub(crate) fn text(command: Option<&str>, lang: Lang) -> String {
    let own = match (command, lang) {
        (Some("init"), Lang::Ko) => INIT.0,
        (Some("init"), Lang::En) => INIT.1,
        (Some("check"), Lang::Ko) => CHECK.0,
        (Some("check"), Lang::En) => CHECK.1,
        (Some("fix"), Lang::Ko) => FIX.0,
        (Some("fix"), Lang::En) => FIX.1,
        (Some("run"), Lang::Ko) => RUN.0,
        (Some("run"), Lang::En) => RUN.1,
        (Some("explain"), Lang::Ko) => EXPLAIN.0,
        (Some("explain"), Lang::En) => EXPLAIN.1,
        (Some("build"), Lang::Ko) => BUILD.0,
        (Some("build"), Lang::En) => BUILD.1,
        (Some("serve"), Lang::Ko) => SERVE.0,
        (Some("serve"), Lang::En) => SERVE.1,
        (_, Lang::Ko) => ALL.0,
        (_, Lang::En) => ALL.1,
    };
    let common = match lang {
        Lang::Ko => COMMON.0,
        Lang::En => COMMON.1,
    };
    format!("{own}\n{common}")
}

const ALL: (&str, &str) = (
    "\
mdBook의 모든 예제를 빌드할 때 증명합니다.

사용법: mdbook-proof <명령> [옵션]

명령:
  init [폴더]        책에 검사기를 더합니다
  build [폴더]       책을 검사하고 만듭니다
  serve [폴더]       검사한 책을 localhost에서 보여 주고, 고치면 다시 만듭니다
  check [경로...]    Markdown 파일이나 폴더를 검사합니다
  fix [경로...]      고칠 방법이 확실한 것을 고칩니다
  run [경로...]      예제를 로컬 AWS 에뮬레이터에서 실행합니다
  explain [규칙]     규칙을 설명합니다

명령이 없으면 mdBook의 전처리기로 동작합니다.
종료 상태: 0 오류 없음, 1 오류 있음, 2 실행할 수 없음
",
    "\
Proves every example in an mdBook at build time.

Usage: mdbook-proof <COMMAND> [OPTIONS]

Commands:
  init [DIR]         add the checker to a book
  build [DIR]        check a book and build it
  serve [DIR]        show the checked book on localhost, and build it anew on every change
  check [PATH...]    check Markdown files or folders
  fix [PATH...]      mend what has a certain remedy
  run [PATH...]      execute the examples against a local emulator of AWS
  explain [RULE]     explain a rule

Without a command it speaks mdBook's preprocessor protocol.
Exit status: 0 no error, 1 at least one error, 2 could not run
",
);

const INIT: (&str, &str) = (
    "\
책의 `book.toml`에 검사기를 더하고, 바라면 테마도 더합니다. 무엇을 했는지 말합니다.
있는 것은 바꾸지 않습니다. 테마 파일이 이미 있고 다르면 다르다고만 하고 상태 1로 끝납니다.

사용법: mdbook-proof init [옵션] [폴더]

옵션:
  --theme      테마 파일과 `[output.proof]`도 더합니다
  --force      다른 테마 파일이 있으면 바꿉니다
  --dry-run    무엇을 할지만 말합니다
",
    "\
Adds the checker to a book's `book.toml`, and the theme where that is wanted; says what it did.
What is there stays as it is. A file of the theme that is there and differs is only named, with status 1.

Usage: mdbook-proof init [OPTIONS] [DIR]

Options:
  --theme      add the theme's files and `[output.proof]` too
  --force      write over files of a theme that differ
  --dry-run    only say what would be done
",
);

const CHECK: (&str, &str) = (
    "\
Markdown의 코드 블록과 링크를 검사합니다. 경로가 없으면 지금 폴더를 검사합니다.
숨은 폴더, 빌드 결과, target, node_modules는 건너뜁니다. 예제를 실행하지는 않습니다.

사용법: mdbook-proof check [옵션] [경로...]

옵션:
  --format <human|json>    출력 형식 (json은 한 줄에 객체 하나)
  --deny warnings          경고도 오류로 다룹니다
  --links                  외부 링크가 살아 있는지 서버에 물어봅니다 (답은 7일 동안 캐시)
  --no-placeholders        <cluster>, ${VAR}, ...도 글자 그대로 읽습니다
",
    "\
Checks the code blocks and links of Markdown files; without a path, those below this folder.
Hidden folders, build output, target and node_modules are skipped. No example is executed.

Usage: mdbook-proof check [OPTIONS] [PATH...]

Options:
  --format <human|json>    how to print (json: one object a line)
  --deny warnings          take warnings for errors
  --links                  ask servers whether external links are alive (answers are kept for 7 days)
  --no-placeholders        read <cluster>, ${VAR} and ... literally
",
);

const FIX: (&str, &str) = (
    "\
고칠 방법이 확실한 것을 고치고, 오래된 diagnostic 블록을 다시 씁니다.

사용법: mdbook-proof fix [옵션] [경로...]

옵션:
  --unsafe             추측한 수정(비슷한 이름 등)도 적용합니다
  --no-placeholders    <cluster>, ${VAR}, ...도 글자 그대로 읽습니다
",
    "\
Mends what has a certain remedy, and writes outdated diagnostic blocks anew.

Usage: mdbook-proof fix [OPTIONS] [PATH...]

Options:
  --unsafe             apply guesses too, such as the nearest name
  --no-placeholders    read <cluster>, ${VAR} and ... literally
",
);

const RUN: (&str, &str) = (
    "\
예제를 실행합니다. 장마다 새 임시 폴더와 HOME에서, AWS CLI 버전 2와 로컬 에뮬레이터로 차례로 실행하고
출력을 책과 비교합니다. 해가 없는 것이 확실한 명령만 실행하고, 나머지는 까닭과 함께 셉니다.
기다리는 일이 끝나면 실행한 것을 모두 끝내고 임시 폴더를 지웁니다.

사용법: mdbook-proof run [옵션] [경로...]

옵션:
  --update                   다른 출력을 책에 고쳐 쓰고, 실행한 블록을 결과 파일에 적습니다
  --format <human|json>      출력 형식 (json은 한 줄에 객체 하나, 건너뛴 것도 info로)
  -v, --verbose              건너뛴 명령을 하나씩 보여 줍니다
  --aws <경로>               쓸 AWS CLI (기본: PATH에서 찾은 버전 2)
  --emulator <이름>          ministack(기본) 또는 moto. 처음 쓸 때 PyPI에서 캐시 폴더에 설치합니다
  --endpoint <주소>          이미 떠 있는 에뮬레이터 (http://127.0.0.1:포트)
  --real-account <프로필>    에뮬레이터 대신 이 프로필의 진짜 계정에서 실행합니다.
                             리소스를 진짜로 만들고 지우며, 요금이 나옵니다
",
    "\
Executes the examples: each chapter in order, in a new temporary folder and HOME, with the AWS CLI of version 2
and a local emulator, and compares what they print with the book. Only what is certainly harmless is run; the
rest is counted, with the reason. Afterwards everything that was started is ended, and the folder is gone.

Usage: mdbook-proof run [OPTIONS] [PATH...]

Options:
  --update                    write outputs that differ into the book, and what was run into the file of results
  --format <human|json>       how to print (json: one object a line, what is skipped as info)
  -v, --verbose               name each command that is skipped
  --aws <PATH>                the AWS CLI to use (default: the first of version 2 on PATH)
  --emulator <NAME>           ministack (default) or moto; installed from PyPI in the cache folder on first use
  --endpoint <URL>            an emulator that runs already (http://127.0.0.1:PORT)
  --real-account <PROFILE>    run in the real account of this profile instead of an emulator:
                              resources are really made and deleted, and cost money
",
);

const EXPLAIN: (&str, &str) = (
    "\
규칙의 설명을 보여 줍니다. 규칙을 쓰지 않으면 모든 규칙을 나열합니다.

사용법: mdbook-proof explain [규칙]
",
    "\
Shows the page of a rule; without one, lists them all.

Usage: mdbook-proof explain [RULE]
",
);

const BUILD: (&str, &str) = (
    "\
책을 검사하고, 오류가 없으면 만듭니다. 결과는 `mdbook build`와 같습니다.

사용법: mdbook-proof build [옵션] [폴더]

옵션:
  -d, --dest-dir <폴더>    결과를 둘 폴더 (기본: book.toml의 build-dir)
",
    "\
Checks a book and, when it has no error, builds it. The result is that of `mdbook build`.

Usage: mdbook-proof build [OPTIONS] [DIR]

Options:
  -d, --dest-dir <DIR>    where to put the result (default: build-dir of book.toml)
",
);

const SERVE: (&str, &str) = (
    "\
검사한 책을 localhost에서 보여 주고, 파일이 바뀌면 다시 만들어 페이지를 새로 고칩니다.
검사에 실패하면 마지막으로 성공한 책 위에 틀린 곳을 보여 주고, 고치면 저절로 사라집니다.

사용법: mdbook-proof serve [옵션] [폴더]

옵션:
  -p, --port <포트>        포트 (기본 3000, 0이면 빈 포트)
  -n, --hostname <주소>    이 컴퓨터 밖에서도 열 수 있게 들을 주소 (예: 0.0.0.0; 기본은 이 컴퓨터만)
  -o, --open               브라우저를 엽니다
",
    "\
Shows the checked book on localhost; on every change builds it anew and reloads the page.
When a check fails, what is wrong is shown over the last good book until it is mended.

Usage: mdbook-proof serve [OPTIONS] [DIR]

Options:
  -p, --port <PORT>        the port (default 3000; 0 for any free one)
  -n, --hostname <HOST>    the address to listen on, to be reached from elsewhere
                           (for instance 0.0.0.0; default: this machine alone)
  -o, --open               open a browser
",
);

const COMMON: (&str, &str) = (
    "\
공통 옵션:
  --lang <ko|en>                  말할 언어 (기본: 책의 언어, 없으면 로캘)
  --color <auto|always|never>     색 (auto는 NO_COLOR를 따릅니다)
  -h, --help                      도움말
  -V, --version                   버전
",
    "\
Common options:
  --lang <ko|en>                  the language to speak (default: the book's, else the locale's)
  --color <auto|always|never>     colours (auto minds NO_COLOR)
  -h, --help                      this help
  -V, --version                   the version
",
);
