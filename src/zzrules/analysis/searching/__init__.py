"""Records that are thought up, directed at what is wished for, judged by every engine and made as small as can be."""
