"""Reading given exams: the ways people write options and keys, GIFT's and Moodle's syntax, hostile files."""

import pytest
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main
from kenzan.reports.exams.exam import read_exam
from kenzan.reports.exams.gift import read_gift
from kenzan.reports.exams.markdown import read_markdown
from kenzan.reports.exams.moodle import read_moodle
from kenzan.reports.exams.verdicts import judge

STEM = "How does a dense block combine feature maps?"
WAYS = {
    "letters and answer": f"1. {STEM}\nA. addition\nB. concatenation\n\nAnswer: B\n",
    "brackets": f"Q1. {STEM}\n(a) addition\n(b) concatenation\n\nCorrect answer: (b)\n",
    "boxes": f"## Question 1\n{STEM}\n- [ ] addition\n- [x] concatenation\n",
    "bold option": f"1) {STEM}\n\n- addition\n- **concatenation**\n",
    "tick": f"1. {STEM}\n   - addition\n   - concatenation ✓\n",
    "said": f"1. {STEM}\n   A) addition\n   B) concatenation (correct)\n",
    "one line": f"1. {STEM}\n   A) addition  B) concatenation\n\n   **Answer:** B\n",
    "kana": f"問1 {STEM}\n(あ) addition\n(い) concatenation\n\n答え: (い)\n",
    "katakana": f"## 問1\n{STEM}\nア. addition\nイ. concatenation\n\n正解：イ\n",
    "circled": f"問１．{STEM}\n① addition\n② concatenation\n\n解答　②\n",
    "number": f"## 問題 1\n{STEM}\n1. addition\n2. concatenation\n\n正解: 2\n",
    "text": f"1. {STEM}\n- addition\n- concatenation\n\nAnswer: concatenation\n",
    "label and text": f"1. {STEM}\nA. addition\nB. concatenation\n\nAnswer: B. concatenation\n",
    "list": f"# Exam\n1. {STEM}\nA. addition\nB. concatenation\n\n## Answers\n1. B\n",
    "list in a line": f"1. {STEM}\nA. addition\nB. concatenation\n2. {STEM}\nA. concatenation\nB. addition\n\nAnswers: 1-B, 2-A\n",
    "windows": f"1. {STEM}\r\nA. addition\r\nB. concatenation\r\n\r\nAnswer: B\r\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write_a_question_is_read(way):
    item = read_markdown(WAYS[way])[0]
    assert item.stem == STEM
    assert [o.text for o in item.options] == ["addition", "concatenation"]
    assert [bool(o.marked) for o in item.options] == [False, True]


def test_questions_without_options_and_true_or_false():
    text = "1. How many channels are there?\n\nAnswer: 28\n\n2. True or false: pooling has weights.\n\nAnswer: False\n\n3. 正しいか。\n\n答え: ×\n"
    items = read_markdown(text)
    assert [(i.kind, i.line) for i in items] == [("typed", 1), ("true_false", 5), ("true_false", 9)]
    assert [o.marked for o in items[1].options] == [False, True]


def test_prose_explanations_and_titles_are_no_options():
    text = f"# Title\n\nSome words about the exam.\n\n1. {STEM}\nA. addition\nB. concatenation\n\nAnswer: B\nExplanation: it keeps\n- what came before\n\n2. {STEM}\nA. one\nB. two\n"
    items = read_markdown(text)
    assert [(i.name, len(i.options)) for i in items] == [("1", 2), ("2", 2)]
    assert items[1].key == ()


def test_gift_in_its_whole_syntax():
    text = r"""// comment
$CATEGORY: top

::One:: What is 1 \= 1\: \{yes\} {
  =right #good
  ~wrong \= no #bad
  ~%50%half
}

Two plus two is {=4 ~5} here.

The earth is flat.{F#no}

::Number:: Size? {#28:0.5}

::Range:: Size? {#27..29}

::Several:: Size? {#=28:0 =%50%28:2#near}

::Match:: Match. {=cat -> animal =rose -> plant}

::Short:: Name it. {=concat =concatenation}

::All:: Which? {~%50%a ~%50%b ~%-100%c}

::Html::[html]<p>A<sup>2</sup> &amp; \(H \\times W\)?</p>{=yes ~no}

An essay. {}

A description.
"""
    items = {item.name: item for item in read_gift(text)}
    one = items["One"]
    assert (one.line, one.stem, one.key) == (4, "What is 1 = 1: {yes}", ("A",))
    assert [o.text for o in one.options] == ["right", "wrong = no", "half"]
    assert items["2"].stem == "Two plus two is ____ here."
    assert (items["3"].kind, [o.marked for o in items["3"].options]) == ("true_false", [False, True])
    assert [(o.text, o.tolerance) for o in items["Number"].options] == [("28", 0.5)]
    assert [(o.text, o.tolerance) for o in items["Range"].options] == [("28", 1.0)]
    assert [o.text for o in items["Several"].options] == ["28", "28"]
    assert [o.text for o in items["Match"].options] == ["cat: animal", "rose: plant"]
    assert [o.text for o in items["Short"].options] == ["concat", "concatenation"]
    assert (items["All"].kind, items["All"].key) == ("multiple", ("A", "B"))
    assert items["Html"].stem == r"A^2 & $H \times W$?"
    assert len(items) == 10


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>c</text></category></question>
<question type="multichoice"><name><text>m</text></name><questiontext format="html"><text><![CDATA[<p>A &lt; B?</p>]]></text></questiontext>
<single>true</single><answer fraction="100"><text>yes</text></answer><answer fraction="50"><text>half</text></answer></question>
<question type="truefalse"><name><text>t</text></name><questiontext><text>It is.</text></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="numerical"><name><text>n</text></name><questiontext><text>Size?</text></questiontext>
<answer fraction="100"><text>28</text><tolerance>0.5</tolerance></answer></question>
<question type="shortanswer"><name><text>s</text></name><questiontext><text>Name?</text></questiontext>
<answer fraction="100"><text>concat</text></answer><answer fraction="0"><text>*</text></answer></question>
<question type="matching"><name><text>p</text></name><questiontext><text>Match.</text></questiontext>
<subquestion><text>cat</text><answer><text>animal</text></answer></subquestion></question>
<question type="cloze"><name><text>c</text></name><questiontext><text>One is {1:MULTICHOICE:=a~b} and two {2:NUMERICAL:=3:0.1}.</text></questiontext></question>
<question type="essay"><name><text>e</text></name><questiontext><text>Write.</text></questiontext></question>
</quiz>
"""


def test_moodle_xml_question_types():
    items = {item.name: item for item in read_moodle(MOODLE)}
    assert (items["m"].line, items["m"].stem, items["m"].key) == (4, "A < B?", ("A",))
    assert [o.marked for o in items["t"].options] == [False, True]
    assert [(o.text, o.tolerance) for o in items["n"].options] == [("28", 0.5)]
    assert [o.text for o in items["s"].options] == ["concat"]
    assert [o.text for o in items["p"].options] == ["cat: animal"]
    assert items["c (1)"].stem == "One is ____ and two 3."
    assert [(o.text, o.tolerance) for o in items["c (2)"].options] == [("3", 0.1)]
    assert len(items) == 7


BOMB = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><quiz><question>&b;</question></quiz>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", BOMB), ("b.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><quiz/>'), ("c.xml", "<quiz><question>"),
        ("d.xml", "<html></html>"), ("e.xml", "<quiz>" * 60 + "</quiz>" * 60), ("f.xml", ""), ("g.gift", "a { =b"),
        ("h.gift", "}} {{"), ("i.md", ""), ("j.md", "just words\n"), ("k.gift", "words"), ("l.md", b"\xff\x00\xfe"),
    ],
)  # fmt: skip
def test_a_hostile_or_empty_exam_is_one_sentence_and_status_2(name, content, tmp_path, capfd):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["certify", str(path)]) == 2
    error = capfd.readouterr().err
    assert error.startswith("kenzan: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    ["1. " + "(" * 5_000 + "?\nA. x\nB. y\nAnswer: A\n", "1. Which?\n" + "A. x " * 5_000, "- [x] a\n" * 20_000, "*" * 20_000 + "?\nA. x\nB. y",
     "1. Size of 9" + "x9" * 4_000 + "?\nA. 9\nB. 8\nAnswer: A\n", "1. What is 2" + "^9" * 2_000 + "?\nA. 1\nB. " + "9" * 5_000 + "\nAnswer: B\n"],
)  # fmt: skip
def test_wild_texts_neither_crash_nor_alarm(text):
    try:
        items = read_exam(text, ".md")
    except InputError:
        return
    assert not [one.why for one in map(judge, items[:20]) if one.alarm]


def test_control_characters_of_a_stem_do_not_reach_the_terminal(tmp_path, capfd):
    path = tmp_path / "exam.md"
    path.write_text(f"1. \x1b[31m{STEM}\nA. addition\nB. concatenation\nAnswer: B\n", encoding="utf-8")
    main(["certify", str(path)])
    assert "\x1b" not in capfd.readouterr().out
