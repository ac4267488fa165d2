"""Where the key stands: folded away, in brackets, below a heading; and what is said where it was not found."""

import json

import pytest
from kenzan.reports.cli import main
from kenzan.reports.exams.exam import read_exam

SIZE = "How large is the output of a 20x20 input through a 3x3 convolution with stride 1 and no padding?"
OPTIONS = "1. 20x20\n2. 18x18\n3. 17x17\n"
BODY = f"#### Q1: {SIZE}\n\n{OPTIONS}"


@pytest.mark.parametrize(
    "key",
    [
        "<details><summary>Answer</summary>\n\n2. 18x18\n\n</details>",
        "<details>\n<summary><b>Show the solution</b></summary>\n\nB\n\nbecause 20 - 3 + 1 = 18\n</details>",
        "<details><summary>解答を見る</summary>2</details>",
        "<details open><summary>Answer</summary>Answer: B</details>",
        "<!-- answer: 2 -->",
        "**Answer**\n\nB",
        '??? success "Answer"\n    B\n',
        ":::{admonition} Answer\nB\n:::",
    ],
)
def test_a_key_that_is_folded_away_or_stands_below_is_found(key):
    first, second = read_exam(f"# Review\n\n{BODY}\n{key}\n\n#### Q2: {SIZE}\n\n{OPTIONS}\n{key}\n", ".md")
    assert [len(first.options), len(second.options)] == [3, 3]
    assert (first.key, second.key) == (("2",), ("2",))


def test_a_fold_that_is_no_answer_is_no_key():
    [item] = read_exam(f"{BODY}\n<details><summary>Hint</summary>\n\n1. think\n\n</details>\n", ".md")
    assert (item.key, len(item.options)) == ((), 3)


@pytest.mark.parametrize(
    "keys",
    [
        "# 解答\n【問題1】②\n【問題2】①",
        "## 解答\n【問題１】②　【問題２】①",
        "## 正解\n問1② 問2①",
        "## Answers\n[1] 2\n[2] 1",
        "<details><summary>Answers</summary>\n\n1. ②\n2. ①\n\n</details>",
    ],
)
def test_a_list_of_keys_in_brackets_is_read(keys):
    asked = "".join(f"【問題{n}】入力20×20、3×3、ストライド1、パディングなしの畳み込みの出力は？\n① 20×20　② 18×18　③ 17×17\n\n" for n in (1, 2))
    assert [item.key for item in read_exam(f"# 期末試験\n\n{asked}{keys}\n", ".md")] == [("②",), ("①",)]


@pytest.mark.parametrize(("keyed", "status"), [(0, 1), (1, 1), (2, 0), (3, 0)])
def test_most_keys_missing_is_said_and_is_no_success(keyed, status, tmp_path, capfd):
    path = tmp_path / "exam.md"
    path.write_text("".join(f"{n}. {SIZE}\n   A. 20\n   B. 18\n\n" + "   Answer: B\n\n" * (n <= keyed) for n in (1, 2, 3)), "utf-8")
    assert main(["certify", str(path)]) == status
    told = capfd.readouterr().out
    assert ("no key was found for" in told) == bool(status)
    assert (f"{3 - keyed} of 3 questions" in told) == bool(status)
    assert main(["certify", str(path), "--format", "json"]) == status
    assert json.loads(capfd.readouterr().out)["summary"]["without_key"] == 3 - keyed
