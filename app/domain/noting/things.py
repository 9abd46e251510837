"""What a guest can like, want less of, avoid or not bear: each thing under the name that stands on its chip.

One line a thing: its tag, then the other words for it. `Sort` says what kind of thing it is, because the same verb
means different things: "多放香菜" is a taste, "多放牛肉" asks for more for the money; "不要可乐" is an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Sort(StrEnum):
    """What kind of thing it is."""

    FLAVOUR = "flavour"
    """Seasonings, sauces, and how food tastes: what a kitchen can leave out of any dish."""
    ALLERGEN = "allergen"
    """Food that people are known to be allergic to."""
    FOOD = "food"
    ORDER = "order"
    """What is ordered by itself: "不要可乐" says nothing of tastes, "不喝可乐" does."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its tag. `weak`: this word for it is a slip of the pen, understood only right behind an operator."""

    tag: str
    sort: Sort
    weak: bool = False


_FLAVOURS = """
辣 辣椒 辣子 麻辣 香辣 酸辣 辛辣 特辣 重辣 变态辣 辣味 辣油 红油 辣酱 辣椒酱 辣椒油 辣椒粉 辣椒面 油辣子 油泼辣子 干辣椒 小米辣 小米椒 泡椒 剁椒 辣锅 红锅 辣汤 辣菜 辣根 尖椒 朝天椒 二荆条 老干妈 辣辣 辣的东西 辣的食物 辣东西 辣食 chili chilli chilies chillies chile hot~pepper hot~peppers spice spicy spiciness spicy~food lajiao la~jiao
麻 麻味 numbing
花椒 麻椒 藤椒 花椒粒 花椒粉 花椒油 sichuan~pepper sichuan~peppercorn sichuan~peppercorns huajiao hua~jiao
香菜 香莱 乡菜 香采 相菜 想菜 香才 芫荽 盐须 元荽 芫茜 胡荽 香荽 芫须 莞荽 延须 coriander cilantro xiangcai xiang~cai
葱 葱花 小葱 大葱 香葱 葱段 葱丝 葱末 葱叶 青葱 生葱 葱白 葱味 葱化 匆花 聪花 冲花 从花 scallion scallions spring~onion spring~onions green~onion green~onions
姜 生姜 姜丝 姜末 姜片 老姜 姜味 江丝 ginger
蒜 大蒜 蒜头 蒜泥 蒜末 蒜蓉 蒜茸 蒜瓣 蒜片 蒜味 生蒜 蒜粒 大算 算泥 garlic dasuan da~suan
蒜苗 蒜薹 蒜苔 青蒜
洋葱 圆葱 葱头 洋匆 onion onions yangcong yang~cong
韭菜 韭黄 韭菜花 久菜 九菜 chives leek leeks jiucai
醋 陈醋 香醋 白醋 老醋 米醋 vinegar
酱油 生抽 老抽 豉油 酱清 味极鲜 soy~sauce
蚝油 oyster~sauce
鱼露 fish~sauce
糖 白糖 红糖 砂糖 冰糖 蔗糖 糖份 糖分 加糖 sugar
盐 食盐 盐分 盐份 咸盐 盐味 salt
油 食用油 油水 油份 油脂 明油 油腻 oil
味精 鸡精 味素 鸡粉 m.s.g msg weijing wei~jing
胡椒 胡椒粉 黑胡椒 白胡椒 black~pepper white~pepper
孜然 孜然粉 cumin
芝麻 白芝麻 黑芝麻 芝麻粒 芝麻油 sesame
麻酱 芝麻酱 芝麻将 tahini
香油 麻油 sesame~oil
咖喱 curry
芥末 芥辣 黄芥末 wasabi mustard
料酒 黄酒味
豆瓣酱 郫县豆瓣 豆瓣
豆豉
腐乳 红腐乳
甜面酱 甜酱
番茄酱 番茄沙司 ketchup
沙拉酱 蛋黄酱 美乃滋 mayo mayonnaise
沙茶酱 沙茶
八角 大料 茴香 大茴
桂皮
香料 大料味 五香粉 五香 十三香
薄荷 mint
紫苏
罗勒 九层塔 basil
淀粉 勾芡 芡粉
添加剂 色素 香精 防腐剂
冰 冰块 加冰 冰水 碎冰 冰饮 ice iced bing
甜 甜味 甜口 甜度 sweet sweets
酸 酸味 酸口 sour
咸 咸味 咸口 齁咸 salty
苦 苦味 bitter
腥 腥味 膻味 膻 羊膻味
甜肉
甜菜
清淡 清淡点 清淡一点 清淡些 清淡一些 清淡口味
油炸 煎炸 炸的 油炸食品 炸物 fried fried~food
生冷 冷食 凉的 冷的 寒凉 凉性 冷饮 冰凉的
"""

_ALLERGENS = """
花生 花生米 花生碎 花生酱 花生仁 花生油 花生粉 花升 花声 华生 花省 落花生 长生果 peanut peanuts peanut~butter huasheng hua~sheng
坚果 坚果类 干果 果仁 nut nuts tree~nuts tree~nut
核桃 核桃仁 胡桃 walnut walnuts
腰果 cashew cashews
杏仁 巴旦木 巴达木 almond almonds
榛子 hazelnut hazelnuts
开心果 pistachio pistachios
松子 松仁 pine~nuts
瓜子 葵花籽 南瓜子
栗子 板栗
夏威夷果
海鲜 海产 海产品 海鲜类 水产 海味 海货 海先 河海鲜 seafood hai~xian haixian
河鲜
鱼 鱼类 鱼肉 鱼鲜 活鱼 fish yu
生鱼片 刺身 鱼生 sashimi
三文鱼 鲑鱼 salmon
金枪鱼 吞拿鱼 tuna
鳕鱼 cod
带鱼
鳗鱼 eel
鳝鱼 黄鳝 鳝丝 鳝段
鲈鱼
草鱼
鲫鱼
鱼子 鱼籽
鱿鱼 squid
章鱼 八爪鱼 octopus
墨鱼 乌贼
虾 大虾 虾仁 鲜虾 基围虾 虾子 虾类 河虾 海虾 明虾 对虾 青虾 白虾 下仁 虾人 shrimp shrimps prawn prawns xia
虾皮 虾米 海米 开洋
龙虾 澳龙 lobster
小龙虾 crayfish
蟹 螃蟹 大闸蟹 蟹肉 蟹黄 蟹类 梭子蟹 蟹子 旁蟹 crab crabs pangxie
虾蟹 虾蟹类 蟹虾 甲壳类 甲壳 带壳海鲜 shellfish
贝类 贝壳类 贝壳 贝 clams mussels
扇贝 带子 scallop scallops
生蚝 牡蛎 海蛎子 蚝 oyster oysters
蛤蜊 花甲 花蛤 蛤 clam
蛏子 蛏
田螺 螺蛳 海螺 花螺 螺
鲍鱼 abalone
海参
海蜇
牛奶 奶 鲜奶 纯牛奶 鲜牛奶 milk niunai niu~nai
奶制品 乳制品 奶类 乳糖 奶制 含奶 乳品 dairy lactose
酸奶 优格 yogurt yoghurt
奶油 忌廉 cream
芝士 奶酪 起司 乳酪 起士 cheese
黄油 牛油 butter
鸡蛋 蛋 蛋类 鸡旦 鸡子儿 蛋制品 蛋清 蛋白 荷包蛋 煎蛋 egg eggs jidan ji~dan
蛋黄 咸蛋黄
鹌鹑蛋
麸质 面筋 麦麸 含麸质 gluten
小麦 麦 面粉 麦类 wheat
荞麦
大豆 黄豆 大豆类 soy soya soybean soybeans
豆类 豆子 豆 beans
豆制品 豆腐 豆干 豆皮 腐竹 tofu
豆浆 豆奶
毛豆
蚕豆 胡豆
芒果 芒果汁 忙果 盲果 芒菓 mango mangoes mangos mangguo
菠萝 凤梨 pineapple
猕猴桃 奇异果 kiwi kiwifruit
榴莲 durian
桃 桃子 水蜜桃 黄桃 peach peaches
草莓 strawberry strawberries
荔枝 lychee
樱桃 车厘子 cherries
火龙果
木瓜 papaya
椰子 椰汁 椰奶 椰浆 coconut
牛油果 鳄梨 avocado
山药
芋头
菌菇 菌类 菇类 蘑菇 菌子 菌 菇 mushroom mushrooms
香菇 冬菇
酒精 alcohol
蜂蜜 honey
巧克力 chocolate
咖啡因 caffeine
"""

_FOODS = """
肉 肉类 荤 荤菜 荤的 荤腥 肉食 meat
肉末 肉沫 肉碎 肉糜 肉馅 绞肉
猪肉 猪 大肉 排骨 瘦肉 猪排 猪油 pork
牛肉 牛 牛腩 肥牛 牛排 牛筋 牛杂 beef
羊肉 羊 羊排 羊杂 羊腿 羊蝎子 羔羊 lamb mutton
鸡肉 鸡 鸡类 鸡胸肉 鸡腿 鸡丁 chicken
鸡爪 凤爪
鸡皮
鸭肉 鸭 鸭子 鸭脖 duck
鹅肉 鹅 goose
鸽子 乳鸽
驴肉
兔肉 兔子 兔 兔头
狗肉
牛蛙 田鸡 蛙
甲鱼
肥肉 肥的 肥油 五花肉 五花 fat~meat
皮 肉皮 猪皮
内脏 下水 动物内脏 杂碎 offal
动物肝脏 猪肝 鸭肝 鸡肝 肝 肝脏 鹅肝 liver
腰花 猪腰 腰子
肥肠 大肠 猪大肠
毛肚 百叶 牛百叶 猪肚 肚丝 金钱肚 tripe
鸭血 血旺 猪血 毛血旺 血 血制品 血豆腐
脑花
火腿 ham
香肠 腊肠 火腿肠 sausage
培根 bacon
腊肉
午餐肉
鱼头
鱼丸
海带
紫菜
皮蛋 松花蛋
咸蛋 咸鸭蛋
芹菜 西芹 celery
胡萝卜 红萝卜 carrot carrots
萝卜 白萝卜 radish
茄子 eggplant aubergine
苦瓜
南瓜 pumpkin
冬瓜
黄瓜 青瓜 cucumber
丝瓜
青椒 甜椒 彩椒 菜椒 柿子椒 灯笼椒 green~pepper green~peppers bell~pepper bell~peppers
土豆 马铃薯 洋芋 土豆丝 土豆片 potato potatoes
土豆粉
红薯 地瓜 番薯
番茄 西红柿 蕃茄 tomato tomatoes
菠菜 spinach
生菜 lettuce
白菜 大白菜 娃娃菜
包菜 卷心菜 圆白菜 莲花白 cabbage
花菜 菜花 西兰花 花椰菜 broccoli cauliflower
豆芽 豆芽菜 黄豆芽 绿豆芽
木耳 黑木耳 云耳
金针菇
笋 竹笋 笋干 酸笋 冬笋 春笋
莴笋 莴苣
莲藕 藕 藕片
茼蒿
鱼腥草 折耳根
秋葵 okra
玉米 corn
豌豆
豆角 四季豆 长豆角 扁豆 豇豆
酸菜
泡菜 kimchi
榨菜
咸菜
香椿
空心菜 通菜
油麦菜
芦笋 asparagus
马蹄 荸荠
魔芋
蔬菜 青菜 绿叶菜 素菜 菜叶 叶子菜 vegetables
红豆
绿豆
粉丝 粉条
糯米 糯米食
年糕
红枣 枣 枣子
枸杞
葡萄干
柠檬 lemon
山楂
香蕉
苹果
西瓜
葡萄
橙子
梨
奶茶
甜食 甜品 甜点 甜的东西 点心 糕点 dessert desserts
蛋糕 cake
皮冻
香椿芽
茴香苗
苦菊
羊腥味
生食 生的 生肉 半生 raw raw~food
野味
烤肉 烧烤
快餐
酱 酱料 酱汁 蘸料 sauce
"""

_ORDERS = """
米饭 白饭 大米 rice
面食 面条 面类 noodles
面包
粥 稀饭
汤
馒头
火锅
可乐 雪碧 汽水 碳酸饮料 cola coke
饮料
果汁
茶 茶水 浓茶 tea
绿茶
咖啡 拿铁 coffee
酒 酒水 酒类
白酒
啤酒 beer
红酒 葡萄酒 wine
饺子
米线
螺蛳粉
臭豆腐
"""

_SLIPS = {"棘": "辣", "剌": "辣", "喇": "辣", "拉": "辣", "匆": "葱", "聪": "葱", "囱": "葱", "江": "姜", "算": "蒜",
          "塘": "糖", "酷": "醋", "la": "辣", "suan": "蒜", "cong": "葱", "jiang": "姜",
          "tang": "糖", "yan": "盐", "you": "油", "cu": "醋"}  # fmt: skip


def _listed(lines: str, sort: Sort) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for line in lines.strip().splitlines():
        tag, *others = line.split()
        for word in (tag, *others):
            found[word.replace("~", " ")] = Thing(tag, sort)
    return found


@cache
def lexicon() -> dict[str, Thing]:
    """Return every word for a thing, in folded letters."""
    found = _listed(_ORDERS, Sort.ORDER) | _listed(_FOODS, Sort.FOOD)
    found |= _listed(_ALLERGENS, Sort.ALLERGEN) | _listed(_FLAVOURS, Sort.FLAVOUR)
    slips = {word: Thing(tag, Sort.FLAVOUR, weak=True) for word, tag in _SLIPS.items()}
    return slips | found


DISHES = """
葱花饼 葱油饼 葱油面 葱油拌面 葱爆 葱烧 葱姜炒 姜母鸭 姜撞奶 蒜香 蒜蓉西兰花 蒜蓉粉丝 蒜泥白肉 油饼 油条 油麦 油豆腐 油面筋 油焖 油渣 酱油面 油烟
辣子鸡 辣条 辣白菜 辣鸭脖 麻辣香锅 麻辣烫 麻辣拌 麻辣锅 麻辣小龙虾 麻辣火锅 香辣鸡 香辣虾 香辣蟹 香辣鸡腿堡 酸辣粉 酸辣汤 酸辣土豆丝 酸辣白菜 鱼香肉丝 鱼香茄子 鱼香 糖醋里脊 糖醋排骨 糖醋鱼 糖醋 糖水
盐焗鸡 盐焗 盐酥鸡 椒盐 咸蛋黄 花生酱面 冰淇淋 冰激凌 冰粉 冰红茶 冰糖葫芦 冰糖雪梨 冰箱 冰品 冰美式 冰沙 冰棍 冰雪 冰柜 冰冷 冰凉 冰冰凉
牛肉面 牛肉饭 牛肉汤 牛肉饼 羊肉汤 羊肉泡馍 羊肉串 羊肉粉 羊杂汤 鸡公煲 鸡排 鸡翅 鸡块 鸡米花 鸡汤 鸡煲 鸡柳 鸡堡 鸡肉卷 鸡腿堡 鸡蛋灌饼 鸡蛋饼 鸡蛋汤 鸡尾酒 黄焖鸡 叫花鸡 白切鸡 大盘鸡 口水鸡 宫保鸡丁 鱼豆腐 鱼丸 水煮鱼 酸菜鱼 烤鱼 沸腾鱼 水煮肉 水煮肉片 水煮牛肉 红烧肉 回锅肉 木须肉 小炒肉 小酥肉 小苏肉 肉夹馍 肉松 肉包 肉丝 肉片 肉串 肉串儿 肉饼 肉丸 梅菜扣肉 番茄炒蛋 西红柿炒鸡蛋 番茄鸡蛋 皮蛋瘦肉粥 皮蛋粥 皮蛋豆腐 南瓜粥 蛋炒饭 扬州炒饭 蛋挞 蛋花汤 蛋汤 蛋卷 蛋黄派 奶茶 奶昔 奶盖 糖蒜 拉皮 大拉皮 拉面 豆腐脑 豆花 麻婆豆腐 臭豆腐 凉皮 皮肤 酸梅汤 酸豆角 酸汤 酸菜鱼 酸辣 咖喱饭 咖喱鸡 咖喱鱼蛋 韭菜盒子 韭菜饺子 韭菜鸡蛋 香菜牛肉 香菜丸子 虾饺 虾滑 虾片 虾丑 蟹棒 蟹柳 甜甜圈 甜不辣 天妇罗 麦当劳 麦芽 麦片 豆沙包 茶叶蛋 卤蛋 卤肉饭 肥肠粉 酱肉丝 京酱肉丝 土豆烧牛肉 香菇滑鸡 腐竹 紫菜汤 紫菜蛋花汤 三鲜 素三鲜 地三鲜 素鸡 素质 素颜 素材 因素 要素
"""
"""Dishes and other words that hold the name of a thing and say nothing of it."""
