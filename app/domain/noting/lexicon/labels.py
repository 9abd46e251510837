"""Words that name their thing and say at once how the guest stands to it: 微辣, 半糖, 吃素, 无辣不欢.

"tag: its words"; "~" is a blank within a word, and in a frame "_" stands for the thing.
"""

from __future__ import annotations

TASTES = """
辣 麻 甜 酸 咸 油 冰 苦 腥
"""
"""What a dish can be: 不辣, 微甜."""

NOT_AT_ALL = """
不_ 一点不_ 一点都不_ 完全不_
"""
"""Not so at all."""

A_LITTLE = """
微_ 微微_ 小_ 稍_ 不太_ 微微微_ 微微微微_ _味淡点 _味轻点 _味轻一点 _味淡一点
"""
"""A little so."""

LESS_LABELS = """
糖: 半糖 三分糖 五分糖 七分糖 微糖 3分糖 5分糖 7分糖 控糖 half~sugar
辣: 威辣 薇辣 半辣 微微微辣 less~spicy mild mildly~spicy not~too~spicy wei~la weila shao~la
冰: 微冰 less~ice
盐: 控盐 口味淡 口味偏淡 口味要淡 吃得淡 口淡 做淡 做淡点 做淡一点 味道淡一点 味道淡点 口味淡一点 口味淡点
    淡一点 淡点 淡一些 吃淡 口轻
油: 控油
甜: less~sweet not~too~sweet
咸: less~salty not~too~salty
"""
"""Chosen from a menu, or said of a cook: less of it."""

NONE_LABELS = """
葱: 走青
糖: 无糖 零糖 0糖
辣: 0辣 零辣 无辣 not~spicy non~spicy non-spicy bu~la bula 不la
盐: 无盐
冰: 无冰
油: 无油
肉: 免肉 全素 纯素 素食 蛋奶素 五辛素
猪肉: 清真 清真餐 回族 穆斯林 halal
"""
"""Chosen from a menu, or a faith's: none of it."""

MORE_LABELS = """
辣: 加辣 加麻加辣 重辣 特辣 超辣 变态辣 爆辣 extra~spicy very~spicy 加辣椒
麻: 加麻 重麻
醋: 加醋
香菜: 加香菜
葱: 加葱
蒜: 加蒜
冰: 加冰
糖: 加糖
清淡: 清淡饮食 饮食清淡 饮食要清淡 口味要清淡 口味清淡一点 要清淡点 要清淡一点 口味清淡 口味偏清淡 清淡一点
    清淡点 清淡一些 清淡些 吃得清淡 要清淡 吃清淡 吃清淡的
"""
"""Chosen from a menu: more of it."""

LOVED = """
辣: 辣 辣椒
肉: 肉
葱: 葱
蒜: 蒜
醋: 醋
甜: 甜
香菜: 香菜
酒: 酒
海鲜: 海鲜
鱼: 鱼
麻: 麻
酸: 酸
羊肉: 羊肉
牛肉: 牛肉
虾: 虾
"""
"""What sayings of love are made with."""

CANNOT_DO_WITHOUT = """
无_不欢 无_不香 无_不爽 无_不吃 没_不欢 不_不欢 不_不爽 不_不吃 不_不香 不_不过瘾 不_不行 不_不好吃 非_不可
非_不欢 没_不行 没有_不行 没_吃不下 没_不香 没有_不香 无_不成 没_不吃饭 没有_吃不下 不放_不行 不放_不香
不加_不行 不吃_不行 不吃_不舒服 不吃_难受 一天不吃_ 没_不成
"""
"""Sayings of love: 无辣不欢."""

DIETS = """
猪肉: 只吃清真 只能吃清真 清真饮食 回民 伊斯兰教 muslim 是回族 是穆斯林 信伊斯兰
肉: 吃素 吃素的 只吃素 素食者 吃全素 吃纯素 全素食 纯素食 纯素食者 只吃素食 只吃素菜 吃斋 茹素 吃长素 吃花素
    净素 是素食者 素食主义 素食主义者 vegetarian vegetarians vegan vegans
酒: 滴酒不沾
奶制品: 乳糖不耐 乳糖不耐受 lactose~intolerant
麸质: 麸质不耐 麸质不耐受 乳糜泻 celiac celiacs coeliac celiac~disease coeliac~disease
"""
"""Diets and faiths, and the one thing that they surely rule out."""

ILLNESSES = """
蚕豆: 蚕豆病
"""
"""Illnesses in which a thing is as dangerous as to the allergic."""
