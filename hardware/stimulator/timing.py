"""The instants by which everything must have happened, in one place so that they can be added up.

Whatever is lost, the output of the monostable is off 300 ms later, also where it holds for longer than it should:

- the face's last valid picture is at most FACE_S old at the last edge: 270 ms, 300 at the most;
- the kiosk's last word is at most RENEWAL_S old at the last edge: 250 ms, 280 at the most;
- a contact that opens, a killed or a stopped guard: no further edge, 120 ms, 150 at the most.

The sums hold however late the guard is woken, because permission is judged at the instant of each edge and never for
the time until the next.
"""

from typing import Final

#: From one decision to the next.  Each decision makes half a wave at most: 20 Hz while permitted.
TICK_S: Final = 0.025
#: The output stays on this long after a rising edge: the retriggerable monostable outside (docs/stimulation.md).
HOLD_S: Final = 0.120
#: The same with the tolerance of its resistor and capacitor (a quarter).  Doses and train lengths are reckoned with it.
MOST_HOLD_S: Final = 0.150
#: A word of the kiosk is believed this long.  With HOLD_S: permission decays in 250 ms without renewal.
RENEWAL_S: Final = 0.130
#: A picture of the face is believed this long after it was taken.  With MOST_HOLD_S the 300 ms that are allowed for a
#: lost face (docs/stimulation.md).  Cameras and models that take longer are refused, not waited for.
FACE_S: Final = 0.150
#: Between two decisions of a running train; more means that this process was stopped or starved.
LATE_S: Final = 0.060
#: Clocks of one machine agree; a word from further ahead than this is none.
AHEAD_S: Final = 0.005
