"""What screens say, a module for each thing that is spoken of. Chinese is the source; Qt Linguist has the others.

Words know the rules' terms and the models' rows, and nothing of widgets. `sentences` are those that every screen needs,
`plurals` hang on a number, `listing` joins several names to one sentence.
"""
