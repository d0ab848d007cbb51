# Woorden van Quittance: de catalogus

## Bundels
verb-product-set_bundle = Bundel samenstellen
field-pricing = Prijs van de bundel
field-bundle = Bundel
field-parts = Onderdelen
field-lead_time_days = Levertijd (dagen)
section-parts = Bestaat uit
pricing-from_parts = wat de onderdelen kosten
pricing-fixed = een vaste prijs
pricing-allocated = een vaste prijs, verdeeld over de onderdelen
bundle-part = { $quantity } { $unit } { $name }
hint-pricing = Een vaste prijs vraagt een bedrag; zonder onderdelen is het product geen bundel meer
error-bundle_ring = de bundel zou zichzelf bevatten ({ $ring }); haal dat onderdeel eruit
error-bundle_charging_differs = { $sku } wordt anders in rekening gebracht dan { $bundle }; zet het op een eigen regel
error-bundle_price_missing = een bundel met een eigen prijs heeft die prijs nodig; vul hem in, of laat hem volgen uit de onderdelen
error-bundle_price_unused = de prijs volgt uit de onderdelen; laat hem weg, of kies een vaste prijs
error-lead_time_too_long = { $days } dagen is geen levertijd; geef er hoogstens { $limit }

## Catalogi als bestand
catalogue-prices = Prijslijst
catalogue-file-title = Catalogus importeren
catalogue-file-import = Importeren
catalogue-file-hint = CSV met minstens het artikelnummer (sku), of een UBL-catalogus. Wat een rij weglaat, blijft zoals het is.
catalogue-file-csv = CSV downloaden
catalogue-file-ubl = UBL downloaden
catalogue-file-added = Producten toegevoegd
catalogue-file-changed = Gewijzigd
catalogue-file-same = Ongewijzigd
catalogue-file-prices = Prijzen vastgelegd
catalogue-file-products = Naar de producten
field-dry_run = Proefdraaien
hint-dry_run = Laat zien wat er zou gebeuren, zonder iets vast te leggen
cli-products = { $added } producten toegevoegd, { $changed } gewijzigd, { $same } ongewijzigd; { $prices } prijzen vastgelegd
cli-products-would = { $added } producten zouden worden toegevoegd, { $changed } gewijzigd, { $same } ongewijzigd blijven; { $prices } prijzen vastgelegd
error-catalogue_sku_twice = { $sku } staat al op regel { $first }; houd een van de twee
error-catalogue_format_unknown = { $given } is geen formaat van een catalogus; geef csv of ubl
error-catalogue_word_unknown = { $file }, regel { $line }, kolom { $column }: “{ $given }” is geen woord dat deze kolom kent; schrijf het zoals de export
