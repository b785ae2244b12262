//! The linking plan: which edge goes to which, in what order.

use super::row;
use crate::export::text::{both, edge, escape};
use crate::garment::{Note, Pattern};
use std::fmt::Write;

/// What a draft notes for whoever makes the pieces up, in Chinese.
const MAKING_UP: [(&str, &str); 6] = [
    ("toe_grafted", "袜头的活圈前后片逐圈缝合"),
    ("crown_gathered", "帽顶的活圈用纱尾抽紧"),
    ("top_closed", "顶端活圈逐圈锁边收口，松紧不小于罗纹的弹性"),
    ("waistband_folded", "腰头上半部向内翻折，包入松紧带后套口"),
    ("band_folded", "领条向外翻折"),
    (
        "band_lapped",
        "领条两端在V领尖处相叠，一端套口，另一端盖缝其上",
    ),
];

/// A panel's name and an edge's.
type End<'a> = (&'a String, &'a String);

/// Writes the section.
pub(super) fn write(page: &mut String, pattern: &Pattern) {
    page.push_str("<section class=\"page\"><h2>Linking plan 缝合（套口）顺序</h2><table>");
    for (i, (a, b)) in joins(pattern).into_iter().enumerate() {
        if i == 0 {
            page.push_str(
                "<tr><th></th><th>edge 边</th><th>mm</th><th>to 对</th><th>mm</th></tr>\n",
            );
        }
        let length = |(panel, edge): End| {
            let panel = pattern.panel(panel);
            let edge = panel.and_then(|p| Some(p.seam_mm(p.edge(edge)?)));
            edge.unwrap_or(0.0)
        };
        let name = |(panel, side): End| format!("{} · {}", both(panel), edge(side));
        row(
            page,
            &[
                (i + 1).to_string(),
                name(a),
                format!("{:.0}", length(a)),
                name(b),
                format!("{:.0}", length(b)),
            ],
        );
    }
    let _ = writeln!(
        page,
        "</table><ul>{1}</ul><p>Linking allowance beyond each joined line, wales: {0}. 缝份：每边{0}纵行。 Where an edge joins several, \
         their lengths add up; what is left is eased in. 一边对多边时长度相加，余量均匀吃缝。</p></section>",
        pattern.linking_allowance_wales,
        making_up(pattern)
    );
}

/// What is done beside linking edge to edge.
fn making_up(pattern: &Pattern) -> String {
    let said = |note: &Note| {
        let (_, chinese) = MAKING_UP.iter().find(|(code, _)| *code == note.code)?;
        Some(format!("<li>{} {chinese}。</li>\n", escape(&note.text)))
    };
    pattern.notes.iter().filter_map(said).collect()
}

/// All joins, each once, in the order of work.
fn joins(pattern: &Pattern) -> Vec<(End<'_>, End<'_>)> {
    let mut joins = Vec::new();
    for panel in &pattern.panels {
        for edge in &panel.edges {
            for to in &edge.joins {
                let (a, b) = ((&panel.name, &edge.name), (&to.panel, &to.edge));
                if a <= b || !mutual(pattern, a, b) {
                    joins.push((a, b));
                }
            }
        }
    }
    // Where sleeves reach the neck, its ring is whole only once they are in.
    let sleeved = joins.iter().any(|(a, b)| {
        let sleeve = |end: &End| end.0.starts_with("sleeve");
        is_band(a) && sleeve(b) || is_band(b) && sleeve(a)
    });
    // A band's ends meet once it is on.
    let closes = |a: &End, b: &End| is_band(a) && a.1.starts_with("end") && b.1.starts_with("end");
    joins.sort_by_key(|(a, b)| (rank(a, b, sleeved), closes(a, b), *a, *b));
    joins
}

/// Halves down the middle, shoulders, bands of neck and fronts with their ends, sleeves, then the rest; `sleeved` puts bands
/// behind the sleeves.
fn rank(a: &End, b: &End, sleeved: bool) -> usize {
    if a.1 == "middle" {
        return 0;
    }
    if is_band(a) || is_band(b) {
        return if sleeved { 5 } else { 2 };
    }
    let of = |edge: &str| match edge {
        _ if edge.starts_with("shoulder") => 1,
        _ if edge.starts_with("cap") => 3,
        _ if edge.starts_with("armhole") => 4,
        _ => 6,
    };
    of(a.1).min(of(b.1))
}

/// Whether it is one of the bands round a neck and down the fronts.
fn is_band(end: &End) -> bool {
    ["band", "neck_band"].iter().any(|n| end.0.starts_with(n))
}

/// Whether the other edge names this one, too.
fn mutual(pattern: &Pattern, a: End, b: End) -> bool {
    let edge = pattern.panel(b.0).and_then(|p| p.edge(b.1));
    edge.is_some_and(|e| e.joins.iter().any(|j| (&j.panel, &j.edge) == a))
}
