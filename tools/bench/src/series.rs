//! What was measured again and again.

/// Measurements of one thing.
#[derive(Clone, Debug, Default)]
pub struct Series(Vec<f64>);

impl Series {
    /// Adds a measurement.
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The value that half of all do not exceed; `None`: nothing was measured.
    pub fn median(&self) -> Option<f64> {
        self.percentile(50)
    }

    /// The value that 95 of 100 do not exceed.
    pub fn p95(&self) -> Option<f64> {
        self.percentile(95)
    }

    fn percentile(&self, percent: usize) -> Option<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percent).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied()
    }
}

impl FromIterator<f64> for Series {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Series;

    #[test]
    fn percentiles_are_measured_values() {
        let series: Series = (1..=20).rev().map(f64::from).collect();
        assert_eq!((series.median(), series.p95()), (Some(10.0), Some(19.0)));
        let one: Series = [7.0].into_iter().collect();
        assert_eq!((one.median(), one.p95()), (Some(7.0), Some(7.0)));
        assert_eq!(Series::default().median(), None);
    }
}
