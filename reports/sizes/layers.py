"""The layers that a text names: kernels, strides, dilations, how many of each, and how often they are repeated.

`Layers` is one description as far as its words go; what they leave open (three times, with k = 3) it takes from
another description, `over`. `plans` are the layers written out, each with its kernel, stride and dilation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from .. import patterns as re
from ..vocabulary import lexicon

MOST = 200  # layers that are written out; more of one kind are counted
LARGEST_KERNEL = 64
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
          "twelve": 12, "a single": 1, "single": 1, "twice": 2, "thrice": 3, "first": 1, "second": 2, "third": 3, "fourth": 4,
          "fifth": 5, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "ひと": 1, "ふた": 2, "十": 10}  # fmt: skip
_N = r"(?:\d{1,3}(?:,\d{3})|\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a single|single|[一二三四五十]|ひと|ふた)"


def _square(name: str) -> str:
    """3x3: not part of a longer product, no size of a map."""
    return rf"(?<![\d×x*])(?<!\d\.)(?<![×x*] )(?P<{name}>\d{{1,3}})\s*[×xX*]\s*(?P={name})(?!\d|\.\d|\s*[×x*]\s*[\dA-Z]|\s*=\s*\d)"


_BETWEEN = r"(?:\s*(?:の|つの|個の|枚の|層の|段の|回の|stacked|consecutive|successive|such|small|layers? of|stack(?:s|ed)? of|plain|ordinary|standard|dilated|causal|conv\w*|layers?|of|the))*\s*"
_CONV = r"(?:\s*(?:の)?(?:畳み?込み層?|conv\w*|コンボリューション|フィルター?|カーネル|kernels?|filters?|layers?|max|average|pool\w*|プーリング層?)){0,3}"
_ASIDE = r"(?:\s*[(（](?P<aside>[^()（）]{0,28})[)）])?"
_STRIDE = r"(?:stride|strides|ストライド|歩幅|移動幅|(?<![A-Za-z])s)\s*(?:of|is|[-=:はがを])?\s*"
_EACH = r"(?!\s*(?:ごと|毎|あたり|当たり|増|ずつ|足す|追加|分[^散]|だけ(?:足|増)))"
_ITEM = r"(?:2\s*\^\s*\{?\d{1,2}\}?|\d{1,4})"
_SEP = r"(?:\s*[,、→・/]\s*(?:and\s+)?|\s+and\s+)"
_COMMA = r"(?:\s*[,、・/]\s*(?:and\s+)?|\s+and\s+)"  # what an arrow after commas leads to is no further one
_SEEN = r"\d{1,2}\s*[x×*]\s*\d{1,2}(?!\d|\.\d|\s*[x×*])"
_DOTS = r"(?:…|\.{2,3}|⋯)"
_TOKENS = re.compile(
    rf"(?P<list>(?<![\d.]){_ITEM}(?:{_SEP}{_ITEM}){{0,3}}{_SEP}?\s*{_DOTS}\s*{_SEP}?{_ITEM}(?:{_SEP}{_ITEM}){{0,40}}(?![\d^])|(?<![\d.]){_ITEM}(?:(?:{_COMMA}{_ITEM}){{2,40}}|(?:\s*(?:→|->|⇒)\s*{_ITEM}){{2,40}})(?!\d))"
    rf"|(?P<range>(?<![\d.])1\s*(?:,\s*)?(?:{_DOTS}|から|~|〜|-|to|up to)\s*(?:,\s*)?(?P<last>\d{{2,4}})(?!\d|\s*(?:層|回|layers)))"
    rf"|(?P<tap>\b(?P<k8>\d|two|three|five)[- ](?:tap|sample|wide)\b|\b(?P<k13>two|three|four|five)\s+taps\b(?!\s+(?:apart|of))|幅\s*(?:が|は|を)?\s*(?P<k11>\d)(?![\d×x.])\s*(?=の(?:畳|フィルタ|カーネル|conv|層|因果)|[、,，]|で|に(?:増|広|変|す)|と(?:し|する)))"
    rf"|(?P<bare>(?:(?<=[、,→>])|(?<=[、,→>] ))(?:プーリング|pool(?:ing)?\b)(?=\s*(?:層|layer)?\s*(?:[、,→]|->)\s*\d))"
    rf"|(?P<pool>\bpool(?:ing)?\s*(?P<pl>\d)\b(?!\s*[x×\d.:：,(（]|\s+(?:layer|is|has|gives|sees)\b|\s*(?:の|は|が)))"
    rf"|(?P<nk>(?<![\d.,×x])(?P<n1>{_N})\s*(?:層|つ|個|回|段|枚|重)?{_BETWEEN}(?:(?<=層)[がはも]\s*|(?<=layers)(?: are| use) )?{_square('k1')})"
    rf"|(?P<nth>\b(?P<n12>second|third|fourth|fifth)\s+{_square('k12')}\s*(?:conv\w*|layer))"
    rf"|(?P<kn>{_square('k2')}{_CONV}{_ASIDE}{_CONV}(?:\s*(?:を|が|で|の))?\s*(?P<n2>{_N}|twice|thrice)\s*(?:層|段|つ|回|枚|個|重|連続|times|layers)?(?<![\d])(?![\d×x.,]){_EACH})"
    rf"|(?P<ks>{_square('k3')}(?:{_CONV}\s*(?:/\s*|[,、・]?\s*[(（]?\s*{_STRIDE})(?P<s3>\d)(?!\d))?)"
    rf"|(?P<rep>(?<![\d.])(?P<n5>{_N})\s*(?:巡|周|サイクル|(?:個の|つの)?(?:ブロック|スタック|セット|ユニット)|回(?:ずつ)?(?:繰り?返|くりかえ|くり返|反復)|(?:such )?(?:more )?(?:stacks|blocks|repetitions|cycles|copies|repeats|groups)\b(?: to (?P<n11>\d{{1,2}})\b)?)|×\s*(?P<n6>\d)\s*(?:回|ブロック|スタック)|(?:repeat\w*|repetition)\s+(?:\w+ ){{0,3}}(?P<n8>{_N}|twice|thrice)(?:\s*times)?)"
    rf"|(?P<pos>第?\s*(?P<p1>{_N})\s*(?:層|段|枚)目|第\s*(?P<p2>{_N})\s*層|\blayer\s*#?\s*(?P<p3>\d{{1,2}})\b|\b(?P<p4>first|second|third|fourth|fifth)\s+(?:[a-z]+ )?layer\b)(?!\s*[:：])"
    rf"|(?P<n>(?<![\d.,×x])(?P<n4>{_N})(?:\s+of (?:them|these|those)\b|(?:\s*-\s*)?\s*(?:つの|枚の|[つ個](?=(?:重ね|積[まみむめん])))?(?:層|段(?![差階])|枚|重ね|積[まみむめん]|(?!more|further|extra|additional)(?:(?!more|further|extra|additional|per|above|below)\w+\s+){{0,3}}?layers?\b|convolutions?\b)|\s+(?=(?:sees?|cover|reach|span)s?\b|(?:ha(?:ve|s)|gives?|gets?|makes?)\s+(?:an?\s+|only\s+)?(?:{_SEEN}|$))|(?<=[a-z])(?=\s*(?::|→|->|⇒)\s*(?:{_SEEN}|$))){_EACH})"
    rf"|(?P<upto>\bup to (?P<u1>\d{{1,4}})\b|(?<![\d.,])(?P<u2>\d{{1,4}})\s*まで(?!\s*見))"
    rf"|(?P<times>(?<![\d.,×x])(?P<n9>\d{{1,3}}|[一二三四五])\s*(?:回|度|times\b){_EACH}|\b(?P<n10>twice|thrice|three times|four times)\b)"
    rf"|(?:\bL\s*=\s*(?P<n7>\d{{1,2}}))"
    rf"|(?P<k>(?:カーネル|フィルター?)(?:の)?(?:サイズ|幅|長さ?|大きさ)?\s*(?:が|は|を|も|=|:)?\s*(?:すべて|全て|全部|どれも|どの層も|いずれも|各層|全層で?|共通して)?\s*(?P<k4>\d{{1,2}})(?![\d×x個枚層つ本種])|\b(?:kernel|filter)s?(?:[ _]size| width| length)?(?: of| with|=| is|:)*(?: size| width| length)?(?: of| is|=)*\s*(?P<k5>\d{{1,2}})\b(?!\s*[×x])|\b(?:width|length|size) (?:of )?(?P<k7>\d{{1,2}})\b(?!\s*[×x])|(?<![A-Za-z\d])k(?P<k10>\d{{1,2}})(?=[\s,、]*[sd]\s*=?\s*\d)|(?<![A-Za-z_])(?-i:[kKfF])\s*=\s*(?P<k6>\d{{1,2}})(?![\dA-Za-z_])(?!\s*[-+*/×(^]|\.\d)|\b(?:rf|receptive_field|field)\w*\(\s*(?:k\s*=\s*)?(?P<k9>\d{{1,2}})\s*,)"
    rf"|(?P<d>(?:(?<![A-Za-z])dilat\w+(?: rate| factor)?(?: of| with| is| by|=|:)*|拡張率|膨張率|ダイレーション(?:率)?|(?<!growth )(?<!learning )(?<!dropout )(?<!frame )(?<![A-Za-z])rate(?: of)?|(?<![A-Za-z])d)\s*(?:が|は|を|も|=|:)?\s*(?:(?:すべて|全て|全部|全層|どれも|いずれも|共通して|(?:always|all|everywhere|throughout|each)\b)\s*(?:で|を|に|が|は|も)?\s*)?(?P<d1>\d{{1,4}})(?![\dA-Za-z]|\.\d)(?!\s*(?:まで|[,、]\s*(?:and\s+)?[\d…⋯.]|(?:→|->|⇒)\s*\d{{1,4}}\s*(?:→|->|⇒)\s*\d|[×x^~〜…⋯]|\.\.|から\s*\d|(?:up )?to\s+\d|-\s*\d)))"
    rf"|(?P<s>{_STRIDE}(?P<s1>\d)(?!\d))",
    re.IGNORECASE,
)  # fmt: skip
_OF_THEM = re.compile(r"\bof (?:them|these|those)$", re.IGNORECASE)  # of layers, or of stacks of them
_POOL = re.compile(r"pool|プーリング", re.IGNORECASE)
Layer = tuple[int, int, int]  # kernel, stride, dilation


@cache
def words(name: str) -> re.Pattern[str]:
    """The words of a list of `lexicon/receptive.toml`."""
    return re.compile("|".join(f"(?:{p})" for p in lexicon("receptive")["words"][name]), re.IGNORECASE)


@dataclass(frozen=True)
class Layers:
    """Layers as far as they are known. An entry: a kernel (0: not told), stride, dilation, and how many (0: not told)."""

    entries: tuple[tuple[int, int, int, int], ...] = ()
    kernel: int = 0
    count: int = 0
    dilation: int = 0
    dilations: tuple[int, ...] = ()
    cycles: int = 0
    times: int = 0  # so many layers, or so many repetitions
    doubling: bool = False
    last: int = 0  # the largest dilation, where only that is told
    undilated: bool = False
    step: int = 0  # a stride whose kernel is still to come
    rate: int = 0  # a dilation whose kernel is still to come, behind a layer that has its own
    apart: tuple[tuple[tuple[int, int, int, int], ...], ...] = ()  # layers named before that are not meant as one stack

    @property
    def empty(self) -> bool:
        return replace(self, undilated=False, apart=(), step=0, rate=0) == Layers()

    @property
    def dilated(self) -> bool:
        return bool(self.dilations or self.doubling)

    @property
    def size(self) -> int:
        """The kernel that all layers share, 0 where there is none."""
        kernels = {k for k, *_ in self.entries} or {self.kernel}
        return kernels.pop() if len(kernels) == 1 else 0

    def over(self, base: Layers) -> list[Layers]:
        """What these words say where `base` was spoken of before: the likeliest first."""
        if self.empty:
            return [replace(base, undilated=True, dilations=(), doubling=False, count=base.count or len(base.dilations))
                    if self.undilated and base.dilated else base]  # fmt: skip
        if self.last and base.dilations and _doubles(list(base.dilations)):
            steps = tuple(2**n for n in range(self.last.bit_length()))
            return [replace(base, dilations=steps, count=0, cycles=self.cycles or base.cycles, kernel=self.size or base.size, entries=())]
        if len(self.entries) > 1 or (self.entries and (self.entries[0][0] and not self._alone)):
            return [self]
        kernel = self.size or base.size
        if self.dilations or (self.entries and (self.dilation or not base.dilated)):
            return [replace(self, kernel=kernel, count=self.count or (base.count if self.doubling else 0))]
        return list(self._counted(base, kernel))

    @property
    def _alone(self) -> bool:
        """One kernel with nothing said of how many."""
        return len(self.entries) == 1 and not self.entries[0][3] and not (self.count or self.times or self.dilation)

    def _counted(self, base: Layers, kernel: int) -> Iterator[Layers]:
        """A count, a repetition, a kernel: of the layers spoken of before."""
        count = self.count or self.times
        if self.doubling and self.times and not self.count and (base.count or base.dilations):
            yield replace(base, kernel=kernel, doubling=True, undilated=False, entries=(), cycles=self.times)
            return
        if self.doubling or (self.dilation and (count or kernel)):
            as_many = self.doubling or self.dilation == 1  # no holes: said of all the layers spoken of
            before = base.count or len(base.dilations) or (base.entries[0][3] if len(base.entries) == 1 else 0)
            yield replace(self, kernel=kernel, count=count or (before if as_many else 0))
            return
        same = replace(base, kernel=kernel, entries=(), dilation=0) if kernel else base
        if len(base.entries) > 1:
            same = replace(base, cycles=self.cycles or self.times or base.cycles)
            yield same
            return
        plain = Layers(kernel=kernel, count=count or base.count or len(base.dilations), undilated=True)
        if self.undilated:
            yield plain
            return
        if base.dilated:
            if self.count:
                yield replace(same, count=self.count, cycles=self.cycles)
            elif self.cycles or self.times:
                yield replace(same, cycles=self.cycles or self.times)
            else:
                yield same
        if count:
            entry = base.entries[0] if base.entries else (kernel, 1, base.dilation or 1, 0)
            yield Layers(entries=((kernel, entry[1], entry[2], count),), cycles=self.cycles)
        elif self.cycles and not base.dilated:
            yield replace(same, cycles=self.cycles, entries=base.entries)
        elif kernel and not base.dilated:
            yield replace(same, count=base.count or (base.entries[0][3] if base.entries else 0))

    def elsewise(self, alike: bool = False) -> list[Layers]:
        """Other ways to take several layers that are named: each stack by itself (also where they are said to be
        `alike`), or all of them as one."""
        alone = [Layers(entries=entries, kernel=self.kernel) for entries in self.apart]
        if alike and not alone and len(self.entries) > 1:
            return [Layers(entries=(entry,)) for entry in self.entries]
        together = tuple(e for entries in (*self.apart, self.entries) for e in entries)
        return [*alone, Layers(entries=together)] if alone else []

    def plans(self) -> list[tuple[Layer, ...]]:
        """The layers written out, where they are known; one plan, or none."""
        if len(self.entries) > 1:
            layers = [(k or self.kernel, s, d) for k, s, d, n in self.entries for _ in range(n or 1)]
            return self._repeated(layers)
        kernel, stride, dilation, count = self.entries[0] if self.entries else (self.kernel, 1, 1, 0)
        kernel, dilation = kernel or self.kernel, self.dilation if dilation == 1 and self.dilation else dilation
        count = count or self.count or self.times
        if not kernel:
            return []
        if self.dilated and not self.undilated:
            steps = self._steps(count)
            return self._repeated([(kernel, 1, d) for d in steps]) if steps else []
        if not count and not self.entries and not self.dilation:
            return []
        return self._repeated([(kernel, stride, dilation)] * min(count or 1, 4_096))

    def _steps(self, count: int) -> list[int]:
        """The dilations of one repetition."""
        steps = list(self.dilations)
        if count and steps and count not in (len(steps), len(steps) * self.cycles):
            steps = [2**n for n in range(count)] if _doubles(steps) and count < 13 else []
        if not steps and self.doubling and not self.dilations and 0 < count < 13:
            steps = [2**n for n in range(count)]
        return steps

    def _repeated(self, layers: list[Layer]) -> list[tuple[Layer, ...]]:
        times = self.cycles or 1
        return [tuple(layers * times)] if layers and all(k for k, _, _ in layers) and len(layers) * times <= 4_096 else []


def _doubles(steps: list[int]) -> bool:
    return steps[0] == 1 and all(b == 2 * a for a, b in pairwise(steps))


def field_of(plan: tuple[Layer, ...]) -> str:
    """The measurement of a plan's receptive field in the statement language.

    >>> field_of(((3, 1, 1), (2, 2, 1), (3, 1, 4)))
    'receptive_field(layer_stack, plan=k3_k2s2_k3d4)'
    """
    if len(plan) > MOST or (len(plan) > 24 and len(set(plan)) == 1):
        kernel, stride, dilation = plan[0]
        return f"receptive_field(conv_stack, kernel_size={kernel}, layers={len(plan)})" if stride == dilation == 1 else ""
    text = "_".join(f"k{k}" + (f"s{s}" if s > 1 else "") + (f"d{d}" if d > 1 else "") for k, s, d in plan)
    return f"receptive_field(layer_stack, plan={text})"


def number_of(word: str) -> int:
    """A number in digits or in words.

    >>> number_of("1,024"), number_of("Three"), number_of("三")
    (1024, 3, 3)
    """
    word = word.lower().replace(" times", "").replace(",", "")
    return _WORDS.get(word) or int(word)


_OF_A_MAP = re.compile(r"(?:入力|画像|特徴マップ|マップ|出力)(?:の)?(?:サイズ|大きさ|解像度)?(?:は|が|:|：)?\s*$|\b(?:input|image|map|picture|output)s?(?:\s+(?:size|of size|is|of|are|:))*\s*$", re.IGNORECASE)
_A_MAP = re.compile(r"\s*の?(?:入力|画像|特徴マップ|マップ|出力)|\s*-?(?:pixel )?(?:RGB |gr[ae]y )?(?:inputs?|images?|maps?|pictures?|outputs?|feature maps?)\b|\s*-?(?:patch|region|area|neighbou?rhood)\b|\s*の(?:領域|範囲|区画|パッチ)", re.IGNORECASE)


_ADDED_UP = re.compile(r"\b(?:add(?:s|ing)?|plus|gain(?:s|ing)?)\s+$|(?:足して|加えて|増分(?:は|が))\s*$", re.IGNORECASE)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Where a text names layers, in order."""
    for token in _TOKENS.finditer(text, start, len(text) if end is None else end):
        if token["ks"] and (_OF_A_MAP.search(text[max(0, token.start() - 24) : token.start()]) or _A_MAP.match(text, token.end())):
            continue  # how large a map is
        if token["list"] and _ADDED_UP.search(text[max(0, token.start() - 16) : token.start()]):
            continue  # what is added in each step: add 2, 4 and 8
        if token["list"] is None or (listed(token) and not _endless(token, text)):
            yield token


def _endless(token: re.Match[str], text: str) -> bool:
    return bool(token["list"]) and bool(re.match(r"\s*[,、]?\s*(?:…|\.{2,3}|⋯)", text[token.end() :]))


def taken_in(text: str) -> list[tuple[int, int]]:
    """The stretches that name layers, and so tell no extent; a square alone may do either."""
    named = [t.span() for t in tokens_of(text) if t["ks"] is None]
    return [*named, *(t.span() for t in _TOKENS.finditer(text) if _endless(t, text))]


def with_token(layers: Layers, token: re.Match[str], text: str, before: int) -> Layers:
    """The description with what a token adds; `before` is where the token before it ends."""
    group = token.groupdict()
    if group["list"] or group["range"]:
        return replace(layers, dilations=tuple(listed(token)), undilated=False)
    if group["rep"]:
        return replace(layers, cycles=number_of(group["n11"] or group["n5"] or group["n6"] or group["n8"]))
    if group["upto"]:
        last = int(group["u1"] or group["u2"])
        return replace(layers, last=last) if last & (last - 1) == 0 and 2 <= last <= 1_024 else layers
    if group["bare"]:  # windows of two, moved by two, where nothing else is said
        return _added(layers, (2, 2, 1, 1), text[before : token.start()])
    if group["pool"]:
        return _added(layers, (int(group["pl"]), int(group["pl"]), 1, 0), text[before : token.start()])
    if group["pos"] and _LOOKED_AT.match(text, token.end()):
        return layers  # 2 層目は 1 層目の 3x3 を見る: the map that is looked at
    if group["pos"]:
        return replace(layers, count=number_of(group["p1"] or group["p2"] or group["p3"] or group["p4"]))
    if group["times"]:
        return replace(layers, times=number_of(group["n9"] or group["n10"]))
    if group["k"] or group["tap"]:
        kernel = number_of(next(group[k] for k in ("k4", "k5", "k6", "k7", "k8", "k9", "k10", "k11", "k13") if group[k]))
        return replace(layers, kernel=kernel, entries=layers.entries if len(layers.entries) > 1 else ())
    if group["d"]:
        if len(layers.entries) >= 1 and _BEFORE_KERNEL.match(text, token.end()) and (layers.dilation or len(layers.entries) > 1) and _ROW.fullmatch(text[before : token.start()]):
            return replace(_settled(layers), rate=int(group["d1"]))  # and then 3x3 of dilation 2: the next one's
        if len(layers.entries) > 1:  # 3x3 (d=1), then 3x3 (d=2): each its own
            beside = _OWN_RATE.fullmatch(text[before : token.start()])
            last = layers.entries[-1]
            return replace(layers, entries=(*layers.entries[:-1], (last[0], last[1], int(group["d1"]), last[3]))) if beside else layers
        return replace(layers, dilation=int(group["d1"]))
    if group["s"] and not layers.entries and not layers.kernel:
        return replace(layers, step=int(group["s1"]))
    if group["s"]:
        return replace(layers, entries=tuple((k, int(group["s1"]), d, n) for k, _, d, n in layers.entries[-1:])) if len(layers.entries) == 1 else (
            replace(layers, entries=(*layers.entries[:-1], (layers.entries[-1][0], int(group["s1"]), *layers.entries[-1][2:]))) if layers.entries else layers)  # fmt: skip
    if group["n"] and _OF_THEM.search(token[0]):
        return replace(layers, times=number_of(group["n4"]))
    number = next((number_of(group[n]) for n in ("n1", "n2", "n4", "n7", "n12") if group[n]), 0)
    kernel = next((int(group[k]) for k in ("k1", "k2", "k3", "k12") if group[k]), 0)
    if not kernel:
        last = layers.entries[-1] if layers.entries else None
        if last and not last[3] and len(layers.entries) == 1:
            return replace(layers, entries=((*last[:3], number),))
        return replace(layers, count=number)
    if kernel > LARGEST_KERNEL:
        return layers
    stride = _stride(token, text, kernel)
    if layers.step and stride == 1:
        stride = layers.step  # a stride told before its kernel: two 3x3 layers of stride 2
    if layers.rate:
        return replace(layers, rate=0, entries=(*layers.entries, (kernel, stride, layers.rate, number)))
    return _added(replace(layers, step=0), (kernel, stride, 1, number), text[before : token.start()])


def _stride(token: re.Match[str], text: str, kernel: int) -> int:
    """The stride said with a kernel; a pooling's windows do not overlap unless it is said how far they move."""
    if token["s3"]:
        return int(token["s3"])
    aside = re.search(_STRIDE + r"(\d)", token["aside"] or "", re.IGNORECASE)
    if aside:
        return int(aside[1])
    around = re.split(r"then|,|、|→|->|\+|;| and |\d|後に", text[max(0, token.start() - 10) : token.start()])[-1] + " " + re.split(r"then|,|、|→|->|\+|;| and ", text[token.end() : token.end() + 12])[0]
    pooled = _POOL.search(around) or _POOL.search(token[0])
    return kernel if pooled and not re.match(r"[^.。]{0,16}" + _STRIDE, text[token.end() :], re.IGNORECASE) else 1


_LOOKED_AT = re.compile(r"\s*の(?:出力|特徴マップ|マップ)?の?\s*\d{1,2}\s*[x×]\s*\d{1,2}[^。、]{0,6}?(?:見|参照|受け)")
_BEFORE_KERNEL = re.compile(r"\s*の?\s*\d{1,2}\s*[x×]\s*\d{1,2}(?!\d)")  # dilation 2 の 3x3
_LAYER = r"(?:(?:dilated |causal |ordinary )?(?:conv\w*|layers?|filters?|kernels?)|畳み?込み層?|層|フィルタ|カーネル)"
_OWN_RATE = re.compile(rf"[\s(（,、]*(?:{_LAYER}[\s]*){{0,2}}(?:\b(?:with|of|at|using|whose|has|and)\b\s*(?:an?\s+)?|で|は)?[\s(（,、]*", re.IGNORECASE)
_ROW = re.compile(rf"[\s)）]*(?:{_LAYER}[\s]*){{0,2}}[\s)）]*(?:and(?: then)?|then|followed by|と|の(?:あと|後)に?|、|,|→|->|\+)\s*(?:then |an? |次に)?\s*", re.IGNORECASE)


def _settled(layers: Layers) -> Layers:
    """One layer with a dilation told for it: its own from here on."""
    if len(layers.entries) != 1 or not layers.dilation:
        return layers
    kernel, stride, _, number = layers.entries[0]
    return replace(layers, entries=((kernel, stride, layers.dilation, number),), dilation=0)


_WHICH = re.compile(r"どちら|どっち|\b(?:which (?:is|one|of|has|needs|sees)|versus|vs)\b", re.IGNORECASE)
_THEN = re.compile(r"then|最[後終]|\blast\b|follow|after|next|さらに|次|続|のあと|の後|直後|すぐ後|の上に|→|->|⇒|\+|\bon top", re.IGNORECASE)


def _added(layers: Layers, entry: tuple[int, int, int, int], gap: str) -> Layers:
    """A further layer, after those there are; a contrast before it begins anew."""
    if not layers.entries:
        return replace(layers, entries=(entry,))
    joined = bool(_THEN.search(gap)) or bool(re.fullmatch(r"[\s,、()（）]*(?:(?:の)?(?:max |average |最大値?|平均)?(?:プーリング|畳み?込み|pool(?:ing)?|conv\w*|(?<=x\d)\s*layer)(?:層| layer)?)?[\s,、()（）]*(?:and|と)?\s*(?:again|finally)?\s*(?:an?|another)?\s*(?:max |average |最大値?|平均)?", gap, re.IGNORECASE))
    if layers.dilation and len(layers.entries) == 1 and joined:  # the dilation was the first one's
        kernel, stride, _, number = layers.entries[0]
        layers = replace(layers, entries=((kernel, stride, layers.dilation, number),), dilation=0)
    if words("against").search(gap) or not joined:
        return Layers(entries=(entry,), undilated=layers.undilated, apart=(*layers.apart, layers.entries))
    return replace(layers, entries=(*layers.entries, entry))


def listed(token: re.Match[str]) -> list[int]:
    """Dilations that are listed, an ellipsis filled in by doubling: 1, 2, 4, ..., 512."""
    text = token[0]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        return []  # one number
    numbers = [2 ** int(n[1]) if n[1] else int(n[0]) for n in re.finditer(r"2\s*\^\s*\{?(\d{1,2})\}?|\d+", text)]
    if re.search(r"…|\.\.|⋯", text) or token["range"]:
        last = numbers[-1]
        doubling = last & (last - 1) == 0 and numbers[:2] in ([1, 2], [1, last])
        return [2**n for n in range(last.bit_length())] if doubling else []
    plausible = numbers == sorted(numbers) or numbers.count(1) > 1
    return numbers if 3 <= len(numbers) <= 40 and numbers[0] in (1, 2) and plausible and max(numbers) <= 1_024 else []


def gathered(text: str, start: int = 0, end: int | None = None, skip: tuple[int, ...] = ()) -> Layers:
    """The description that a stretch of text gives; tokens that begin at a place of `skip` are none of it.

    >>> gathered("three 3x3 layers").plans(), gathered("k = 2, d = 1, 2, 4").plans()
    ([((3, 1, 1), (3, 1, 1), (3, 1, 1))], [((2, 1, 1), (2, 1, 2), (2, 1, 4))])
    """
    end = len(text) if end is None else end
    layers, before = Layers(), start
    for token in tokens_of(text, start, end):
        if not any(token.start() <= place < token.end() for place in skip):
            layers = with_token(layers, token, text, before)
            before = token.end()
    if len(layers.entries) == 2 and _WHICH.search(text, start, end):  # two things that are compared, no stack of both
        layers = replace(layers, entries=layers.entries[1:], apart=(*layers.apart, layers.entries[:1]))
    if words("undilated").search(text, start, end) and not layers.dilated:
        layers = replace(layers, undilated=True, dilation=0 if layers.dilation == 1 else layers.dilation)
    if not layers.dilations and not layers.undilated and words("doubling").search(text, start, end):
        steps = tuple(2**n for n in range(layers.last.bit_length()))
        layers = replace(layers, doubling=not steps, dilations=steps, last=0)
    return layers
