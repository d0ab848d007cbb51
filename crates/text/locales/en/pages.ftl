# Quittance words: pages

## Verbs: the labels of buttons
verb-entity-create = Add legal entity
verb-entity-edit = Edit legal entity
verb-customer-create = Add customer
verb-customer-edit = Edit customer
verb-customer-archive = Archive customer
verb-customer-restore = Restore customer
verb-person-create = Add person
verb-person-edit = Edit person
verb-person-erase = Erase personal data
verb-comment-create = Add comment
verb-clock-set = Set business time
verb-opportunity-create = Add opportunity
verb-opportunity-edit = Edit opportunity
verb-opportunity-engage = Start talks
verb-opportunity-win = Mark as won
verb-opportunity-lose = Mark as lost
verb-opportunity-reopen = Reopen opportunity
verb-product-create = Add product
verb-product-edit = Edit product
verb-product-archive = Archive product
verb-product-restore = Restore product
verb-price_book-create = Add price book
verb-price_book-edit = Edit price book
verb-price_book-set_price = Set price
verb-price_book-archive = Archive price book
verb-price_book-restore = Restore price book
