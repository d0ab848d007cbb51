# Quittance words: pricing

# Price models
price_model-flat = One amount, whatever the quantity
price_model-formula = Formula
price_model-graduated_blocks = Graduated in blocks: each slice in the blocks of its own tier
price_model-graduated_percentage = Graduated percentage: each slice of the amount at its own rate
price_model-limited = No less and no more than agreed
price_model-minimum_commitment = Minimum spend
price_model-package = Whole packages
price_model-per_quantity = A price for a number of units
price_model-percentage = Percentage of each transaction
price_model-ramp = Another price from a later period on
price_model-recurring_plus_overage = Recurring amount with units included
price_model-rounded = With its own rounding
price_model-stairstep = One amount for the step reached
price_model-sum_of_flats = The amounts of all steps reached
price_model-volume_blocks = Volume in blocks: all units in the blocks of the tier reached

# Steps of a price
step_block = Blocks
step_flat = Fixed amount
step_formula = Formula
step_maximum = Maximum
step_minimum = Minimum
step_package = Packages
step_percentage = Percentage
step_price_book = Price list not used
step_promotion = Promotion
step_ramp = Price of the period
step_recurring = Recurring amount
step_stair = Price of the step
step_true_up = True-up to the minimum spend
step_unused = No use, no charge

# Why a rule did not apply
why_not-archived = it was archived
why_not-behind = “{ $by }” comes first
why_not-below_minimum = it holds from { $minimum } on
why_not-ended = it ended on { $until }
why_not-excluded = it cannot be combined with { $by }
why_not-no_price = it has no price for this product
why_not-not_yet = it begins on { $from }
why_not-nothing_left = nothing was left to take it from
why_not-other_channel = it is for another channel: { $names }
why_not-other_currency = it is in { $currency }
why_not-other_customer = it is for another customer
why_not-other_segment = it is for { $names }
why_not-used_up = all its { $limit } uses are used up
why_not-used_up_by_customer = the customer has used it { $limit } times, as often as one may
why_not-within_limit = the amount is within the limit already

# Steps of a price, read
figures-at_least = at least { $limit }
figures-at_most = at most { $limit }
figures-from_period = period { $period }, at the price from period { $from } on
figures-source = { $name }, version { $version }
steps-title = How line { $no } came about
steps-none = This line has no price.
steps-margin-none = not known: no cost was given
steps-total-margin-none = not known: a cost is missing
steps-source = From
steps-not-applied = Did not apply
grid-col-margin = Margin %
grid-steps = Price steps
grid-steps-wait = Choose a line to see how its price came about.
waterfall-more = The first { $shown } of { $count } lines; the lines’ editor shows the others.

# Prices that cannot be
error-commitment_part_too_long = { $days } days are more than the { $limit } of the whole period; give a part that lies within it
error-discount_above_amount = a discount of { $discount } is not possible on { $amount }; give at most that amount
error-price_events_missing = the minimum and maximum hold for each transaction, and only the sum of { $events } is known; give each transaction's amount
error-price_limits_contradict = the minimum { $minimum } is above the maximum { $maximum }; lower the one or raise the other
error-price_percent_out_of_range = a rate of { $percent }% is not possible; give 0 to 100
error-price_places_out_of_range = rounding to { $places } places is not possible; give -{ $limit } to { $limit }
error-price_rows_too_many = the price has { $rows } rows, more than the { $limit } that one price can hold; use fewer, or a formula
error-price_too_deep = the price holds prices more than { $limit } deep; leave some out
error-ramp_not_ascending = the price from period { $from } stands after the one from period { $before }; put the periods in ascending order
error-ramp_starts_late = the first price begins in period { $from }, so there is none before it; let it begin in period 1
error-tier_without_blocks = the tier holds no blocks; give one or more, or leave the number empty in the last tier

# Formulas
error-formula_decimal = the formula has a decimal number at position { $column }; write amounts in whole minor units, such as 1250 for 12.50
error-formula_divides_by_zero = the formula divides by zero for a quantity of { $quantity }; handle that case, for example with ? and :
error-formula_function_unknown = the formula calls { $name } at position { $column }, which does not exist; use operators, min, max, div_up or div_half_up
error-formula_gives_condition = the formula “{ $formula }” gives yes or no; let it give an amount, for example with ? and :
error-formula_loop = the formula has a loop at position { $column }, which could run too long; write it without one
error-formula_name_unknown = the formula uses { $name } at position { $column }, which is not known; use { $known }
error-formula_negative = the formula gives { $amount }; let it give zero or more, for example with max
error-formula_not_number = what stands at position { $column } of the formula is neither a number nor a condition; use those only
error-formula_overflow = the formula gives more than an amount can be for a quantity of { $quantity }; check the numbers in it
error-formula_quantity_fraction = the formula counts whole units, and { $quantity } is not whole; order whole units, or let the formula use quantity_micros
error-formula_too_long = the formula is { $length } long and may be { $limit }; make it shorter
error-formula_type_wrong = at position { $column } the formula needs { $wanted } and has { $found }; correct it there
error-formula_unreadable = the formula cannot be read from position { $column } on; correct it there
error-formula_values_count = { $name } at position { $column } of the formula has { $found } values, which is not how many it takes; give two, or one where it needs one
type_condition = a condition
type_number = a number

# Promotions
error-promotion_ends_early = promotion { $code } begins on { $from } and would end on { $until }; choose an end on or after the beginning
error-promotion_never_used = promotion { $code } may be used zero times; give one or more, or leave the limit empty
error-promotion_twice = promotion { $code } was given twice; give it once
error-promotion_uses_contradict = promotion { $code } may be used { $each } times by one customer but only { $uses } times in all; lower the one or raise the other

# Price books, bundles and guards
error-bundle_circular = the bundle holds itself through part { $row }; take that part out
error-bundle_empty = the bundle has no parts; add at least one
error-bundle_part_twice = part { $row } stands in the bundle already; add up the quantities in one part
error-bundle_part_without_price = part { $part } of the bundle has no price; give it one, or give the bundle one fixed price
error-bundle_too_large = the bundle has more than { $limit } parts, those of the bundles in it included; split it
error-guard_without_effect = guard { $code } lets everything pass; let it ask for approval or refuse
error-price_books_contradict = price books { $one } and { $other } both hold for this buyer and neither comes first; give one of them a higher priority or another first day
step_guard = Price guard
verdict-needs_approval = Needs approval
verdict-pass = Allowed
verdict-refused = Not allowed

# For whom a price book is
field-channel = Channel
field-channels = Only for channels
field-segments = Only for sectors
field-priority = Priority
field-customers = Only for customers
hint-segments = Sectors of customers, with commas between them; every sector when left empty
hint-channels = Such as web, partner, field, with commas between them; every channel when left empty
hint-priority = Which comes first where several could hold: of price books the higher number, of promotions the lower
error-price_book_for_others = price book { $name } is not for this customer, sector or channel; choose another, or leave it out to take the prices that are

# The next price list
verb-price_book-prepare = Prepare next list
verb-price_book-publish = Publish
event-catalog-price_book_prepared = Next price book prepared
event-catalog-price_book_published = Price book published
field-prepared = Prepared from
field-change_percent = Change in %
field-percent = Percentage
field-in_place_of = In place of
hint-in_place_of = Yourself when left out; only the owner says it for somebody else
hint-change_percent = Below zero for lower prices
field-before = Before
field-after = After
field-difference = Difference
prices-preview = What it would change
prices-preview-title = What { $name } would change
prices-preview-lead = If { $name } took the place of { $earlier } on { $from }: open quotes priced again, contracts and subscriptions as if they were renewed then. Nothing that was accepted or agreed changes; prices typed by hand and those of other lists stay. Amounts are for one interval, or once, before VAT.
prices-preview-back = Back to the list
prices-preview-all = All that would change
prices-preview-kinds = In all
prices-preview-customers = By customer: open quotes and running subscriptions
prices-preview-documents = One by one
prices-preview-document = Document
prices-preview-what = What
prices-preview-changed = How many
prices-preview-number = Documents
prices-preview-count = { $changed } of { $looked }
prices-preview-none = Nothing that is open would change.
prices-preview-shown = { $from } to { $until } of { $count }
prices-preview-next = Next
prices-preview-first = First
prices-preview-not_priced = Could not be priced by the new list
prices-before = Now
prices-after = Then
prices-difference = Difference
error-price_book_begins_early = price book { $name } begins on { $earlier }, so the next cannot begin on { $from }; choose a later day
error-price_book_begins_past = the list would begin on { $from }, and today is { $today }; choose today or later, since earlier prices were given already
error-price_book_not_published = price book { $name } is being prepared itself; publish it first, or change its prices
error-price_book_published = price book { $name } is not being prepared, so there is nothing to publish or to preview
error-price_change_out_of_range = a change of { $percent }% is not possible; give more than -100 and at most { $limit }
error-price_change_too_large = a change of { $percent }% makes a price larger than a price can be; choose a smaller change
error-promotion_not_covered = with this code quote { $number } would cost less than was approved; ask the seller for a new offer
