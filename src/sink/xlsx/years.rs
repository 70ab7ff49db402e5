//! What the sheet of checks says of an identity across two years.

use super::checks::{Line, Named, add, both, in_words, shown};
use crate::extract::{Compare, Comparison, Matched, Verdict};
use crate::schema::{Schema, Term};

pub(super) fn line(comparison: &Comparison, schema: &Schema) -> Line {
    let check = &schema.checks[comparison.check];
    let identity = &check.instances[comparison.instance];
    let (left, right) = match &comparison.verdict {
        Verdict::Broken { left, right } => (left.to_string(), right.to_string()),
        Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
    };
    let all = comparison.left.iter().chain(&comparison.right);
    let named = Named::of(all.map(|term| term.field), schema);
    let side = |figures: &[Compare], terms: &[Term]| {
        let mut words = String::new();
        for term in figures {
            let year = if term.prior { comparison.year - 1 } else { comparison.year };
            let raw = shown(term.known.as_ref().map(|known| known.raw.as_str()));
            add(&mut words, term.minus, &format!("{year} 年{} {raw}", named.label(term.field, schema)));
        }
        for term in terms {
            if let Term::Number(number) = term {
                add(&mut words, false, &number.to_string());
            }
        }
        words
    };
    let (one, other) = (side(&comparison.left, &identity.left), side(&comparison.right, &identity.right));
    let sums = both(&one, &other, identity, &comparison.verdict);
    Line {
        rule: check.title.clone(),
        subject: identity.subject.clone(),
        verdict: in_words(&comparison.verdict).to_owned(),
        words: format!("{sums}。上一年度文件：{}{}", comparison.prior_source, matched(comparison)),
        left,
        right,
    }
}

/// How two names are known to be one agency's, where they differ.
fn matched(comparison: &Comparison) -> String {
    let prior = &comparison.prior_agency;
    match &comparison.matched {
        Matched::Same => String::new(),
        Matched::WhiteSpace => format!("（其中机关名称为“{prior}”，仅空白不同，视为同一机关）"),
        Matched::Region(region) => format!("（其中机关名称为“{prior}”，仅地区前缀 {region} 不同，视为同一机关）"),
    }
}
