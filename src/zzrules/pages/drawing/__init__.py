"""Pictures of policies, as SVG that we draw ourselves: real text, every box a link, the same bytes every time.

Each picture is a function from what policies say to a `Drawing`, frozen and without any address:

    ladder.ladder(policy, vocabulary, policies)      how an outcome comes about: requirements, entries, side exits
    duty.duty(policy, obligation, vocabulary)        the life of a duty: its states, and what leads from one to another
    rising.rising(policy, vocabulary)                duties each of which follows from what became of another; or None
    references.references(policies, regulations)     which articles speak of which others

`svg.svg(drawing, link)` makes it SVG (a string without any attribute of style), `svg.boxed(drawing, link)` the same in
a box of its own that scrolls and takes the focus. ``link`` gives the address of a `Mention`, or None: `linking.Links`
of the site. Colours and lines are in ``assets/drawing.css``; a page that shows a picture includes it.
"""
