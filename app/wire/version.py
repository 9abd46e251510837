"""The version of the language. A desk says it in the header `Yingbin-Wire`; HQ answers 426 to one it cannot speak."""

WIRE = 1
HEADER = "Yingbin-Wire"
