//! Figures computed from stored facts: pipeline, win rate, cycle time, deal size, ageing.
