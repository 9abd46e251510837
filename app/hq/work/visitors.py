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
from collections.abc import Mapping
from functools import lru_cache

from app.domain.funnel import Visitor

LONGEST = 500
"""Characters of what a browser says of itself that are looked at."""

_NOTHING: Mapping[str, str] = {}

_AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""Headers in which a browser says that nobody looks yet; names are in lower case."""

_AHEAD_SAID = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)

_PREVIEW = re.compile(
    r"WeChatShareExtension|^NetworkingExtension/|^WeChat/[\d.]+ CFNetwork"  # WeChat's sheets on iOS and macOS
    r"|facebookexternalhit|Facebot|facebookcatalog|meta-externalfetcher|WhatsApp/|Twitterbot|TelegramBot"
    r"|Slackbot|Slack-ImgProxy|Discordbot|LinkedInBot|Pinterest(?:bot)?/|redditbot|vkShare|SkypeUriPreview|Viber/"
    r"|DingTalkBot|DingtalkLinkService|Feishu(?:Bot|Preview)|LarkUrl2Png|Lark-?Bot|WeWorkBot|QQ-URL-Manager"
    r"|BingPreview|MicrosoftPreview|Google-PageRenderer|Google Web Preview|Snap URL Preview|kakaotalk-scrap"
    r"|Embedly|Iframely|Mastodon/|Bluesky Cardyb|link.?preview|url.?preview|unfurl"
    r"|com\.apple\.WebKit\.Networking",
    re.IGNORECASE,
)

_BOT = re.compile(
    # what calls itself a robot; a Cubot is a phone
    r"(?<!cu)bot(?:[^a-z]|$)|(?<!cu)bot-|crawl|spider|slurp|scrap(?:e|y)|fetcher|archiver|harvest"
    # search engines that do not
    r"|Mediapartners|AdsBot|Google-InspectionTool|GoogleOther|Google-Read-Aloud|Baidu-YunGuanCe|DuckDuckGo/"
    r"|Sogou web|YisouSpider|ToutiaoSpider|PetalBot|ia_archiver|Qwantify"
    # programs and libraries
    r"|^curl/|^Wget/|python|aiohttp|httpx|urllib|libwww|^Java/|okhttp|Go-http-client|^Go |axios|node-fetch|^node$"
    r"|undici|Apache-HttpClient|PostmanRuntime|insomnia|^ruby|faraday|guzzle|^PHP|libcurl|winhttp|powershell|^lua-resty"
    r"|^Dart/|^dio|reqwest|hyper/|HTTPie|RestSharp|jakarta|^Dalvik/|CFNetwork|^k6/|^hey/|^wrk|ApacheBench|JMeter"
    # browsers without a person
    r"|Headless|PhantomJS|Puppeteer|Playwright|Selenium|WebDriver|Cypress|Lighthouse|PageSpeed|GTmetrix|PTST/|SlimerJS"
    # whoever watches or searches through servers
    r"|pingdom|UptimeRobot|Uptime-Kuma|statuscake|site24x7|newrelic|datadog|zabbix|nagios|check_http|prometheus|kube-probe"
    r"|GoogleHC|ELB-Health|SLBHealth|Monitor|HetrixTools|Better ?Uptime|blackbox|DNSPod|Alibaba ?Cloud|CloudMonitor"
    r"|zgrab|masscan|nmap|nikto|sqlmap|nuclei|censys|shodan|expanse|paloalto|netcraft|qualys|nessus|acunetix|wpscan"
    r"|virustotal|safebrowsing|urlscan|SecurityScan|Chaitin|Qihoo ?Scan|TencentSec|l9explore|internet-measurement",
    re.IGNORECASE,
)

_BROWSER = re.compile(r"^(?:Mozilla|Opera)/\d.*\([^)]{5}", re.IGNORECASE)
"""A browser names its platform; a scanner that hides often says "Mozilla/5.0" and no more."""


def visitor_of(user_agent: str, headers: Mapping[str, str] = _NOTHING) -> Visitor:
    """Return who opened the page; `headers` by their names in lower case (Starlette's know both).

    What says nothing of itself, or is no browser at all, is a bot.
    """
    if any(_AHEAD_SAID.search(headers.get(name, "")) for name in _AHEAD):
        return Visitor.PREVIEW
    return _called(user_agent.strip()[:LONGEST])


@lru_cache(maxsize=2048)
def _called(agent: str) -> Visitor:
    """Return who calls itself so: a chain's guests have some hundred browsers, and looking costs a quarter of a ms."""
    if _PREVIEW.search(agent):
        return Visitor.PREVIEW
    if _BOT.search(agent) or not _BROWSER.match(agent):
        return Visitor.BOT
    return Visitor.PERSON
