# Woorden die op elke pagina staan

## Handelingen
accept = Accepteren
actions = Acties
add = Toevoegen
add-line = Regel toevoegen
allocate = Toewijzen
apply = Toepassen
approve = Goedkeuren
archive = Archiveren
back = Terug
cancel = Annuleren
change = Wijzigen
choose = Kiezen
clear = Wissen
close = Sluiten
confirm = Bevestigen
continue = Doorgaan
copy = Kopiëren
create = Aanmaken
decline = Afwijzen
delete = Verwijderen
deliver = Leveren
discard = Weggooien
download = Downloaden
download-csv = CSV downloaden
download-pdf = Pdf downloaden
download-ubl = UBL downloaden
edit = Bewerken
export = Exporteren
filter = Filteren
hide = Verbergen
import = Importeren
issue = Definitief maken
log-in = Inloggen
log-out = Uitloggen
new = Nieuw
next = Volgende
open = Openen
pay = Betalen
previous = Vorige
print = Afdrukken
refresh = Verversen
refund = Terugbetalen
reject = Afkeuren
remove = Verwijderen
reopen = Heropenen
restore = Herstellen
reverse = Terugdraaien
revise = Herzien
save = Opslaan
search = Zoeken
select = Selecteren
send = Verzenden
show = Tonen
sign = Ondertekenen
terminate = Beëindigen
try-again = Opnieuw proberen
undo = Ongedaan maken
upload = Uploaden
view = Bekijken
void = Laten vervallen
withdraw = Intrekken

## Kleine woorden
all = Alle
and = en
any = Elke
by = door
for = voor
from = van
no = Nee
none = Geen
of = van
on = op
optional = optioneel
or = of
per = per
required = verplicht
to = tot
today = vandaag
unknown = onbekend
until = tot en met
yes = Ja

## Cijfers
average = Gemiddeld
balance = Saldo
excluding-vat = excl. btw
including-vat = incl. btw
margin = Marge
open-amount = Openstaand
overdue = Te laat
paid = Betaald
share = Aandeel
subtotal = Subtotaal
sum = Som
total = Totaal

## Aantallen
count-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
}
count-documents = { $count ->
    [one] { $count } document
   *[other] { $count } documenten
}
count-lines = { $count ->
    [one] { $count } regel
   *[other] { $count } regels
}
count-months = { $count ->
    [one] { $count } maand
   *[other] { $count } maanden
}
count-results = { $count ->
    [one] { $count } resultaat
   *[other] { $count } resultaten
}
count-rows = { $count ->
    [one] { $count } rij
   *[other] { $count } rijen
}
count-years = { $count } jaar
page-of = Pagina { $page } van { $pages }

## Tijd
day = Dag
month = Maand
quarter = Kwartaal
this-month = Deze maand
this-year = Dit jaar
week = Week
year = Jaar

## Meldingen
empty-list = Nog niets te zien
not-found = Niet gevonden
nothing-found = Niets gevonden
saved = Opgeslagen
loading = Laden
