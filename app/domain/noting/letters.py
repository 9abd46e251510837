"""One writing for many: traditional as simplified, full-width as half-width, capitals as small, signs as words.

Every letter keeps its place in the original, so that what was read can be quoted as it was written.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Folded(NamedTuple):
    """A note in one writing; `places[i]` is where letter `i` stands in the original (None: at `i`)."""

    text: str
    places: list[int] | None

    def place(self, index: int) -> int:
        """Return where letter `index` stands in the original."""
        return index if self.places is None else self.places[index]


_TRADITIONAL = (
    "請请過过敏敏蝦虾魚鱼蔥葱薑姜鹽盐雞鸡鴨鸭鵝鹅豬猪醬酱韭韭麵面麪面糖糖冰冰涼凉熱热無无勿勿別别對对說说讓让給给謝谢點点"
    "個个們们還还這这裡里裏里會会嗎吗麼么樣样鹹咸澀涩蘿萝蔔卜腸肠肝肝腎肾貝贝類类蠔蚝鮮鲜鮑鲍鱈鳕鱔鳝鰻鳗魷鱿鮭鲑鱸鲈"
    "龍龙蝸蜗螺螺蠶蚕醃腌燒烧滷卤鹵卤湯汤飯饭餅饼鍋锅飲饮爾尔奶奶乾干幹干堅坚菓果蘋苹鳳凤獼猕檸柠橘橘蕎荞麥麦澱淀質质"
    "乳乳發发癢痒腫肿紅红起起疹疹喘喘吃吃喫吃喝喝食食減减輕轻淡淡濃浓重重愛爱歡欢討讨厭厌惡恶戒戒忌忌絕绝拒拒禁禁"
    "許许准准準准應应該该寶宝貝贝媽妈爺爷奶奶歲岁孩孩兒儿婦妇懷怀婆婆嬰婴爸爸長长輩辈親亲愛爱陽阳陰阴葷荤齋斋餐餐廳厅"
    "從从來来沒没為为甚什隻只祇只衹只滿满換换碼码號号備备註注寫写記记選选訂订單单員员師师傅傅闆板謊谎誰谁隔隔鄰邻"
    "其其餘余後后前前當当時时間间現现們们萬万億亿幾几雙双變变態态極极緊紧禮礼貌貌囑嘱咐咐佈布嚀咛嘗尝嚐尝聞闻體体質质"
    "療疗醫医癥症症症糧粮腦脑膽胆蛋蛋殼壳蟹蟹蠏蟹蟶蛏蠟蜡臘腊蔬蔬萵莴筍笋蓮莲藕藕苦苦絲丝椒椒參参鬆松榛榛開开豆豆鈴铃"
    "薯薯芋芋黃黄綠绿藍蓝鐵铁銀银錢钱費费貴贵免免難难趕赶離离遠远隨随處处罷罢讚赞賣卖買买買买雜杂靜静頭头題题顏颜顧顾"
    "饃馍饅馒餃饺餛馄飩饨饞馋驢驴騙骗鬧闹鹼碱鹽盐齊齐齒齿轆辘辦办運运遲迟傷伤傳传傾倾僅仅價价優优儘尽償偿內内兩两冊册"
    "劑剂務务動动勞劳勻匀區区協协厲厉參参嘔呕噁恶圍围園园圓圆圖图團团堿碱塊块塗涂壞坏壓压壽寿夠够夾夹實实審审層层"
)
"""Pairs: a traditional letter or variant of the trade, and its simplified form."""

_SIGNS = {
    "🌶": "辣",
    "🥜": "花生",
    "🦐": "虾",
    "🍤": "虾",
    "🦞": "小龙虾",
    "🦀": "蟹",
    "🦪": "生蚝",
    "🐟": "鱼",
    "🥛": "牛奶",
    "🥚": "鸡蛋",
    "🧅": "洋葱",
    "🧄": "大蒜",
    "🥭": "芒果",
    "🧂": "盐",
    "🧊": "冰块",
    "🌰": "栗子",
    "🐑": "羊肉",
    "🐷": "猪肉",
    "❌": "不要",
    "✖": "不要",
    "✘": "不要",
    "🚫": "不要",
    "🙅": "不要",
    "❤": "喜欢",
    "，": ",",
    "、": "、",
    "⋯": "…",
    "。": "。",
    "％": "%",
    "\u3000": " ",
    "\t": " ",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}

_SILENT = "\u200b\u200c\u200d\u2060\ufeff\u00ad" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Letters without a shape: joiners, soft hyphens, the selectors behind an emoji."""


def _table() -> dict[int, str | None]:
    found: dict[int, str | None] = {0xFEE0 + ascii_: chr(ascii_).lower() for ascii_ in range(0x21, 0x7F)}
    found |= {capital: chr(capital).lower() for capital in range(ord("A"), ord("Z") + 1)}
    found |= {ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)}
    found |= {ord(sign): word for sign, word in _SIGNS.items()}
    return found | {ord(letter): None for letter in _SILENT}


_TABLE = _table()
_SPACED = re.compile(r"(?:(?<![^ ,.!?。，！？\n])[\u4e00-\u9fff] +){3,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
"""A sentence written letter by letter: "不 要 香 菜"."""


_UNEVEN = re.compile(
    "[" + re.escape("".join(chr(c) for c, new in _TABLE.items() if new is None or len(new) != 1)) + "]"
)
"""Letters that become none, or more than one."""


def fold(note: str) -> Folded:
    """Return `note` in one writing."""
    if _UNEVEN.search(note) is None and _SPACED.search(note) is None:
        return Folded(note.translate(_TABLE), None)
    letters: list[str] = []
    places: list[int] = []
    blanks = {index for run in _SPACED.finditer(note) for index in range(*run.span()) if note[index] == " "}
    for index, letter in enumerate(note):
        if index not in blanks:
            new = letter.translate(_TABLE)
            letters.append(new)
            places += [index] * len(new)
    return Folded("".join(letters), places)
