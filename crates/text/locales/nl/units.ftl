# Eenheden (UN/ECE Recommendation 20)
unit-ANN = { $count ->
    [one] jaar
   *[other] jaar
}
unit-C62 = { $count ->
    [one] stuk
   *[other] stuks
}
unit-EA = { $count ->
    [one] stuk
   *[other] stuks
}
unit-H87 = { $count ->
    [one] stuk
   *[other] stuks
}
unit-DAY = { $count ->
    [one] dag
   *[other] dagen
}
unit-HUR = { $count ->
    [one] uur
   *[other] uur
}
unit-MIN = { $count ->
    [one] minuut
   *[other] minuten
}
unit-MON = { $count ->
    [one] maand
   *[other] maanden
}
unit-QAN = { $count ->
    [one] kwartaal
   *[other] kwartalen
}
unit-WEE = { $count ->
    [one] week
   *[other] weken
}
unit-GRM = { $count ->
    [one] g
   *[other] g
}
unit-KGM = { $count ->
    [one] kg
   *[other] kg
}
unit-TNE = { $count ->
    [one] ton
   *[other] ton
}
unit-LTR = { $count ->
    [one] liter
   *[other] liter
}
unit-MTR = { $count ->
    [one] meter
   *[other] meter
}
unit-CMT = { $count ->
    [one] cm
   *[other] cm
}
unit-MMT = { $count ->
    [one] mm
   *[other] mm
}
unit-KMT = { $count ->
    [one] km
   *[other] km
}
unit-MTK = { $count ->
    [one] m²
   *[other] m²
}
unit-MTQ = { $count ->
    [one] m³
   *[other] m³
}
unit-KWH = { $count ->
    [one] kWh
   *[other] kWh
}
unit-XBX = { $count ->
    [one] doos
   *[other] dozen
}
unit-XPX = { $count ->
    [one] pallet
   *[other] pallets
}
unit-XPK = { $count ->
    [one] pak
   *[other] pakken
}
unit-PR = { $count ->
    [one] paar
   *[other] paar
}
unit-SET = { $count ->
    [one] set
   *[other] sets
}
unit-E48 = { $count ->
    [one] diensteenheid
   *[other] diensteenheden
}
unit-LS = { $count ->
    [one] vast bedrag
   *[other] vaste bedragen
}
unit-IE = { $count ->
    [one] gebruiker
   *[other] gebruikers
}
