"""Who opened the page of a printed code: people's phones, link previews and bots, as they really call themselves."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Engine, select

from app.domain.faults import Unavailable
from app.domain.funnel import Visitor
from app.hq.database import write
from app.hq.feed import insert_for
from app.hq.tables import house
from app.hq.work.events import keep
from app.hq.work.pseudonyms import Pseudonyms, hashed, is_cookie, new_cookie, salt_of, secret_of
from app.hq.work.visitors import visitor_of
from app.hq.writer import Writer
from tests.kit.story import NOON, StoppedClock

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"

PEOPLE = {
    "WeChat on a Xiaomi": f"Mozilla/5.0 (Linux; Android 14; 23013RK75C Build/UKQ1.230804.001; wv) {_WEBKIT} Version/4.0"
    " Chrome/126.0.6478.134 Mobile Safari/537.36 XWEB/1260093 MMWEBSDK/20240501 MMWEBID/8031"
    " MicroMessenger/8.0.58.2840(0x28003A5D) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64",
    "WeChat on a HUAWEI": f"Mozilla/5.0 (Linux; Android 10; TAS-AN00 Build/HUAWEITAS-AN00; wv) {_WEBKIT} Version/4.0"
    " Chrome/86.0.4240.99 XWEB/4343 MMWEBSDK/20221011 Mobile Safari/537.36 MMWEBID/2310"
    " MicroMessenger/8.0.30.2260(0x28001E51) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64",
    "WeChat on an iPhone": f"{_IPHONE} Mobile/15E148 MicroMessenger/8.0.61(0x18003d2e) NetType/4G Language/zh_CN",
    "WeChat on Windows": f"Mozilla/5.0 (Windows NT 6.1; WOW64) {_WEBKIT} Chrome/39.0.2171.95 Safari/537.36"
    " MicroMessenger/6.5.2.501 NetType/WIFI WindowsWechat",
    "WeChat on a Mac": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Chrome/132.0.0.0 Safari/537.36"
    " MicroMessenger/6.8.0(0x16080000) NetType/WIFI MiniProgramEnv/Mac MacWechat/WMPF",
    "WeCom": f"{_IPHONE} Mobile/15E148 wxwork/4.1.36 MicroMessenger/7.0.1 Language/zh ColorScheme/Light",
    "a mini-programme": f"Mozilla/5.0 (Linux; Android 10; IN2020 Build/QKQ1.191222.002; wv) {_WEBKIT} Version/4.0"
    " Chrome/86.0.4240.99 XWEB/3211 MMWEBSDK/20220303 Mobile Safari/537.36 MMWEBID/5246"
    " MicroMessenger/8.0.21.2120(0x28001557) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN MiniProgramEnv/android",
    "Alipay on an iPhone": f"{_IPHONE} Mobile/22G100 ChannelId(17) Ariver/1.1.0 AliApp(AP/10.8.30.6000) Nebula WK"
    " RVKType(0) AlipayDefined(nt:WIFI,ws:390|780|3.0,ac:ss) AlipayClient/10.8.30.6000 Language/zh-Hans Region/CN",
    "Alipay on Android": f"Mozilla/5.0 (Linux; U; Android 13; zh-CN; V2307A) {_WEBKIT} Version/4.0 Chrome/69.0.3497.100"
    " UWS/3.22.2.59 Mobile Safari/537.36 UCBS/3.22.2.59_230213152242 NebulaSDK/1.8.100112 Nebula"
    " AlipayDefined(nt:WIFI,ws:393|0|2.75,ac:sp) AliApp(AP/10.3.90.8000) AlipayClient/10.3.90.8000",
    "Huawei's browser": f"Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.13.0.302) {_WEBKIT}"
    " Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36",
    "HarmonyOS NEXT": f"Mozilla/5.0 (Phone; OpenHarmony 5.0) {_WEBKIT} Chrome/114.0.0.0 Safari/537.36"
    " ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.5.300",
    "Xiaomi's browser": f"Mozilla/5.0 (Linux; U; Android 14; zh-cn; 23127PN0CC Build/UKQ1.230804.001) {_WEBKIT}"
    " Version/4.0 Chrome/119.0.6045.193 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.8.120",
    "OPPO's browser": f"Mozilla/5.0 (Linux; U; Android 13; zh-cn; PHB110 Build/SKQ1.221119.001) {_WEBKIT} Version/4.0"
    " Chrome/115.0.5790.168 Mobile Safari/537.36 HeyTapBrowser/40.8.31.1",
    "vivo's browser": f"Mozilla/5.0 (Linux; Android 13; V2227A; wv) {_WEBKIT} Version/4.0 Chrome/101.0.4951.74"
    " Mobile Safari/537.36 VivoBrowser/21.2.10.0",
    "UC": f"Mozilla/5.0 (Linux; U; Android 12; zh-CN; M2012K11AC Build/SKQ1.211006.001) {_WEBKIT} Version/4.0"
    " Chrome/100.0.4896.58 UCBrowser/16.6.5.1306 Mobile Safari/537.36",
    "Quark": f"Mozilla/5.0 (Linux; U; Android 13; zh-CN; 22081212C Build/TKQ1.220829.002) {_WEBKIT} Version/4.0"
    " Chrome/112.0.5615.136 Quark/7.4.5.680 Mobile Safari/537.36",
    "Baidu's app": f"Mozilla/5.0 (Linux; Android 12; ELS-AN00 Build/HUAWEIELS-AN00; wv) {_WEBKIT} Version/4.0"
    " Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.60 SP-engine/3.1 baiduboxapp/13.60.0.10 (Baidu; P1 12)",
    "Sogou's browser": f"Mozilla/5.0 (Linux; U; Android 11; zh-cn; PCAM10 Build/RKQ1) {_WEBKIT} Version/4.0"
    " Chrome/78.0.3904.108 Mobile Safari/537.36 SogouMSE,SogouMobileBrowser/5.29.19",
    "360's browser": f"Mozilla/5.0 (Windows NT 10.0; WOW64) {_WEBKIT} Chrome/108.0.5359.95 Safari/537.36 QIHU 360SE",
    "QQ's browser": f"Mozilla/5.0 (Linux; U; Android 13; zh-cn; 2211133C Build/TKQ1) {_WEBKIT} Version/4.0"
    " Chrome/109.0.5414.86 MQQBrowser/14.9 Mobile Safari/537.36 COVC/046333",
    "QQ": f"{_IPHONE} Mobile/15E148 QQ/9.0.71.621 V1_IPH_SQ_9.0.71_1_APP_A Pixel/1170 NetType/WIFI QBWebViewType/1",
    "DingTalk": f"{_IPHONE} Mobile/22G100 AliApp(DingTalk/7.6.55) com.laiwang.DingTalk/38532 Channel/201200",
    "Feishu": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Lark/7.30.9 Chrome/118.0.5993.159"
    " Electron/27.3.11 Safari/537.36 LarkLocale/zh_CN ChannelName/Feishu",
    "Douyin": f"Mozilla/5.0 (Linux; Android 13; 22081212C Build/TKQ1.220829.002; wv) {_WEBKIT} Version/4.0"
    " Chrome/107.0.5304.105 Mobile Safari/537.36 aweme_230400 JsSdk/1.0 NetType/WIFI Channel/xiaomi ByteLocale/zh-CN",
    "Weibo": f"{_IPHONE} Mobile/22G100 Weibo (iPhone17,1__weibo__15.8.1__iphone__os18.6.2)",
    "Xiaohongshu": f"{_IPHONE} Mobile/22G100 XHSMiniProgram/0.1.0 discover/8.90.2 NetType/WiFi",
    "Meituan": f"{_IPHONE} Mobile/22G100 TitansX/20.0.1.old KNB/1.0 iOS/18.6.2 meituangroup/com.meituan.imeituan/12.40",
    "Safari": f"{_IPHONE} Version/18.6 Mobile/15E148 Safari/604.1",
    "Samsung": f"Mozilla/5.0 (Linux; Android 14; SM-S9280) {_WEBKIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile"
    " Safari/537.36",
    "Chrome": f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36",
    "Firefox": "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
    "Edge on Windows": f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/131.0.0.0 Safari/537.36"
    " Edg/131.0.0.0",
    "a Cubot phone": f"Mozilla/5.0 (Linux; Android 13; CUBOT X70) {_WEBKIT} Chrome/127.0.0.0 Mobile Safari/537.36",
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; zh) Presto/2.12.423 Version/12.16",
}

PREVIEWS = {
    "WeChat's sharing sheet": "WeChatShareExtensionNew/8.0.61.34 CFNetwork/3826.600.41 Darwin/24.6.0",
    "Apple's sheet": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)"
    " Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "a web view's icons": "NetworkingExtension/8624.2.5.10.8 Network/5812.122.1 iOS/26.5.2",
    "macOS": "com.apple.WebKit.Networking/21624.5.1.11.3 Network/5812.160.9 macOS/26.6.2",
    "QQ": f"Mozilla/5.0 (Linux; U; Android 4.4.2; zh-cn; GT-I9500 Build/KOT49H) {_WEBKIT}Version/4.0 MQQBrowser/5.0"
    " QQ-URL-Manager Mobile Safari/537.36",
    "DingTalk": "DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)",
    "DingTalk in a browser": f"Mozilla/5.0 (Windows NT 10.0) {_WEBKIT} Chrome/63.0 Safari/537.36"
    " DingTalkBot-LinkService/1.0",
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp": "WhatsApp/2.23.20.0 A",
    "Telegram": "TelegramBot (like TwitterBot)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "X": "Twitterbot/1.0",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Skype": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
}

BOTS = {
    "nothing": "",
    "a scanner that hides": "Mozilla/5.0",
    "Baidu": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Baidu on a phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 9_1 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko)"
    " Version/9.0 Mobile/13B143 Safari/601.1 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search)",
    "Sogou": "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "360": "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 Chrome/50.0 Safari/537.36; 360Spider",
    "Shenma": f"Mozilla/5.0 (Windows NT 6.1; WOW64) {_WEBKIT} Chrome/69.0.3497.81 YisouSpider/5.0 Safari/537.36",
    "Toutiao": f"Mozilla/5.0 (Linux; Android 5.0) {_WEBKIT} (compatible; Bytespider; https://zhanzhang.toutiao.com/)",
    "Huawei": f"Mozilla/5.0 (Linux; Android 7.0;) {_WEBKIT} (compatible; PetalBot;+https://webmaster.petalsearch.com)",
    "WeChat's crawler": f"{_IPHONE} Mobile/12A365 MicroMessenger/6.0 NetType/WIFI mpcrawler",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Bing": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "reading aloud": f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} Chrome/138.0 Mobile Safari/537.36"
    " (compatible; Google-Read-Aloud; +http://x)",
    "curl": "curl/8.7.1",
    "wget": "Wget/1.21.4",
    "requests": "python-requests/2.34.0",
    "Go": "Go-http-client/2.0",
    "okhttp": "okhttp/4.12.0",
    "Android without a browser": "Dalvik/2.1.0 (Linux; U; Android 13; 22081212C Build/TKQ1.220829.002)",
    "headless": f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} HeadlessChrome/126.0.0.0 Safari/537.36",
    "Censys": "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
    "a port scanner": "Mozilla/5.0 zgrab/0.x",
    "uptime": "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Prometheus": "Blackbox Exporter/0.25.0",
}


@pytest.mark.parametrize(
    ("agents", "visitor"), [(PEOPLE, Visitor.PERSON), (PREVIEWS, Visitor.PREVIEW), (BOTS, Visitor.BOT)]
)
def test_each_is_told_by_what_it_calls_itself(agents: dict[str, str], visitor: Visitor) -> None:
    wrong = {name: visitor_of(agent) for name, agent in agents.items() if visitor_of(agent) is not visitor}
    assert wrong == {}


def test_a_browser_that_loads_ahead_is_a_preview_until_somebody_looks() -> None:
    agent = PEOPLE["Safari"]
    for name, value in (
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("purpose", "preview"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
    ):
        assert visitor_of(agent, {name: value}) is Visitor.PREVIEW, (name, value)
    assert visitor_of(agent, {"sec-fetch-dest": "document", "accept": "text/html"}) is Visitor.PERSON


@pytest.mark.parametrize("agent", ["Mozilla/5.0 (" * 20_000, "bot-" * 20_000, "a" * 100_000, "\0\ud800", "(" * 50_000])
def test_no_agent_takes_long_or_fails(agent: str) -> None:
    assert visitor_of(agent) in tuple(Visitor)


# --- names of visitors ----------------------------------------------------------------------------------------------


class _Nothing:
    """No standing work."""

    def slice(self, *_: object) -> bool:
        """Do nothing."""
        return False


def _names(engine: Engine, clock: StoppedClock, *asked: tuple[str, ...]) -> list[str]:
    """Return the names a service of its own gives: to a cookie, or to an address with a browser."""
    writer = Writer(engine, keep, _Nothing())
    writer.start()

    async def ask() -> list[str]:
        names = Pseudonyms(writer, clock)
        wanted = [names.person_of(*each) if len(each) == 1 else names.person_without(*each) for each in asked]
        return list(await asyncio.gather(*wanted))

    try:
        return asyncio.run(ask())
    finally:
        writer.close()


def test_a_cookie_has_one_name_at_every_service_and_on_every_day(engine: Engine) -> None:
    first, second = new_cookie(), new_cookie()
    here = _names(engine, StoppedClock(), (first,), (second,), (first,))
    there = _names(engine, StoppedClock(NOON + timedelta(days=400)), (first,))
    assert here[0] == here[2] == there[0] != here[1]
    assert re.fullmatch(r"c[0-9a-f]{22}", here[0])


def test_a_database_that_is_away_is_asked_once_for_all_who_come_meanwhile() -> None:
    class Away:
        asked = 0

        async def run(self, _work: object) -> str:
            self.asked += 1
            await asyncio.sleep(0)
            if self.asked <= 2:
                raise Unavailable("database_unavailable")
            return "00" * 32

    async def day() -> tuple[list[object], list[bool]]:
        away = Away()
        names = Pseudonyms(cast(Writer, away), StoppedClock())
        told: list[object] = []
        ready = []
        for _ in range(2):
            some = [names.person_of("x"), names.person_of("y"), names.person_without("203.0.113.7", "x")]
            told += await asyncio.gather(*some, return_exceptions=True)
            ready.append(names.ready)
        assert away.asked == 4
        return told, ready

    told, ready = asyncio.run(day())
    assert [isinstance(each, Unavailable) for each in told] == [True] * 3 + [False] * 3
    assert ready == [False, True]


def test_an_address_has_one_name_a_day_and_nobody_can_tell_afterwards(engine: Engine) -> None:
    clock, who = StoppedClock(), ("203.0.113.7", "Safari")
    today = _names(engine, clock, who, ("203.0.113.8", "Safari"), ("203.0.113.7", "Firefox"), who)
    assert today[0] == today[3]
    assert len({*today}) == 3
    with write(engine) as connection:
        secret = secret_of(connection, NOON.date())
    assert today[0] == f"d{hashed(secret, *who)}"
    tomorrow = _names(engine, StoppedClock(NOON + timedelta(days=1)), who)
    assert tomorrow[0] != today[0]
    with engine.connect() as connection:
        kept = " ".join(connection.execute(select(house.c.value)).scalars())
    assert secret not in kept, "the day's secret is thrown away"
    assert who[0] not in kept


def test_a_service_whose_clock_lags_takes_the_secret_that_is_there(engine: Engine) -> None:
    with write(engine) as connection:
        later = secret_of(connection, NOON.date() + timedelta(days=1))
        assert secret_of(connection, NOON.date()) == later


def test_the_chains_secret_is_made_once(engine: Engine) -> None:
    with write(engine) as connection:
        made = salt_of(connection)
        connection.execute(
            insert_for(connection, house).values(key="visitor_salt", value="00").on_conflict_do_nothing()
        )
        assert salt_of(connection) == made
    assert len(bytes.fromhex(made)) == 32


def test_a_cookie_of_ours_is_told_from_anything_else() -> None:
    assert all(is_cookie(new_cookie()) for _ in range(100))
    assert not any(map(is_cookie, ("", "a", "a" * 21, "a" * 23, "a" * 21 + "\n", "é" * 22, "../../../../etc/passwd")))
