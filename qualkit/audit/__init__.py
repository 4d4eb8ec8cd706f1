"""How far codes can be trusted: agreement between coders, and machine codings against human labels.

Nothing is imported here, so that the room stays light until it is used.
"""
