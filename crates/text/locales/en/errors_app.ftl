# Refusals: values, identity, permission

## Values
error-amount_malformed = the amount “{ $given }” is not a number; write it as 1234.50
error-amount_too_large = an amount is larger than { $limit }, the most a line or document can hold; check price and quantity
error-country_malformed = “{ $given }” is not a country code; use two letters such as NL
error-currency_mixed = { $left } and { $right } cannot be added up; use one currency
error-currency_unknown = “{ $given }” is not a currency; use an ISO code such as EUR
error-date_malformed = “{ $given }” is not a date that exists; write it as 2026-03-31
error-id_malformed = “{ $given }” is not an id of the form { $prefix }_…; copy the id from the document
error-id_unknown = “{ $given }” is not the id of anything here; copy the id from the document
error-percent_malformed = “{ $given }” is not a percentage; write it as 21 or 2.5
error-period_empty = the period from { $start } to { $end } holds no day; choose an end after the start
error-quantity_malformed = “{ $given }” is not a quantity; write it as 12 or 1.5
error-quantity_out_of_range = the quantity { $given } is too large or has more than six decimals; check it
error-timestamp_malformed = “{ $given }” is not a moment; write it as 2026-03-31T09:00:00Z
