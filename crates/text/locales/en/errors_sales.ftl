# Quittance words: errors_sales

# Values
error-value_missing = { $field } is missing; fill it in
error-amount_negative = { $amount } is below zero; give zero or more
error-quantity_not_positive = a quantity of { $quantity } is not possible; give more than zero
error-quantity_too_large = a quantity of { $quantity } is more than { $limit }, the most on one line; check it or spread it over several lines
error-discount_out_of_range = a discount of { $discount }% is not possible; give 0 to 100
error-payment_days_too_long = { $days } days to pay is more than the { $limit } that can be agreed; give fewer days
error-instalments_out_of_range = a price cannot be paid in { $count } instalments; choose 2 to { $limit }
error-term_out_of_range = a term of { $term } is not possible; give 1 to { $limit } intervals, or none when it runs until cancelled
error-email_malformed = “{ $given }” is not an e-mail address; write it as name@example.com
error-hash_malformed = “{ $given }” is not the SHA-256 of a document; it has 64 hexadecimal digits

# Lines
error-document_without_lines = there are no lines; add at least one
error-lines_too_many = { $lines } lines are more than the { $limit } that one document can hold; split it
error-line_number_taken = line number { $line } is zero or in use already; give each line a number of its own
error-line_currency_differs = { $amount } is not in { $currency }, the currency of the document; give the amount in { $currency }

# Customers and people
error-credit_limit_wrong = a credit limit of { $limit } is not possible; give zero or more in { $currency }, the customer's currency
error-customer_archived = customer { $name } was archived on { $on }; restore it first to use it again
error-customer_not_archived = customer { $name } is not archived, so there is nothing to restore
error-person_erased = this person's data was erased on { $on } and cannot come back; add the person again if needed

# Opportunities
error-opportunity_not_prospecting = talks on opportunity { $number } have begun already, its status is { $state }; engage only what is still a prospect
error-opportunity_not_engaged = opportunity { $number } has status { $state }; note first when talks began, then close it as won
error-opportunity_closed = opportunity { $number } was closed on { $on }, its status is { $state }; reopen it first
error-opportunity_not_closed = opportunity { $number } has status { $state }, so it is still open and there is nothing to reopen
error-opportunity_date_backwards = { $on } is before { $engaged }, when talks on opportunity { $number } began; choose that day or later

# Catalogue
error-product_archived = product { $sku } was archived on { $on }; restore it first to use it again
error-product_not_archived = product { $sku } is not archived, so there is nothing to restore
error-price_book_archived = price book { $name } was archived on { $on }; restore it first to use it again
error-price_book_not_archived = price book { $name } is not archived, so there is nothing to restore
error-price_book_ends_early = the price book begins on { $from } and would end on { $until }; choose an end on or after the beginning
error-price_book_product_twice = entries { $first } and { $second } of the price book are for the same product; keep one of them
error-price_negative = a price of { $price } is below zero; give zero or more, and use a discount to charge less
error-tiers_missing = the price has no tiers; add at least one, without an upper bound
error-tier_not_ascending = the upper bound { $up_to } is not above { $below }, the one before it; put the tiers in ascending order
error-tier_open_in_between = a tier without an upper bound stands before the last one; give it a bound or make it the last
error-tier_last_not_open = the last tier ends at { $up_to }, so more than that has no price; leave its upper bound empty
error-quantity_above_tiers = there is no price for { $quantity }, which is above the last tier; add a tier or order less

# Quotes
error-quote_validity_backwards = the quote is dated { $date } and would be valid until { $valid_until }; choose an end on or after its date
error-quote_not_draft = quote { $number } has status { $state }, and only a draft can be changed; make a revision instead
error-quote_empty = quote { $number } has no lines; add at least one before you send it
error-quote_not_sent = quote { $number } is still a draft; send it to the customer first
error-quote_still_draft = quote { $number } is still a draft; change it directly, a revision is for what was sent
error-quote_expired = quote { $number } was valid until { $valid_until }; extend a draft, or make a revision of what was sent
error-quote_still_valid = quote { $number } is valid until { $valid_until }; withdraw it to end it earlier
error-quote_accepted = quote { $number } was accepted on { $at }; go on with its contract or order
error-quote_not_accepted = quote { $number } has status { $state }; the customer must accept it first
error-quote_closed = quote { $number } has status { $state } and takes no answer any more; make a revision, or use the latest one
error-quote_has_contract = a contract was already made from quote { $number }; go on with that contract

# Contracts and templates
error-template_not_archived = template { $name } is not archived, so there is nothing to restore
error-template_archived = template { $name } was archived on { $on }; choose another one
error-template_field_unknown = template { $template } asks for { $field }, which is not known; correct the name of the field
error-template_brace_open = a brace on line { $line } of template { $template } has no counterpart; complete the field, or write the brace twice
error-contract_not_draft = contract { $number } has status { $state }, and only a draft can be changed or sent; void it and make a new one
error-contract_not_sent = contract { $number } is still a draft; send it for signature first
error-contract_signed = contract { $number } was signed by both parties on { $at }; terminate it if it has to end
error-contract_not_signed = contract { $number } has status { $state }; both parties must have signed it first
error-contract_closed = contract { $number } has status { $state } and cannot be continued; make a new contract
error-contract_hash_differs = the signature on contract { $number } is for other bytes ({ $given }) than were sent ({ $sent }); open the document again and sign that
error-contract_party_signed = { $party } already signed contract { $number } on { $at }; only the other party's signature is open
error-contract_signed_early = the signature is dated { $at }, before contract { $number } was sent at { $sent }; sign what was sent
error-contract_ends_early = contract { $number } begins on { $start }, so it cannot end on { $on }; choose that day or later

# Orders and deliveries
error-order_completed = order { $number } was completed on { $at }; make a new order for more
error-order_cancelled = order { $number } was cancelled on { $at }; make a new order
error-order_nothing_to_cancel = everything on order { $number } is delivered, invoiced or cancelled; take back a delivery, credit an invoice, or cancel the subscription
error-order_line_unknown = order { $number } has no line { $line }; choose one of its lines
error-order_line_recurring = line { $line } ({ $description }) is charged per period by its subscription, so it is neither delivered nor invoiced on the order
error-invoice_exceeds_order = line { $line }: { $quantity } cannot be invoiced, { $left } is left to invoice; lower the quantity
error-credit_exceeds_invoiced = line { $line }: { $quantity } cannot be credited, { $invoiced } stands invoiced; lower the quantity
error-delivery_empty = nothing of order { $number } is being delivered; choose at least one line and its quantity
error-delivery_exceeds_order = line { $line }: { $quantity } cannot be delivered, { $left } is left to deliver; lower the quantity
error-delivery_line_twice = line { $line } stands twice on the delivery; add the quantities up on one line
error-delivery_of_other_order = delivery { $delivery } does not belong to order { $number }; choose one of its deliveries
error-delivery_reversed = delivery { $delivery } was already taken back on { $at }; there is nothing left to reverse
error-delivery_invoiced = line { $line } of delivery { $delivery } is invoiced ({ $invoiced } so far); credit the invoice first, then take the delivery back
error-delivery_not_latest = more of line { $line } was delivered after delivery { $delivery }; take the latest delivery back first

# Stock
error-stock_of_service = { $sku } is a service and has no stock; choose a product that is goods
error-stock_count_negative = a count of { $counted } is not possible; give zero or more
error-stock_count_equal = { $counted } of { $sku } is what the books say too, so there is nothing to adjust

# Subscriptions
error-subscription_not_active = subscription { $number } has status { $state }, so it cannot be cancelled again
error-subscription_billed = subscription { $number } is billed until { $until }, so it cannot end on { $from }; choose { $until } or later, and credit the invoice if part of it is to be given back
error-subscription_mid_interval = subscription { $number } runs in whole periods, and { $from } lies within one; choose { $next }
error-subscription_ends_itself = subscription { $number } ends by itself on { $end }, so { $from } needs no cancellation
error-subscription_nothing_to_bill = subscription { $number } has status { $state } and nothing left to bill
error-quote_line_missing = quote { $number } has no line { $line }; reload the lines and try again
error-quote_line_not_optional = line { $line } of quote { $number } is not optional; choose only among the optional lines
error-quote_nothing_chosen = quote { $number } holds only optional lines and none is chosen; choose at least one
error-line_number_out_of_range = line number { $line } cannot be used; leave it out, or give one from 1 to { $limit }
error-position_from_one = the first line stands at position 1; there is no position 0
error-product_unknown = there is no product { $sku }; choose one from the catalogue, or leave the code empty and describe the line
