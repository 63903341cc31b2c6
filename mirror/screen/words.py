"""Every fixed word the screen shows, marked as a message of the catalogue (docs/languages.md).

Kind and exact, sentence case, at most two sentences on a screen.
"""

from typing import Final

from mirror.language import N_
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Unseen
from mirror.therapy.brief import About
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import Outcome
from mirror.therapy.menu import Entry
from mirror.therapy.scene import FaultKind, Hint, Pace
from mirror.therapy.stimulator import Power, Rests
from mirror.therapy.timetable import Duty

SHOW: Final = N_("Show")
YOU: Final = N_("You")
HEALTHY_HALF: Final = N_("Healthy half, mirrored")
OUTLINE: Final = N_("Outline")
HIDDEN: Final = N_("Face hidden")
SIDE_UNKNOWN: Final = N_("You, side not known")

LEFT: Final = N_("left")
TOGETHER: Final = N_("together")
RIGHT: Final = N_("right")

START: Final = N_("Start")
LATER: Final = N_("Later")
CARE_DONE: Final = N_("Eye care done")
READ: Final = N_("Read")
DONE: Final = N_("Done")
UNDERSTOOD: Final = N_("I understand")
NOT_NOW: Final = N_("Not now")
CONTINUE: Final = N_("Continue")
SKIP: Final = N_("Skip")
BACK: Final = N_("Back")
PAUSE: Final = N_("Pause")
END: Final = N_("End")
VIEW: Final = N_("View")
AGAIN: Final = N_("Again")
FINISH: Final = N_("Finish")
DETAILS: Final = N_("Details")
SUMMARY: Final = N_("Summary")
STOP: Final = N_("Stop")
WITHOUT_STIMULATION: Final = N_("Without it")
UP: Final = N_("Up")
DOWN: Final = N_("Down")
CHOOSE: Final = N_("Choose")
SOFTER: Final = N_("Softer")
LOUDER: Final = N_("Louder")
DARKER: Final = N_("Darker")
BRIGHTER: Final = N_("Brighter")
STAY_ON: Final = N_("Stay on")
SHUT_DOWN: Final = N_("Shut down")

#: What is told before a session, by what it is about.
ABOUT: Final = {
    About.PLAN: N_("Your plan"),
    About.LOCK: N_("For today"),
    About.FIRST_MOVEMENT: N_("Something new"),
    About.EYE: N_("Your eye"),
    About.CARD: N_("Worth knowing"),
    About.STIMULATION: N_("For today"),
}
#: What a routine is there for, beside its name; an exercise of the practice itself needs no such word.
PURPOSES: Final = {
    Purpose.WARM_UP: N_("Warm-up"),
    Purpose.PRACTICE: "",
    Purpose.RELEASE: N_("Release"),
    Purpose.ATTEMPT: N_("Once a day"),
    Purpose.ASSESSMENT: N_("Assessment"),
}

WELCOME_EYEBROW: Final = N_("Good to see you")
WELCOME: Final = N_("Stand comfortably and look straight into the mirror.")
WELCOME_DETAIL: Final = N_("From here on it goes by itself: small and slow, without effort.")

FIND_FACE_EYEBROW: Final = N_("Finding your face")
#: What helps, per reason why the face cannot be measured: a headline and a sentence.
FIND_FACE: Final[dict[Unseen, tuple[str, str]]] = {
    Unseen.NO_IMAGE: (N_("One moment."), N_("The camera is waking up.")),
    Unseen.NO_FACE: (N_("I cannot see your face yet."), N_("Stand in front of the mirror. Is the lens covered?")),
    Unseen.TOO_FAR: (N_("Come a little closer."), N_("Your face may fill the oval.")),
    Unseen.TOO_NEAR: (N_("A little farther back."), N_("Your whole face should fit into the oval.")),
    Unseen.OFF_CENTRE: (N_("Move to the middle."), N_("Your face belongs inside the oval.")),
    Unseen.TURNED: (N_("Look straight ahead."), N_("Both sides of your face should show equally.")),
    Unseen.DARK: (N_("More light, please."), N_("A lamp in front of you helps most.")),
    Unseen.BLURRED: (N_("Hold still for a moment."), N_("If it stays blurred, wipe the lens.")),
}
FOUND: Final = (N_("Good."), N_("Stay just like this."))

REST_EYEBROW: Final = N_("Your face at rest")
REST: Final = N_("Let everything be loose.")
REST_SENTENCE: Final = N_("Eyes open, lips lightly closed.")
REST_RING: Final = N_("rest")

WATCH: Final = N_("Watch first.")
WATCH_AFTER_NOT_YET: Final = N_("That is enough for now; watch the next one.")
WATCH_RING: Final = N_("watch")
READ_FIRST: Final = N_("Read first.")
READ_RING: Final = N_("read")
READY: Final = N_("Get ready.")
READY_RING: Final = N_("ready")
MOVE: Final = N_("Small and slow.")
MOVE_ANOTHER: Final = N_("Do what the picture does.")
MOVE_RING: Final = N_("move")
HOLD: Final = N_("Hold it gently.")
HOLD_RING: Final = N_("hold")
FREEZE: Final = N_("Stop there.")
FREEZE_WHY: Final = {
    QuietRegion.EYE: N_("Your eye wants to join in; hold it, then let go."),
    QuietRegion.MOUTH: N_("Your mouth wants to join in; hold it, then let go."),
    QuietRegion.BROW: N_("Your brow wants to join in; hold it, then let go."),
}
FREEZE_RING: Final = N_("freeze")
RELEASE: Final = N_("Let go slowly.")
RELEASE_SENTENCE: Final = N_("Back to rest, all the way.")
RELEASE_RING: Final = N_("let go")
BREATHE: Final = N_("Well done.")
BREATHE_PLAIN: Final = N_("Rest and breathe.")
BREATHE_SENTENCE: Final = N_("Let the whole face be loose.")
BREATHE_ANOTHER: Final = N_("Rest first, then follow the picture.")
BREATHE_RING: Final = N_("breathe")
GUIDED: Final = N_("Follow along.")

#: Before a routine, and while it lasts, for closed eyes.
TONES_BEFORE: Final = N_("A tone begins it, soft ticks go along, and a tone ends it.")
TONES_SHORT: Final = N_("The tones guide you.")
TONES: Final = N_("The tones guide you; your eyes may stay closed.")
ROUTINE_EYEBROW: Final = N_("A quiet moment")
ROUTINE_RING: Final = N_("to go")

ATTEMPT_REST: Final = N_("Let everything be loose.")
ATTEMPT: Final = {Movement.BROW_RAISE: N_("Try gently: brows."), Movement.SMILE: N_("Try gently: a small smile.")}
ATTEMPT_NEXT: Final = {
    Movement.BROW_RAISE: N_("Next: both brows, a little."),
    Movement.SMILE: N_("Next: a small smile."),
}
ATTEMPT_SENTENCE: Final = N_("The try is what counts, seen or not.")
ATTEMPT_RING: Final = N_("try")

HINTS: Final[dict[Hint, str]] = {
    Hint.TRY_SMALL: N_("A tiny movement is enough."),
    Hint.HOLD_LONGER: N_("Next time, stay until the ring is full."),
    Hint.LET_GO: N_("Let everything go soft."),
    Hint.NOT_YET: N_("No movement seen yet, which is normal."),
    Hint.ANOTHER: N_("That was a different movement."),
    Hint.UNREAD: N_("I cannot see this part of your face well."),
    Hint.KEEP_STILL: N_("Keep still for a moment."),
    Hint.SMALLER: N_("A little smaller."),
    Hint.SLOWER: N_("A little slower."),
    Hint.BRAKE: N_("Let the stronger side wait."),
    Hint.EYE_JOINED: N_("Next time smaller, so that the eye stays open."),
    Hint.MOUTH_JOINED: N_("Next time smaller, so that the mouth stays quiet."),
    Hint.BROW_JOINED: N_("Next time smaller, so that the brow stays quiet."),
    Hint.JUST_RIGHT: N_("Just right: small, slow and together."),
    Hint.TIGHT: N_("Enough movement for now. Your face has become tight."),
    Hint.TIRED: N_("Enough movement for now. Your face has earned a rest."),
}
#: Why what could be measured is only guided just now; where there is little room, the first sentence stands alone.
PACE: Final = {
    Pace.ENOUGH: "",
    Pace.SLOW_BOARD: N_("I am too slow to measure. Follow along."),
    Pace.SLOW_CAMERA: N_("I see too little to measure. Try more light."),
}
#: What helps when the face is seen, but not the part that is asked to move.
UNREAD_SENTENCE: Final = N_("Is hair, a hand or a reflection in the way?")
#: An exercise's instruction while its eyes are shut.
BY_SOUND: Final = N_("The tones lead you: up to move, down to let go.")

# Stimulation ----------------------------------------------------------------------------------------------------------

ARM_EYEBROW: Final = N_("Before stimulation")
ARM: Final = N_("Hold the hand button for two seconds, then let go.")
ARM_SENTENCE: Final = N_("In each hold, press it again: you feel a gentle pull, and letting go ends it.")
ARM_HINDERED: Final = N_("You practise without stimulation for now.")
#: The mark beside the name of an exercise.
MARKS: Final = {
    Power.OFF: N_("Stimulation off"),
    Power.ARMED: N_("Stimulation ready"),
    Power.ON: N_("Stimulation on"),
}
#: Why it is off, in a hold in place of the instruction; empty where nothing is amiss.
RESTS: Final = {
    Rests.NOT_ASKED: "",
    Rests.ARM: N_("Stimulation rests: hold the hand button for two seconds and let go."),
    Rests.PRESS: N_("Press the hand button and keep it pressed."),
    Rests.PRESS_ANEW: N_("Stimulation rests: let go of the hand button and press again."),
    Rests.BETWEEN: N_("Stimulation rests for a moment."),
    Rests.FACE: N_("Stimulation rests: it needs to see your face."),
    Rests.SLOW: N_("Stimulation rests: the mirror sees too slowly just now. It is not your doing."),
    Rests.STOP_PRESSED: N_("Stimulation rests: let the stop button out again."),
    Rests.STOPPED: N_("You pressed stop, so stimulation rests for this session."),
    Rests.SESSION_FULL: N_("That was all the stimulation of this session."),
    Rests.DAY_FULL: N_("That was enough stimulation for today."),
    Rests.WEEK_FULL: N_("That was enough stimulation for this week."),
    Rests.COURSE_FULL: N_("The stimulation that was prescribed is complete."),
    Rests.ANSWERS_OPEN: N_("Stimulation rests until the questions of a new day."),
    Rests.ANSWER_AGAINST: N_("One of today's answers speaks against stimulation."),
    Rests.PLAN: N_("Stimulation rests: your plan does not ask for it now."),
    Rests.REPLACED: N_("There is a new plan, so stimulation rests for this session."),
    Rests.NOT_READY: N_("Stimulation rests: is the stimulator switched on and ready?"),
    Rests.CLOCK: N_("Stimulation rests: the mirror is not sure of the time."),
    Rests.UNWELL: N_("Stimulation rests: the stimulator cannot be used just now."),
}

PAUSED_EYEBROW: Final = N_("Paused")
PAUSED: Final = N_("Take your time.")
PAUSED_SENTENCE: Final = N_("It goes on when you press Continue.")
AWAY: Final = N_("I will wait for you.")
AWAY_SENTENCE: Final = N_("It goes on by itself when I see your face.")

#: How the session ended.
SUMMARY_EYEBROWS: Final = {
    Outcome.DONE: N_("Done for now"),
    Outcome.SKIPPED: N_("Done for now"),
    Outcome.NOT_YET: N_("Done for now"),
    Outcome.TIGHT: N_("Early rest: your face was tight"),
    Outcome.TIRED: N_("Early rest: your face was tired"),
    Outcome.JOINED: N_("Shorter: something joined in"),
    Outcome.TIME: N_("The plan's time is over"),
    Outcome.STOPPED: N_("Stopped here"),
}
ASSESSED: Final = N_("The standard assessment is done.")
ESTIMATE_WAITS: Final = N_("Your therapist finds it in the log.")
NO_ESTIMATE: Final = N_("Not all of it could be read, so there is no estimate this time.")
ATTEMPTED: Final = N_("The mirror needs several days to be sure of a first movement.")
ATTEMPTED_DETAILS: Final = N_("The small try is measured over several days, and all of it counts.")
DONE_DETAILS: Final = N_("None of this is measured, and all of it counts.")
NOTHING_COUNTED: Final = N_("You took the time to practise.")
NOTHING_COUNTED_DETAIL: Final = N_("No movement yet that the mirror can be sure of, which is normal.")
ALL_TOGETHER: Final = N_("Both sides moved together.")
DETAILS_EYEBROW: Final = N_("Details")
DETAILS_HEADLINE: Final = N_("How far each side moved")
DETAILS_NOTE: Final = N_("Mean of your repetitions in mm. It is an estimate.")
DETAILS_HEAD: Final = ("", N_("left"), N_("right"))

SAFE_EYEBROW: Final = N_("A short break")
SAFE_HEADLINES: Final = {
    FaultKind.CAMERA: N_("I cannot see through the camera."),
    FaultKind.MODEL: N_("I cannot measure your face just now."),
    FaultKind.INTERNAL: N_("Something inside the mirror has stopped."),
}
SAFE_KEPT: Final = N_("Everything you did is saved.")
#: When the mirror has ended again and again, and when a newer release waits for somebody to install it.
NOT_RUNNING: Final = N_("The mirror does not start at the moment.")
NOT_RUNNING_KEPT: Final = N_("What was saved is kept. I try again in a few minutes.")
NOT_RUNNING_WAY_OUT: Final = N_("Switch it off and on again. If that does not help, ask whoever built it.")
TRY_AGAIN: Final = N_("Try again")
NEWER_RELEASE: Final = N_("A newer version is ready.")
SAFE_WAYS_OUT: Final = {
    FaultKind.CAMERA: N_("Wipe the lens, or check the flat cable behind the mirror. I keep trying."),
    FaultKind.MODEL: N_("Whoever set up the mirror can run “mirror check”."),
    FaultKind.INTERNAL: N_("The mirror starts again by itself in a moment. If not, switch it off and on."),
}

# The menu -------------------------------------------------------------------------------------------------------------

MENU_EYEBROW: Final = N_("Settings")
MENU: Final = {
    Entry.VOLUME: N_("Volume"),
    Entry.LIGHT: N_("Reminder light"),
    Entry.CONNECT: N_("Connect a phone"),
    Entry.PHONES: N_("Phones"),
    Entry.SHUT_DOWN: N_("Shut down"),
    Entry.BACK: N_("Back"),
}
VOLUME_HEARD: Final = N_("The tones sound like this.")
VOLUME_OFF: Final = N_("The mirror is silent.")
LIGHT_SEEN: Final = N_("The light below the glass shows it now.")
LIGHT_OFF: Final = N_("The light stays off.")
SHUT_DOWN_NOW: Final = N_("Shut down now?")
SHUT_DOWN_REMARK: Final = N_("To start it again, pull its plug and put it back in.")
SWITCHING_OFF: Final = N_("Shutting down.")
SWITCHING_OFF_SENTENCE: Final = N_("Wait until the screen is dark before you pull the plug.")
STAYS_ON: Final = N_("I cannot shut myself down here.")
STAYS_ON_SENTENCE: Final = N_("Everything is saved, so you may pull the plug.")
STAYS_ON_UNSAVED: Final = N_("Please wait with the plug until everything is saved.")

# Phones ---------------------------------------------------------------------------------------------------------------

CONNECT: Final = N_("Scan this picture with the phone.")
CONNECT_PREPARING: Final = N_("One moment.")
CONNECTED_SENTENCE: Final = N_("It shows how the day went. This menu can disconnect it again.")
CONNECT_OVER: Final = N_("The five minutes are over.")
CONNECT_OVER_SENTENCE: Final = N_("Nothing was connected. Another picture can be shown.")
CONNECT_NOT_SERVED: Final = N_("There is no page for phones just now.")
CONNECT_NOT_SERVED_SENTENCE: Final = N_("Please ask whoever looks after the mirror to start it.")
CONNECT_NO_NETWORK: Final = N_("The mirror is in no network just now.")
CONNECT_NO_NETWORK_SENTENCE: Final = N_("Phones find it in the home network only. Please look at its cable or Wi-Fi.")
CONNECT_NOT_KEPT: Final = N_("A phone cannot be connected just now.")
CONNECT_NOT_KEPT_SENTENCE: Final = N_("The disk takes nothing; whoever looks after the mirror can help.")
ANOTHER: Final = N_("Another")
PHONES_BACK: Final = N_("Back")
NO_PHONES: Final = N_("No phone is connected.")
NO_PHONES_SENTENCE: Final = N_("One is connected under Connect a phone.")
DISCONNECT_REMARK: Final = N_("It sees nothing any more from then on.")
KEEP: Final = N_("Keep it")
DISCONNECT: Final = N_("Disconnect")

# The day --------------------------------------------------------------------------------------------------------------

PRACTICE_READY: Final = N_("Your practice is ready.")
RESTS_TODAY: Final = N_("Your face rests today.")
ALL_DONE: Final = N_("All done for today.")
NOTHING_ASKED: Final = N_("Nothing more is asked today.")
CATCH_UP: Final = N_("One missed practice can still be made up for.")
EYE_CARE: Final = {
    Duty.EYE_DAY: N_("Time for the eye drops."),
    Duty.EYE_NIGHT: N_("Time for the eye care of the night."),
}
NEXT_NOW: Final = N_("Next: whenever you are ready.")
NEXT_TOMORROW: Final = N_("Next: tomorrow, at your own time.")
#: Something that can be pressed is held, and nobody seems to hold it.
STUCK_LEFT: Final = N_("The left button stays down. Is it wet or caught?")
STUCK_MIDDLE: Final = N_("The middle button stays down. Is it wet or caught?")
STUCK_RIGHT: Final = N_("The right button stays down. Is it wet or caught?")
STOP_DOWN: Final = N_("Let the stop button out to practise.")
STUCK_FOOT: Final = N_("The foot switch stays down. Does something lie on it?")
STUCK_KEY: Final = N_("A key stays down. Does something lie on the keyboard?")
NOT_SAVED: Final = N_("Not saved yet. I keep trying.")
