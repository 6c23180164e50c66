//! Numbers of several runs, and how a table shows them.

/// The same thing measured several times.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs(Vec<f64>);

impl Runs {
    /// None yet.
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Takes one more measurement.
    pub(super) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The middle one; of an even number the mean of the two in the middle.
    pub(super) fn median(&self) -> f64 {
        let sorted = self.sorted();
        match sorted.len() {
            0 => f64::NAN,
            len if len % 2 == 1 => sorted[len / 2],
            len => f64::midpoint(sorted[len / 2 - 1], sorted[len / 2]),
        }
    }

    /// Each run's ratio to the same run of another: what disturbs one round disturbs both sides of its ratio.
    pub(super) fn ratio_to(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(this, that)| this / that).collect())
    }

    /// `median (least to most)`, or the number alone if it was always the same.
    pub(super) fn cell(&self, decimals: usize) -> String {
        let sorted = self.sorted();
        let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return "-".to_owned() };
        let number = |value: f64| format!("{value:.decimals$}");
        let (least, most) = (number(*least), number(*most));
        if least == most { least } else { format!("{} ({least} to {most})", number(self.median())) }
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

/// A Markdown table.
#[derive(Debug)]
pub(super) struct Table(String);

impl Table {
    /// One with these headings; all columns but the first hold numbers.
    pub(super) fn new(headings: &[&str]) -> Self {
        let rule: String = (0..headings.len()).map(|index| if index == 0 { "---|" } else { "---:|" }).collect();
        Self(format!("| {} |\n|{rule}\n", headings.join(" | ")))
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[String]) {
        self.0.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    /// The text.
    pub(super) fn text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Runs, Table};

    fn runs(values: &[f64]) -> Runs {
        Runs(values.to_vec())
    }

    #[test]
    fn a_cell_shows_the_middle_and_both_ends() {
        assert_eq!(runs(&[3.0, 1.0, 2.0]).cell(1), "2.0 (1.0 to 3.0)");
        assert_eq!(runs(&[1.0, 2.0, 4.0, 9.0]).cell(0), "3 (1 to 9)");
        assert_eq!(runs(&[2.01, 2.04]).cell(1), "2.0");
        assert_eq!(runs(&[]).cell(1), "-");
    }

    #[test]
    fn ratios_are_of_one_round() {
        let ratio = runs(&[1.0, 4.0, 3.0]).ratio_to(&runs(&[2.0, 4.0, 1.0]));
        assert_eq!(ratio.cell(1), "1.0 (0.5 to 3.0)");
    }

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(&["what", "a", "b"]);
        table.row(&["x".to_owned(), "1".to_owned(), "2".to_owned()]);
        assert_eq!(table.text(), "| what | a | b |\n|---|---:|---:|\n| x | 1 | 2 |\n");
    }
}
