"""Whether a normalisation's output depends on the rest of the batch, and whether training and evaluation differ.

The thing (バッチサイズ, "the other images"), the verb (依存する, "ignores") with its denial, the mode (推論時, "at test time") and
the quantifier (だけ, "only") are found apart and put together.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .batch_order import order_of_samples
from .norm_alone import FROM_ONE, JUDGED, alone
from .norm_modes import BOTH_MODES, DENIED_EN, FORGOTTEN, claim_of_modes, mode_asked, of_modes
from .norm_sense import asserts, hedged, mode_of
from .norms import NORMS, Stretch, asked, note_of, pattern, plain, stretches, widened

_UNUSED = re.compile(r"(?:使わ|用い|見|参照し|必要とし)(?:ず|ない(?:で)?|ません)")
_DENIED_JA = re.compile(r"^[^。、]{0,6}?(?:わけではな|ことはな|のではな|とは限ら|ではありません|ではない)")
_WANTED = re.compile(r"問題|解決|解消|欠点|改善|課題|克服|ほしい|したい|学習率|\b(?:solv|address|overcom|fix|avoid)\w*|drawback|learning rate|accuracy|精度|性能|収束|noisy|不安定|小さいと|が小さ|数枚|speed|memory|メモリ", re.IGNORECASE)
_TRAIT = re.compile(r"の(?:欠点|弱点|短所|問題点|難点|利点|長所|特徴|メリット|デメリット)は|\b(?:the )?(?:drawback|weakness|advantage|strength)s? of \ue002+(?: is)?|\ue002's (?:drawback|advantage)", re.IGNORECASE)
_SMALL = re.compile(r"(?:バッチ|batch)[^。.]{0,20}(?:小さ|small|tiny|少な)", re.IGNORECASE)
_OTHERS = re.compile(r"(?:他|ほか|別|隣)の|\bothers?\b|\bcompanions?\b|\bneighbou?rs\b", re.IGNORECASE)


_WOULD = re.compile(r"\b(?:would|might|could) (?:make|let|render|cause|mean)\b", re.IGNORECASE)  # what is avoided


def read(view: View) -> Iterator[Reading]:
    """Dependence on the batch and on the mode."""
    s = view.sentence
    if not asserts(view) or _WOULD.search(s.words) or order_of_samples(s.words):
        return
    if s.cell is not None:
        yield from (widened(stretch, reading) for stretch in stretches(view) for reading in _cell(view, stretch))
        return
    last: list[Reading] = []
    found = stretches(view)
    if not found or (not found[0].own and not found[0].certain):
        found = _of_batch_norm(view) or found
    for stretch in found:
        modes = list(of_modes(view, stretch))
        yield from (widened(stretch, reading) for reading in modes)
        batch = list(_batch(view, stretch)) if not modes or not pattern("modes", "running").search(stretch.text) or _OTHERS.search(stretch.text) else []
        yield from (widened(stretch, reading) for reading in batch or _unlike(stretch, last or _before_this(view)))
        yield from _of_the_rest(stretch, [*modes, *batch])
        last = batch or last


def _of_the_rest(stretch: Stretch, found: list[Reading]) -> Iterator[Reading]:
    """Of the four only BN: of the others the opposite."""
    for reading in found[:1] if stretch.unlike else ():
        name = next((n.subject for n in stretch.named if f"({n.subject}" in reading.statement), None)
        for other in stretch.unlike if name else ():
            text = re.sub(r", mode=\w+", "", reading.statement.replace(f"({name}", f"({other}"))
            yield Reading(text.removeprefix("not ") if text.startswith("not ") else f"not {text}", reading.start, reading.end, sure=reading.sure)


def _of_batch_norm(view: View) -> list[Stretch]:
    """Running averages are kept by batch norm alone: it is meant wherever the text above speaks of it."""
    text = plain(view.sentence)
    if not pattern("modes", "running").search(text) or not mode_of(text):
        return []
    named = view.outline.inherited(view.sentence, lambda n: n == "batch_norm")
    return [Stretch(0, len(text), text, (named,), own=False)] if named else []


def _before_this(view: View) -> list[Reading]:
    """What the sentence before says of the batch ("...; batch norm does not")."""
    s = view.sentence
    if not re.search(r"\b(?:not|n't)\s*[.;。]?\s*$", s.words) or not s.number:
        return []
    before = View(view.outline, view.outline.sentences[s.block][s.number - 1])
    return [r for stretch in stretches(before) for r in _batch(before, stretch)]


def _unlike(stretch: Stretch, last: list[Reading]) -> Iterator[Reading]:
    """"..., batch norm does not": the claim before, denied."""
    m = re.search(r"\b(?:does|do|is|are) not\s*[.;。]?\s*$|\b(?:doesn't|isn't)\s*[.;。]?\s*$", stretch.text)
    if not m or not last or not stretch.own:
        return
    denied = last[-1].statement.startswith("not ")
    for subject in (n.subject for n in stretch.named):
        mode = mode_of(stretch.text)
        claim = f"independent_of_batch({subject}{f', mode={mode}' if mode and subject == 'batch_norm' else ''})"
        yield Reading(claim if denied else f"not {claim}", stretch.start, m.end())


# The batch


def _batch(view: View, stretch: Stretch) -> Iterator[Reading]:
    text = stretch.text
    found = dependence(text)
    if found is None:
        return
    depends, start, end = found
    if _NO_OTHER.search(text) or _NO_OUTPUT.search(text) or _equated(view) or _WHOLE_CHANGED.search(text):
        return  # of how many there are, or one is compared with another
    if JUDGED.search(_clauses(text, start, end)) or (view.sentence.has("parameters") and not re.search(r"出力|結果|値|\boutputs?\b|\bresults?\b", text)):
        return  # its quality is spoken of, or how many parameters there are
    clause = re.split(r"[、。]|[,;]\s", text[end:])[0]
    frozen = "evaluation" if pattern("modes", "running").search(text[:end]) else None
    mode = "training" if FORGOTTEN.search(plain(view.sentence)) else mode_of(text[:end] + clause) or frozen or (mode_of(_before(view, stretch)) if stretch.own else None)
    mode = mode or (_mode_of_item(view) if stretch.named[0].where else None)
    in_both = depends and BOTH_MODES.search(text) is not None  # what is said of both is wrong where it is wrong of one
    mode = "evaluation" if in_both and not mode else mode
    around = None if mode else _mode_around(view)
    for subject in (n.subject for n in stretch.named):
        chosen = f", mode={mode}" if mode and subject == "batch_norm" else ""
        claim = f"independent_of_batch({subject}{chosen})"
        sure = stretch.certain and not hedged(view) and not _WANTED.search(_TRAIT.sub("", text))
        if subject == "batch_norm" and not depends and FROM_ONE.fullmatch(text, start, end):
            sure = False  # of a batch of one
        sure = sure and not (subject == "batch_norm" and not depends and _ANY_SIZE.search(text))  # it runs with any, as another function
        told = f"not {claim}" if depends else claim
        other = (told.replace(f"({subject}", f"({subject}, mode={around}"),) if around and subject == "batch_norm" else ()
        by_its_name = subject == "batch_norm" and _OF_A_BATCH.search(plain(view.sentence)) is not None
        yield Reading(told, start, end, () if by_its_name else note_of(stretch, view), other, sure=sure)


_ANY_SIZE = re.compile(r"\b(?:works?|used?|usable|applied|run)\b[^.;]{0,20}\b(?:any|arbitrary|every|all) batch[- ]size|(?:任意|どんな)の?(?:大きさの)?バッチ[^。]{0,8}(?:使え|動)", re.IGNORECASE)
_OF_A_BATCH = re.compile(r"\bbatch(?:'s)? statistics\b|\bstatistics of (?:the|a) (?:mini-?)?batch\b|バッチの?統計", re.IGNORECASE)  # which one normalisation alone takes
_NO_OTHER = re.compile(r"\bno other (?:\w+[- ])?batch-dependent|(?:他|ほか)に(?:は)?バッチに依存する(?:層|もの)(?:が|は)な", re.IGNORECASE)  # said of the rest of a network
_NO_OUTPUT = re.compile(r"(?:平均|分散|統計量|パラメータ|チャン?ネル|グループ|組)(?:と分散)?の?(?:個|本)?数|\b(?:number|count)s? of (?:[\w\ue002-]+[ -]){0,2}(?:means?|variances?|statistics|parameters|groups|channels)|\bhow many (?:means|statistics|parameters)", re.IGNORECASE)
_SAME_AS = re.compile(r"\b(?:same|identical|equal|equivalent|equals?|coincides?|reduces?|becomes?|match(?:es)?|turns?)\b[^.;,]{0,16}(?:\b(?:as|to|with|into|equals?|becomes?)\s+)(?:an?\s+|the\s+)?$", re.IGNORECASE)
_SAME_JA = re.compile(r"\s*(?:層)?(?:と|に)(?:[^。、]{0,6})?(?:一致|同じ|等し|等価|同値|帰着|なる|なり)")


def _equated(view: View) -> bool:
    """Whether one normalisation is said to be another."""
    s = view.sentence
    named = [m for m in s.subjects if m.tag in NORMS]
    above = view.outline.inherited(s, lambda n: n in NORMS and all(n != m.tag for m in named)) if len({m.tag for m in named}) == 1 else None
    if above is not None and above.where in ("the heading", "the item above", "the introduction") and pattern("batch", "one_at_a_time").search(s.words) and re.search(r"\bthe same\b|同じ|等価|一致|等し", s.words):
        return True  # under "Instance norm": batch norm with one image is the same
    others = named[1:] if len({m.tag for m in named}) > 1 else named  # the one named, and that of the heading
    return any(_SAME_AS.search(s.words[max(0, m.start - 60) : m.start]) or _SAME_JA.match(s.words, m.end) for m in others)


_WHOLE_CHANGED = re.compile(r"バッチ(?:全体|の(?:全て|すべて|全部|全)の?[^、。]{0,8})を[^、。]{0,10}(?:倍|足|加え|スケール|ずら)|\b(?:multipl|scal|doubl|add|shift|rescal)\w*[^.;,]{0,20}\b(?:whole|entire) (?:mini-?)?batch", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:after (?:that|this)|then|with (?:these|this|that|them)|now|in this (?:mode|way)|so|therefore|そのあと|その後|こうすると|これで|こうして|この(?:とき|場合)|すると|したがって|よって)", re.IGNORECASE)


def _clauses(text: str, start: int, end: int) -> str:
    """The words around a place up to where another claim is joined."""
    joints = [m.start() for m in re.finditer(r"[;；。]|,\s+(?:and|but|so|which|while)\b|(?:が|ので|し|て)、", text)]
    return text[max([j for j in joints if j < start], default=0) : min([j for j in joints if j >= end], default=len(text))]


def _mode_around(view: View) -> str | None:
    """The mode of which the paragraph (or the item above it, its heading) speaks: it may go on to be meant."""
    s, outline = view.sentence, view.outline
    earlier = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    above = [e for block in [*outline.ancestors(s.block), *list(outline.headings(s.block))[:1]] for e in outline.sentences[block]]
    before = outline.sentences[s.block - 1] if s.number == 0 and s.block and _GOES_ON.match(s.words) else []
    for e in [*earlier[::-1][:4], *before[::-1], *above]:
        text = plain(e)
        if mode := mode_of(text) or ("evaluation" if pattern("modes", "running").search(text) else None):
            return mode
    return None


def _mode_of_item(view: View) -> str | None:
    """The mode in which the item above is a mere label: "- Test" / "  - the output depends on ..."."""
    outline, parent = view.outline, view.outline.blocks[view.sentence.block].parent
    over = outline.sentences[parent] if parent is not None and outline.blocks[parent].kind == "item" else []
    return mode_of(plain(over[0])) if len(over) == 1 and len(over[0].words.strip()) < 16 else None


def _before(view: View, stretch: Stretch) -> str:
    return plain(view.sentence)[: stretch.start][-30:]


def dependence(text: str) -> tuple[bool, int, int] | None:
    """Whether the output is said to depend on the batch, and where."""
    for thing in pattern("batch", "thing").finditer(text):
        near = text[max(0, thing.start() - 70) : thing.end() + 60]
        offset = max(0, thing.start() - 70)
        for name, depends in (("free", False), ("bound", True)):
            for verb in pattern("batch", name).finditer(near):
                place = (offset + verb.start(), offset + verb.end())
                if thing.start() <= place[0] < place[1] <= thing.end() and depends and _OF_OTHERS.search(thing[0]) is None:
                    continue  # "the coupling": a name for the dependence, which says of nobody that it has it
                if not _linked(text, thing.span(), place, verb[0]):
                    continue
                denied = bool(DENIED_EN.search(text[max(0, place[0] - 24) : place[0]]) or _NONE_OF.search(text[: place[0]])) and verb[0].isascii()
                denied ^= bool(_DENIED_JA.match(text[place[1] :]))
                if depends and _UNUSED.search(text[thing.end() : max(thing.end(), place[0])]):
                    return False, thing.start(), place[0]  # "it does not use the batch's, and uses the others"
                return depends != denied, min(thing.start(), place[0]), max(thing.end(), place[1])
    return _changed_batch(text) or alone(text)


_OF_OTHERS = re.compile(r"\b(?:samples?|examples?|images?|batch)\b|サンプル|画像|バッチ|同席|隣|他", re.IGNORECASE)
_AHEAD = re.compile(r"(?:(?P<other>\b(?:changes?|differs?|moves?|is affected|will change))|\b(?:stays? the same|does not change|doesn't change|is unaffected|remains? the same|is unchanged|stays? put|is the same))\s+(?:\w+\s+)?(?:if|when|once|whenever|as soon as|even if)\s+(?:you|we|one|someone|I)?\s*$", re.IGNORECASE)


def _changed_batch(text: str) -> tuple[bool, int, int] | None:
    """ "Changing the other images leaves the output untouched": what is done to the batch, and what becomes of the output."""
    done = pattern("batch", "done").search(text)
    if not done:
        return None
    kept, changed = pattern("changes", "kept").search(text, done.end()), pattern("changes", "changed").search(text, done.end())
    verb = min((v for v in (kept, changed) if v), key=lambda v: v.start(), default=None)
    if verb is None and (ahead := _AHEAD.search(text[: done.start()])):
        return ahead["other"] is not None, ahead.start(), done.end()
    if verb is None or verb.start() - done.end() > 70:
        return None
    denied = bool(DENIED_EN.search(text[max(0, verb.start() - 24) : verb.start()])) and verb[0].isascii() and not re.match(r"no |not |un|does not", verb[0])
    return (verb is changed) != denied, done.start(), verb.end()


_NONE_OF = re.compile(r"\b(?:none|neither|nor|no one|nobody|nothing|no (?:other )?(?:layer|method|variant|norm\w*))\b(?! but)[^.;,:]{0,70}$", re.IGNORECASE)


def _linked(text: str, thing: tuple[int, int], verb: tuple[int, int], word: str) -> bool:
    """Whether the verb is said of the thing: in its clause, after it in Japanese; weak words next to it only."""
    low, high = min(thing[1], verb[1]), max(thing[0], verb[0])
    between = text[low:high] if low < high else ""
    if re.search(r"[。;]|\.\s", between):
        return False
    if not word.isascii():
        return thing[0] <= verb[0] and not re.search(r"ため、|ので|から、", between)
    if re.fullmatch(r"uses?|chang(?:e|es)|mixe?s?|var(?:y|ies)|looks? at", word, re.IGNORECASE):
        if re.match(r"chang|var", word, re.IGNORECASE):
            return (0 <= thing[0] - verb[1] < 30 and bool(re.match(r"\s*(?:with|if|when|depending|as)\b", text[verb[1] :]))) or (
                False
            )
        return 0 <= thing[0] - verb[1] < 24 and bool(re.search(r"other|different|statistic|neighbou?r|between|across|among|of (?:a|the|one) (?:mini-?)?batch", text[verb[1] : thing[1]], re.IGNORECASE))
    if re.fullmatch(r"independent(?:ly)?", word, re.IGNORECASE):
        return bool(re.match(r"\s*(?:of|from)\b", text[verb[1] :])) or bool(re.search(r"(?:each|every|its)\s+(?:sample|example|image)", text, re.IGNORECASE))
    return len(between) < 60


def _cell(view: View, stretch: Stretch) -> Iterator[Reading]:
    """Yes or no under a head that asks: depends on the batch?, 学習と推論で違うか."""
    s, head = view.sentence, asked(view)
    if head is None:
        return
    yes = re.match(r"\s*(?:yes|○|◯|✓|✔|する|ある|あり|有り?(?!無)|はい|受ける|違う|異なる|変わる|differs?|different|depends)", s.words, re.IGNORECASE)
    no = re.match(r"\s*(?:no\b|×|✗|✘|x\s*$|しない|ない|なし|無し?|いいえ|受けない|同じ|変わらない|same|identical|independent|none)", s.words, re.IGNORECASE)
    own = re.sub(r"[(（][^()（）]*[)）]\s*$", "", s.words).strip(" 。.*＊†")  # a footnote is no part of the answer
    yes = yes or (s.japanese and len(own) > 1 and own in head)  # 見る under 他のサンプルを見るか
    no = no or (s.japanese and bool(re.fullmatch(r"[^\s、。]{1,12}?(?:ない|ません)", own)))
    answer = bool(yes)
    for subject in (n.subject for n in stretch.named):
        text = None
        if mode_asked(head) and bool(yes) != bool(no):
            alike = bool(pattern("modes", "alike").search(head) or re.search(r"[=＝]", head)) and not re.match(r"\s*(?:同じ|違う|異なる|same|diff)", s.words, re.IGNORECASE)
            text = f"train_eval_differs({subject})" if answer != alike else f"not train_eval_differs({subject})"
        elif bool(yes) != bool(no) and pattern("batch", "thing").search(head) and (found := dependence(statement_of(head))):
            own_verb = re.match(r"\s*(?:depends|independent)", s.words, re.IGNORECASE)
            depends = answer if own_verb else answer == found[0]
            mode = mode_of(" ".join(e.words for e in view.outline.sentences[s.block] if e.cell == 0)) if subject == "batch_norm" else ""
            measured = f"independent_of_batch({subject}{f', mode={mode}' if mode else ''})"
            text = f"not {measured}" if depends else measured
        elif bool(yes) != bool(no) and re.search(r"\b(?:running|moving)\b|移動(?:平均|統計|分散)", head, re.IGNORECASE):
            text = f"train_eval_differs({subject})" if answer else f"not train_eval_differs({subject})"
        elif found := dependence(f"{statement_of(head)} {s.words}"):
            mode = mode_of(f"{head} {s.words}")
            chosen = f", mode={mode}" if mode and subject == "batch_norm" else ""
            text = f"independent_of_batch({subject}{chosen})" if not found[0] else f"not independent_of_batch({subject}{chosen})"
        elif mode_of(head) == "evaluation" and (claim := claim_of_modes(f"{head} {s.words}")):
            text = claim[0].format(subject=subject)
            if no and not yes and asks(head):
                text = text.removeprefix("not ") if text.startswith("not ") else f"not {text}"
        if text:
            yield Reading(text, 0, len(s.words), note_of(stretch, view))


def asks(head: str) -> bool:
    """Whether a table's head is a question that yes or no answers."""
    return bool(re.search(r"か(?:どうか)?\s*[?？]?\s*$|[?？]\s*$", head))


def statement_of(head: str) -> str:
    """A table's question as a statement: 他のサンプルへの依存 asks whether it depends on them."""
    text = re.sub(r"(?:の?(?:有無|か(?:どうか)?))?\s*[?？]?\s*$", "", head)
    return re.sub(r"影響\s*$", "影響を受ける", text)
