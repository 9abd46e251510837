"""What the phone page says, in Chinese and in English. Numbers and names are put in by `say`."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("{name}", "{name}"),
    "other_language": ("English", "中文"),
    "ask_heading": ("找到离您最近的门店群", "Find the group of your nearest store"),
    "ask_heading_vip": ("找到离您最近的 VIP 群", "Find the VIP group of your nearest store"),
    "ask_reason": (
        "需要用一次您的位置，只用来找最近的门店。用完就忘，不保存。",
        "We use your position once, to find the nearest store. It is not kept.",
    ),
    "ask_button": ("用我的位置找", "Use my position"),
    "pick_heading": ("自己选门店", "Choose your store"),
    "pick_or": ("或者自己选门店", "Or choose your store"),
    "pick_city": ("选择城市", "Choose a city"),
    "pick_district": ("{city}：选择城区", "{city}: choose a district"),
    "pick_store": ("{place}：选择门店", "{place}: choose a store"),
    "pick_found": ("“{text}”：{count} 家门店", '"{text}": {count} stores'),
    "pick_found_one": ("“{text}”：1 家门店", '"{text}": 1 store'),
    "pick_none": (
        "没有找到“{text}”。换个词试试，或从城市里选。",
        'Nothing found for "{text}". Try another word, or choose a city.',
    ),
    "pick_no_stores": ("还没有门店可选，请询问店员。", "There is no store to choose yet. Please ask our staff."),
    "pick_likely": ("看起来您在{city}", "You seem to be in {city}"),
    "pick_other_city": ("换个城市", "Another city"),
    "pick_other_district": ("{city}其他城区", "Other districts of {city}"),
    "pick_more": ("更多门店", "More stores"),
    "pick_elsewhere": ("其他地段", "Elsewhere"),
    "pick_count": ("{count} 家", "{count}"),
    "search_label": ("按店名或路名找，拼音也行", "Name or street, pinyin too"),
    "search_button": ("查找", "Search"),
    "kicker_nearest": ("离您最近的门店", "Your nearest store"),
    "kicker_store": ("门店", "Store"),
    "kicker_room": ("附近的门店，群里还有位置", "Nearby, and its group has room"),
    "kicker_closed": ("附近的门店都打烊了，群照样能加", "Stores nearby are closed; you can join all the same"),
    "distance_here": ("就在附近", "right here"),
    "distance_m": ("约 {metres} 米", "about {metres} m"),
    "distance_km": ("约 {km} 公里", "about {km} km"),
    "open": ("营业中", "Open"),
    "closed": ("休息中", "Closed"),
    "all_day": ("全天", "24 hours"),
    "group_hold": ("长按识别二维码，加入", "Press and hold the code to join"),
    "group_scan": (
        "截屏或长按保存，再用微信“扫一扫”从相册识别，加入",
        "Save the code, then scan it from your album in WeChat to join",
    ),
    "group_alt": ("{store}群的二维码", "Code of {store}'s group"),
    "group_default": ("{store}福利群", "{store}'s group"),
    "join_button": ("直接进群", "Join now"),
    "second_heading": ("附近还有", "Also nearby"),
    "second_room": ("群里还有位置", "Its group has room"),
    "other_store": ("不是这家？自己选门店", "Another store? Choose it"),
    "full_heading": ("群暂时满了", "The group is full for now"),
    "full_text": (
        "请告诉店员“我想进群”，店员会拉您进新群。",
        "Please tell our staff that you would like to join; they will add you to a new group.",
    ),
    "no_group_heading": ("这家店的群还在准备", "This store's group is being prepared"),
    "manager_hold": ("长按识别，加店长微信", "Press and hold to add the store manager"),
    "manager_scan": (
        "截屏或长按保存，再用微信“扫一扫”加店长",
        "Save the code, then scan it in WeChat to add the store manager",
    ),
    "manager_alt": ("{store}店长的二维码", "Code of {store}'s manager"),
    "manager_button": ("加店长", "Add the manager"),
    "contact_hold": ("长按识别二维码，添加好友", "Press and hold the code to add"),
    "contact_scan": (
        "截屏或长按保存，再用微信“扫一扫”添加",
        "Save the code, then scan it in WeChat to add",
    ),
    "contact_alt": ("{name}的二维码", "Code of {name}"),
    "contact_button": ("添加", "Add"),
    "manager": ("店长", "Store manager"),
    "staff": ("店员", "Our staff"),
    "table": ("{name} 桌", "Table {name}"),
    "order_button": ("点餐", "Order"),
    "also_group": ("顺便进群，领本店福利", "Join the store's group too"),
    "campaign_button": ("去看看", "Have a look"),
    "unknown_heading": ("没有找到这个码", "We do not know this code"),
    "unknown_text": (
        "可能没有扫全或输错了一位。再扫一次，或看看附近有哪些门店。",
        "Perhaps a letter is missing. Scan it again, or look for a store below.",
    ),
    "retired_heading": ("这个码已经停用", "This code is no longer in use"),
    "over_heading": ("活动已经结束", "This has ended"),
    "not_yet_heading": ("还没有开始", "This has not started yet"),
    "dead_text": (
        "到店请扫店里的新码，或直接问店员。",
        "Please scan the new code at the store, or ask our staff.",
    ),
    "busy_heading": ("人太多了，请稍等", "Too many requests"),
    "busy_text": ("请 {seconds} 秒后再试。", "Please try again in {seconds} seconds."),
    "trouble_heading": ("页面暂时打不开", "This page is not available right now"),
    "trouble_text": ("请稍后再扫一次，或直接问店员。", "Please scan again in a while, or ask our staff."),
    "far": ("附近没有门店，请自己选。", "There is no store near you. Please choose one."),
    "position_unreadable": ("没有拿到您的位置，请自己选门店。", "We did not get your position. Please choose a store."),
    "position_nowhere": ("这个位置不对，请自己选门店。", "This position cannot be right. Please choose a store."),
    "position_inaccurate": ("位置太不准，请自己选门店。", "Your position is too vague. Please choose a store."),
    "js_looking": ("正在找最近的门店…", "Looking for the nearest store…"),
    "js_refused": ("没有得到位置许可，请自己选门店。", "Position was not allowed. Please choose a store."),
    "js_timeout": ("等了很久也没有定位，请自己选门店。", "Your position took too long. Please choose a store."),
    "js_busy": ("人太多了，请过一会儿再试，或自己选门店。", "Too many requests. Wait a while, or choose a store."),
    "js_failed": ("网络不通，请再试一次或自己选门店。", "No connection. Try again, or choose a store."),
    "footer": ("位置只用这一次，不保存。", "Your position is used once and not kept."),
    "brand": ("迎宾", "Yingbin"),
}

_PLACES = {"zh": 0, "en": 1}


def say(language: str, key: str, **facts: object) -> str:
    """Return the words called `key` in "zh" or "en", with the facts in their places; not escaped for HTML."""
    words = _WORDS[key][_PLACES[language]]
    return words.format(**facts) if facts else words


def distance(language: str, metres: float) -> str:
    """Return a distance as people say it: to ten metres, and from a kilometre on to a hundred."""
    if metres < 30:
        return say(language, "distance_here")
    rounded = round(metres / 10) * 10
    if rounded < 1000:
        return say(language, "distance_m", metres=rounded)
    km = metres / 1000
    return say(language, "distance_km", km=f"{km:.1f}" if km < 10 else f"{km:.0f}")
