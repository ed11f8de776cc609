"""The commands of `faq`, one a module; each loads what it needs when it runs, so that the others start at once."""
