"""Whether a word of joining is denied: 加算ではなく, does not add, instead of adding, 足すのをやめ."""

from __future__ import annotations

from .. import patterns as re
from ..text.sentences import Sentence
from ..vocabulary import Mention

_DENIED_AFTER = re.compile(
    r"算?[、,]\s*(?:では|じゃ)(?:な|あり)|[」』”]?(?:る|す|し|した|する|される?|(?:合)?わさ(?:れる)?|れる|られる|せる|算|わせ|わせる|合わせ|こと|型|方式|演算|[（(][^（）()]{0,16}[)）])*[」』”]?\s*(?:を?(?:行わ|とら|取ら|使わ|用い|し)"
    r"|は(?:し|行わ)|(?:の|こと|わけ)?(?:では|じゃ|でも|で(?=な))|わ|さ|せ|げ|ば)?\s*(?:な(?:く|い|し|かっ)|ず(?!つ)|(?:あり)?ません|ぬ)"
    r"|(?:る|す|し|する|算|わせ|わせる|合わせ)?(?:の?処理|操作)?(?:は|も|が|を|など)?\s*(?:一切|いっさい|全く|まったく|どこにも|決して|もう|特に|何も)?\s*(?:し|行わ|おこなわ|使わ|出て(?:こ|き)|現れ|登場し|含まれ|用い|せ|入ら|やら|なさ|要ら|いら)(?:な(?:い|く)|ませ|ず(?!つ))"
    r"|(?:の?(?:処理|操作|演算))?(?:は|も|が)\s*(?:一切|いっさい|全く|まったく|どこにも|1つも|ひとつも|一度も)?\s*(?:な(?:い|く|し)|ありません|無い)"
    r"|(?:る|す|し|する|算|わせる)?(?:の)?(?:よりも|の?代わり|のをやめ|かわりに)"
)
_DENIED_BEFORE = re.compile(
    r"(?:instead of|rather than|\bnot|unlike|\bnever|without|as opposed to|in place of|\bno|n't|neither|nor)\s+"
    r"(?:\w+ing\s+)?(?:to\s+|simply\s+|just\s+|being\s+|be\s+|get\s+|the\s+|an?\s+|element-?wise\s+|by\s+|them\s+|via\s+|through\s+)*$"
    r"|\b(?:nothing|none(?: of \w+(?: \w+)?)?|no (?:\w+ )?\w+)\s+(?:is|are|gets?|was|were|has to be|needs? to be)\s+(?:\w+ly\s+|ever\s+)?$"
    r"|(?:never|not|n't)\s+(?:\w+\s+){0,4}(?:by|through|via)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(  # a slip of the tongue, put right at once: 足し、あ、ごめんなさい, "adds, sorry, concatenates"
    r"[^\w、,。.]{0,2}\w{0,6}?(?:[、,…‥。—–\s]|-{2}|\.{2,3})+(?:(?:あ|え|お|う)(?:ー|っと?|あ)?[、,…。\s]*)?(?:あっ?[、,…]|おっと|ごめん|すみません|すいません|失礼(?:しました|、)|いや[、,…]|いえ[、,…]|違(?:った|いました|う[、,。])|ちが(?:った|いました|う[、,。])|間違え(?:た|まし)|まちがえ(?:た|まし)|言い間違|訂正(?:します|、)|もとい|じゃな[くい]|で(?:は|も)な[くい])"
    r"|\w{0,3}\W{1,4}(?:(?:er|uh|um|oh|ah|no)\W{1,4})*(?:sorry|no,? wait|wait,|I mean\b|excuse me|pardon|correction|scratch that|oops|my mistake|I misspoke)", re.IGNORECASE,
)


def denied_at(s: Sentence, mention: Mention) -> bool:
    """Whether the word of joining is denied."""
    return bool(_DENIED_AFTER.match(s.words[mention.end :]) or _DENIED_BEFORE.search(s.words[max(0, mention.start - 90) : mention.start]))
