"""The interface's sentences: Vietnamese in the source, English in a catalogue."""
