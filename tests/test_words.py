"""The field's words are declared once as constants and once with their labels; both lists say the same."""

from __future__ import annotations

import pytest

from tthc.model import words
from tthc.model.schema import CODES


@pytest.mark.parametrize(("name", "codes"), [("Outcome", "outcome"), ("State", "state"), ("Party", "party"), ("Status", "status"), ("Rule", "rule"), ("Intake", "intake"), ("StepKind", "step_kind"), ("StopKind", "stop_kind")])
def test_every_word_has_a_label_and_every_label_a_word(name: str, codes: str):
    assert words.all_of(getattr(words, name)) == tuple(CODES[codes])


def test_every_outcome_of_a_dossier_that_the_form_counts_is_finished_or_open_and_never_both():
    assert not set(words.FINISHED) & set(words.OPEN)
    apart = {words.Outcome.REFUSED, words.Outcome.NEW, words.Outcome.UNKNOWN, words.Outcome.UNJUDGED}
    assert set(words.FINISHED) | set(words.OPEN) == set(words.all_of(words.Outcome)) - apart
