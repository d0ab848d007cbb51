//! The whole accounting policy on one page: what each event does to the books.
