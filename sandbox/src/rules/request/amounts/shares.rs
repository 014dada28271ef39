//! Shares of an amount.

use rust_decimal::Decimal;

/// How many digits a share has after the point, by the tables.
const SHARE_DIGITS: u32 = 8;

/// How many digits a number of JSON has at most when none of them is to be lost.
const EXACT_DIGITS: u32 = 15;

/// How many digits a percentage has after the point.
const PERCENT_DIGITS: u32 = 8;

/// The shares of an amount by percentages, which add up to it exactly.
///
/// Each is rounded down, and what is left over goes to those that lost most by it, the first of them first. Percentages
/// that add up to not quite 100 count for what they are among each other.
pub(crate) fn shares(whole: Decimal, percentages: &[Decimal]) -> Vec<Decimal> {
    // What is too large to be divided is charged to the first. No amount that was accepted is.
    let undivided = || {
        let rest = percentages.len().saturating_sub(1);
        let first = percentages.first().map(|_| whole);
        first
            .into_iter()
            .chain(std::iter::repeat_n(Decimal::ZERO, rest))
            .collect()
    };
    divided(whole, percentages).unwrap_or_else(undivided)
}

fn divided(whole: Decimal, percentages: &[Decimal]) -> Option<Vec<Decimal>> {
    let whole = whole.normalize();
    let digits = digits(whole);
    let units = units(whole.abs(), digits)?;
    let weights: Option<Vec<i128>> = percentages
        .iter()
        .map(|percentage| self::units(percentage.round_dp(PERCENT_DIGITS), PERCENT_DIGITS))
        .collect();
    let weights = weights?;
    let all = weights
        .iter()
        .try_fold(0_i128, |all, weight| all.checked_add(*weight))?;
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        let product = units.checked_mul(weight)?;
        parts.push((product.checked_div(all)?, product.checked_rem(all)?));
    }
    let left = units - parts.iter().map(|(part, _)| part).sum::<i128>();
    let mut by_loss: Vec<usize> = (0..parts.len()).collect();
    by_loss.sort_by_key(|&at| std::cmp::Reverse(parts.get(at).map_or(0, |(_, lost)| *lost)));
    for &at in by_loss.iter().take(usize::try_from(left).ok()?) {
        if let Some((part, _)) = parts.get_mut(at) {
            *part += 1;
        }
    }
    let sign = if whole.is_sign_negative() { -1 } else { 1 };
    let share = |(part, _): (i128, i128)| Decimal::try_from_i128_with_scale(sign * part, digits).ok();
    parts
        .into_iter()
        .map(share)
        .map(|share| Some(share?.normalize()))
        .collect()
}

/// How many digits the shares of an amount have after the point: as many as the tables say, unless digits would be lost;
/// never less than the amount itself.
fn digits(whole: Decimal) -> u32 {
    let before = whole.trunc().abs().to_string().len();
    let room = EXACT_DIGITS.saturating_sub(u32::try_from(before).unwrap_or(EXACT_DIGITS));
    whole.scale().max(room.min(SHARE_DIGITS))
}

/// How many of the smallest units, with so many digits after the point, a number is.
fn units(number: Decimal, digits: u32) -> Option<i128> {
    let number = number.normalize();
    let missing = digits.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(missing)?)
}
