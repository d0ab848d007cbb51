# Quittance words: errors_sales
