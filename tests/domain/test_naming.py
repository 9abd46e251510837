"""Names are found however people type them: every reading, initials, half in characters, and never another name's."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.naming.asked import asked, digits_in
from app.domain.naming.keys import MOST_WAYS, beginnings, name_keys, number_keys, ways, whole_name
from app.domain.naming.script import MOST_UNITS, is_han, units
from app.domain.naming.surnames import DOUBLE, READ_AS
from app.wire.searching import readings
from tests.kit.data import real_data

READ = readings()


def finds(query: str, name: str) -> bool:
    return asked(query, READ).finds(name_keys(name, READ))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("曾杰", "zengjie cengjie zj cj 曾j 曾jie z杰 zeng杰 ceng杰 zengj 曾 杰 jie z ze zen c"),
        ("曾杰文", "zengjw zjw zjwen zengjiew 曾jw 曾jwen 曾杰w 曾j文 曾jie文 z杰文 z杰 杰文 jiew jiewen"),
        ("单雄信", "shan dan shanxiongxin dxx 单x 单xiongx 雄信"),
        ("解晓东", "xie jie xxd xiexd 解xd"),
        ("仇英", "qiu chou qiuying qy cy"),
        ("查良镛", "zha cha zly zhaliangyong"),
        ("翟天临", "zhai di ztl dtl"),
        ("盖聂", "ge gai gn"),
        ("员半千", "yun yuan ybq"),
        ("区志成", "ou qu ozc"),
        ("缪斯", "miao mou ms"),
        ("覃辉", "qin tan qh th"),
        ("折可适", "she zhe"),
        ("阚清子", "kan han"),
        ("乐嘉", "yue le yj lj"),
        ("吕布", "lvbu lubu lb LÜBU lvb lub 吕b 呂布"),
        ("律子", "lvzi luzi"),
        ("欧阳娜娜", "ouyangnana oynn ouyn 欧阳nn 欧阳na 欧y娜 oy娜 ouyang娜 nana 娜娜 欧阳"),
        ("尉迟恭", "yuchigong weichigong ycg wcg 尉迟g 尉c"),
        ("万俟卨", "moqi wansi mqx 万俟x"),
        ("长孙无忌", "zhangsun changsun zswj cswj"),
        ("司马南", "simanan smn manan 司马n 司mn"),
        ("东方红", "dfh hong fanghong dongfangh"),
        ("澹台明月", "tantai dantai ttmy"),
        ("乐朝行", "yuechaoxing lezhaohang ycx lzh yzh"),
        ("张朝阳", "zhangchaoyang zhangzhaoyang zcy zzy"),
        ("张伟", "zhangwei zhw zhangw 张wei 張偉 张w"),
        ("Tom Lee", "tom lee tomlee TOM tl toml le"),
        ("José Muñoz", "jose munoz josem"),
        ("阿卜杜·买买提", "阿卜杜 买买提 maimaiti abudu abdmmt 阿bd 阿卜杜买 abudumaimaiti"),
        ("扎西·次仁", "zhaxi ciren zxcr 次仁 西次 zaxi"),
        ("𠮷野", "𠮷 jiye jy 𠮷y j野 𠮷野"),
        ("张䶮", "䶮 zhangyan zy 张y z䶮 yan"),
        ("李㛃", "㛃 lijie lj l㛃"),
        ("王𬱖", "𬱖 wangdi wd"),
        ("王sir", "wangsir 王sir 王s sir wsir"),
        ("张伟Lucy", "lucy 张伟lucy zhangweilucy"),
        ("ＡＢ张", "ab张 ab"),
        ("𝓛𝓲𝓵𝔂 𝐖", "lily LILY 𝓛𝓲𝓵𝔂 lilyw"),
        ("小明 ", "xiaoming xm 小m"),
        ("王先生", "王先生 wangxiansheng wxs 王xs 先生 w先生"),
        ("〇一", "〇"),
    ],
)
def test_a_name_is_found_by(name: str, queries: str) -> None:
    for query in queries.split():
        assert finds(query, name), query


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("曾杰", "zhang zengy y 曾y jw 曾杰文 zengjiew e eng"),
        ("张伟", "ang wang zw伟 李 李w"),
        ("Tom Lee", "om ee omlee"),
        ("王芳", "wangfen wanf黄 huang"),
        ("𠮷野", "吉 土"),
        ("", "a 王 1234"),
    ],
)
def test_a_name_is_not_found_by(name: str, queries: str) -> None:
    for query in queries.split():
        assert not finds(query, name), query


def test_every_surname_that_dictionaries_misread_is_read_both_ways() -> None:
    with (real_data() / "names" / "polyphonic_surnames_examples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 8
    for row in rows:
        for said in (row["surname_reading"], row["ordinary_reading_pypinyin_default"]):
            assert finds(f"{said}m", f"{row['surname']}明"), (row["surname"], said)


def test_the_tables_of_surnames_are_made_of_syllables() -> None:
    assert all(is_han(char) and len(char) == 1 for char in READ_AS)
    assert {said for each in READ_AS.values() for said in each} <= READ.syllables
    assert all(len({*said, *READ.of(char)}) > 1 for char, said in READ_AS.items()), "a surname with one reading"
    assert all(len(name) == 2 and all(map(is_han, name)) for name in DOUBLE)
    assert {said for pair in DOUBLE.values() for said in pair} <= READ.syllables


@pytest.mark.parametrize(
    ("char", "said"),
    [
        ("伟", ("wei",)),
        ("乐", ("le", "yue")),
        ("行", ("xing", "hang")),
        ("家", ("jia",)),
        ("娜", ("na",)),
        ("绿", ("lv", "lu")),
        ("略", ("lve", "lue")),
        ("𠮷", ("ji",)),
        ("䶮", ("yan",)),
        ("㛃", ("jie",)),
        ("🐟", ()),
        ("a", ()),
    ],
)
def test_a_character_is_read(char: str, said: tuple[str, ...]) -> None:
    assert READ.of(char) == said


@pytest.mark.parametrize(
    ("query", "phone", "member_no", "found"),
    [
        ("8000", "13800138000", "", True),
        ("138 0013-8000", "13800138000", "", True),
        ("+86 13800138000", "13800138000", "", True),
        ("００８６１３８００１３８０００", "13800138000", "", True),
        ("1380013", "13800138000", "", True),
        ("138001", "13800138000", "", False),
        ("00", "13800138000", "", False),
        ("800138", "13800138000", "", False),
        ("7654321", "02087654321", "", True),
        ("M-1002", "", "m1002", True),
        ("m100", "", "M1002", True),
        ("1002", "", "1002334", True),
        ("1002", "", "M1002", True),
        ("002", "", "M1002", False),
    ],
)
def test_a_number_is_found_by(query: str, phone: str, member_no: str, found: bool) -> None:
    assert asked(query, READ).finds(number_keys([phone], [member_no])) is found


@pytest.mark.parametrize("query", ["", " ", "?", "%", "·", "'; drop table guests; --", "80", "*", "[a-z]"])
def test_a_query_that_asks_nothing_finds_nobody_by_accident(query: str) -> None:
    assert not asked(query, READ).finds(name_keys("曾杰文", READ) | number_keys(["13800138000"], ["M1"]))


def test_digits_are_a_number_only_alone() -> None:
    assert (digits_in("138 0013 8000"), digits_in("A12"), digits_in("张3")) == ("13800138000", "", "")


HAN = st.sampled_from("曾单解仇欧阳尉迟万俟王李张伟芳娜乐行朝吕绿䶮㛃𠮷𬱖先生女士長孫")
NAMES = st.one_of(
    st.text(HAN, min_size=1, max_size=6),
    st.text(st.one_of(HAN, st.sampled_from("abcXYZ ·1é")), min_size=1, max_size=12),
    st.text(max_size=40),
)


@given(st.text(HAN, min_size=1, max_size=4), st.data())
@settings(max_examples=300)
def test_every_substring_reading_and_initial_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    keys = name_keys(name, READ)
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert asked(name[start:end], READ).finds(keys)
    way = data.draw(st.sampled_from(ways(units(name), READ)))
    size = data.draw(st.integers(1, len("".join(way))))
    assert asked("".join(way)[:size], READ).finds(keys)
    assert asked("".join(said[0] for said in way), READ).finds(keys)
    if len(way) > 1:
        known = data.draw(st.integers(max(1, len(way) - 2), len(way) - 1))
        rest = "".join(said if data.draw(st.booleans()) else said[0] for said in way[known:])
        said = " ".join(way[:known])
        assert asked(name[:known] + rest, READ).finds(keys), (name[:known] + rest, keys)
        assert asked(way[0] + name[1:], READ).finds(keys), said


@given(NAMES)
@settings(max_examples=400)
def test_keys_are_few_and_each_is_found_by_all_its_beginnings(name: str) -> None:
    keys = name_keys(name, READ)
    assert len(ways(units(name)[:1], READ)) <= MOST_WAYS
    assert len(keys) <= (MOST_UNITS + 8 * 2 * MOST_WAYS)
    for key in keys:
        assert key
        assert key[0] not in "-+#"
        assert all(key.startswith(text) for text in beginnings(key))
    assert name_keys(name.upper(), READ) >= name_keys(name, READ) or not name.isascii()
    assert all(asked(whole, READ).finds(keys) for whole in whole_name(name, READ) if not whole.isdigit())


@given(st.text(max_size=30))
@settings(max_examples=400)
def test_whatever_is_typed_is_understood_or_ignored_within_bounds(query: str) -> None:
    said = asked(query, READ)
    assert len(said.probes) <= 30
    for probe in said.probes:
        assert probe.prefix
        assert not set("*?[") & set(probe.prefix)
    said.finds(name_keys("曾杰文", READ))
