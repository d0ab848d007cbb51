# Quittance words: errors_import
