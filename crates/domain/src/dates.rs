//! Dates and moments. A `Date` is a civil date in the entity's or customer's time zone; a `Timestamp` is a moment in
//! UTC, in microseconds. A `Period` is half open: its end belongs to the next one. Anchored dates clamp in short
//! months and return afterwards, because each is computed from the anchor and never from the date before it.

use crate::refusal::Refusal;
use jiff::{ToSpan, civil, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, fmt, str::FromStr};

/// A day on the calendar, written `2026-03-31`. Always a date that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The date, or `None` when it does not exist (30 February).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        civil::Date::new(year, month, day).ok().map(Date)
    }
    pub const fn constant(year: i16, month: i8, day: i8) -> Date {
        Date(civil::date(year, month, day))
    }
    pub fn year(self) -> i16 {
        self.0.year()
    }
    pub fn month(self) -> i8 {
        self.0.month()
    }
    pub fn day(self) -> i8 {
        self.0.day()
    }
    /// Days after this one (before, when negative); stays at the calendar's borders.
    pub fn add_days(self, days: i64) -> Date {
        Date(self.0.saturating_add(days.clamp(-4_000_000, 4_000_000).days()))
    }
    /// The same day `months` later, clamped to the last day of a shorter month.
    pub fn add_months(self, months: i32) -> Date {
        Date(self.0.saturating_add(months.clamp(-100_000, 100_000).months()))
    }
    /// Whole days from this date to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        (other.0 - self.0).get_days().into()
    }
    pub fn first_of_month(self) -> Date {
        Date(self.0.first_of_month())
    }
    pub fn last_of_month(self) -> Date {
        Date(self.0.last_of_month())
    }
    /// Midnight at the start of this day in the given zone; UTC when the zone is unknown.
    pub fn start_in(self, zone: &str) -> Timestamp {
        let zoned = self.0.in_tz(zone).or_else(|_| self.0.in_tz("UTC"));
        zoned.map_or(Timestamp(0), |z| Timestamp(z.timestamp().as_microsecond()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl FromStr for Date {
    type Err = Refusal;
    fn from_str(s: &str) -> Result<Date, Refusal> {
        let strict = s.len() == 10 && s.as_bytes()[4] == b'-';
        match s.parse::<civil::Date>() {
            Ok(date) if strict => Ok(Date(date)),
            _ => Err(Refusal::invalid("date_malformed").with("given", s)),
        }
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
        let s = Cow::<str>::deserialize(d)?;
        s.parse().map_err(|_| D::Error::custom(format!("`{s}` is not a date that exists; write it as 2026-03-31")))
    }
}
impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

/// Whether an IANA time zone of this name exists.
pub fn known_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// A moment in UTC, in microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub fn from_micros(micros: i64) -> Timestamp {
        Timestamp(micros)
    }
    pub fn micros(self) -> i64 {
        self.0
    }
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }
    pub fn add_seconds(self, seconds: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
    /// The civil date of this moment in a time zone such as `Europe/Amsterdam`; UTC when the zone is unknown.
    pub fn date_in(self, zone: &str) -> Date {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        Date(zone.to_datetime(self.jiff()).date())
    }
    fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.jiff(), f)
    }
}
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Timestamp {
    type Err = Refusal;
    fn from_str(s: &str) -> Result<Timestamp, Refusal> {
        s.parse::<jiff::Timestamp>()
            .map(|t| Timestamp(t.as_microsecond()))
            .map_err(|_| Refusal::invalid("timestamp_malformed").with("given", s))
    }
}
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Timestamp, D::Error> {
        let s = Cow::<str>::deserialize(d)?;
        s.parse().map_err(|_| D::Error::custom(format!("`{s}` is not a moment; write it as 2026-03-31T09:00:00Z")))
    }
}
impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

/// A half-open stretch of days: `start` is in it, `end` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    pub start: Date,
    pub end: Date,
}

impl Period {
    pub fn new(start: Date, end: Date) -> Result<Period, Refusal> {
        if start < end {
            return Ok(Period { start, end });
        }
        Err(Refusal::invalid("period_empty").with("start", start).with("end", end))
    }
    /// `months` whole months from `start`.
    pub fn months(start: Date, months: i32) -> Period {
        Period { start, end: start.add_months(months.max(1)) }
    }
    pub fn days(&self) -> i64 {
        self.start.days_until(self.end)
    }
    pub fn contains(&self, date: Date) -> bool {
        self.start <= date && date < self.end
    }
    /// The last day that belongs to the period, as people write it.
    pub fn last_day(&self) -> Date {
        self.end.add_days(-1)
    }
}

/// How often something recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    Month,
    Quarter,
    Year,
}
impl Interval {
    pub fn months(self) -> i32 {
        match self {
            Interval::Month => 1,
            Interval::Quarter => 3,
            Interval::Year => 12,
        }
    }
    /// The `n`-th period of a series that starts at `anchor` (n = 0 is the first). Computed from the anchor, so that
    /// 31 January gives 28 February and then 31 March again.
    pub fn period(self, anchor: Date, n: u32) -> Period {
        let n = i32::try_from(n).unwrap_or(i32::MAX / 24);
        Period { start: anchor.add_months(n * self.months()), end: anchor.add_months((n + 1) * self.months()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn d(s: &str) -> Date {
        s.parse().unwrap()
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for bad in ["2026-02-30", "2026-13-01", "20260101", "2026-1-1", "31-12-2026", ""] {
            assert_eq!(bad.parse::<Date>().unwrap_err().code, "date_malformed", "{bad}");
        }
        assert_eq!(d("2028-02-29").to_string(), "2028-02-29");
    }

    #[test]
    fn month_ends_clamp_and_return() {
        let starts: Vec<String> =
            (0..4).map(|n| Interval::Month.period(d("2026-01-31"), n).start.to_string()).collect();
        assert_eq!(starts, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        assert_eq!(Interval::Year.period(d("2024-02-29"), 1).start, d("2025-02-28"));
        assert_eq!(Interval::Year.period(d("2024-02-29"), 4).start, d("2028-02-29"));
    }

    #[test]
    fn a_moment_belongs_to_the_day_of_its_zone() {
        let t: Timestamp = "2026-06-30T22:30:00Z".parse().unwrap();
        assert_eq!(t.date_in("Europe/Amsterdam"), d("2026-07-01"));
        assert_eq!(t.date_in("UTC"), d("2026-06-30"));
        assert_eq!(d("2026-07-01").start_in("Europe/Amsterdam").to_string(), "2026-06-30T22:00:00Z");
    }

    #[test]
    fn a_period_does_not_hold_its_end() {
        let p = Period::new(d("2026-01-01"), d("2027-01-01")).unwrap();
        assert_eq!((p.days(), p.contains(d("2027-01-01")), p.last_day()), (365, false, d("2026-12-31")));
        assert_eq!(Period::new(d("2026-01-01"), d("2026-01-01")).unwrap_err().code, "period_empty");
    }
}
