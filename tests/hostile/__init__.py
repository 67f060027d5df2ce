"""Attacks on anonymous rounds, by somebody who has read what is promised and not how it is done.

What the attacker wants is one person's answer. What is promised stands in docs/methods/anonymity.md, and each test
states in a sentence how the attacker goes about it, and holds that it fails.

The attacker has all of this at once:

- the pages, as the secretary, as a reader, as someone in the neighbour council, as anyone: rounds, slips, links,
  screen, history, my page, results, every file of them, today's round beside the last one;
- what they know of people: who leads, who belongs to which municipality, how many slips each group got, in which
  order people answered, what they themselves answered, who typed in paper;
- the database, the logs and the database file *after* the round has closed: every table and column, numbers of rows,
  their order on disk, counters, what lies between the rows;
- the database from before and from after a single answer, to see what an answer leaves beside its ballot.

The attacker may not do what the claim leaves out: change the running server, copy an open round together with the
codes and the installation's key, or make more slips than there are people.

Everything goes through the pages (`playing.py`) and through SQL (`reading.py`); no model, query or operation is asked.
"""
