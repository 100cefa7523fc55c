"""Actions of every size and with every nasty name, made by Hypothesis."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from domain.improvements import (
    MAX_TEXT,
    MAX_TITLE,
    Improvement,
    ImprovementDraft,
    ImprovementSnapshot,
    ImprovementState,
    build_effect,
)
from domain.kpis import Direction, Kpi, Unit
from domain.trends import MoodSums
from tests.handlers.name_strategies import names, values

NOW = datetime(2026, 10, 1, tzinfo=UTC)


TODAY = date(2026, 10, 1)


KPI = Kpi(1, "activation", None, Unit.PERCENT, Direction.HIGHER, 60.0)


scales = st.none() | st.integers(1, 5)


texts = st.none() | names.map(lambda text: text[:MAX_TEXT])


drafts = st.builds(
    ImprovementDraft,
    title=names.map(lambda text: text[:MAX_TITLE]),
    why=texts,
    stage=st.none() | st.just("s0-"),
    owner=st.none() | st.just("U1"),
    impact=scales,
    ease=scales,
    resources=texts,
    expected_return=texts,
    kpi_id=st.none() | st.just(1),
    due=st.none() | st.dates(),
    note_ids=st.sampled_from(((), (1,), tuple(range(5000)))),
)


sums = st.sampled_from((MoodSums(), MoodSums(1, 5000, 25_000_000, 0, 1), MoodSums(9, 900, 90_000)))


effects = st.builds(
    build_effect, sums, sums, st.none() | st.just(KPI), st.tuples(st.none() | values, st.none())
)


actions = st.builds(
    lambda draft, state, number: Improvement(number, draft, state, NOW, "U1", NOW, TODAY),
    drafts,
    st.sampled_from(list(ImprovementState)),
    st.integers(1, 10**9),
)


seen = st.builds(
    lambda action, effect, kpi: ImprovementSnapshot(action, action.progress_on(TODAY), effect, kpi),
    actions,
    st.none() | effects,
    st.none() | st.just(KPI),
)
