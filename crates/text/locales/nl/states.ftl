# Quittance words: states
