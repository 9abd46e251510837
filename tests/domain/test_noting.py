"""The reader of notes: sentences of our own for each way people have of saying, or not saying, what they want.

One line a sentence, and behind the bar what it says: 香菜 is avoided, 辣~ wanted less, 花生! an allergy, 羊肉+ liked; a
bar with nothing behind it: the sentence says nothing of tastes.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.noting import read_note
from app.domain.tastes import TasteKind
from tests.kit.data import real_data
from tests.kit.notes import labelled, shown, unlabelled

PLAIN = """
不要香菜 | 香菜
麻烦不要放葱花，谢谢 | 葱
别放蒜 | 蒜
请勿加味精 | 味精
面里别搁辣子 | 辣
不吃羊肉的 | 羊肉
我从来不吃内脏 | 内脏
千万别给我放姜 | 姜
汤里不要加醋 | 醋
别在菜里放鸡精 | 味精
不想要洋葱 | 洋葱
拒绝香菜 | 香菜
讨厌芹菜 | 芹菜
我不喜欢吃胡萝卜 | 胡萝卜
孕期不能吃生冷 | 生冷
不能有一点辣 | 辣
一点辣都不能吃 | 辣
吃不了辣 | 辣
我怕辣 | 辣
不喝酒，开车来的 | 酒
不喝可乐 | 可乐
粥里不要放皮蛋 | 皮蛋
饮料去冰 | 冰
走葱，谢谢 | 葱
免辣免蒜 | 辣 蒜
忌辛辣 | 辣
忌口：葱、姜、蒜 | 葱 姜 蒜
戒糖中 | 糖
我要不辣的 | 辣
不辣 | 辣
无糖 | 糖
把香菜去掉 | 香菜
香菜帮忙挑出来 | 香菜
不要见到一点葱 | 葱
凡是带壳的海鲜都不要 | 海鲜
"""

BEHIND_AND_LISTS = """
香菜不要 | 香菜
葱姜蒜一律不要 | 葱 姜 蒜
葱、姜、蒜都别放 | 葱 姜 蒜
不要葱姜蒜 | 葱 姜 蒜
不要香菜、葱花和洋葱 | 香菜 葱 洋葱
不要香菜跟蒜 | 香菜 蒜
不吃猪肉/内脏 | 猪肉 内脏
不吃牛羊肉 | 牛肉 羊肉
辣的不吃 | 辣
羊肉我不吃 | 羊肉
香菜，葱，统统不要 | 香菜 葱
不要香菜，葱，还有蒜 | 香菜 葱 蒜
香菜免 | 香菜
花椒不要放 | 花椒
海鲜类的我们都不能吃 | 海鲜
不要香菜 多放醋 | 香菜 醋+
香菜多放，葱不要 | 香菜+ 葱
少油少盐，不要味精 | 油~ 盐~ 味精
不要辣椒，羊肉多来点孜然 | 辣 孜然+
上面全是葱，我不吃的 | 葱
"""

LESS = """
少放点辣椒 | 辣~
少盐 | 盐~
少油少盐少糖 | 油~ 盐~ 糖~
盐少放点 | 盐~
油少一点 | 油~
辣椒少搁 | 辣~
微辣 | 辣~
要微辣就好 | 辣~
麻烦做微辣 | 辣~
不要太辣 | 辣~
别放那么多盐 | 盐~
不要放太多油 | 油~
辣的不要放太多 | 辣~
香菜不要太多 | 香菜~
能不能少放点盐 | 盐~
希望下次少放点糖 | 糖~
咖啡半糖少冰 | 糖~ 冰~
不太能吃辣 | 辣~
我不怎么吃香菜 | 香菜~
不能吃太辣 | 辣~
做得淡一点 | 盐~
口味淡 | 盐~
控糖，少放糖 | 糖~
要是能少放点油就更好了 | 油~
减盐 | 盐~
"""

LIKES = """
多放香菜 | 香菜+
爱吃羊肉 | 羊肉+
我最爱吃虾 | 虾+
特别喜欢吃辣 | 辣+
无辣不欢 | 辣+
不辣不爽 | 辣+
没辣不行 | 辣+
可以多放点醋 | 醋+
不能不放辣 | 辣+
不要不放香菜 | 香菜+
每次必点毛肚 | 毛肚+
加麻加辣 | 辣+
嗜辣 | 辣+
他很能吃辣 | 辣+
老人家喜欢吃豆腐 | 豆制品+
说了多放醋，一滴都没有 | 醋+
口味清淡 | 清淡+
鱼头必点 | 鱼头+
"""

ALLERGY = """
花生过敏 | 花生!
对花生过敏 | 花生!
我对虾、蟹过敏 | 虾! 蟹!
花生坚果海鲜过敏 | 花生! 坚果! 海鲜!
花生，腰果，都过敏 | 花生! 腰果!
过敏：芒果 | 芒果!
过敏源是牛奶和鸡蛋 | 牛奶! 鸡蛋!
有海鲜过敏史 | 海鲜!
严重花生过敏，会休克 | 花生!
里面放了腰果，我过敏啊 | 腰果!
菜里有虾皮！！！！我过敏！ | 虾皮!
送来满满一层芝麻⋯⋯⋯我对这个过敏的 | 芝麻!
吃芒果会起疹子 | 芒果!
一吃虾就浑身痒 | 虾!
吃了花生会喘 | 花生!
孩子对鸡蛋过敏 | 鸡蛋!
同行有人海鲜过敏 | 海鲜!
一位客人坚果过敏，请注意 | 坚果!
我对奇亚籽过敏 | 奇亚籽!
对麸质过敏，不要面粉 | 麸质! 小麦
我花生过敏，你们怎么还放花生？ | 花生!
不要放花生，我过敏 | 花生!
一点花生都不能碰 | 花生!
酒精过敏，不要料酒 | 酒精! 料酒
对辣过敏 | 辣!
对海鲜敏感 | 海鲜!
花生过敏，虾不过敏 | 花生!
对虾过敏对蟹不过敏 | 虾!
海鲜过敏（虾、蟹） | 海鲜! 虾! 蟹!
老婆芒果过敏，我不吃香菜 | 芒果! 香菜
乳糖不耐 | 奶制品
"""

NO_ALLERGY = """
有人花生过敏吗？ | 
请问您对海鲜过敏吗 | 
隔壁桌花生过敏 | 
没有过敏 | 
不过敏 | 
海鲜不过敏，都能吃 | 
没有海鲜过敏 | 
对花生不过敏了 | 
如果花生过敏请提前说 | 
万一过敏怎么办 | 
小时候对虾过敏 | 
听说很多人对花生过敏 | 
花粉过敏，不要摆花 | 
我是过敏体质 | 
过敏性鼻炎，别坐风口 | 
有没有虾过敏的 | 
怕过敏，先不点海鲜了 | 
吃完有点过敏性皮炎 | 
无过敏无忌口 | 
没有什么忌口，也不过敏 | 
"""

SAID_OTHERWISE = """
不是不吃辣 | 
我没有不吃香菜 | 
没说不要辣啊 | 
又没说不放葱 | 
谁说我不吃辣 | 
不是说了不要辣吗？ | 辣
不是不要香菜吗？怎么还有 | 香菜
可以说不要辣 | 
下单时可以备注不要香菜 | 
可以不放辣 | 
可以不放辣吗 | 辣
能不能不要放香菜 | 香菜
能不能别放葱啊 | 葱
如果不放辣就不香了 | 
如果不放香菜就更好了 | 香菜
要是有香菜请不要放 | 香菜
不吃辣的慎点 | 
怕辣的朋友绕道 | 
喜欢吃辣的可以试试 | 
不能吃辣的人也能点 | 
爱吃羊肉的朋友不要错过 | 
别人不吃香菜我管不着 | 
很多人不吃香菜 | 
大家都不吃肥肉 | 
以前不吃辣 | 
盐不要钱吗 | 
辣椒不要钱似的 | 
醋是免费的吗？ | 
香菜真不错 | 
不要太好吃哦 | 
辣么好吃的羊肉 | 
要不要香菜 | 
问我吃不吃辣 | 
不吃辣怎么行 | 
炒菜从来不放盐 | 
菜里怎么都不放盐？ | 
为什么不放葱 | 
居然不放醋 | 
你们家不放油的吗 | 
辣椒没少放 | 
菜太辣了 | 
太咸，盐放多了 | 
肉有点少，油太多 | 
一点都不辣，不好吃 | 
不够辣 | 
少了一份羊肉 | 
多给了一份虾，开心 | 
不要再迟到了 | 
不要洒出来 | 
不要餐具，环保 | 
不要糖醋里脊了，换个鱼香肉丝 | 
难免有点油 | 
去年吃过的羊肉 | 
走了半天路才找到 | 
特别好吃的鱼 | 
辛苦了，麻烦快点 | 
"""

WHOSE = """
家里有小朋友不能吃辣 | 辣
带了宝宝，不要放盐 | 盐
老公不吃香菜 | 香菜
我妈海鲜过敏 | 海鲜!
两位老人，少油少盐 | 油~ 盐~
朋友是回族，不吃猪肉 | 猪肉
我爱吃辣，小朋友不吃 | 辣+
孕妇不能吃螃蟹 | 蟹
女儿喜欢吃虾，儿子不吃鱼 | 虾+ 鱼
"""

DIETS = """
只吃清真 | 猪肉
客人是清真的 | 猪肉
清真 | 猪肉
吃素 | 肉
一位吃全素 | 肉
素食者 | 肉
不吃荤 | 肉
除了香菜都行 | 香菜
除了羊肉以外都可以吃 | 羊肉
除了辣没别的味道 | 
不忌口，什么都吃 | 
"""

WRITINGS = """
請不要加蔥 | 葱
對蝦過敏 | 虾!
不要香菜，謝謝！魚也不要 | 香菜 鱼
不要辣椒。。。。谢谢！！！ | 辣
８要香菜 | 香菜
8要葱 | 葱
布要辣 | 辣
不药香菜 | 香菜
表放葱 | 葱
不要香莱 | 香菜
不要乡菜 | 香菜
不要匆花 | 葱
不吃剌 | 辣
不吃棘的 | 辣
花升过敏 | 花生!
花生过悯 | 花生!
对虾过民 | 虾!
不要芫荽 | 香菜
唔要葱 | 葱
不 要 香 菜 | 香菜
不\u200b要辣 | 辣
🌶️不要 | 辣
❌香菜 | 香菜
🥜过敏 | 花生!
不不不要葱葱葱 | 葱
bu yao xiangcai | 香菜
bu la | 辣
no coriander please | 香菜
No onions, less salt | 洋葱 盐~
no 香菜 | 香菜
not spicy | 辣
allergic to peanuts and shrimp | 花生! 虾!
Peanut allergy!! | 花生!
no allergies | 
no problem, thanks | 
gluten free | 麸质
without garlic | 蒜
vegetarian | 肉
"""

OTHER_NOTES = """
靠窗 | 
要儿童椅 | 
老婆生日，准备个蛋糕 | 
七点到，八个人 | 
停车位留一个 | 
常客，人很好 | 
安静一点的包间 | 
上次的鱼很新鲜 | 
多谢关照 | 
 | 
"""

STORIES = """
两大一小，靠窗，小孩花生过敏，菜都做微辣 | 花生! 辣~
说了好几遍不放葱，端上来还是一层葱 | 葱
备注写得清清楚楚不要蒜，结果全是蒜 | 蒜
我点的去冰，给我满满一杯冰 | 冰
牛肉面很好吃，就是辣，我不太能吃辣的 | 辣~
送餐很快，味道不错，羊肉有点膻 | 
老板人很好，还送了一盘花生 | 
喜欢这家店，干净 | 
想吃辣的，但是孩子不能吃 | 
菜的味道很好，盐要是少放一点就完美了 | 盐~
第三次来了，每次都嘱咐不要香菜，每次都忘 | 香菜
这家的辣椒炒肉不要太下饭 | 
不要香菜不要葱不要蒜，其他随意 | 香菜 葱 蒜
鱼不新鲜，虾没煮熟，不要点 | 
电话里说好的免辣，来了还是红油 | 辣
建议少放点油，太腻了 | 油~
味道重了，希望清淡点 | 清淡+
"""

TABLES = {
    "plain": PLAIN,
    "behind and lists": BEHIND_AND_LISTS,
    "less": LESS,
    "likes": LIKES,
    "allergy": ALLERGY,
    "no allergy": NO_ALLERGY,
    "said otherwise": SAID_OTHERWISE,
    "whose": WHOSE,
    "diets": DIETS,
    "writings": WRITINGS,
    "other notes": OTHER_NOTES,
    "stories": STORIES,
}


def sentences() -> list[tuple[str, str]]:
    rows = []
    for table in TABLES.values():
        for line in table.strip("\n").split("\n"):
            text, _, said = line.rpartition("|")
            rows.append((text.strip(), " ".join(sorted(said.split()))))
    return rows


@pytest.mark.parametrize(("text", "said"), sentences())
def test_a_note_says_what_it_says(text: str, said: str) -> None:
    assert shown(read_note(text)) == said


def test_every_way_of_saying_has_its_sentences() -> None:
    assert len(sentences()) >= 150


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("家里有小朋友不能吃辣", "小朋友"),
        ("带了宝宝，不要放盐", "宝宝"),
        ("老公不吃香菜", "老公"),
        ("我妈海鲜过敏", "我妈"),
        ("我不吃香菜", ""),
        ("和朋友一起来，我不吃香菜", ""),
        ("客人不吃葱", ""),
    ],
)
def test_a_note_says_of_whom_it_speaks(text: str, whose: str) -> None:
    (said,) = read_note(text)
    assert said.whose == whose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您好，请不要放香菜，谢谢", "不要放香菜"),
        ("基本没肉，全是香菜，我过敏啊", "香菜，我过敏啊"),
        ("請不要加蔥", "不要加蔥"),
        ("🌶️不要", "🌶️不要"),
    ],
)
def test_a_note_is_quoted_as_it_was_written(text: str, words: str) -> None:
    (said,) = read_note(text)
    assert said.words == words == text[said.start : said.end]


# --- real notes ------------------------------------------------------------------------------------------------------


def test_the_labelled_notes_are_read_right(capsys: pytest.CaptureFixture[str]) -> None:
    notes = labelled(real_data("taste", "taste_notes_examples.json"))
    wrong = [(text, right, shown(read_note(text))) for text, right in notes if shown(read_note(text)) != right]
    with capsys.disabled():
        for text, right, read in wrong:
            print(f"\nread {read or 'nothing'!r}, labelled {right or 'nothing'!r}: {text}")
    assert len(wrong) <= 1
    assert not [miss for miss in wrong if "!" in miss[1] + miss[2]]


def test_two_thousand_real_comments_take_less_than_two_seconds() -> None:
    texts = unlabelled(real_data("taste", "comments_sample.csv"))
    assert len(texts) == 1985
    started = time.perf_counter()
    tags = [said for text in texts for said in read_note(text)]
    assert time.perf_counter() - started < 2
    assert not [said for said in tags if said.kind is TasteKind.ALLERGY]  # nobody states one in these


# --- any text --------------------------------------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    [*"不要别放吃辣葱蒜免去走少多我过敏对,。！？ 、的都\n", "香菜", "花生", "过敏", "除了", "如果", "no ", "🌶️", "\u200b", "不是", "小朋友"]
)


@given(st.text(max_size=300) | st.lists(SCRAPS, max_size=60).map("".join))
def test_any_text_is_read_and_quoted(text: str) -> None:
    said = read_note(text)
    assert len({one.tag for one in said}) == len(said)
    for one in said:
        assert 0 <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]
        assert one.tag


@pytest.mark.parametrize("scrap", ["不要", "香菜", "过敏", "葱、", "的", "对", "都不要", "香菜，", " ", "a", "除了葱", "我过敏，", "不要葱 "])
def test_a_long_note_takes_time_in_proportion(scrap: str) -> None:
    def seconds(length: int) -> float:
        text = scrap * (length // len(scrap))
        started = time.process_time()
        read_note(text)
        return time.process_time() - started

    read_note("不要")
    short, long = (min(seconds(n) for _ in range(3)) for n in (5_000, 40_000))
    assert long < 24 * max(short, 0.002)
