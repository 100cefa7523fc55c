"""Which KPI is meant by the name somebody typed."""

from bot.journeys.editing import EditSession
from domain.errors import BadInputError
from domain.journeys import Journey, Stage
from domain.kpis import Kpi
from domain.reading_text import TypedReading
from domain.text import find_name, name_similarity

# From this likeness of two names on, a new KPI is most likely a misspelt one.
MIN_LIKENESS = 0.85


def find_stage(journey: Journey, typed: TypedReading) -> Stage | None:
    """Return the stage that was named, None for the whole journey; raises BadInputError."""
    if typed.stage is None:
        return None
    match = journey.find_stage(typed.stage)
    stage = journey.stage(match.key)
    if stage is None:
        names = ", ".join(f"`{s.key}`" for s in journey.stages)
        raise BadInputError(
            f"There is no stage “{typed.stage[:60]}” in {journey.name}. Nothing was saved: type "
            f"the reading again with one of {names}, for example "
            f"`/kpi {journey.stages[0].key}.{typed.kpi} {typed.value[:40]}`."
        )
    return stage


def find_kpi(session: EditSession, typed: TypedReading, stage: Stage | None) -> Kpi | None:
    """Return the KPI in use that was named, None for a new one.

    Raises BadInputError for two of that name, an archived one, or what is most likely a typo.
    """
    known_kpi = find_known_kpi(session, typed, stage)
    if known_kpi:
        return known_kpi
    journey = session.journey
    known, stage_key = _in_use(session), stage.key if stage else None
    path = stage_key, typed.kpi
    archived = [kpi for kpi in session.parts.kpis if (kpi.stage, kpi.key) == path]
    if archived:
        raise BadInputError(
            f"The KPI `{archived[0].path}` is archived. Nothing was saved: `/journey kpis` can "
            "restore it, or choose another name."
        )
    _check_new(journey, typed, stage, [kpi for kpi in known if kpi.stage == stage_key])
    return None


def find_known_kpi(session: EditSession, typed: TypedReading, stage: Stage | None) -> Kpi | None:
    """Return the KPI in use that was named, None if there is none.

    Raises BadInputError for two of that name.
    """
    known, stage_key = _in_use(session), stage.key if stage else None
    found = [kpi for kpi in known if kpi.key == typed.kpi and kpi.stage == stage_key]
    # "completion" alone is the only KPI of that name, in whichever stage.
    if not found and stage is None:
        found = [kpi for kpi in known if kpi.key == typed.kpi]
        if len(found) > 1:
            paths = " or ".join(f"`{kpi.path}`" for kpi in found)
            raise BadInputError(f"Two KPIs are called “{typed.kpi}”: {paths}? Nothing was saved.")
    return found[0] if found else None


def _in_use(session: EditSession) -> list[Kpi]:
    stages = {None, *(stage.key for stage in session.journey.stages)}
    return [kpi for kpi in session.parts.kpis if not kpi.archived and kpi.stage in stages]


def _check_new(
    journey: Journey, typed: TypedReading, stage: Stage | None, siblings: list[Kpi]
) -> None:
    """Reject a new KPI that is most likely a typo: a stage's name, or nearly another KPI's."""
    if typed.new:
        return
    if stage is None and find_name(typed.kpi, {s.key: s.name for s in journey.stages}).exact:
        raise BadInputError(
            f"“{typed.kpi}” is a stage. Name the KPI too, for example "
            f"`/kpi {typed.kpi}.completion {typed.value[:40]}`. Nothing was saved."
        )
    alike = [kpi for kpi in siblings if name_similarity(kpi.key, typed.kpi) >= MIN_LIKENESS]
    if alike:
        raise BadInputError(
            f"There is no KPI “{typed.kpi}” yet, but there is “{alike[0].key}”. Nothing was saved: "
            f"type `/kpi {alike[0].path} {typed.value[:40]}`, or add `new:yes` to start a new KPI."
        )
