"""How surnames are read where that is not their ordinary reading, and the surnames of two characters.

Sources: the surname readings of Xiandai Hanyu Cidian (7th ed.) and the lists that the pinyin libraries overtrue, hotoo
and pinyin-pro agree on. A guest is found by the surname's reading and by the ordinary one: people at a counter type
either.
"""

from __future__ import annotations

READ_AS: dict[str, tuple[str, ...]] = {
    char: tuple(said.split())
    for char, said in (
        line.split(" ", 1)
        for line in """
乐 yue
仇 qiu
会 gui
佴 nai
便 pian
区 ou
单 shan
卜 bu
召 shao
句 gou
叶 ye
员 yun
呙 guo
咎 zan
哈 ha
大 da
夏 xia
宓 mi
宿 su
富 fu
尉 wei yu
尧 yao
尹 yin
干 gan
应 ying
强 qiang jiang
徵 zhi
恽 yun
戏 xi
折 she
拓 tuo ta
撒 sa
教 jiao
於 yu
晁 chao
晟 cheng
曲 qu
曾 zeng
朴 piao
查 zha
柏 bai bo
枞 zong
案 an
样 yang
楼 lou
樊 fan
殷 yin
求 qiu
汤 tang
沈 shen
洗 xian
浣 wan
瀛 ying
炅 gui
炔 gui
燕 yan
牟 mou mu
玄 xuan
璩 qu
瞿 qu
盖 ge gai
盛 sheng
眭 sui
石 shi
祭 zhai
种 chong
秘 bi
章 zhang
笪 da
粘 nian
纪 ji
缪 miao mou
缴 jiao
翟 zhai
能 nai
臧 zang
艾 ai
茆 mao
莘 shen xin
莞 guan
葛 ge
薄 bo
藏 zang
行 xing
褚 chu
覃 qin tan
要 yao
解 xie
訾 zi
谌 chen shen
谷 gu yu
谯 qiao
贲 ben
费 fei bi
车 che
逄 pang
逯 lu
過 guo
过 guo
适 kuo
那 na
邸 di
郇 xun huan
郗 xi chi
郄 qie xi
郜 gao
重 chong
钭 tou
长 zhang chang
阙 que
阚 kan
陶 tao
隗 wei kui
雒 luo
鞠 ju
頡 xie
颉 xie
食 shi
缑 gou
黑 he hei
黎 li
乜 nie
万 wan
冼 xian
繁 po
不 fou
芮 rui
仉 zhang
么 yao
宁 ning
佘 she
厍 she
庹 tuo
亓 qi
镡 xin tan
鲜 xian
相 xiang
贾 jia
""".strip().splitlines()
    )
}
"""Each surname's own readings; the character's ordinary ones hold beside them."""

DOUBLE: dict[str, tuple[tuple[str, str], ...]] = {
    name: tuple((pair.split("'")[0], pair.split("'")[1]) for pair in said.split())
    for name, said in (
        line.split(" ", 1)
        for line in """
欧阳 ou'yang
司马 si'ma
上官 shang'guan
诸葛 zhu'ge
尉迟 yu'chi
万俟 mo'qi
长孙 zhang'sun
令狐 ling'hu
皇甫 huang'fu
慕容 mu'rong
夏侯 xia'hou
东方 dong'fang
公孙 gong'sun
司徒 si'tu
司空 si'kong
司寇 si'kou
轩辕 xuan'yuan
宇文 yu'wen
端木 duan'mu
百里 bai'li
呼延 hu'yan
南宫 nan'gong
独孤 du'gu
赫连 he'lian
澹台 tan'tai
公冶 gong'ye
太史 tai'shi
淳于 chun'yu
单于 chan'yu
申屠 shen'tu
仲孙 zhong'sun
钟离 zhong'li
鲜于 xian'yu
闻人 wen'ren
濮阳 pu'yang
闾丘 lv'qiu
拓跋 tuo'ba
完颜 wan'yan
纳兰 na'lan
西门 xi'men
东郭 dong'guo
南门 nan'men
东门 dong'men
北宫 bei'gong
第五 di'wu
梁丘 liang'qiu
左丘 zuo'qiu
亓官 qi'guan
子车 zi'ju
颛孙 zhuan'sun
巫马 wu'ma
公西 gong'xi
漆雕 qi'diao
乐正 yue'zheng
壤驷 rang'si
公良 gong'liang
夹谷 jia'gu
宰父 zai'fu
谷梁 gu'liang
羊舌 yang'she
微生 wei'sheng
叔孙 shu'sun
季孙 ji'sun
王孙 wang'sun
达奚 da'xi
贺兰 he'lan
贺若 he'ruo
耶律 ye'lv
叶赫 ye'he
哥舒 ge'shu
段干 duan'gan
南荣 nan'rong
东里 dong'li
相里 xiang'li
有琴 you'qin
海大 hai'da
归海 gui'hai
呼衍 hu'yan
""".strip().splitlines()
    )
}
"""Surnames of two characters and how they are read. A name that begins so is looked for both ways: 司马南 may be of the
Sima, and 东方红 of the Dong."""
