//! The rules of the simulated machine, and what it reports when one is broken.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The machine can knit it, but someone should know.
    Warning,
    /// The machine cannot knit it.
    Error,
}

macro_rules! rules {
    ($($rule:ident $severity:ident $name:literal $doc:literal)*) => {
        /// A rule of the machine or of the format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule { $(#[doc = $doc] $rule,)* }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Rule] = &[$(Rule::$rule),*];

            /// Stable name.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$rule => $name),* }
            }

            /// How bad it is to break it.
            pub fn severity(self) -> Severity {
                match self { $(Rule::$rule => Severity::$severity),* }
            }

            /// What it says.
            pub fn sentence(self) -> &'static str {
                match self { $(Rule::$rule => $doc),* }
            }
        }
    };
}

rules! {
    MagicMissing Error "magic-missing" "The first line is `;!knitout-2`."
    CarriersMissing Error "carriers-missing" "The header names the carriers (`;;Carriers: 1 2 3`)."
    CarriersHeader Error "carriers-header" "The header names carriers that the machine has."
    Syntax Error "syntax" "An operation has the parameters that the specification gives it."
    UnknownOperation Error "unknown-operation" "Only operations of the specification and `x-` extensions are used."
    BadNeedle Error "bad-needle" "A needle is `f`, `b`, `fs` or `bs` and a number, on a bed that the machine has."
    LoopOnSlider Error "loop-on-slider" "Sliders hold loops and pass them on; only needles form them."
    NeedleOffBed Error "needle-off-bed" "All needles lie on the bed, and their numbers are those of the bed."
    NegativeNeedle Error "negative-needle" "No needle number is negative, unless the header says that the work may be moved (`;;Position: Left`, `Center`, `Right`)."
    NegativeNeedleMoved Warning "negative-needle-moved" "A negative needle number only fits once the work is moved along the bed."
    RackingLimit Error "racking-limit" "The back bed is racked no further than it can go."
    RackingFraction Error "racking-fraction" "The back bed stands only at those parts of a needle that the machine knows."
    TransferMisaligned Error "transfer-misaligned" "A transfer goes to the needle across, from or to a needle: at racking R between f(N) and b(N - R)."
    TransferFromEmpty Error "transfer-from-empty" "A transfer or split takes loops from a needle that holds some."
    TransferOntoHeld Warning "transfer-onto-held" "A transfer lands on an empty needle, or stacks one loop that comes home to its own bed on one held loop (a decrease)."
    KnitOnEmpty Error "knit-on-empty" "A knit pulls its loop through a loop; on an empty needle tuck instead."
    TooManyLoops Error "too-many-loops" "A needle holds no more loops than its hook has room for."
    FloatTooLong Error "float-too-long" "From one loop to the next a yarn floats over no more needles than the machine allows."
    LoopsLeft Error "loops-left" "No loop is left on a needle at the end."
    LiveLoopsDropped Warning "live-loops-dropped" "An explicit drop releases loops of waste yarn only (`;;X-Waste-Carriers:`)."
    CarrierUnknown Error "carrier-unknown" "Only carriers that the header names are used."
    CarrierInactive Error "carrier-inactive" "A carrier is brought in before it is used or brought out."
    CarrierActive Error "carrier-already-in" "A carrier that is in action is not brought in again."
    CarrierLeftIn Error "carrier-left-in" "Every carrier is brought out at the end."
    CarrierUnused Error "carrier-unused" "A carrier makes a stitch between `in` and `out`."
    CarrierParked Error "carrier-parked-side" "A carrier that comes in goes away from the side on which it was parked."
    CarriersInPass Error "carriers-in-pass" "A pass moves no more carriers than the machine can."
    KnitAndTuck Error "knit-and-tuck-in-pass" "On machines with one set of cams a bed, knits and tucks of a bed do not share a pass."
    CarrierWrongSide Warning "carrier-wrong-side" "A carrier waits on the side that its next pass starts from; else a kick-back is needed."
    CarrierInTheWay Warning "carrier-in-the-way" "No needle works below the yarn of a carrier that waits: neither beyond the needle that it was sent to, as far as it needs to stop, nor between there and its last loop, further from there than a float may be long; else a kick-back is needed."
    HookMissing Error "hook-missing" "The inserting hook is used on machines that have one."
    HookOrder Error "hook-order" "`inhook` is followed by a stitch and a `releasehook` of the same carriers, before the hook takes another yarn and before `out`."
    HookInTheWay Error "hook-in-the-way" "Until `releasehook` the hook stands before the first stitch made with its yarn; nothing is knitted beyond it."
    Nonstandard Warning "nonstandard" "The file is UTF-8 with plain line feeds and no byte order mark, of a knitout version that is known; `;;NAME: VALUE` lines follow the first line without a gap, each name once."
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// Line of the file, from 1.
    pub line: u32,
    /// What happened there.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.rule.severity() {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(
            f,
            "{}: {severity}: {}: {}",
            self.line,
            self.rule.name(),
            self.message
        )
    }
}
