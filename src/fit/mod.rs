//! Contours -> body and its covariance.
