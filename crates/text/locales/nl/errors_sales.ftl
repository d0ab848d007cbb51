# Quittance words: errors_sales

# Waarden
error-value_missing = { $field } ontbreekt; vul dit in
error-amount_negative = { $amount } is lager dan nul; geef nul of meer op
error-quantity_not_positive = een aantal van { $quantity } is niet mogelijk; geef meer dan nul op
error-quantity_too_large = een aantal van { $quantity } is meer dan { $limit }, het hoogste op één regel; controleer het of verdeel het over meer regels
error-discount_out_of_range = een korting van { $discount }% is niet mogelijk; geef 0 tot 100 op
error-payment_days_too_long = een betalingstermijn van { $days } dagen is langer dan de { $limit } die kunnen worden afgesproken; geef minder dagen op
error-instalments_out_of_range = een prijs kan niet in { $count } termijnen worden betaald; kies 2 tot en met { $limit }
error-term_out_of_range = een looptijd van { $term } is niet mogelijk; geef 1 tot en met { $limit } perioden op, of niets als het tot opzegging doorloopt
error-email_malformed = ‘{ $given }’ is geen e-mailadres; schrijf het als naam@voorbeeld.nl
error-hash_malformed = ‘{ $given }’ is geen SHA-256 van een document; die heeft 64 hexadecimale tekens

# Regels
error-document_without_lines = er zijn geen regels; voeg er ten minste één toe
error-lines_too_many = { $lines } regels is meer dan de { $limit } die op één document passen; splits het
error-line_number_taken = regelnummer { $line } is nul of al in gebruik; geef elke regel een eigen nummer
error-line_currency_differs = { $amount } luidt niet in { $currency }, de valuta van het document; geef het bedrag op in { $currency }

# Klanten en personen
error-credit_limit_wrong = een kredietlimiet van { $limit } is niet mogelijk; geef nul of meer op in { $currency }, de valuta van de klant
error-customer_archived = klant { $name } is op { $on } gearchiveerd; zet de klant eerst terug om die weer te gebruiken
error-customer_not_archived = klant { $name } is niet gearchiveerd, dus er valt niets terug te zetten
error-person_erased = de gegevens van deze persoon zijn op { $on } gewist en komen niet terug; voeg de persoon zo nodig opnieuw toe

# Verkoopkansen
error-opportunity_not_prospecting = over verkoopkans { $number } wordt al gesproken, de status is { $state }; alleen bij een verkenning kunnen gesprekken nog beginnen
error-opportunity_not_engaged = verkoopkans { $number } heeft status { $state }; leg eerst vast wanneer de gesprekken begonnen en sluit de kans daarna als gewonnen
error-opportunity_closed = verkoopkans { $number } is op { $on } gesloten, de status is { $state }; heropen de kans eerst
error-opportunity_not_closed = verkoopkans { $number } heeft status { $state } en is dus nog open; er valt niets te heropenen
error-opportunity_date_backwards = { $on } ligt voor { $engaged }, toen de gesprekken over verkoopkans { $number } begonnen; kies die dag of later

# Catalogus
error-product_archived = product { $sku } is op { $on } gearchiveerd; zet het eerst terug om het weer te gebruiken
error-product_not_archived = product { $sku } is niet gearchiveerd, dus er valt niets terug te zetten
error-price_book_archived = prijslijst { $name } is op { $on } gearchiveerd; zet de lijst eerst terug om die weer te gebruiken
error-price_book_not_archived = prijslijst { $name } is niet gearchiveerd, dus er valt niets terug te zetten
error-price_book_ends_early = de prijslijst begint op { $from } en zou eindigen op { $until }; kies een einde op of na het begin
error-price_book_product_twice = prijzen { $first } en { $second } van de prijslijst gelden voor hetzelfde product; houd er één over
error-price_negative = een prijs van { $price } is lager dan nul; geef nul of meer op en gebruik een korting om minder te rekenen
error-tiers_missing = de prijs heeft geen staffels; voeg er ten minste één toe, zonder bovengrens
error-tier_not_ascending = de bovengrens { $up_to } ligt niet boven de vorige, { $below }; zet de staffels in oplopende volgorde
error-tier_open_in_between = een staffel zonder bovengrens staat niet als laatste; geef die een grens of zet hem achteraan
error-tier_last_not_open = de laatste staffel eindigt bij { $up_to }, dus daarboven is er geen prijs; laat de bovengrens leeg
error-quantity_above_tiers = voor { $quantity } is er geen prijs, want dat ligt boven de laatste staffel; voeg een staffel toe of bestel minder

# Offertes
error-quote_validity_backwards = de offerte is van { $date } en zou geldig zijn tot en met { $valid_until }; kies een einde op of na de datum
error-quote_not_draft = offerte { $number } heeft status { $state }, en alleen een concept kan worden gewijzigd; maak een nieuwe versie
error-quote_empty = offerte { $number } heeft geen regels; voeg er ten minste één toe voordat u de offerte verzendt
error-quote_not_sent = offerte { $number } is nog een concept; stuur die eerst naar de klant
error-quote_still_draft = offerte { $number } is nog een concept; wijzig die gewoon, een nieuwe versie is voor wat verzonden is
error-quote_expired = offerte { $number } was geldig tot en met { $valid_until }; verleng een concept, of maak een nieuwe versie van wat verzonden is
error-quote_still_valid = offerte { $number } is geldig tot en met { $valid_until }; trek die in om eerder te stoppen
error-quote_accepted = offerte { $number } is geaccepteerd op { $at }; ga verder met het contract of de order
error-quote_not_accepted = offerte { $number } heeft status { $state }; de klant moet die eerst accepteren
error-quote_closed = offerte { $number } heeft status { $state } en kan niet meer worden beantwoord; maak een nieuwe versie of gebruik de laatste
error-quote_has_contract = van offerte { $number } is al een contract gemaakt; ga verder met dat contract

# Contracten en sjablonen
error-template_not_archived = sjabloon { $name } is niet gearchiveerd, dus er valt niets terug te zetten
error-template_archived = sjabloon { $name } is op { $on } gearchiveerd; kies een ander
error-template_field_unknown = sjabloon { $template } vraagt om { $field }, en dat veld bestaat niet; verbeter de naam van het veld
error-template_brace_open = een accolade op regel { $line } van sjabloon { $template } heeft geen tegenhanger; maak het veld af of schrijf de accolade dubbel
error-contract_not_draft = contract { $number } heeft status { $state }, en alleen een concept kan worden gewijzigd of verzonden; laat het vervallen en maak een nieuw
error-contract_not_sent = contract { $number } is nog een concept; stuur het eerst ter ondertekening
error-contract_signed = contract { $number } is op { $at } door beide partijen ondertekend; beëindig het als het moet stoppen
error-contract_not_signed = contract { $number } heeft status { $state }; beide partijen moeten het eerst hebben ondertekend
error-contract_closed = contract { $number } heeft status { $state } en kan niet worden voortgezet; maak een nieuw contract
error-contract_hash_differs = de handtekening onder contract { $number } hoort bij een ander bestand ({ $given }) dan er is verzonden ({ $sent }); open het document opnieuw en onderteken dat
error-contract_party_signed = { $party } heeft contract { $number } al ondertekend op { $at }; alleen de andere partij moet nog tekenen
error-contract_signed_early = de handtekening is van { $at }, voordat contract { $number } werd verzonden ({ $sent }); onderteken wat is verzonden
error-contract_ends_early = contract { $number } begint op { $start } en kan dus niet op { $on } eindigen; kies die dag of later

# Orders en leveringen
error-order_completed = order { $number } is op { $at } afgerond; maak voor meer een nieuwe order
error-order_cancelled = order { $number } is op { $at } geannuleerd; maak een nieuwe order
error-order_nothing_to_cancel = alles op order { $number } is geleverd, gefactureerd of geannuleerd; draai een levering terug, crediteer een factuur of zeg het abonnement op
error-order_line_unknown = order { $number } heeft geen regel { $line }; kies een van de regels
error-order_line_recurring = regel { $line } ({ $description }) wordt per periode via het abonnement berekend en dus niet op de order geleverd of gefactureerd
error-invoice_exceeds_order = regel { $line }: { $quantity } kan niet worden gefactureerd, er is nog { $left } te factureren; verlaag het aantal
error-credit_exceeds_invoiced = regel { $line }: { $quantity } kan niet worden gecrediteerd, er is { $invoiced } gefactureerd; verlaag het aantal
error-delivery_empty = er wordt niets van order { $number } geleverd; kies ten minste één regel met een aantal
error-delivery_exceeds_order = regel { $line }: { $quantity } kan niet worden geleverd, er is nog { $left } te leveren; verlaag het aantal
error-delivery_line_twice = regel { $line } staat twee keer op de levering; tel de aantallen op in één regel
error-delivery_of_other_order = levering { $delivery } hoort niet bij order { $number }; kies een van de leveringen daarvan
error-delivery_reversed = levering { $delivery } is al teruggedraaid op { $at }; er valt niets meer terug te draaien
error-delivery_invoiced = regel { $line } van levering { $delivery } is gefactureerd (tot nu toe { $invoiced }); crediteer eerst de factuur en draai daarna de levering terug
error-delivery_not_latest = van regel { $line } is na levering { $delivery } nog meer geleverd; draai eerst de laatste levering terug

# Voorraad
error-stock_of_service = { $sku } is een dienst en heeft geen voorraad; kies een product dat een goed is
error-stock_count_negative = een telling van { $counted } is niet mogelijk; geef nul of meer op
error-stock_count_equal = volgens de boeken is er ook { $counted } van { $sku }; er valt niets te corrigeren

# Abonnementen
error-subscription_not_active = abonnement { $number } heeft status { $state } en kan dus niet nog eens worden opgezegd
error-subscription_billed = abonnement { $number } is berekend tot { $until } en kan dus niet op { $from } stoppen; kies { $until } of later, en crediteer de factuur als een deel wordt teruggegeven
error-subscription_mid_interval = abonnement { $number } loopt in hele perioden, en { $from } valt daar middenin; kies { $next }
error-subscription_ends_itself = abonnement { $number } eindigt vanzelf op { $end }, dus per { $from } is opzeggen niet nodig
error-subscription_nothing_to_bill = abonnement { $number } heeft status { $state } en er valt niets meer te berekenen
error-quote_line_missing = offerte { $number } heeft geen regel { $line }; laad de regels opnieuw en probeer het nog eens
error-quote_line_not_optional = regel { $line } van offerte { $number } is niet optioneel; kies alleen uit de optionele regels
error-quote_nothing_chosen = offerte { $number } heeft alleen optionele regels en er is er geen gekozen; kies er ten minste één
error-line_number_out_of_range = regelnummer { $line } kan niet worden gebruikt; laat het weg of geef een nummer van 1 tot en met { $limit }
error-position_from_one = de eerste regel staat op positie 1; positie 0 bestaat niet
error-product_unknown = er is geen product { $sku }; kies er een uit de catalogus, of laat de code leeg en omschrijf de regel
