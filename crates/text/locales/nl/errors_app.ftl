# Weigeringen: waarden, identiteit, rechten

## Waarden
error-amount_malformed = het bedrag ‘{ $given }’ is geen getal; schrijf het als 1234.50
error-amount_too_large = een bedrag is hoger dan { $limit }, het hoogste voor een regel of document; controleer prijs en aantal
error-country_malformed = ‘{ $given }’ is geen landcode; gebruik twee letters, zoals NL
error-currency_mixed = { $left } en { $right } kunnen niet worden opgeteld; gebruik één valuta
error-currency_unknown = ‘{ $given }’ is geen valuta; gebruik een ISO-code, zoals EUR
error-date_malformed = ‘{ $given }’ is geen bestaande datum; schrijf hem als 2026-03-31
error-id_malformed = ‘{ $given }’ is geen id van de vorm { $prefix }_…; kopieer het id van het document
error-id_unknown = ‘{ $given }’ is geen bekend id; kopieer het id van het document
error-percent_malformed = ‘{ $given }’ is geen percentage; schrijf het als 21 of 2.5
error-period_empty = de periode van { $start } tot { $end } bevat geen dag; kies een einde na het begin
error-quantity_malformed = ‘{ $given }’ is geen aantal; schrijf het als 12 of 1.5
error-quantity_out_of_range = het aantal { $given } is te groot of heeft meer dan zes decimalen; controleer het
error-timestamp_malformed = ‘{ $given }’ is geen tijdstip; schrijf het als 2026-03-31T09:00:00Z
