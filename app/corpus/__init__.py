"""From the merchants' files to passages: registry, readers, and the chunker that finds questions and answers."""
