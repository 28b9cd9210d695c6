"""The long forms of the proofs: what the tests do some thousand times, as often as somebody wants to wait for."""
