"""Where the landmark model comes from: pinned sources, index tables, the assembler.  README.md has the story."""
