//! The command line, as console sessions: each `tests/commands/*.md` is one, run by
//! trycmd in a copy of the folder of the same name that ends in `.in`.
//!
//! `TRYCMD=overwrite cargo test --test commands` writes the outputs anew; read the
//! difference before it is committed.

/// Sessions run without a terminal, in a locale that says nothing of a language; those that want another name it.
#[test]
fn sessions() {
    trycmd::TestCases::new()
        .register_bin("mdbook-proof", std::path::Path::new(env!("CARGO_BIN_EXE_mdbook-proof")))
        .env("LC_ALL", "C.UTF-8")
        .case("tests/commands/*.md");
}
