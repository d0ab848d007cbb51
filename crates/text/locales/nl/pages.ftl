# Quittance words: pages
