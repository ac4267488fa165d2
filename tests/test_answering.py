"""What an answer inherits: the question of its number with the items under it, and what the answer has said before."""

from kenzan.reports.answering import answered_so_far, question_of
from kenzan.reports.scope import outline_of
from kenzan.reports.text.notes import blocks_of
from kenzan.reports.text.segments import Source

NOTE = """問1．次の層を考える。
- 入力は 8 チャネル
- 3×3 のフィルタを 4 枚

問2．5×5 の畳み込み。

### 解答

答1．フィルタ1枚の重みは 72 個。だから全部で 288 個。
"""


def outline():
    return outline_of(blocks_of(Source(NOTE).lines()))


def test_the_items_under_a_question_are_part_of_it():
    note = outline()
    told = [s.text.chars for s in question_of(note, note.sentences[-1][0])]
    assert told == ["問1.次の層を考える。", "入力は 8 チャネル", "3×3 のフィルタを 4 枚"]


def test_an_answer_goes_on_from_its_own_first_sentence():
    note = outline()
    first, second = note.sentences[-1]
    assert answered_so_far(note, second) == [first]
    assert answered_so_far(note, first) == []
