//! Pricing: from a quantity and a price model to an amount, with every step shown.
