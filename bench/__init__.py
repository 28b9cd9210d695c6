"""What is fast, measured against floors and peers in one run."""
