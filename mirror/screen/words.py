"""Every word the screen shows, in one place, so that one day it can speak other languages.

Kind and exact, sentence case, at most two sentences on a screen.
"""

from typing import Final

from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Unseen
from mirror.therapy.brief import About
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import Outcome
from mirror.therapy.scene import FaultKind, Hint
from mirror.therapy.timetable import Duty

SHOW: Final = "Show"
YOU: Final = "You"
HEALTHY_HALF: Final = "Healthy half, mirrored"
OUTLINE: Final = "Outline"
HIDDEN: Final = "Face hidden"
SIDE_UNKNOWN: Final = "You, side not known"

LEFT: Final = "left"
TOGETHER: Final = "together"
RIGHT: Final = "right"

START: Final = "Start"
LATER: Final = "Later"
CARE_DONE: Final = "Eye care done"
READ: Final = "Read"
DONE: Final = "Done"
UNDERSTOOD: Final = "I understand"
NOT_NOW: Final = "Not now"
CONTINUE: Final = "Continue"
SKIP: Final = "Skip"
BACK: Final = "Back"
PAUSE: Final = "Pause"
END: Final = "End"
VIEW: Final = "View"
AGAIN: Final = "Again"
FINISH: Final = "Finish"
DETAILS: Final = "Details"
SUMMARY: Final = "Summary"

#: What is told before a session, by what it is about.
ABOUT: Final = {
    About.PLAN: "Your plan",
    About.LOCK: "For today",
    About.FIRST_MOVEMENT: "Something new",
    About.EYE: "Your eye",
    About.CARD: "Worth knowing",
}
#: What a routine is there for, beside its name; an exercise of the practice itself needs no such word.
PURPOSES: Final = {
    Purpose.WARM_UP: "Warm-up",
    Purpose.PRACTICE: "",
    Purpose.RELEASE: "Release",
    Purpose.ATTEMPT: "Once a day",
    Purpose.ASSESSMENT: "Assessment",
}

WELCOME_EYEBROW: Final = "Good to see you"
WELCOME: Final = "Stand comfortably and look straight into the mirror."
WELCOME_DETAIL: Final = "From here on it goes by itself: small and slow, without effort."

FIND_FACE_EYEBROW: Final = "Finding your face"
#: What helps, per reason why the face cannot be measured: a headline and a sentence.
FIND_FACE: Final[dict[Unseen, tuple[str, str]]] = {
    Unseen.NO_IMAGE: ("One moment.", "The camera is waking up."),
    Unseen.NO_FACE: ("I cannot see your face yet.", "Stand in front of the mirror. Is the lens covered?"),
    Unseen.TOO_FAR: ("Come a little closer.", "Your face may fill the oval."),
    Unseen.TOO_NEAR: ("A little farther back.", "Your whole face should fit into the oval."),
    Unseen.OFF_CENTRE: ("Move to the middle.", "Your face belongs inside the oval."),
    Unseen.TURNED: ("Look straight ahead.", "Both sides of your face should show equally."),
    Unseen.DARK: ("More light, please.", "A lamp in front of you helps most."),
    Unseen.BLURRED: ("Hold still for a moment.", "If it stays blurred, wipe the lens."),
}
FOUND: Final = ("Good.", "Stay just like this.")

REST_EYEBROW: Final = "Your face at rest"
REST: Final = "Let everything be loose."
REST_SENTENCE: Final = "Eyes open, lips lightly closed."
REST_RING: Final = "rest"

WATCH: Final = "Watch first."
WATCH_AFTER_NOT_YET: Final = "That is enough for now; watch the next one."
WATCH_RING: Final = "watch"
READ_FIRST: Final = "Read first."
READ_RING: Final = "read"
READY: Final = "Get ready."
READY_RING: Final = "ready"
MOVE: Final = "Small and slow."
MOVE_ANOTHER: Final = "Do what the picture does."
MOVE_RING: Final = "move"
HOLD: Final = "Hold it gently."
HOLD_RING: Final = "hold"
FREEZE: Final = {
    QuietRegion.EYE: "Stop there. Your eye wants to join in.",
    QuietRegion.MOUTH: "Stop there. Your mouth wants to join in.",
    QuietRegion.BROW: "Stop there. Your brow wants to join in.",
}
FREEZE_SENTENCE: Final = "Hold it, then let go."
FREEZE_RING: Final = "freeze"
RELEASE: Final = "Let go slowly."
RELEASE_SENTENCE: Final = "Back to rest, all the way."
RELEASE_RING: Final = "let go"
BREATHE: Final = "Well done."
BREATHE_PLAIN: Final = "Rest and breathe."
BREATHE_SENTENCE: Final = "Let the whole face be loose."
BREATHE_ANOTHER: Final = "Rest first, then follow the picture."
BREATHE_RING: Final = "breathe"
GUIDED: Final = "Follow along."

#: Before a routine, and while it lasts, for closed eyes.
TONES_BEFORE: Final = "A tone begins it, soft ticks go along, and a tone ends it."
TONES_SHORT: Final = "The tones guide you."
TONES: Final = "The tones guide you; your eyes may stay closed."
ROUTINE_EYEBROW: Final = "A quiet moment"
ROUTINE_RING: Final = "to go"

ATTEMPT_REST: Final = "Let everything be loose."
ATTEMPT: Final = {Movement.BROW_RAISE: "Try gently: brows.", Movement.SMILE: "Try gently: a small smile."}
ATTEMPT_NEXT: Final = {Movement.BROW_RAISE: "Next: both brows, a little.", Movement.SMILE: "Next: a small smile."}
ATTEMPT_SENTENCE: Final = "The try is what counts, seen or not."
ATTEMPT_RING: Final = "try"

HINTS: Final[dict[Hint, str]] = {
    Hint.TRY_SMALL: "A tiny movement is enough.",
    Hint.HOLD_LONGER: "Next time, stay until the ring is full.",
    Hint.LET_GO: "Let everything go soft.",
    Hint.NOT_YET: "No movement seen yet, which is normal.",
    Hint.ANOTHER: "That was a different movement.",
    Hint.UNREAD: "I cannot see this part of your face well.",
    Hint.KEEP_STILL: "Keep still for a moment.",
    Hint.SMALLER: "A little smaller.",
    Hint.SLOWER: "A little slower.",
    Hint.BRAKE: "Let the stronger side wait.",
    Hint.EYE_JOINED: "Next time smaller, so that the eye stays open.",
    Hint.MOUTH_JOINED: "Next time smaller, so that the mouth stays quiet.",
    Hint.BROW_JOINED: "Next time smaller, so that the brow stays quiet.",
    Hint.JUST_RIGHT: "Just right: small, slow and together.",
    Hint.TIGHT: "Enough movement for now. Your face has become tight.",
    Hint.TIRED: "Enough movement for now. Your face has earned a rest.",
}
#: What helps when the face is seen, but not the part that is asked to move.
UNREAD_SENTENCE: Final = "Is hair, a hand or a reflection in the way?"
#: An exercise's instruction while its eyes are shut.
BY_SOUND: Final = "The tones lead you: up to move, down to let go."

PAUSED_EYEBROW: Final = "Paused"
PAUSED: Final = "Take your time."
PAUSED_SENTENCE: Final = "It goes on when you press Continue."
AWAY: Final = "I will wait for you."
AWAY_SENTENCE: Final = "It goes on by itself when I see your face."

#: How the session ended.
SUMMARY_EYEBROWS: Final = {
    Outcome.DONE: "Done for now",
    Outcome.SKIPPED: "Done for now",
    Outcome.NOT_YET: "Done for now",
    Outcome.TIGHT: "Early rest: your face was tight",
    Outcome.TIRED: "Early rest: your face was tired",
    Outcome.JOINED: "Shorter: something joined in",
    Outcome.TIME: "The plan's time is over",
    Outcome.STOPPED: "Stopped here",
}
ASSESSED: Final = "The standard assessment is done."
ESTIMATE_WAITS: Final = "Your therapist finds it in the log."
NO_ESTIMATE: Final = "Not all of it could be read, so there is no estimate this time."
ATTEMPTED: Final = "What the small try shows takes days to be sure of, which is normal."
DONE_DETAILS: Final = "None of this is measured, and all of it counts."
NOTHING_COUNTED: Final = "You took the time to practise."
NOTHING_COUNTED_DETAIL: Final = "No movement yet that the mirror can be sure of, which is normal."
ALL_TOGETHER: Final = "Both sides moved together."
DETAILS_EYEBROW: Final = "Details"
DETAILS_HEADLINE: Final = "How far each side moved"
DETAILS_NOTE: Final = "Mean of your repetitions in mm. It is an estimate."
DETAILS_HEAD: Final = ("", "left", "right")
MORE_ROWS: Final = "and {count} more"

SAFE_EYEBROW: Final = "A short break"
SAFE_HEADLINES: Final = {
    FaultKind.CAMERA: "I cannot see through the camera.",
    FaultKind.MODEL: "I cannot measure your face just now.",
    FaultKind.INTERNAL: "Something inside the mirror has stopped.",
}
SAFE_KEPT: Final = "Everything you did is saved."
SAFE_WAYS_OUT: Final = {
    FaultKind.CAMERA: "Wipe the lens, or check the flat cable behind the mirror. I keep trying.",
    FaultKind.MODEL: "Whoever set up the mirror can run “mirror check”.",
    FaultKind.INTERNAL: "The mirror starts again by itself in a moment. If not, switch it off and on.",
}
NO_SCREEN: Final = (
    "No screen answers. Check its cable and its power; without one, mirror demo --headless DIR records a session."
)

# The day --------------------------------------------------------------------------------------------------------------

PRACTICE_READY: Final = "Your practice is ready."
RESTS_TODAY: Final = "Your face rests today."
ALL_DONE: Final = "All done for today."
NOTHING_ASKED: Final = "Nothing more is asked today."
CATCH_UP: Final = "One missed practice can still be made up for."
EYE_CARE: Final = {
    Duty.EYE_DAY: "Time for the eye drops.",
    Duty.EYE_NIGHT: "Time for the eye care of the night.",
}
NEXT_NOW: Final = "Next: whenever you are ready."
NEXT_TOMORROW: Final = "Next: tomorrow, at your own time."
NOT_SAVED: Final = "Not saved yet. I keep trying."
