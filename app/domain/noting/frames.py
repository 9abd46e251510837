"""The words around an operator that decide whether the sentence means it, and words that only look like one.

"可以说不要辣" tells what one may ask for, "如果不放辣" supposes, "怕辣的慎点" warns others, "盐不要钱么" complains: none of
them says what this guest wants.
"""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What a word does in a note."""

    THING = "thing"
    OPERATOR = "operator"
    BLIND = "blind"
    """Looks like an operator or a thing and is none."""
    FILLER = "filler"
    SOFTENER = "softener"
    TAIL = "tail"
    """Behind a thing: 的, 类, 等."""
    JOIN = "join"
    PAUSE = "pause"
    STOP = "stop"
    SPACE = "space"
    SAID = "said"
    """The guest's own word or wish: 说了, 备注, 请, 希望."""
    SHOP = "shop"
    OTHERS = "others"
    PERSON = "person"
    SELF = "self"
    MAY = "may"
    MAY_I = "may_i"
    SUPPOSE = "suppose"
    WISH = "wish"
    ASKED = "asked"
    PAST = "past"
    ALLERGY = "allergy"
    CALM = "calm"
    """Negated allergy."""
    REACTION = "reaction"
    EATEN = "eaten"
    TOWARDS = "towards"
    HAVE_NOT = "have_not"
    EXCEPT = "except"
    ALL_ELSE = "all_else"
    TURNED = "turned"
    """A negated operator: 不是不吃."""
    WORD = "word"
    """Looked for by itself, otherwise a word like any."""
    LETTER = "letter"


TELL = frozenset(
    "说 备注 写 选 选择 提 提出 要求 注明 留言 告诉 跟老板说 和老板说 跟店家说 说明 标注 提前说 勾选 提醒 点".split()
)

KIND_OF_PEOPLE = frozenset(
    "人 朋友 朋友们 同学 同学们 亲 亲们 小伙伴 小伙伴们 伙伴 童鞋 盆友 筒子 慎 慎点 慎入 慎选 勿 勿点 勿入 绕道 可以 建议 注意 话 慎重 小盆友 顾客 人群 人士 们 吃货 孩纸 同志 盆友们 友友 宝子 姐妹 宝子们 姐妹们 推荐 就别 千万别点 悠着点 别点 慎买 小心".split()
)

CHOOSE = frozenset(
    "要 给我 点 选 来 想要 点的 要的 选的 选了 点了 要了 来份 做 弄 给 改 换 换成 改成 改为 备注".split()
)

BLAME = frozenset(
    "都 也 居然 竟然 竟 怎么 为什么 为啥 为何 咋 连 根本 从来 还 又 却 就 全程 怎么都 几乎 基本 难道 凭什么 压根 一点都 一点也 结果 偏偏 竟是 基本上 故意 没事 总是 老是 都是".split()
)

HENCE = frozenset("就 请 那就 麻烦 则 务必 那 then 也请 都请 千万".split())

_PLAIN = frozenset(
    "其实 但是 但 因为 所以 然后 不然 可是 而且 会 否则 才 而 可 只 全是 很多 结果 送来 做成 里 仍 仍然 依然 依旧 照样 反而 偏偏 死了 加热 即可 "
    "不然 这样 那样 好像 感觉 觉得 应该 今天 昨天 每次 老板 给的 送的 之后 以前 不 没 没有 谁 是否 有没有 会不会 是不是 怕 担心 以防 防止 往 在 从 源 原 物 史 为 于 就是 包括 项 to".split()
)
"""Words that end the word before them, and say nothing by themselves."""

_WORDS: dict[Part, str] = {
    Part.BLIND: (
        "不要钱 不用钱 不花钱 要钱 要不要 吃不吃 放不放 加不加 能不能吃 要不 不要紧 不要脸 不要命 不要也罢 要么 不要太好 不要太好吃 不要太香 不要太爽 不要太赞 不要太开心 不要太满意 "
        "不错 不行 不得不 不得了 不好意思 不客气 不如 不仅 不但 不过 不知 不知道 不对 不会 不是 不同 不足 不够 不够辣 不够甜 不够咸 不够酸 不够麻 免费 免得 避免 难免 免单 免运费 免配送费 去年 去吃 去了 去店里 去过 "
        "过去 回去 下去 出去 进去 上去 走了 走路 走心 走的 走吧 走过 走人 带走 拿走 走起 无语 无奈 无所谓 无论 无法 无敌 无味 别人家 特别 区别 分别 级别 个别 别家 别墅 别致 告别 性别 差别 减肥 满减 少爷 多少 "
        "不少 没少 没少放 至少 减少了 缺少 少量 少见 少数 少侠 少女 少年 太少 很少 好少 真少 偏少 更少 少了 少的 少给了 少送 少送了 少放了 少加了 少一个 少一份 少一样 少了点 少得 少点了 少上 多放了 多给了 多加了 "
        "多点了 放多了 加多了 放少了 加少了 给少了 不加价 不加钱 不放心 放心 放弃 不下单 下次 不用了 不用说 不带走 不用谢 不给力 不给面子 莫名 莫非 莫名其妙 可爱 爱心 恋爱 爱情 敬爱 亲爱 亲爱的 恨不得 恐怕 哪怕 怕是 "
        "控制不住 香菜不错 无糖可乐 酸爽 辣么 麻烦 麻将 麻利 芝麻开门 心酸 辛酸 寒酸 穷酸 酸痛 苦逼 苦了 辛苦 吃苦 痛苦 苦等 艰苦 苦笑 加油 油然 油条 油画 油门 奶奶 奶牛 奶爸 皮肤 调皮 顽皮 皮实 眼皮 厚脸皮 头皮 皮带 "
        "牛逼 牛人 牛比 太牛 吹牛 牛气 牛x 马虎 鱼龙 混蛋 蛋疼 傻蛋 滚蛋 笨蛋 扯蛋 王八蛋 蛋碎 完蛋 坑爹 血汗 血泪 吐血 心血 流血 血本 血亏 鸡巴 鸡婆 鸡肋 羊毛 羊羊 猪头 猪脑 打酱油 吃醋 冰箱 冰冷 冰凉 冰雪 甜美 甜蜜 "
        "甜甜 嘴甜 小甜 咸鱼 咸淡 盐城 糖尿病 豆子妈 茶几 茶水费 茶位 酒店 酒楼 酒家 酒吧 酒席 酒驾 汤圆 豆包 开心 开心果汁 素质 素颜 因素 要素 元素 朴素 茶餐厅 桃子妈 梨花 枣庄 笋盘 菌群 麦当劳 马蹄声 肝火 不点了 "
        "不做了 不弄了 不用餐具 不要餐具 不用筷子 不要筷子 不要一次性 不要发票 不要凉了 不要再凉 不能再凉 不能再凉了 不要迟到 不要再迟到 不要洒 不要撒了 不要洒了 不要太久 不要太晚 不要太慢 不要太早 不要太少 不能太少 不要上错 "
        "别洒 别迟到 别洒了 去海鲜 莫辣 不油腻 不腻 不咸不淡 不酸不甜 不冷不热 不冷 不凉 不要冷掉 不要凉掉 不热 不温 不淡 不香 不鲜 不腥 不苦 不是很辣 不是很甜 不是太辣 不怎么辣 不算辣 没那么辣 没有很辣 喜欢上 喜欢你 喜欢你们 "
        "喜欢他 喜欢她 喜欢我 鸡年 鸡毛 牛年 猪年 羊年 虎皮 皮薄 皮厚 皮硬 皮太 皮软 辣鸡 菜鸡 战斗鸡 海鲜市场 海鲜城 海鲜楼 鱼塘 鱼缸 虾米情况 虾兵 蟹将 no~problem no~idea no~need no~rush no~way no~one more~than "
        "would~like would~like~to tastes~like 味蕾 味同 胃敏感 肠胃敏感 肠胃比较敏感 胃比较敏感 比较敏感 都好吃 都好喝 全素的 去腥 去骨 花甲之年 半价 点赞 一般般 特意 加价 加急 加班 加餐 加微信 加盟 添堵 免打扰 走过场 走走 一起去 想去 要去 再去 "
        "去你 来去 失去 拿去 送去 不去 没去 不走 不免 未免 幸免 不减 不减当年 有增无减 无减 不别 送别 永别 别说 别提 别看 别让 别急 别忘 别送 别打 别敲 别按 别催 别老 别总 别这样 别坑 别骗 别闹 别误 别的 别人的 别以为 别当 "
        "要辣不辣 辣不辣 甜不甜 咸不咸 酸不酸 麻不麻 好不好 会不会 行不行 多不多 不太好 不太会 不太多 不太够 不太熟 不太行 一股 大算盘 不恨 不怕辣 不怕 不害怕 不讨厌 不反感 不忌口 没忌口 没有忌口 无忌口 没有忌讳 不挑食 不忌讳 "
        "没什么忌口 没有什么忌口 没啥忌口 无禁忌 没有禁忌 无忌讳 没忌讳 不忌 百无禁忌 不忌辣 百合 爱吃不吃 爱要不要 爱来不来 谁爱 爱咋咋 爱怎样 最爱的店 不爱了 不带辣的"
    ),
    Part.FILLER: (
        "放 加 搁 撒 淋 给 给我 帮我 要 有 带 含 吃 喝 见 看到 吃到 任何 一点 一点点 一丁点 一点儿 点 点儿 些 一些 半点 丁点 半点儿 那种 这种 什么 啥 再 是 到 把 将 用 弄 都 也 就 请务必 全部 全都 统统 通通 一律 一概 全 均 皆 "
        "千万 绝对 真的 真心 实在 完全 根本不 确实 平时 一向 一直 向来 最 也都 里面 里头 菜里 汤里 碗里 饭里 面里 里 菜里面 上面 上 中 : 「 」 “ ” \" ' 【 】 [ ] ( ) * - — _ # 任意 所有 一切 各种 全程 那些 这些 个 那个 这个 "
        "额外 单独 直接 去除 下面 的话请 了 着 过 呢 啊 哦 呀 嘛 哈 啦 吧 哎 诶 喔 噢 嗯 额 呃 唉 嗷 滴 哒 喽 咯 ~ 中文 稍微 略 尽量 尽可能 一定 务必 必须 切记 记得 自己 本身 我家的 店里的 你家 他家 你们家 他们家 他家的 你家的 "
        "你们家的 我们家的 我们店的 店里 这家 这家的 咱家 这里的 你们的 加工 除 any the a of please in on with to much added extra my his her too very some more to eat eat eating for and/or is are bit "
        "every 味道 口味 东西 那 这 也是 一口 一样 半 太过 给放 给我放 放到 放在 加到 加在 往里 往里面 出现 用到 使用 含有 带有 掺 掺入"
    ),
    Part.SOFTENER: "有点 有点儿 太 太多 那么 那么多 这么多 这么 过多 过于 很多 特别多 非常 很 特别 过 好多 太重 太浓 太大 过重 那么重 那么浓 这么重 多 太 重 大量 太过 超 巨 狠 贼 超级 too~much a~lot",
    Part.TAIL: "的 类 等 等等 之类 之类的 什么的 一类 一类的 类的 儿 这类 这些 那些 这种 那种 这种东西 东西 食物 制品 等食物 类食物 类食品 食品 味 之类的东西 等物 成分 产品 等产品 products 类制品 系列 一类东西 配料 调料 佐料 以及",
    Part.JOIN: "和 跟 与 及 以及 还有 或 或者 / & + 、 并 加上 外加 又 兼 and or nor \\ | · • 和的",
    Part.PAUSE: ", … -- —— ^ .",
    Part.STOP: "。 ! ? ; \n ！ ？",
    Part.SPACE: " ",
    Part.SAID: (
        "说了 说过 说好 说好的 明明说 备注 备注了 备注过 备注说 备注是 备注里 备注上 备注有 备注写 备注写了 备注写着 备注的是 写了 写着 写上 写明 写的 特意写 注明 注明了 标注了 标明 标了 要求 要求了 我要 我要的 我点的 点的 强调 强调了 "
        "叮嘱 交代 交待 嘱咐 吩咐 请 麻烦 麻烦请 拜托 劳驾 帮忙 帮 希望 建议 最好 务必 提醒 提醒了 特意 特地 专门 提前说 提前说了 告诉 告知 电话说 打电话说 留言 通知 让你 让他们 让店家 让老板 让厨师 叫你 叫他们 要的 要的是 都说 都说了 我说 "
        "我说了 我说的 说要 说明 说明了 说的 已说 跟你说 和你说 跟他说 记住 谢谢 多谢 本来要 本来 下次 以后 今后 想要 我想要 想 需要 要 选 选的 选了 点了 我点了 点 来 来份 来个 来碗 就要 只要 能否 恳请 烦请 求 忘了备注 忘记备注 忘了说 忘记说 忘备注 "
        "please kindly 咨询 申请 反复 再三 打电话 电话里 特别说明 说清楚 说清楚了 嘱托 定的 订的 要了 应该备注 早知道 千叮万嘱 勾选 勾了 说是 告诉过 应承 答应 表示 备住 备主 写清楚"
    ),
    Part.SHOP: (
        "你们 老板 店家 商家 厨师 大厨 他家 这家 这家店 师傅 你家 他们 餐厅 店员 饭店 厨房 你们家 他们家 那家 贵店 小哥 老板娘 掌柜 服务员 客服 店里 炒菜 做菜 卖家 外卖"
    ),
    Part.OTHERS: (
        "隔壁桌 隔壁 邻桌 别桌 旁边桌 旁桌 上一桌 那桌 其他桌 隔壁的 别人 别的客人 其他客人 别的顾客 其他人 有的人 有些人 有人说 很多人 好多人 大家 大伙 人家 谁 众人 各位 亲们 朋友们 小伙伴们 同学们 广大 建议大家 奉劝 怕辣的人 听说 据说 "
        "网上说 一般人 某些人 人们 不少人 许多人 多数人 大部分人 大多数人 少数人 上次那桌 上一位客人 前面的客人 other~guests other~table some~people 南方人 北方人 四川人 本地人 外国人 电视上 新闻"
    ),
    Part.PERSON: (
        "小朋友 孩子 小孩 小孩子 宝宝 宝贝 娃 娃娃 小宝 婴儿 儿子 女儿 闺女 小孙子 孙子 孙女 外孙 外孙女 老人 老人家 长辈 老年人 爷爷 奶奶 外公 外婆 姥姥 姥爷 爸爸 妈妈 爸 妈 我爸 我妈 父亲 母亲 老爸 老妈 爸妈 父母 公公 婆婆 岳父 岳母 丈母娘 "
        "老公 老婆 丈夫 妻子 太太 先生 爱人 媳妇 老伴 对象 男朋友 女朋友 男友 女友 未婚妻 未婚夫 朋友 好友 同学 同事 室友 闺蜜 闺密 哥们 领导 客户 客人 老板娘 老师 孕妇 产妇 哥哥 姐姐 弟弟 妹妹 我哥 我姐 我弟 我妹 表弟 表妹 亲戚 舍友 兄弟 "
        "小姑娘 小伙子 小弟 嫂子 侄子 侄女 外甥 外甥女 姑姑 叔叔 阿姨 舅舅 小男孩 小女孩 其中一位 其中一个 一位 一人 有人 有一人 有一位 有位 有个 同行 同伴 伙伴 同桌 kid kids child children baby son daughter wife husband friend mother father "
        "mom dad guest 另一位 一个人 孕妈 宝妈 病人 家人 家里人 女士 女儿们 双胞胎 小公主 小少爷 学生 老外 主宾 寿星 老太太 老爷子 老头 老先生 母女 父子 大宝 二宝 她 他"
    ),
    Part.SELF: "我 本人 俺 咱 我们 自己 i we i'm 本宫 人家我 鄙人 客人本人 咱们 我自己 朕 老子 偶 本姑娘",
    Part.MAY: "可以 能 可 能够 还能 也能 还可以 也可以 都可以 可以的 允许 可选",
    Part.MAY_I: "能不能 可不可以 可否 能否 是否可以 是否能 行不行 好不好 可以不可以 可以请 可以麻烦 可以的话 能的话 方便的话 能帮 可以帮 能给我 可以给我 请问可以 请问能 may~i can~i can~you could~you",
    Part.SUPPOSE: "如果 要是 假如 若 若是 万一 倘若 假设 如若 若有 如有 如果有 要是有 假使 只要是 要不是 if in~case 有没有可能",
    Part.WISH: (
        "就好 就好了 就更好 就更好了 更好 更好了 就完美 就完美了 完美了 更完美 就行 就行了 会更好 会更棒 更棒 就更棒 就太好了 就更赞 更佳 就更满意 就满意了 比较好 就满分 更赞 就好吃了 会更好吃 就更好吃 更美味 会好 会更香 更满意 就棒了 就太棒 "
        "更健康 健康点 就可以了 就无敌了 better perfect"
    ),
    Part.ASKED: "吗 么 可以吗 好吗 行吗 ok吗",
    Part.PAST: "以前 从前 曾经 小时候 原先 过去是 年轻时 以往 used~to",
    Part.ALLERGY: "过敏 过悯 过民 过闽 过明 过米 过泯 过敏症 过敏史 过敏源 过敏原 过敏物 过敏的 过敏啊 敏感 过抿 郭敏 果敏 过敏性 过-敏 过m 重度过敏 会过敏 就过敏 allergic allergy allergies allergen allergic~to guomin guo~min",
    Part.CALM: (
        "不过敏 没有过敏 没过敏 不会过敏 并不过敏 无过敏 不再过敏 没有什么过敏 没什么过敏 没啥过敏 不容易过敏 没有过敏史 无过敏史 没过敏史 不是过敏 并非过敏 没有食物过敏 无食物过敏 没有过敏源 无过敏源 没有过敏原 未过敏 不敏感 不太敏感 没有过敏的 都不过敏 过敏没有 不算过敏 也不过敏 "
        "没有任何过敏 无任何过敏 无过敏原 没有过 怕过敏 怕会过敏 以防过敏 防过敏 防止过敏 避免过敏 担心过敏 担心会过敏 小心过敏 会不会过敏 是否过敏 是不是过敏 有没有过敏 可能过敏 也许过敏 过敏吗 过敏么 过敏不 过敏没 过敏否 抗过敏 过敏药 过敏性鼻炎 过敏体质 过敏性体质 易过敏体质 脱敏 "
        "过敏性哮喘 过敏性皮炎 鼻炎过敏 皮肤过敏 花粉过敏 尘螨过敏 紫外线过敏 青霉素过敏 药物过敏 头孢过敏 猫毛过敏 狗毛过敏 金属过敏 香水过敏 酒精棉过敏 螨虫过敏 季节性过敏 过敏季 过敏反应吗 假过敏 价格敏感 价格比较敏感 敏感肌 敏感词 时间敏感 敏感话题 皮肤敏感 not~allergic no~allergies "
        "no~allergy no~known~allergies not~an~allergy no~food~allergies 过敏? 容易引起过敏 易引起过敏 可能引起过敏 容易导致过敏 容易造成过敏 怕孩子过敏 怕宝宝过敏 谁过敏 谁会过敏 以为过敏 怀疑过敏 不知道过不过敏 过不过敏 不一定过敏 没再过敏 差点过敏"
    ),
    Part.REACTION: (
        "起疹子 起红疹 长疹子 起疹 出疹子 起疙瘩 起红点 起包 发痒 瘙痒 痒 身上痒 肿 嘴肿 嘴唇肿 喉咙肿 脸肿 喉咙痒 嘴痒 浑身痒 全身痒 喘 哮喘 喘不上气 呼吸困难 休克 荨麻疹 风团 窒息 起风疹 起红疙瘩 长红疹 全身起疹 浑身起疹 起荨麻疹 呼吸不了 喘不过气 hives anaphylaxis 出红疹 起水泡 长疙瘩 进急诊 送急诊 "
        "起皮疹 长皮疹 出皮疹"
    ),
    Part.EATEN: "吃 吃了 一吃 吃到 碰 碰了 碰到 一碰 喝 喝了 一喝 吃完 闻到 沾到 误食 沾了 吃多了 每次吃 只要吃 只要碰 尝到 沾 吃一口 误吃",
    Part.TOWARDS: "对 对于",
    Part.HAVE_NOT: "没有 没 无 不是 并没有 并非 不算 又不是 从没 不再 不再对 not 不对 没对",
    Part.EXCEPT: "除了 除 除开 除去 except except~for 除掉",
    Part.ALL_ELSE: "都行 都可以 都吃 都能吃 都爱 都爱吃 都喜欢 都要 都好 都ok 都没问题 什么都 其他都 其它都 别的都 其余都 都放 都能 不挑 都不忌 都没关系 其他随意 其他的都 其余 其他 其它 都能接受 都可 随便 everything anything ok fine",
}
"""Words by what they do; a word stands in the last row that names it."""

_NEGATED = "不是 没有 并非 没说 没说过 没讲 不是说 谁说 又没说 没让 没要求 没备注 没有说 没有说过 并没有 并不是 又不是 不代表 从没说 没写 没人说 也不是 并没说 没叫 谁说我 也没说 不至于 倒不是".split()
_NEGATABLE = "不要 不吃 不放 不加 不能吃 不喜欢 不爱吃 不爱 不喝 不能 别放 不想吃 不要放 不要加 不喜欢吃 不太能吃 免 忌 讨厌 不可以吃 不想要 吃不了".split()


def context() -> dict[str, Part]:
    """Return every word that is neither a thing nor an operator, in folded letters."""
    found = {word.replace("~", " "): part for part, words in _WORDS.items() for word in words.split(" ") if word}
    found = dict.fromkeys(_PLAIN | TELL | KIND_OF_PEOPLE | CHOOSE | BLAME | HENCE, Part.WORD) | found
    found |= {" ": Part.SPACE, "\n": Part.STOP, "~": Part.FILLER}
    return found | {no + what: Part.TURNED for no in _NEGATED for what in _NEGATABLE}
