"""The instants by which everything must have happened, in one place so that they can be added up.

Whatever is lost, the output of the monostable is off 300 ms later:

- the face's last valid picture is at most FACE_S old at the last edge, plus HOLD_S: 290 ms;
- the kiosk's last word is at most RENEWAL_S old at the last edge, plus HOLD_S: 250 ms;
- a contact that opens, a killed or a stopped guard: no further edge, HOLD_S: 120 ms.

The sums hold however late the guard is woken, because permission is judged at the instant of each edge and never for
the time until the next.
"""

from typing import Final

#: From one decision to the next.  Each decision makes half a wave at most: 20 Hz while permitted.
TICK_S: Final = 0.025
#: The output stays on this long after a rising edge: the retriggerable monostable outside (docs/stimulation.md).
HOLD_S: Final = 0.120
#: A word of the kiosk is believed this long.  With HOLD_S: permission decays in 250 ms without renewal.
RENEWAL_S: Final = 0.130
#: A picture of the face is believed this long after it was taken.  With HOLD_S below the 300 ms that clinical practice
#: of such interlocks allows for a lost face.  Cameras and models that take longer are refused, not waited for.
FACE_S: Final = 0.170
#: Between two decisions of a running train; more means that this process was stopped or starved.
LATE_S: Final = 0.060
#: Clocks of one machine agree; a word from further ahead than this is none.
AHEAD_S: Final = 0.005
