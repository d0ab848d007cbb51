# Quittance words: errors_books
