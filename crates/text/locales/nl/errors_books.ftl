# Quittance words: errors_books

# Grootboek
error-entry_one_sided = een boeking van { $lines } regels zegt niets; geef ten minste één debet- en één creditregel
error-entry_unbalanced = debet en credit verschillen { $by }; pas de bedragen aan zodat beide kanten gelijk zijn
error-due_terms_differ = de betaaltermijnen tellen op tot { $terms }, maar de factuur is { $gross }; pas de termijnen aan
error-entry_both_sides = regel { $line } heeft zowel { $debit } debet als { $credit } credit; splits de regel in tweeën
error-entry_no_amount = regel { $line } heeft geen bedrag; vul debet of credit in of verwijder de regel
error-entry_negative = { $amount } is lager dan nul; boek het als positief bedrag aan de andere kant
error-account_controlled = rekening { $account } volgt uit facturen, betalingen, leveringen en voorraad; corrigeer die zelf
error-period_closed = de boeken zijn afgesloten tot en met { $closed_until }, dus op { $on } kan niet worden geboekt; kies { $first_open } of later
error-close_before_end = de boeken kunnen niet worden afgesloten tot en met { $until }, want het is vandaag { $today }; kies een dag die voorbij is
error-already_closed = de boeken zijn al afgesloten tot en met { $closed_until }; kies een latere dag dan { $until }

# Betalingen
error-payment_reversed = betaling { $payment } is al teruggeboekt op { $at }; voer een nieuwe betaling in als het geld alsnog is ontvangen
error-payment_in_use = van betaling { $payment } is { $used } gebruikt; maak eerst de afboekingen en terugbetalingen ongedaan
error-refund_not_positive = { $amount } kan niet worden terugbetaald; geef een bedrag boven nul
error-refund_exceeds_credit = { $amount } is meer dan de { $open } die nog op { $document } staat; betaal hooguit dat bedrag terug
error-refund_own_request = u hebt terugbetaling { $refund } van { $amount } zelf aangevraagd, en wie een terugbetaling aanvraagt mag die niet goedkeuren; laat een collega dat doen
error-refund_approver_unknown = terugbetaling { $refund } moet worden goedgekeurd door iemand anders dan de aanvrager; log in als gebruiker om goed te keuren
error-refund_paid = terugbetaling { $refund } is al uitbetaald op { $on }; daar valt niets meer aan te beslissen
error-refund_rejected = terugbetaling { $refund } is afgewezen ({ $reason }); vraag een nieuwe aan
error-reason_missing = de reden is leeg; schrijf in een paar woorden op waarom
error-not_a_credit = { $document } is geen betaling of creditnota, dus er valt niets mee te verrekenen; kies er een waarbij dat wel kan
error-not_a_debt = { $document } is geen vordering op de klant, dus er kan niets op worden afgeboekt; kies een factuur
error-payment_unidentified = het is niet bekend wie { $amount } heeft betaald; geef eerst aan van welke klant de betaling is
error-allocation_currency = met { $credit } kan { $debt } niet worden voldaan, want de valuta verschillen; kies een factuur in dezelfde valuta
error-allocation_other_party = { $credit } en { $debt } horen bij verschillende klanten of administraties; kies een factuur van dezelfde klant en administratie
error-open_item_unknown = { $item } staat niet bij de openstaande posten van deze klant; kies er een uit de lijst
error-allocation_not_positive = { $amount } kan niet worden afgeboekt; geef een bedrag boven nul
error-allocation_exceeds_debt = { $amount } is meer dan de { $open } die openstaat op { $document }; boek hooguit af wat openstaat
error-allocation_exceeds_credit = de afboekingen vragen { $amount }, maar er is nog maar { $open } te verrekenen; verlaag er een
error-nothing_allocated = hier is niets afgeboekt, dus er valt niets ongedaan te maken

# Omzet
error-schedule_too_long = een dienstperiode tot en met { $end } is langer dan { $months } maanden; controleer de datums
error-credit_exceeds_line = { $credit } kan niet worden gecrediteerd; van deze regel is nog { $left } te crediteren
error-standalone_negative = een losse verkoopprijs van { $price } is lager dan nul; geef de prijs waarvoor het product los wordt verkocht
error-bundle_unknown_line = de bundel noemt regel { $line }, maar die bestaat niet; kies regels van dezelfde verkoop

# Overzichten
error-report_unknown = er is geen overzicht “{ $report }”; kies er een uit de lijst met overzichten
error-report_group = “{ $report }” kan niet worden gegroepeerd op “{ $by }”; kies een andere groepering
