# Names of fields, hints, and kinds of documents

## Kinds of documents
kind-entity = company
kind-entitys = companies
kind-customer = customer
kind-customers = customers
kind-person = person
kind-persons = people
kind-opportunity = opportunity
kind-opportunitys = opportunities
kind-product = product
kind-products = products
kind-price_book = price book
kind-price_books = price books
kind-quote = quote
kind-quotes = quotes
kind-template = template
kind-templates = templates
kind-contract = contract
kind-contracts = contracts
kind-order = order
kind-orders = orders
kind-delivery = delivery
kind-deliverys = deliveries
kind-subscription = subscription
kind-subscriptions = subscriptions
kind-invoice = invoice
kind-invoices = invoices
kind-credit_note = credit note
kind-credit_notes = credit notes
kind-payment = payment
kind-payments = payments
kind-refund = refund
kind-refunds = refunds

## Every document
field-id = Id
field-number = Number
field-title = Title
field-name = Name
field-state = Status
field-entity = Company
field-customer = Customer
field-owner = Owner
field-date = Date
field-date_due = Due
field-amount = Amount
field-currency = Currency
field-exchange_rate = Exchange rate
field-exchange_rates = Exchange rates
field-books = Books
field-tax_in_books = VAT in the currency of the books
field-language = Language
field-description = Description
field-lines = Lines
field-line = Line
field-no = No.
field-notes = Notes
field-reason = Reason
field-metadata = Extra fields
field-archived = Archived on
field-version = Version
field-document = Document
field-kind = Kind
field-at = Moment
field-on = On
field-by = By
field-parent = Made from

## Companies and addresses
field-code = Code
field-legal_name = Legal name
field-address = Address
field-street = Street and number
field-postal_code = Postal code
field-city = City
field-country = Country
field-vat_number = VAT number
field-registration = Registration number
field-scheme = Register
field-value = Value
field-iban = IBAN
field-bic = BIC
field-email = Email
field-phone = Phone
field-time_zone = Time zone
field-payment_days = Days to pay
field-closed_until = Books closed until

## Customers, people, opportunities
field-type = Type
field-customer_type = Type of customer
field-delivery_address = Delivery address
field-vat_check = VAT number check
field-valid = Valid
field-buyer_reference = Buyer reference
field-credit_limit = Credit limit
field-sector = Sector
field-person = Person
field-contact = Contact person
field-role = Role
field-team = Team
field-active = Active
field-revoked_at = Ended
field-erased = Erased on
field-opportunity = Opportunity
field-expected = Expected value
field-expected_close = Expected close
field-engaged = In talks since
field-stage = Stage
field-agent = Sales person
field-since = Since

## Catalogue
field-product = Product
field-sku = Product code
field-unit = Unit
field-supply = Goods or service
field-tax_class = VAT class
field-charging = Charged
field-recognition = Revenue recognised
field-cost = Cost
field-standalone_price = Stand-alone price
field-series = Series
field-price_book = Price book
field-valid_from = Valid from
field-valid_until = Valid until
field-entries = Prices
field-price = Price
field-model = Price model
field-unit_price = Unit price
field-tiers = Tiers
field-up_to = Up to

## Quotes
field-quote = Quote
field-revision = Revision
field-revises = Revision of
field-quantity = Quantity
field-discount = Discount
field-payment_plan = Payment plan
field-plan = Plan
field-count = Number of instalments
field-done = Done
field-introduction = Introduction
field-terms = Terms
field-term = Term (intervals)
field-standalone = Stand-alone amount
field-net = Net
field-waterfall = How the price came about
field-margin = Margin

## Contracts
field-template = Template
field-body = Text
field-contract = Contract
field-start = Starts on
field-end = Ends on
field-text = Text
field-signatures = Signatures
field-party = Party
field-signer = Signer
field-signer_name = Name of the signer
field-signer_email = Email of the signer
field-consent = Consent
field-document_hash = Fingerprint of the document

## Orders, deliveries, subscriptions
field-order = Order
field-order_line = Order line
field-origin = Origin
field-purchase_order = Purchase order
field-delivered = Delivered
field-invoiced = Invoiced
field-cancelled = Cancelled
field-delivery = Delivery
field-handover = Effect on the books
field-subscription = Subscription
field-anchor = First day
field-billed = Intervals invoiced
field-interval = Interval
field-next_period = Next invoice from
field-from = From
field-until = Until
field-to = To

## Invoices
field-invoice = Invoice
field-of = Invoice credited
field-of_number = Invoice number credited
field-of_date = Invoice date
field-seller = Seller
field-buyer = Buyer
field-date_issued = Invoice date
field-date_supplied = Date of supply
field-due = Payment terms
field-payment_reference = Payment reference
field-vat = VAT
field-tax = VAT
field-gross = Total incl. VAT
field-base = Taxable amount
field-rate = Rate
field-category = Category
field-tax_point = Tax point
field-period = Period
field-earned = Earned
field-open = Open

## Payments
field-payment = Payment
field-method = Method
field-reference = Reference
field-bank_reference = Bank's reference
field-counterparty_iban = From account
field-allocations = Allocations
field-debt = Open item
field-credit = Credit
field-refund = Refund
field-source = Source
field-unallocated = Not allocated

## Ledger and revenue
field-account = Account
field-debit_amount = Debit
field-credit_amount = Credit
field-entry = Entry
field-postings = Postings
field-recognised = Recognised
field-deferred = Deferred
field-effective_date = Effective date
field-recorded_at = Recorded at

## Stock
field-stock = In stock
field-counted = Counted

## Access
field-user = User
field-password = Password
field-key = API key
field-permissions = Permissions
field-organisation = Organisation
field-comment = Comment
field-message = Message
field-file = File
field-format = Format
field-year = Year
field-limit = Limit
field-query = Search for

## Hints
field-ahead = Also what is not delivered yet
field-debit = Debit
field-supplied = Day of supply
field-unit_cost = Cost of one unit
hint-archived = Archived documents can no longer be chosen
hint-buyer_reference = What the customer wants to see on invoices, such as a cost centre
hint-charging = Once, or again every interval
hint-closed_until = Entries for later found facts go to the next open day
hint-code = Short; document numbers begin with it
hint-cost = Cost of one unit, for margin and cost of sales
hint-country = Two letters, such as NL
hint-credit_limit = The most that may be open at once; empty for no limit
hint-currency = Three letters, such as EUR
hint-delivery_address = Only when goods go elsewhere
hint-discount = In per cent of the amount before discount
hint-iban = Such as NL91 ABNA 0417 1643 00
hint-payment_days = Counted from the invoice date
hint-purchase_order = The customer's own order number
hint-quantity = May be fractional, such as 1.5 hours
hint-recognition = When the amount becomes revenue
hint-registration = Chamber of Commerce (KvK) number: eight digits
hint-standalone_price = The price when sold on its own; the list price when empty
hint-term = How many intervals are agreed; empty until cancelled
hint-unit = UN/ECE code: C62 piece, HUR hour, DAY day, MON month, ANN year
hint-up_to = The last tier has no upper bound
hint-valid_until = Up to and including this day
hint-vat_number = Such as NL123456789B01
hint-payment_plan = Number of monthly instalments; empty to pay in one go
field-taxed_at_destination = Tax EU consumers where they are
