"""One instant of the mirror: what was seen and pressed goes in, the session steps, and what it wants is carried out."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, Protocol

from hardware.camera.frame import Frame
from hardware.led.light import Light
from hardware.led.pattern import Pattern
from mirror.diary.log import Saved
from mirror.diary.stamp import Stamp, stamp_of_wall
from mirror.kiosk.afterwards import Afterwards
from mirror.kiosk.filming import Filming, FilmMade, NotFilming
from mirror.kiosk.following import Following, Seen
from mirror.kiosk.household import Household
from mirror.kiosk.look_rate import STALE_S, fresh, slow, stale_s
from mirror.kiosk.permitting import Earlier, NotPermitting, Permitting
from mirror.kiosk.phones import NoPhones, Telephony
from mirror.kiosk.planning import Planning
from mirror.kiosk.refining import NotRefining, Refining
from mirror.kiosk.reminding import wanted_pattern
from mirror.kiosk.sight import Sight
from mirror.kiosk.speed import Speed
from mirror.kiosk.telling import tell
from mirror.kiosk.trace import Trace
from mirror.perception.excursion import Excursion
from mirror.perception.face import Unseen
from mirror.perception.observation import Observation
from mirror.therapy.effects import (
    Adjusted,
    Assessed,
    AttemptMeasured,
    Cue,
    Effect,
    FaultNoted,
    PhoneWish,
    Record,
    RepetitionDone,
    RepetitionRefined,
    SessionBegan,
    SessionEnded,
    StimulationDone,
    SwitchOff,
)
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import FaultKind, Hint
from mirror.therapy.session import NO_REST, Inputs, Session
from mirror.therapy.step import step
from mirror.therapy.stimulator import Stimulator
from mirror.therapy.tries import ATTEMPT
from mirror.therapy.view import View

#: How often the day is looked at anew while nobody practises.
BRIEFED_EVERY_S: Final = 20.0


class Writer(Protocol):
    """Keeps records; says which ones are safe."""

    def submit(self, record: Record, stamp: Stamp) -> None: ...

    def saved(self) -> list[Saved]: ...


class Speaker(Protocol):
    """What plays the cues."""

    def play(self, cue: Cue) -> None: ...

    def set_volume(self, volume: float) -> None: ...


class Kiosk:
    """The session and everything it speaks to.  Call :meth:`tick` at display rate; read :attr:`session` to draw."""

    def __init__(
        self,
        planning: Planning,
        writer: Writer,
        trace: Trace,
        light: Light,
        speaker: Speaker,
        stamp: Callable[[], Stamp],
        refining: Refining | None = None,
        view: View = View.TRUE,
        following: Following | None = None,
        filming: Filming | None = None,
        permitting: Permitting | None = None,
        household: Household | None = None,
        telephony: Telephony | None = None,
    ) -> None:
        """``refining`` reads the holds; without it every repetition keeps its light figure.

        ``filming`` makes demonstrations of the own healthy half; without it no picture is kept for that.
        ``permitting`` speaks with the guard of a prescribed stimulator; without it there is none.
        ``household`` adjusts and switches off; without it what is adjusted holds until the end, and nothing is off.
        """
        self._planning = planning
        self._writer = writer
        self._trace = trace
        self._light = light
        self._speaker = speaker
        self._stamp = stamp
        self._refining: Refining = NotRefining() if refining is None else refining
        self._following = Following() if following is None else following
        self._filming: Filming = NotFilming() if filming is None else filming
        self._permitting: Permitting = NotPermitting() if permitting is None else permitting
        self._stimulator: Stimulator | None = None
        self._household = Household(speaker, light) if household is None else household
        self._telephony: Telephony = NoPhones() if telephony is None else telephony
        self._pattern: Pattern | None = None
        self._told_problem: str | None = None
        self._tries: dict[float, RepetitionDone] = {}
        self._afterwards: deque[Afterwards] = deque()
        """Sessions that are not wholly read yet, the oldest first."""
        self._unseen: Unseen | None = Unseen.NO_IMAGE
        self._speed = Speed()
        self.session = replace(Session.of(planning.brief(stamp()), view), levels=self._household.levels)
        self._briefed_s: float | None = None
        self._briefed_practising = False

    @property
    def excursion(self) -> Excursion | None:
        """The movement of the current exercise, live; None while it is not followed."""
        return self._following.excursion

    def tick(self, now_s: float, sight: Sight, presses: tuple[Press, ...] = ()) -> None:
        """One instant later."""
        for press in presses:
            self._trace.event(now_s, "button", name=press.button.value, press=press.kind.value)
        self._receive(now_s)
        self._brief(now_s)
        observation = fresh(sight.observation, now_s, stale_s(sight.looking))
        if (slowness := slow(sight.looking)) is not None:
            self.note_once(slowness, now_s)
        self._filming.see(self.session, sight.frame, observation)
        seen = self._see(observation, now_s)
        unseen, rest = (Unseen.NO_IMAGE, NO_REST) if observation is None else (observation.fault, observation.rest)
        phones = self._telephony.known(self.session.scene, now_s)
        stays_on = self._household.stays_on
        inputs = Inputs(unseen, rest, fault=sight.fault, pace=sight.looking.pace)
        inputs = replace(inputs, stimulator=self._stimulator, stays_on=stays_on, phones=phones)
        self._step(
            replace(
                inputs,
                event=seen.event,
                phase=seen.phase,
                held_s=seen.held_s,
                unread_s=seen.unread_s,
                joined=seen.joined,
                effort=seen.effort,
                strain=seen.strain,
                just_right=seen.just_right,
            ),
            now_s,
        )
        for press in presses:
            self._brief(now_s)
            self._step(replace(inputs, press=press), now_s)
        # Nothing is ever permitted on what a slow mirror has seen.
        self._stimulator = self._permitting.tick(self.session, fresh(observation, now_s, STALE_S), now_s, presses)
        self._keep_stimulation(self._permitting.done(now_s))
        if not self.session.practising:
            self._keep_earlier(self._permitting.earlier())
        self._tell(unseen, now_s)

    def stop(self, now_s: float) -> None:
        """The mirror is being closed: a session that runs ends as if stop had been pressed."""
        stop = Press(Button.STOP)
        self._step(Inputs(press=stop), now_s)
        self._permitting.tick(self.session, None, now_s, (stop,))
        self._keep_stimulation(self._permitting.last())
        self._tell(None, now_s)

    def close(self) -> None:
        """The line to the guard of a stimulator is gone, and with it every permission."""
        self._permitting.close()

    def _keep_stimulation(self, done: StimulationDone | None) -> None:
        if done is not None:
            self._keep(done)

    def _keep_earlier(self, earlier: Earlier | None) -> None:
        """What a mirror that was killed could not keep, at its own time."""
        if earlier is not None:
            stamp = stamp_of_wall(datetime.fromtimestamp(earlier.wall_s, UTC))
            self._writer.submit(earlier.done, stamp)
            self._planning.kept(earlier.done, stamp)
            self._briefed_s = None

    def shown(self, frame: Frame, now_s: float) -> None:
        """This frame has come onto the glass."""
        if self.session.practising:
            self._speed.shown(frame, now_s)

    def note(self, fault: FaultNoted, now_s: float) -> None:
        """Something about the mirror that whoever mends it should know."""
        self._carry_out(fault, now_s)

    def note_once(self, fault: FaultNoted, now_s: float) -> None:
        """The same of what goes on for a while: once a session, and only within one."""
        if self.session.practising and self._speed.is_new(fault):
            self._carry_out(fault, now_s)

    def note_film(self, now_s: float, frames: int, faces: int) -> None:
        """Leave in the trace how many of a film's frames showed a face."""
        self._trace.event(now_s, "film", frames=frames, faces=faces)

    def _brief(self, now_s: float) -> None:
        """The day is looked at anew now and then, and after everything that may have changed it."""
        practising = self.session.practising
        if practising is not self._briefed_practising:
            self._briefed_s = None
        if self._briefed_s is None or now_s - self._briefed_s >= BRIEFED_EVERY_S:
            self._briefed_s, self._briefed_practising = now_s, practising
            stamp = self._stamp()
            prepared = self._planning.brief(stamp)
            if (followed := self._planning.followed()) is not None:
                self._writer.submit(followed, stamp)
            self.session = self.session.shrunk(prepared) if practising else self.session.briefed(prepared)

    def _see(self, observation: Observation | None, now_s: float) -> Seen:
        if not self.session.watching and self._following.forget_faces():
            self._refining.forget()
        seen = self._following.see(self.session, observation, now_s)
        for done in self._following.tries():
            hold = self._following.hold_of(done)
            if hold is not None:
                self._tries[done.repetition.start_s] = done
                self._refining.submit(hold)
        return seen

    def _step(self, inputs: Inputs, now_s: float) -> None:
        before = self.session
        self.session, effects = step(before, inputs, now_s)
        if self.session.scene is not before.scene:
            self._trace.event(now_s, "scene", name=self.session.scene.value, exercise=self.session.exercise.id)
        if self.session.hint not in (before.hint, Hint.NONE):
            self._trace.event(now_s, "hint", name=self.session.hint.value, exercise=self.session.exercise.id)
        for effect in effects:
            self._carry_out(effect, now_s)

    def _carry_out(self, effect: Effect, now_s: float) -> None:
        if isinstance(effect, Cue):
            self._trace.event(now_s, "cue", name=effect.value)
            self._speaker.play(effect)
            return
        if isinstance(effect, Adjusted | SwitchOff):
            self._household.carry_out(effect)
            return
        if isinstance(effect, PhoneWish):
            self._telephony.carry_out(effect, now_s)
            return
        tell(self._trace, effect, now_s)
        if isinstance(effect, SessionBegan):
            self._following.begin()
            self._tries.clear()
            self._speed.begin()
            self._afterwards.append(Afterwards(self.session.brief))
        if isinstance(effect, SessionEnded) and self._afterwards:
            self._afterwards[-1].blinks = tuple(self._following.blinks)
            self._refining.ask_resting()
        if isinstance(effect, SessionEnded):
            for aged in self._speed.records():
                self._keep(aged)
        self._keep(effect)
        hold = self._following.hold_of(effect) if isinstance(effect, RepetitionDone) else None
        if hold is not None:
            if self._afterwards:
                self._afterwards[-1].expect(hold.done)
            self._refining.submit(hold)

    def _keep(self, record: Record) -> None:
        """Into the log and into the chart; the day may look different afterwards."""
        stamp = self._stamp()
        self._writer.submit(record, stamp)
        self._planning.kept(record, stamp)
        self._filming.kept(record, self.session, stamp)
        self._briefed_s = None

    def _receive(self, now_s: float) -> None:
        """What caregivers have ticked and written.  A practice is not kept waiting for it."""
        for record, stamp in () if self.session.practising else self._telephony.received(now_s):
            self._writer.submit(record, stamp)
            self._planning.kept(record, stamp)
            self._briefed_s = None

    def keep_refined(self, now_s: float) -> None:
        """Put what has been refined meanwhile into the log, and why something could not be."""
        problem = self._refining.problem
        if problem is not None and problem != self._told_problem:
            self._told_problem = problem
            self._carry_out(FaultNoted(FaultKind.INTERNAL.value, problem), now_s)
        for refined in self._refining.refined():
            tell(self._trace, refined, now_s)
            if refined.exercise == ATTEMPT:
                self._keep_attempt(refined)
                continue
            self._keep(refined)
            self.session = self.session.refined(refined)
            for afterwards in self._afterwards:
                afterwards.add(refined)
        self._keep_afterwards()

    def _keep_afterwards(self) -> None:
        """When the face at rest is told, every hold of the oldest session that waits has been read."""
        resting = self._refining.resting()
        if resting is None or not self._afterwards:
            return
        for record in self._afterwards.popleft().records(resting):
            self._keep(record)
            if isinstance(record, Assessed):
                self.session = replace(self.session, assessed=record.done)

    def _keep_attempt(self, refined: RepetitionRefined) -> None:
        """A try counts as it was read more closely, or not at all."""
        tried = self._tries.pop(refined.start_s, None)
        if tried is None or refined.excursion is None:
            return
        repetition = tried.repetition
        measured = AttemptMeasured(repetition.movement, tried.number, refined.excursion, repetition.noise_mm)
        self._keep(measured)
        self.session = self.session.tried_at(measured)

    def _tell_films(self, now_s: float) -> None:
        for news in self._filming.news():
            if isinstance(news, FilmMade):
                self._trace.event(now_s, "own_half", exercise=news.exercise, half=news.half.value)
            else:
                self._carry_out(news, now_s)

    def _tell(self, unseen: Unseen | None, now_s: float) -> None:
        """What was refined, filmed and saved, whether the face is there, and what the light shows."""
        self.keep_refined(now_s)
        self._tell_films(now_s)
        for noted in self._household.notes():
            self._carry_out(noted, now_s)
        for saved in self._writer.saved():
            self._trace.event(now_s, "saved", table=saved.table, id=saved.row_id)
        if self.session.watching and unseen is not self._unseen:
            self._trace.event(now_s, "face", seen=unseen is None, reason=None if unseen is None else unseen.value)
            self._unseen = unseen
        pattern = wanted_pattern(self.session)
        if pattern is not self._pattern:
            self._trace.event(now_s, "led", pattern=pattern.value)
            self._light.show(pattern)
            self._pattern = pattern
        self._light.tick(now_s)
