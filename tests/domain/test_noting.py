"""The reader of notes, on sentences of our own, on real notes, and on any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.noting import read_note
from app.domain.noting.phrases import operators
from app.domain.noting.things import Sort, lexicon
from app.domain.tastes import TasteKind
from tests.kit.data import real_data
from tests.kit.notes import labelled, shown, unlabelled
from tests.kit.sentences import sentences


@pytest.mark.parametrize(("text", "said"), sentences())
def test_a_note_says_what_it_says(text: str, said: str) -> None:
    assert shown(read_note(text)) == said


@pytest.mark.parametrize(
    "around", ["您好，{}，谢谢", "{}！！！", "3位，{}，靠窗", "{}。7点到", "　{}~~~😊", "{}\n生日", "靠窗。{}"]
)
def test_what_stands_around_it_changes_nothing(around: str) -> None:
    read_otherwise = {text for text, said in sentences() if shown(read_note(around.format(text))) != said}
    # "不辣" alone is a wish, beside other words it praises or complains; letters apart are one word only by themselves
    assert read_otherwise <= {"不辣", "广东人，口味清淡", "不 要 香 菜", "不加香菜可以吗"}


def test_every_way_of_saying_has_its_sentences() -> None:
    assert len(sentences()) >= 400


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


_CHINESE = {
    "我不吃{}": TasteKind.AVOID,
    "我喜欢吃{}": TasteKind.LIKES,
    "{}过敏": TasteKind.ALLERGY,
    "我对{}过敏，谢谢": TasteKind.ALLERGY,
    "{}、花生过敏": TasteKind.ALLERGY,
}
_ENGLISH = {"allergic to {}": TasteKind.ALLERGY, "{} allergy": TasteKind.ALLERGY, "does not eat {}": TasteKind.AVOID}
_LEFT_OUT = {"不要{}": TasteKind.AVOID, "{}不要": TasteKind.AVOID, "请不要放{}，谢谢": TasteKind.AVOID}
_SEASONED = {"少放{}": TasteKind.LESS, "多放{}": TasteKind.LIKES, "{}少放": TasteKind.LESS}


@pytest.mark.parametrize("sort", Sort)
def test_every_word_for_a_thing_is_understood_in_every_frame(sort: Sort) -> None:
    words = {word: thing for word, thing in lexicon().items() if thing.sort is sort and not thing.weak}
    missed, labels = [], operators()
    for word, thing in words.items():
        if word in labels:  # 加冰 says by itself what is wanted
            continue
        frames = dict(_ENGLISH if word.isascii() else _CHINESE)
        if not word.isascii():
            frames |= _LEFT_OUT if sort is not Sort.ORDER else {}
            frames |= _SEASONED if sort is Sort.FLAVOUR else {}
        for frame, kind in frames.items():
            if (thing.tag, kind) not in {(said.tag, said.kind) for said in read_note(frame.format(word))}:
                missed.append(frame.format(word))
    assert not missed


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
    started = time.process_time()  # of this process: others may be busy
    tags = [said for text in texts for said in read_note(text)]
    assert time.process_time() - started < 2
    assert not [said for said in tags if said.kind is TasteKind.ALLERGY]  # nobody states one in these


# --- any text --------------------------------------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    [
        *"不要别放吃辣葱蒜免去走少多我过敏对,。！？ 、的都\n",
        *("香菜", "花生", "过敏", "除了", "如果", "🌶️", "\u200b", "不是", "小朋友"),
        "no ",
    ]
)


@given(st.text(max_size=300) | st.lists(SCRAPS, max_size=60).map("".join))
def test_any_text_is_read_and_quoted(text: str) -> None:
    said = read_note(text)
    assert len({one.tag for one in said}) == len(said)
    for one in said:
        assert 0 <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]
        assert one.tag


@pytest.mark.parametrize(
    "scrap", ["不要", "香菜", "过敏", "葱、", "的", "对", "都不要", "香菜，", " ", "a", "除了葱", "我过敏，", "不要葱 "]
)
def test_a_long_note_takes_time_in_proportion(scrap: str) -> None:
    def seconds(length: int) -> float:
        text = scrap * (length // len(scrap))
        started = time.process_time()
        read_note(text)
        return time.process_time() - started

    read_note("不要")
    enough = 24 * max(min(seconds(2_000) for _ in range(3)), 0.002)
    assert any(seconds(16_000) < enough for _ in range(3))
