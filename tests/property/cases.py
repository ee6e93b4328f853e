"""Cases worked out by hand: every expected number here was computed on paper from the rules."""

from collections.abc import Mapping

from cases_of_budget import BUDGET
from cases_of_completion import COMPLETION
from cases_of_due import DUE
from cases_of_weights import WEIGHTS
from one_case import Case

CASES: Mapping[str, Case] = {**COMPLETION, **WEIGHTS, **BUDGET, **DUE}
