"""What can be liked, wanted less of, avoided or not borne: the words for each thing, under the tag on its chip.

"tag: its words"; a line that begins with blanks goes on with the one above, "~" is a blank within a word.
"""

from __future__ import annotations

FLAVOURS = """
辣: 辣 辣椒 辣子 麻辣 香辣 酸辣 辛辣 特辣 重辣 变态辣 辣味 辣油 红油 辣酱 辣椒酱 辣椒油 辣椒粉 辣椒面 油辣子
    油泼辣子 海椒 海椒面 干海椒 干辣椒 小米辣 小米椒 泡椒 剁椒 辣锅 红锅 辣汤 辣菜 辣根 尖椒 朝天椒 二荆条 老干妈 辣辣
    辣的东西
    辣的食物 辣东西 辣食 chili chilli chilies chillies chile hot~pepper hot~peppers spice spicy spiciness
    spicy~food lajiao la~jiao
麻: 麻 麻味 numbing
花椒: 花椒 麻椒 藤椒 花椒粒 花椒粉 花椒油 sichuan~pepper sichuan~peppercorn sichuan~peppercorns huajiao hua~jiao
香菜: 香菜 香莱 乡菜 香采 相菜 想菜 香才 芫荽 盐须 元荽 芫茜 胡荽 香荽 芫须 莞荽 延须 coriander cilantro
    xiangcai xiang~cai
葱: 葱 葱花 小葱 大葱 香葱 葱段 葱丝 葱末 葱叶 青葱 生葱 葱白 葱味 葱化 匆花 聪花 冲花 从花 scallion scallions
    spring~onion spring~onions green~onion green~onions
姜: 姜 生姜 姜丝 姜末 姜片 老姜 姜味 江丝 ginger
蒜: 蒜 大蒜 蒜头 蒜泥 蒜末 蒜蓉 蒜茸 蒜瓣 蒜片 蒜味 生蒜 蒜粒 大算 算泥 garlic dasuan da~suan
蒜苗: 蒜苗 蒜薹 蒜苔 青蒜
洋葱: 洋葱 圆葱 葱头 洋匆 onion onions yangcong yang~cong
韭菜: 韭菜 韭黄 韭菜花 久菜 九菜 chives leek leeks jiucai
醋: 醋 陈醋 香醋 白醋 老醋 米醋 vinegar
酱油: 酱油 生抽 老抽 豉油 酱清 味极鲜 soy~sauce
蚝油: 蚝油 oyster~sauce
鱼露: 鱼露 fish~sauce
糖: 糖 白糖 红糖 砂糖 冰糖 蔗糖 糖份 糖分 加糖 sugar
盐: 盐 食盐 盐分 盐份 咸盐 盐味 salt
油: 油 食用油 油水 油份 油脂 明油 油腻 oil
味精: 味精 鸡精 味素 鸡粉 m.s.g msg weijing wei~jing
胡椒: 黑椒 黑椒酱 黑椒汁 胡椒 胡椒粉 黑胡椒 白胡椒 black~pepper white~pepper
孜然: 孜然 孜然粉 cumin
芝麻: 芝麻 白芝麻 黑芝麻 芝麻粒 芝麻油 sesame
麻酱: 麻酱 芝麻酱 芝麻将 tahini
香油: 香油 麻油 sesame~oil
咖喱: 咖喱 curry
芥末: 芥末 芥辣 黄芥末 wasabi mustard
料酒: 料酒 黄酒味
豆瓣酱: 豆瓣酱 郫县豆瓣 豆瓣
豆豉: 豆豉
腐乳: 腐乳 红腐乳
甜面酱: 甜面酱 甜酱
番茄酱: 番茄酱 番茄沙司 ketchup
沙拉酱: 沙拉酱 蛋黄酱 美乃滋 mayo mayonnaise
沙茶酱: 沙茶酱 沙茶
八角: 八角 大料 茴香 大茴
桂皮: 桂皮
香料: 香料 大料味 五香粉 五香 十三香
薄荷: 薄荷 mint
紫苏: 紫苏
罗勒: 罗勒 九层塔 basil
淀粉: 淀粉 勾芡 芡粉
添加剂: 添加剂 色素 香精 防腐剂
冰: 冰 冰块 加冰 冰水 碎冰 冰饮 ice iced bing
甜: 甜 甜味 甜口 甜度 sweet sweets
酸: 酸 酸味 酸口 sour
咸: 咸 咸味 咸口 齁咸 salty
苦: 苦 苦味 bitter
腥: 腥 腥味 膻味 膻 羊膻味
甜肉: 甜肉
甜菜: 甜菜
清淡: 清淡 清淡点 清淡一点 清淡些 清淡一些 清淡口味
油炸: 油炸 煎炸 炸的 油炸食品 炸物 fried fried~food
生冷: 生冷 冷食 凉的 冷的 寒凉 凉性 冷饮 冰凉的
"""
"""Seasonings, sauces, and how food tastes: what a kitchen can leave out of any dish."""
