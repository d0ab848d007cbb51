# Statussen van documenten en de woorden van keuzes

## Statussen
state-accepted = Geaccepteerd
state-active = Actief
state-approved = Goedgekeurd
state-archived = Gearchiveerd
state-cancelled = Geannuleerd
state-completed = Afgerond
state-credited = Gecrediteerd
state-declined = Afgewezen
state-delivered = Geleverd
state-discarded = Weggegooid
state-disputed = Betwist
state-done = Klaar
state-draft = Concept
state-ended = Afgelopen
state-engaged = In gesprek
state-erased = Gewist
state-expired = Verlopen
state-failed = Mislukt
state-issued = Definitief
state-lost = Verloren
state-open = Open
state-overdue = Te laat
state-paid = Betaald
state-partly_delivered = Deels geleverd
state-partly_invoiced = Deels gefactureerd
state-partly_paid = Deels betaald
state-pending = In behandeling
state-prospecting = Verkenning
state-queued = In de wachtrij
state-quoted = Offerte uitgebracht
state-received = Ontvangen
state-rejected = Afgekeurd
state-requested = Aangevraagd
state-reversed = Teruggedraaid
state-revoked = Ingetrokken
state-running = Bezig
state-sent = Verzonden
state-signed = Ondertekend
state-superseded = Vervangen
state-terminated = Beëindigd
state-voided = Vervallen
state-withdrawn = Ingetrokken
state-won = Gewonnen

## Klanten
customer_type-business = Bedrijf
customer_type-consumer = Consument
customer_type-government = Overheid
language-en = Engels
language-nl = Nederlands

## Catalogus
charging-monthly = Per maand
charging-one_off = Eenmalig
charging-quarterly = Per kwartaal
charging-yearly = Per jaar
interval-month = maand
interval-quarter = kwartaal
interval-year = jaar
price_model-graduated = Gestaffeld: elke schijf tegen de eigen prijs
price_model-per_unit = Vaste prijs per eenheid
price_model-volume = Volume: alles tegen de prijs van het bereikte aantal
recognition-point_in_time = Bij levering
recognition-straight_line = Gelijkmatig over de periode
supply-goods = Goederen
supply-service = Dienst
tax_class-exempt = Vrijgesteld
tax_class-reduced = Verlaagd tarief
tax_class-standard = Algemeen tarief
tax_class-zero = Nultarief

## Offertes en contracten
party-customer = Klant
party-seller = Verkoper
payment_plan-full = In één keer
payment_plan-instalments = In maandelijkse termijnen
step_line_discount = Regelkorting
step_list_price = Catalogusprijs
step_quote_discount = Offertekorting
step_rounding = Afronding
step_tier = Staffelprijs

## Orders
origin-contract = Ondertekend contract
origin-direct = Directe order
origin-quote = Geaccepteerde offerte

## Facturen
earned-now = Direct
earned-on_delivery = Bij levering
earned-over = Over de dienstperiode
earned-unbilled = Al eerder geleverd
invoice_kind-credit_note = Creditfactuur
invoice_kind-imported = Geïmporteerde factuur
invoice_kind-invoice = Factuur
vat_category-AE = Btw verlegd
vat_category-E = Vrijgesteld van btw
vat_category-G = Uitvoer buiten de EU
vat_category-K = Intracommunautaire levering
vat_category-O = Buiten de heffing van btw
vat_category-S = Belast
vat_category-Z = Nultarief

## Betalingen
method-bank_transfer = Overboeking
method-card = Pinpas of creditcard
method-cash = Contant
method-direct_debit = Automatische incasso

## Grootboek
account_class-asset = Activa
account_class-equity = Eigen vermogen
account_class-expense = Kosten
account_class-income = Opbrengsten
account_class-liability = Schulden
account-0500 = Eigen vermogen
account-1000 = Bank
account-1010 = Kas
account-1300 = Debiteuren
account-1310 = Nog te factureren omzet
account-1320 = Niet-toegewezen ontvangsten
account-1400 = Vooruitgefactureerde omzet
account-1500 = Af te dragen btw
account-1610 = Nog te ontvangen inkoopfacturen
account-3000 = Voorraad
account-4700 = Betalingsverschillen
account-4710 = Koersverschillen
account-7000 = Kostprijs van de omzet
account-7100 = Voorraadverschillen
account-8000 = Omzet
account-1390 = Afgewikkeld in eerder systeem
account-8090 = Geïmporteerde omzet

# Why a line has the VAT it has
vat-domestic = belast in het land van de verkoper
vat-zero = nultarief
vat-exempt = vrijgesteld
vat-intra-community-goods = goederen aan een onderneming elders in de EU
vat-reverse-charge-services = dienst aan een onderneming elders in de EU
vat-export = goederen die de EU verlaten
vat-as-recorded = zoals vastgelegd in een eerder systeem
vat-outside-scope = dienst die buiten de EU belast is
vat-origin-services = dienst aan een particulier, belast in het land van de verkoper
vat-origin-below-threshold = verkoop naar een ander EU-land onder de jaarlijkse drempel
vat-origin-unverified = belast in het land van de verkoper, omdat het btw-nummer nog niet is gecontroleerd
vat-destination = verkoop naar een ander EU-land, daar belast
vat-destination-unverified = belast in het land van de afnemer, omdat het btw-nummer nog niet is gecontroleerd
