//! The pictures of links: as large as they have to be, the same every time, none rather than one with holes.

use proof_site::cards::{Card, SIZE, draw};

/// Whether there is a picture of a title; it is a PNG of the size that it should have, and small.
#[track_caller]
fn check(title: &str, part: Option<&str>, expected: bool) {
    let card = Card {
        title,
        part,
        book: "Docker와 Amazon ECS",
    };
    let drawn = draw(&card);
    assert_eq!(drawn, draw(&card), "{title}: the same bytes again");
    assert_eq!(drawn.is_some(), expected, "{title}");
    if let Some(bytes) = drawn {
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"), "{title}");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
        assert_eq!((number(16), number(20)), SIZE, "{title}");
        assert!(bytes.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"), "{title}");
        assert!(bytes.len() < 21_000, "{title}: {} bytes", bytes.len());
    }
}

#[test]
fn titles_are_drawn() {
    check("태스크 정의(작업 정의)", Some("2부 ECS 핵심 용어"), true);
    check("Services", None, true);
    check(&"아주 긴 제목 ".repeat(40), Some(&"part ".repeat(80)), true);
    check(&"x".repeat(400), None, true);
    check("이모지 🚀 제목", None, true);
    check("漢字", None, false);
    check("", None, false);
    check(" \n ", None, false);
}
