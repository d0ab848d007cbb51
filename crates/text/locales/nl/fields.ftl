# Quittance words: fields
