"""What of a text is compared when a name is looked for."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MOST_UNITS = 24
"""Characters or words of a name that are looked at; nobody types more."""

_PAIRS = (
    "張张 陳陈 劉刘 楊杨 黃黄 趙赵 吳吴 孫孙 馬马 鄭郑 謝谢 韓韩 馮冯 於于 鄧邓 許许 蕭萧 葉叶 蘇苏 盧卢 "
    "蔣蒋 餘余 閻阎 範范 韋韦 賈贾 鄒邹 陸陆 龍龙 賀贺 顧顾 龔龚 萬万 錢钱 湯汤 賴赖 莊庄 魯鲁 閆闫 畢毕 "
    "紀纪 齊齐 項项 羅罗 車车 華华 塗涂 譚谭 歐欧 陽阳 諸诸 東东 門门 聞闻 單单 長长 鮮鲜 呂吕 駱骆 嚴严 "
    "喬乔 婁娄 繆缪 顏颜 溫温 藍蓝 關关 藺蔺 閔闵 簡简 鍾钟 鐘钟 應应 遲迟 時时 竇窦 費费 戰战 勞劳 聶聂 "
    "祿禄 曉晓 紹绍 燁烨 鑑鉴 學学 峯峰 彥彦 絲丝 顯显 愛爱 實实 靄霭 鈺钰 錚铮 釗钊 銀银 鈞钧 銳锐 鎮镇 "
    "歡欢 淵渊 麗丽 榮荣 傑杰 偉伟 國国 強强 軍军 鳳凤 蘭兰 蓮莲 瓊琼 瑩莹 靜静 鵬鹏 飛飞 輝辉 寶宝 貴贵 "
    "興兴 慶庆 豐丰 婭娅 嬌娇 嵐岚 嶺岭 衛卫 衞卫 鈴铃 銘铭 鋒锋 鋼钢 錦锦 鐵铁 雲云 霧雾 靈灵 順顺 頴颖 "
    "穎颖 壽寿 憲宪 揚扬 義义 書书 樂乐 業业 潔洁 濤涛 澤泽 燦灿 煒炜 爾尔 獻献 琺珐 瑋玮 紅红 純纯 綺绮 "
    "維维 練练 緒绪 聖圣 聰聪 聲声 職职 膽胆 蔭荫 藝艺 證证 詠咏 詩诗 誠诚 語语 調调 談谈 諾诺 謙谦 謹谨 "
    "譽誉 貞贞 賢贤 賽赛 趕赶 躍跃 軒轩 輕轻 進进 遠远 連连 適适 選选 邁迈 郵邮"
)
_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
"""Characters of names, traditional to simplified, where one stands for one. 於 is also a surname of its own: who types
either finds both."""


class Unit(NamedTuple):
    """A Chinese character, or a word in letters and digits. `opens`: a part of the name begins here."""

    text: str
    is_han: bool
    opens: bool


_ONE_PART = re.compile("[\u4e00-\u9fff]+")
"""Most names: characters of the first plane, and nothing else."""


def is_han(char: str) -> bool:
    """Return whether `char` is a Chinese character, of any plane of Unicode."""
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or char == "〇"


def units(text: str) -> tuple[Unit, ...]:
    """Return the characters and words of a name or query in the form they are compared in.

    Full-width letters are ordinary ones, case and accents do not count (ü is v, as on a keyboard), traditional
    characters are simplified, and whatever is neither letter nor digit only parts the words.
    """
    letters = spelt(text)
    if _ONE_PART.fullmatch(letters):
        return tuple(Unit(char, True, not at) for at, char in enumerate(letters[:MOST_UNITS]))
    found: list[Unit] = []
    word, opens = "", True
    for char in letters:
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
    if _ONE_PART.fullmatch(text):
        return text.translate(_SIMPLIFIED)
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SIMPLIFIED)).casefold()  # 𝓛: a capital only now
    apart = apart.replace("u\u0308", "v")
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", letters).translate(_SIMPLIFIED)
