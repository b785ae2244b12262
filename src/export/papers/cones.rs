//! The list of cones: what stands on each carrier, and how much of it goes away.

use super::row;
use crate::export::summary::{YarnTotal, palette};
use crate::export::text::{both, escape};
use crate::knit::KnittedPanel;
use crate::knit::yarn::CarrierYarn;
use std::fmt::Write;

/// Writes the section.
pub(super) fn write(page: &mut String, panels: &[KnittedPanel]) {
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
                None => {
                    let at = cones
                        .partition_point(|(c, _)| (&c.carrier, c.yarn) <= (&own.carrier, own.yarn));
                    cones.insert(at, (own.clone(), vec![both(&panel.fabric.name)]));
                }
            }
        }
    }
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
                swatch + &label(&escape(&cone.label)),
                names,
                cone.loops.to_string(),
                amount(cone.metres),
                amount(cone.grams),
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

/// A label with its Chinese one, where we gave it.
fn label(label: &str) -> String {
    match label {
        "waste yarn" => format!("{label} 废纱"),
        "draw thread, smooth and strong" => format!("{label} 隔离纱（光滑、结实）"),
        "yarn" => format!("{label} 纱线"),
        _ => label.replace(", a second cone", ", a second cone 第二筒"),
    }
}

/// A tenth where the whole would say nothing.
fn amount(number: f64) -> String {
    match number < 9.95 {
        true => format!("{number:.1}"),
        false => format!("{number:.0}"),
    }
}
