"""The instants by which everything must have happened, in one place so that they can be added up.

Whatever is lost, the output of the monostable is off within 300 ms, also where it holds for longer than it should.  An
edge is made at most PROMPT_S after everything was looked at for it, or not at all, so that

- the face's last valid picture is at most FACE_S + PROMPT_S old at the last edge: 275 ms, 295 at the most;
- the kiosk's last word is at most RENEWAL_S + PROMPT_S old at the last edge: 250 ms, 270 at the most;
- a contact that opens: the last edge is at most PROMPT_S later, 125 ms, 145 at the most;
- a killed or a stopped guard: no further edge, 120 ms, 140 at the most.

The sums hold however late the guard is woken or wherever it is held up, because permission is judged for each edge and
never for the time until the next.
"""

from typing import Final

#: From one decision to the next.  Each decision makes half a wave at most: 20 Hz while permitted.
TICK_S: Final = 0.025
#: The output stays on this long after a rising edge: the retriggerable monostable outside (docs/stimulation.md).
HOLD_S: Final = 0.120
#: The same with the tolerance of its parts; one that is measured to hold for longer is not connected (docs/wiring.md).
#: Doses and train lengths are reckoned with it.
MOST_HOLD_S: Final = 0.140
#: From looking at everything to the edge.  It takes a fraction of a millisecond; more means that this process was held
#: up in between, and what it has seen is no longer how things are.
PROMPT_S: Final = 0.005
#: A word of the kiosk is believed this long.  With PROMPT_S and HOLD_S: permission decays in 250 ms without renewal.
RENEWAL_S: Final = 0.125
#: A picture of the face is believed this long after it was taken.  With PROMPT_S and MOST_HOLD_S less than the 300 ms
#: that are allowed for a lost face (docs/stimulation.md).  What takes longer is refused, not waited for.
FACE_S: Final = 0.150
#: Between two decisions of a running train; more means that this process was stopped or starved.
LATE_S: Final = 0.060
#: Clocks of one machine agree; a word from further ahead than this is none.
AHEAD_S: Final = 0.005
