"""How fast the mirror is, as ratios: each figure is measured against something, alternately, in one run."""
