//! Names of the landmarks (ISO 8559-1 where it has one) and of the joints' centres.

macro_rules! names {
    ($(#[$doc:meta])* $ty:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $ty { $(#[doc = $name] $variant),+ }
        impl $ty {
            /// How many there are.
            pub const COUNT: usize = [$($name),+].len();
            /// All, in order.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$variant),+];
            /// The name in files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

names! {
    /// A landmark on the skin; left and right are the subject's.
    Landmark {
        BustPointL = "bust_point_l", BustPointR = "bust_point_r",
        Navel = "navel",
        Cervicale = "cervicale",
        LowestRibL = "lowest_rib_l", LowestRibR = "lowest_rib_r",
        IliacCrestL = "iliac_crest_l", IliacCrestR = "iliac_crest_r",
        UnderbustL = "underbust_l", UnderbustR = "underbust_r",
        AcromionL = "acromion_l", AcromionR = "acromion_r",
        SideNeckL = "side_neck_l", SideNeckR = "side_neck_r",
        ElbowL = "elbow_l", ElbowR = "elbow_r",
        WristL = "wrist_l", WristR = "wrist_r",
        KneecapL = "kneecap_l", KneecapR = "kneecap_r",
        AxillaL = "axilla_l", AxillaR = "axilla_r",
        Glabella = "glabella",
        Opisthocranion = "opisthocranion",
        AdamsApple = "adams_apple",
    }
}

names! {
    /// A joint's centre (a bone's head).
    Joint {
        Head = "head_joint",
        Neck = "neck_joint",
        ShoulderL = "shoulder_joint_l", ShoulderR = "shoulder_joint_r",
        ElbowL = "elbow_joint_l", ElbowR = "elbow_joint_r",
        WristL = "wrist_joint_l", WristR = "wrist_joint_r",
        HipL = "hip_l", HipR = "hip_r",
        KneeL = "knee_joint_l", KneeR = "knee_joint_r",
        AnkleL = "ankle_joint_l", AnkleR = "ankle_joint_r",
    }
}
