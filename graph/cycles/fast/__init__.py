"""Compiled kernels for large loops; without numba nothing is missing but the speed."""
