"""Rebuild 危房原址恢复重建: from a danger report to the keys, one lawful step at a time."""
