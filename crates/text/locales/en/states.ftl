# States of documents and the words of choices

## States
state-accepted = Accepted
state-active = Active
state-approved = Approved
state-archived = Archived
state-cancelled = Cancelled
state-completed = Completed
state-credited = Credited
state-declined = Declined
state-delivered = Delivered
state-discarded = Discarded
state-disputed = Disputed
state-done = Done
state-draft = Draft
state-ended = Ended
state-engaged = In talks
state-erased = Erased
state-expired = Expired
state-failed = Failed
state-issued = Issued
state-lost = Lost
state-open = Open
state-overdue = Overdue
state-paid = Paid
state-partly_delivered = Partly delivered
state-partly_invoiced = Partly invoiced
state-partly_paid = Partly paid
state-pending = Pending
state-prospecting = Prospecting
state-queued = Queued
state-quoted = Quoted
state-received = Received
state-rejected = Rejected
state-requested = Requested
state-reversed = Reversed
state-revoked = Revoked
state-running = Running
state-sent = Sent
state-signed = Signed
state-superseded = Superseded
state-terminated = Terminated
state-voided = Voided
state-withdrawn = Withdrawn
state-won = Won

## Customers
customer_type-business = Business
customer_type-consumer = Consumer
customer_type-government = Government
language-en = English
language-nl = Dutch

## Catalogue
charging-monthly = Every month
charging-one_off = Once
charging-quarterly = Every quarter
charging-yearly = Every year
interval-month = month
interval-quarter = quarter
interval-year = year
price_model-graduated = Graduated: each slice at its own price
price_model-per_unit = The same price for each unit
price_model-volume = Volume: all units at the price of the quantity reached
recognition-point_in_time = On delivery
recognition-straight_line = Evenly over the period
supply-goods = Goods
supply-service = Service
tax_class-exempt = Exempt
tax_class-reduced = Reduced rate
tax_class-standard = Standard rate
tax_class-zero = Zero rate

## Quotes and contracts
party-customer = Customer
party-seller = Seller
payment_plan-full = In one payment
payment_plan-instalments = In monthly instalments
step_line_discount = Line discount
step_list_price = List price
step_quote_discount = Quote discount
step_rounding = Rounding
step_tier = Tier price

## Orders
origin-contract = Signed contract
origin-direct = Direct order
origin-quote = Accepted quote

## Invoices
earned-now = At once
earned-on_delivery = On delivery
earned-over = Over the service period
earned-unbilled = Delivered before
invoice_kind-credit_note = Credit note
invoice_kind-imported = Imported invoice
invoice_kind-invoice = Invoice
vat_category-AE = Reverse charge
vat_category-E = Exempt
vat_category-G = Export outside the EU
vat_category-K = Intra-Community supply
vat_category-O = Outside the scope of VAT
vat_category-S = Taxed
vat_category-Z = Zero rate

## Payments
method-bank_transfer = Bank transfer
method-card = Card
method-cash = Cash
method-direct_debit = Direct debit

## Ledger
account_class-asset = Assets
account_class-equity = Equity
account_class-expense = Expenses
account_class-income = Income
account_class-liability = Liabilities
account-0500 = Equity
account-1000 = Bank
account-1010 = Cash
account-1300 = Trade receivables
account-1310 = Unbilled receivables
account-1320 = Unallocated payments
account-1400 = Deferred revenue
account-1500 = VAT payable
account-1610 = Goods received, not invoiced
account-3000 = Inventory
account-4700 = Payment differences
account-4710 = Exchange differences
account-7000 = Cost of sales
account-7100 = Stock differences
account-8000 = Revenue
account-1390 = Settled in an earlier system
account-8090 = Imported revenue

# Why a line has the VAT it has
vat-domestic = taxed where the seller is
vat-zero = zero rate
vat-exempt = exempt
vat-intra-community-goods = goods to a business elsewhere in the EU
vat-reverse-charge-services = service to a business elsewhere in the EU
vat-export = goods that leave the EU
vat-as-recorded = as recorded in an earlier system
vat-outside-scope = service taxed outside the EU
vat-origin-services = service to a consumer, taxed where the seller is
vat-origin-below-threshold = sale to another EU country below the yearly threshold
vat-origin-unverified = taxed where the seller is, because the VAT number is not yet checked
vat-destination = sale to another EU country, taxed there
vat-destination-unverified = taxed in the buyer's country, because the VAT number is not yet checked
