//! Words for people in files: escaped for markup, and in Chinese.

use crate::garment::garment;

/// Text that may stand between tags and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A name of a panel, edge or structure with its Chinese one, if the trade has one: `front 前片`.
pub(super) fn both(name: &str) -> String {
    let plain = name.replace('_', " ");
    let mut chinese: String = name.split('_').map(word).collect();
    // Those of neck and armholes say where they go; the others close a front.
    if name.starts_with("band") {
        chinese.insert_str(0, "门襟");
    }
    if chinese.is_empty() {
        plain
    } else {
        format!("{plain} {chinese}")
    }
}

/// An edge's name with its Chinese one: a front's front is where it opens.
pub(super) fn edge(name: &str) -> String {
    match name {
        "front" => "front 前边".into(),
        _ => both(name),
    }
}

/// A garment's name with its Chinese one; a cardigan is no cardigan stitch.
pub(super) fn garment_name(name: &str) -> String {
    match garment(name) {
        Some(garment) => format!("{} {}", name.replace('_', " "), garment.name_zh),
        None => both(name),
    }
}

fn word(name: &str) -> &'static str {
    match name {
        "front" => "前片",
        "back" => "后片",
        "sleeve" => "袖",
        "left" => "（左）",
        "right" => "（右）",
        "1" => "（一）",
        "2" => "（二）",
        "neck" => "领",
        "band" => "条",
        "armhole" => "袖窿",
        "shoulder" => "肩",
        "side" => "侧缝",
        "hem" => "下摆",
        "cuff" => "袜口",
        "cap" => "袖山",
        "underarm" => "袖底",
        "jersey" => "平针",
        "rib" => "罗纹",
        "1x1" => "1×1",
        "2x2" => "2×2",
        "3x3" => "3×3",
        "garter" => "起伏针",
        "moss" => "桂花针",
        "cardigan" => "元宝针",
        "half" => "半",
        "full" => "全",
        "cable" => "绞花",
        "lace" => "挑花",
        "jacquard" => "提花",
        "float" => "浮线",
        "birdseye" => "芝麻点",
        "pullover" => "套头衫",
        "vest" => "背心",
        "end" => "端",
        "rim" => "外边",
        "bottom" => "下端",
        "top" => "上端",
        "saddle" => "马鞍",
        "crown" => "帽顶",
        "gore" => "拼片",
        "leg" => "腿",
        "seam" => "缝边",
        "middle" => "中缝",
        "toe" => "袜头",
        "warmer" => "护腿",
        "dress" => "连衣裙",
        "skirt" => "裙",
        "beanie" => "帽",
        "scarf" => "围巾",
        "sock" => "袜",
        _ => "",
    }
}
