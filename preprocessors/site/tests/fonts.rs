//! What is cut of the code font, unpacked and read by other programs' code, against the base font it was cut from.

use proof_site::fonts::{Cut, cut, style};
use std::collections::BTreeSet;
use ttf_parser::{Face, OutlineBuilder};

/// What the font is cut from.
const BASE: &str = "../../theme/fonts/code.ttf";

/// An outline as text.
#[derive(Debug, Default, PartialEq)]
struct Drawn(String);

impl OutlineBuilder for Drawn {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("M{x} {y}");
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("L{x} {y}");
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0 += &format!("Q{x1} {y1} {x} {y}");
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        unreachable!("the font has no such curves");
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// Pages become files: each with its name, and characters that it has. The font's own are drawn as in the base font, in whole cells.
fn check(pages: &[&str], expected: &[(&str, &str)]) {
    let pages: Vec<BTreeSet<char>> = pages.iter().map(|page| page.chars().collect()).collect();
    let cuts = cut(&pages);
    let found: Vec<(&str, String)> = cuts.iter().map(|cut| (cut.name.as_str(), held(cut))).collect();
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(name, chars)| (*name, (*chars).to_owned()))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(cut(&pages), cuts, "the same bytes again");
}

/// The characters of a file that its `unicode-range` promises, once each is seen to be what it was.
fn held(cut: &Cut) -> String {
    let base = std::fs::read(BASE).expect("the base font is there");
    let base = Face::parse(&base, 0).expect("the base font is a font");
    let data = wuff::decompress_woff2(&cut.bytes).expect("a browser unpacks it");
    let face = Face::parse(&data, 0).expect("a browser reads it");
    let chars: String = promised(&cut.unicode_range).collect();
    for char in chars.chars() {
        let (glyph, old) = (
            face.glyph_index(char).expect("a glyph"),
            base.glyph_index(char).expect("a glyph"),
        );
        let cells = if matches!(char, 'ㄱ'..='ㆎ' | '가'..='힣') {
            2
        } else {
            1
        };
        assert_eq!(
            face.glyph_hor_advance(glyph),
            Some(500 * cells),
            "{char} fills its cells"
        );
        let (mut now, mut before) = (Drawn::default(), Drawn::default());
        let boxes = (
            face.outline_glyph(glyph, &mut now),
            base.outline_glyph(old, &mut before),
        );
        assert_eq!((boxes.0, now), (boxes.1, before), "{char} is drawn as it was");
        assert_eq!(
            face.glyph_hor_side_bearing(glyph),
            base.glyph_hor_side_bearing(old),
            "{char} stands where it did"
        );
    }
    assert_eq!(
        usize::from(face.number_of_glyphs()),
        chars.chars().count() + 1,
        "nothing more is in it"
    );
    assert_eq!(
        (face.units_per_em(), face.ascender(), face.descender()),
        (1000, 850, -230)
    );
    let names: Vec<String> = face.names().into_iter().filter_map(|name| name.to_string()).collect();
    assert!(names.iter().any(|name| name.contains("NHN")), "whose it is: {names:?}");
    assert!(
        names.iter().any(|name| name.contains("Open Font License")),
        "how it may be used: {names:?}"
    );
    assert!(
        !names.iter().any(|name| name.contains("D2Coding")),
        "the name is reserved: {names:?}"
    );
    chars
}

fn promised(range: &str) -> impl Iterator<Item = char> {
    range.split(',').flat_map(|run| {
        let code = |hex: &str| u32::from_str_radix(hex, 16).expect("a code");
        let (first, last) = run
            .trim_start_matches("U+")
            .split_once('-')
            .unwrap_or((&run[2..], &run[2..]));
        (code(first)..=code(last)).filter_map(char::from_u32)
    })
}

#[test]
fn the_font_is_cut_to_what_pages_use() {
    let keyboard: String = (' '..='~').collect();
    let keys = keyboard.as_str();
    check(&[], &[]);
    check(&[""], &[]);
    check(&["docker run"], &[("code-latin", keys)]);
    // The last two are no syllables of KS X 1001, and not in the base font.
    check(
        &["# 값 한ㅋ뷁힣", "값"],
        &[("code-latin", keys), ("code-hangul", "ㅋ값한")],
    );
    check(&["─→é\t漢😀\u{301}"], &[("code-latin", &format!("{keys}é→─"))]);
    // What two pages use stands in the first file; the rest follows in the order of the pages.
    let base = std::fs::read(BASE).expect("the base font is there");
    let base = Face::parse(&base, 0).expect("the base font is a font");
    let syllables: Vec<char> = ('가'..='힣').filter(|char| base.glyph_index(*char).is_some()).collect();
    assert_eq!(syllables.len(), 2350, "those of KS X 1001");
    let text = |range: std::ops::Range<usize>| syllables[range].iter().collect::<String>();
    check(
        &[&text(1000..1360), &text(1000..1360), &text(100..500), &text(0..100)],
        &[
            ("code-latin", keys),
            ("code-hangul", &text(1000..1360)),
            ("code-hangul-2", &text(100..460)),
            ("code-hangul-3", &(text(0..100) + &text(460..500))),
        ],
    );
}

#[test]
fn style_names_the_files() {
    let cuts = cut(&["가 a".chars().collect()]);
    let css = style(&cuts, |cut| format!("{}.woff2", cut.name));
    for wanted in [
        "src: url(\"code-latin.woff2\") format(\"woff2\"); font-display: swap; unicode-range: U+20-7E; }",
        "src: url(\"code-hangul.woff2\") format(\"woff2\"); font-display: swap; unicode-range: U+AC00; }",
        "local(\"DejaVu Sans Mono\")",
        "size-adjust: 83.06%; ascent-override: 102.34%; descent-override: 27.69%",
    ] {
        assert!(css.contains(wanted), "{css}");
    }
    assert_eq!(style(&[], |_| String::new()), "");
}
