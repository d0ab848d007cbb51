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
error-exchange_rate_zero = an exchange rate of zero converts nothing; give the rate of the day
