"""What `yingbin hq` can be asked beyond serving and enrolling, a module for each thing: codes, groups, the print
register, the funnel, guests and conflicts, the policy. `options` are those that several of them take.

Each is imported when it is asked for.
"""
