"""How surnames are read where that is not their ordinary reading, and the surnames of two characters.

Collected by hand; a test holds them against surnames on which three pinyin libraries agree. A guest is found by the
surname's reading and by the ordinary one: people at a counter type either.
"""

from __future__ import annotations

_SINGLE = (
    "艾ai 柏bai/bo 贲ben 秘bi 薄bo 卜bu 晁chao 谌chen/shen 晟cheng 种chong "
    "重chong 褚chu 费fei/bi 盖ge/gai 句gou 谷gu/yu 莞guan 会gui 炅gui 炔gui "
    "黑he/hei 贾jia 鞠ju 阚kan 适kuo 逯lu 宓mi 缪miao/mou 牟mou/mu "
    "佴nai 能nai 粘nian 乜nie 区ou 逄pang 便pian 朴piao 繁po 强qiang/jiang "
    "郄qie/xi 覃qin/tan 仇qiu 瞿qu 芮rui 单shan 召shao 折she 沈shen 莘shen/xin "
    "盛sheng 宿su 眭sui 汤tang 钭tou 拓tuo/ta 隗wei/kui 尉wei/yu 郗xi/chi 洗xian "
    "冼xian 解xie 頡xie 颉xie 镡xin/tan 行xing 郇xun/huan 尹yin 於yu 乐yue "
    "员yun 臧zang 藏zang 曾zeng 查zha 祭zhai 翟zhai 长zhang/chang 徵zhi 枞zong"
)
_DOUBLE = (
    "欧阳ou'yang 司马si'ma 上官shang'guan 诸葛zhu'ge 尉迟yu'chi 万俟mo'qi 长孙zhang'sun "
    "令狐ling'hu 皇甫huang'fu 慕容mu'rong 夏侯xia'hou 东方dong'fang 公孙gong'sun 司徒si'tu "
    "司空si'kong 司寇si'kou 轩辕xuan'yuan 宇文yu'wen 端木duan'mu 百里bai'li 呼延hu'yan "
    "南宫nan'gong 独孤du'gu 赫连he'lian 澹台tan'tai 公冶gong'ye 太史tai'shi 淳于chun'yu "
    "单于chan'yu 申屠shen'tu 仲孙zhong'sun 钟离zhong'li 鲜于xian'yu 闻人wen'ren 濮阳pu'yang "
    "闾丘lv'qiu 拓跋tuo'ba 完颜wan'yan 纳兰na'lan 西门xi'men 东郭dong'guo 南门nan'men "
    "东门dong'men 北宫bei'gong 第五di'wu 梁丘liang'qiu 左丘zuo'qiu 亓官qi'guan 子车zi'ju "
    "颛孙zhuan'sun 巫马wu'ma 公西gong'xi 漆雕qi'diao 乐正yue'zheng 壤驷rang'si 公良gong'liang "
    "夹谷jia'gu 宰父zai'fu 谷梁gu'liang 羊舌yang'she 微生wei'sheng 叔孙shu'sun 季孙ji'sun "
    "王孙wang'sun 达奚da'xi 贺兰he'lan 贺若he'ruo 耶律ye'lv 叶赫ye'he 哥舒ge'shu "
    "段干duan'gan 南荣nan'rong 东里dong'li 相里xiang'li 有琴you'qin 海大hai'da 归海gui'hai "
    "呼衍hu'yan"
)

READ_AS = {entry[0]: tuple(entry[1:].split("/")) for entry in _SINGLE.split()}
"""Each surname's own readings; the character's ordinary ones hold beside them."""

DOUBLE = {entry[:2]: (entry[2:].partition("'")[0], entry.partition("'")[2]) for entry in _DOUBLE.split()}
"""Surnames of two characters and how they are read. A name that begins so is looked for both ways: 司马南 may be of the
Sima, and 东方红 of the Dong."""
