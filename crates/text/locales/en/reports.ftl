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

## Reports
report-ageing = Open amounts by age
report-balance_sheet = Balance sheet
report-cycle_time = Cycle time
report-deal_size = Deal size
report-pipeline = Pipeline
report-profit_and_loss = Profit and loss
report-revenue = Revenue by month
report-trial_balance = Trial balance
report-win_rate = Win rate

## Columns
column-account = Account
column-account_name = Name
column-age_mean = Days open, mean
column-agent = Sales person
column-amount = Amount
column-amount_largest = Largest
column-amount_mean = Mean
column-amount_median = Median
column-balance = Balance
column-bucket_1_30 = { bucket-1_30 }
column-bucket_31_60 = { bucket-31_60 }
column-bucket_61_90 = { bucket-61_90 }
column-bucket_current = { bucket-current }
column-bucket_over_90 = { bucket-over_90 }
column-credit = Credit
column-customer = Customer
column-days_longest = Longest
column-days_mean = Mean
column-days_median = Median
column-deals = Deals
column-debit = Debit
column-expected = Expected
column-imported = Imported
column-late = Past expected date
column-lost = Lost
column-month = Month
column-product = Product
column-revenue = Revenue
column-sector = Sector
column-stage = Stage
column-total = Total
column-win_rate = Win rate
column-won = Won

## Rows
row-difference = Difference
row-none = Not filled in
row-result = Result
row-total = Total

## The rows behind a figure
postings-title = Postings
open-items-title = Open items
column-days_late = Days late
