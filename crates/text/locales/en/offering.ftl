# Quittance words: approvals and configurable products

kind-approval = approval
kind-approvals = approvals
kind-approval_rule = approval rule
kind-approval_rules = approval rules
nav-approvals = Approvals
state-missing = To be asked
state-overtaken = Overtaken
state-waiting = Waiting
type_text = a text
type_texts = a list of texts

## Verbs
verb-quote-request_approval = Ask for approval
verb-approval-approve = Approve
verb-approval-reject = Turn down
verb-approval-delegate = Leave to a colleague
verb-approval-escalate_due = Pass on what is overdue
verb-approval_rule-create = Add approval rule
verb-approval_rule-edit = Edit approval rule
verb-approval_rule-archive = Archive approval rule
verb-approval_rule-restore = Restore approval rule

## Events
event-approval-rule_created = Approval rule added
event-approval-rule_edited = Approval rule changed
event-approval-rule_archived = Approval rule archived
event-approval-rule_restored = Approval rule restored
event-approval-requested = Approval asked for
event-approval-approved = Approved
event-approval-rejected = Turned down
event-approval-delegated = Left to a colleague
event-approval-escalated = Passed on, since nobody answered
event-approval-overtaken = No longer needed

## Fields
field-approver = Approver
field-condition = Applies when
field-escalate_after = Days without an answer
field-escalate_to = Then goes to
field-requested_by = Asked by
field-rule = Rule
hint-approver = One person instead of anybody with the role
hint-condition = Such as discount > 15.0 || margin < 20.0
hint-step = Rules with the same number are asked together, higher numbers after lower ones
section-figures = Figures it was asked about

## What a quote needs
approval-needs = Needs { $who }
approval-and = and
approval-then = then
approval-nobody = Needs nobody’s approval
approval-all-given = Every approval it needs was given
approval-nobody-at = at { $percent } % discount nobody
figure-unknown = unknown
figure-discount = Discount (%)
figure-line_discount = Highest discount on a line (%)
figure-margin = Margin (%)
figure-total = Total
figure-contract_value = Contract value
figure-payment_days = Days to pay
figure-instalments = Instalments
figure-term = Longest term
figure-valid_days = Days valid
figure-currency = Currency
figure-country = Country
figure-products = Products
sum-one_off = Once
sum-month = Every month
sum-quarter = Every quarter
sum-year = Every year
sum-first_year = First year
sum-contract_value = Contract value

## Refusals
error-approval_step_out_of_range = step { $step } is not possible; choose 1 to { $limit }
error-escalation_out_of_range = { $days } days without an answer is not possible; choose 1 to { $limit }
error-escalation_incomplete = passing on needs both a number of days and the role it goes to; fill in both, or neither
error-approval_rule_archived = approval rule “{ $name }” was archived on { $on } already
error-approval_rule_active = approval rule “{ $name }” is in use already
error-approval_rules_too_many = { $limit } approval rules are in use, which is the most; archive one first
error-approval_not_needed = quote { $number } needs nobody’s approval as it is; send it
error-approval_asked = everybody whose approval quote { $number } needs was asked already; wait for the answers
error-approval_figures_worse = the quote of approval { $number } got worse than the figures it was asked about; have it asked for again
error-approval_not_requested = approval { $number } has status { $state } and cannot be answered; only a requested one can
error-approval_own_quote = approval { $number } is about your own quote; somebody else has to decide
error-approval_not_yours = approval { $number } waits for { $role }; ask them, or have it left to you
error-approval_needs_person = approval { $number } can only be answered by a person who is logged in; open it in the application
error-quote_needs_approval = quote { $number } needs the approval of { $role } first, by the rule “{ $rule }” ({ $count } still to come); ask for approval
error-condition_unreadable = the condition cannot be read from column { $column } on; write for example discount > 15.0 || margin < 20.0
error-condition_too_long = the condition has { $length } parts or characters, { $limit } at most; split it into two rules
error-condition_no_truth = the condition does not say when it applies; compare something, as in discount > 15.0
error-condition_name_unknown = column { $column }: there is no figure “{ $name }”; use one of { $known }
error-condition_types_differ = column { $column }: this takes { $wanted } and got { $found }; compare like with like
error-condition_function_unknown = column { $column }: a condition cannot use “{ $name }”; use comparisons, &&, ||, !, in and size()
error-condition_part_unknown = column { $column }: a condition cannot hold this; use figures, numbers, texts and comparisons

# Configurable products
kind-product_model = product model
kind-product_models = product models
verb-product_model-create = Add product model
verb-product_model-edit = Edit product model
verb-product_model-archive = Archive product model
verb-product_model-restore = Restore product model
verb-quote-add_configuration = Add to quote
event-catalog-model_created = Product model added
event-catalog-model_edited = Product model changed
event-catalog-model_archived = Product model archived
event-catalog-model_restored = Product model restored
field-select = Options chosen
field-deselect = Options left out
field-definition = Options and rules
hint-definition = In UVL: features with groups, attributes such as {"{"}price 250{"}"}, and constraints such as Card => Full
option-possible = possible
option-chosen = chosen
option-dropped = left out
option-forced = included
option-excluded = not possible
configure-title = Configure
configure-option = Option
configure-choice = Your choice
configure-price = Price
configure-price-from = Price from
configure-in = Choose
configure-out = Leave out
configure-undo = Take back
configure-why-in = Why?
configure-why-out = Why not?
configure-impossible-in = { $name } is not possible, because
configure-impossible-out = { $name } cannot be left out, because
configure-you-chose = you chose { $name }
configure-you-dropped = you left out { $name }
configure-repair = Give up { $name }
configure-quote-hint = A draft; what is still open is completed in the cheapest way
configure-complete = Complete in the cheapest way
configure-find = Find an option
configure-found = { $count ->
    [one] 1 option found
   *[other] { $count } options found
}
configure-possible-count = { $count ->
    [0] nothing possible
    [one] 1 possible
   *[other] { $count } possible
}
configure-without = Without
configure-excluded = { $count ->
    [one] 1 does not go with your choices
   *[other] { $count } do not go with your choices
}
configure-show-all = Show all { $count }
configure-open = Show
configure-other = Other options
reason-least-many = { $of } needs at least { $count }
reason-most-many = { $of } takes at most { $count }
reason-root = { $about } is always included
reason-below = { $about } belongs to { $of }
reason-mandatory = { $of } always includes { $about }
reason-least = { $of } needs at least { $count } of { $about }
reason-most = { $of } takes at most { $count } of { $about }
reason-rule = { $about }
error-product_model_archived = product model “{ $name }” was archived on { $on }; restore it first
error-product_model_active = product model “{ $name }” is in use already
error-product_model_wrong = the options of “{ $name }” do not hold together: { $problem }
error-product_model_without_price = no option of “{ $name }” has a price; give options an attribute price
error-option_unknown = there is no option “{ $name }”; use a name as the model spells it
error-configuration_impossible = { $name } does not go with the rest: { $why }; change a choice
error-configuration_unfinished = no complete configuration of “{ $name }” was found in time; choose more options
error-role_decides_nothing = { $role } may not approve anything; choose a role that may
error-product_model_too_large = “{ $name }” has { $options } options and may have { $limit }; split it
error-option_both = “{ $name }” is both chosen and left out; decide for one
error-option_price_negative = “{ $option }” of “{ $name }” has a price or cost below zero; give it zero or more
error-changes_none = there is no change among the changes; name at least one line to put, move or remove
configure-too-hard = what follows from it could not be worked out in time
error-configuration_too_hard = what follows from “{ $name }” could not be worked out in time; choose other options first

### Exchange rates
kind-exchange_rate = exchange rates
kind-exchange_rates = exchange rates
state-published = Published
verb-exchange_rate-set = Add exchange rates
verb-exchange_rate-import = Import exchange rates
event-exchange-published = Exchange rates published
event-exchange-corrected = Exchange rates corrected
field-base_currency = Base currency
field-rates = Rates
field-units = Units for one of the base currency
field-from_day = First day
field-until_day = Last day
error-rates_count = these are { $count } rates; give at least one and at most { $limit }
error-rate_not_positive = a rate of { $rate } for { $currency } converts nothing; give how many { $currency } one unit of the base currency is worth
error-rate_of_currency_twice = { $currency } has one rate already, or is the base currency itself; leave this row out
error-rates_of_future = there are no rates of { $on } yet: it is { $today }; give a day up to today
error-rates_days_many = the file has { $days } days and at most { $limit } are taken at once; give a first and a last day
error-rates_unreadable = line { $line } is not one of the ECB’s file of exchange rates; give the file as it comes: Date,USD,… and a row for each day
