# Quittance words: common
