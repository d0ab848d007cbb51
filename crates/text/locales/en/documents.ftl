# Quittance words: documents
