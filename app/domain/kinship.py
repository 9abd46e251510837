"""Which things hold one another: who may not eat 海鲜 may not eat 虾.

Used to keep a like that dishes speak for off a card that refuses its kin; what people say is taken at its word.
"""

from __future__ import annotations

_HOLDS: dict[str, frozenset[str]] = {
    whole: frozenset(parts.split())
    for whole, parts in {
        "海鲜": (
            "虾 蟹 虾蟹 小龙虾 龙虾 虾皮 贝类 扇贝 生蚝 蛤蜊 蛏子 田螺 鲍鱼 海参 海蜇 鱿鱼 章鱼 墨鱼 "
            "三文鱼 金枪鱼 鳕鱼 带鱼 生鱼片 鱼子"
        ),
        "虾蟹": "虾 蟹 小龙虾 龙虾 虾皮",
        "虾": "小龙虾 龙虾 虾皮",
        "贝类": "扇贝 生蚝 蛤蜊 蛏子 田螺 鲍鱼",
        "鱼": "三文鱼 金枪鱼 鳕鱼 带鱼 鳗鱼 鳝鱼 鲈鱼 草鱼 鲫鱼 生鱼片 鱼头 鱼丸 鱼子",
        "肉": "猪肉 牛肉 羊肉 鸡肉 鸭肉 鹅肉 鸡鸭 肉末 肥肉 内脏 火腿 香肠 培根 腊肉 午餐肉",
        "猪肉": "肥肉 火腿 香肠 培根 腊肉 午餐肉",
        "鸡鸭": "鸡肉 鸭肉 鸡爪 鸡皮",
        "内脏": "猪肝 动物肝脏 腰花 肥肠 毛肚 鸭血 脑花",
        "坚果": "核桃 腰果 杏仁 榛子 开心果 松子 夏威夷果",
        "奶制品": "牛奶 酸奶 奶油 芝士 黄油",
        "豆类": "大豆 豆制品 豆浆 毛豆 蚕豆 红豆 绿豆",
        "大豆": "豆制品 豆浆 毛豆",
        "酒": "白酒 啤酒 红酒 酒精",
        "酒精": "白酒 啤酒 红酒",
        "蒜": "蒜香 蒜苗",
        "甜": "甜食 甜点 甜肉",
        "甜食": "甜点 蛋糕",
        "生冷": "凉菜 冰 生鱼片 生食",
        "菌菇": "香菇 金针菇 木耳",
        "麸质": "小麦 面食 面包",
        "小麦": "面食 面包",
    }.items()
}
"""What each thing holds, by the tags of notes and of the default policy's dishes."""


def akin(one: str, other: str) -> bool:
    """Whether one of the two things holds the other, or both are the same."""
    return one == other or one in _HOLDS.get(other, ()) or other in _HOLDS.get(one, ())
