"""Pages as a browser reads them, as far as tests ask."""

from html.parser import HTMLParser


class Document(HTMLParser):
    """A page: its elements in order, each as tag, attributes and the text directly in it; and all of its text."""

    def __init__(self, text):
        """Read a page."""
        super().__init__()
        self.elements, self.text, self._open = [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag, **having):
        """Return the attributes of every element of a tag that has some attributes."""
        return [one for name, one in self.elements if name == tag and having.items() <= one.items()]

    @property
    def ids(self):
        """Every id, as often as it is there."""
        return [one["id"] for _, one in self.elements if "id" in one]

    @property
    def links(self):
        """Where its links lead."""
        return [one["href"] for one in self.all("a") if "href" in one]
