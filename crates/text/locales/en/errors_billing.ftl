# Quittance words: errors_billing
