# Weigeringen: bestanden die worden geïmporteerd

## Het bestand als geheel
error-csv_unreadable = { $file } kan niet tot het einde worden gelezen ({ $reason }); kopieer of download het opnieuw
error-csv_empty = { $file } is leeg; kies een bestand met een kopregel en rijen
error-csv_not_text = { $file } is geen tekstbestand ({ $kind }); sla het op als CSV en probeer het opnieuw
error-csv_columns_too_many = { $file } heeft meer dan { $limit } kolommen; laat weg wat niet nodig is
error-csv_column_missing = { $file }, regel { $line }: kolom { $column } ontbreekt (gevonden: { $found }); voeg hem toe of hernoem de kolom waarin het staat
error-csv_column_twice = { $file }, regel { $line }: kolom { $column } komt twee keer voor, als kolom { $first } en { $second }; verwijder of hernoem er een

## Rijen
error-csv_encoding = { $file }, regel { $line }, kolom { $column }: de bytes zijn geen { $encoding }-tekst; sla het hele bestand op als UTF-8
error-csv_quote_open = { $file }, regel { $line }, kolom { $column }: het aanhalingsteken dat hier opent, wordt nergens gesloten; sluit het, of exporteer het bestand opnieuw als het is afgebroken
error-csv_quote_stray = { $file }, regel { $line }, kolom { $column }: na een sluitend aanhalingsteken volgt nog tekst; schrijf een aanhalingsteken in een cel dubbel ("")
error-csv_row_short = { $file }, regel { $line }: { $found } van { $expected } cellen, { $column } ontbreekt; de rij is afgebroken, exporteer het bestand opnieuw
error-csv_row_long = { $file }, regel { $line }: { $found } cellen, terwijl de kopregel { $expected } kolommen heeft; zet een cel met het scheidingsteken erin tussen aanhalingstekens
error-csv_cell_too_large = { $file }, regel { $line }, kolom { $column }: de cel is groter dan { $limit } kB; kort hem in, of zoek een aanhalingsteken dat niet wordt gesloten

## Cellen
error-csv_cell_empty = { $file }, regel { $line }, kolom { $column }: de cel is leeg; vul hem in
error-csv_date = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is geen bestaande datum; schrijf hem als 2026-03-31
error-csv_number = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is geen getal; schrijf het als 1234.50
error-csv_count = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is geen geheel getal; gebruik alleen cijfers
error-csv_amount = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is geen bedrag; schrijf het als 1234.50 of 1.234,50
error-csv_amount_ambiguous = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ kan duizendtallen of een breuk betekenen; schrijf het met twee decimalen
error-csv_value = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is geen van { $known }; verbeter het of laat de rij weg
error-csv_unknown = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ staat niet in { $list }; voeg het daar toe of verbeter de spelling
error-csv_twice = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ stond al op regel { $first }; verwijder een van de rijen
error-csv_currency = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is geen valuta; gebruik een ISO-code, zoals EUR
error-csv_amount_places = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ heeft meer dan { $places } decimalen, en { $currency } kent geen kleinere munt; verbeter het
error-csv_amount_too_large = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is meer dan een bedrag kan bevatten; verbeter het

## Verkoopkansen
error-deal_date_missing = { $file }, regel { $line }: een verkoopkans met fase { $stage } heeft { $column } nodig; vul die in
error-deal_dates_reversed = { $file }, regel { $line }: de verkoopkans sluit op { $closed }, vóór het eerste contact op { $engaged }; verbeter een van de datums
error-deal_account_missing = { $file }, regel { $line }: een gesloten verkoopkans heeft een klant nodig; vul die in

## Verkoophistorie
error-history_bad_debt = { $file }, regel { $line }: { $given } is een correctie voor een oninbare vordering, geen verkoop; boek hem met de hand af
error-history_negative_price = { $file }, regel { $line }: de prijs { $given } is lager dan nul; voer hem met de hand in als creditnota als het er een was
error-history_stock_count = { $file }, regel { $line }: prijs { $given } en geen klant, eerder een voorraadtelling dan een verkoop; voer hem in als voorraadmutatie als dat nog nodig is
error-history_quantity_sign = { $file }, regel { $line }: aantal { $given } past niet bij { $number }; facturen hebben aantallen boven nul en creditnota’s (C) onder nul
error-history_other_customer = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ terwijl { $number } begon met ‘{ $expected }’; een factuur heeft één klant in één land
error-history_invoice_too_long = { $file }, regel { $line }: factuur { $number } heeft meer dan { $limit } regels; splits haar of laat haar weg
error-history_number_scattered = { $file }: de rijen van { $number } staan uit elkaar, op regel { $first } en { $again }; sorteer het bestand op factuurnummer

## Het demobedrijf
error-demo_file_damaged = het ingebouwde bestand { $file } kan niet worden gelezen ({ $reason }); deze kopie van het programma is beschadigd, installeer het opnieuw

## Betalingen
error-bank_amount_zero = { $file }, regel { $line }, kolom { $column }: met ‘{ $given }’ wordt niets betaald; laat de rij weg
error-bank_sign_conflict = { $file }, regel { $line }, kolom { $column }: ‘{ $given }’ is lager dan nul, terwijl er volgens de rij geld is bijgekomen; verbeter een van beide
error-bank_row_debit = { $amount } is van de rekening afgegaan; alleen ontvangen geld wordt als betaling geboekt, dus boek dit met de hand in het grootboek
error-bank_file_unreadable = { $file } kan niet worden gelezen ({ $why }); geef het pad van het CSV-bestand van de bank
