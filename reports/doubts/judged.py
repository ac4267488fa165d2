"""Sentences that are put forward only to be judged: what others say, and what the next sentence calls wrong.

"Somebody wrote that batch norm works on a single image. No, it doesn't." says the opposite of its first sentence.
"""

from __future__ import annotations

from ...properties.statement import Statement
from .. import patterns as re
from ..scope import Outline
from ..text.sentences import Sentence

_OTHERS_SAY = re.compile(
    r"\b(?:an?|one|another|some|my|his|her|last year's|the (?:old|previous|first|original)) (?:student|reader|colleague|friend|classmate|participant|slides?|version|draft|edition|handout|post|commenter)s?\b[^.;,]{0,20}\b(?:say|says|said|writes?|wrote|claims?|claimed|thinks?|thought|asks?|asked|stated?|states|had it)\b|\bname\b[^.;,]{0,24}\bsuggests?\b|(?:去年|昨年|前回|旧版|古い版|以前)の?(?:スライド|資料|プリント|版|講義)(?:では|には)|"
    r"\b(?:some(?:body|one|times people)?|people|many(?: people| students)?|students|beginners|others|everyone|everybody|colleagues?|the forum|a forum|my friend|they)\b[^.;,]{0,24}\b(?:"
    r"say|says|said|wrote|writes?|tell|tells|told|think|thinks|thought|believes?|believed|claims?|claimed|assumes?|argues?|imagines?|expects?|confuses?|asked|suppose)\b"
    r"|\b(?:common|popular|widespread|frequent|typical|classic|usual) (?:misconception|mistake|error|slip|trap|pitfall|blunder|myth|belief|confusion)|\b(?:it is|it's) (?:often|sometimes|commonly|widely) (?:said|claimed|believed|thought|assumed)|\bmyth\b"
    r"|\b(?:one|you) (?:might|may|could|would) (?:think|expect|believe|assume|suppose|object)|\b(?:do not|don['’]t|never|must not|mustn['’]t|should not|shouldn['’]t) (?:ever )?(?:think|believe|assume|say|confuse|write|claim|state|conclude|imagine|tell)\b|(?:と|って)(?:は)?(?:書|言|考え|思|述べ|答え|覚え)[^。、]{0,4}?(?:ない(?:こと|で|よう)|[てで]はいけ|[てで]はな[らり]|[てで]はだめ|ちゃ(?:だめ|いけ))"
    r"|と(?:いう|の)?(?:誤解|勘違い|思い込み|誤った|間違った|俗説|噂|うわさ|デマ)|と(?:思|勘違い|誤解)(?:われがち|いがち|しがち|い込ん|っていた|っていました|う人|っている人|っている方|した人)|と(?:言|い|書|主張|説明)[^。、]{0,8}(?:人|サイト|記事|本|資料|ブログ|方)(?:も|が|を|は)|と書いてあるサイト|という(?:人|声|意見|説|記事|説明)(?:も|が|を|は|に)"
    r"|」と(?:質問|聞[かい]|訊[かい]|尋ね|問わ)|(?:という|とする|との|といった)(?:の|こと|考え(?:方)?|主張|説明|文|記述|言い方|理解|話|答え|回答|答案|見方|認識|意見|表現)(?:は|が|も)[^。、]{0,6}(?:誤|間違|まちが|嘘|正しくな|言い過ぎ|言いすぎ)"
    r"|\bit is (?:wrong|false|not true|incorrect|a mistake) (?:to \w+ )?that\b|\b(?:is|would be) (?:simply |just |plainly )?(?:wrong|false|incorrect|untrue|not true|not the case)\s*[.!]?\s*$"
    r"|[」』”][^。「」]{0,16}(?:とあった|とあります|とある|と書い|と記し|と述べ|と言っ|と説明|と載せ|と教え|としてい|という)[^。]{0,24}(?:誤|間違|まちがい|ミス|訂正|撤回|正しくな|言い過ぎ|忘れて)|(?:訂正|正誤表|お詫び)[)）:：\s][^。]{0,60}[」』]"
    r"|\b(?:once|earlier|previously|last (?:week|time|year)\S*|used to|I|we)\b[^.;]{0,24}\b(?:wrote|written|said|claimed|thought|stated|believed|put)\b[^.;]{0,16}\bthat [“\"]"
    r"|(?:よくある|多かった|(?:もっとも|最も|いちばん|一番)多い|ありがちな|典型的な|定番の|見かける|多い)(?:誤解|間違い|まちがい|勘違い|誤り|誤答|ミス)|よく「|(?:間違い|誤答|誤り)(?:の例)?(?:は|が|：|:)\s*「"
    r"|\b(?:those|anyone|anybody|whoever|(?:reports|solutions|answers|students|pupils|groups|several) (?:who|that|which))\b[^.;,]{0,20}\b(?:say|says|said|wrote|writes?|thinks?|thought|believes?|believed|claims?|claimed|answers?|answered|got|put)\b"
    r"|\bit is an? (?:\w+ )?(?:misunderstanding|misconception|mistake|error|myth|fallacy|confusion) (?:that|to)\b|\bcontrary to\b(?!\s+(?:the |an? |usual |plain |ordinary )*(?:res|dense|u-?nets?|vgg|mobile|lenet|alex|google|inception|plain|batch|layer|conv|rnn|lstm|transformer|max|average|wavenet)\w*)|\b(?:nobody|no one)\b[^.]{0,20}\b(?:say|claim|believe|think)|\bkeeps? (?:telling|saying|hearing)\b|\bused to (?:believe|think|say)\b|\bI (?:had |always |first )?(?:thought|believed|assumed|expected|figured)\b|と思って(?:い)?(?:た(?!め)|ました)"
    r"|\b(?:name|term|word|title|notation|figure)\b[^.;,]{0,30}\b(?:suggests?|implies|hints?|sounds?)\b|(?:名前|呼び名|用語|名称|字面)[^。、]{0,10}(?:から|だと|では|は)[^。]{0,20}(?:思|誤解|見え|聞こえ|想像|連想)",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\W*(?:(?:but|well|actually|in fact|however)\W+)?(?:no[,.!:;—–-]|not (?:so|true|quite|really|exactly|at all)\b|wrong\b|false\b|nonsense\b|incorrect\b|untrue\b|nope\b|neither is true|far from it"
    r"|(?:that|this|it|which)(?:'s| is| was| would be) (?:\w+ )?(?:wrong|false|not (?:true|so|the case|right|correct)|untrue|incorrect|an? (?:\w+ )?(?:myth|misconception|mistake|error|confusion|misunderstanding)|nonsense)"
    r"|(?:it|that|this|they) (?:does|do|is|are|can|will|did)(?:n't| not)[.,;:!]|(?:it|that|this) isn't (?:true|so|the case|right))"
    r"|[^.。]{0,4}\b(?:it|that|this) (?:is not|isn't|was not) (?:one|an?|any)\b|(?:both|all|each|neither|none|every) (?:halves|parts?|half|statements?|sentences?|claims?|of (?:these|those|them|the))?[^.]{0,40}\b(?:false|wrong|incorrect|untrue|true)\b|[\[(]\s*(?:wrong|false|incorrect)\b"
    r"|[\s　「」]*(?:(?:でも|しかし|ただ|ただし|いや|実は|だが|ところが)[、,]?\s*)?(?:いいえ|いや[、,]|違(?:う|い|います)|ちが(?:う|い)|(?:それ|これ|この(?:説明|主張|理解|文)|上)は[^。、]{0,6}(?:違|誤|間違|まちが|嘘|うそ|正しくな|ちが|勘違い|当てはまらな|デマ)|誤り(?:だ|です|である|。|$)|間違い(?:だ|です|である|。|$)|嘘(?:だ|です|。)|そんなことはな|そうで(?:は|も)な|そうじゃな|とんでもな|正しくは|正解[はが]|(?:その|この|そもそもの?)?(?:前提|仮定|質問|主張|理解|考え(?:方)?|説明|認識|想定)(?:が|は|から|自体)[^。、]{0,8}(?:違|ちが|誤|間違|まちが|正しくな|おかし|ずれ|外れ)|逆(?:だ|です|である|。)|(?:そう|それ|これ)は(?:なら|なり|言え|いえ)|[^。]{0,16}(?:し|倍し|足し|掛け|かけ|数え|混同し)て(?:は|しまっては)(?:いけな|なら|だめ|ダメ))",
    re.IGNORECASE,
)  # fmt: skip


_SPEAKER = re.compile(r"\W*(?:[A-Za-z]|[A-Z][a-z]{1,9}|[\u3040-\u30ff\u3400-\u9fff]{1,6}(?:さん|君|くん|先生|氏)?)\d?\s*[:：]\s*")
_REPLIED = re.compile(  # what another speaker's turn begins with where it denies the one before
    r"(?:いや|いえ|いいえ|ううん|ちがう|違う|違い|逆|それは|そこは|むしろ|[^。、,.]{0,8}(?:ない|ません)(?:よ|です|ね|って)?[。、,.]|(?:減る|増える|変わる)のは|減る|no\b|nope|not\b|it does(?:n't| not)|that's|other way|the other)", re.IGNORECASE
)
_ONE = re.compile(r"(?:1|１|一|ひと)\s*(?:枚|つ|件|個|サンプル)|\b(?:single|one)\b|\bits own\b|自分自身", re.IGNORECASE)
_BATCH_OF_ONE = re.compile(
    r"(?:バッチ(?:の)?(?:サイズ|数)?|枚数)\s*(?:が|は|を|=|＝)?\s*(?:1|１|一)(?!\d)|\bbatch(?:[- ]?size)?s?\s*(?:of|=|is|equals)?\s*(?:size\s*)?(?:1|one|a single)\b(?!\d)|\bN\s*=\s*1(?!\d)|1枚(?:だけ|しか|の(?:とき|場合))|(?:1|一)枚ずつ|画像(?:が|は)?\s*1\s*枚(?=\s*(?:[・、,とし]|を(?:入れ|流|通|学習)|で(?:学習|訓練|推論)))|\b(?:a single|one) image (?:with|of)\b",
    re.IGNORECASE,
)


def of_a_single_one(outline: Outline, statement: Statement, sentence: Sentence) -> str | None:
    """Whether a normalisation is said to work on one image because the batch spoken of has no other."""
    if statement.predicate != "normalised_over" or statement.subject != "batch_norm":
        return None
    above = range(max(0, sentence.block - 1), sentence.block + 1) if _ONE.search(sentence.words) else [sentence.block]
    near = [s for b in above for s in outline.sentences[b]]
    return "a batch of one is spoken of" if any(_BATCH_OF_ONE.search(s.words) for s in near) else None


_WARNED = re.compile(r"(?:do|must|should)(?: not|n['’]t)|don['’]t|never|(?:と|って)(?:は)?(?:書|言|考え|思|述べ|答え|覚え)[^。、]{0,4}?(?:ない(?:こと|で|よう)|[てで]は|ちゃ)", re.IGNORECASE)


def judged_below(outline: Outline, sentence: Sentence, denied: bool = False) -> str | None:
    """Why a sentence asserts nothing of its author's own; None where nothing says so.

    What it warns against saying, read as `denied`, is its author's own.

    >>> from ..text.notes import blocks_of
    >>> from ..text.segments import Source
    >>> from ..scope import outline_of
    >>> note = Source("Batch norm works on one image, I read. No, it does not.")
    >>> outline = outline_of(blocks_of(note.lines()))
    >>> judged_below(outline, outline.sentences[0][0])
    'the next sentence denies it'
    """
    found = _OTHERS_SAY.search(sentence.words)
    if found and not (denied and _WARNED.match(found[0])):
        return f'"{found[0]}" tells what others say'
    if sentence.cell is not None:
        return None
    later = [s for s in outline.sentences[sentence.block] if s.number > sentence.number]
    if (
        not later
        and sentence.block + 1 < len(outline.blocks)
        and outline.blocks[sentence.block + 1].kind in ("text", "item")
    ):
        later = outline.sentences[sentence.block + 1]
    if not later:
        return None
    reply = _SPEAKER.match(later[0].words)
    said = later[0].words[reply.end() :] if reply else later[0].words
    turned = reply is not None and bool(own := _SPEAKER.match(outline.sentences[sentence.block][0].words)) and own[0] != reply[0]
    return "the next sentence denies it" if _JUDGED.match(said) or (turned and _REPLIED.match(said)) else None
