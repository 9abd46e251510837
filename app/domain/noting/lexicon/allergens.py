"""Food that people are known to be allergic to: the words for each thing, under the tag on its chip.

"tag: its words"; a line that begins with blanks goes on with the one above, "~" is a blank within a word.
"""

from __future__ import annotations

ALLERGENS = """
花生: 花生 花生米 花生碎 花生酱 花生仁 花生油 花生粉 花升 花声 华生 花省 落花生 长生果 peanut peanuts
    peanut~butter huasheng hua~sheng
坚果: 坚果 坚果类 干果 果仁 nut nuts tree~nuts tree~nut
核桃: 核桃 核桃仁 胡桃 walnut walnuts
腰果: 腰果 cashew cashews
杏仁: 杏仁 巴旦木 巴达木 almond almonds
榛子: 榛子 hazelnut hazelnuts
开心果: 开心果 pistachio pistachios
松子: 松子 松仁 pine~nuts
瓜子: 瓜子 葵花籽 南瓜子
栗子: 栗子 板栗
夏威夷果: 夏威夷果
海鲜: 海鲜 海产 海产品 海鲜类 水产 海味 海货 海先 河海鲜 seafood hai~xian haixian
河鲜: 河鲜
鱼: 鱼 鱼类 鱼肉 鱼鲜 活鱼 fish yu
生鱼片: 生鱼片 刺身 鱼生 sashimi
三文鱼: 三文鱼 鲑鱼 salmon
金枪鱼: 金枪鱼 吞拿鱼 tuna
鳕鱼: 鳕鱼 cod
带鱼: 带鱼
鳗鱼: 鳗鱼 eel
鳝鱼: 鳝鱼 黄鳝 鳝丝 鳝段
鲈鱼: 鲈鱼
草鱼: 草鱼
鲫鱼: 鲫鱼
鱼子: 鱼子 鱼籽
鱿鱼: 鱿鱼 squid
章鱼: 章鱼 八爪鱼 octopus
墨鱼: 墨鱼 乌贼
虾: 虾 大虾 虾仁 鲜虾 基围虾 虾子 虾类 河虾 海虾 明虾 青虾 白虾 皮皮虾 濑尿虾 虾蛄 下仁 虾人 shrimp shrimps prawn
    prawns xia
虾皮: 虾皮 虾米 海米 开洋
龙虾: 龙虾 澳龙 lobster
小龙虾: 小龙虾 crayfish
蟹: 蟹 螃蟹 大闸蟹 蟹肉 蟹黄 蟹类 梭子蟹 蟹子 旁蟹 crab crabs pangxie
虾蟹: 虾蟹 虾蟹类 蟹虾 甲壳类 甲壳 带壳海鲜 shellfish
贝类: 贝类 贝壳类 贝壳 贝 clams mussels
扇贝: 扇贝 带子 scallop scallops
生蚝: 生蚝 牡蛎 海蛎子 蚝 oyster oysters
蛤蜊: 蛤蜊 花甲 花蛤 蛤 clam
蛏子: 蛏子 蛏
田螺: 田螺 螺蛳 海螺 花螺 螺
鲍鱼: 鲍鱼 abalone
海参: 海参
海蜇: 海蜇
牛奶: 牛奶 奶 鲜奶 纯牛奶 鲜牛奶 milk niunai niu~nai
奶制品: 奶制品 乳制品 奶类 乳糖 奶制 含奶 乳品 dairy lactose
酸奶: 酸奶 优格 yogurt yoghurt
奶油: 奶油 忌廉 cream
芝士: 芝士 奶酪 起司 乳酪 起士 cheese
黄油: 黄油 牛油 butter
鸡蛋: 鸡蛋清 鸡蛋白 鸡蛋黄 鸡蛋 蛋 蛋类 鸡旦 鸡子儿 蛋制品 蛋清 蛋白 荷包蛋 煎蛋 egg eggs jidan ji~dan
蛋黄: 蛋黄 咸蛋黄
鹌鹑蛋: 鹌鹑蛋
麸质: 麸质 面筋 麦麸 含麸质 gluten
小麦: 小麦 麦 面粉 麦类 wheat
荞麦: 荞麦
木薯: 木薯 木薯粉
大豆: 大豆 黄豆 大豆类 soy soya soybean soybeans
豆类: 豆类 豆子 豆 beans
豆制品: 豆制品 豆腐 豆干 豆皮 腐竹 tofu
豆浆: 豆浆 豆奶
毛豆: 毛豆
蚕豆: 蚕豆 胡豆
芒果: 芒果 芒果汁 忙果 盲果 芒菓 mango mangoes mangos mangguo
菠萝: 菠萝 凤梨 pineapple
猕猴桃: 猕猴桃 奇异果 kiwi kiwifruit
榴莲: 榴莲 durian
桃: 桃 桃子 水蜜桃 黄桃 peach peaches
草莓: 草莓 strawberry strawberries
荔枝: 荔枝 lychee
樱桃: 樱桃 车厘子 cherries
火龙果: 火龙果
木瓜: 木瓜 papaya
椰子: 椰子 椰汁 椰奶 椰浆 coconut
牛油果: 牛油果 鳄梨 avocado
山药: 山药
芋头: 芋头
菌菇: 菌菇 菌类 菇类 蘑菇 菌子 菌 菇 mushroom mushrooms
香菇: 香菇 冬菇
酒精: 酒精 alcohol
蜂蜜: 蜂蜜 honey
巧克力: 巧克力 chocolate
咖啡因: 咖啡因 caffeine
"""
"""Food that people are known to be allergic to."""
