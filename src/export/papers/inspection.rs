//! The inspection sheet: points of measure and how far each may be off.

use super::row;
use crate::export::summary::Finished;
use crate::export::text::{both, edge, garment_name};
use crate::garment::Pattern;
use crate::knit::KnittedPanel;

/// Points of measure may be off by so much, the larger of the two.
const TOLERANCE_MM: f64 = 5.0;
const TOLERANCE_SHARE: f64 = 0.015;

/// Writes the section.
pub(super) fn write(page: &mut String, pattern: &Pattern, panels: &[KnittedPanel]) {
    page.push_str("<section class=\"page\"><h2>Inspection 检验</h2><table><tr><th>panel 片</th><th>point of measure 测量部位</th><th>mm</th><th>± mm</th><th>measured 实测</th></tr>\n");
    let mut point = |panel: &str, what: &str, value: f64| {
        let tolerance = TOLERANCE_MM.max(TOLERANCE_SHARE * value);
        row(
            page,
            &[
                panel.into(),
                what.into(),
                format!("{value:.0}"),
                format!("{tolerance:.0}"),
                "&nbsp;".into(),
            ],
        );
    };
    let finished = Finished::of(pattern);
    for (what, girth) in [
        ("chest girth 胸围", finished.bust_girth_mm),
        ("hem girth 下摆围", finished.hem_girth_mm),
        ("neck opening 领口围", finished.neck_opening_mm),
    ] {
        if girth > 0.0 {
            point(&garment_name(&pattern.garment), what, girth);
        }
    }
    for knitted in panels {
        let panel = both(&knitted.fabric.name);
        point(&panel, "widest course 最宽处", knitted.report.width_mm);
        point(&panel, "height 高", knitted.report.height_mm);
        let drawn = pattern.panel(&knitted.fabric.name);
        for side in drawn.map_or(&[][..], |p| &p.edges) {
            point(&panel, &edge(&side.name), side.length_mm());
        }
    }
    page.push_str("</table><p>The garment first, linked; then each panel before linking. Relaxed, without the linking allowance but at the widest course; \
        lengths along the drawn edge. 先列成衣（缝合后），再列各片（缝合前）。回缩后测量；最宽处含缝份，其余沿净边。</p></section>\n");
}
