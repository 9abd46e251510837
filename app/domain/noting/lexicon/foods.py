"""Other food, and dishes whose names say nothing of their parts: the words for each thing, under the tag on its chip.

"tag: its words"; a line that begins with blanks goes on with the one above, "~" is a blank within a word.
"""

from __future__ import annotations

FOODS = """
红肉: 红肉
肉: 肉 肉类 荤 荤菜 荤的 荤腥 肉食 meat
肉末: 肉末 肉沫 肉碎 肉糜 肉馅 绞肉
猪肉: 猪肉 猪 大肉 排骨 瘦肉 猪排 猪油 pork
牛肉: 牛肉 牛 牛腩 肥牛 牛排 牛筋 牛杂 beef
羊肉: 羊肉 羊 羊排 羊杂 羊腿 羊蝎子 羔羊 lamb mutton
鸡肉: 鸡肉 鸡 鸡类 鸡胸肉 鸡腿 鸡丁 chicken
鸡爪: 鸡爪 凤爪
鸡皮: 鸡皮
鸭肉: 鸭肉 鸭 鸭子 鸭脖 duck
鹅肉: 鹅肉 鹅 goose
鸽子: 鸽子 乳鸽
驴肉: 驴肉
兔肉: 兔肉 兔子 兔 兔头
狗肉: 狗肉
牛蛙: 牛蛙 田鸡 蛙
甲鱼: 甲鱼
肥肉: 肥肉 肥的 肥油 五花肉 五花 fat~meat
皮: 皮 肉皮 猪皮
内脏: 内脏 下水 动物内脏 杂碎 offal
动物肝脏: 动物肝脏 猪肝 鸭肝 鸡肝 肝 肝脏 鹅肝 liver
腰花: 腰花 猪腰 腰子
肥肠: 肥肠 大肠 猪大肠
毛肚: 毛肚 百叶 牛百叶 猪肚 肚丝 金钱肚 tripe
鸭血: 鸭血 血旺 猪血 毛血旺 血 血制品 血豆腐
脑花: 脑花
火腿: 火腿 ham
香肠: 香肠 腊肠 火腿肠 sausage
培根: 培根 bacon
腊肉: 腊肉
午餐肉: 午餐肉
鱼头: 鱼头
鱼丸: 鱼丸
海带: 海带
紫菜: 紫菜
皮蛋: 皮蛋 松花蛋
咸蛋: 咸蛋 咸鸭蛋
芹菜: 芹菜 西芹 celery
胡萝卜: 胡萝卜 红萝卜 carrot carrots
萝卜: 萝卜 白萝卜 radish
茄子: 茄子 eggplant aubergine
苦瓜: 苦瓜
南瓜: 南瓜 pumpkin
冬瓜: 冬瓜
黄瓜: 黄瓜 青瓜 cucumber
丝瓜: 丝瓜
青椒: 青椒 甜椒 彩椒 菜椒 柿子椒 灯笼椒 green~pepper green~peppers bell~pepper bell~peppers
土豆: 土豆 马铃薯 洋芋 土豆丝 土豆片 potato potatoes
土豆粉: 土豆粉
红薯: 红薯 地瓜 番薯
番茄: 番茄 西红柿 蕃茄 tomato tomatoes
菠菜: 菠菜 spinach
生菜: 生菜 lettuce
白菜: 白菜 大白菜 娃娃菜
包菜: 包菜 卷心菜 圆白菜 莲花白 cabbage
花菜: 花菜 菜花 西兰花 花椰菜 broccoli cauliflower
豆芽: 豆芽 豆芽菜 黄豆芽 绿豆芽
木耳: 木耳 黑木耳 云耳
金针菇: 金针菇
笋: 笋 竹笋 笋干 酸笋 冬笋 春笋
莴笋: 莴笋 莴苣
莲藕: 莲藕 藕 藕片
茼蒿: 茼蒿
鱼腥草: 鱼腥草 折耳根
秋葵: 秋葵 okra
玉米: 玉米 corn
豌豆: 豌豆
豆角: 豆角 四季豆 长豆角 扁豆 豇豆
酸菜: 酸菜
泡菜: 泡菜 kimchi
榨菜: 榨菜
咸菜: 咸菜
香椿: 香椿
空心菜: 空心菜 通菜
油麦菜: 油麦菜
芦笋: 芦笋 asparagus
马蹄: 马蹄 荸荠
魔芋: 魔芋
蔬菜: 蔬菜 青菜 绿叶菜 素菜 菜叶 叶子菜 vegetables
红豆: 红豆
绿豆: 绿豆
粉丝: 粉丝 粉条
薏米: 薏米 薏仁
糯米: 糯米 糯米食
年糕: 年糕
红枣: 红枣 枣 枣子
枸杞: 枸杞
葡萄干: 葡萄干
柠檬: 柠檬 lemon
山楂: 山楂
香蕉: 香蕉
苹果: 苹果
西瓜: 西瓜
葡萄: 葡萄
橙子: 橙子
梨: 梨
奶茶: 奶茶
甜食: 甜食 甜品 甜点 甜的东西 点心 糕点 dessert desserts
蛋糕: 蛋糕 cake
皮冻: 皮冻
香椿芽: 香椿芽
茴香苗: 茴香苗
苦菊: 苦菊
羊腥味: 羊腥味
生食: 生食 生的 生肉 半生 raw raw~food
野味: 野味
烤肉: 烤肉 烧烤
快餐: 快餐
酱: 酱 酱料 酱汁 蘸料 sauce
"""
"""Other food."""

ORDERS = """
米饭: 米饭 白饭 大米 rice
面食: 面食 面条 面类 noodles
面包: 面包
粥: 粥 稀饭
汤: 汤
馒头: 馒头
火锅: 火锅
可乐: 可乐 雪碧 汽水 碳酸饮料 cola coke
饮料: 饮料
果汁: 果汁
茶: 茶 茶水 浓茶 tea
绿茶: 绿茶
咖啡: 咖啡 拿铁 coffee
酒: 酒 酒水 酒类
白酒: 白酒
啤酒: 啤酒 beer
红酒: 红酒 葡萄酒 wine
饺子: 饺子
米线: 米线
螺蛳粉: 螺蛳粉
臭豆腐: 臭豆腐
"""
"""What is ordered by itself: "不要可乐" says nothing of tastes, "不喝可乐" does."""

SLIPS = """
虾: 瞎 吓
辣: 棘 剌 喇 拉 la
葱: 匆 聪 囱 cong
姜: 江 jiang
蒜: 算 suan
糖: 塘 tang
醋: 酷 cu
盐: yan
油: you
"""
"""Slips of the pen and pinyin, understood only right behind an operator."""

DISHES = """
葱花饼 葱油饼 葱油面 葱油拌面 葱爆 葱烧 葱姜炒 姜母鸭 姜撞奶 蒜蓉西兰花 蒜蓉粉丝 蒜泥白肉 油饼 油条 油麦 油豆腐
油面筋 油焖 油渣 酱油面 油烟 辣子鸡 辣条 辣白菜 辣鸭脖 麻辣香锅 麻辣烫 麻辣拌 麻辣锅 麻辣小龙虾 麻辣火锅 香辣鸡
香辣虾 香辣蟹 香辣鸡腿堡 酸辣粉 酸辣汤 酸辣土豆丝 酸辣白菜 鱼香肉丝 鱼香茄子 鱼香 糖醋里脊 糖醋排骨 糖醋鱼 糖醋
糖水 盐焗鸡 盐焗 盐酥鸡 椒盐 咸蛋黄 花生酱面 冰淇淋 冰激凌 冰粉 冰红茶 冰糖葫芦 冰糖雪梨 冰箱 冰品 冰美式 冰沙
冰棍 冰雪 冰柜 冰冷 冰凉 冰冰凉 牛肉面 牛肉饭 牛肉汤 牛肉饼 羊肉汤 羊肉泡馍 羊肉串 羊肉粉 羊杂汤 鸡公煲 鸡排
鸡翅 鸡块 鸡米花 鸡汤 鸡煲 鸡柳 鸡堡 鸡肉卷 鸡腿堡 鸡蛋灌饼 鸡蛋饼 鸡蛋汤 鸡尾酒 黄焖鸡 叫花鸡 白切鸡 大盘鸡
口水鸡 宫保鸡丁 鱼豆腐 鱼丸 水煮鱼 酸菜鱼 烤鱼 沸腾鱼 水煮肉 水煮肉片 水煮牛肉 红烧肉 回锅肉 木须肉 小炒肉
小酥肉 小苏肉 肉夹馍 肉松 肉包 肉丝 肉片 肉串 肉串儿 肉饼 肉丸 梅菜扣肉 番茄炒蛋 西红柿炒鸡蛋 番茄鸡蛋
皮蛋瘦肉粥 皮蛋粥 皮蛋豆腐 南瓜粥 蛋炒饭 扬州炒饭 蛋挞 蛋花汤 蛋汤 蛋卷 蛋黄派 奶茶 奶昔 奶盖 糖蒜 拉皮 大拉皮
拉面 豆腐脑 豆花 麻婆豆腐 臭豆腐 凉皮 皮肤 酸梅汤 酸豆角 酸汤 酸辣 咖喱饭 咖喱鸡 咖喱鱼蛋 韭菜盒子 韭菜饺子
韭菜鸡蛋 香菜牛肉 香菜丸子 虾饺 虾滑 虾片 虾丑 蟹棒 蟹柳 甜甜圈 甜不辣 天妇罗 麦当劳 麦芽 麦片 豆沙包 茶叶蛋
卤蛋 卤肉饭 肥肠粉 酱肉丝 京酱肉丝 土豆烧牛肉 香菇滑鸡 腐竹 紫菜汤 紫菜蛋花汤 三鲜 素三鲜 地三鲜 素鸡 素质 素颜
素材 因素 要素
"""
"""Dishes and other words that hold the name of a thing and say nothing of it."""
