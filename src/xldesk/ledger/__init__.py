"""The authority of a desk: insert-only entries in a hash chain, and what follows from them.

Nothing in it is ever edited. A change is a new entry; the latest row of a key wins.
"""
