"""Authoring: a scaffold that certifies at once, a preview at each change, the gallery."""

import re

import pytest
from kenzan.questions.bank import BUNDLED, entries
from kenzan.questions.certify import certified_variant
from kenzan.questions.loading import load
from kenzan.questions.streams import Stream
from kenzan.reports import watching
from kenzan.reports.cli import main
from kenzan.reports.commands.new_question import MODELS


@pytest.mark.parametrize("kind", MODELS)
def test_a_new_question_of_every_kind_certifies(kind, tmp_path, capsys):
    path = tmp_path / "mine.md.j2"
    assert main(["new-question", "mine", "--kind", kind, "--topic", "my-topic", "-o", str(path)]) == 0
    question = load(path)
    assert (question.id, question.topic, question.kind) == ("mine", "my-topic", kind)
    for i in range(5):
        values = question.space.draw(Stream("new", i))
        certified_variant(question, values, lambda part, purpose, i=i: Stream("new", i, part, purpose))


def test_a_new_question_is_never_written_over_another(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["new-question", "mine", "--kind", "order"]) == 0
    assert main(["new-question", "mine", "--kind", "order"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["new-question", "../x"]) == 2
    assert main(["certify", "densenet/mine.md.j2"]) == 0


def test_watching_certifies_at_each_change_and_writes_a_preview(tmp_path, capfd):
    path, page = tmp_path / "layer-order.md.j2", tmp_path / "q.html"
    text = (BUNDLED / "densenet" / "layer-order.md.j2").read_text("utf-8")
    path.write_text(text, encoding="utf-8")
    seen = []

    def stop():
        seen.append(page.read_text("utf-8") if page.exists() else "")
        if len(seen) == 2:
            path.write_text(text.replace("(batch_norm, relu,", "(relu, batch_norm,"), encoding="utf-8")
        if len(seen) == 3:
            path.write_text("+++\nnot a question", encoding="utf-8")
        return len(seen) > 3

    assert watching.watch(path, page, stop, interval=0) == 2
    assert "layer-order" in seen[1]
    assert 'http-equiv="refresh"' in seen[1]
    assert "two routes" in seen[2]
    assert "Refused" in seen[3]
    assert "ok       densenet/layer-order" in capfd.readouterr().out


def test_watching_wants_one_file(capsys, tmp_path):
    assert main(["certify", "--watch"]) == 2
    assert main(["certify", "--watch", str(tmp_path / "none.md.j2")]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_the_gallery_shows_every_question(tmp_path, capsys):
    path = tmp_path / "gallery.html"
    assert main(["list", "questions", "--format", "html", "-o", str(path)]) == 0
    page = path.read_text("utf-8")
    for entry in entries():
        assert page.count(f"<code>{entry.id}</code>") == 2, "in both languages"
    assert page.count('class="strength"') >= 2 * len(entries())
    body = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"\{\{|\{%|None\b|Undefined|\ue000", body)


def test_certify_writes_a_gallery_with_certificates(tmp_path, capfd):
    path = tmp_path / "g.html"
    file = BUNDLED / "densenet" / "channels-formula.md.j2"
    assert main(["certify", str(file), "-o", str(path)]) == 0
    assert "36 of 36 variants certified" in path.read_text("utf-8")
