"""Who opened the page of a printed code: a person, a link preview, or a bot; and which person, without knowing who.

A visitor is told by what the browser says of itself. In a chat, a link is fetched by the chat's own programs before
anybody taps it, in several ways: by a fetcher that names itself (`TelegramBot`, `DingTalkBot-LinkService`), by the
phone's sharing sheet (WeChat's is `WeChatShareExtensionNew` and `NetworkingExtension`; Apple's calls itself
`facebookexternalhit/1.1 Facebot Twitterbot/1.0`, as WWDC and many servers' logs have it), or by a browser that loads
ahead (`Sec-Purpose: prefetch`, the Fetch standard; `Purpose` and `X-Purpose: preview`, Safari; `X-Moz: prefetch`,
Firefox). A browser inside an app is a person's: `MicroMessenger`, `AlipayClient`, `DingTalk`, `baiduboxapp`.

What crawlers call themselves follows the open lists crawler-user-agents (monperrus) and isbot (omrilotan), cut to what
can meet a printed code. Both warn of names that only look like robots': a Cubot is a phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.funnel import Visitor

LONGEST = 500
"""Characters of what a browser says of itself that are looked at."""

_NOTHING: Mapping[str, str] = {}

_AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""Headers in which a browser says that nobody looks yet; names are in lower case."""

_AHEAD_SAID = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.lower().split("|") if word)


_PREVIEW_BEGINS = _words("NetworkingExtension/")
_PREVIEW = _words(
    "WeChatShareExtension"
    "|facebookexternalhit|Facebot|facebookcatalog|meta-externalfetcher|WhatsApp/|Twitterbot|TelegramBot"
    "|Slackbot|Slack-ImgProxy|Discordbot|LinkedInBot|Pinterest/|Pinterestbot/|redditbot|vkShare|SkypeUriPreview|Viber/"
    "|DingTalkBot|DingtalkLinkService|FeishuBot|FeishuPreview|LarkUrl2Png|LarkBot|Lark-Bot|WeWorkBot|QQ-URL-Manager"
    "|BingPreview|MicrosoftPreview|Google-PageRenderer|Google Web Preview|Snap URL Preview|kakaotalk-scrap"
    "|Embedly|Iframely|Mastodon/|Bluesky Cardyb|unfurl"
    "|com.apple.WebKit.Networking"
)
_PREVIEW_LIKE = re.compile(r"^wechat/[\d.]+ cfnetwork|(?:link|url).?preview")
"""WeChat's own sheets on iOS and macOS; and what calls itself a preview."""

_BOT_BEGINS = _words(
    "curl/|Wget/|Java/|Go |ruby|PHP|lua-resty|Dart/|dio|Dalvik/|k6/|hey/|wrk"  # programs and libraries
)
_BOT = _words(
    "crawl|spider|slurp|scrape|scrapy|fetcher|archiver|harvest"
    # search engines that do not call themselves so
    "|Mediapartners|AdsBot|Google-InspectionTool|GoogleOther|Google-Read-Aloud|Baidu-YunGuanCe|DuckDuckGo/"
    "|Sogou web|PetalBot|ia_archiver|Qwantify"
    # programs and libraries
    "|python|aiohttp|httpx|urllib|libwww|okhttp|Go-http-client|axios|node-fetch"
    "|undici|Apache-HttpClient|PostmanRuntime|insomnia|faraday|guzzle|libcurl|winhttp|powershell"
    "|reqwest|hyper/|HTTPie|RestSharp|jakarta|CFNetwork|ApacheBench|JMeter"
    # browsers without a person
    "|Headless|PhantomJS|Puppeteer|Playwright|Selenium|WebDriver|Cypress|Lighthouse|PageSpeed|GTmetrix|PTST/|SlimerJS"
    # whoever watches or searches through servers
    "|pingdom|UptimeRobot|Uptime-Kuma|statuscake|site24x7|newrelic|datadog|zabbix|nagios|check_http|prometheus"
    "|kube-probe|GoogleHC|ELB-Health|SLBHealth|Monitor|HetrixTools|BetterUptime|Better Uptime|blackbox|DNSPod"
    "|AlibabaCloud|Alibaba Cloud"
    "|zgrab|masscan|nmap|nikto|sqlmap|nuclei|censys|shodan|expanse|paloalto|netcraft|qualys|nessus|acunetix|wpscan"
    "|virustotal|safebrowsing|urlscan|SecurityScan|Chaitin|QihooScan|Qihoo Scan|TencentSec|l9explore"
    "|internet-measurement"
)
_BOT_LIKE = re.compile(r"(?<!cu)bot(?:[^a-z]|$)")
"""What calls itself a robot; a Cubot is a phone."""

_BROWSER = re.compile(r"^(?:Mozilla|Opera)/\d.*\([^)]{5}", re.IGNORECASE)
"""A browser names its platform; a scanner that hides often says "Mozilla/5.0" and no more."""


def visitor_of(user_agent: str, headers: Mapping[str, str] = _NOTHING) -> Visitor:
    """Return who opened the page; `headers` by their names in lower case (Starlette's know both).

    What says nothing of itself, or is no browser at all, is a bot.
    """
    if any(_AHEAD_SAID.search(headers.get(name, "")) for name in _AHEAD):
        return Visitor.PREVIEW
    return _called(user_agent.strip()[:LONGEST])


@lru_cache(maxsize=4096)
def _called(agent: str) -> Visitor:
    """Return who calls itself so: a chain's guests have some hundred browsers, each in many versions.

    Plain words looked for one by one in small letters: one pattern of them all would take fifteen times as long.
    """
    said = agent.lower()
    if said.startswith(_PREVIEW_BEGINS) or _any(_PREVIEW, said) or _PREVIEW_LIKE.search(said):
        return Visitor.PREVIEW
    if said.startswith(_BOT_BEGINS) or said == "node" or _any(_BOT, said) or _BOT_LIKE.search(said):
        return Visitor.BOT
    return Visitor.PERSON if _BROWSER.match(agent) else Visitor.BOT


def _any(words: Iterable[str], said: str) -> bool:
    return any(word in said for word in words)
