"""`yingbin qr …`: codes, sheets and posters as files, and what a scanner reads from any picture. Needs no display, no
running desk and no running HQ: the chain's codes come from HQ's database or from a desk's data folder (`sources`).
"""
