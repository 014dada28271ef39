//! Allocates an amount by percentages.

use rust_decimal::Decimal;

/// The maximum number of decimal places of a share, by the vendor's documentation.
const SHARE_DIGITS: u32 = 8;

/// The maximum number of digits of an exact JSON number.
const EXACT_DIGITS: u32 = 15;

/// The number of decimal places of a percentage.
const PERCENT_DIGITS: u32 = 8;

/// Divides an amount by percentages. The shares add up to it exactly.
///
/// Each share is rounded down. The remaining units go to the shares with the largest remainders, the first of them
/// first. Percentages that do not add up to 100 are scaled.
pub(crate) fn shares(whole: Decimal, percentages: &[Decimal]) -> Vec<Decimal> {
    // An amount that is too large to divide goes to the first share. Accepted amounts are smaller.
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

/// Returns the number of decimal places of the shares: the documented maximum, or fewer to keep the numbers exact, but
/// at least those of the amount.
fn digits(whole: Decimal) -> u32 {
    let before = whole.trunc().abs().to_string().len();
    let room = EXACT_DIGITS.saturating_sub(u32::try_from(before).unwrap_or(EXACT_DIGITS));
    whole.scale().max(room.min(SHARE_DIGITS))
}

/// Converts a number to an integer in units of the given decimal places.
fn units(number: Decimal, digits: u32) -> Option<i128> {
    let number = number.normalize();
    let missing = digits.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(missing)?)
}
