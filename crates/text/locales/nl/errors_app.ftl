# Weigeringen: waarden, identiteit, rechten

## Waarden
error-amount_malformed = het bedrag ‘{ $given }’ is geen getal; schrijf het als 1234.50
error-amount_too_large = een bedrag is hoger dan { $limit }, het hoogste voor een regel of document; controleer prijs en aantal
error-country_malformed = ‘{ $given }’ is geen landcode; gebruik twee letters, zoals NL
error-country_unknown = { $given } is geen land van ISO 3166, dus daarheen kan geen factuur; kies het land van het adres, zoals NL
error-registration_scheme_unknown = “{ $given }” is geen schema voor registratienummers; geef 0106 voor een KvK-nummer of 0190 voor een OIN
error-unit_unknown = “{ $given }” is geen eenheid die op een factuur mag staan; geef C62 voor stuks, HUR voor uren, DAY voor dagen, MON voor maanden of KGM voor kilogrammen
error-currency_mixed = { $left } en { $right } kunnen niet worden opgeteld; gebruik één valuta
error-currency_not_payable = in { $given } wordt niet betaald; kies een valuta die in gebruik is, zoals EUR
error-currency_unknown = ‘{ $given }’ is geen valuta; gebruik een ISO-code, zoals EUR
error-date_in_future = { $date } moet nog komen, want vandaag is het { $today }; geef de dag waarop het gebeurde
error-date_malformed = ‘{ $given }’ is geen bestaande datum; schrijf hem als 2026-03-31
error-id_malformed = ‘{ $given }’ is geen id van de vorm { $prefix }_…; kopieer het id van het document
error-id_unknown = ‘{ $given }’ is geen bekend id; kopieer het id van het document
error-percent_malformed = ‘{ $given }’ is geen percentage; schrijf het als 21 of 2.5
error-period_empty = de periode van { $start } tot { $end } bevat geen dag; kies een einde na het begin
error-quantity_malformed = ‘{ $given }’ is geen aantal; schrijf het als 12 of 1.5
error-quantity_out_of_range = het aantal { $given } is te groot of heeft meer dan zes decimalen; controleer het
error-text_control = { $field } bevat een teken dat niet te tonen is ({ $code }); typ de tekst opnieuw zonder dat teken
error-text_too_long = { $field } heeft { $length } tekens en er passen er { $limit }; maak het korter
error-timestamp_malformed = ‘{ $given }’ is geen tijdstip; schrijf het als 2026-03-31T09:00:00Z

## Verzoeken en documenten
error-clock_backwards = de bedrijfstijd staat op { $stands } en kan niet terug naar { $to }; kies een later moment
error-comment_length = een opmerking van { $length } tekens kan niet worden bewaard; schrijf er 1 tot 10.000
error-conflict = iemand anders wijzigde op hetzelfde moment dezelfde gegevens; probeer het opnieuw
error-document_missing = { $kind } met id { $id } bestaat niet, of u mag dit niet zien; controleer het id
error-duplicate = hetzelfde is al eerder vastgelegd ({ $what }); bekijk wat er staat en wijzig dat
error-entity_none = er is nog geen onderneming; voeg er eerst een toe
error-fault = er ging iets mis in het programma zelf; meld het met storingsnummer { $id }
error-field_choice = { $field }: ‘{ $given }’ is geen van de keuzes; kies uit { $known }
error-field_missing = { $field } ontbreekt; vul dit in
error-field_unknown = het veld ‘{ $field }’ bestaat hier niet; de velden zijn { $known }
error-field_wrong = { $field }: ‘{ $given }’ past hier niet; geef { $expected }
error-idempotency_key_length = een idempotentiesleutel van { $length } tekens kan niet worden bewaard; gebruik er 1 tot 255
error-idempotency_key_reused = idempotentiesleutel ‘{ $key }’ is al gebruikt voor een ander verzoek ({ $verb }); gebruik voor een nieuw verzoek een nieuwe sleutel
error-kind_missing = er is geen soort document genoemd; noem er een, zoals quote
error-number_taken = nummer { $number } hoort al bij een ander document ({ $kind }); kies een ander nummer
error-unavailable = de database is nu niet te gebruiken: { $why }
error-user_missing = er is geen collega met id { $id }; kies iemand uit de lijst
error-verb_unknown = een handeling ‘{ $verb }’ bestaat niet; zoek de naam op in de lijst van handelingen
error-version_stale = { $document } heeft versie { $stored } en u zag versie { $seen }; bekijk wat er is veranderd en doe het opnieuw

## Toegang
error-amount_above_limit = { $amount } is meer dan { $limit }, het hoogste waarover u mag beslissen ({ $permission }); vraag iemand met een hogere limiet
error-grant_unknown = ‘{ $given }’ is geen recht; noem handelingen zoals quote.send, of quote.* voor alles van een soort
error-member_exists = { $email } is hier al collega, met de rol { $role }; een andere rol geeft u met `quittance member role`
error-member_missing = niemand met de login { $email } hoort bij deze organisatie; kijk in de lijst met collega's
error-owner_last = { $email } is de enige eigenaar, en een organisatie houdt er een; maak eerst iemand anders eigenaar
error-key_missing = er is geen API-sleutel met id { $id }; bekijk de lijst van sleutels
error-link_gone = deze link werkt niet meer; vraag de afzender om een nieuwe
error-login_code_needed = er is ook een code nodig; typ de code uit uw authenticator-app
error-login_throttled = te veel mislukte pogingen; na { $until } kunt u het opnieuw proberen
error-login_without_organisation = dit account hoort niet bij een organisatie; vraag een collega om u toe te voegen
error-login_wrong = het e-mailadres, het wachtwoord of de code klopt niet; controleer alle drie
error-password_short = het wachtwoord is te kort; gebruik ten minste { $least } tekens
error-permission_missing = uw rol staat dit niet toe ({ $permission }); vraag het aan de eigenaar van de organisatie
error-role_unknown = er is geen rol ‘{ $role }’; kies uit { $known }

## Orders
error-order_exists = { $number } heeft al order { $order }; werk verder met die order of annuleer hem eerst
error-order_price_missing = er is geen prijs van { $sku } in { $currency } gevonden; geef een prijs op de regel of zet hem in een prijslijst
error-order_start_early = de order kan niet op { $start } beginnen, want wat is afgesproken geldt vanaf { $earliest }; kies die dag of een latere
error-order_touched = de start van order { $number } blijft { $start }, want er is al iets van geleverd, gefactureerd of in rekening gebracht; laat de start zoals hij is

## Facturen
error-credit_part_unclear = regel { $line }: geef het aantal dat terugkomt of een bedrag dat van de prijs af gaat, en niet beide
error-invoice_lines_fixed = de regels van deze factuur volgen een order, abonnement of factuur; gooi het concept weg en maak het opnieuw met andere aantallen
error-invoice_not_issued = een factuur met status { $state } kan niet worden verstuurd; maak haar eerst definitief

## Verkoop
error-consent_missing = het akkoord ontbreekt; vink aan dat u akkoord gaat om door te gaan
error-contact_of_other_customer = contactpersoon { $id } hoort bij een andere klant; kies een persoon van deze klant
error-link_signs_for_customer = met deze link ondertekent u namens de klant; de verkoper ondertekent na het inloggen
error-opportunity_of_other_customer = verkoopkans { $number } hoort bij een andere klant; kies een kans van deze klant
error-price_book_currency_differs = prijslijst { $name } is in { $book } en de offerte in { $quote }; kies een prijslijst in { $quote }
error-price_book_not_in_force = de prijzen van prijslijst { $name } gelden niet op { $on }; kies een lijst die geldt
error-price_missing = er is op { $on } geen prijs voor { $sku } in { $currency }; zet die in een prijslijst of vul een prijs in op de regel
## Betalingen en boekhouding
error-bank_reference_booked = de bankmutatie { $reference } is al geboekt als betaling { $payment }; bekijk die betaling
error-books_open = de boekhouding is niet afgesloten, dus er valt niets te heropenen
error-nothing_to_allocate = van betaling { $payment } is niets over, of de klant heeft niets openstaan; noem de factuur waarvoor zij is
error-payment_not_positive = { $amount } kan niet zijn ontvangen; geef een bedrag boven nul
error-recognise_future = de omzet tot en met { $until } is nog niet verdiend, want het is vandaag { $today }; kies vandaag of eerder
error-reopen_after_close = de boekhouding is afgesloten tot en met { $closed_until } en kan dus niet na { $until } worden heropend; kies een eerdere dag
error-advance_backwards = de bedrijfstijd staat op { $today } en kan niet naar { $to }; kies een latere dag
error-advance_too_far = van { $today } tot { $to } is meer dan { $years } jaar, en de bedrijfstijd gaat nooit terug; ga er in kleinere stappen heen, hoogstens tot { $limit }
error-advance_unsimulated = de bedrijfstijd van deze organisatie is de echte tijd; vooruitzetten maakt facturen en boekingen van dagen die nog komen, en er is geen weg terug. Voeg --simulate toe als u dat wilt
error-file_exists = { $file } bestaat al en wordt niet overschreven; kies een ander bestand
error-backup_by_server = van een PostgreSQL-database maakt u een back-up met pg_dump en zet u die terug met pg_restore op de server; gebruik die programma’s
error-file_unknown = van een { $kind } bestaat geen bestand { $file }; kies pdf, of ubl bij een definitieve factuur

## Starten en bereiken
error-listen_failed = de server kan niet luisteren op { $address } ({ $why }); kies een andere --listen
error-organisation_choose = de database bevat meerdere organisaties ({ $known }); noem er een met --organisation
error-organisation_missing = er is geen organisatie ‘{ $given }’ in deze database; kies uit { $known }
error-organisation_none = deze database bevat nog geen organisatie; maak er een met `quittance init`
error-port_in_use = een ander programma luistert al op { $address }; stop dat of kies een andere --listen
error-server_unreachable = de server die deze database open heeft, antwoordt niet ({ $why }); start hem opnieuw of stop hem
error-einvoice_missing = { $number } heeft geen e-factuur: die hebben alleen facturen en creditfacturen die hier definitief zijn gemaakt; maak de factuur eerst definitief
error-database_foreign = { $file } is de database van een ander programma en blijft zoals hij is; kies een andere --database
error-database_missing = er is geen database { $file }; controleer --database, of maak er een met `quittance init`
error-database_unnamed = ‘{ $given }’ noemt geen bestand; schrijf --database sqlite:BESTAND
error-output_unwritable = het antwoord kan niet worden geschreven ({ $why }); controleer waar het heen gaat
error-payments_none_taken = geen regel van { $file } is geboekt: { $count } zijn overgeslagen, om de redenen hierboven; verbeter het bestand en importeer het opnieuw
error-database_not_empty = { $database } bevat al een organisatie; kies een andere --database, of gooi hem voor de demo weg met --fresh
error-database_served = een server heeft dit bestand open op { $address }; stop die eerst
error-doctor_findings = de controle vond { $count } fouten; ze staan hierboven
error-file_unreadable = { $file } kan niet worden gelezen ({ $why }); controleer het pad
error-file_unwritable = { $file } kan niet worden gewijzigd ({ $why }); controleer de rechten
error-fresh_needs_file = --fresh werkt alleen op een SQLite-bestand; maak de database zelf leeg
error-history_moved = een andere import van hetzelfde bestand ging intussen verder; begin opnieuw om vanaf daar door te gaan
error-replay_differs = het opnieuw afspelen wijkt af in { $count } regels, die hierboven staan
error-why_missing = { $id } bestaat hier niet; kopieer het id uit een spoor of een document
error-why_unknown = { $id } is geen document en geen feit; vraag naar een document, een journaalpost (jnl), een gebeurtenis (evt) of een opdracht (itt)

## Wat in een veld past
expects-boolean = true of false
expects-count = een geheel getal, nul of hoger
expects-country = een landcode zoals NL
expects-currency = een valutacode zoals EUR
expects-date = een bestaande datum, zoals 2026-03-31
expects-date_time = een moment zoals 2026-03-31T09:00:00Z
expects-decimal = een bedrag als tekst, zoals 12.50
expects-id = een id zoals het getoond werd, zoals cus_…
expects-integer = een geheel getal
expects-json = JSON, zoals {"{"}"model": "per_unit"{"}"}
expects-list = een lijst
expects-money = een bedrag met valuta
expects-object = een groep velden
expects-other = een andere waarde
expects-payment_plan = een betaalwijze met het aantal termijnen
expects-percent = een percentage als tekst, zoals 21 of 2.5
expects-price_model = een prijsmodel met prijzen
expects-quantity = een aantal als tekst, zoals 12 of 1.5
expects-text = tekst
