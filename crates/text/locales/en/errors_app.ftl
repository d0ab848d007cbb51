# Quittance words: errors_app
