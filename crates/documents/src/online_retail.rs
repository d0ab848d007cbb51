//! online_retail
