# Overzichten, hun kolommen, en de redenen van voorstellen

## Ouderdom
bucket-current = Nog niet vervallen
bucket-1_30 = 1 t/m 30 dagen
bucket-31_60 = 31 t/m 60 dagen
bucket-61_90 = 61 t/m 90 dagen
bucket-over_90 = Meer dan 90 dagen

## Waarom een bankregel bij een factuur past
match-reference = betalingskenmerk genoemd
match-number = factuurnummer genoemd
match-customer_oldest = som van de oudste facturen van de klant
match-amount_customer = zelfde klant en bedrag
match-amount = enige factuur met dit bedrag
