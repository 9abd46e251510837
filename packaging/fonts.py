"""Makes resources/fonts from Debian's fonts-noto-cjk: run it again after new words came into the translations.

    python packaging/fonts.py [--from /usr/share/fonts/opentype/noto]

Needs `fonttools`. Takes the Simplified Chinese face of Noto Sans CJK (OFL 1.1). Regular keeps the characters of GB
2312, of names beyond it (NAMES below) and of our own translations; bold, in which the counter shows guests' names,
keeps the 21,000 hanzi of GBK. Hinting goes (screens of today do not use it), and each weight gets a family name of its
own, so that a system's Noto is never mixed in and a rare hanzi in running text is lent by the bold instead of becoming
a box. What even that lacks comes from the system's fonts.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent.parent
TARGET = HERE / "resources" / "fonts"
FAMILIES = {"Regular": "Yingbin Sans", "Bold": "Yingbin Sans Bold"}
FACE = "Noto Sans CJK SC"

NAMES = (
    "祎玥喆昇堃珺翀赟旸昳晞昊燚炘烜焜煊熹甦琸琋瑀瑄珅玙珮珽琎琬璟璠璘瓅镕锳铖锜钰钲淏湉湦滢潆澍灏浤洺汭沄泠泓"
    "婳婠媖嫄嬅妡姝姮娅娴婵姸岺峣嵘崟崚峻峥栐栩桠梓梣楒楠榕槿橦檬暐暕曈曦昕昀昉昪旻旼晔晟煜燊爔祐祺禕禛穜筠筱笙箐"
    "絮綦翊翎翛翾聃聿艺芃芊芮苡茜荃荭莐菀菁菡萱葳葶蓁蓓蔚蕙薇薏藜蘅虓蛟衎裎觅詠誼谞谦豆贇赪跹踔轶迺逄逯遆鄢鄞酂"
    "雫雱雯霁霏霖霭靓靖韫韬颀颢飏馡馥骁骞骢鹔鹭鹮麒黧龑龢龚㛃㵾䶮亓仝佘佟侴偲僖冼劢勖卞卮厍叡吿咏喬嗣囡圳垚埇塬壎"
    "夔奕妘娭孛孜宓尕屾峄帆幗庹弋弢彧徕恺惢慜憬戬扆揆敉斐昃昶曌朦杲枘柃柘槊欤毓汐汯泱洹浠涵淇渟溦滈漪潇潞濂濛瀚炅炆"
)
"""Characters found in given names and surnames that GB 2312 (1980) lacks or that are easily missed."""


def wanted(charset: str) -> set[int]:
    """Return the code points to keep: those of the two-byte `charset` ("gb2312", "gbk") and our own."""
    keep = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                keep.add(ord(bytes((high, low)).decode(charset)))
            except UnicodeDecodeError:
                continue
    keep |= {ord(c) for c in NAMES}
    keep |= {
        ord(c)
        for c in "·—–‘’“”…‹›←↑→↓↩↵⏎⌘✓✗×−≤≥≈☎○●□■△▲▽▼◇◆⌫⇧⇥€£¥₩°№‰　、。〈〉《》「」『』【】〔〕！（），．：；？～￥"
    }
    for source in (HERE / "resources" / "translations").glob("*.ts"):
        keep |= {ord(c) for c in re.sub(r"<[^>]+>", "", source.read_text("utf-8"))}
    return keep


def face_of(collection: Path) -> TTFont:
    """Return the Simplified Chinese face of the collection; ends the program where it has none."""
    for font in TTCollection(str(collection)).fonts:
        if font["name"].getDebugName(1) == FACE or font["name"].getDebugName(16) == FACE:
            return font
    sys.exit(f"fonts: {collection} holds no {FACE}")


def rename(font: TTFont, weight: str) -> None:
    """Give the subset its own family name; the copyright and the licence stay as they are."""
    table = font["name"]
    for record in list(table.names):
        if record.nameID in (16, 17, 21, 22, 25):
            table.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    family = FAMILIES[weight]
    for number, text in ((1, family), (2, weight), (3, f"{family} subset"), (4, family)):
        table.setName(text, number, 3, 1, 0x409)
    table.setName(family.replace(" ", ""), 6, 3, 1, 0x409)
    table.names = [r for r in table.names if r.nameID not in (1, 2, 3, 4, 6) or (r.platformID, r.langID) == (3, 0x409)]


def make(source: Path, weight: str, keep: set[int]) -> Path:
    """Write the subset of one weight and return its path."""
    font = face_of(source / f"NotoSansCJK-{weight}.ttc")
    options = Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=keep)
    subsetter.subset(font)
    rename(font, weight)
    target = TARGET / f"yingbin-sans-{weight.lower()}.otf"
    font.save(str(target))
    return target


def main() -> None:
    """Make both weights and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    source = parser.parse_args().source
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight, charset in (("Regular", "gb2312"), ("Bold", "gbk")):
        keep = wanted(charset)
        made = make(source, weight, keep)
        print(f"{made.relative_to(HERE)}: {made.stat().st_size / 1e6:.1f} MB, {len(keep)} characters asked for")


if __name__ == "__main__":
    main()
