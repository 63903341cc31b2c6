"""Where the landmark model comes from: pinned sources, index tables, and the assembler.  See README.md in this folder."""
