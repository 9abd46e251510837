"""How people say that they want, do not want, want less of or cannot bear a thing: the operators of the language.

An operator speaks of the things behind it ("不要香菜") or before it ("香菜不要"). Most are made by combining a
negation with a verb, as the language does, so that "别搁", "勿加" and "不能沾" need no row of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.tastes import TasteKind

AVOID, LESS, LIKES = TasteKind.AVOID, TasteKind.LESS, TasteKind.LIKES


class Manner(StrEnum):
    """How an operator is used; each manner has its own traps."""

    ASK = "ask"
    """A request: 不要, 别放, 少放."""
    PUT = "put"
    """What is or is not put in: "不放香菜" asks, "炒菜都不放盐" complains."""
    EAT = "eat"
    """What the guest eats: 不吃, 爱吃."""
    UNFIT = "unfit"
    """不能吃, 吃不了: of a guest ("孩子不能吃辣"), or of a dish that cannot be eaten ("饭都不能吃了")."""
    BRIEF = "brief"
    """One letter right before its thing: 免辣, 走葱, 少盐."""
    LABEL = "label"
    """A word from a menu or a cup: 微辣, 无糖, 不辣. A wish only where it is chosen, or all that the note says."""
    REMOVE = "remove"
    """What is taken out: "葱帮忙去掉" asks, "我把皮去掉吃的" tells."""
    REMIND = "remind"
    """"不是不要香菜吗?": it was said before."""
    MORE = "more"
    """多放, 多加: a taste for what flavours, more for the money for what fills."""


@dataclass(frozen=True, slots=True)
class Operator:
    """What is said, in which manner. `own` is the thing where the operator names it itself (半糖, 不辣)."""

    kind: TasteKind
    manner: Manner
    soft: bool = False
    """Turns avoid into less: 不要太, 别那么."""
    own: str = ""
    english: bool = False
    touch: bool = False
    """Not even to be touched: an allergy where the thing is one that people are allergic to."""


_PUTS = (
    "放 加 搁 撒 淋 添 掺 弄 下 配 拌 洒 带 含 见 上 加入 放入 放进 搁点 加点 放点 添加 用 给 给我 做 炒 倒 沾".split()
)
_FEEDS = "吃 喝 食 食用 饮 沾 碰 尝 用".split()
_BIDS = (
    "不要 别 勿 请勿 莫 甭 不要再 别再 不用 不可 不可以 不能 不能再 不许 不准 不得 不想 不想要 千万别 千万不要 唔要 唔好 毋 不必 不需 不需要 免 严禁 禁止 "
    "拒绝 切勿 切忌 谢绝 不宜 不愿 不希望 不要给我 不要帮我 不要往 坚决不要 一定别 一定不要 尽量别 尽量不要 尽量不 最好别 最好不要 最好不 坚决不"
).split()
_MISSPELT = "8要 八要 布要 不药 不耍 部要 不腰 补要 卜要 不yao bu要 b要 不需 不咬 捕要 步要".split()
_SOFTENERS = "太 那么 这么 太多 过 过于 很 太过 非常 特别 过多 那么多 这么多 太过于 过分 偏 大 多 太重".split()


def _asking() -> dict[str, Operator]:
    ask = Operator(AVOID, Manner.ASK)
    words = dict.fromkeys(_MISSPELT, ask)
    for bid in _BIDS:
        if len(bid) > 1:
            words[bid] = ask
        words |= {bid + verb: ask for verb in (*_PUTS, "在", "往", "把")}
        words |= {bid + verb + "有": ask for verb in ("含", "带", "放", "加")}
        words |= {f"{bid}{verb}{soft}": Operator(AVOID, Manner.ASK, soft=True)
                  for verb in ("", "放", "加", "做", "做得", "做的", "弄", "弄得", "搞", "炒", "炒得", "放得", "给", "整") for soft in _SOFTENERS}  # fmt: skip
        words |= {f"{bid}{verb}": Operator(AVOID, Manner.EAT) for verb in _FEEDS}
        words |= {
            f"{bid}{verb}{soft}": Operator(AVOID, Manner.EAT, soft=True) for verb in _FEEDS for soft in _SOFTENERS
        }
    for word in ("不能", "不可", "不可以", "不得", "不想", "不愿", "不必", "不用", "不宜", "不希望", "不许", "不准", "禁止", "严禁",
                 "尽量不", "最好不", "坚决不", "不能再", "切忌"):  # fmt: skip
        words.pop(word, None)
    for word in ("不能有", "不可有", "不要有", "别有", "不要见", "不想看到", "不想看见", "不要看到", "不要出现", "别出现", "不能出现", "不想吃到", "不要吃到",
                 "不能见", "见不得", "不可以有", "不得有", "勿有", "不想要", "不需要", "拒绝", "谢绝", 
                 "免放", "免加", "不要的是", "没要", "表放", "表加", "婊放", "不希望有", "请免", "叫停",  "一律不要", "通通不要", "木有要",
                 "不要任何", "不要一点", "别要", "不想放", "不想加", "不让放", "不让加", "不叫放", "不好放", "no", "without", "w/o", "hold the", "skip the",
                 "leave out", "don't add", "dont add", "do not add", "don't put", "dont put", "do not put", "please no", "not any", "no more",
                 "avoid", "exclude", "minus", "bu yao", "buyao", "bu fang", "bufang", "bie fang", "biefang", "bu jia", "bujia", "free", "-free"):  # fmt: skip
        words[word] = Operator(AVOID, Manner.ASK, english=word[0] in "nwhsldpaemf-")
    return words


def _putting() -> dict[str, Operator]:
    put = Operator(AVOID, Manner.PUT)
    return {f"不{verb}": put for verb in _PUTS if verb not in ("给", "给我", "做", "见", "上", "下", "用", "沾")} | {
        word: put for word in ("不放有", "不带有", "不含有", "不搁任何", "不放任何", "不加任何")
    }  # fmt: skip


_DISLIKES = (
    "不吃 从不吃 从来不吃 都不吃 不喝 从不喝 从来不喝 不食 不饮 不爱 不爱吃 不爱喝 不喜欢 不喜欢吃 不喜欢喝 不喜 不喜吃 不喜食 讨厌 讨厌吃 最讨厌 很讨厌 最讨厌吃 反感 厌恶 "
    "最不喜欢 最不喜欢吃 最不爱吃 不敢吃 不敢碰 不敢喝 不碰 不沾 唔食 唔饮 唔钟意 不中意 不钟爱 不想吃 不想喝 不愿吃 不愿意吃 不习惯吃 "
    "不接受 无法接受 不能接受 不能忍受 痛恨 恨 害怕 怕 怕吃 很怕 特别怕 最怕 忌口 忌食 忌吃 戒口 禁食 禁忌 不食用 忌讳 不得吃 不许吃 不准吃 不让吃 不给吃 不叫吃 "
    "打死不吃 坚决不吃 绝对不吃 一口不吃 一点不吃 拒吃 拒食 8吃 布吃 部吃 不次 不sh 不ci 不chi bu吃 不恰 不造 莫吃 不进 不用吃 不怎么喜欢 不太喜欢 不太爱吃 不大爱吃 不是很喜欢 不是很爱吃 不太喜欢吃 不是很喜欢吃 不怎么喜欢吃 不怎么爱吃 "
    "没吃过 不吃任何 不咋爱吃 不是太喜欢 ng戒"
).split()
_ENGLISH_DISLIKES = (
    "don't eat,dont eat,do not eat,doesn't eat,doesnt eat,does not eat,don't like,dont like,do not like,doesn't like,doesnt like,"
    "does not like,hate,hates,dislike,dislikes,never eat,never eats,not eat,not eating,don't drink,doesn't drink,bu chi,buchi,bu ai chi,no eat"
).split(",")
_UNFIT = (
    "不能吃 不可以吃 不能喝 不能食 不能食用 不可吃 不宜吃 不适合吃 不方便吃 不便吃 吃不了 吃不得 不会吃 不能够吃 不太敢吃 不能进食 喝不了 不可食 不可食用 不宜食用 "
    "吃不惯 喝不惯 闻不惯 吃不来 受不了 接受不了 不能吃到 不能吃有 不能吃带"
).split()
_TOUCH = "不能碰 不能沾 碰不得 沾不得 不可以碰 不可碰 不敢碰 一点不能碰 不能接触 不可接触 碰都不能碰 不能触碰".split()
_HALF = (
    "不太能吃 不大能吃 不怎么能吃 不是很能吃 不太吃 不大吃 不怎么吃 很少吃 少吃 少喝 少食 吃不太了 不能吃太 不能吃很 不能太 不吃太 不能吃那么 不能吃特别 不能吃多 不太会吃 不是太能吃 不咋能吃 "
    "不咋吃 不能吃过 不能吃大 不太敢吃 不太能接受 吃不了太 吃不了很 受不了太 不太吃得了 不能吃得太 尽量少吃 尽量少"
).split()
_LESSER = (
    "少放 少放点 少放些 少放一点 少放一些 少放一点点 少加 少加点 少加些 少加一点 少搁 少搁点 少来 少来点 少给 少给点 少给我放 少撒 少撒点 少淋 少用 少弄 少添 "
    "少下 少点儿 少点 少些 少一点 少一些 少许 少一点点 稍微少点 略少 减少 减少点 减点 减一点 放少点 放少一点 放少些 放少一些 加少点 加少一点 少少放 少盛 放少少 "
    "少少 减量 减半 酌减"
).split()
_ENGLISH_LESSER = "light on,less,a little,little,go easy on,easy on,not too much,less of".split(",")
_FEWER = (
    "少 减 低 微 轻".split(),
    "淡一点 淡点 淡些 淡一些".split(),
)
_LOVES = (
    "爱吃 喜欢吃 喜欢 喜爱 最爱 最爱吃 最喜欢 最喜欢吃 偏爱 偏好 酷爱 超爱 超爱吃 超喜欢 很喜欢 很爱吃 特别爱吃 特别喜欢吃 特别喜欢 钟爱 钟意 中意 爱喝 喜欢喝 嗜 嗜好 嗜吃 必点 每次必点 每次都点 必吃 就爱 就爱吃 就好这口 "
    "就喜欢 就喜欢吃 独爱 好吃口 很能吃 特别能吃 超能吃 非常能吃 最能吃 能吃很 热爱 狂爱 痴迷 爱 非常喜欢 非常爱吃 非常喜欢吃 无敌爱 最好有 缺不了 少不了 离不开 不能没有 不能少 不能缺 喜吃 喜食 欢喜吃"
).split()
_ENGLISH_LOVES = "love,loves,like,likes,extra,prefer,prefers,fond of,favourite is,favorite is,enjoys,enjoy".split(",")
_MORES = (
    "多放 多放点 多放些 多放一点 多放一些 多加 多加点 多加些 多加一点 多来 多来点 多来些 多给 多给点 多给我放 多给放 多撒 多撒点 多搁 多搁点 多点 多点儿 多一点 多一些 "
    "多些 多淋 多添 多下 多弄 使劲放 狠放 猛放 放多点 放多一点 放多些 加多点 要多 要多放 要多加 要多点 一定要放 必须放 一定要有 必须有 一定放"
).split()
_ENGLISH_MORES = "more,plenty of,lots of".split(",")


def _labels() -> dict[str, Operator]:
    found: dict[str, Operator] = {}
    for thing in "辣麻甜酸咸油冰苦腥":
        tag = thing
        for word in (f"不{thing}", f"一点不{thing}", f"一点都不{thing}", f"完全不{thing}"):
            found[word] = Operator(AVOID, Manner.LABEL, own=tag)
        for word in (
            f"微{thing}",
            f"微微{thing}",
            f"小{thing}",
            f"稍{thing}",
            f"不太{thing}",
            f"不要太{thing}口",
            f"微微微{thing}",
            f"微微微微{thing}",
        ):
            found[word] = Operator(LESS, Manner.LABEL, own=tag)
        found |= {
            f"{thing}{less}": Operator(LESS, Manner.LABEL, own=tag)
            for less in ("味淡点", "味轻点", "味轻一点", "味淡一点")
        }
    own = {"半糖": "糖", "三分糖": "糖", "五分糖": "糖", "七分糖": "糖", "微糖": "糖", "3分糖": "糖", "5分糖": "糖", "7分糖": "糖",
           "半辣": "辣", "微冰": "冰", "微微微辣": "辣",
           "控糖": "糖", "控盐": "盐", "控油": "油", "less spicy": "辣", "mild": "辣", "mildly spicy": "辣", "less sweet": "甜", "half sugar": "糖", "less ice": "冰",
           "not too spicy": "辣", "wei la": "辣", "weila": "辣", "shao la": "辣", "less salty": "咸", "not too salty": "咸", "not too sweet": "甜",
           "口味淡": "盐", "口味偏淡": "盐", "口味要淡": "盐", "吃得淡": "盐", "口淡": "盐", "做淡": "盐", "做淡点": "盐", "做淡一点": "盐", "味道淡一点": "盐",
           "味道淡点": "盐", "口味淡一点": "盐", "口味淡点": "盐", "淡一点": "盐", "淡点": "盐", "淡一些": "盐", "吃淡": "盐", "口轻": "盐"}  # fmt: skip
    found |= {word: Operator(LESS, Manner.LABEL, own=tag) for word, tag in own.items()}
    gone = {"无糖": "糖", "零糖": "糖", "无辣": "辣", "零辣": "辣", "无盐": "盐", "无冰": "冰",             "无油": "油", "0糖": "糖", "not spicy": "辣",
            "non spicy": "辣", "non-spicy": "辣", "bu la": "辣", "bula": "辣", "不la": "辣", "免肉": "肉"}  # fmt: skip
    found |= {word: Operator(AVOID, Manner.LABEL, own=tag) for word, tag in gone.items() if tag}
    more = {"加辣": "辣", "加麻加辣": "辣", "重辣": "辣", "特辣": "辣", "超辣": "辣", "变态辣": "辣", "爆辣": "辣", "加麻": "麻", "加醋": "醋", "重麻": "麻", "加香菜": "香菜",
            "加葱": "葱", "加蒜": "蒜", "加冰": "冰", "加糖": "糖", "extra spicy": "辣", "very spicy": "辣", "口味清淡": "清淡", "口味偏清淡": "清淡", "清淡一点": "清淡",
            "清淡点": "清淡", "清淡一些": "清淡", "清淡些": "清淡", "吃得清淡": "清淡", "要清淡": "清淡", "吃清淡": "清淡", "吃清淡的": "清淡", "加辣椒": "辣"}  # fmt: skip
    return found | {word: Operator(LIKES, Manner.LABEL, own=tag) for word, tag in more.items()}


def _fixed() -> dict[str, Operator]:
    """Return sayings that name their thing: "无辣不欢"."""
    found: dict[str, Operator] = {}
    for thing, tag in {"辣": "辣", "肉": "肉", "葱": "葱", "蒜": "蒜", "醋": "醋", "甜": "甜", "香菜": "香菜", "酒": "酒", "海鲜": "海鲜", "鱼": "鱼", "辣椒": "辣",
                       "麻": "麻", "酸": "酸", "羊肉": "羊肉", "牛肉": "牛肉", "虾": "虾"}.items():  # fmt: skip
        for word in (f"无{thing}不欢", f"无{thing}不香", f"无{thing}不爽", f"无{thing}不吃", f"没{thing}不欢", f"不{thing}不欢", f"不{thing}不爽", f"不{thing}不吃",
                     f"不{thing}不香", f"不{thing}不过瘾", f"不{thing}不行", f"不{thing}不好吃", f"非{thing}不可", f"非{thing}不欢", f"没{thing}不行", f"没有{thing}不行",
                     f"没{thing}吃不下", f"没{thing}不香", f"没有{thing}不香", f"无{thing}不成", f"没{thing}不吃饭", f"没有{thing}吃不下", f"不放{thing}不行",
                     f"不放{thing}不香", f"不加{thing}不行", f"不吃{thing}不行", f"不吃{thing}不舒服", f"不吃{thing}难受", f"一天不吃{thing}", f"没{thing}不成"):  # fmt: skip
            found[word] = Operator(LIKES, Manner.EAT, own=tag)
    for word in ("只吃清真", "只能吃清真", "清真饮食", "回民", "伊斯兰教", "muslim", "是回族", "是穆斯林", "信伊斯兰"):
        found[word] = Operator(AVOID, Manner.EAT, own="猪肉")
    for word in ("清真", "清真餐", "回族", "穆斯林", "halal"):
        found[word] = Operator(AVOID, Manner.LABEL, own="猪肉")
    for word in (
        "吃素 吃素的 只吃素 素食者 吃全素 吃纯素 全素食 纯素食 纯素食者 只吃素食 只吃素菜 吃斋 茹素 吃长素 吃花素 净素 是素食者 素食主义 素食主义者 "
        "vegetarian vegetarians vegan vegans"
    ).split():
        found[word] = Operator(AVOID, Manner.EAT, own="肉")
    for word in "全素 纯素 素食 蛋奶素 五辛素".split():
        found[word] = Operator(AVOID, Manner.LABEL, own="肉")
    found["滴酒不沾"] = Operator(AVOID, Manner.EAT, own="酒")
    found["蚕豆病"] = Operator(AVOID, Manner.EAT, own="蚕豆", touch=True)
    found["乳糖不耐"] = found["乳糖不耐受"] = found["lactose intolerant"] = Operator(AVOID, Manner.EAT, own="奶制品")
    found["麸质不耐"] = found["麸质不耐受"] = found["乳糜泻"] = Operator(AVOID, Manner.EAT, own="麸质")
    return found


def _removing() -> dict[str, Operator]:
    verbs = "去掉 去除 拿掉 挑掉 挑出 挑出来 剔除 删掉 撤掉 捞掉 除掉 剔掉 换掉 拿走 取掉".split()
    return {verb: Operator(AVOID, Manner.REMOVE) for verb in verbs}


def _brief() -> dict[str, Operator]:
    found = {
        word: Operator(AVOID, Manner.BRIEF)
        for word in "免 去 走 飞 忌 戒 无 莫 勿 别 不 无任何 忌放 non no-".split()
        if word
    }
    found |= {word: Operator(LESS, Manner.BRIEF) for word in _FEWER[0]}
    found |= {word: Operator(LESS, Manner.ASK) for word in _FEWER[1]}
    return found | {"多": Operator(LIKES, Manner.BRIEF), "嗜": Operator(LIKES, Manner.EAT), "表": Operator(AVOID, Manner.BRIEF)}


def _eating() -> dict[str, Operator]:
    eat = {word: Operator(AVOID, Manner.EAT) for word in _DISLIKES}
    eat |= {word: Operator(AVOID, Manner.EAT, english=not word.startswith("bu")) for word in _ENGLISH_DISLIKES}
    eat |= {word: Operator(AVOID, Manner.UNFIT) for word in _UNFIT}
    eat |= {
        word: Operator(AVOID, Manner.UNFIT, english=True)
        for word in ("can't eat", "cant eat", "cannot eat", "can not eat", "can't have", "cannot have")
    }
    eat |= {word: Operator(AVOID, Manner.EAT, touch=True) for word in _TOUCH}
    eat |= {word: Operator(LESS, Manner.EAT) for word in _HALF}
    eat |= {word: Operator(LIKES, Manner.EAT) for word in _LOVES}
    eat |= {word: Operator(LIKES, Manner.EAT, english=True) for word in _ENGLISH_LOVES}
    eat |= {word: Operator(LESS, Manner.ASK, english=word.isascii()) for word in (*_LESSER, *_ENGLISH_LESSER)}
    return eat | {word: Operator(LIKES, Manner.MORE, english=word.isascii()) for word in (*_MORES, *_ENGLISH_MORES)}


def _turned() -> dict[str, Operator]:
    """Return double negations that come out as a wish: 不能不放, 不要不加."""
    bids = ("不能", "不要", "别", "不可", "不可以", "不得", "千万别", "千万不要", "怎么能", "哪能")
    return {
        f"{bid}不{verb}": Operator(LIKES, Manner.MORE) for bid in bids for verb in ("放", "加", "给", "吃", "搁", "要")
    } | {
        f"{bid}{verb}": Operator(LIKES, Manner.MORE)
        for bid in ("别忘了", "别忘记", "不要忘了", "不要忘记", "记得多")
        for verb in ("放", "加")
    }


def operators() -> dict[str, Operator]:
    """Return every operator by its words, in folded letters."""
    found = _removing() | _brief() | _putting() | _asking() | _eating() | _labels() | _fixed() | _turned()
    found.pop("没吃过", None)
    return found
