"""Each figure of Yingbin beside its limit or its peer, measured again in the same run.

`python -m tests.benchmarks [--json] [--only a,c] [--runs N] [--guests N]`. What counts is the ratio; absolute figures
belong to the machine of the run. A goal that is missed is printed as missed.
"""
