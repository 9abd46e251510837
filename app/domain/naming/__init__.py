"""How guests are looked for by name and number: one set of search keys, worked out alike at HQ and at the desk.

    script      what of a text is compared: letters and characters; no accents, no blanks, nothing traditional
    readings    how characters are read (pinyin without tones), from the file HQ and desk bring along
    surnames    what surnames are read as, and surnames of two characters
    keys        the search keys of a name or a number: a guest is found by the beginning of any of them
    asked       what a query asks of those keys

A key is plain text, so that finding is a walk along an index from where the query begins. A name of three characters
has some eight: 曾杰文 is 曾杰文, 杰文, 文, zengjiewen, jiewen, "zjw zeng'jie'wen", "曾jw jie'wen 杰文", "z杰文 zeng".
"""
