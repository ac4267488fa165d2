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


_NOT_TO_BE_SAID = re.compile(
    r"\b(?:do not|don['’]t|never|must not|mustn['’]t|should not|shouldn['’]t)\s+(?:ever\s+)?(?:write|say|think|believe|claim|state|conclude|assume|tell|imagine)\b[^.;]{0,60}?\bthat\b[^.;,]{0,80}$",
    re.IGNORECASE,
)
_NOT_TO_BE_SAID_JA = re.compile(r"[^。、]{0,12}?(?:と|って)(?:は)?(?:書|言|考え|思|述べ|答え|覚え)[^。、]{0,4}?(?:ない(?:こと|で|よう)|[てで]はいけ|[てで]はな|[てで]はだめ|ちゃ(?:だめ|いけ))")


def denied_at(s: Sentence, mention: Mention) -> bool:
    """Whether the word of joining is denied."""
    before, after = s.words[: mention.start], s.words[mention.end :]
    denied = bool(_DENIED_AFTER.match(after) or _DENIED_BEFORE.search(before[-90:]))
    if _NOT_TO_BE_SAID.search(before[-180:]):
        return not denied
    return denied or bool(_NOT_TO_BE_SAID_JA.match(after))
