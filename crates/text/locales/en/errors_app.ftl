# Refusals: values, identity, permission

## Values
error-amount_malformed = the amount “{ $given }” is not a number; write it as 1234.50
error-amount_too_large = an amount is larger than { $limit }, the most a line or document can hold; check price and quantity
error-country_malformed = “{ $given }” is not a country code; use two letters such as NL
error-country_unknown = { $given } is no country of ISO 3166, so no invoice can be sent there; choose the country of the address, such as NL
error-registration_scheme_unknown = “{ $given }” is no scheme for registration numbers; give 0106 for a KvK number or 0190 for an OIN
error-unit_unknown = “{ $given }” is no unit that may stand on an invoice; give C62 for pieces, HUR for hours, DAY for days, MON for months or KGM for kilograms
error-currency_mixed = { $left } and { $right } cannot be added up; use one currency
error-currency_not_payable = nobody pays in { $given }; choose a currency that is in use, such as EUR
error-currency_unknown = “{ $given }” is not a currency; use an ISO code such as EUR
error-date_in_future = { $date } is still to come, because today is { $today }; give the day on which it happened
error-date_malformed = “{ $given }” is not a date that exists; write it as 2026-03-31
error-id_malformed = “{ $given }” is not an id of the form { $prefix }_…; copy the id from the document
error-id_unknown = “{ $given }” is not the id of anything here; copy the id from the document
error-percent_malformed = “{ $given }” is not a percentage; write it as 21 or 2.5
error-period_empty = the period from { $start } to { $end } holds no day; choose an end after the start
error-quantity_malformed = “{ $given }” is not a quantity; write it as 12 or 1.5
error-quantity_out_of_range = the quantity { $given } is too large or has more than six decimals; check it
error-text_control = { $field } holds a character that cannot be shown ({ $code }); type the text again without it
error-text_too_long = { $field } has { $length } characters and { $limit } fit; shorten it
error-timestamp_malformed = “{ $given }” is not a moment; write it as 2026-03-31T09:00:00Z

## Requests and documents
error-clock_backwards = business time stands at { $stands } and cannot go back to { $to }; choose a later moment
error-comment_length = a comment of { $length } characters cannot be kept; write 1 to 10,000
error-conflict = somebody else changed the same records at this moment; try again
error-document_missing = there is no { $kind } with id { $id }, or none that you may see; check the id
error-duplicate = the same thing was recorded before ({ $what }); look at what is there and change that
error-entity_none = there is no legal entity yet; add one first
error-fault = something went wrong in the program itself; report it with fault number { $id }
error-field_choice = { $field }: “{ $given }” is not one of the choices; choose one of { $known }
error-field_missing = { $field } is missing; fill it in
error-field_unknown = there is no field “{ $field }” here; the fields are { $known }
error-field_wrong = { $field }: “{ $given }” does not fit; give { $expected }
error-idempotency_key_length = an idempotency key of { $length } characters cannot be kept; use 1 to 255
error-idempotency_key_reused = idempotency key “{ $key }” was used before for another request ({ $verb }); use a new key for a new request
error-kind_missing = no kind of document was named; name one, such as quote
error-number_taken = number { $number } already belongs to another { $kind }; choose another number
error-unavailable = the database cannot be used now: { $why }
error-user_missing = there is no colleague with id { $id }; choose one from the list
error-verb_unknown = there is nothing called “{ $verb }” to do; look up the name in the list of verbs
error-version_stale = { $document } is at version { $stored } and you saw version { $seen }; look at what changed and do it again

## Access
error-amount_above_limit = { $amount } is above { $limit }, the most you may decide on ({ $permission }); ask somebody with a higher limit
error-grant_unknown = “{ $given }” is not a permission; name verbs such as quote.send, or quote.* for all of a noun
error-member_exists = { $email } is already a colleague here, with the role { $role }; another role is given with `quittance member role`
error-member_missing = nobody with the login { $email } belongs to this organisation; look in the list of colleagues
error-owner_last = { $email } is the only owner, and an organisation keeps one; make somebody else owner first
error-key_missing = there is no API key with id { $id }; check the list of keys
error-link_gone = this link does not work any more; ask the sender for a new one
error-login_code_needed = a code is needed as well; type the one from your authenticator app
error-login_throttled = too many wrong tries; you can try again after { $until }
error-login_without_organisation = this login belongs to no organisation; ask a colleague to add you
error-login_wrong = the email address, password or code is not right; check all three
error-password_short = the password is too short; use at least { $least } characters
error-permission_missing = your role does not allow this ({ $permission }); ask the owner of the organisation for it
error-role_unknown = there is no role “{ $role }”; choose one of { $known }

## Orders
error-order_exists = { $number } already has order { $order }; work on that order, or cancel it first
error-order_price_missing = no price of { $sku } in { $currency } was found; give a price on the line or add it to a price book
error-order_start_early = the order cannot start on { $start }, because what was agreed holds from { $earliest }; choose that day or a later one
error-order_touched = the start of order { $number } stays { $start }, because something of it was delivered, invoiced or billed; leave the start as it is

## Invoices
error-credit_part_unclear = line { $line }: give either the quantity to take back or an amount off the price, and not both
error-invoice_lines_fixed = the lines of this invoice come from an order, a subscription or an invoice and follow it; discard the draft and make it again with other quantities
error-invoice_not_issued = an invoice with status { $state } cannot be sent; issue it first

## Sales
error-consent_missing = the customer's agreement is missing; tick the box to go on
error-contact_of_other_customer = contact { $id } belongs to another customer; choose a person of this customer
error-link_signs_for_customer = with this link you sign for the customer; the seller signs after logging in
error-opportunity_of_other_customer = opportunity { $number } belongs to another customer; choose one of this customer
error-price_book_currency_differs = price book { $name } is in { $book } and the quote in { $quote }; choose a price book in { $quote }
error-price_book_not_in_force = the prices of price book { $name } do not hold on { $on }; choose one that is in force
error-price_missing = there is no price for { $sku } in { $currency } on { $on }; put it in a price book or type a price on the line
## Payments and books
error-bank_reference_booked = the bank's movement { $reference } was already booked as payment { $payment }; look at that payment
error-books_open = the books are not closed, so there is nothing to reopen
error-nothing_to_allocate = payment { $payment } has nothing left, or its customer owes nothing; name the invoice it is for
error-payment_not_positive = { $amount } cannot have come in; give an amount above zero
error-recognise_future = revenue until { $until } is not earned yet, because today is { $today }; choose today or earlier
error-reopen_after_close = the books are closed until { $closed_until }, so they cannot be reopened after { $until }; choose an earlier day
error-advance_backwards = business time stands at { $today } and cannot be moved to { $to }; choose a later day
error-advance_too_far = from { $today } to { $to } is more than { $years } years, and business time never goes back; go there in smaller steps, to { $limit } at most
error-advance_unsimulated = business time of this organisation is the real time; moving it ahead makes invoices and entries of days to come, and there is no way back. Add --simulate if that is what you want
error-file_exists = { $file } is there already and is not overwritten; choose another file
error-backup_by_server = a PostgreSQL database is backed up with pg_dump and restored with pg_restore on its server; run those instead
error-file_unknown = there is no { $file } file of a { $kind }; choose pdf, or ubl for an issued invoice

## Starting and reaching the program
error-listen_failed = the server cannot listen on { $address } ({ $why }); choose another --listen
error-organisation_choose = the database holds several organisations ({ $known }); name one with --organisation
error-organisation_missing = there is no organisation “{ $given }” in this database; choose one of { $known }
error-organisation_none = this database holds no organisation yet; found one with `quittance init`
error-port_in_use = another program already listens on { $address }; stop it or choose another --listen
error-server_unreachable = the server that has this database open does not answer ({ $why }); start it again or stop it
error-einvoice_missing = { $number } has no e-invoice: only invoices and credit notes that were issued here have one; issue it first
error-database_foreign = { $file } is the database of another program and is left as it is; choose another --database
error-database_missing = there is no database { $file }; check --database, or make one with `quittance init`
error-database_unnamed = “{ $given }” names no file; write --database sqlite:FILE
error-output_unwritable = the answer cannot be written ({ $why }); check where it goes
error-payments_none_taken = no row of { $file } was booked: { $count } were left out, for the reasons above; correct the file and import it again
error-database_not_empty = { $database } already holds an organisation; choose another --database, or for the demo throw it away with --fresh
error-database_served = a server has this file open at { $address }; stop it first
error-doctor_findings = the doctor found { $count } that are wrong; they are listed above
error-file_unreadable = { $file } cannot be read ({ $why }); check the path
error-file_unwritable = { $file } cannot be changed ({ $why }); check its permissions
error-fresh_needs_file = --fresh works on a SQLite file only; empty the database yourself
error-history_moved = another import of the same file went on in the meantime; start again to go on from there
error-replay_differs = the replay differs in { $count } lines, listed above
error-why_missing = { $id } does not exist here; copy the id from a trail or a document
error-why_unknown = { $id } is neither a document nor a fact; ask about a document, a journal entry (jnl), an event (evt) or an intent (itt)

## What fits in a field
expects-boolean = true or false
expects-count = a whole number, zero or more
expects-country = a country code such as NL
expects-currency = a currency code such as EUR
expects-date = a date that exists, such as 2026-03-31
expects-date_time = a moment such as 2026-03-31T09:00:00Z
expects-decimal = an amount as text, such as 12.50
expects-id = an id as it was shown, such as cus_…
expects-integer = a whole number
expects-json = JSON, such as {"{"}"model": "per_unit"{"}"}
expects-list = a list
expects-money = an amount with its currency
expects-object = a group of fields
expects-other = another value
expects-payment_plan = a way to pay with its number of instalments
expects-percent = a percentage as text, such as 21 or 2.5
expects-price_model = a price model with its prices
expects-quantity = a quantity as text, such as 12 or 1.5
expects-text = text
