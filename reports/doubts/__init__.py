"""Second thoughts before a refutation: why a claim that fails may not be what its author said.

A true sentence called false is the worst that can happen. Each module here asks one question of a reading that fails,
and answers with a reason in words, or with nothing:

- `unsaid`: is it the note's own saying, with this value? (`put_forward` quoted or set as a task, `judged` told to be
  called wrong, `misplaced`, `other_values` and `other_counts`: the value belongs to something else)
- `leftover`: does the reading leave a number of its clause unused?
- `turns`: do the words around turn its sense?
- `contrasts`: is its value what the sentence denies, or another number said again?
- `counted_else`, `counted_parts`: is it the count of a map, of a part, of something else that is compared?
- `wider_fields`: are the layers told step by step, so that more are seen through than were read?
- `said_otherwise`: is it crossed out, a definition, or what has no effect?
- `bounds`: is its value a bound that is kept?
- `understood`: are most of its words known at all?
- `own_objects`: has an inherited subject the things that the clause speaks of?
- `one_breath`: are the sizes of a count told together, and all of them used?
- `other_sizes`: would one size of another layer nearby explain it?
- `grounds`: do its own words give ground enough?
- `rebinding`: do the same words, bound a little differently, say something that holds?

`withheld` asks them all.
"""
