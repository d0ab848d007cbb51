# Quittance words: errors_books

# Ledger
error-entry_one_sided = an entry of { $lines } lines says nothing; give at least one debit and one credit
error-entry_unbalanced = debits and credits differ by { $by }; correct the amounts so that both sides are equal
error-due_terms_differ = the payment terms add up to { $terms }, but the invoice is { $gross }; correct the terms
error-entry_both_sides = line { $line } has both a debit of { $debit } and a credit of { $credit }; split it into two lines
error-entry_no_amount = line { $line } has no amount; fill in a debit or a credit, or remove the line
error-entry_negative = { $amount } is below zero; write it as a positive amount on the other side
error-account_controlled = account { $account } follows from invoices, payments, deliveries and stock; correct those instead
error-period_closed = the books are closed until { $closed_until }, so nothing can be booked on { $on }; use { $first_open } or later
error-close_before_end = the books cannot be closed until { $until }, because today is { $today }; choose a day that is over
error-already_closed = the books are already closed until { $closed_until }; choose a day after it instead of { $until }

# Payments
error-payment_reversed = payment { $payment } was already reversed on { $at }; enter a new payment if the money came after all
error-payment_in_use = { $used } of payment { $payment } has been used; undo its allocations and refunds before you reverse it
error-refund_not_positive = { $amount } cannot be refunded; give an amount above zero
error-refund_exceeds_credit = { $amount } is more than the { $open } left on { $document }; refund at most that
error-refund_own_request = you asked for refund { $refund } of { $amount } yourself, and whoever asks for a refund may not approve it; let a colleague do so
error-refund_approver_unknown = refund { $refund } must be approved by a person other than who asked for it; log in as a user to approve it
error-refund_paid = refund { $refund } was already paid on { $on }; nothing more can be decided about it
error-refund_rejected = refund { $refund } was rejected ({ $reason }); ask for a new one
error-reason_missing = the reason is empty; write down in a few words why
error-not_a_credit = { $document } is not a payment or credit note, so it has nothing to allocate; choose one that has
error-not_a_debt = { $document } is not owed by the customer, so nothing can be allocated to it; choose an invoice
error-payment_unidentified = it is not known who paid { $amount }; say first whose payment it is
error-allocation_currency = { $credit } cannot settle { $debt }, because the currencies differ; choose an invoice in the same currency
error-allocation_other_party = { $credit } and { $debt } belong to different customers or entities; choose an invoice of the same customer and entity
error-open_item_unknown = { $item } is not among the open items of this customer; choose one from the list
error-allocation_not_positive = { $amount } cannot be allocated; give an amount above zero
error-allocation_exceeds_debt = { $amount } is more than the { $open } open on { $document }; allocate at most what is open
error-allocation_exceeds_credit = the allocations take { $amount }, but only { $open } is left to allocate; lower one of them
error-nothing_allocated = nothing is allocated here, so there is nothing to undo

# Revenue
error-schedule_too_long = a service period until { $end } is longer than { $months } months; check the dates
error-credit_exceeds_line = { $credit } cannot be credited; { $left } of this line is left to credit
error-standalone_negative = a stand-alone price of { $price } is below zero; give the price at which the product is sold on its own
error-bundle_unknown_line = the bundle names line { $line }, which does not exist; choose lines of the same sale

# Reports
error-report_unknown = there is no report “{ $report }”; choose one from the list of reports
error-report_group = “{ $report }” cannot be grouped by “{ $by }”; choose another grouping
