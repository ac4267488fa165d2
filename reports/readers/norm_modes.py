"""Whether training and evaluation differ: running averages at test time, the same computation in both modes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import hedged, mode_of
from .norms import NORMS, Stretch, note_of, pattern, plain

DENIED_EN = re.compile(r"(?:\b(?:not|never|no|nor|neither|without|hardly|cannot|nothing|none|nobody)\b|n't)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
BOTH_MODES = re.compile(
    r"(?:学習|訓練)(?:時|中|の際)?(?:で)?(?:に)?も[、\s]?(?:推論|テスト|評価)(?:時|中|の際)?(?:で)?(?:に)?も|(?:推論|テスト|評価)(?:時|中)?(?:で)?(?:に)?も[、\s]?(?:学習|訓練)(?:時|中)?(?:で)?(?:に)?も"
    r"|\b(?:both |at |during |in |while )+(?:train\w*)(?: time)?,? (?:and|as well as|just as|as) (?:(?:at|during|in) )?(?:test|infer|eval)|\b(?:at|during|in) (?:test|infer\w*|eval\w*)(?: time)?,? (?:and|as well as|just as|as) (?:(?:at|during|in) )?train|\b(?:both|the two|either|each) (?:phases?|modes?|regimes?)\b|(?:どちら|両方|双方)の(?:モード|フェーズ|段階)|(?:2|二)つのモード", re.IGNORECASE,
)  # fmt: skip
_SUBSTITUTED = re.compile(r"\bsubstitut\w+|\breplac\w+|\bfrozen\b|\bswap\w*|代わり|置き換|差し替|固定", re.IGNORECASE)
_REPLACED = re.compile(r"[^。、]{0,4}(?:の代わりに|ではなく|でなく)")
_OWN_INPUT = re.compile(r"\b(?:from|of) (?:the|its|that|each) (?:current |given |present )?(?:own )?(?:input|sample|example|image)(?: at hand| itself| alone)|(?:その|入力|サンプル)(?:サンプル|入力|画像)?(?:自身|自体|だけ)の(?:統計|平均)", re.IGNORECASE)
_STATED_OF = re.compile(r"(?:学習|訓練|推論|評価|テスト)(?:時|中)?の?(?:パラメータ|枚数|データ数)")


FORGOTTEN = re.compile(r"忘れ|のまま|呼ばな|切り替え(?:ない|ず)|\bforg[eo]t|without (?:calling|switching)|\bstill in train|left in train", re.IGNORECASE)


def mode_asked(head: str) -> bool:
    """Whether a table's head names both modes."""
    return bool(re.search(r"学習|訓練|train", head, re.IGNORECASE) and re.search(r"推論|テスト|評価|test|eval|infer|predict", head, re.IGNORECASE))


_IF_KEPT = re.compile(r"\bif (?:it is |they are |any is )?(?:tracked|kept|used|enabled)\b|track_running_stats|(?:保持|使用|有効に)(?:する|した)?場合|(?:使う|保持する|有効にする)?(?:設定|オプション)(?:に|を)?(?:すれば|したら|する(?:と|場合|なら)|変え(?:れば|たら|ると))|\b(?:can|may|could) (?:also )?be (?:set|configured|told) to\b|\bunless (?:it is|they are) (?:set|enabled)", re.IGNORECASE)
_OF_LEARNED = re.compile(r"(?:γ|β|gamma|beta)[^。.]{0,16}(?:について|に関して|とは)|\babout (?:the )?(?:γ|gamma|scale and shift)", re.IGNORECASE)


def of_modes(view: View, stretch: Stretch) -> Iterator[Reading]:
    text = stretch.text
    parent = view.outline.blocks[view.sentence.block].parent
    if not stretch.own and parent is not None and any(_OF_LEARNED.search(plain(e)) for e in view.outline.sentences[parent]):
        return  # an option on what is learned
    whole = plain(view.sentence)
    if FORGOTTEN.search(whole) or _IF_KEPT.search(whole):
        return  # what happens if the mode is not the one that it should be
    claim = claim_of_modes(text, stretch.own) or (claim_of_modes(whole) if len(stretch.named) == len(set(NORMS) & {m.tag for m in view.sentence.subjects}) else None)
    if claim is None:
        return
    statement, start, end = claim
    for subject in (n.subject for n in stretch.named):
        told = statement.format(subject=subject)
        if subject == "batch_norm" and _FROZEN.search(whole):
            continue  # its statistics are kept fixed in training, too
        if "mode=training" in told and subject != "batch_norm":
            continue
        if "mode=" in told and subject != "batch_norm":
            told = f"not independent_of_batch({subject})"
        yield Reading(told, start, end, note_of(stretch, view), sure=stretch.certain and not hedged(view))


def _exchanged(text: str, running: int, now: int) -> bool:
    """Running averages while training, the batch's statistics at test time: the wrong way round."""
    cuts = [0, *(m.end() for m in re.finditer(r"[、,;；。]|\b(?:while|whereas|and|but)\b", text)), len(text)]
    clauses = {place: next(text[a:b] for a, b in itertools.pairwise(cuts) if a <= place < b) for place in (running, now)}
    if _GATHERED.search(clauses[running]) or _NOT_USED.search(clauses[now]):
        return False  # averages gathered while training are used at test time, in the place of the batch's
    return running != now and mode_of(clauses[running]) == "training" and mode_of(clauses[now]) == "evaluation"


_USED_THEN = re.compile(r"\b(?:uses?|normali[sz]es? (?:with|by)|subtracts?|divides? by)\s+(?:the |its |their )(?:running|moving) (?:averages|means?|statistics|estimates|variances?)(?! (?:to|for|only))|移動(?:平均|統計量?)(?:と(?:移動)?分散)?(?:の値)?で正規化", re.IGNORECASE)
_GATHERED = re.compile(r"(?:た|て(?:おいた|ある|いた))(?:移動|平均|分散|統計)|\b(?:stored|accumulated|collected|gathered|estimated|kept|recorded|computed|learned)\b", re.IGNORECASE)
_NOT_USED = re.compile(r"ず(?:に)?[、,]?\s*$|ない|ません|\b(?:not|never|no longer|instead of|rather than)\b|n't", re.IGNORECASE)


_LEARNED = re.compile(r"γ|β|\bgamma\b|\bbeta\b|重み|\bweights?\b|同じパラメータ|same parameters", re.IGNORECASE)


_FROZEN = re.compile(r"\b(?:frozen|freez\w+|froze)\b(?! (?:statistics|averages|means|running))|凍結|(?:BN|バッチ正規化|統計量?)(?:層)?を(?:固定|凍)", re.IGNORECASE)
_SAME_INPUT = re.compile(r"切り?替え(?=(?:て|で(?!き)|に|る(?:と|だけ))[^。]{4})|\bswitching between\b|同じ(?:入力|データ|画像|サンプル|バッチ)|\b(?:the )?same (?:inputs?|images?|examples?|data|batch|picture)\b", re.IGNORECASE)


_SOURCES = (
    ("own", re.compile(r"(?:その|各|個々の)?(?:サンプル|入力|画像|データ)(?:自身|自体)|自分自身|\b(?:the|that|its|each) (?:own )?(?:input|sample|example|image)(?: itself| at hand)|\b(?:its|their) own (?:statistics|mean|values)", re.IGNORECASE)),
    ("kept", re.compile(r"移動(?:平均|分散|統計)|(?:学習|訓練)データ(?:全体)?の(?:平均|統計)|全データの(?:平均|統計)|\b(?:running|moving|population|stored|accumulated) (?:averages?|means?|statistics|variances?)|\btraining[- ]set (?:means?|statistics)", re.IGNORECASE)),
    ("batch", re.compile(r"(?:μ|\bmu)\s*(?:and|,|&)\s*(?:the )?(?:σ|sigma)(?:\s*\^?\s*2)?\s+of the (?:current )?(?:mini-?)?batch|(?:ミニ)?バッチの(?:統計|平均|分散)|バッチ統計|\bbatch(?:'s)? (?:stat(?:istic)?s|means?)|\b(?:statistics|means?) of the (?:current |mini-?)?batch", re.IGNORECASE)),
)  # fmt: skip
_CLAUSE = re.compile(r"[、,;；。]|\b(?:while|whereas|and|but)\b|一方")


_INSTEAD = re.compile(r"代わり|ではなく|でなく|求めた|ず(?:に)?、|ない|ません|\binstead of\b|\brather than\b|\bin place of\b|\bnot\b", re.IGNORECASE)


def _by_sources(text: str) -> tuple[str, int, int] | None:
    """From what the statistics come in each of the modes: the same in both, or another in each."""
    places = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    found: dict[str, tuple[str, int, int]] = {}
    for start, end in itertools.pairwise(places):
        clause = text[start:end]
        mode = mode_of(clause)
        source = next(((name, m) for name, pattern_ in _SOURCES if (m := pattern_.search(clause))), None)
        if mode and source:
            found.setdefault(mode, (source[0], start + source[1].start(), start + source[1].end()))
    if len(found) == 2 and not DENIED_EN.search(text) and not re.search(r"ではな|でな|ない", text):
        (a, start, _), (b, _, end) = found["training"], found["evaluation"]
        if (a, b) == ("kept", "batch") and (_GATHERED.search(text) or _SUBSTITUTED.search(text) or _INSTEAD.search(text)):
            return None
        if (a, b) == ("kept", "batch"):  # the wrong way round
            return "not independent_of_batch({subject}, mode=evaluation)", min(start, found["evaluation"][1]), max(end, found["training"][2])
        name = "train_eval_differs({subject})" if a != b else "not train_eval_differs({subject})"
        if (a, b) in (("batch", "kept"), ("own", "kept"), ("own", "own"), ("kept", "kept"), ("batch", "batch")):
            return name, min(start, found["evaluation"][1]), max(end, found["training"][2])
    both = BOTH_MODES.search(text)
    own = _SOURCES[0][1].search(text)
    if both and own and not re.search(r"ではな|でな|ない|ません|\bnot\b|n't", text):
        return "not train_eval_differs({subject})", min(both.start(), own.start()), max(both.end(), own.end())
    return None


# "eval: running averages", テスト時は移動平均: what is used then, and no more is said.
_LABELLED_LATER = re.compile(r"[\s\ue002:：,、()（）-]*(?:at |in |during )?(?:the )?(?:(?:eval(?:uation)?|test(?:ing)?|inference|prediction)(?: time| mode)?|(?:推論|テスト|評価|予測)(?:の)?(?:時|とき|モード|中|フェーズ)?)\s*(?:[:：=→]|->|は|では|には|,)", re.IGNORECASE)
_IN_PLACE_OF = re.compile(r"[^.;。]{0,16}?(?:,\s*not\b|\binstead of\b|\brather than\b|\bin place of\b)", re.IGNORECASE)
_SWAPPED = re.compile(r"\b(?:batch|mini-?batch)(?:'s)? (?:stat(?:istic)?s|means?|averages?)\b[^.;]{0,16}\b(?:instead of|rather than|in place of|not)\b[^.;]{0,24}\b(?:running|moving|stored)|移動(?:平均|統計量?)(?:の代わりに|ではなく|でなく)[^。、]{0,16}バッチの?(?:統計|平均)", re.IGNORECASE)


def claim_of_modes(text: str, own: bool = True) -> tuple[str, int, int] | None:
    """The statement about the two modes, its subject left open."""
    text = _SAME_INPUT.sub(lambda m: " " * len(m[0]), text)
    if told := _by_sources(text):
        return told
    if re.search(r"重みの|構造|accuracy|精度|データで|\bcounting\b|\bcounted\b|数え", text):
        return None
    running = pattern("modes", "running").search(text)
    if not running and _LEARNED.search(text):
        return None
    now = pattern("modes", "current").search(text)
    later = re.search(r"推論|テスト|評価|予測|\btest|\binference\b|\beval|\bpredict", text, re.IGNORECASE)
    if running and now and _exchanged(text, running.start(), now.start()):
        return "not independent_of_batch({subject}, mode=evaluation)", min(running.start(), now.start()), max(running.end(), now.end())
    if running:
        if (swapped := _SWAPPED.search(text)) and later:
            return "not independent_of_batch({subject}, mode=evaluation)", min(running.start(), swapped.start()), running.end()
        denied = re.match(r"(?:の)?(?:値|更新|計算|保持|記録|蓄積)?(?:を|は|が|も|など)?(?:一切|全く|まったく)?(?:(?:保持|蓄積|記録|計算|用意|保存|管理|使用)?(?:する|しておく|して(?:い|お)く|使う|持つ|ためる|貯める)?(?:必要|こと|まで)(?:は|が|も)?(?:な[いくし]|ありません)|持た(?:ない|ず)|持ちません|使わ(?:ない|ず)|不要|要らない|いらない|必要(?:は|が|も)?な|な[いし]|ありません)", text[running.end() : running.end() + 16])
        denied = denied or DENIED_EN.search(text[: running.start()][-24:]) or _REPLACED.match(text[running.end() :]) or re.search(r"\b(?:instead of|rather than|replac\w+)\s+(?:the\s+|its\s+)?$", text[: running.start()], re.IGNORECASE)
        kept = _LABELLED_LATER.match(text) or _IN_PLACE_OF.match(text, running.end()) or re.search(r"を(?:持つ|持ち|保持|使|用|計算|必要)|が(?:使われ|用いられ)|で(?:正規化|計算)|[がは](?:必要(?!な|は|あり)|要る|いる$)|に切り|\b(?:keep|maintain|store|track|need|requir|use|has|have|switch|rel)\w*|\bby running|\bfrom (?:the |its )?(?:running|moving)|(?:statistics|averages|estimates|means?) (?:are|is) (?:used|kept|stored)|\breplace", text, re.IGNORECASE)
        if not later and not denied and mode_of(text) == "training" and _USED_THEN.search(text) and not _GATHERED.search(text):
            return "independent_of_batch({subject}, mode=training)", running.start(), running.end()  # so it would be
        if denied or (later and (own or _SUBSTITUTED.search(text))) or kept:
            name = "not train_eval_differs({subject})" if denied else "train_eval_differs({subject})"
            return name, running.start(), running.end()
    labelled = None if running else _LABELLED_LATER.match(text)
    if labelled and (batch := _SOURCES[2][1].match(text, labelled.end() + len(text[labelled.end() :]) - len(text[labelled.end() :].lstrip()))):
        return "not independent_of_batch({subject}, mode=evaluation)", labelled.start(), batch.end()
    same = BOTH_MODES.search(text)
    if same and not running and re.search(r"バッチ(?:ごと)?の(?:統計|平均|分散)|バッチ統計|\bbatch(?:'s)?(?: own)? statistics|(?:statistics|mean)[^.;]{0,24}\bof the (?:current |mini-?)?batch", text, re.IGNORECASE):
        denied = bool(re.search(r"ではな|でな|ない|ません|\bnot\b|n't", text, re.IGNORECASE))
        return ("" if denied else "not ") + "train_eval_differs({subject})", same.start(), same.end()
    if same and not running and not later:
        alike, different = pattern("modes", "alike").search(text), pattern("modes", "different").search(text)
        if bool(alike) != bool(different):
            verb = alike or different
            assert verb is not None
            denied = bool(DENIED_EN.search(text[max(0, verb.start() - 24) : verb.start()])) and not re.match(r"no |not |do(?:es)? not", verb[0])
            differs = bool(different) != denied
            return ("" if differs else "not ") + "train_eval_differs({subject})", min(verb.start(), same.start()), max(verb.end(), same.end())
    at_test = re.search(r"\b(?:behaves?|works?|acts?|computes?|does|is computed|is)\b[^.;,]{0,24}\b(?:differently|something (?:else|different)|different)\s+(?:at|during|in)\s+(?:test|inference|evaluation|eval|prediction)|(?:推論|テスト|評価)(?:時|のとき|モード)?(?:に(?:は|なると)?|では?|だと|は)?(?:だけ)?(?:動作|挙動|計算|振る舞い|ふるまい)(?:が|は|も)?(?:変わる|変わり|異なる|違う)", text, re.IGNORECASE)
    if at_test and not re.search(r"学習|訓練|train", text, re.IGNORECASE):
        denied = bool(DENIED_EN.search(text[max(0, at_test.start() - 24) : at_test.start()])) or bool(re.match(r"(?:わけ|こと)(?:では|は)?な", text[at_test.end() :]))
        return ("not " if denied else "") + "train_eval_differs({subject})", at_test.start(), at_test.end()
    exactly = re.search(r"\b(?:exactly )?the same (?:thing|computation|way)\b", text, re.IGNORECASE)
    if exactly and now and later and not running:
        return "not train_eval_differs({subject})", min(exactly.start(), later.start()), max(exactly.end(), now.end())
    switch = re.search(r"\beval\(\)", text)
    if switch and (m := re.search(r"\b(?:changes|affects|alters|matters)\b|変わる|変える|(?:does|has) (?:nothing|no effect)|変わらない", text)):
        return ("not " if re.search(r"no|ない", m[0]) else "") + "train_eval_differs({subject})", switch.start(), m.end()
    if later and not running and (mine := _OWN_INPUT.search(text)) and re.search(r"\b(?:also|too|even|still|as well)\b|[にで]も", text):
        return "not train_eval_differs({subject})", min(mine.start(), later.start()), max(mine.end(), later.end())
    if now and later and not running and not re.search(r"学習|train", text, re.IGNORECASE):
        denied = bool(re.search(r"ではな|でな|ない|ません|ず", text[now.end() : now.end() + 14])) or bool(DENIED_EN.search(text[: now.start()][-24:])) or bool(re.search(r"instead of|rather than", text[: now.start()][-20:]))
        return ("" if denied else "not ") + "independent_of_batch({subject}, mode=evaluation)", now.start(), now.end()
    training = re.search(r"学習|訓練|\btrain", text, re.IGNORECASE)
    if not training or not later or _STATED_OF.search(text):
        return None
    different, alike = pattern("modes", "different").search(text), pattern("modes", "alike").search(text)
    verb = different if different and not alike else alike if alike and not different else None
    if different and alike:
        verb = alike if "no " in alike[0] or "any " in alike[0] or "違" in alike[0] or "not" in alike[0] else different if "not" in different[0] else None
    if verb is None:
        return None
    denied = bool(DENIED_EN.search(text[max(0, verb.start() - 28) : verb.start()])) and not re.match(r"no |not |do(?:es)? not", verb[0])
    denied |= bool(re.search(r"^\s*nor\b", text, re.IGNORECASE)) and verb is alike and "any" not in verb[0]
    differs = (verb is different) != denied
    if verb is alike and re.match(r"any", verb[0], re.IGNORECASE):
        differs = not re.search(r"\b(?:nor|not|without|never|no)\b|n't", text[: verb.start()], re.IGNORECASE)
    places = (training.start(), later.start(), verb.start())
    return ("" if differs else "not ") + "train_eval_differs({subject})", min(places), max(training.end(), later.end(), verb.end())
