//! Pattern -> fabric of stitches -> scheduled needle operations -> proof by a simulated machine.
