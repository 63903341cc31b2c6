"""The views of the log: what its rows mean, for every program that opens the file.

docs/log.md says what every column means.
"""

from typing import Final

from mirror.diary.means import MEANS

#: 0.80 and 1.0 are mirror.perception.excursion.TOGETHER and HARDLY_MM, written out because a view must not change under
#: an old file; a test holds them together.
_WEAKER: Final = """
    CASE WHEN symmetry >= 0.80 OR max(left_mm, right_mm) < 1.0 THEN 'together'
         WHEN left_mm < right_mm THEN 'left'
         WHEN left_mm > right_mm THEN 'right'
    END AS weaker
"""
_SYMMETRY: Final = """
    CASE WHEN left_mm IS NULL THEN NULL
         WHEN max(left_mm, right_mm) <= 0 THEN 1.0
         ELSE max(0.0, min(1.0, min(left_mm, right_mm) / max(left_mm, right_mm)))
    END AS symmetry
"""
_REFINED: Final = "FILTER (WHERE reading = 'refined')"


def _of_best(figure: str) -> str:
    """Mean of a figure over a group of session means: of the refined ones where there are any, else of the light ones.

    The two paths do not measure alike (docs/measurement.md), so they are never averaged together.
    """
    refined = f"sum(figures * {figure}) {_REFINED} / sum(figures) {_REFINED}"
    return f"coalesce({refined}, sum(figures * {figure}) / sum(figures)) AS {figure}"


_BEST: Final = f"""
    CASE WHEN sum(figures) {_REFINED} > 0 THEN 'refined' WHEN sum(figures) > 0 THEN 'light' END AS reading,
    coalesce(nullif(sum(figures) {_REFINED}, 0), sum(figures)) AS figures,
    {_of_best("left_mm")}, {_of_best("right_mm")}, {_of_best("confidence")}
"""

DAILY_SUMMARY: Final = f"""
    CREATE VIEW daily_summary AS
    WITH means AS (
        SELECT local_day, session_id, exercise, max(movement) AS movement,
               sum(repetitions) AS repetitions, 0 AS guided_rounds, {_BEST},
               sum(repetitions * hold_s) / sum(repetitions) AS hold_s, sum(joined) AS joined,
               min(first_monotonic_s) AS first_monotonic_s
          FROM {MEANS}
         GROUP BY local_day, session_id, exercise
        UNION ALL
        SELECT local_day, session_id, exercise, NULL, 0, sum(guided_rounds), NULL, 0, NULL, NULL, NULL, NULL, 0,
               min(monotonic_s)
          FROM exercises
         WHERE NOT EXISTS (SELECT 1 FROM {MEANS} AS found WHERE found.session_id = exercises.session_id
                                                            AND found.exercise = exercises.exercise)
         GROUP BY local_day, session_id, exercise
    ),
    compared AS (SELECT *, {_SYMMETRY} FROM means)
    SELECT local_day, session_id, exercise, movement,
           (SELECT outcome FROM exercises
             WHERE exercises.session_id = compared.session_id AND exercises.exercise = compared.exercise
             ORDER BY id DESC LIMIT 1) AS outcome,
           (SELECT max(asked) FROM exercises
             WHERE exercises.session_id = compared.session_id AND exercises.exercise = compared.exercise) AS asked,
           repetitions, guided_rounds, reading, figures, left_mm, right_mm, symmetry, {_WEAKER},
           hold_s, confidence, joined, first_monotonic_s
      FROM compared
"""

TREND_BY_MOVEMENT: Final = f"""
    CREATE VIEW trend_by_movement AS
    WITH means AS (
        SELECT {MEANS}.local_day, movement, purpose, count(DISTINCT session_id) AS sessions,
               sum(repetitions) AS repetitions, {_BEST},
               sum(repetitions * noise_mm) / sum(repetitions) AS noise_mm,
               coalesce(min({MEANS}.model) {_REFINED}, min({MEANS}.model)) AS model,
               coalesce(max({MEANS}.model) {_REFINED}, max({MEANS}.model)) AS other_model
          FROM {MEANS} JOIN sessions ON sessions.id = session_id
         GROUP BY {MEANS}.local_day, movement, purpose
    ),
    compared AS (SELECT *, {_SYMMETRY} FROM means)
    SELECT local_day, movement, purpose, sessions, repetitions, reading, figures,
           left_mm, right_mm, symmetry, {_WEAKER}, confidence, noise_mm,
           CASE WHEN model = other_model THEN model ELSE 'several' END AS model
      FROM compared
"""

#: Each day from the first session to the last day of which anything is known; 40000 days are more than a lifetime, and
#: more than the way from a clock that began in 1970.
_EVERY_DAY: Final = """
    SELECT min(local_day) FROM sessions
    UNION ALL
    SELECT date(local_day, '+1 day') FROM calendar
     WHERE local_day < (SELECT max(local_day) FROM runs) OR local_day < (SELECT max(local_day) FROM sessions)
        OR local_day < (SELECT max(local_day) FROM duties)
     LIMIT 40000
"""


def _planned(figure: str, duties: str) -> str:
    """What the plan in force asks for on the weekday; empty while no plan is known."""
    return f"""
        CASE WHEN plan_id IS NOT NULL
             THEN (SELECT coalesce(sum({figure}), 0) FROM plan_duties
                    WHERE plan_duties.plan_id = days.plan_id AND plan_duties.weekday = days.weekday AND duty {duties})
        END"""


def _of_day(what: str, table: str, which: str = "TRUE") -> str:
    return f"(SELECT {what} FROM {table} WHERE {table}.local_day = days.local_day AND {which})"


#: A session that fills its place in the day, as mirror.therapy.chart.Practised.complete has it; a test holds the two
#: together.
_COMPLETE: Final = """
    (SELECT (coalesce(sessions.outcome, '') = 'done' AND count(*) > 0)
            OR count(*) >= 0.5 * json_array_length(sessions.planned)
       FROM exercises WHERE session_id = sessions.id AND exercises.repetitions + exercises.guided_rounds > 0)
"""
#: A session in which anything was done, as mirror.diary.page.ExerciseLine.practised has it.
PRACTISED: Final = f"""
    (EXISTS (SELECT 1 FROM {MEANS} WHERE {MEANS}.session_id = sessions.id)
     OR EXISTS (SELECT 1 FROM exercises WHERE exercises.session_id = sessions.id AND guided_rounds > 0))
"""
_EYE_CARE: Final = "IN ('eye care', 'eye care for the night')"


def adherence_of(calendar: str) -> str:
    """The query for what was planned and what was done on each day of ``calendar``, a query for days in their order.

    ``calendar`` is recursive and may name itself.
    """
    return f"""
    WITH RECURSIVE calendar (local_day) AS ({calendar}),
    days AS (
        SELECT local_day, (strftime('%w', local_day) + 6) % 7 AS weekday,
               (SELECT id FROM plans WHERE plans.local_day <= calendar.local_day
                 ORDER BY plans.local_day DESC, id DESC LIMIT 1) AS plan_id
          FROM calendar WHERE local_day IS NOT NULL
    )
    SELECT local_day, plan_id, (SELECT revision FROM plans WHERE id = plan_id) AS revision,
           {_of_day("count(*)", "sessions", PRACTISED)} AS practices,
           {_planned("times", "= 'short practice'")} AS planned_short,
           {_of_day("count(*)", "sessions", f"duty = 'short practice' AND {_COMPLETE}")} AS done_short,
           {_planned("times", "= 'long practice'")} AS planned_long,
           {_of_day("count(*)", "sessions", f"duty = 'long practice' AND {_COMPLETE}")} AS done_long,
           {_planned("times * minutes", "LIKE '%practice'")} AS planned_min,
           {_of_day("total(charged_s) / 60.0", "sessions")} AS done_min,
           {_planned("times", _EYE_CARE)} AS planned_eye,
           {_of_day("count(*)", "duties", f"duty {_EYE_CARE} AND outcome = 'done'")} AS done_eye,
           {_of_day("count(*)", "duties", "outcome = 'put off'")} AS put_off,
           {_of_day("count(*)", "exercises", "outcome = 'skipped'")} AS skipped,
           {_of_day("count(DISTINCT exercise)", "locks")} AS locked
      FROM days
    """


ADHERENCE: Final = f"CREATE VIEW adherence AS {adherence_of(_EVERY_DAY)}"
