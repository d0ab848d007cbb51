# Quittance words: errors_billing

# Identifiers
error-vat_number_form = { $given } is not written like a VAT number; write it with its country, such as NL123456789B01
error-vat_number_country = { $given } begins with { $prefix }, which is no VAT prefix of the EU; leave the field empty for buyers outside the EU
error-vat_number_checksum = { $given } cannot be a VAT number, because its check digit does not fit; compare it with the customer's own letter or website
error-iban_form = { $given } is not an IBAN; write it with its country, such as NL91 ABNA 0417 1643 00
error-iban_country = { $given } begins with { $country }, where no IBANs are in use; check the first two letters
error-iban_length = { $given } has { $got } characters, but an IBAN of { $country } has { $length }; check for a missing or extra digit
error-iban_checksum = { $given } cannot be an IBAN, because its check digits do not fit; compare it with a bank statement
error-bic_form = { $given } is not a BIC; a BIC has 8 or 11 characters, such as ABNANL2A
error-kvk_form = { $given } is not a KvK number; it has 8 digits, and a leading zero counts
error-oin_form = { $given } is not an OIN; it has 20 digits
error-rsin_form = { $given } is not an RSIN; it has 9 digits
error-rsin_checksum = { $given } cannot be an RSIN, because its check digit does not fit; check the digits
error-lei_form = { $given } is not an LEI; it has 18 letters or digits and 2 check digits
error-lei_checksum = { $given } cannot be an LEI, because its check digits do not fit; check the characters
error-gtin_form = { $given } is not a GS1 article number; it has 8, 12, 13 or 14 digits
error-gtin_checksum = { $given } cannot be a GS1 article number, because its check digit does not fit; check the digits
error-gln_form = { $given } is not a GLN; it has 13 digits
error-gln_checksum = { $given } cannot be a GLN, because its check digit does not fit; check the digits
error-participant_value = { $given } is no number of scheme { $scheme }; check both
error-participant_scheme = { $given } needs a scheme of four digits, such as 0106 for KvK numbers; { $scheme } is none
error-creditor_reference_form = { $given } is not a creditor reference; it begins with RF and two digits, such as RF18 5390 0754 7034
error-creditor_reference_checksum = { $given } cannot be a creditor reference, because its check digits do not fit; copy it from the invoice again
error-creditor_reference_number = no creditor reference can be made of { $given }; use 1 to 21 letters or digits
error-payment_reference_form = { $given } is not a Dutch payment reference; it has 7, 9 to 14 or 16 digits
error-payment_reference_length_code = { $given } cannot be a Dutch payment reference, because its second digit does not fit its length; check for a missing or extra digit
error-payment_reference_checksum = { $given } cannot be a Dutch payment reference, because its first digit does not fit; copy it from the invoice again
error-payment_reference_number = no Dutch payment reference can be made of { $given }; use 6 to 12 or 15 digits
error-ogm_form = { $given } is not a structured communication; it has 12 digits
error-ogm_checksum = { $given } cannot be a structured communication, because its last two digits do not fit; copy it from the invoice again
error-ogm_number = no structured communication can be made of { $given }; use 10 digits
error-qr_reference_form = { $given } is not a QR reference; it has 27 digits
error-qr_reference_checksum = { $given } cannot be a QR reference, because its last digit does not fit; copy it from the invoice again
error-epc_currency = a payment code asks for euros, not { $currency }; leave it off this invoice
error-epc_header = this is not a payment code of version 001 or 002; use the code of the European Payments Council
error-epc_name_length = the name { $given } does not fit a payment code; use 1 to 70 characters
error-epc_amount_format = { $given } is not an amount for a payment code; write it as EUR121.00
error-epc_amount_range = a payment code cannot ask for { $amount }; it takes 0.01 to 999,999,999.99 euros
error-epc_both_remittance_fields = the payment code for { $given } has both a reference and a text; keep one of them
error-epc_purpose = the purpose in the payment code for { $given } is longer than 4 characters; shorten it
error-epc_reference_length = the reference in the payment code for { $given } is longer than 35 characters; shorten it
error-epc_text_length = the text in the payment code for { $given } is longer than 140 characters; shorten it
error-epc_information_length = the information in the payment code for { $given } is longer than 70 characters; shorten it
error-epc_payload_bytes = the payment code takes { $bytes } bytes and no more than 331 fit; shorten the name or the text

# VAT
error-vat_rate_unknown = { $country } has no rate for “{ $class }” on { $date } in the VAT table; choose another date or tax class
error-vat_seller_country_unsupported = VAT can be decided for sellers in the EU, and { $country } is outside it; change the country of the entity
error-exchange_rate_missing = the VAT of { $tax } must stand on this invoice in { $books } too; give the exchange rate: how much { $books } one { $currency } was worth on the day of supply
error-exchange_rate_of_invoice = this credit note converts its VAT at the rate of its invoice; leave the exchange rate out
error-exchange_rate_unneeded = this invoice and your books are both in { $books }, so there is nothing to convert; leave the exchange rate out
error-exchange_rate_wrong = an exchange rate of { $rate } cannot be right; give how much of your books' currency one unit of the invoice's currency is worth

# Invoices
error-invoice_nothing_to_bill = order { $order } has nothing left to bill; deliver first, or invoice ahead of delivery
error-invoice_other_party = this order is not between { $seller } and { $buyer }; choose its own customer and entity
error-invoice_issued = invoice { $number } was issued on { $at } and never changes; make a credit note instead
error-invoice_discarded = this invoice was discarded on { $at }; make a new one
error-invoice_imported = invoice { $number } comes from another system and is not issued here; it stands as it is
error-invoice_negative = the total of { $gross } is below zero; make a credit note instead of an invoice
error-invoice_line_unknown = invoice { $number } has no line { $line }; choose one of its lines
error-invoice_credited = nothing of invoice { $number } is left to credit
error-credit_of_unissued = invoice { $number } is not issued, so there is nothing to credit; edit or discard the draft
error-credit_of_other = { $number } is a credit note or comes from another system, so it cannot be credited; choose an invoice
error-credit_line_twice = line { $line } is credited twice; name it once
error-credit_exceeds_quantity = { $quantity } of line { $line } cannot be credited; { $left } is left: credit that or a part of it
error-credit_exceeds_invoice = { $credit } cannot be credited on line { $line }; { $left } is left

# Rules of EN 16931 and NLCIUS
error-rule_number_missing = the invoice has no number; issue gives it one ({ $rule })
error-rule_party_incomplete = the { $party } lacks “{ $field }”; fill it in before issuing ({ $rule })
error-rule_country_unknown = { $country } is not a country of ISO 3166; correct the address ({ $rule })
error-rule_vat_prefix = VAT number { $number } of the { $party } does not begin with a country; write it like NL123456789B01 ({ $rule })
error-rule_scheme_unknown = registration number { $value } has scheme { $scheme }, which is not in use; take 0106 for KvK numbers ({ $rule })
error-rule_seller_unidentified = { $seller } has neither a VAT number nor a registration number; fill in one of them ({ $rule })
error-rule_due_missing = nothing says when { $gross } must be paid; give the terms of payment ({ $rule })
error-rule_credit_reference = the credit note does not name its invoice; make it from the invoice ({ $rule })
error-rule_no_lines = the invoice has no lines; add at least one ({ $rule })
error-rule_line_incomplete = line { $line } lacks “{ $field }”; fill it in ({ $rule })
error-rule_unit_unknown = line { $line }: { $unit } is not a unit code; take C62 for pieces, HUR for hours or MON for months ({ $rule })
error-rule_price_negative = line { $line }: a price of { $price } is below zero; make the quantity negative instead ({ $rule })
error-rule_line_period = line { $line }: the period ends before it begins; correct the dates ({ $rule })
error-rule_discount_negative = line { $line }: a discount of { $discount } is below zero; raise the price instead ({ $rule })
error-rule_line_amount = line { $line } says { $net }, but quantity, price and discount give { $expected }; correct one of them ({ $rule })
error-rule_total = { $field } says { $shown }, but the amounts above it give { $expected }; calculate the invoice again ({ $rule })
error-rule_decimals = { $amount } has more than two decimals, which an e-invoice cannot hold; round the prices ({ $rule })
error-rule_vat_breakdown = the VAT summary lacks a category that a line has; calculate the invoice again ({ $rule })
error-rule_vat_rate = line { $line }: a rate of { $rate }% does not belong to “{ $category }”; choose another tax class ({ $rule })
error-rule_vat_base = VAT at { $rate }% is taken over { $shown }, but its lines are { $expected }; calculate the invoice again ({ $rule })
error-rule_vat_amount = VAT at { $rate }% says { $shown }, but it is { $expected }; calculate the invoice again ({ $rule })
error-rule_seller_vat_missing = { $seller } has no VAT number, and the invoice must show it; fill it in ({ $rule })
error-rule_buyer_vat_missing = { $buyer } has no VAT number, and “{ $category }” needs one; fill it in and check it ({ $rule })
error-rule_delivery_country = goods for a business elsewhere in the EU need the address where they go; fill in the delivery address ({ $rule })
error-rule_outside_scope_mixed = what is outside the scope of VAT cannot share an invoice with other lines; make two invoices ({ $rule })
error-rule_registration = { $name } needs a KvK number (scheme 0106) or OIN (0190); fill it in ({ $rule })
error-rule_buyer_reference = the invoice has neither the buyer's reference nor an order number; fill in one of them ({ $rule })
error-rule_payment_account = { $seller } has no IBAN, so nobody could pay; fill it in ({ $rule })
role-seller = seller
role-buyer = buyer
total-net = the total without VAT
total-tax = the VAT
total-gross = the total with VAT
total-due = the terms of payment

# E-invoices
error-ubl_imported = invoice { $number } comes from another system, so no e-invoice is made of it; use the original file
error-ubl_not_issued = the invoice to { $buyer } is not issued, so there is no e-invoice yet; issue it first
error-ubl_not_written = the e-invoice of { $number } could not be written; report this with the number
error-ubl_malformed = the file is not whole XML (byte { $position }); ask the sender for the original file
error-ubl_other_root = the file begins with “{ $given }”, which is no UBL invoice or credit note; choose another file
error-ubl_missing = the e-invoice lacks { $element }; ask the sender for a complete one
error-ubl_number = { $element } of the e-invoice says “{ $given }”, which is no number; ask the sender for a correct one
error-ubl_category_unknown = the e-invoice has VAT category “{ $given }”, which is not known here; book it by hand
