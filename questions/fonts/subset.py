"""How `kenzan-math.woff2` was made: the mathematical font of the HTML pages, trimmed to what formulas use.

    python questions/fonts/subset.py STIXMath-Regular.otf        (needs fonttools and brotli)

A page that may load nothing carries its font inside, so the font has to be small: STIX Math 1.1.1 (Debian: fonts-stix)
without the glyphs that no formula here uses, with its MATH table (stretching brackets, roots, script sizes) kept.
The Open Font License wants a changed font to carry another name; the licence text lies beside the font.
"""

import sys
from pathlib import Path

FAMILY = "Kenzan Math"
TARGET = Path(__file__).with_name("kenzan-math.woff2")

LETTERS = [
    *range(0x20, 0x7F),  # Basic Latin
    *range(0x391, 0x3AA), *range(0x3B1, 0x3CA), 0x3D1, 0x3D5, 0x3F5, 0x3F1,  # Greek
    *range(0x1D400, 0x1D434),  # bold
    *range(0x1D434, 0x1D468), 0x210E,  # italic: what a browser draws for <mi>x</mi>; h has its own place
    *range(0x1D6E2, 0x1D71C), # italic Greek
    0x1D538, 0x1D53C, 0x2102, 0x2115, 0x2119, 0x211A, 0x211D, 0x2124, 0x1D7D9,  # double-struck: A E C N P Q R Z 1
    0x1D4A9, 0x1D49F, 0x2112, 0x1D4AA, 0x2131, 0x1D4B3, 0x1D4B4,  # script: N D L O F X Y
]  # fmt: skip
SIGNS = (
    "¬¯°±²³´·¹×÷ˆˇ˘˙˜\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u030c\u20d7"
    "\u2009\u2061\u2062\u2063‐–—‖…′″‾⁄ℓℜℑℵ←↑→↓↔↦⇐⇒⇔⟵⟶⟷⟹⟺"
    "∀∂∃∅∆∇∈∉∋∏∐∑−∓∕∖∗∘∙√∛∝∞∠∣∥∧∨∩∪∫∬∮∴∵∼≃≅≈≔≜≠≡≤≥≦≧≪≫⊂⊃⊆⊇⊕⊖⊗⊙⊤⊥⋀⋁⋂⋃⋅⋆⋮⋯⋱⌈⌉⌊⌋⏞⏟⟨⟩▪□△◦"
)


def subset(source: Path, target: Path = TARGET) -> int:
    """Write the trimmed, renamed font; return its size in bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["ssty", "dtls", "kern"]  # script-size and dotless forms, which MathML layout asks for
    options.drop_tables += ["FFTM", "GPOS"]
    options.name_IDs = [0, 1, 2, 4, 6, 7, 13, 14]  # copyright, trademark and licence stay
    options.desubroutinize = True
    options.hinting = False
    trimmer = Subsetter(options)
    trimmer.populate(unicodes=[*LETTERS, *map(ord, SIGNS)])
    trimmer.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY  # pyright: ignore[reportAttributeAccessIssue]
    font["CFF "].cff.fontNames = [FAMILY.replace(" ", "")]
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


if __name__ == "__main__":
    print(f"{TARGET.name}: {subset(Path(sys.argv[1])):,} bytes")
