# Printed documents

## Names of printed documents
print-quote = Quote
print-order = Order confirmation
print-delivery = Delivery note
print-contract = Contract
print-invoice = Invoice
print-credit_note = Credit note
print-draft = Draft
print-revision = revision { $revision }

## Beside the address
print-quote_number = Quote number
print-quote_date = Quote date
print-valid_until = Valid until
print-order_number = Order number
print-order_date = Order date
print-contract_number = Contract number
print-contract_date = Date
print-start = Starts on
print-delivery_number = Delivery number
print-delivery_date = Delivery date
print-invoice_number = Invoice number
print-invoice_date = Invoice date
print-credit_note_number = Credit note number
print-credit_note_date = Date
print-date_supplied = Date of supply
print-due = Due date
print-customer_number = Customer number
print-your_reference = Your reference
print-your_order = Your order
print-your_vat_number = Your VAT number
print-attention = Attn. { $name }
print-delivered_at = Delivered at
print-of_invoice = Credits invoice

## Sender
print-vat_number = VAT { $number }
print-kvk = KvK { $number }
print-oin = OIN { $number }
print-registration = Registration { $number }
print-iban = IBAN { $iban }
print-bic = BIC { $bic }

## Lines
print-col_no = No.
print-col_description = Description
print-col_quantity = Quantity
print-col_price = Price ({ $currency })
print-col_discount = Discount
print-col_vat = VAT
print-col_amount = Amount ({ $currency })
print-col_ordered = Ordered
print-col_delivered = Delivered
print-tiered = tiered
print-graduated = Tiers, each slice at its own price: { $tiers }
print-volume = Price by total quantity: { $tiers }
print-tier_up_to = up to { $quantity } { $price }
print-tier_above = above that { $price }
print-term = for { $term }
print-period = { $first } – { $last }
print-vat_reverse = reversed
print-vat_exempt = exempt
print-vat_none = none

## Totals
print-total_excluding = Total excl. VAT
print-total_first = One-off and first period, excl. VAT
print-total_term = Value over the agreed term, excl. VAT
print-vat_over = VAT { $rate } on { $base }
print-vat_over_category = { $category }, VAT { $rate } on { $base }
print-vat_in_books = VAT in { $books } (1 { $currency } = { $rate } { $books })
print-total_including = Total incl. VAT
print-total_due = Amount due
print-total_credit = Amount credited
print-optional = Optional; not included in the total.
print-quote_discount = The amounts include a discount of { $percent } on the whole quote.
print-excluding_vat = All amounts are in { $currency } and exclude VAT.
print-vat_estimate = VAT is an estimate; the rate on the date of supply applies.

## Mentions required by law
print-mention_AE = Reverse charge: the customer (VAT number { $number }) accounts for the VAT.
print-mention_K = Intra-community supply to VAT number { $number }, exempt under Article 138 of Directive 2006/112/EC (0% VAT).
print-mention_G = Export outside the EU, 0% VAT (Article 146 of Directive 2006/112/EC).
print-mention_E = Exempt from VAT.
print-mention_O = Not subject to VAT in the Netherlands.
print-mention_Z = Zero-rated: 0% VAT.
print-mention_imported = Taken over from another system under its original number.
print-mention_draft = This is a draft: no rights can be derived from it.
print-mention_credit = This credit note refers to invoice { $number } of { $date }. Reason: { $reason }.
print-unknown = unknown

## Payment
print-payment = Payment
print-conditions = Conditions
print-pay_by = Please pay { $amount } no later than { $date }.
print-pay_in_terms = Please pay in { $count } instalments.
print-pay_term = { $amount } by { $date }
print-instalment = Instalment { $n }
print-credit_settled = The amount is set off against open invoices or paid back.
print-account = Account
print-account_holder = In the name of
print-reference = Quoting
print-scan = Scan to pay
print-scan_alt = Payment code for your banking app: { $amount } to { $iban }
print-payment_days = Payment within { $days ->
    [one] { $days } day
   *[other] { $days } days
} of the invoice date.
print-payment_instalments = Payment in { $count } monthly instalments, the first within { $days ->
    [one] { $days } day
   *[other] { $days } days
} of the invoice date.
print-holds_until = This offer holds until { $date }.

## Signing
print-acceptance = Accepted
print-acceptance_text = By signing, { $customer } accepts this quote as it stands here.
print-receipt = Received in good order
print-parties = The parties
print-agreed = What is agreed
print-signatures = Signatures
print-sign_name = Name
print-sign_role = Position
print-sign_date = Date
print-sign_place = Signature
print-signed_at = Signed electronically on { $at }
print-fingerprint = Fingerprint (SHA-256)
print-seller = Supplier
print-customer = Customer

## Foot of the page
print-page_of = Page { $page } of { $pages }

## The text of contracts
contract-payment_full = The customer pays within { $days } days of the invoice date.
contract-payment_instalments = The customer pays in { $count } equal monthly instalments, the first within { $days } days of the invoice date.
contract-line = { $quantity } { $unit } { $description }: { $net } ({ $charging })
contract-line_term = { $quantity } { $unit } { $description }: { $net } ({ $charging }, { $term } times)
consent-contract_seller = I have read this contract and sign it on behalf of the seller
