"""How people say what they want and do not want: the words that operators are made of.

"~" is a blank within a word; where there are tags, "tag: its words".
"""

from __future__ import annotations

BIDS = """
不要 别 勿 请勿 莫 甭 不要再 别再 不用 不可 不可以 不能 不能再 不许 不准 不得 不想 不想要 千万别 千万不要 唔要
唔好 毋 不必 不需 不需要 免 严禁 禁止 拒绝 切勿 切忌 谢绝 不宜 不愿 不希望 不要给我 不要帮我 不要往 坚决不要
一定别 一定不要 尽量别 尽量不要 尽量不 最好别 最好不要 最好不 坚决不
"""
"""Bids that something be left out; a verb may follow."""

PUTS = """
蘸 放 加 搁 撒 淋 添 掺 弄 下 配 拌 洒 带 含 见 上 加入 放入 放进 搁点 加点 放点 添加 用 给 给我 做 炒 倒 沾
"""
"""How a kitchen puts something in."""

FEEDS = """
吃 喝 食 食用 饮 沾 碰 尝 用
"""
"""How a guest takes something in."""

MAKES = """
放 加 做 做得 做的 弄 弄得 搞 炒 炒得 放得 给 整
"""
"""How a dish is made: 不要|做得|太辣."""

SOFTENERS = """
太 那么 这么 太多 过 过于 很 太过 非常 特别 过多 那么多 这么多 太过于 过分 偏 大 多 太重
"""
"""Turn what is to be left out into what there shall be less of: 不要|放|太多."""

NO_BIDS = """
不能 不可 不可以 不得 不想 不愿 不必 不用 不宜 不希望 不许 不准 禁止 严禁 尽量不 最好不 坚决不 不能再 切忌
"""
"""Bids that mean nothing without a verb."""

BIDS_ALONE = """
除外 不能有 不可有 不要有 别有 不要见 不想看到 不想看见 不要看到 不要出现 别出现 不能出现 不想吃到 不要吃到
不能见 见不得 不可以有 不得有 勿有 不想要 不需要 拒绝 谢绝 免放 免加 不要的是 没要 表放 表加 婊放 不希望有 请免
叫停 一律不要 通通不要 木有要 不要任何 不要一点 别要 不想放 不想加 不让放 不让加 不叫放 不好放
"""
"""Bids that are not made of the above."""

BIDS_MISSPELT = """
8要 八要 布要 布药 部药 卜药 不邀 不药 不耍 部要 不腰 补要 卜要 不yao bu要 b要 不需 不咬 捕要 步要
"""
"""不要, as it is mistyped."""

BIDS_PINYIN = """
bu~yao buyao bu~fang bufang bie~fang biefang bu~jia bujia
"""
"""不要 and its like in pinyin."""

BIDS_ENGLISH = """
no without w/o hold~the skip~the leave~out don't~add dont~add do~not~add don't~put dont~put do~not~put please~no
not~any no~more avoid exclude minus free -free
"""
"""The same in English."""

DISLIKES = """
不耐受 都不耐受 不耐 不能耐受
吃不惯 喝不惯 闻不惯 吃不来 没法接受 无法忍受 不吃 从不吃 从来不吃 都不吃 不喝 从不喝 从来不喝 不食 不饮 不爱
不爱吃 不爱喝 不喜欢 不喜欢吃 不喜欢喝 不喜 不喜吃 不喜食 讨厌 讨厌吃 最讨厌 很讨厌 最讨厌吃 反感 厌恶 最不喜欢
最不喜欢吃 最不爱吃 不敢吃 不敢碰 不敢喝 不碰 不沾 唔食 唔饮 唔钟意 不中意 不钟爱 不想吃 不想喝 不愿吃 不愿意吃
不习惯吃 不接受 无法接受 不能接受 不能忍受 痛恨 恨 害怕 怕 怕吃 很怕 特别怕 最怕 忌口 忌食 忌吃 戒口 禁食 禁忌
不食用 忌讳 不得吃 不许吃 不准吃 不让吃 不给吃 不叫吃 打死不吃 坚决不吃 绝对不吃 一口不吃 一点不吃 拒吃 拒食 8吃
布吃 部吃 不次 不sh 不ci 不chi bu吃 不恰 不造 莫吃 不进 不用吃 不怎么喜欢 不太喜欢 不太爱吃 不大爱吃 不是很喜欢
不是很爱吃 不太喜欢吃 不是很喜欢吃 不怎么喜欢吃 不怎么爱吃 不吃任何 不咋爱吃 不是太喜欢
"""
"""What the guest does not eat, or not like."""

DISLIKES_PINYIN = """
bu~chi buchi bu~ai~chi
"""
"""The same in pinyin."""

DISLIKES_ENGLISH = """
don't~eat dont~eat do~not~eat doesn't~eat doesnt~eat does~not~eat don't~like dont~like do~not~like doesn't~like
doesnt~like does~not~like hate hates dislike dislikes never~eat never~eats not~eat not~eating don't~drink
doesn't~drink no~eat
"""
"""The same in English."""

UNFIT = """
闻不了 闻不得 见不了 不能吃 不可以吃 不能喝 不能食 不能食用 不可吃 不宜吃 不适合吃 不方便吃 不便吃 吃不了 吃不得
一点都不能吃 一点也不能吃 一点都吃不了 一点也吃不了
不会吃 不能够吃 不太敢吃 不能进食 喝不了 不可食 不可食用 不宜食用 受不了 接受不了 不能吃到
"""
"""What cannot be eaten: by the guest, or because of how it was made."""

UNFIT_ENGLISH = """
can't~eat cant~eat cannot~eat can~not~eat can't~have cannot~have
"""
"""The same in English."""

UNTOUCHED = """
一点都不能碰 一点也不能碰 一点都不能沾 一点也不能沾 一点儿都不能碰 一点儿也不能碰 绝对不能碰 绝对不能沾
不能碰 不能沾 碰不得 沾不得 不可以碰 不可碰 不敢碰 一点不能碰 不能接触 不可接触 碰都不能碰 不能触碰
"""
"""What the guest cannot even touch."""

HALF = """
不太能吃 不大能吃 不怎么能吃 不是很能吃 不太吃 不大吃 不怎么吃 很少吃 少吃 少喝 少食 吃不太了 不能吃太 不能吃很
不能太 不吃太 不能吃那么 不能吃特别 不能吃多 不太会吃 不是太能吃 不咋能吃 不咋吃 不能吃过 不能吃大 不太敢吃
不太能接受 吃不了太 吃不了很 受不了太 不太吃得了 不能吃得太 尽量少吃 尽量少
"""
"""What the guest eats little of."""

LESSER = """
稍微放点 稍放点 稍微加点 稍微来点 放一点点 加一点点 来一点点 放一丢丢 少放 少放点 少放些 少放一点 少放一些
少放一点点 少加 少加点 少加些 少加一点 少搁 少搁点 少来 少来点 少给 少给点 少给我放 少撒 少撒点 少淋 少用 少弄
少添 少下 少点儿 少点 少些 少一点 少一些 少许 少一点点 稍微少点 略少 减少 减少点 减点 减一点 放少点 放少一点
放少些 放少一些 加少点 加少一点 少少放 少盛 放少少 少少 减量 减半 酌减 淡一点 淡点 淡些 淡一些
"""
"""Less of it."""

LESSER_ENGLISH = """
light~on less a~little little go~easy~on easy~on not~too~much less~of
"""
"""The same in English."""

LOVES = """
喜好 爱吃 喜欢吃 喜欢 喜爱 最爱 最爱吃 最喜欢 最喜欢吃 偏爱 偏好 酷爱 超爱 超爱吃 超喜欢 很喜欢 很爱吃 特别爱吃
特别喜欢吃 特别喜欢 钟爱 钟意 中意 爱喝 喜欢喝 嗜 嗜好 嗜吃 必点 每次必点 每次都点 必吃 就爱 就爱吃 就好这口
就喜欢 就喜欢吃 独爱 好吃口 很能吃 特别能吃 超能吃 非常能吃 最能吃 能吃很 热爱 狂爱 痴迷 爱 非常喜欢 非常爱吃
非常喜欢吃 无敌爱 最好有 缺不了 少不了 离不开 不能没有 不能少 不能缺 喜吃 喜食 欢喜吃
"""
"""What the guest likes."""

LOVES_ENGLISH = """
love loves like likes extra prefer prefers fond~of favourite~is favorite~is enjoys enjoy
"""
"""The same in English."""

MORES = """
多放 多放点 多放些 多放一点 多放一些 多加 多加点 多加些 多加一点 多来 多来点 多来些 多给 多给点 多给我放 多给放
多撒 多撒点 多搁 多搁点 多点 多点儿 多一点 多一些 多些 多淋 多添 多下 多弄 使劲放 狠放 猛放 放多点 放多一点
放多些 加多点 要多 要多放 要多加 要多点 一定要放 必须放 一定要有 必须有 一定放
"""
"""More of it."""

MORES_ENGLISH = """
more plenty~of lots~of
"""
"""The same in English."""

REMOVES = """
去掉 去除 拿掉 挑掉 挑出 挑出来 剔除 删掉 撤掉 捞掉 除掉 剔掉 换掉 拿走 取掉
"""
"""How something is taken out."""

BRIEF_AVOID = """
不上 免 去 走 飞 忌 戒 无 莫 勿 别 不 无任何 忌放 表 non no-
"""
"""Right before its thing: none of it."""

BRIEF_LESS = """
少 减 低 微 轻
"""
"""Right before its thing: less of it."""

BRIEF_MORE = """
喜 多
"""
"""Right before its thing: more of it."""
