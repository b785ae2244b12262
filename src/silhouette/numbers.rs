//! Exponential and logarithm in plain `f32` steps: quick, good to a few parts in 100,000, and the same on every processor.

/// `e^x`; beyond what an `f32` holds, the nearest that it does.
#[inline]
pub(super) fn exp(x: f32) -> f32 {
    let t = (x * std::f32::consts::LOG2_E + 127.0).clamp(1.0, 254.0);
    let whole = t as u32;
    let f = t - whole as f32;
    // 2^f on 0..1, Taylor about 0.5 times the square root of 2.
    let u = (f - 0.5) * std::f32::consts::LN_2;
    let p = 1.0 + u * (1.0 + u * (0.5 + u * (1.0 / 6.0 + u * (1.0 / 24.0 + u / 120.0))));
    f32::from_bits(whole << 23) * (std::f32::consts::SQRT_2 * p)
}

/// The natural logarithm of a positive, normal number.
#[inline]
pub(super) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    // The mantissa taken between the square roots of one half and of two.
    let shifted = bits.wrapping_add(0x3f80_0000 - 0x3f35_04f3);
    let exponent = (shifted >> 23) as f32 - 127.0;
    let m = f32::from_bits((shifted & 0x007f_ffff) + 0x3f35_04f3);
    let s = (m - 1.0) / (m + 1.0);
    let q = s * s;
    exponent * std::f32::consts::LN_2 + 2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (0.2 + q / 7.0)))
}

/// A number, or nought where it is less. In WebAssembly the library's `max` and `min` are calls, which no loop runs fast with.
#[inline]
pub(super) fn positive(x: f32) -> f32 {
    if x > 0.0 { x } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_library() {
        for k in -3500..3500 {
            let x = k as f32 * 0.02;
            assert!((exp(x) / libm::expf(x) - 1.0).abs() < 3e-5, "exp {x}");
            let y = libm::expf(x);
            assert!((ln(y) - x).abs() < 1e-5 * x.abs().max(1.0), "ln {y}");
        }
        assert!(exp(-1000.0) >= 0.0 && exp(1000.0).is_finite());
    }
}
