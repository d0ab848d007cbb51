# Refusals: files that are imported

## The file as a whole
error-csv_unreadable = { $file } cannot be read to its end ({ $reason }); copy or download it again
error-csv_empty = { $file } is empty; give a file with a header line and rows
error-csv_not_text = { $file } is not a text file ({ $kind }); save it as CSV and try again
error-csv_columns_too_many = { $file } has more than { $limit } columns; leave out what is not needed
error-csv_column_missing = { $file }, line { $line }: column { $column } is missing (found: { $found }); add it or rename the column that holds it
error-csv_column_twice = { $file }, line { $line }: column { $column } occurs twice, as columns { $first } and { $second }; remove or rename one of them

## Rows
error-csv_encoding = { $file }, line { $line }, column { $column }: the bytes are not { $encoding } text; save the whole file as UTF-8
error-csv_quote_open = { $file }, line { $line }, column { $column }: the quote opened here is never closed; close it, or export the file again if it was cut off
error-csv_quote_stray = { $file }, line { $line }, column { $column }: text follows a closing quote; write a quote inside a cell twice ("")
error-csv_row_short = { $file }, line { $line }: { $found } of { $expected } cells, { $column } is missing; the row was cut off, so export the file again
error-csv_row_long = { $file }, line { $line }: { $found } cells where the header has { $expected } columns; put a cell that contains the delimiter in quotes
error-csv_cell_too_large = { $file }, line { $line }, column { $column }: the cell is larger than { $limit } KB; shorten it, or look for a quote that is never closed

## Cells
error-csv_cell_empty = { $file }, line { $line }, column { $column }: the cell is empty; fill it in
error-csv_date = { $file }, line { $line }, column { $column }: “{ $given }” is not a date that exists; write it as 2026-03-31
error-csv_number = { $file }, line { $line }, column { $column }: “{ $given }” is not a number; write it as 1234.50
error-csv_count = { $file }, line { $line }, column { $column }: “{ $given }” is not a whole number; write digits only
error-csv_amount = { $file }, line { $line }, column { $column }: “{ $given }” is not an amount; write it as 1234.50 or 1.234,50
error-csv_amount_ambiguous = { $file }, line { $line }, column { $column }: “{ $given }” can mean thousands or a fraction; write it with two decimals
error-csv_value = { $file }, line { $line }, column { $column }: “{ $given }” is none of { $known }; correct it or leave the row out
error-csv_unknown = { $file }, line { $line }, column { $column }: “{ $given }” is not in { $list }; add it there or correct the spelling
error-csv_twice = { $file }, line { $line }, column { $column }: “{ $given }” already stood on line { $first }; remove one of the rows
error-csv_currency = { $file }, line { $line }, column { $column }: “{ $given }” is not a currency; use an ISO code such as EUR
error-csv_amount_places = { $file }, line { $line }, column { $column }: “{ $given }” has more than { $places } decimals, and { $currency } has no smaller coin; correct it
error-csv_amount_too_large = { $file }, line { $line }, column { $column }: “{ $given }” is more than an amount can hold; correct it

## Opportunities
error-deal_date_missing = { $file }, line { $line }: a deal with stage { $stage } needs { $column }; fill it in
error-deal_dates_reversed = { $file }, line { $line }: the deal closes on { $closed }, before it was engaged on { $engaged }; correct one of the dates
error-deal_account_missing = { $file }, line { $line }: a closed deal needs an account; fill it in

## Sales history
error-history_bad_debt = { $file }, line { $line }: { $given } is an adjustment for bad debt, not a sale; write it off by hand
error-history_negative_price = { $file }, line { $line }: the price { $given } is below zero; enter it by hand as a credit note if it was one
error-history_stock_count = { $file }, line { $line }: price { $given } and no customer, a stock count rather than a sale; enter it as a stock movement if it still matters
error-history_quantity_sign = { $file }, line { $line }: quantity { $given } does not fit { $number }; invoices have quantities above zero and credit notes (C) below zero
error-history_other_customer = { $file }, line { $line }, column { $column }: “{ $given }” where { $number } began with “{ $expected }”; an invoice has one customer in one country
error-history_invoice_too_long = { $file }, line { $line }: invoice { $number } has more than { $limit } lines; split it or leave it out
error-history_number_scattered = { $file }: the rows of { $number } stand apart, on lines { $first } and { $again }; sort the file by invoice number

## The demo company
error-demo_file_damaged = the built-in file { $file } cannot be read ({ $reason }); this copy of the program is damaged, so install it again

## Payments
error-bank_amount_zero = { $file }, line { $line }, column { $column }: “{ $given }” moves no money; leave the row out
error-bank_sign_conflict = { $file }, line { $line }, column { $column }: “{ $given }” is below zero while the row says that money came in; correct one of them
error-bank_row_debit = { $amount } left the account; only money that came in is booked as a payment, so book this in the ledger by hand
error-bank_file_unreadable = { $file } cannot be read ({ $why }); give the path of the bank's CSV file
