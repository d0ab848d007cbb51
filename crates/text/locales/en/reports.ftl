# Reports, their columns, and the reasons for suggestions

## Ageing
bucket-current = Not yet due
bucket-1_30 = 1 to 30 days
bucket-31_60 = 31 to 60 days
bucket-61_90 = 61 to 90 days
bucket-over_90 = More than 90 days

## Why a bank line fits an invoice
match-reference = payment reference given
match-number = invoice number given
match-customer_oldest = sum of the customer's oldest invoices
match-amount_customer = same customer and amount
match-amount = only invoice of this amount
