"""From a result to a verdict: which effect a statement claims, and what the experiment says of it in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..nodes import Sym
from .experiment import Experiment, Result

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Verdict

WORDS = {
    "en": {
        "measured": "{sentence} {quantity}: {treatment} against {control}, {n} paired seeds; difference in the claimed "
        "direction {interval} (95 % t interval; reproduced if it lies above {threshold:g})",
        "negated": "; the claim denies this, and would be reproduced by an interval wholly below",
        "setting": "setting: {setting}. Confounds: {confounds}",
        "between": "; ",
    },
    "ja": {
        "measured": "{sentence}{quantity}: {treatment}と{control}の比較、{n}組の同じシード。"
        "主張する向きの差は{interval}（t分布による95%区間。{threshold:g}より上にあれば再現）",
        "negated": "。主張はこれを否定しており、区間全体が下にあれば再現となる",
        "setting": "設定: {setting}。交絡: {confounds}",
        "between": "。",
    },
}


def effect_of(statement: Statement) -> str:
    """The effect that a statement names: second argument, option or right side; empty where there is none.

    >>> from kenzan.properties.statement import parse
    >>> forms = "training_effect(relu, x)", "training_effect(relu, effect=x)", "training_effect(relu) == x"
    >>> [effect_of(parse(form)) for form in (*forms, "macs(relu)")]
    ['x', 'x', 'x', '']
    """
    call = statement.call
    if call is None:
        return ""
    given = call.args[1] if len(call.args) > 1 else call.option("effect") or statement.right
    return given.name if isinstance(given, Sym) and given.name not in ("true", "false") else ""


def denied(statement: Statement) -> bool:
    """Whether the statement says that the effect is absent.

    >>> from kenzan.properties.statement import parse
    >>> denied(parse("not training_effect(relu, x)")), denied(parse("training_effect(relu, x) == false"))
    (True, True)
    >>> denied(parse("not training_effect(relu, x) == false")), denied(parse("training_effect(relu) == x"))
    (False, False)
    """
    absent = statement.right == Sym("false")
    return statement.negated ^ absent ^ (statement.relation == "!=")


def apply_result(
    verdict: Verdict, statement: Statement, experiment: Experiment, result: Result, language: str
) -> Verdict:
    """The verdict with what the experiment measured, in the language of the note."""
    words = WORDS[language]
    negated = denied(statement)
    evidence = words["measured"].format(
        sentence=experiment.sentence[language], quantity=result.quantity[language], n=result.n,
        treatment=result.treatment.name[language], control=result.control.name[language], interval=result.interval,
        threshold=result.threshold,
    )  # fmt: skip
    confounds = words["between"].join(confound[language] for confound in experiment.confounds)
    return replace(
        verdict,
        strength=f"{result.opposite if negated else result.outcome} ({result.n} seeds)",
        evidence=evidence + (words["negated"] if negated else ""),
        convention=words["setting"].format(setting=experiment.setting[language], confounds=confounds),
        reproduce=f"python -m kenzan.properties.experiments {experiment.name}",
    )
