"""Stress: damaged files, kill -9, and every real document there is; run by ``make stress``."""
