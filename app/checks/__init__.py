"""What `faq doctor` looks at, one thing a module: each check takes the settings and gives findings."""
