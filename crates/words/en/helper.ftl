### Sentences of `patchround-helper`, on the PC itself.
