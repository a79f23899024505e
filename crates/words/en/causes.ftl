### What went wrong (cause-ID) and what to do next (next-ID).
