//! Body -> tape measurements (mm), each with its uncertainty. Definitions are a table, the tape is code.
