"""What of a text is compared when a name is looked for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MOST_UNITS = 24
"""Characters or words of a name that are looked at; nobody types more."""

_SIMPLIFIED = str.maketrans(
    "張陳劉楊黃趙吳孫馬鄭謝韓馮於鄧許蕭葉蘇盧蔣餘閻範韋賈鄒陸龍賀顧龔萬錢湯賴莊魯閆畢紀齊項羅車華塗譚廖熊"
    "歐陽諸馬東門聞單長孫鮮淵麗榮傑偉國強軍鳳龍蘭蓮瓊瑩靜鵬飛輝寶貴興慶豐婭嬌媛嵐嶺衛衞鈴銘鋒鋼錦鐵鑫雲霧靈順頴穎"
    "壽憲揚義書樂業潔濤澤燦煒爾獻琺瑋紅純綺維練緒聖聰聲職膽興蔭藝證詠詩誠語調談諾謙謹譽貞賢賽趕躍軒輕進遠連適選邁郵",
    "张陈刘杨黄赵吴孙马郑谢韩冯于邓许萧叶苏卢蒋余阎范韦贾邹陆龙贺顾龚万钱汤赖庄鲁闫毕纪齐项罗车华涂谭廖熊"
    "欧阳诸马东门闻单长孙鲜渊丽荣杰伟国强军凤龙兰莲琼莹静鹏飞辉宝贵兴庆丰娅娇媛岚岭卫卫铃铭锋钢锦铁鑫云雾灵顺颖颖"
    "寿宪扬义书乐业洁涛泽灿炜尔献珐玮红纯绮维练绪圣聪声职胆兴荫艺证咏诗诚语调谈诺谦谨誉贞贤赛赶跃轩轻进远连适选迈邮",
)
"""Characters of names, traditional to simplified, where one stands for one. 於 is also a surname of its own: who types
either finds both."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A Chinese character, or a word in letters and digits. `opens`: a part of the name begins here."""

    text: str
    is_han: bool
    opens: bool


def is_han(char: str) -> bool:
    """Return whether `char` is a Chinese character, of any plane of Unicode."""
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or char == "〇"


def units(text: str) -> tuple[Unit, ...]:
    """Return the characters and words of a name or query in the form they are compared in.

    Full-width letters are ordinary ones, case and accents do not count (ü is v, as on a keyboard), traditional
    characters are simplified, and whatever is neither letter nor digit only parts the words.
    """
    found: list[Unit] = []
    word, opens = "", True
    for char in spelt(text):
        if is_han(char):
            if word:
                found.append(Unit(word, False, opens))
                word, opens = "", False
            found.append(Unit(char, True, opens))
            opens = False
        elif char.isalnum():
            word += char
        else:
            if word:
                found.append(Unit(word, False, opens))
                word = ""
            opens = True
    if word:
        found.append(Unit(word, False, opens))
    return tuple(found[:MOST_UNITS])


def spelt(text: str) -> str:
    """Return `text` letter by letter as it is compared, blanks and signs still in it."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SIMPLIFIED))
    apart = apart.replace("u\u0308", "v")
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", letters).translate(_SIMPLIFIED)
