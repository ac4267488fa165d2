"""Readers: a sentence in, candidate statements out; one family of claims a file.

Each module has `read(view) -> Iterator[Reading]`. Readers are grammars over the tags of the lexicon, never over
whole sentences; they say nothing about a sentence they do not understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reader, Reading, View
from . import (
    agreeing,
    answered,
    answered_fields,
    as_a_larger_kernel,
    axis_roles,
    batch_order,
    batch_shapes,
    biases,
    blanks,
    blind_spots,
    bottleneck_weights,
    branch_channels,
    branches,
    bytes_held,
    causal_padding,
    causality_kept,
    changed_in_rows,
    changes,
    channel_chains,
    channel_flow,
    channel_links,
    channel_referents,
    channels,
    colour_filters,
    compared,
    composed,
    conditioned,
    connections,
    cost,
    counted,
    dataflow,
    declared,
    defined,
    denied_trends,
    dense_added,
    dense_rows,
    dense_sums,
    dense_totals,
    depth_names,
    dilations,
    effective_kernels,
    effects,
    equations,
    feeding,
    field_effects,
    field_recursions,
    fields_behind_pools,
    fields_by_dilation,
    fields_in_between,
    fields_of_items,
    fields_past_a_step,
    filled,
    filter_depth,
    filters_with_biases,
    flops,
    gate_roles,
    given_sizes,
    group_members,
    grouped_filters,
    groups,
    growing,
    growth,
    idioms,
    inputs_seen,
    instances,
    joined_channels,
    joined_maps,
    joined_sites,
    joined_together,
    joining,
    judging,
    kept,
    kernels,
    known_again,
    known_formulas,
    known_layers,
    labelled,
    last_layers,
    layers_alike,
    letters,
    levers,
    limits,
    line_lengths,
    linearity,
    locality,
    majority,
    marks,
    mask_types,
    masked,
    matching,
    memory,
    memory_changes,
    moving,
    multiplier_counts,
    multipliers,
    network_depths,
    network_fields,
    network_maps,
    network_stages,
    network_windows,
    networks,
    networks_compared,
    norm_answers,
    norm_axes,
    norm_batch,
    norm_causal,
    norm_changes,
    norm_degenerate,
    norm_examples,
    norm_folded,
    norm_formulas,
    norm_identities,
    norm_learned,
    norm_moments,
    norm_notation,
    norm_others,
    norm_pairs_counted,
    norm_parameters,
    norm_relations,
    norm_reliance,
    norm_shape,
    norm_statistics,
    norm_tables,
    norm_tokens,
    numbers,
    numeric_ratio,
    option_reasons,
    option_remarks,
    order,
    origins,
    outcomes,
    own_groups,
    padding_formulas,
    parts,
    parts_referred_to,
    patches,
    path_counts,
    phrases,
    pipelines,
    pointwise_filters,
    pooled_channels,
    pooled_sizes,
    products,
    proposed_by,
    published_in,
    quiz,
    ratio,
    ratio_limits,
    reach,
    receptive,
    receptive_formulas,
    receptive_needed,
    receptive_relations,
    receptive_rows,
    receptive_words,
    repeated_fields,
    rotating,
    rows,
    running_averages,
    sameness,
    samples_eaten,
    scaling,
    settings_changed,
    settings_kept,
    shape,
    shape_changes,
    shared_counts,
    sharing,
    sides,
    sides_told,
    spans_of_time,
    stacked,
    steps_in_turn,
    strides_together,
    such_layers,
    tables,
    tap_gaps,
    taps_seen,
    task_parts,
    tasks,
    through_sums,
    told_effects,
    told_parts,
    totals,
    transforms,
    transition_shapes,
    unet_sizes,
    unweighted,
    values_seen,
    width_chains,
    widths_in_numbers,
    windows_and_depth,
    words,
    worked,
    zeroed,
)
from .under_conditions import under_conditions

from ..counting import carried_on, from_passage, modules_together, network_layers, of_layers, quotients, ratio_values, separable_answers, steps, told_products, told_sums, windows, written  # isort: skip - they go on with what the readers found

MARKED = {marks.MARKED_RIGHT, marks.MARKED_WRONG}
NORMALISATION: tuple[Reader, ...] = (norm_answers, batch_order, norm_axes, norm_tables, norm_statistics, norm_batch, norm_causal, norm_changes, norm_identities, norm_notation, norm_formulas, norm_moments, norm_degenerate, norm_examples, norm_folded, norm_tokens, running_averages, norm_relations, norm_reliance, norm_learned, norm_shape, norm_parameters)
READERS: tuple[Reader, ...] = (
    numbers,
    written,
    rows,
    transition_shapes,
    transforms,
    strides_together,
    values_seen,
    dense_added,
    outcomes,
    settings_changed,
    pipelines,
    patches,
    network_stages,
    network_depths,
    network_maps,
    joined_maps,
    unet_sizes,
    pooled_sizes,
    declared,
    given_sizes,
    kernels,
    pointwise_filters,
    filter_depth,
    shape_changes,
    agreeing,
    effective_kernels,
    fields_behind_pools,
    fields_in_between,
    fields_past_a_step,
    fields_by_dilation,
    receptive,
    repeated_fields,
    answered_fields,
    spans_of_time,
    samples_eaten,
    network_fields,
    receptive_formulas,
    field_recursions,
    instances,
    receptive_needed,
    receptive_relations,
    receptive_rows,
    equations,
    kept,
    path_counts,
    parts,
    tables,
    counted,
    totals,
    width_chains,
    widths_in_numbers,
    memory,
    bytes_held,
    memory_changes,
    flops,
    masked,
    biases,
    unweighted,
    cost,
    labelled,
    ratio,
    ratio_limits,
    numeric_ratio,
    changes,
    told_effects,
    changed_in_rows,
    networks_compared,
    networks,
    compared,
    majority,
    limits,
    levers,
    stacked,
    scaling,
    settings_kept,
    shape,
    groups,
    sameness,
    linearity,
    zeroed,
    moving,
    rotating,
    *NORMALISATION,
    feeding,
    joining,
    joined_sites,
    joined_together,
    joined_channels,
    through_sums,
    told_parts,
    branch_channels,
    branches,
    composed,
    dataflow,
    axis_roles,
    channel_flow,
    channels,
    channel_chains,
    channel_referents,
    conditioned,
    connections,
    parts_referred_to,
    depth_names,
    growing,
    reach,
    inputs_seen,
    channel_links,
    colour_filters,
    locality,
    own_groups,
    windows_and_depth,
    sides,
    sides_told,
    batch_shapes,
    known_again,
    blanks,
    blind_spots,
    order,
    receptive_words,
    dilations,
    field_effects,
    tap_gaps,
    taps_seen,
    line_lengths,
    causal_padding,
    causality_kept,
    padding_formulas,
    words,
    defined,
    origins,
    proposed_by,
    published_in,
    mask_types,
    known_formulas,
    network_windows,
    known_layers,
    shared_counts,
    sharing,
    idioms,
    worked,
    growth,
    products,
    effects,
    phrases,
    letters,
    pooled_channels,
    such_layers,
    multipliers,
    multiplier_counts,
    gate_roles,
    group_members,
    grouped_filters,
    dense_rows,
    dense_sums,
    layers_alike,
    steps_in_turn,
    as_a_larger_kernel,
    dense_totals,
    quotients,
    network_layers,
    ratio_values,
    steps,
    separable_answers,
    told_products,
    told_sums,
    of_layers,
    windows,
    modules_together,
    from_passage,
    carried_on,
    bottleneck_weights,
    fields_of_items,
    filters_with_biases,
    norm_pairs_counted,
)

_NUMBER_OF_A_TASK = re.compile(r"\W*(?:problem|exercise|question|task|example|quiz|step|part|solution|answer|問題?|例題?|演習|練習|課題)\s*\d{1,2}(?:\.\d{1,2})?\s*\W*", re.IGNORECASE)
_BLIND_TO_DENIALS = (shape_changes, changes, growing, phrases)


def read_sentence(view: View) -> Iterator[Reading]:
    """Every reading of a sentence; an answer is read with its question, and what is asked accuses nobody."""
    if _NUMBER_OF_A_TASK.fullmatch(view.sentence.words):
        return
    if (remarked := option_remarks.read(view, _readings)) is not None:
        yield from remarked
        return
    if (pairs := matching.matched(view.outline, view.sentence)) is not None:
        for pair in pairs:
            yield from marks.as_marked(_readings(View(view.outline, pair)), True, pair)
        return
    if task := task_parts.task_of(view.outline, view.sentence):
        yield from tasks.answered(view, task, _readings, list(_as_it_stands(view)))
    elif task_parts.is_asked(view.outline, view.sentence):
        option = task_parts.is_offered(view.outline, view.sentence)
        for reading in _as_it_stands(view):
            if MARKED & set(reading.notes) or option_reasons.AGAINST in " ".join(reading.notes):
                yield reading
            elif not option:  # one of several to choose from is nobody's claim: the answer is
                yield replace(reading, sure=False)
    else:
        yield from tasks.behind_an_answer(view, _as_it_stands(view))


def _as_it_stands(view: View) -> Iterator[Reading]:
    """The readings of a sentence by itself; a quiz's options and answers are understood with their question."""
    if blanks.is_answer(view) and (named := list(blanks.read(view))):
        yield from named
        return
    if sentences := filled.filled(view):
        yield from filled.settled([replace(r, said=e) for e in sentences for r in _readings(View(view.outline, e))])
        return
    if filled.is_cloze(view.outline, view.sentence):
        return
    judged = answered.judgement(view)
    if (reasons := quiz.of_a_choice(view)) is not None:
        yield from reasons
        return
    if judged is None or judged.right is None:
        if quiz.is_question(view):
            return
        kept = quiz.adjusted(view)
        if kept is not None:
            yield from kept
            return
    if (both := answered.in_one_line(view, _readings)) is not None:
        yield from both
        return
    unchosen = judged is not None and judged.right is None and judged.question is not None
    if not unchosen and (asked := norm_others.question_of(view)):
        yield from answered.yes_or_no(view, asked, _readings)
        yield from answered.how(view, asked, _readings)
    mark = marks.mark_of(view)
    if mark is None and answered.only_asks(view):
        return
    if judged is not None and (mark is None or mark[0] is None):
        yield from list(answered.readings(view, judged, _readings)) or tasks.keyed(view, judged, _readings)
        return
    if mark is None:
        yield from _readings(view)
        return
    right, end = mark
    statement, reason = marks.parts(view, end)
    if span := judging.stated_in(statement.sentence.words):  # True or false: ...
        statement = marks.only(statement, *span) if span[1] else statement
    if right is None:  # what is remarked on it, or an option beside the chosen one: perhaps not claimed
        yield from (replace(r, sure=False) for r in _readings(statement))
    else:  # a statement that the note itself calls wrong is claimed to be false
        yield from marks.as_marked(_readings(statement), right, statement.sentence)
    if reason.sentence.words.strip():
        yield from _readings(reason)


def _readings(view: View) -> Iterator[Reading]:
    heading = view.outline.blocks[view.sentence.block].kind == "heading"
    for reader in READERS:
        if not heading or reader in (joining, feeding, composed, words, norm_axes, norm_batch, dilations):
            for reading in view.read_by(reader):
                if reader in _BLIND_TO_DENIALS:
                    reading = denied_trends.turned_round(view, reading)
                reading = last_layers.into_the_last(view, reading)
                of_its_own = reach.of_an_ordinary_one(view, reading) if "causal(" in reading.statement else reading
                yield under_conditions(view, of_its_own)
