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

## Overzichten
report-ageing = Openstaande posten naar ouderdom
report-balance_sheet = Balans
report-cycle_time = Doorlooptijd
report-deal_size = Waarde per gewonnen verkoopkans
report-pipeline = Openstaande verkoopkansen
report-profit_and_loss = Winst-en-verliesrekening
report-revenue = Omzet per maand
report-trial_balance = Proef- en saldibalans
report-win_rate = Slagingspercentage

## Kolommen
column-account = Rekening
column-account_name = Naam
column-age_mean = Dagen open, gemiddeld
column-agent = Verkoper
column-amount = Bedrag
column-amount_largest = Grootste
column-amount_mean = Gemiddelde
column-amount_median = Mediaan
column-balance = Saldo
column-bucket_1_30 = { bucket-1_30 }
column-bucket_31_60 = { bucket-31_60 }
column-bucket_61_90 = { bucket-61_90 }
column-bucket_current = { bucket-current }
column-bucket_over_90 = { bucket-over_90 }
column-credit = Credit
column-customer = Klant
column-days_longest = Langste
column-days_mean = Gemiddelde
column-days_median = Mediaan
column-deals = Aantal
column-debit = Debet
column-expected = Verwacht
column-imported = Geïmporteerd
column-late = Verwachte datum voorbij
column-lost = Verloren
column-month = Maand
column-product = Product
column-revenue = Omzet
column-sector = Branche
column-stage = Fase
column-total = Totaal
column-win_rate = Slagingspercentage
column-won = Gewonnen

## Rijen
row-difference = Verschil
row-none = Niet ingevuld
row-result = Resultaat
row-total = Totaal

## The rows behind a figure
postings-title = Boekingsregels
open-items-title = Openstaande posten
column-days_late = Dagen te laat
