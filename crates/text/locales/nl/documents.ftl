# Gedrukte documenten

## Namen van gedrukte documenten
print-quote = Offerte
print-order = Orderbevestiging
print-delivery = Pakbon
print-contract = Overeenkomst
print-invoice = Factuur
print-credit_note = Creditfactuur
print-draft = Concept
print-revision = revisie { $revision }

## Naast het adres
print-quote_number = Offertenummer
print-quote_date = Offertedatum
print-valid_until = Geldig tot en met
print-order_number = Ordernummer
print-order_date = Orderdatum
print-contract_number = Contractnummer
print-contract_date = Datum
print-start = Ingangsdatum
print-delivery_number = Pakbonnummer
print-delivery_date = Leverdatum
print-invoice_number = Factuurnummer
print-invoice_date = Factuurdatum
print-credit_note_number = Creditfactuurnummer
print-credit_note_date = Datum
print-date_supplied = Leverdatum
print-due = Vervaldatum
print-customer_number = Klantnummer
print-your_reference = Uw referentie
print-your_order = Uw inkooporder
print-your_vat_number = Uw btw-id
print-attention = T.a.v. { $name }
print-delivered_at = Afleveradres
print-of_invoice = Betreft factuur

## Afzender
print-vat_number = Btw-id { $number }
print-kvk = KvK { $number }
print-oin = OIN { $number }
print-registration = Registratienummer { $number }
print-iban = IBAN { $iban }
print-bic = BIC { $bic }

## Regels
print-col_no = Nr.
print-col_description = Omschrijving
print-col_quantity = Aantal
print-col_price = Prijs ({ $currency })
print-col_discount = Korting
print-col_vat = Btw
print-col_amount = Bedrag ({ $currency })
print-col_ordered = Besteld
print-col_delivered = Geleverd
print-tiered = staffel
print-graduated = Staffel, elke schijf tegen de eigen prijs: { $tiers }
print-volume = Prijs naar totaal aantal: { $tiers }
print-tier_up_to = t/m { $quantity } { $price }
print-tier_above = daarboven { $price }
print-term = looptijd { $term }
print-period = { $first } t/m { $last }
print-vat_reverse = verlegd
print-vat_exempt = vrijgesteld
print-vat_none = geen

## Totalen
print-total_excluding = Totaal excl. btw
print-total_first = Eenmalig en eerste periode, excl. btw
print-total_term = Waarde over de looptijd, excl. btw
print-vat_over = Btw { $rate } over { $base }
print-vat_over_category = { $category }, btw { $rate } over { $base }
print-vat_in_books = Btw in { $books } (1 { $currency } = { $rate } { $books })
print-total_including = Totaal incl. btw
print-total_due = Te betalen
print-total_credit = Te crediteren
print-optional = Optioneel; niet in het totaal begrepen.
print-quote_discount = In de bedragen is een korting van { $percent } op de hele offerte verwerkt.
print-excluding_vat = Alle bedragen zijn in { $currency } en exclusief btw.
print-vat_estimate = De btw is een schatting; het tarief op de leverdatum geldt.

## Wettelijk verplichte vermeldingen
print-mention_AE = Btw verlegd naar de afnemer (btw-id { $number }).
print-mention_K = Intracommunautaire levering aan btw-id { $number }, 0% btw (artikel 138 Richtlijn 2006/112/EG).
print-mention_G = Uitvoer buiten de EU, 0% btw (artikel 146 Richtlijn 2006/112/EG).
print-mention_E = Vrijgesteld van btw.
print-mention_O = Niet aan Nederlandse btw onderworpen.
print-mention_Z = Nultarief: 0% btw.
print-mention_imported = Overgenomen uit een ander systeem onder het oorspronkelijke nummer.
print-mention_draft = Dit is een concept; hieraan kunnen geen rechten worden ontleend.
print-mention_credit = Deze creditfactuur hoort bij factuur { $number } van { $date }. Reden: { $reason }.
print-unknown = onbekend

## Betaling
print-payment = Betaling
print-conditions = Voorwaarden
print-pay_by = Wij verzoeken u { $amount } uiterlijk op { $date } te voldoen.
print-pay_in_terms = Wij verzoeken u in { $count } termijnen te betalen.
print-pay_term = { $amount } uiterlijk { $date }
print-instalment = Termijn { $n }
print-credit_settled = Het bedrag wordt verrekend met openstaande facturen of teruggestort.
print-account = Rekening
print-account_holder = Ten name van
print-reference = Onder vermelding van
print-scan = Scan om te betalen
print-scan_alt = Betaalcode voor uw bankapp: { $amount } naar { $iban }
print-payment_days = Betaling binnen { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
} na factuurdatum.
print-payment_instalments = Betaling in { $count } maandelijkse termijnen, de eerste binnen { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
} na factuurdatum.
print-holds_until = Deze offerte is geldig tot en met { $date }.

## Ondertekening
print-acceptance = Voor akkoord
print-acceptance_text = Met ondertekening gaat { $customer } akkoord met deze offerte.
print-receipt = In goede orde ontvangen
print-parties = De partijen
print-agreed = Overeengekomen prestaties
print-signatures = Ondertekening
print-sign_name = Naam
print-sign_role = Functie
print-sign_date = Datum
print-sign_place = Handtekening
print-signed_at = Elektronisch ondertekend op { $at }
print-fingerprint = Vingerafdruk (SHA-256)
print-seller = Leverancier
print-customer = Afnemer

## Voet van de pagina
print-page_of = Pagina { $page } van { $pages }

## De tekst van contracten
contract-payment_full = De klant betaalt binnen { $days } dagen na de factuurdatum.
contract-payment_instalments = De klant betaalt in { $count } gelijke maandelijkse termijnen, de eerste binnen { $days } dagen na de factuurdatum.
contract-line = { $quantity } { $unit } { $description }: { $net } ({ $charging })
contract-line_term = { $quantity } { $unit } { $description }: { $net } ({ $charging }, { $term } keer)
consent-contract_seller = Ik heb dit contract gelezen en onderteken het namens de verkoper
