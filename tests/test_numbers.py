"""Counting, tracing and tallied numbers, one rule at a time."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenzan.reference import elementary
from kenzan.reference.numbers import Count, Tally, Trace
from kenzan.reference.tallied import Tallied

rationals = st.fractions(-9, 9, max_denominator=9)


@settings(max_examples=50, deadline=None)
@given(rationals, rationals)
def test_count_carries_the_value(a, b):
    x, y = Count(a, Tally()), Count(b, Tally())
    assert [(x + y).value, (x - y).value, (x * y).value, (-x).value] == [a + b, a - b, a * b, -a]
    assert [(b + x).value, (b - x).value, (b * x).value, abs(x).value] == [a + b, b - a, a * b, abs(a)]
    assert x.maximum(y).value == max(a, b)
    assert [x < y, x <= y, x > y, x >= y, x == y] == [a < b, a <= b, a > b, a >= b, a == b]
    if a and b:
        assert [(x / y).value, (b / x).value] == [a / b, b / a]
    assert [x.floor().value, x.sign().value] == [math.floor(a), (a > 0) - (a < 0)]


def test_count_counts_each_operation_once_and_products_with_zero_too():
    tally = Tally()
    x = Count(2, tally)
    _ = x * x, 0 * x, x * 0, x + 1, 1 - x, x / 3, 3 / x, x > 1, x.maximum(5), x.exp(), x.tanh(), -x, abs(x)
    expected = {"multiplications": 3, "additions": 2, "divisions": 2, "comparisons": 2, "functions": 2, "macs": 0}
    assert {name: getattr(tally, name) for name in expected} == expected


def test_only_products_of_a_contraction_are_multiply_accumulates():
    tally = Tally()
    x = np.frompyfunc(lambda value: Count(value, tally), 1, 1)(np.arange(6).reshape(2, 3))
    elementary.matmul(x, x.T)
    _ = x * x
    assert (tally.macs, tally.multiplications) == (12, 18)


def test_division_by_zero_is_infinite_as_in_arrays():
    assert (Count(1, Tally()) / 0).value == math.inf
    assert math.isnan((Count(0, Tally()) / 0.0).value)


def test_trace_unites_and_an_exact_zero_erases():
    x, y = Trace.of(3), Trace.of(5)
    for united in (x + y, x - y, x * y, x / y, x.maximum(y)):
        assert united.inputs == {3, 5}
    for kept in (x + 0, 1 - x, 2 * x, x / 2, 2 / x, -x, abs(x), x.sqrt(), x.exp(), x.maximum(0.0), x * math.nan):
        assert kept.inputs == {3}
    assert [x * 0, 0.0 * x, 0 / x] == [0, 0, 0]


@settings(max_examples=50, deadline=None)
@given(st.sets(st.integers(0, 300)))
def test_trace_holds_any_set(inputs):
    assert Trace(sum(1 << i for i in inputs)).inputs == inputs


@pytest.mark.parametrize("compare", [lambda x: x < 1, lambda x: x == x, lambda x: x >= x])
def test_trace_has_no_value_to_compare(compare):
    with pytest.raises(TypeError, match="no value to compare"):
        compare(Trace.of(0))


@settings(max_examples=50, deadline=None)
@given(st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4)))
def test_tallied_counts_what_count_counts(sizes):
    n, k, m = sizes
    left, right = np.ones((n, k)), np.ones((k, m))

    def work(a, b):
        product = elementary.matmul(a, b)
        return elementary.maximum(elementary.tanh(product * product / 2 - product), 0).sum(axis=0) + 1

    tallies = Tally(), Tally()
    work(Tallied.of(left, tallies[0]), Tallied.of(right, tallies[0]))
    count = np.frompyfunc(lambda value: Count(value, tallies[1]), 1, 1)
    work(count(left), count(right))
    assert repr(tallies[0]) == repr(tallies[1])


def test_tallied_keeps_its_tally_through_shapes_and_refuses_what_it_cannot_count():
    tally = Tally()
    x = Tallied.of(np.ones((2, 3)), tally)
    for array in (x.T, x.reshape(3, 2), np.concatenate([x, x]), x[:, 1:], np.pad(x, 1), x.copy(), x.astype(np.float32)):
        before = tally.additions
        _ = array + 1
        assert tally.additions == before + array.size
    for uncountable in (lambda: np.einsum("ij,ij", x, x), lambda: np.dot(x, x.T), lambda: np.tensordot(x, x, 2)):
        with pytest.raises(TypeError, match="cannot be tallied"):
            uncountable()


@pytest.mark.parametrize("name", ["sqrt", "exp", "expm1", "log1p", "tanh", "floor", "absolute", "sign"])
def test_primitives_agree_on_objects_and_floats(name):
    numbers = [0.25, 1.5, 4.0]
    expected = getattr(np, name)(numbers)
    primitive = getattr(elementary, name)
    np.testing.assert_array_equal(primitive(np.array(numbers)), expected)
    for make in (Fraction, lambda value: Count(value, Tally())):
        result = primitive(np.array([make(value) for value in numbers], dtype=object))
        np.testing.assert_allclose([float(value) for value in result], expected, rtol=1e-15)


def test_roots_of_perfect_squares_and_largest_are_exact():
    squares = np.array([Fraction(9, 4), 16, Fraction(1, 2)], dtype=object)
    assert elementary.sqrt(squares).tolist() == [Fraction(3, 2), 4, math.sqrt(0.5)]
    assert elementary.largest(squares, axis=0) == 16
    assert math.isnan(elementary.largest(np.array([1, math.nan, 2], dtype=object), axis=0))
