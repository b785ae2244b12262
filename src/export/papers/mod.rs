//! `order.html`: what the shop floor needs on paper, in English and Chinese: a stepping sheet a panel, the linking plan,
//! the inspection sheet, washing and relaxing, cones.

mod cones;
mod inspection;
mod linking;
mod stepping;

use super::text::{escape, garment_name};
use crate::garment::{Gauge, Pattern};
use crate::knit::KnittedPanel;
use std::fmt::Write;

const STYLE: &str = "body{font:11pt/1.4 system-ui,'Noto Sans CJK SC',sans-serif;max-width:190mm;margin:8mm auto;color:#111}\
h1{font-size:17pt;margin:0}h2{font-size:13pt;margin:7mm 0 2mm}\
h3{font-size:11pt;margin:4mm 0 1mm}table{border-collapse:collapse;width:100%}\
td,th{border:1px solid #999;padding:.6mm 2mm;text-align:left;vertical-align:top}th{background:#eee}\
td:first-child{white-space:nowrap}section{break-inside:avoid-page}section.page{break-before:page}\
img{image-rendering:pixelated;max-width:70mm;max-height:70mm;border:1px solid #999;float:right;margin:0 0 2mm 4mm}\
.tag{border:2px solid #111;padding:1mm 3mm;font-weight:bold;float:right;margin-left:4mm}@page{size:A4;margin:12mm}@media print{body{margin:0}}";

/// Writes the page.
pub fn html(
    order: &str,
    pattern: &Pattern,
    gauge: &Gauge,
    machine: &str,
    panels: &[KnittedPanel],
) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title><style>{STYLE}</style>\n\
         <div class=\"tag\">{0}</div><h1>{1}</h1>\n<p>Machine 机器 <b>{2}</b>. \
         Gauge, relaxed 密度（回缩后） <b>{3} wales 纵行 × {4} courses 横列</b> per 100 mm. \
         {5} panels 片. Wales count from the left, courses from the cast-on, both from 1; a step comes before its course. \
         纵行自左起、横列自起针起，均从1数；加减针在该横列之前。</p>\n",
        escape(order),
        garment_name(&pattern.garment),
        escape(machine),
        gauge.wales_per_100mm,
        gauge.courses_per_100mm,
        panels.len()
    );
    for (i, panel) in panels.iter().enumerate() {
        stepping::write(&mut page, order, panel, i, panels.len());
    }
    linking::write(&mut page, pattern);
    inspection::write(&mut page, pattern, panels);
    cones::write(&mut page, panels);
    page.push_str(
        "<section><h2>Wash and relax 水洗与回缩</h2><ol>\
         <li>Take out the draw threads; press nothing yet. 拆去隔离纱，先不熨烫。</li>\
         <li>Wash as the yarn's maker says, spin gently, lay flat or tumble as the swatch was treated: the gauge holds only \
         for that. 按纱线说明洗涤，轻脱水，处理方法须与密度样片一致。</li>\
         <li>Let it lie flat for 24 hours without tension, then measure. 平放静置24小时，不加张力，再测量。</li></ol></section>\n</html>\n",
    );
    page
}

fn row(page: &mut String, cells: &[String]) {
    let _ = writeln!(page, "<tr><td>{}</td></tr>", cells.join("</td><td>"));
}
