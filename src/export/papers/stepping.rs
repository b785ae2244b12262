//! The stepping sheet of a panel: how a technician enters it by hand, edge by edge.

use super::row;
use crate::export::sheet::structures;
use crate::export::steps::{Run, runs, steps};
use crate::export::text::{both, escape};
use crate::knit::KnittedPanel;
use crate::knit::shape::{Piece, Shape, Step};
use crate::knit::tube::Turns;
use std::fmt::Write;

/// Writes a panel's section: what it takes, its chart and its steps.
pub(super) fn write(page: &mut String, order: &str, panel: &KnittedPanel, at: usize, of: usize) {
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
        stretches(&panel.shape)
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
    let (each, both_beds) = match &panel.shape.tube {
        Some(_) => (" on each bed", "两床各"),
        None => ("", ""),
    };
    for (span, _) in panel.shape.open_tops() {
        let wales = span.width();
        row(
            page,
            &[
                "top 上边".into(),
                report.courses.to_string(),
                format!("{wales} loops stay open for linking{each}"),
                format!("{both_beds}{wales}针留待缝合（套口）"),
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

/// Such as `rib 1x1 罗纹1×1: 28 courses 横列`, one after the other.
fn stretches(shape: &Shape) -> String {
    let stretches = structures(shape).into_iter();
    let words = stretches
        .map(|(structure, courses)| format!("{}: {courses} courses 横列", both(structure.name())));
    words.collect::<Vec<_>>().join("; ")
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
    let times = run.times;
    let every: Vec<String> = run.every.iter().map(ToString::to_string).collect();
    Some(match &every[..] {
        [] => (english, chinese),
        [every] => (
            format!("{english} per {every} rows x {times}"),
            format!("每{every}行{chinese}×{times}次"),
        ),
        turns => (
            format!("{english} per {} rows by turns x {times}", turns.join(", ")),
            format!("依次每{}行{chinese}×{times}次", turns.join("、")),
        ),
    })
}
