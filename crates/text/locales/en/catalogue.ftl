# Quittance words: the catalogue

## Bundles
verb-product-set_bundle = Set up bundle
field-pricing = Price of the bundle
field-bundle = Bundle
field-parts = Parts
field-lead_time_days = Lead time (days)
section-parts = Consists of
pricing-from_parts = what its parts cost
pricing-fixed = a fixed price
pricing-allocated = a fixed price, allocated to the parts
bundle-part = { $quantity } { $unit } { $name }
hint-pricing = A fixed price needs an amount; without parts the product is no bundle any more
error-bundle_ring = the bundle would hold itself ({ $ring }); take that part out
error-bundle_charging_differs = { $sku } is charged otherwise than { $bundle }; put it on a line of its own
error-bundle_price_missing = a bundle with a price of its own needs that price; fill it in, or let it follow from the parts
error-bundle_price_unused = the price follows from the parts; leave it out, or choose a fixed price
error-lead_time_too_long = { $days } days is no lead time; give at most { $limit }

## Catalogues as files
catalogue-prices = List prices
catalogue-file-title = Import catalogue
catalogue-file-import = Import
catalogue-file-hint = CSV with at least the article number (sku), or a UBL Catalogue. What a row leaves out stays as it is.
catalogue-file-csv = Download CSV
catalogue-file-ubl = Download UBL
catalogue-file-added = Products added
catalogue-file-changed = Changed
catalogue-file-same = As they were
catalogue-file-prices = Prices set
catalogue-file-products = To the products
field-dry_run = Dry run
hint-dry_run = Say what would happen, and write nothing
cli-products = { $added } products added, { $changed } changed, { $same } as they were; { $prices } prices set
cli-products-would = { $added } products would be added, { $changed } changed, { $same } left as they are; { $prices } prices set
error-catalogue_sku_twice = { $sku } stands on line { $first } already; keep one of the two
error-catalogue_format_unknown = { $given } is no format of a catalogue; give csv or ubl
error-catalogue_word_unknown = { $file }, line { $line }, column { $column }: “{ $given }” is none of the words this column knows; write it as the export does
