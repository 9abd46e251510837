"""The courier: brings HQ's news to the lane and the outbox to HQ, and says how the link stands.

`client` is the only place that speaks HTTP, `verdict` and `pace` decide without touching anything, `inbound` and
`outbound` are jobs for the lane, `courier` is the two threads. `download` brings the roster, and `meanwhile` what the
counter needs until it is there. `questions` are asked of HQ while somebody waits: the past of the guest whose page is
open (`history`), the codes of every store.
"""
