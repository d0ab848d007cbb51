//! maven
