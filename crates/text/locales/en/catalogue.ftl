# Quittance words: the catalogue

## Bundles
verb-product-set_bundle = Set up bundle
field-pricing = Price of the bundle
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
