# Quittance words: errors_billing

# Identifiers
error-vat_number_form = { $given } is niet geschreven als een btw-nummer; schrijf het met de landcode, zoals NL123456789B01
error-vat_number_country = { $given } begint met { $prefix }, en dat is geen landcode van een btw-nummer in de EU; laat het veld leeg voor afnemers buiten de EU
error-vat_number_checksum = { $given } kan geen btw-nummer zijn, want het controlecijfer klopt niet; vergelijk het met het briefpapier of de website van de klant
error-iban_form = { $given } is geen IBAN; schrijf het met de landcode, zoals NL91 ABNA 0417 1643 00
error-iban_country = { $given } begint met { $country }, en daar bestaan geen IBAN's; controleer de eerste twee letters
error-iban_length = { $given } heeft { $got } tekens, maar een IBAN van { $country } heeft er { $length }; controleer of er een cijfer ontbreekt of te veel is
error-iban_checksum = { $given } kan geen IBAN zijn, want de controlecijfers kloppen niet; vergelijk het met een bankafschrift
error-bic_form = { $given } is geen BIC; een BIC heeft 8 of 11 tekens, zoals ABNANL2A
error-kvk_form = { $given } is geen KvK-nummer; dat heeft 8 cijfers, een voorloopnul telt mee
error-oin_form = { $given } is geen OIN; dat heeft 20 cijfers
error-rsin_form = { $given } is geen RSIN; dat heeft 9 cijfers
error-rsin_checksum = { $given } kan geen RSIN zijn, want het controlecijfer klopt niet; controleer de cijfers
error-lei_form = { $given } is geen LEI; die heeft 18 letters of cijfers en 2 controlecijfers
error-lei_checksum = { $given } kan geen LEI zijn, want de controlecijfers kloppen niet; controleer de tekens
error-gtin_form = { $given } is geen GS1-artikelnummer; dat heeft 8, 12, 13 of 14 cijfers
error-gtin_checksum = { $given } kan geen GS1-artikelnummer zijn, want het controlecijfer klopt niet; controleer de cijfers
error-gln_form = { $given } is geen GLN; dat heeft 13 cijfers
error-gln_checksum = { $given } kan geen GLN zijn, want het controlecijfer klopt niet; controleer de cijfers
error-participant_value = { $given } is geen nummer van schema { $scheme }; controleer beide
error-participant_scheme = { $given } heeft een schema van vier cijfers nodig, zoals 0106 voor KvK-nummers; { $scheme } is dat niet
error-creditor_reference_form = { $given } is geen betalingsreferentie; die begint met RF en twee cijfers, zoals RF18 5390 0754 7034
error-creditor_reference_checksum = { $given } kan geen betalingsreferentie zijn, want de controlecijfers kloppen niet; neem haar opnieuw over van de factuur
error-creditor_reference_number = van { $given } kan geen betalingsreferentie worden gemaakt; gebruik 1 tot 21 letters of cijfers
error-payment_reference_form = { $given } is geen betalingskenmerk; dat heeft 7, 9 tot en met 14 of 16 cijfers
error-payment_reference_length_code = { $given } kan geen betalingskenmerk zijn, want het tweede cijfer past niet bij de lengte; controleer of er een cijfer ontbreekt of te veel is
error-payment_reference_checksum = { $given } kan geen betalingskenmerk zijn, want het eerste cijfer klopt niet; neem het opnieuw over van de factuur
error-payment_reference_number = van { $given } kan geen betalingskenmerk worden gemaakt; gebruik 6 tot en met 12 of 15 cijfers
error-ogm_form = { $given } is geen gestructureerde mededeling; die heeft 12 cijfers
error-ogm_checksum = { $given } kan geen gestructureerde mededeling zijn, want de laatste twee cijfers kloppen niet; neem haar opnieuw over van de factuur
error-ogm_number = van { $given } kan geen gestructureerde mededeling worden gemaakt; gebruik 10 cijfers
error-qr_reference_form = { $given } is geen QR-referentie; die heeft 27 cijfers
error-qr_reference_checksum = { $given } kan geen QR-referentie zijn, want het laatste cijfer klopt niet; neem haar opnieuw over van de factuur
error-epc_currency = een betaalcode vraagt om euro's, niet om { $currency }; laat de code weg op deze factuur
error-epc_header = dit is geen betaalcode van versie 001 of 002; gebruik de code van de European Payments Council
error-epc_name_length = de naam { $given } past niet in een betaalcode; gebruik 1 tot 70 tekens
error-epc_amount_format = { $given } is geen bedrag voor een betaalcode; schrijf het als EUR121.00
error-epc_amount_range = een betaalcode kan niet om { $amount } vragen; het bedrag ligt tussen 0,01 en 999.999.999,99 euro
error-epc_both_remittance_fields = de betaalcode voor { $given } heeft zowel een referentie als een tekst; laat een van beide weg
error-epc_purpose = het doel in de betaalcode voor { $given } is langer dan 4 tekens; maak het korter
error-epc_reference_length = de referentie in de betaalcode voor { $given } is langer dan 35 tekens; maak haar korter
error-epc_text_length = de tekst in de betaalcode voor { $given } is langer dan 140 tekens; maak hem korter
error-epc_information_length = de toelichting in de betaalcode voor { $given } is langer dan 70 tekens; maak haar korter
error-epc_payload_bytes = de betaalcode telt { $bytes } bytes en er passen er 331 in; maak de naam of de tekst korter

# VAT
error-vat_rate_unknown = voor “{ $class }” staat van { $country } op { $date } geen tarief in de btw-tabel; kies een andere datum of btw-soort
error-vat_seller_country_unsupported = de btw kan worden bepaald voor verkopers in de EU, en { $country } ligt daarbuiten; wijzig het land van de entiteit
error-exchange_rate_zero = met een wisselkoers van nul valt niet om te rekenen; geef de koers van de dag
