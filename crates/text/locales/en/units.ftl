# Units of quantity (UN/ECE Recommendation 20)
unit-ANN = { $count ->
    [one] year
   *[other] years
}
unit-C62 = { $count ->
    [one] piece
   *[other] pieces
}
unit-EA = { $count ->
    [one] piece
   *[other] pieces
}
unit-H87 = { $count ->
    [one] piece
   *[other] pieces
}
unit-DAY = { $count ->
    [one] day
   *[other] days
}
unit-HUR = { $count ->
    [one] hour
   *[other] hours
}
unit-MIN = { $count ->
    [one] minute
   *[other] minutes
}
unit-MON = { $count ->
    [one] month
   *[other] months
}
unit-QAN = { $count ->
    [one] quarter
   *[other] quarters
}
unit-WEE = { $count ->
    [one] week
   *[other] weeks
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
    [one] tonne
   *[other] tonnes
}
unit-LTR = { $count ->
    [one] litre
   *[other] litres
}
unit-MTR = { $count ->
    [one] metre
   *[other] metres
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
    [one] box
   *[other] boxes
}
unit-XPX = { $count ->
    [one] pallet
   *[other] pallets
}
unit-XPK = { $count ->
    [one] pack
   *[other] packs
}
unit-PR = { $count ->
    [one] pair
   *[other] pairs
}
unit-SET = { $count ->
    [one] set
   *[other] sets
}
unit-E48 = { $count ->
    [one] service unit
   *[other] service units
}
unit-LS = { $count ->
    [one] lump sum
   *[other] lump sums
}
unit-IE = { $count ->
    [one] user
   *[other] users
}
