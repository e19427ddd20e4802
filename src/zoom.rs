//! Which stretch of the timeline is shown.

/// The whole axis, in the unit of a [`Zoom`].
pub const WHOLE: u32 = 1_000_000;

/// The smallest stretch that is shown.
const LEAST: u32 = WHOLE / 2_000;

/// How a key changes the zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zooming {
    /// Half as much is shown.
    In,
    /// Twice as much is shown.
    Out,
    /// Everything is shown.
    All,
}

/// A stretch of the axis, in millionths of it; never empty, never outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoom {
    /// Left end.
    pub from: u32,
    /// Right end.
    pub to: u32,
}

impl Default for Zoom {
    fn default() -> Self {
        Self { from: 0, to: WHOLE }
    }
}

impl Zoom {
    /// Whether everything is shown.
    pub fn is_all(self) -> bool {
        self == Self::default()
    }

    /// How much of the axis is shown, in millionths.
    pub const fn length(self) -> u32 {
        self.to - self.from
    }

    /// The place in the middle of the axis that stands at this fraction of what is shown.
    pub fn place(self, fraction: f64) -> u32 {
        self.from + (f64::from(self.length()) * fraction.clamp(0.0, 1.0)).round() as u32
    }

    /// Shows `factor` times as much; the place `about` stays where it stands.
    pub fn scaled(self, about: u32, factor: f64) -> Self {
        let old = f64::from(self.length());
        let length = (old * factor).clamp(f64::from(LEAST), f64::from(WHOLE));
        let about = f64::from(about.clamp(self.from, self.to));
        let left = about - (about - f64::from(self.from)) / old * length;
        let left = left.clamp(0.0, f64::from(WHOLE) - length);
        let from = left.round() as u32;
        Self { from, to: (from + length.round() as u32).min(WHOLE) }
    }

    /// What a key asks for, about the cursor.
    pub fn pressed(self, key: Zooming, cursor: u32) -> Self {
        match key {
            Zooming::In => self.holding(cursor).scaled(cursor, 0.5),
            Zooming::Out => self.scaled(cursor, 2.0),
            Zooming::All => Self::default(),
        }
    }

    /// Moved as little as it takes to hold this place, with a tenth of the stretch beyond it.
    pub fn holding(self, place: u32) -> Self {
        let (length, margin) = (self.length(), self.length() / 10);
        let from = if place < self.from {
            place.saturating_sub(margin)
        } else if place > self.to {
            (place + margin).min(WHOLE) - length
        } else {
            self.from
        };
        let from = from.min(WHOLE - length);
        Self { from, to: from + length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_and_out_again_shows_the_same() {
        let cursor = 400_000;
        let near = Zoom::default().pressed(Zooming::In, cursor).pressed(Zooming::In, cursor);
        assert_eq!(near, Zoom { from: 300_000, to: 550_000 });
        let far = near.pressed(Zooming::Out, cursor).pressed(Zooming::Out, cursor);
        assert!(far.is_all(), "{far:?}");
        assert!(near.pressed(Zooming::All, cursor).is_all());
    }

    #[test]
    fn it_never_leaves_the_axis_and_never_is_empty() {
        let mut zoom = Zoom::default();
        for step in 0..60_u32 {
            let about = zoom.place(f64::from(step % 7) / 6.0);
            zoom = zoom.scaled(about, if step % 9 < 6 { 0.4 } else { 1.7 });
            assert!(zoom.from < zoom.to && zoom.to <= WHOLE && zoom.length() >= LEAST, "{zoom:?}");
            assert!((zoom.from..=zoom.to).contains(&about.clamp(zoom.from, zoom.to)));
        }
    }

    #[test]
    fn the_cursor_is_held() {
        let zoom = Zoom { from: 100_000, to: 200_000 };
        assert_eq!(zoom.holding(150_000), zoom);
        assert_eq!(zoom.holding(250_000), Zoom { from: 160_000, to: 260_000 });
        assert_eq!(zoom.holding(50_000), Zoom { from: 40_000, to: 140_000 });
        assert_eq!(zoom.holding(WHOLE), Zoom { from: 900_000, to: WHOLE });
        assert_eq!(zoom.holding(0), Zoom { from: 0, to: 100_000 });
    }
}
