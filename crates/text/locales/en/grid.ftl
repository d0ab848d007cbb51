# The editor of a quote's lines.
verb-quote-edit_lines = Edit lines
field-change = Change
field-changes = Changes
field-position = Position
field-clear = Empty
field-options = Options chosen
change-put = Put
change-remove = Remove
change-move = Move
clear-product = Product
clear-price = Price
clear-discount = Discount
clear-term = Term
clear-standalone = Stand-alone price
clear-cost = Cost
kind-item = Line
kind-optional = Optional
kind-chosen = Optional, chosen
kind-heading = Heading
kind-note = Note
grid-title = Lines of { $number }
grid-label = Lines of the quote
grid-back = Back to the quote
grid-new-row = New line
grid-insert = Insert line
grid-delete = Delete lines
grid-up = Move up
grid-down = Move down
grid-undo = Undo
grid-redo = Redo
grid-saved = Saved
grid-saving = Saving…
grid-loading = Loading…
grid-unsaved = Not saved: { $count ->
    [one] one change waits
   *[other] { $count } changes wait
}
grid-failed = Not saved; the connection failed. Your changes are kept and sent again when you try again.
grid-retry = Try again
grid-refused = Not saved: { $sentence }
grid-conflict = Somebody else changed this quote. Load their version; what you typed last is kept and can be put in again.
grid-reload = Load their version
grid-again = Put my changes in again
grid-discard = Drop what was refused
grid-wrong-figure = this is no figure; type one such as { $example }
grid-wrong-kind = choose line, optional, heading or note
grid-wrong-charging = choose once, every month, every quarter or every year
grid-pasted = { $rows ->
    [one] One row pasted
   *[other] { $rows } rows pasted
}
grid-too-wide = the block has { $columns } columns from here, and there are { $left }; paste it further to the left
grid-readonly = This column is worked out and cannot be typed in.
grid-help = Arrow keys move, Enter or F2 edits, Ctrl+C and Ctrl+V copy and paste, Ctrl+Z undoes, Ctrl+Enter inserts a line, Ctrl+Delete deletes lines, Alt+arrows move them.
grid-count = { $count ->
    [one] One line
   *[other] { $count } lines
}
grid-choices = Products found
grid-model = Price in tiers
grid-col-no = Line
grid-col-kind = Kind
grid-col-sku = Product
grid-col-description = Description
grid-col-quantity = Quantity
grid-col-unit = Unit
grid-col-price = Price
grid-col-discount = Discount %
grid-col-charging = Charged
grid-col-term = Term
grid-col-net = Net
total-one_off = Once
total-month = Every month
total-quarter = Every quarter
total-year = Every year
total-first_year = First year
total-contract_value = Total contract value
public-option = Add: { $what } ({ $price })
