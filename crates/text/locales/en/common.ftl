# Words used on every page

## Actions
accept = Accept
actions = Actions
add = Add
add-line = Add line
allocate = Allocate
apply = Apply
approve = Approve
archive = Archive
back = Back
cancel = Cancel
change = Change
choose = Choose
clear = Clear
close = Close
confirm = Confirm
continue = Continue
copy = Copy
create = Create
decline = Decline
delete = Delete
deliver = Deliver
discard = Discard
download = Download
download-csv = Download CSV
download-pdf = Download PDF
download-ubl = Download UBL
edit = Edit
export = Export
filter = Filter
hide = Hide
import = Import
issue = Issue
log-in = Log in
log-out = Log out
new = New
next = Next
open = Open
pay = Pay
previous = Previous
print = Print
refresh = Refresh
refund = Refund
reject = Reject
remove = Remove
reopen = Reopen
restore = Restore
reverse = Reverse
revise = Revise
save = Save
search = Search
select = Select
send = Send
show = Show
sign = Sign
terminate = Terminate
try-again = Try again
undo = Undo
upload = Upload
view = View
void = Void
withdraw = Withdraw

## Small words
all = All
and = and
any = Any
by = by
for = for
from = from
no = No
none = None
of = of
on = on
optional = optional
or = or
per = per
required = required
to = to
today = today
unknown = unknown
until = until
yes = Yes

## Figures
average = Average
balance = Balance
excluding-vat = excl. VAT
including-vat = incl. VAT
margin = Margin
open-amount = Open
overdue = Overdue
paid = Paid
share = Share
subtotal = Subtotal
sum = Sum
total = Total

## Counts
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-documents = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
count-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
count-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
count-results = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
count-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
count-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
page-of = Page { $page } of { $pages }

## Time
day = Day
month = Month
quarter = Quarter
this-month = This month
this-year = This year
week = Week
year = Year

## Notices
empty-list = Nothing here yet
not-found = Not found
nothing-found = Nothing found
saved = Saved
loading = Loading
