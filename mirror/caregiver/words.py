"""What the page says.  Everything here is a message of the catalogue, looked up when a page is made.

For somebody at the kitchen table who wants to know whether all is well: a sentence first, nothing about winning or
losing, and never a diagnosis.
"""

from typing import Final

from mirror.caregiver.door import Refusal
from mirror.language import N_
from mirror.therapy.timetable import Duty

# The day in one sentence ----------------------------------------------------------------------------------------------
RESTS_TODAY: Final = N_("The face rests today.")
TODAY_DONE: Final = N_("Today is done.")
NOTHING_PLANNED: Final = N_("Nothing is planned today.")
NOT_YET_TODAY: Final = N_("Not practised yet today.")
NO_PRACTICE_TODAY: Final = N_("No practice today.")
TOMORROW_IS_NEW: Final = N_("That happens; tomorrow is a new day.")
NO_PRACTICE_THAT_DAY: Final = N_("No practice on this day.")
AHEAD: Final = N_("This day is still to come.")
MIRROR_OFF: Final = N_("The mirror has been off since {date}.")
MIRROR_NOT_STARTED: Final = N_("The mirror has not been on since {date}.")
NO_LOG: Final = N_("There is nothing to show yet.")
NO_LOG_MORE: Final = N_("The mirror's log begins with the first session. Then this page says how the day went.")
UNREADABLE: Final = N_("The log cannot be read just now.")
UNREADABLE_MORE: Final = N_(
    "Nothing is lost by looking: please look again in a few minutes. If it stays like this, restart the mirror; "
    "it puts its log in order when it starts."
)
UNREADABLE_DETAIL: Final = N_("What was found instead of the log")

#: What was answered at the end, about how the face feels.
FELT_FINE: Final = N_("The face felt fine.")

# What needs attention -------------------------------------------------------------------------------------------------
CARE: Final = {Duty.EYE_DAY: N_("Eye care"), Duty.EYE_NIGHT: N_("Eye care before the night")}
CARE_DUE: Final = {
    Duty.EYE_DAY: N_("It is time for eye care."),
    Duty.EYE_NIGHT: N_("It is time for eye care before the night."),
}
CARE_GIVEN: Final = N_("Eye care given")
CONFIRM: Final = N_("Movement may have come back.")
CONFIRM_MORE: Final = N_(
    "The mirror has seen a small movement on several days and waits for somebody's word. "
    "Please look at the next practice: does the affected side move a little by itself again? The mirror asks there."
)
RESTS_UNTIL: Final = N_("The face rests until tomorrow.")
REST_ADVISED: Final = N_("Rest was advised until the next day.")
CLOCK: Final = N_("The mirror was not sure of the date.")
CLOCK_MORE: Final = N_(
    "It had no network when it started, so times on this page may be off. They are set right once it knows the time."
)
NOT_SAVED: Final = N_("Something was not written as it should be.")
NOT_SAVED_MORE: Final = N_(
    "The mirror kept what it could. If it happens again, please show this page to whoever looks after the mirror."
)
FAULT: Final = N_("The mirror noted a fault.")
FAULT_MORE: Final = N_("If it happens again, please show this page to whoever looks after the mirror.")
ABOUT_PLAN: Final = N_("About the plan")

# Notes and ticks ------------------------------------------------------------------------------------------------------
KEPT: Final = N_("Thank you, it is kept.")
NOTE_EMPTY: Final = N_("The note is empty. Please write something, or go back.")
NOTE_LONG: Final = N_("This note is too long. Please keep it within {most} letters; it has {count}.")
NOT_KEPT: Final = N_("This could not be kept just now. Please try again in a few minutes.")
INBOX_FULL: Final = N_("The mirror has not read the notes for a long time. Please switch it on, then try again.")

# Pairing --------------------------------------------------------------------------------------------------------------
REFUSED: Final = {
    Refusal.NO_OFFER: N_("The mirror is not waiting for a phone. On the mirror, choose 'Connect a phone' first."),
    Refusal.TAKEN: N_(
        "This code has been used already. For another phone, choose 'Connect a phone' on the mirror again."
    ),
    Refusal.OTHER_TOKEN: N_("This link is not the one on the mirror now. Please scan the picture on the mirror again."),
    Refusal.OTHER_CODE: N_("These are not the digits on the mirror. Please look again."),
    Refusal.NO_TRIES: N_(
        "The digits were tried five times, so they are no longer valid. "
        "Please scan the picture, or choose 'Connect a phone' on the mirror again."
    ),
    Refusal.FULL: N_("There are as many phones as the mirror takes. Please disconnect one on the mirror first."),
}
NOT_CONNECTED: Final = N_("This phone is not connected.")
NOT_CONNECTED_MORE: Final = N_(
    "On the mirror, choose 'Connect a phone'. Then scan the picture there with this phone, or type its six digits here."
)
LINK_OVER: Final = N_("This picture is no longer valid.")
LINK_OVER_MORE: Final = N_(
    "It holds for five minutes, while it stands on the mirror. On the mirror, choose 'Connect a phone' again, "
    "then scan the new picture with this phone."
)
NO_LONGER: Final = N_("This phone is no longer connected.")

# What cannot be shown -------------------------------------------------------------------------------------------------
NOT_HERE: Final = N_("This page is not here.")
NOT_HERE_MORE: Final = N_("Perhaps the address was typed by hand.")
TOO_OFTEN: Final = N_("That was very often in a short time.")
TOO_OFTEN_MORE: Final = N_("Please wait a minute, then try again.")
OTHER_SITE: Final = N_("This did not come from the mirror's own page, so nothing was done.")
OTHER_SITE_MORE: Final = N_("Please go back to the page and try again there.")
OTHER_NAME: Final = N_("This page is served under the mirror's own address only.")
OUTSIDE: Final = N_("This page is for the home network only.")
TOO_LARGE: Final = N_("That was more than this page takes.")
BROKEN: Final = N_("Something went wrong inside this page.")
BROKEN_MORE: Final = N_("Nothing of the log is lost. Please try again in a moment.")
