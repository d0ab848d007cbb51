# De editor van de regels van een offerte.
verb-quote-edit_lines = Regels bewerken
field-change = Wijziging
field-changes = Wijzigingen
field-position = Positie
field-clear = Leegmaken
field-options = Gekozen opties
change-put = Plaatsen
change-remove = Verwijderen
change-move = Verplaatsen
clear-product = Product
clear-price = Prijs
clear-discount = Korting
clear-term = Looptijd
clear-standalone = Zelfstandige prijs
clear-cost = Kostprijs
kind-item = Regel
kind-optional = Optioneel
kind-chosen = Optioneel, gekozen
kind-heading = Kop
kind-note = Opmerking
grid-title = Regels van { $number }
grid-label = Regels van de offerte
grid-back = Terug naar de offerte
grid-new-row = Nieuwe regel
grid-insert = Regel invoegen
grid-delete = Regels verwijderen
grid-up = Omhoog
grid-down = Omlaag
grid-undo = Ongedaan maken
grid-redo = Opnieuw
grid-saved = Opgeslagen
grid-saving = Bezig met opslaan…
grid-loading = Laden…
grid-unsaved = Niet opgeslagen: { $count ->
    [one] één wijziging wacht
   *[other] { $count } wijzigingen wachten
}
grid-failed = Niet opgeslagen; de verbinding viel weg. Uw wijzigingen blijven bewaard en worden verstuurd zodra u het opnieuw probeert.
grid-retry = Opnieuw proberen
grid-refused = Niet opgeslagen: { $sentence }
grid-conflict = Iemand anders heeft deze offerte gewijzigd. Laad die versie; wat u het laatst typte blijft bewaard en kunt u opnieuw invoeren.
grid-reload = Die versie laden
grid-again = Mijn wijzigingen opnieuw invoeren
grid-discard = Laat vallen wat geweigerd is
grid-wrong-figure = dit is geen getal; typ er een zoals { $example }
grid-wrong-kind = kies regel, optioneel, kop of opmerking
grid-wrong-charging = kies eenmalig, per maand, per kwartaal of per jaar
grid-pasted = { $rows ->
    [one] Eén rij geplakt
   *[other] { $rows } rijen geplakt
}
grid-too-wide = het blok heeft vanaf hier { $columns } kolommen, en er zijn er { $left }; plak het verder naar links
grid-readonly = Deze kolom wordt uitgerekend; u kunt er niets in typen.
grid-help = Pijltjes verplaatsen, Enter of F2 bewerkt, Ctrl+C en Ctrl+V kopiëren en plakken, Ctrl+Z maakt ongedaan, Ctrl+Enter voegt een regel in, Ctrl+Delete verwijdert regels, Alt+pijl verplaatst ze.
grid-count = { $count ->
    [one] Eén regel
   *[other] { $count } regels
}
grid-choices = Gevonden producten
grid-model = Staffelprijs
grid-col-no = Regel
grid-col-kind = Soort
grid-col-sku = Product
grid-col-description = Omschrijving
grid-col-quantity = Aantal
grid-col-unit = Eenheid
grid-col-price = Prijs
grid-col-discount = Korting %
grid-col-charging = Berekend
grid-col-term = Looptijd
grid-col-net = Netto
total-one_off = Eenmalig
total-month = Per maand
total-quarter = Per kwartaal
total-year = Per jaar
total-first_year = Eerste jaar
total-contract_value = Totale contractwaarde
public-option = Toevoegen: { $what } ({ $price })
