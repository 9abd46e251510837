"""Names in a sentence stand apart as the language of the moment has it."""

from __future__ import annotations

from app.desk.words.listing import listed


def test_names_stand_apart_as_each_language_has_it(language: str) -> None:
    apart = {"zh": "、", "en": ", "}[language]
    assert listed(["大门", "A 区", "B 区"]) == apart.join(("大门", "A 区", "B 区"))
    assert listed(["大门", "A 区", "B 区"], 3) == apart.join(("大门", "A 区", "B 区"))
    assert listed(["大门", "A 区", "B 区"], 2) == f"大门{apart}A 区…"
    assert listed([]) == ""
