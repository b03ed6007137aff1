"""Side-by-side benchmarks: what the desk's steps cost, against their size and against peers."""
