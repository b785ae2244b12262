//! Speed, stitch and roller numbers, of machines whose programs carry them.

use super::Emitter;
use crate::garment::Structure;
use crate::knit::program::Op;

/// What the carriage is about to do: it sets speed, stitch and roller numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Waste,
    Knit(Structure),
    /// Only a part of the breadth grows: the rollers pull as little as where wales are bound off.
    ShortRow(Structure),
    BindOff,
    Transfer,
}

impl Emitter<'_> {
    pub(super) fn mode(&mut self, mode: Mode) {
        if let Some(numbers) = &self.machine.swg {
            let (speed, stitch) = match mode {
                Mode::Transfer => (numbers.transfer_speed, None),
                Mode::Waste => (numbers.knit_speed, Some(numbers.waste_stitch)),
                Mode::Knit(s) | Mode::ShortRow(s) if !s.has_plain_edges() => {
                    (numbers.knit_speed, Some(numbers.rib_stitch))
                }
                _ => (numbers.knit_speed, Some(numbers.jersey_stitch)),
            };
            let digit = stitch.and_then(|s| char::from_digit(u32::from(s), 10));
            return self.numbers(speed, digit, None);
        }
        let Some(numbers) = &self.machine.kniterate else {
            return;
        };
        let (speed, stitch, roller) = match mode {
            Mode::Waste => (
                numbers.knit_speed,
                Some(numbers.waste_stitch),
                Some(numbers.roller),
            ),
            Mode::Knit(structure) | Mode::ShortRow(structure) => (
                numbers.knit_speed,
                Some(match structure {
                    s if s.has_plain_edges() => numbers.jersey_stitch,
                    _ => numbers.rib_stitch,
                }),
                Some(match mode {
                    Mode::ShortRow(_) => numbers.bind_off_roller,
                    _ => numbers.roller,
                }),
            ),
            Mode::BindOff => (
                numbers.knit_speed,
                Some(numbers.jersey_stitch),
                Some(numbers.bind_off_roller),
            ),
            Mode::Transfer => (numbers.transfer_speed, None, None),
        };
        self.numbers(speed, stitch, roller);
    }

    pub(super) fn numbers(&mut self, speed: u16, stitch: Option<char>, roller: Option<u16>) {
        if self.speed != Some(speed) {
            self.speed = Some(speed);
            self.emit(Op::Speed(speed));
        }
        if stitch.is_some() && self.stitch != stitch {
            self.stitch = stitch;
            self.ops
                .extend(stitch.map(|s| Op::StitchNumber(s as u32 as u8)));
        }
        if roller.is_some() && self.roller != roller {
            self.roller = roller;
            self.ops.extend(roller.map(Op::Roller));
        }
    }
}
