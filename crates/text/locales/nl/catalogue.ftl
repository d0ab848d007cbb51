# Woorden van Quittance: de catalogus

## Bundels
verb-product-set_bundle = Bundel samenstellen
field-pricing = Prijs van de bundel
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
