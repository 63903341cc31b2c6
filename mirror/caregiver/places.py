"""Where the mirror and the page leave word for each other.  Every file has one writer; nobody changes another's.

The mirror has no network and the page no camera, and they run as different users.  ``pairing/`` is written by the
mirror, ``caregiver/`` by the page.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The files of both, below the data directory."""

    data_dir: Path

    @property
    def pairing(self) -> Path:
        """The mirror's folder."""
        return self.data_dir / "pairing"

    @property
    def offer(self) -> Path:
        """What a phone has to show to be paired; there only while the mirror offers it."""
        return self.pairing / "offer.json"

    @property
    def revoked(self) -> Path:
        """Phones that were disconnected at the mirror."""
        return self.pairing / "revoked.json"

    @property
    def page(self) -> Path:
        """The page's folder."""
        return self.data_dir / "caregiver"

    @property
    def phones(self) -> Path:
        """Phones that were ever paired."""
        return self.page / "phones.json"

    @property
    def tries(self) -> Path:
        """How often the code of the present offer was tried."""
        return self.page / "tries.json"

    @property
    def address(self) -> Path:
        """Where the page is served, for the mirror to show."""
        return self.page / "address.json"

    @property
    def serving(self) -> Path:
        """Locked (flock) as long as a page is being served."""
        return self.page / "serving.lock"

    @property
    def secret(self) -> Path:
        """The key of the cookies; only the page's user reads it."""
        return self.page / "secret.key"

    @property
    def inbox(self) -> Path:
        """What caregivers have ticked and written, for the mirror to take into the log."""
        return self.page / "inbox.jsonl"
