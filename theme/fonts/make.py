"""Makes the two base fonts of this folder, `code.ttf` and `cards.ttf`, from the fonts that README.md names.

    python make.py D2Coding-Ver1.3.2-20180524-all.ttc Pretendard-Bold.ttf

Each keeps the characters that books and titles are written with: the 2,350 syllables of KS X 1001, Latin, and the signs that
examples use. Hints, ligatures and alternates are left out, composed glyphs are drawn out, and glyphs stand in the order of their
characters. Both get a name of their own, because the licences reserve the names of the originals. The same input gives the
same bytes. Needs fonttools 4.68.
"""

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

HERE = Path(__file__).parent

SYLLABLES = [bytes([row, cell]).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)]
LATIN = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180))]
PUNCTUATION = [chr(code) for code in (*range(0x2010, 0x2016), *range(0x2018, 0x2023), 0x2026, 0x2030, *range(0x2032, 0x2034), *range(0x2039, 0x203C))]
JAMO = [chr(code) for code in range(0x3131, 0x3164)]
WIDE = [chr(code) for code in (*range(0x3000, 0x3004), *range(0x3008, 0x3012))]
SIGNS = list("₩€№™←↑→↓↔↕⇐⇒⇔−×÷±≈≠≤≥∞√∑∏∈∴∼•…①②③④⑤⑥⑦⑧⑨⑩■□▲△▶▷▼▽◀◁◆◇○●◎★☆✓✔✗✘")
SYMBOLS = [chr(code) for code in (*range(0x391, 0x3CA), *range(0x2190, 0x2200), *range(0x2460, 0x2474), *range(0x2500, 0x2600))]
SYMBOLS += list("∀∂∃∅∆∇∋∏∑∘∙∝∧∨∩∪∫≡⊂⊃⊆⊇⊕⌃⌘⌥⎇⏎⏏☐☑☒☀☁☂☎♠♣♥♦✕✖❯❮❱❰➜➤⚠⚡※")

# What pairs of a title stand closer together for: letters, and the signs beside them.
KERNED = [chr(code) for code in range(0x21, 0x7F)]


def main(code, cards):
    build(
        TTFont(code, fontNumber=0, lazy=True),
        {*SYLLABLES, *LATIN, *PUNCTUATION, *JAMO, *WIDE, *SIGNS, *SYMBOLS},
        "Proof Code",
        "Regular",
        "code.ttf",
    )
    build(TTFont(cards, lazy=True), {*SYLLABLES, *LATIN, *PUNCTUATION, *JAMO, *WIDE, *SIGNS}, "Proof Cards", "Bold", "cards.ttf")


def build(font, wanted, family, style, file):
    """Writes the characters of `font` that are `wanted` and there."""
    cmap, glyphs, metrics = font.getBestCmap(), font.getGlyphSet(), font["hmtx"].metrics
    chars = sorted(char for char in wanted if ord(char) in cmap)
    names = {char: f"u{ord(char):04X}" for char in chars}
    drawn, widths = {}, {}
    for name, source in [(".notdef", ".notdef"), *((names[char], cmap[ord(char)]) for char in chars)]:
        recorded = DecomposingRecordingPen(glyphs)
        if name != ".notdef":
            glyphs[source].draw(recorded)
        pen = TTGlyphPen(None)
        recorded.replay(pen)
        drawn[name] = pen.glyph(dropImpliedOnCurves=True)
        widths[name] = metrics[source][0]
    made = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    made.setupGlyphOrder(list(drawn))
    made.setupCharacterMap({ord(char): name for char, name in names.items()})
    made.setupGlyf(drawn)
    made.setupHorizontalMetrics({name: (widths[name], getattr(glyph, "xMin", 0)) for name, glyph in drawn.items()})
    line = font["hhea"]
    made.setupHorizontalHeader(ascent=line.ascent, descent=line.descent, lineGap=line.lineGap)
    table = font["name"]
    made.setupNameTable(
        {
            "copyright": table.getDebugName(0),
            "familyName": family,
            "styleName": style,
            "uniqueFontIdentifier": f"{family} {style}",
            "fullName": f"{family} {style}",
            "version": "Version 1.000",
            "psName": f"{family.replace(' ', '')}-{style}",
            "licenseDescription": "SIL Open Font License, Version 1.1",
            "licenseInfoURL": "https://openfontlicense.org",
        },
        mac=False,
    )
    old = font["OS/2"]
    made.setupOS2(
        version=4,
        usWeightClass=old.usWeightClass,
        panose=old.panose,
        xAvgCharWidth=old.xAvgCharWidth,
        sTypoAscender=line.ascent,
        sTypoDescender=line.descent,
        sTypoLineGap=line.lineGap,
        usWinAscent=old.usWinAscent,
        usWinDescent=old.usWinDescent,
        sxHeight=old.sxHeight,
        sCapHeight=old.sCapHeight,
        fsSelection=(0x20 if style == "Bold" else 0x40) | 0x80,
    )
    made.setupPost(keepGlyphNames=False)
    made.updateHead(created=0, modified=0, macStyle=1 if style == "Bold" else 0)
    kerned = kerning(font, cmap, names)
    if kerned:
        made.font["kern"] = newTable("kern")
        made.font["kern"].version = 0
        made.font["kern"].kernTables = [part := KernTable_format_0()]
        part.coverage, part.kernTable = 1, kerned
    made.font.recalcTimestamp = False
    made.save(HERE / file)
    print(f"{file}: {len(chars)} characters, {(HERE / file).stat().st_size:,} bytes")
    print("  left out, for the font lacks them:", "".join(sorted(wanted - set(chars))) or "none")


def kerning(font, cmap, names):
    """The pairs that the font's `kern` feature moves, as an old `kern` table holds them: simple to read, and enough for titles."""
    if "GPOS" not in font:
        return {}
    table = font["GPOS"].table
    wanted = sorted({i for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern" for i in record.Feature.LookupListIndex})
    lookups = [[getattr(part, "ExtSubTable", part) for part in table.LookupList.Lookup[i].SubTable] for i in wanted]
    pairs = {}
    for left in KERNED:
        for right in KERNED:
            moved = sum(next(filter(None, (pair(part, cmap[ord(left)], cmap[ord(right)]) for part in parts)), (0,))[0] for parts in lookups)
            if moved:
                pairs[names[left], names[right]] = moved
    return pairs


def pair(part, left, right):
    """What one subtable says of a pair: `(units,)`, or None where it says nothing."""
    if part.LookupType != 2 or left not in part.Coverage.glyphs:
        return None
    if part.Format == 1:
        record = part.PairSet[part.Coverage.glyphs.index(left)].PairValueRecord
        value = next((found.Value1 for found in record if found.SecondGlyph == right), False)
        return None if value is False else (getattr(value, "XAdvance", 0) or 0,)
    first = part.ClassDef1.classDefs.get(left, 0)
    second = part.ClassDef2.classDefs.get(right, 0)
    return (getattr(part.Class1Record[first].Class2Record[second].Value1, "XAdvance", 0) or 0,)


main(*sys.argv[1:])
