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
error-exchange_rate_missing = de btw van { $tax } moet ook in { $books } op deze factuur staan; geef de wisselkoers: hoeveel { $books } één { $currency } op de leverdatum waard was
error-exchange_rate_of_invoice = deze creditnota rekent haar btw om tegen de koers van haar factuur; laat de wisselkoers weg
error-exchange_rate_unneeded = deze factuur en uw boekhouding zijn beide in { $books }, dus er valt niets om te rekenen; laat de wisselkoers weg
error-exchange_rate_wrong = een wisselkoers van { $rate } kan niet kloppen; geef hoeveel één eenheid van de factuurvaluta waard is in de valuta van uw boekhouding

# Invoices
error-invoice_nothing_to_bill = van order { $order } valt niets meer te factureren; lever eerst, of factureer vooruit
error-invoice_other_party = deze order is niet tussen { $seller } en { $buyer }; kies de klant en de entiteit van de order
error-invoice_issued = factuur { $number } is op { $at } uitgereikt en wijzigt niet meer; maak een creditfactuur
error-invoice_discarded = deze factuur is op { $at } weggegooid; maak een nieuwe
error-invoice_imported = factuur { $number } komt uit een ander systeem en wordt hier niet uitgereikt; zij blijft zoals zij is
error-invoice_negative = het totaal van { $gross } is minder dan nul; maak een creditfactuur in plaats van een factuur
error-invoice_line_unknown = factuur { $number } heeft geen regel { $line }; kies een van de regels
error-invoice_credited = van factuur { $number } valt niets meer te crediteren
error-credit_of_unissued = factuur { $number } is niet uitgereikt, dus er valt niets te crediteren; wijzig het concept of gooi het weg
error-credit_of_other = { $number } is een creditfactuur of komt uit een ander systeem en kan niet worden gecrediteerd; kies een factuur
error-credit_line_twice = regel { $line } wordt twee keer gecrediteerd; noem haar één keer
error-credit_exceeds_quantity = { $quantity } van regel { $line } kan niet worden gecrediteerd; er is nog { $left }: crediteer dat of een deel daarvan
error-credit_exceeds_invoice = op regel { $line } kan geen { $credit } worden gecrediteerd; er is nog { $left }

# Rules of EN 16931 and NLCIUS
error-rule_number_missing = de factuur heeft geen nummer; bij het uitreiken krijgt zij er een ({ $rule })
error-rule_party_incomplete = bij de { $party } ontbreekt “{ $field }”; vul het in voordat de factuur wordt uitgereikt ({ $rule })
error-rule_country_unknown = { $country } is geen land van ISO 3166; corrigeer het adres ({ $rule })
error-rule_vat_prefix = btw-nummer { $number } van de { $party } begint niet met een landcode; schrijf het als NL123456789B01 ({ $rule })
error-rule_scheme_unknown = registratienummer { $value } heeft schema { $scheme }, en dat bestaat niet; gebruik 0106 voor KvK-nummers ({ $rule })
error-rule_seller_unidentified = { $seller } heeft geen btw-nummer en geen registratienummer; vul een van beide in ({ $rule })
error-rule_due_missing = er staat niet wanneer { $gross } betaald moet zijn; vul de betalingstermijn in ({ $rule })
error-rule_credit_reference = de creditfactuur noemt haar factuur niet; maak haar vanuit de factuur ({ $rule })
error-rule_no_lines = de factuur heeft geen regels; voeg er minstens een toe ({ $rule })
error-rule_line_incomplete = in regel { $line } ontbreekt “{ $field }”; vul het in ({ $rule })
error-rule_unit_unknown = regel { $line }: { $unit } is geen eenheidscode; gebruik C62 voor stuks, HUR voor uren of MON voor maanden ({ $rule })
error-rule_price_negative = regel { $line }: een prijs van { $price } is minder dan nul; maak in plaats daarvan het aantal negatief ({ $rule })
error-rule_line_period = regel { $line }: de periode eindigt voordat zij begint; corrigeer de datums ({ $rule })
error-rule_discount_negative = regel { $line }: een korting van { $discount } is minder dan nul; verhoog in plaats daarvan de prijs ({ $rule })
error-rule_line_amount = regel { $line } vermeldt { $net }, maar aantal, prijs en korting geven { $expected }; corrigeer een ervan ({ $rule })
error-rule_total = { $field } vermeldt { $shown }, maar de bedragen erboven geven { $expected }; laat de factuur opnieuw berekenen ({ $rule })
error-rule_decimals = { $amount } heeft meer dan twee decimalen en past niet in een e-factuur; rond de prijzen af ({ $rule })
error-rule_vat_breakdown = in de btw-specificatie ontbreekt een soort die een regel wel heeft; laat de factuur opnieuw berekenen ({ $rule })
error-rule_vat_rate = regel { $line }: een tarief van { $rate }% hoort niet bij “{ $category }”; kies een andere btw-soort ({ $rule })
error-rule_vat_base = de btw van { $rate }% is berekend over { $shown }, maar de regels zijn samen { $expected }; laat de factuur opnieuw berekenen ({ $rule })
error-rule_vat_amount = de btw van { $rate }% vermeldt { $shown }, maar is { $expected }; laat de factuur opnieuw berekenen ({ $rule })
error-rule_seller_vat_missing = { $seller } heeft geen btw-nummer, en dat moet op de factuur staan; vul het in ({ $rule })
error-rule_buyer_vat_missing = { $buyer } heeft geen btw-nummer, en “{ $category }” kan niet zonder; vul het in en controleer het ({ $rule })
error-rule_delivery_country = voor goederen aan een onderneming elders in de EU is het adres nodig waar zij heen gaan; vul het afleveradres in ({ $rule })
error-rule_outside_scope_mixed = wat niet aan btw is onderworpen, kan niet met andere regels op één factuur; maak twee facturen ({ $rule })
error-rule_registration = { $name } heeft een KvK-nummer (schema 0106) of OIN (0190) nodig; vul het in ({ $rule })
error-rule_buyer_reference = op de factuur staat geen referentie van de afnemer en geen ordernummer; vul een van beide in ({ $rule })
error-rule_payment_account = { $seller } heeft geen IBAN, dus niemand zou kunnen betalen; vul het in ({ $rule })
role-seller = verkoper
role-buyer = afnemer
total-net = het totaal exclusief btw
total-tax = de btw
total-gross = het totaal inclusief btw
total-due = de betalingstermijn

# E-invoices
error-ubl_imported = factuur { $number } komt uit een ander systeem, dus er wordt geen e-factuur van gemaakt; gebruik het oorspronkelijke bestand
error-ubl_not_issued = de factuur aan { $buyer } is niet uitgereikt, dus er is nog geen e-factuur; reik haar eerst uit
error-ubl_not_written = de e-factuur van { $number } kon niet worden geschreven; meld dit met het nummer
error-ubl_malformed = het bestand is geen volledige XML (byte { $position }); vraag de afzender om het oorspronkelijke bestand
error-ubl_other_root = het bestand begint met “{ $given }”, en dat is geen UBL-factuur of -creditfactuur; kies een ander bestand
error-ubl_missing = in de e-factuur ontbreekt { $element }; vraag de afzender om een volledige
error-ubl_number = bij { $element } staat in de e-factuur “{ $given }”, en dat is geen getal; vraag de afzender om een juiste
error-ubl_category_unknown = de e-factuur heeft btw-categorie “{ $given }”, en die is hier niet bekend; boek haar met de hand
