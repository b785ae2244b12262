//! A robust kernel: large residuals, such as those of a wrong match, pull less.

/// Geman and McClure's kernel `rho(r) = s^2 r^2 / (s^2 + r^2)` (Statistical methods for tomographic image reconstruction,
/// 1987): quadratic near zero, bounded by `s^2`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GemanMcClure {
    /// Where the kernel bends, in units of the residual.
    pub scale: f64,
}

impl GemanMcClure {
    /// The cost of a residual.
    pub fn cost(self, r: f64) -> f64 {
        let (s2, r2) = (self.scale * self.scale, r * r);
        s2 * r2 / (s2 + r2)
    }

    /// Weight of the residual in iteratively reweighted least squares: `rho'(r) / (2 r)`.
    pub fn weight(self, r: f64) -> f64 {
        let s2 = self.scale * self.scale;
        let q = s2 / (s2 + r * r);
        q * q
    }

    /// The largest cost: what an unmatched residual costs.
    pub fn bound(self) -> f64 {
        self.scale * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_is_the_derivative_of_the_cost() {
        let k = GemanMcClure { scale: 3.0 };
        for r in [0.1, 1.0, 4.0, 20.0] {
            let h = 1e-6;
            let d = (k.cost(r + h) - k.cost(r - h)) / (2.0 * h);
            assert!((d / (2.0 * r) - k.weight(r)).abs() < 1e-7, "r = {r}");
            assert!(k.cost(r) <= k.bound());
        }
    }
}
