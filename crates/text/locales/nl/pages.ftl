# Quittance words: pages

## Handelingen: de teksten op knoppen
verb-entity-create = Onderneming toevoegen
verb-entity-edit = Onderneming wijzigen
verb-customer-create = Klant toevoegen
verb-customer-edit = Klant wijzigen
verb-customer-archive = Klant archiveren
verb-customer-restore = Klant terugzetten
verb-person-create = Persoon toevoegen
verb-person-edit = Persoon wijzigen
verb-person-erase = Persoonsgegevens wissen
verb-comment-create = Opmerking plaatsen
verb-clock-set = Bedrijfstijd instellen
verb-opportunity-create = Verkoopkans toevoegen
verb-opportunity-edit = Verkoopkans wijzigen
verb-opportunity-engage = Gesprekken starten
verb-opportunity-win = Als gewonnen sluiten
verb-opportunity-lose = Als verloren sluiten
verb-opportunity-reopen = Verkoopkans heropenen
verb-product-create = Product toevoegen
verb-product-edit = Product wijzigen
verb-product-archive = Product archiveren
verb-product-restore = Product terugzetten
verb-price_book-create = Prijslijst toevoegen
verb-price_book-edit = Prijslijst wijzigen
verb-price_book-set_price = Prijs vastleggen
verb-price_book-archive = Prijslijst archiveren
verb-price_book-restore = Prijslijst terugzetten
