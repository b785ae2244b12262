//! The marker families that printed boards use: OpenCV's predefined ArUco dictionaries and three of AprilTag's.

/// All bits: family after family, marker after marker, row by row from the most significant bit, each marker in whole bytes.
const BITS: &[u8] = include_bytes!("markers.bin");

/// Name without its size, side in modules, markers, offset into [`BITS`], sizes that are cut from its beginning.
const FAMILIES: [(&str, usize, usize, usize, &[usize]); 9] = [
    ("4X4", 4, 1000, 0, &[50, 100, 250, 1000]),
    ("5X5", 5, 1000, 2000, &[50, 100, 250, 1000]),
    ("6X6", 6, 1000, 6000, &[50, 100, 250, 1000]),
    ("7X7", 7, 1000, 11000, &[50, 100, 250, 1000]),
    ("ARUCO_ORIGINAL", 5, 1024, 18000, &[]),
    ("ARUCO_MIP_36H12", 6, 250, 22096, &[]),
    ("APRILTAG_16H5", 4, 30, 23346, &[]),
    ("APRILTAG_25H9", 5, 35, 23406, &[]),
    ("APRILTAG_36H11", 6, 587, 23546, &[]),
];

/// A family of square markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dictionary {
    family: usize,
    /// Markers in it.
    count: usize,
}

impl Dictionary {
    /// By OpenCV's name, with or without `DICT_`, in any case: `DICT_4X4_50`, `5x5_1000`, `APRILTAG_36h11`.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_uppercase().replace('-', "_");
        let name = name.rsplit('.').next().unwrap_or_default();
        let name = name.strip_prefix("DICT_").unwrap_or(name);
        FAMILIES.iter().enumerate().find_map(|(family, f)| {
            let (known, _, count, _, sizes) = *f;
            if sizes.is_empty() {
                return (name == known).then_some(Self { family, count });
            }
            let size = name.strip_prefix(known)?.strip_prefix('_')?;
            let count: usize = size.parse().ok().filter(|n| sizes.contains(n))?;
            Some(Self { family, count })
        })
    }

    /// All names, as OpenCV writes them.
    pub fn names() -> Vec<String> {
        let of = |family, count| Self { family, count }.name();
        let each = |(family, f): (usize, &(&str, usize, usize, usize, &[usize]))| match f.4 {
            [] => vec![of(family, f.2)],
            sizes => sizes.iter().map(|&n| of(family, n)).collect(),
        };
        FAMILIES.iter().enumerate().flat_map(each).collect()
    }

    /// OpenCV's name.
    pub fn name(&self) -> String {
        match FAMILIES[self.family] {
            (name, _, _, _, []) => {
                let family = name.starts_with("APRILTAG") || name.contains("MIP");
                format!(
                    "DICT_{}",
                    if family {
                        name.replace('H', "h")
                    } else {
                        name.into()
                    }
                )
            }
            (name, ..) => format!("DICT_{name}_{}", self.count),
        }
    }

    /// Side of a marker in modules, its black border left out.
    pub fn side(&self) -> usize {
        FAMILIES[self.family].1
    }

    /// How many markers it has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether the module in that row and column of a marker is white; `false` outside of the dictionary.
    pub fn white(&self, id: usize, row: usize, column: usize) -> bool {
        let (_, side, _, offset, _) = FAMILIES[self.family];
        if id >= self.count || row >= side || column >= side {
            return false;
        }
        let bit = row * side + column;
        let byte = BITS.get(offset + id * (side * side).div_ceil(8) + bit / 8);
        byte.is_some_and(|b| b >> (7 - bit % 8) & 1 == 1)
    }
}
