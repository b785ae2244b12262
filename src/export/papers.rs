//! `order.html`: what the shop floor needs on paper, in English and Chinese: a stepping sheet a panel, the linking plan,
//! the inspection sheet, washing and relaxing, cones.

use super::sheet::{Run, runs, steps, structures};
use super::summary::{YarnTotal, palette};
use super::text::{both, escape};
use crate::garment::{Gauge, Pattern};
use crate::knit::KnittedPanel;
use crate::knit::shape::{Piece, Step};
use crate::knit::tube::Turns;
use crate::knit::yarn::CarrierYarn;
use std::fmt::Write;

/// Points of measure may be off by so much, the larger of the two.
const TOLERANCE_MM: f64 = 5.0;
const TOLERANCE_SHARE: f64 = 0.015;

const STYLE: &str = "body{font:11pt/1.4 system-ui,'Noto Sans CJK SC',sans-serif;max-width:190mm;margin:8mm auto;color:#111}\
h1{font-size:17pt;margin:0}h2{font-size:13pt;margin:7mm 0 2mm}\
h3{font-size:11pt;margin:4mm 0 1mm}table{border-collapse:collapse;width:100%}\
td,th{border:1px solid #999;padding:.6mm 2mm;text-align:left;vertical-align:top}th{background:#eee}\
td.n{text-align:right;white-space:nowrap}section{break-inside:avoid-page}section.page{break-before:page}\
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
        both(&pattern.garment),
        escape(machine),
        gauge.wales_per_100mm,
        gauge.courses_per_100mm,
        panels.len()
    );
    for (i, panel) in panels.iter().enumerate() {
        write_panel(&mut page, order, panel, i, panels.len());
    }
    write_linking(&mut page, pattern);
    write_inspection(&mut page, pattern, panels);
    write_cones(&mut page, panels);
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

fn write_panel(page: &mut String, order: &str, panel: &KnittedPanel, at: usize, of: usize) {
    let (report, name) = (&panel.report, &panel.fabric.name);
    let _ = writeln!(
        page,
        "<section{}><div class=\"tag\">{} · {}/{of}</div><h2>{}</h2><img src=\"{name}.png\" alt=\"{name}\">",
        if at > 0 { " class=\"page\"" } else { "" },
        escape(order),
        at + 1,
        both(name)
    );
    let _ = writeln!(
        page,
        "<p>{} wales 纵行 × {} courses 横列; relaxed 回缩后 {:.0} × {:.0} mm; {} loops 线圈; {:.1} min 分钟; {:.0} m, {:.0} g.<br>{}</p>",
        report.wales,
        report.courses,
        report.width_mm,
        report.height_mm,
        report.stitches,
        report.passes.minutes,
        report.yarn_m,
        report.yarn_g,
        escape(&structures(&panel.shape))
    );
    page.push_str(
        "<table><tr><th>edge 边</th><th>course 横列</th><th>step</th><th>工艺</th></tr>\n",
    );
    if let Some(first) = panel.shape.body.rows.first() {
        let wales = first.span.width();
        row(
            page,
            &[
                String::new(),
                "1".into(),
                format!("cast on {wales}"),
                format!("起{wales}针"),
            ],
        );
    }
    match &panel.shape.tube {
        Some(turns) => write_tube(page, &panel.shape.body, turns),
        None => write_edges(page, &panel.shape.body, ["left 左边", "right 右边"]),
    }
    for (short, part) in panel.shape.short_rows() {
        let (from, to) = part.ends(short.direction);
        let (mut english, mut chinese) = (
            format!("short row: wale {from} to {to}"),
            format!("引返：第{from}至{to}纵行"),
        );
        if let Some(wrap) = part.wrap {
            let _ = write!(english, ", tuck on {wrap}");
            let _ = write!(chinese, "，第{wrap}纵行集圈");
        }
        let course = (short.course + 1).to_string();
        row(page, &["bust 胸部".into(), course, english, chinese]);
    }
    if let (Some(split), Some(last)) = (&panel.shape.split, panel.shape.body.rows.last()) {
        let wales = split.bound_off.width();
        let (english, chinese) = match split.put_off {
            false => (
                format!("bind off {wales} in the middle"),
                format!("中间平收{wales}针"),
            ),
            true => (
                format!("put {wales} in the middle on a draw thread and waste"),
                format!("中间{wales}针挂隔离纱与废纱（留待套口）"),
            ),
        };
        row(
            page,
            &[
                "neck 领".into(),
                (last.course + 2).to_string(),
                english,
                chinese,
            ],
        );
        let [left, right] = &split.halves;
        write_edges(
            page,
            left,
            ["left half, armhole 左半 外边", "left half, neck 左半 领边"],
        );
        write_edges(
            page,
            right,
            [
                "right half, neck 右半 领边",
                "right half, armhole 右半 外边",
            ],
        );
    }
    for hole in &panel.shape.holes {
        let (from, to) = (hole.span.left, hole.span.right - 1);
        row(
            page,
            &[
                "buttonhole 扣眼".into(),
                (hole.course + 1).to_string(),
                format!("wales {from} to {to}: their loops go outwards, they begin anew"),
                format!("第{from}至{to}纵行：线圈向两侧移，重新起针"),
            ],
        );
    }
    for (span, _) in panel.shape.open_tops() {
        let wales = span.width();
        row(
            page,
            &[
                "top 上边".into(),
                report.courses.to_string(),
                format!("{wales} loops stay open for linking"),
                format!("{wales}针留待缝合（套口）"),
            ],
        );
    }
    page.push_str("</table></section>\n");
}

fn write_tube(page: &mut String, body: &Piece, turns: &Turns) {
    row(
        page,
        &[
            String::new(),
            "1".into(),
            "knitted round: front bed going right, back bed going left, the same wales on both; the chart shows the front, then \
             the back from right to left"
                .into(),
            "圆筒编织：前床向右、后床向左，两床针数相同；图中先前片，后片自右向左".into(),
        ],
    );
    write_edges(page, body, ["left fold 左折边", "right fold 右折边"]);
    if let (Some(first), Some(least)) = (turns.heel.first(), turns.shortest()) {
        let (rows, from, to) = (turns.heel.len(), first.span.width(), least.span.width());
        row(
            page,
            &[
                "heel 袜跟".into(),
                (turns.round + 1).to_string(),
                format!(
                    "back bed only: {rows} short rows, each pair a wale less at both ends from {from} to {to} wales, then a wale \
                     more; tuck on the held loop beside each end"
                ),
                format!(
                    "仅后床引返{rows}行：每两行两端各少1针，自{from}针至{to}针，再逐一加回；每端在相邻停针上集圈"
                ),
            ],
        );
    }
}

fn write_edges(page: &mut String, piece: &Piece, names: [&str; 2]) {
    for (side, name) in names.iter().enumerate() {
        for run in runs(&steps(&piece.rows, side)) {
            if let Some((english, chinese)) = words(&run) {
                row(
                    page,
                    &[
                        (*name).into(),
                        (run.course + 1).to_string(),
                        english,
                        chinese,
                    ],
                );
            }
        }
    }
}

/// Such as `-2 per 2 rows x 6`.
fn words(run: &Run) -> Option<(String, String)> {
    let (english, chinese) = match run.step {
        Step::Straight => return None,
        Step::Widen => ("+1".to_string(), "加1针".to_string()),
        Step::Narrow(wales) => (format!("-{wales}"), format!("减{wales}针")),
        Step::BindOff(wales) => (format!("bind off {wales}"), format!("平收{wales}针")),
        Step::PutOff(wales) => (
            format!("put {wales} on a draw thread and waste"),
            format!("{wales}针挂隔离纱与废纱（留待套口）"),
        ),
        Step::Hold(wales) => (
            format!("leave {wales} on their needles"),
            format!("留{wales}针"),
        ),
    };
    Some(match run.times {
        1 => (english, chinese),
        times => (
            format!("{english} per {} rows x {times}", run.every),
            format!("每{}行{chinese}×{times}次", run.every),
        ),
    })
}

/// Which edges are linked first: halves down the middle, shoulders, then bands, sleeves, sides.
fn rank(edge: &str) -> usize {
    let order = ["middle", "shoulder", "neck", "cap", "armhole"];
    order
        .iter()
        .position(|n| edge.starts_with(n))
        .unwrap_or(order.len())
}

fn write_linking(page: &mut String, pattern: &Pattern) {
    page.push_str("<section class=\"page\"><h2>Linking plan 缝合（套口）顺序</h2><table><tr><th></th><th>edge 边</th><th>mm</th><th>to 对</th><th>mm</th></tr>\n");
    let mut joins = Vec::new();
    for panel in &pattern.panels {
        for edge in &panel.edges {
            for to in &edge.joins {
                let (a, b) = ((&panel.name, &edge.name), (&to.panel, &to.edge));
                if a <= b || !mutual(pattern, a, b) {
                    joins.push((rank(&edge.name).min(rank(&to.edge)), a, b));
                }
            }
        }
    }
    joins.sort();
    for (i, (_, a, b)) in joins.iter().enumerate() {
        let length = |(panel, edge): (&String, &String)| {
            let panel = pattern.panel(panel);
            let edge = panel.and_then(|p| Some(p.seam_mm(p.edge(edge)?)));
            edge.unwrap_or(0.0)
        };
        let name = |(panel, edge): (&String, &String)| format!("{} · {}", both(panel), both(edge));
        row(
            page,
            &[
                (i + 1).to_string(),
                name(*a),
                format!("{:.0}", length(*a)),
                name(*b),
                format!("{:.0}", length(*b)),
            ],
        );
    }
    let _ = writeln!(
        page,
        "</table><p>Linking allowance beyond each joined line: {0} wales. 缝份：每边{0}纵行。 Where an edge joins several, \
         their lengths add up; what is left is eased in. 一边对多边时长度相加，余量均匀吃缝。</p></section>",
        pattern.linking_allowance_wales
    );
}

/// Whether the other edge names this one, too.
fn mutual(pattern: &Pattern, a: (&String, &String), b: (&String, &String)) -> bool {
    let edge = pattern.panel(b.0).and_then(|p| p.edge(b.1));
    edge.is_some_and(|e| e.joins.iter().any(|j| (&j.panel, &j.edge) == a))
}

fn write_inspection(page: &mut String, pattern: &Pattern, panels: &[KnittedPanel]) {
    page.push_str("<section class=\"page\"><h2>Inspection 检验</h2><table><tr><th>panel 片</th><th>point of measure 测量部位</th><th>mm</th><th>± mm</th><th>measured 实测</th></tr>\n");
    let mut point = |panel: &str, what: &str, value: f64| {
        let tolerance = TOLERANCE_MM.max(TOLERANCE_SHARE * value);
        row(
            page,
            &[
                both(panel),
                what.into(),
                format!("{value:.0}"),
                format!("{tolerance:.0}"),
                "&nbsp;".into(),
            ],
        );
    };
    for knitted in panels {
        let name = &knitted.fabric.name;
        point(name, "widest course 最宽处", knitted.report.width_mm);
        point(name, "height 高", knitted.report.height_mm);
        for edge in pattern.panel(name).map_or(&[][..], |p| &p.edges) {
            point(name, &both(&edge.name), edge.length_mm());
        }
    }
    page.push_str("</table><p>Relaxed, without the linking allowance but at the widest course; lengths along the drawn edge. 回缩后测量；最宽处含缝份，其余沿净边。</p></section>\n");
}

fn write_cones(page: &mut String, panels: &[KnittedPanel]) {
    page.push_str("<section><h2>Cones 纱筒</h2><table><tr><th>carrier 纱嘴</th><th>yarn 纱线</th><th>panels 片</th><th>loops 线圈</th><th>m</th><th>g</th></tr>\n");
    let mut cones: Vec<(CarrierYarn, Vec<String>)> = Vec::new();
    for panel in panels {
        for own in &panel.report.carriers {
            let alike = |c: &(CarrierYarn, Vec<String>)| {
                (&c.0.carrier, &c.0.label) == (&own.carrier, &own.label)
            };
            match cones.iter_mut().find(|c| alike(c)) {
                Some((sum, names)) => {
                    sum.loops += own.loops;
                    sum.metres += own.metres;
                    sum.grams += own.grams;
                    names.push(both(&panel.fabric.name));
                }
                None => cones.push((own.clone(), vec![both(&panel.fabric.name)])),
            }
        }
    }
    cones.sort_by(|a, b| (&a.0.carrier, a.0.yarn).cmp(&(&b.0.carrier, b.0.yarn)));
    let palette = palette(panels);
    for (cone, names) in cones {
        let colour = cone.yarn.and_then(|y| palette.get(usize::from(y)));
        let swatch = colour.map_or(String::new(), |yarn| {
            format!(
                "<span style=\"display:inline-block;width:1em;height:1em;border:1px solid #333;background:{}\"></span> ",
                yarn.hex()
            )
        });
        let names = match names.len() == panels.len() {
            true => "all 全部".into(),
            false => names.join(", "),
        };
        row(
            page,
            &[
                escape(&cone.carrier),
                swatch + &escape(&cone.label),
                names,
                cone.loops.to_string(),
                format!("{:.0}", cone.metres),
                format!("{:.0}", cone.grams),
            ],
        );
    }
    page.push_str("</table>\n");
    for total in YarnTotal::of(panels) {
        let cones = total
            .cones
            .map_or(String::new(), |n| format!(", {n:.2} cones 筒"));
        let _ = writeln!(
            page,
            "<p>{} {}: {:.0} m, {:.0} g{cones}</p>",
            escape(&total.name),
            total.colour.unwrap_or_default(),
            total.yarn_m,
            total.yarn_g
        );
    }
    page.push_str("<p>One cone a carrier; metres and grams are an estimate from the gauge, add 5 % for tails and tests. 每纱嘴一筒；用量按密度估算，另加5%。</p></section>\n");
}
