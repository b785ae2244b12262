//! Words of a design that choose a way of making: necklines, armholes, ribs.

use super::pattern::Structure;

/// A choice among words; its names stand in the order of its variants.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal $zh:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: [$name; [$($word),+].len()] = [$($name::$variant),+];
            /// The words in a design file.
            pub const NAMES: [&'static str; [$($word),+].len()] = [$($word),+];
            /// The same in Chinese.
            pub const NAMES_ZH: [&'static str; [$($word),+].len()] = [$($zh),+];

            /// The word in a design file.
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|w| w.name() == name)
            }
        }
    };
}
pub(super) use words;

words! {
    /// The neck opening and its band.
    Neckline {
        /// Round, with a low band.
        Crew "crew" "圆领",
        /// Straight lines to a point on the breast.
        V "v" "V 领",
        /// Close, with a band that stands up.
        Mock "mock" "小高领",
        /// Close, with a high band that is folded in two.
        Turtle "turtle" "翻高领",
        /// Wide and shallow.
        Boat "boat" "一字领",
    }
}

words! {
    /// How sleeve and body meet.
    ArmholeStyle {
        /// A curved armhole and a sleeve with a cap.
        SetIn "set_in" "装袖",
        /// A slanted line from the underarm to the neck.
        Raglan "raglan" "插肩袖",
        /// No armhole shaping, a sleeve without a cap.
        Drop "drop" "落肩袖",
        /// A set-in sleeve whose cap goes on as a strap over the shoulder.
        Saddle "saddle" "马鞍肩袖",
    }
}

words! {
    /// The rib of hems, cuffs and bands.
    Rib {
        /// One wale in front, one behind.
        Rib1x1 "1x1" "1+1 罗纹",
        /// Two and two.
        Rib2x2 "2x2" "2+2 罗纹",
    }
}

impl Rib {
    /// What it is knitted in.
    pub fn structure(self) -> Structure {
        match self {
            Rib::Rib1x1 => Structure::Rib1x1,
            Rib::Rib2x2 => Structure::Rib2x2,
        }
    }
}

words! {
    /// Which panels follow a body whose left and right differ.
    Sides {
        /// None: both sides are made to the mean.
        Alike "alike" "一律对称",
        /// Each sleeve follows its own arm.
        Sleeves "sleeves" "仅袖片",
        /// Armholes and shoulders too.
        Own "own" "各随其身",
    }
}
