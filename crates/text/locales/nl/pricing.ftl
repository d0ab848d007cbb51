# Quittance woorden: prijzen

# Prijsmodellen
price_model-flat = Eén bedrag, ongeacht het aantal
price_model-formula = Formule
price_model-graduated_blocks = Gestaffeld in blokken: elke schijf in de blokken van de eigen staffel
price_model-graduated_percentage = Gestaffeld percentage: elke schijf van het bedrag tegen het eigen tarief
price_model-limited = Niet minder en niet meer dan afgesproken
price_model-minimum_commitment = Minimale besteding
price_model-package = Hele verpakkingen
price_model-per_quantity = Een prijs per aantal eenheden
price_model-percentage = Percentage van elke transactie
price_model-ramp = Een andere prijs vanaf een latere periode
price_model-recurring_plus_overage = Vast bedrag met inbegrepen eenheden
price_model-rounded = Met eigen afronding
price_model-stairstep = Eén bedrag voor de bereikte trede
price_model-sum_of_flats = De bedragen van alle bereikte treden
price_model-volume_blocks = Volume in blokken: alles in de blokken van de bereikte staffel

# Stappen van een prijs
step_block = Blokken
step_flat = Vast bedrag
step_formula = Formule
step_maximum = Maximum
step_minimum = Minimum
step_package = Verpakkingen
step_percentage = Percentage
step_price_book = Prijslijst niet gebruikt
step_promotion = Actie
step_ramp = Prijs van de periode
step_recurring = Vast bedrag per periode
step_stair = Prijs van de trede
step_true_up = Aanvulling tot de minimale besteding
step_unused = Geen gebruik, geen kosten

# Waarom een regel niet is toegepast
why_not-archived = is gearchiveerd
why_not-behind = “{ $by }” gaat voor
why_not-below_minimum = geldt vanaf { $minimum }
why_not-ended = is afgelopen op { $until }
why_not-excluded = kan niet samen met { $by }
why_not-no_price = heeft geen prijs voor dit product
why_not-not_yet = gaat in op { $from }
why_not-nothing_left = er bleef niets over om het van af te trekken
why_not-other_channel = geldt voor een ander verkoopkanaal: { $names }
why_not-other_currency = luidt in { $currency }
why_not-other_customer = geldt voor een andere klant
why_not-other_segment = geldt voor { $names }
why_not-used_up = is alle { $limit } keren al gebruikt
why_not-used_up_by_customer = is door deze klant al { $limit } keer gebruikt, zo vaak als mag
why_not-within_limit = het bedrag ligt al binnen de grens

# Stappen van een prijs, leesbaar
figures-at_least = minstens { $limit }
figures-at_most = hoogstens { $limit }
figures-from_period = periode { $period }, tegen de prijs vanaf periode { $from }
figures-source = { $name }, versie { $version }
steps-title = Opbouw van regel { $no }
steps-none = Deze regel heeft geen prijs.
steps-margin-none = onbekend: er is geen kostprijs opgegeven
steps-total-margin-none = onbekend: er ontbreekt een kostprijs
steps-source = Uit
steps-not-applied = Niet van toepassing
grid-col-margin = Marge %
grid-steps = Prijsopbouw
grid-steps-wait = Kies een regel om de opbouw van de prijs te zien.
waterfall-more = De eerste { $shown } van { $count } regels; de andere staan bij de regels zelf.

# Prijzen die niet kunnen
error-commitment_part_too_long = { $days } dagen is meer dan de { $limit } van de hele periode; geef een deel op dat daarbinnen valt
error-discount_above_amount = een korting van { $discount } is niet mogelijk op { $amount }; geef hoogstens dat bedrag op
error-price_events_missing = het minimum en maximum gelden per transactie, en alleen het totaal van { $events } is bekend; geef het bedrag van elke transactie op
error-price_limits_contradict = het minimum { $minimum } ligt boven het maximum { $maximum }; verlaag het ene of verhoog het andere
error-price_percent_out_of_range = een tarief van { $percent }% is niet mogelijk; geef 0 tot en met 100 op
error-price_places_out_of_range = afronden op { $places } decimalen is niet mogelijk; geef -{ $limit } tot en met { $limit } op
error-price_rows_too_many = de prijs heeft { $rows } regels, meer dan de { $limit } die één prijs kan hebben; gebruik er minder, of een formule
error-price_too_deep = de prijs bevat prijzen die meer dan { $limit } lagen diep in elkaar zitten; laat er een paar weg
error-ramp_not_ascending = de prijs vanaf periode { $from } staat na die vanaf periode { $before }; zet de perioden in oplopende volgorde
error-ramp_starts_late = de eerste prijs gaat pas in periode { $from } in, dus daarvoor is er geen; laat die in periode 1 ingaan
error-tier_without_blocks = de staffel bevat geen blokken; geef er een of meer op, of laat het aantal in de laatste staffel leeg

# Formules
error-formula_decimal = de formule heeft een decimaal getal op positie { $column }; schrijf bedragen in centen, zoals 1250 voor 12,50
error-formula_divides_by_zero = de formule deelt door nul bij een aantal van { $quantity }; vang dat geval op, bijvoorbeeld met ? en :
error-formula_function_unknown = de formule gebruikt { $name } op positie { $column }, en dat bestaat niet; gebruik rekentekens, min, max, div_up of div_half_up
error-formula_gives_condition = de formule “{ $formula }” geeft ja of nee; laat die een bedrag geven, bijvoorbeeld met ? en :
error-formula_loop = de formule heeft een herhaling op positie { $column }, en die zou te lang kunnen duren; schrijf de formule zonder herhaling
error-formula_name_unknown = de formule gebruikt { $name } op positie { $column }, en dat is niet bekend; gebruik { $known }
error-formula_negative = de formule geeft { $amount }; laat die nul of meer geven, bijvoorbeeld met max
error-formula_not_number = wat op positie { $column } van de formule staat is geen getal en geen voorwaarde; gebruik alleen die
error-formula_overflow = de formule geeft bij een aantal van { $quantity } meer dan een bedrag kan zijn; controleer de getallen erin
error-formula_quantity_fraction = de formule telt hele eenheden en { $quantity } is geen geheel getal; bestel hele eenheden, of laat de formule quantity_micros gebruiken
error-formula_too_long = de formule is { $length } lang en mag { $limit } zijn; maak die korter
error-formula_type_wrong = op positie { $column } verwacht de formule { $wanted } en staat { $found }; verbeter het daar
error-formula_unreadable = de formule is vanaf positie { $column } niet te lezen; verbeter het daar
error-formula_values_count = { $name } op positie { $column } van de formule heeft { $found } waarden, en dat is niet het juiste aantal; geef er twee op, of één waar er één nodig is
type_condition = een voorwaarde
type_number = een getal

# Acties
error-promotion_ends_early = actie { $code } begint op { $from } en zou eindigen op { $until }; kies een einde op of na het begin
error-promotion_never_used = actie { $code } mag nul keer worden gebruikt; geef één of meer op, of laat de grens leeg
error-promotion_twice = actie { $code } is twee keer opgegeven; geef die één keer op
error-promotion_uses_contradict = actie { $code } mag { $each } keer door één klant worden gebruikt maar in totaal maar { $uses } keer; verlaag het ene of verhoog het andere

# Prijslijsten, bundels en bewaking
error-bundle_circular = de bundel bevat zichzelf via onderdeel { $row }; haal dat onderdeel eruit
error-bundle_empty = de bundel heeft geen onderdelen; voeg er ten minste één toe
error-bundle_part_twice = onderdeel { $row } staat al in de bundel; tel de aantallen op in één onderdeel
error-bundle_part_without_price = onderdeel { $part } van de bundel heeft geen prijs; geef het een prijs, of geef de bundel één vaste prijs
error-bundle_too_large = de bundel heeft meer dan { $limit } onderdelen, die van de bundels erin meegeteld; splits de bundel
error-guard_without_effect = prijsbewaking { $code } laat alles door; laat die goedkeuring vragen of weigeren
error-price_books_contradict = prijslijsten { $one } en { $other } gelden allebei voor deze koper en geen van beide gaat voor; geef er een een hogere prioriteit of een andere eerste dag
step_guard = Prijsbewaking
verdict-needs_approval = Goedkeuring nodig
verdict-pass = Toegestaan
verdict-refused = Niet toegestaan

# Voor wie een prijslijst is
field-channel = Verkoopkanaal
field-channels = Alleen voor kanalen
field-segments = Alleen voor sectoren
field-priority = Voorrang
field-customers = Alleen voor klanten
hint-segments = Sectoren van klanten, met komma’s ertussen; leeg geldt voor alle sectoren
hint-channels = Bijvoorbeeld web, partner, buitendienst, met komma’s ertussen; leeg geldt voor alle kanalen
hint-priority = Welke voorgaat waar er meer kunnen gelden: van prijslijsten het hoogste getal, van acties het laagste
error-price_book_for_others = prijslijst { $name } is niet voor deze klant, sector of dit kanaal; kies een andere, of laat haar weg om de geldende prijzen te nemen

# De volgende prijslijst
verb-price_book-prepare = Volgende lijst voorbereiden
verb-price_book-publish = Publiceren
event-catalog-price_book_prepared = Volgende prijslijst voorbereid
event-catalog-price_book_published = Prijslijst gepubliceerd
field-prepared = Voorbereid vanuit
field-change_percent = Wijziging in %
field-percent = Percentage
field-in_place_of = In plaats van
hint-in_place_of = Uzelf als u dit leeg laat; alleen de eigenaar zegt het voor een ander
hint-change_percent = Onder nul voor lagere prijzen
field-before = Voor
field-after = Na
field-difference = Verschil
prices-preview = Wat zou er veranderen
prices-preview-title = Wat { $name } zou veranderen
prices-preview-lead = Als { $name } op { $from } in de plaats komt van { $earlier }: open offertes opnieuw geprijsd, contracten en abonnementen alsof ze dan worden verlengd. Wat is aanvaard of afgesproken verandert niet; met de hand ingevulde prijzen en die uit andere lijsten blijven staan. Bedragen zijn per periode of eenmalig, zonder btw.
prices-preview-back = Terug naar de lijst
prices-preview-all = Alles wat zou veranderen
prices-preview-kinds = In totaal
prices-preview-customers = Per klant: open offertes en lopende abonnementen
prices-preview-documents = Een voor een
prices-preview-document = Document
prices-preview-what = Wat
prices-preview-changed = Hoeveel
prices-preview-number = Documenten
prices-preview-count = { $changed } van { $looked }
prices-preview-none = Niets van wat openstaat zou veranderen.
prices-preview-shown = { $from } tot en met { $until } van { $count }
prices-preview-next = Volgende
prices-preview-first = Eerste
prices-preview-not_priced = Kon niet volgens de nieuwe lijst worden geprijsd
prices-before = Nu
prices-after = Dan
prices-difference = Verschil
error-price_book_begins_early = prijslijst { $name } gaat in op { $earlier }, dus de volgende kan niet ingaan op { $from }; kies een latere dag
error-price_book_begins_past = de lijst zou ingaan op { $from }, en vandaag is { $today }; kies vandaag of later, want eerdere prijzen zijn al afgegeven
error-price_book_not_published = prijslijst { $name } is zelf nog in voorbereiding; publiceer haar eerst, of wijzig haar prijzen
error-price_book_published = prijslijst { $name } is niet in voorbereiding, dus er is niets te publiceren of vooraf te bekijken
error-price_change_out_of_range = een wijziging van { $percent }% kan niet; geef meer dan -100 en hoogstens { $limit }
error-price_change_too_large = een wijziging van { $percent }% maakt een prijs hoger dan een prijs kan zijn; kies een kleinere wijziging
error-promotion_not_covered = met deze code zou offerte { $number } minder kosten dan is goedgekeurd; vraag de verkoper om een nieuwe offerte
