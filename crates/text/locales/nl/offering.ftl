# Woorden van Quittance: goedkeuringen en samen te stellen producten

kind-approval = goedkeuring
kind-approvals = goedkeuringen
kind-approval_rule = goedkeuringsregel
kind-approval_rules = goedkeuringsregels
nav-approvals = Goedkeuringen
state-missing = Nog te vragen
state-overtaken = Achterhaald
state-waiting = Wacht
type_text = een tekst
type_texts = een lijst van teksten

## Werkwoorden
verb-quote-request_approval = Goedkeuring vragen
verb-approval-approve = Goedkeuren
verb-approval-reject = Afwijzen
verb-approval-delegate = Aan een collega overlaten
verb-approval-escalate_due = Onbeantwoorde doorgeven
verb-approval_rule-create = Goedkeuringsregel toevoegen
verb-approval_rule-edit = Goedkeuringsregel wijzigen
verb-approval_rule-archive = Goedkeuringsregel archiveren
verb-approval_rule-restore = Goedkeuringsregel terugzetten

## Gebeurtenissen
event-approval-rule_created = Goedkeuringsregel toegevoegd
event-approval-rule_edited = Goedkeuringsregel gewijzigd
event-approval-rule_archived = Goedkeuringsregel gearchiveerd
event-approval-rule_restored = Goedkeuringsregel teruggezet
event-approval-requested = Goedkeuring gevraagd
event-approval-approved = Goedgekeurd
event-approval-rejected = Afgewezen
event-approval-delegated = Aan een collega overgelaten
event-approval-escalated = Doorgegeven, want niemand antwoordde
event-approval-overtaken = Niet meer nodig

## Velden
field-approver = Beoordelaar
field-condition = Geldt wanneer
field-escalate_after = Dagen zonder antwoord
field-escalate_to = Gaat dan naar
field-requested_by = Gevraagd door
field-rule = Regel
hint-approver = Eén persoon in plaats van iedereen met de rol
hint-condition = Bijvoorbeeld discount > 15.0 || margin < 20.0
hint-step = Regels met hetzelfde nummer worden tegelijk gevraagd, hogere nummers na lagere
section-figures = Cijfers waarover het is gevraagd

## Wat een offerte nodig heeft
approval-needs = Nodig: { $who }
approval-and = en
approval-then = dan
approval-nobody = Niemand hoeft dit goed te keuren
approval-all-given = Elke goedkeuring die nodig is, is gegeven
approval-nobody-at = bij { $percent } % korting niemand
figure-unknown = onbekend
figure-discount = Korting (%)
figure-line_discount = Hoogste korting op een regel (%)
figure-margin = Marge (%)
figure-total = Totaal
figure-contract_value = Contractwaarde
figure-payment_days = Betaaltermijn in dagen
figure-instalments = Termijnen
figure-term = Langste looptijd
figure-valid_days = Dagen geldig
figure-currency = Valuta
figure-country = Land
figure-products = Producten
sum-one_off = Eenmalig
sum-month = Elke maand
sum-quarter = Elk kwartaal
sum-year = Elk jaar
sum-first_year = Eerste jaar
sum-contract_value = Contractwaarde

## Weigeringen
error-approval_step_out_of_range = stap { $step } is niet mogelijk; kies 1 tot en met { $limit }
error-escalation_out_of_range = { $days } dagen zonder antwoord is niet mogelijk; kies 1 tot en met { $limit }
error-escalation_incomplete = doorgeven vraagt zowel een aantal dagen als de rol waar het heen gaat; vul beide in, of geen van beide
error-approval_rule_archived = goedkeuringsregel “{ $name }” is al gearchiveerd op { $on }
error-approval_rule_active = goedkeuringsregel “{ $name }” is al in gebruik
error-approval_rules_too_many = er zijn { $limit } goedkeuringsregels in gebruik, en dat is het maximum; archiveer er eerst een
error-approval_not_needed = niemand hoeft offerte { $number } goed te keuren zoals ze nu is; verstuur haar
error-approval_asked = iedereen die offerte { $number } moet goedkeuren, is al gevraagd; wacht op de antwoorden
error-approval_figures_worse = de offerte van goedkeuring { $number } is slechter geworden dan de cijfers waarover is gevraagd; laat de goedkeuring opnieuw vragen
error-approval_not_requested = goedkeuring { $number } heeft status { $state } en kan niet worden beantwoord; dat kan alleen als ze gevraagd is
error-approval_own_quote = goedkeuring { $number } gaat over uw eigen offerte; iemand anders moet beslissen
error-approval_not_yours = goedkeuring { $number } wacht op { $role }; vraag het daar, of laat het aan u overlaten
error-approval_needs_person = goedkeuring { $number } kan alleen door een ingelogde persoon worden beantwoord; open haar in de toepassing
error-quote_needs_approval = offerte { $number } heeft eerst goedkeuring nodig van { $role }, volgens de regel “{ $rule }” (nog { $count } te gaan); vraag goedkeuring
error-condition_unreadable = de voorwaarde is vanaf kolom { $column } niet te lezen; schrijf bijvoorbeeld discount > 15.0 || margin < 20.0
error-condition_too_long = de voorwaarde heeft { $length } delen of tekens, en er zijn er hoogstens { $limit } toegestaan; splits haar in twee regels
error-condition_no_truth = de voorwaarde zegt niet wanneer ze geldt; vergelijk iets, zoals in discount > 15.0
error-condition_name_unknown = kolom { $column }: er is geen cijfer “{ $name }”; gebruik een van { $known }
error-condition_types_differ = kolom { $column }: hier hoort { $wanted } en er staat { $found }; vergelijk gelijke soorten
error-condition_function_unknown = kolom { $column }: een voorwaarde kan “{ $name }” niet gebruiken; gebruik vergelijkingen, &&, ||, !, in en size()
error-condition_part_unknown = kolom { $column }: dit kan niet in een voorwaarde; gebruik cijfers, getallen, teksten en vergelijkingen

# Samen te stellen producten
kind-product_model = productmodel
kind-product_models = productmodellen
verb-product_model-create = Productmodel toevoegen
verb-product_model-edit = Productmodel wijzigen
verb-product_model-archive = Productmodel archiveren
verb-product_model-restore = Productmodel terugzetten
verb-quote-add_configuration = Aan offerte toevoegen
event-catalog-model_created = Productmodel toegevoegd
event-catalog-model_edited = Productmodel gewijzigd
event-catalog-model_archived = Productmodel gearchiveerd
event-catalog-model_restored = Productmodel teruggezet
field-select = Gekozen opties
field-deselect = Weggelaten opties
field-definition = Opties en regels
hint-definition = In UVL: features met groepen, attributen zoals {"{"}price 250{"}"}, en constraints zoals Card => Full
option-possible = mogelijk
option-chosen = gekozen
option-dropped = weggelaten
option-forced = inbegrepen
option-excluded = niet mogelijk
configure-title = Samenstellen
configure-option = Optie
configure-choice = Uw keuze
configure-price = Prijs
configure-price-from = Prijs vanaf
configure-in = Kiezen
configure-out = Weglaten
configure-undo = Ongedaan maken
configure-why-in = Waarom?
configure-why-out = Waarom niet?
configure-impossible-in = { $name } is niet mogelijk, want
configure-impossible-out = { $name } kan niet worden weggelaten, want
configure-you-chose = u koos { $name }
configure-you-dropped = u liet { $name } weg
configure-repair = { $name } opgeven
configure-quote-hint = Een concept; wat nog openstaat, wordt op de goedkoopste manier aangevuld
configure-complete = Op de goedkoopste manier aanvullen
configure-find = Zoek een optie
configure-found = { $count ->
    [one] 1 optie gevonden
   *[other] { $count } opties gevonden
}
configure-possible-count = { $count ->
    [0] niets mogelijk
   *[other] { $count } mogelijk
}
configure-without = Zonder
configure-excluded = { $count ->
    [one] 1 past niet bij uw keuzes
   *[other] { $count } passen niet bij uw keuzes
}
configure-show-all = Alle { $count } tonen
configure-open = Tonen
configure-other = Overige opties
reason-least-many = { $of } heeft er minstens { $count } nodig
reason-most-many = { $of } heeft er hoogstens { $count }
reason-root = { $about } is altijd inbegrepen
reason-below = { $about } hoort bij { $of }
reason-mandatory = { $of } bevat altijd { $about }
reason-least = { $of } heeft minstens { $count } nodig van { $about }
reason-most = { $of } heeft er hoogstens { $count } van { $about }
reason-rule = { $about }
error-product_model_archived = productmodel “{ $name }” is gearchiveerd op { $on }; zet het eerst terug
error-product_model_active = productmodel “{ $name }” is al in gebruik
error-product_model_wrong = de opties van “{ $name }” kloppen niet met elkaar: { $problem }
error-product_model_without_price = geen optie van “{ $name }” heeft een prijs; geef opties een attribuut price
error-option_unknown = er is geen optie “{ $name }”; gebruik een naam zoals het model die schrijft
error-configuration_impossible = { $name } gaat niet samen met de rest: { $why }; wijzig een keuze
error-configuration_unfinished = er is niet op tijd een volledige samenstelling van “{ $name }” gevonden; kies meer opties
error-role_decides_nothing = { $role } mag niets goedkeuren; kies een rol die dat mag
error-product_model_too_large = “{ $name }” heeft { $options } opties en mag er { $limit } hebben; splits het
error-option_both = “{ $name }” is zowel gekozen als weggelaten; kies een van beide
error-option_price_negative = “{ $option }” van “{ $name }” heeft een prijs of kostprijs onder nul; geef nul of meer
error-changes_none = er staat geen wijziging bij de wijzigingen; noem minstens één regel om te plaatsen, te verplaatsen of te verwijderen
configure-too-hard = wat eruit volgt, kon niet op tijd worden uitgezocht
error-configuration_too_hard = wat uit “{ $name }” volgt, kon niet op tijd worden uitgezocht; kies eerst andere opties

### Wisselkoersen
kind-exchange_rate = wisselkoersen
kind-exchange_rates = wisselkoersen
state-published = Gepubliceerd
verb-exchange_rate-set = Wisselkoersen toevoegen
verb-exchange_rate-import = Wisselkoersen importeren
event-exchange-published = Wisselkoersen gepubliceerd
event-exchange-corrected = Wisselkoersen verbeterd
field-base_currency = Basisvaluta
field-rates = Koersen
field-units = Eenheden voor één van de basisvaluta
field-from_day = Eerste dag
field-until_day = Laatste dag
error-rates_count = dit zijn { $count } koersen; geef er minstens een en hoogstens { $limit }
error-rate_not_positive = met een koers van { $rate } voor { $currency } valt niets om te rekenen; geef hoeveel { $currency } één eenheid van de basisvaluta waard is
error-rate_of_currency_twice = { $currency } heeft al een koers of is zelf de basisvaluta; laat deze regel weg
error-rates_of_future = van { $on } zijn er nog geen koersen: het is { $today }; geef een dag tot en met vandaag
error-rates_days_many = het bestand heeft { $days } dagen en er worden er hoogstens { $limit } tegelijk overgenomen; geef een eerste en een laatste dag
error-rates_unreadable = regel { $line } hoort niet in een koersenbestand van de ECB; geef het bestand zoals het is: Date,USD,… en een regel per dag
