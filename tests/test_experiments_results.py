"""Experiments without training: the interval, the rule, the plot, the cache, the way from a claim to a verdict."""

import json
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from kenzan.properties import experiments
from kenzan.properties.experiments import cache, plot, texts
from kenzan.properties.experiments.interval import paired_interval, t_quantile, within
from kenzan.properties.statement import parse
from kenzan.properties.verdict import Verdict
from kenzan.reference.errors import InputError

BOTH = {"en": "x & <y>", "ja": "甲"}


def made(pairs, **options):
    """An experiment that measures nothing: seed s gives the s-th pair."""
    values = {
        "name": "relu-accuracy", "subject": "relu", "effect": "accuracy", "sentence": BOTH, "setting": BOTH,
        "confounds": (BOTH,), "quantity": BOTH, "arms": (BOTH, {"en": "b", "ja": "乙"}), "steps": 5, "module": "depth",
        "measure": lambda seed, steps: pairs[seed], "seeds": tuple(range(len(pairs))), **options,
    }  # fmt: skip
    return experiments.Experiment(**values)


def result_of(pairs, **options):
    experiment = made(pairs, **options)
    return experiment.result(experiment.seeds, pairs)


BETTER = [(0.1, 0.5), (0.2, 0.7), (0.0, 0.3), (0.3, 0.6)]


@pytest.mark.parametrize(("freedom", "quantile"), [(1, 12.706), (2, 4.303), (5, 2.571), (7, 2.365), (10, 2.228)])
def test_t_quantile_agrees_with_the_printed_tables(freedom, quantile):
    assert t_quantile(0.95, freedom) == pytest.approx(quantile, abs=5e-4)
    assert within(t_quantile(0.9, freedom), freedom) == pytest.approx(0.9, abs=1e-12)


def test_t_tends_to_the_normal():
    assert within(1.96, 3000) == pytest.approx(math.erf(1.96 / math.sqrt(2)), abs=3e-4)


def test_the_interval_covers_the_mean_19_times_in_20():
    draws = np.random.default_rng(0).normal(3, 2, size=(4000, 6))
    intervals = [paired_interval(draw) for draw in draws]
    assert np.mean([i.low <= 3 <= i.high for i in intervals]) == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("differences", [[], [1.0], [1.0, float("nan")], [1.0, float("inf")]])
def test_the_interval_refuses(differences):
    with pytest.raises(InputError, match="interval needs"):
        paired_interval(differences)


def test_the_outcome_goes_both_ways():
    worse = [(b, a) for a, b in BETTER]
    mixed = [BETTER[0], worse[1], BETTER[2], worse[3]]
    outcomes = [(r.outcome, r.opposite) for r in map(result_of, (BETTER, worse, mixed))]
    yes, no = experiments.REPRODUCED, experiments.NOT_REPRODUCED
    assert outcomes == [(yes, no), (no, yes), (no, no)]
    assert result_of(worse, higher=False).outcome == yes


def test_pairing_narrows_the_interval():
    """Seeds differ more from each other than the arms do; only the pairs show it."""
    pairs = [(float(seed), seed + 1 + 0.01 * seed) for seed in range(6)]
    unpaired = [(pairs[seed][0], pairs[(seed + 3) % 6][1]) for seed in range(6)]
    assert result_of(pairs).outcome == experiments.REPRODUCED
    assert result_of(unpaired).outcome == experiments.NOT_REPRODUCED


def test_a_margin_moves_the_threshold():
    slightly_worse = [(0.90, 0.895), (0.80, 0.79), (0.85, 0.842), (0.9, 0.893)]
    assert result_of(slightly_worse).outcome == experiments.NOT_REPRODUCED
    assert result_of(slightly_worse, threshold=-0.02).outcome == experiments.REPRODUCED
    assert result_of(slightly_worse, threshold=-0.005).outcome == experiments.NOT_REPRODUCED


@pytest.mark.parametrize("seeds", [[1], [], [2, 2]])
def test_too_few_seeds_are_refused(seeds):
    pytest.importorskip("torch")
    with pytest.raises(InputError, match="two or more different seeds"):
        made(BETTER).run(seeds)


def test_a_result_as_json():
    document = json.loads(json.dumps(result_of(BETTER).as_json()))
    assert document["control"]["values"] == [a for a, _ in BETTER]
    assert document["differences"] == pytest.approx([b - a for a, b in BETTER])
    assert document["interval"]["low"] < document["interval"]["mean"] < document["interval"]["high"]
    assert (document["n"], document["outcome"]) == (4, "reproduced")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("pairs", [BETTER, [(1.0, 1.0), (1.0, 1.0)], [(1e-9, 2e9), (3e-9, 1e9)]])
def test_the_plot_is_well_formed(pairs, language):
    svg = ET.fromstring(result_of(pairs).svg(language))
    space = "{http://www.w3.org/2000/svg}"
    assert svg.attrib["role"] == "img"
    assert svg.find(f"{space}title").text == BOTH[language]
    assert svg.find(f"{space}desc").text in svg.attrib["aria-label"]
    circles = svg.findall(f".//{space}circle")
    assert len(circles) == 3 * len(pairs)
    heights = [float(circle.attrib["cy"]) for circle in circles]
    assert min(heights) >= plot.TOP
    assert max(heights) <= plot.BOTTOM
    assert not svg.findall(".//*[@id]")


def test_larger_values_are_drawn_higher():
    svg = ET.fromstring(result_of([(0.0, 1.0), (0.0, 2.0)]).svg())
    circles = svg.findall(".//{http://www.w3.org/2000/svg}circle")
    zero, one, _, two = (float(circle.attrib["cy"]) for circle in circles[:4])
    assert zero > one > two
    assert zero - two == pytest.approx(2 * (zero - one), abs=0.2)


@pytest.fixture
def counted(monkeypatch, tmp_path):
    """An experiment `relu-accuracy` in the table, an empty cache, and the list of seeds that were measured."""
    pytest.importorskip("torch")
    measured = []
    experiment = made(BETTER, measure=lambda seed, steps: measured.append(seed) or BETTER[seed % 4])
    monkeypatch.setitem(experiments.EXPERIMENTS, experiment.name, experiment)
    monkeypatch.setenv("KENZAN_CACHE", str(tmp_path / "cache"))
    return experiment, measured, tmp_path / "cache" / "experiments"


def test_a_result_is_measured_once(counted):
    experiment, measured, folder = counted
    first, second = (experiments.run(experiment.name) for _ in range(2))
    assert first == second
    assert measured == [0, 1, 2, 3]
    assert len(list(folder.iterdir())) == 1


def test_other_seeds_steps_and_versions_are_other_results(counted, monkeypatch):
    experiment, measured, _ = counted
    keys = {cache.key(experiment, (0, 1), 5), cache.key(experiment, (1, 0), 5), cache.key(experiment, (0, 1), 6)}
    keys.add(cache.key(replace(experiment, module="dilated"), (0, 1), 5))
    monkeypatch.setattr(cache, "version", lambda package: "another")
    keys.add(cache.key(experiment, (0, 1), 5))
    assert len(keys) == 5
    experiments.run(experiment.name, seeds=(0, 1))
    experiments.run(experiment.name, seeds=(0, 1), steps=2)
    assert measured == [0, 1, 0, 1]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"seeds": [0, 1, 2, 3]}', "[" * 5000, "\x00", '{"seeds": [0]}'])
def test_a_damaged_cache_is_measured_again(counted, damage):
    experiment, measured, folder = counted
    sound = experiments.run(experiment.name)
    (file,) = folder.iterdir()
    file.write_text(damage)
    assert experiments.run(experiment.name) == sound
    assert len(measured) == 8
    assert experiments.run(experiment.name) == sound
    assert len(measured) == 8


def test_a_cached_number_that_is_none_is_not_believed(counted):
    experiment, measured, folder = counted
    experiments.run(experiment.name)
    (file,) = folder.iterdir()
    document = json.loads(file.read_text())
    document["control"][0] = float("nan")
    file.write_text(json.dumps(document))
    assert math.isfinite(experiments.run(experiment.name).interval.mean)
    assert len(measured) == 8


def test_without_the_cache_nothing_is_written(counted):
    experiment, measured, folder = counted
    experiments.run(experiment.name, cache=False)
    experiments.run(experiment.name, cache=False)
    assert len(measured) == 8
    assert not folder.exists()


def test_a_cache_folder_that_cannot_be_is_said_before_the_run(counted, monkeypatch, tmp_path):
    experiment, measured, _ = counted
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KENZAN_CACHE", str(tmp_path / "file"))
    with pytest.raises(InputError, match="KENZAN_CACHE"):
        experiments.run(experiment.name)
    assert measured == []


@pytest.mark.parametrize(("platform", "end"), [("linux", "cache/kenzan"), ("darwin", "Library/Caches/kenzan")])
def test_the_platform_names_the_folder(monkeypatch, platform, end, tmp_path):
    monkeypatch.delenv("KENZAN_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache.sys, "platform", platform)
    assert cache.folder().parent.as_posix().endswith(end)


def test_unknown_experiments_are_refused():
    with pytest.raises(InputError, match="there is no experiment 'magic'; expected one of batch_norm-"):
        experiments.run("magic")


def test_without_torch_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(InputError, match=r"pip install 'kenzan\[torch\]'"):
        experiments.run("relu-vanishing_gradient")


NOT_RUN = Verdict("empirical", "not run", "an experiment", predicate="training_effect", subject="relu")


def applied(monkeypatch, text, pairs, language="en"):
    experiment = made(pairs)
    monkeypatch.setitem(experiments.EXPERIMENTS, experiment.name, experiment)
    monkeypatch.setattr(experiments, "run", lambda name, cache=True: experiment.result(experiment.seeds, pairs))
    return experiments.apply(NOT_RUN, parse(text), language=language)


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("training_effect(relu, accuracy)", "reproduced (4 seeds)"),
        ("training_effect(relu, effect=accuracy)", "reproduced (4 seeds)"),
        ("training_effect(relu) == accuracy", "reproduced (4 seeds)"),
        ("not training_effect(relu, accuracy)", "not reproduced in this setting (4 seeds)"),
        ("training_effect(relu) != accuracy", "not reproduced in this setting (4 seeds)"),
    ],
)
def test_a_verdict_stays_empirical(monkeypatch, text, strength):
    verdict = applied(monkeypatch, text, BETTER)
    assert (verdict.status, verdict.strength) == ("empirical", strength)
    assert "4 paired seeds" in verdict.evidence
    assert "+0.375 [" in verdict.evidence
    assert "Confounds: x & <y>" in verdict.convention
    assert verdict.reproduce.endswith("relu-accuracy")


def test_a_denial_needs_its_own_interval(monkeypatch):
    worse = [(b, a) for a, b in BETTER]
    mixed = [BETTER[0], worse[1], BETTER[2], worse[3]]
    text = "not training_effect(relu, accuracy)"
    assert applied(monkeypatch, text, worse).strength == "reproduced (4 seeds)"
    assert applied(monkeypatch, text, mixed).strength == "not reproduced in this setting (4 seeds)"


def test_a_verdict_in_japanese(monkeypatch):
    verdict = applied(monkeypatch, "training_effect(relu, accuracy)", BETTER, "ja")
    assert "乙と甲の比較、4組" in verdict.evidence
    assert verdict.convention.startswith("設定: 甲。交絡: 甲")


@pytest.mark.parametrize("text", ["training_effect(max_pool2d, accuracy)", "training_effect(relu, magic)",
                                  "training_effect(relu)", "macs(conv2d) == 1"])  # fmt: skip
def test_what_has_no_experiment_stays_as_it_was(text):
    assert experiments.apply(NOT_RUN, parse(text)) is NOT_RUN


def test_every_experiment_is_complete():
    for name, experiment in experiments.EXPERIMENTS.items():
        assert name == f"{experiment.subject}-{experiment.effect}" == experiment.name
        assert experiment.effect in experiments.EFFECTS
        assert experiments.find(experiment.subject, experiment.effect) is experiment
        assert len(experiment.seeds) >= 6
        assert experiment.confounds
        said = (experiment.sentence, experiment.setting, experiment.quantity, *experiment.confounds, *experiment.arms)
        for text in said:
            assert set(text) == {"en", "ja"}
            assert all(text.values())
            assert not any("{" in part or "}" in part for part in text.values())


def test_every_text_is_used():
    table = texts._texts()
    kept = {
        text["en"]
        for experiment in experiments.EXPERIMENTS.values()
        for text in (*experiment.confounds, *experiment.arms, experiment.quantity)
    }
    for kind in ("arms", "confounds", "quantities"):
        unused = [name for name, text in table[kind].items() if "{" not in text["en"] and text["en"] not in kept]
        assert not unused, (kind, unused)
    assert {own["task"] for own in table["experiments"].values()} == set(table["tasks"])
    assert {experiment.effect for experiment in experiments.EXPERIMENTS.values()} == set(experiments.EFFECTS)


def test_the_page_says_what_the_experiments_say():
    page = (Path(__file__).parent.parent / "docs" / "experiments.md").read_text("utf-8")
    for name, experiment in experiments.EXPERIMENTS.items():
        _, _, section = page.partition(f"\n### {name}\n")
        section, _, _ = section.partition("\n### ")
        said = (experiment.sentence, experiment.quantity, experiment.setting, *experiment.confounds)
        missing = [text["en"] for text in said if text["en"] not in section]
        assert not missing, (name, missing)
        assert f"| `{name}` |" in page
    assert [f"| `{effect}` | {text['en']} |" in page for effect, text in experiments.EFFECTS.items()].count(False) == 0
