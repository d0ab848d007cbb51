# Namen van velden, toelichtingen en soorten documenten

## Soorten documenten
kind-entity = onderneming
kind-entitys = ondernemingen
kind-customer = klant
kind-customers = klanten
kind-person = persoon
kind-persons = personen
kind-opportunity = verkoopkans
kind-opportunitys = verkoopkansen
kind-product = product
kind-products = producten
kind-price_book = prijslijst
kind-price_books = prijslijsten
kind-quote = offerte
kind-quotes = offertes
kind-template = sjabloon
kind-templates = sjablonen
kind-contract = contract
kind-contracts = contracten
kind-order = order
kind-orders = orders
kind-delivery = levering
kind-deliverys = leveringen
kind-subscription = abonnement
kind-subscriptions = abonnementen
kind-invoice = factuur
kind-invoices = facturen
kind-credit_note = creditfactuur
kind-credit_notes = creditfacturen
kind-payment = betaling
kind-payments = betalingen
kind-refund = terugbetaling
kind-refunds = terugbetalingen

## Elk document
field-id = Id
field-number = Nummer
field-title = Titel
field-name = Naam
field-state = Status
field-entity = Onderneming
field-customer = Klant
field-owner = Eigenaar
field-date = Datum
field-date_due = Vervaldatum
field-amount = Bedrag
field-currency = Valuta
field-exchange_rate = Wisselkoers
field-exchange_rates = Wisselkoersen
field-books = Boekhouding
field-tax_in_books = Btw in de valuta van de boekhouding
field-language = Taal
field-description = Omschrijving
field-lines = Regels
field-line = Regel
field-no = Nr.
field-notes = Opmerkingen
field-reason = Reden
field-metadata = Extra velden
field-archived = Gearchiveerd op
field-version = Versie
field-document = Document
field-kind = Soort
field-at = Tijdstip
field-on = Op
field-by = Door
field-parent = Gemaakt uit

## Ondernemingen en adressen
field-code = Code
field-legal_name = Statutaire naam
field-address = Adres
field-street = Straat en huisnummer
field-postal_code = Postcode
field-city = Plaats
field-country = Land
field-vat_number = Btw-id
field-registration = Registratienummer
field-scheme = Register
field-value = Waarde
field-iban = IBAN
field-bic = BIC
field-email = E-mailadres
field-phone = Telefoonnummer
field-time_zone = Tijdzone
field-payment_days = Betaaltermijn (dagen)
field-closed_until = Boeken gesloten tot en met

## Klanten, personen, verkoopkansen
field-type = Soort klant
field-customer_type = Soort klant
field-delivery_address = Afleveradres
field-vat_check = Controle btw-id
field-valid = Geldig
field-buyer_reference = Referentie van de klant
field-credit_limit = Kredietlimiet
field-sector = Branche
field-person = Persoon
field-contact = Contactpersoon
field-role = Rol
field-team = Team
field-active = Actief
field-revoked_at = Beëindigd
field-erased = Gewist op
field-opportunity = Verkoopkans
field-expected = Verwachte waarde
field-expected_close = Verwachte afsluiting
field-engaged = In gesprek sinds
field-stage = Fase
field-agent = Verkoper
field-since = Sinds

## Catalogus
field-product = Product
field-sku = Artikelcode
field-unit = Eenheid
field-supply = Goederen of dienst
field-tax_class = Btw-soort
field-charging = In rekening gebracht
field-recognition = Omzet genomen
field-cost = Kostprijs
field-standalone_price = Losse verkoopprijs
field-series = Reeks
field-price_book = Prijslijst
field-valid_from = Geldig vanaf
field-valid_until = Geldig tot en met
field-entries = Prijzen
field-price = Prijs
field-model = Prijsmodel
field-unit_price = Stuksprijs
field-tiers = Staffels
field-up_to = Tot en met

## Offertes
field-quote = Offerte
field-revision = Revisie
field-revises = Herziening van
field-quantity = Aantal
field-discount = Korting
field-payment_plan = Betaalwijze
field-plan = Betaalwijze
field-count = Aantal termijnen
field-done = Gedaan
field-introduction = Inleiding
field-terms = Voorwaarden
field-term = Looptijd (perioden)
field-standalone = Losse verkoopwaarde
field-net = Netto
field-waterfall = Opbouw van de prijs
field-margin = Marge

## Contracten
field-template = Sjabloon
field-body = Tekst
field-contract = Contract
field-start = Ingangsdatum
field-end = Einddatum
field-text = Tekst
field-signatures = Handtekeningen
field-party = Partij
field-signer = Ondertekenaar
field-signer_name = Naam ondertekenaar
field-signer_email = E-mailadres ondertekenaar
field-consent = Akkoord
field-document_hash = Vingerafdruk van het document

## Orders, leveringen, abonnementen
field-order = Order
field-order_line = Orderregel
field-origin = Herkomst
field-purchase_order = Inkoopordernummer
field-delivered = Geleverd
field-invoiced = Gefactureerd
field-cancelled = Geannuleerd
field-delivery = Levering
field-handover = Gevolg voor de boeken
field-subscription = Abonnement
field-anchor = Eerste dag
field-billed = Gefactureerde perioden
field-interval = Periode
field-next_period = Volgende factuur vanaf
field-from = Vanaf
field-until = Tot en met
field-to = Naar

## Facturen
field-invoice = Factuur
field-of = Gecrediteerde factuur
field-of_number = Gecrediteerd factuurnummer
field-of_date = Factuurdatum
field-seller = Verkoper
field-buyer = Afnemer
field-date_issued = Factuurdatum
field-date_supplied = Leveringsdatum
field-due = Betaaltermijnen
field-payment_reference = Betalingskenmerk
field-vat = Btw
field-tax = Btw
field-gross = Totaal incl. btw
field-base = Grondslag
field-rate = Tarief
field-category = Categorie
field-tax_point = Belastbaar feit
field-period = Periode
field-earned = Verdiend
field-open = Openstaand

## Betalingen
field-payment = Betaling
field-method = Betaalmiddel
field-reference = Kenmerk
field-bank_reference = Bankreferentie
field-counterparty_iban = Tegenrekening
field-allocations = Toewijzingen
field-debt = Openstaande post
field-credit = Credit
field-refund = Terugbetaling
field-source = Bron
field-unallocated = Niet toegewezen

## Grootboek en omzet
field-account = Rekening
field-debit_amount = Debet
field-credit_amount = Credit
field-entry = Boeking
field-postings = Boekingsregels
field-recognised = Genomen omzet
field-deferred = Uitgesteld
field-effective_date = Boekdatum
field-recorded_at = Vastgelegd op

## Voorraad
field-stock = Op voorraad
field-counted = Geteld

## Toegang
field-user = Gebruiker
field-password = Wachtwoord
field-key = API-sleutel
field-permissions = Rechten
field-organisation = Organisatie
field-comment = Opmerking
field-message = Bericht
field-file = Bestand
field-format = Formaat
field-year = Jaar
field-limit = Limiet
field-query = Zoeken naar

## Toelichtingen
field-ahead = Ook wat nog niet is geleverd
field-debit = Debet
field-supplied = Leverdatum
field-unit_cost = Kostprijs per stuk
hint-archived = Gearchiveerde documenten zijn niet meer te kiezen
hint-buyer_reference = Wat de klant op facturen wil zien, zoals een kostenplaats
hint-charging = Eenmalig, of elke periode opnieuw
hint-closed_until = Later gevonden feiten worden op de eerstvolgende open dag geboekt
hint-code = Kort; documentnummers beginnen ermee
hint-cost = Kostprijs per eenheid, voor marge en kostprijs van de omzet
hint-country = Twee letters, zoals NL
hint-credit_limit = Het hoogste bedrag dat tegelijk mag openstaan; leeg is geen limiet
hint-currency = Drie letters, zoals EUR
hint-delivery_address = Alleen als goederen naar een ander adres gaan
hint-discount = In procenten van het bedrag vóór korting
hint-iban = Zoals NL91 ABNA 0417 1643 00
hint-payment_days = Gerekend vanaf de factuurdatum
hint-purchase_order = Het eigen ordernummer van de klant
hint-quantity = Mag gebroken zijn, zoals 1,5 uur
hint-recognition = Wanneer het bedrag omzet wordt
hint-registration = KvK-nummer: acht cijfers
hint-standalone_price = De prijs bij losse verkoop; leeg is de catalogusprijs
hint-term = Hoeveel perioden zijn afgesproken; leeg is tot opzegging
hint-unit = UN/ECE-code: C62 stuk, HUR uur, DAY dag, MON maand, ANN jaar
hint-up_to = De laatste staffel heeft geen bovengrens
hint-valid_until = Tot en met deze dag
hint-vat_number = Zoals NL123456789B01
hint-payment_plan = Aantal maandelijkse termijnen; leeg om in één keer te betalen
field-taxed_at_destination = Btw van het land van de EU-consument
