//! The U in numbers: two layouts, one drawing.

use crate::settings::Detail;
use crate::view::svg::{float, n};
use netlab_lab::view::Way;

/// What room the buffers need. It is the same for the whole run, so that nothing jumps while the clock moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// A few bytes in a large room.
    Large,
    /// Every byte has its cell.
    Cells,
    /// Tanks with numbers beside them.
    Tanks,
}

/// Every number the stage is drawn from, in units of its view box.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Redrawn for a phone, not shrunk.
    pub phone: bool,
    /// Queues and rings are drawn.
    pub all: bool,
    /// Buffers are drawn as tanks, all four of them.
    pub tanks: bool,
    /// Width of the view box.
    pub width: f64,
    /// Height of the view box.
    pub height: f64,
    /// Width of a computer.
    pub computer: f64,
    /// Left edge of the server.
    pub server: f64,
    /// Columns of sending and receiving, from the computer's left edge. On the server the request goes up the second.
    pub columns: [f64; 2],
    /// Width of a buffer.
    pub buffer_width: f64,
    /// Height of a buffer.
    pub buffer_height: f64,
    /// Size of a byte inside a large buffer.
    pub cell: f64,
    /// Size of a cell of a small buffer.
    pub grid: f64,
    /// Where cables leave the two computers.
    pub ports: [f64; 2],
    /// Half the distance between the tracks inside a cable.
    pub spread: f64,
    /// Width of a router.
    pub router: f64,
    /// Thickness of the sheath.
    pub cable: f64,
    /// Height of a frame.
    pub frame: f64,
    /// Top of user space.
    pub user: f64,
    /// Top of the system call border.
    pub border: f64,
    /// Top of the kernel.
    pub kernel: f64,
    /// Top of the buffers.
    pub buffers: f64,
    /// Bottom of the kernel.
    pub kernel_end: f64,
    /// Bottom of the hardware.
    pub hardware_end: f64,
    /// The reply's lane.
    pub inner: f64,
    /// The request's lane.
    pub outer: f64,
    /// The ruler under the cables.
    pub ruler: f64,
    /// Left and right end of each cable.
    pub cables: Vec<[f64; 2]>,
}

impl Layout {
    /// For this many cables and the room that buffers need.
    pub fn new(detail: Detail, phone: bool, room: Room, cables: usize) -> Self {
        let all = detail == Detail::Everything;
        let tank = room == Room::Tanks;
        let tall = tank || room == Room::Cells;
        let mut layout = if phone { Self::phone(all) } else { Self::wide(all) };
        layout.tanks = tank;
        if tank {
            // Tanks stand on the track, their numbers beside them.
            layout.columns = if phone { [19.0, 105.0] } else { [34.0, 166.0] };
        }
        layout.buffer_height = match (tall, phone) {
            (true, true) => 76.0,
            (true, false) => 92.0,
            (false, true) => 50.0,
            (false, false) => 60.0,
        };
        layout.kernel_end = layout.buffers + layout.buffer_height + 46.0 + if all { 34.0 } else { 0.0 };
        layout.hardware_end = layout.kernel_end
            + match (all, phone) {
                (true, true) => 78.0,
                (true, false) => 68.0,
                (false, _) => 40.0,
            };
        layout.inner = layout.hardware_end + if phone { 30.0 } else { 36.0 };
        layout.outer = layout.inner + if phone { 26.0 } else { 32.0 };
        layout.ruler = layout.outer + layout.cable / 2.0 - if phone { 8.0 } else { 10.0 };
        layout.height = layout.ruler + 24.0;
        layout.lay_cables(cables.max(1));
        layout
    }

    fn wide(all: bool) -> Self {
        Self {
            phone: false,
            all,
            tanks: false,
            width: 880.0,
            height: 0.0,
            computer: 268.0,
            server: 612.0,
            columns: [70.0, 198.0],
            buffer_width: 116.0,
            buffer_height: 0.0,
            cell: 21.0,
            grid: 22.0,
            ports: [134.0, 746.0],
            spread: 10.0,
            router: 60.0,
            cable: 62.0,
            frame: 28.0,
            user: 26.0,
            border: 116.0,
            kernel: 138.0,
            buffers: 166.0,
            kernel_end: 0.0,
            hardware_end: 0.0,
            inner: 0.0,
            outer: 0.0,
            ruler: 0.0,
            cables: Vec::new(),
        }
    }

    fn phone(all: bool) -> Self {
        Self {
            phone: true,
            width: 358.0,
            computer: 174.0,
            server: 184.0,
            columns: [45.0, 129.0],
            buffer_width: 80.0,
            cell: 15.5,
            grid: 18.0,
            ports: [24.0, 334.0],
            spread: 6.0,
            router: 30.0,
            cable: 50.0,
            frame: 22.0,
            ..Self::wide(all)
        }
    }

    fn lay_cables(&mut self, count: usize) {
        let margin = self.spread + if self.phone { 6.0 } else { 10.0 };
        let (first, last) = (self.ports[0] + margin, self.ports[1] - margin);
        let count_f = float(count);
        let length = (last - first - (count_f - 1.0) * self.router) / count_f;
        let mut x = first;
        for _ in 0..count {
            self.cables.push([x, x + length]);
            x += length + self.router;
        }
    }

    /// Middle of the sheath.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.inner, self.outer)
    }

    /// The lane of a way.
    pub const fn lane(&self, way: Way) -> f64 {
        match way {
            Way::Request => self.outer,
            Way::Reply => self.inner,
        }
    }

    /// The sheath of all cables.
    pub fn sheath(&self) -> String {
        let ([p, q], end, mid) = (self.ports, self.hardware_end, self.middle());
        format!(
            "M{} {}V{}Q{} {} {} {}H{}Q{} {} {} {}V{}",
            n(p),
            n(end),
            n(mid - 16.0),
            n(p),
            n(mid),
            n(p + 16.0),
            n(mid),
            n(q - 16.0),
            n(q),
            n(mid),
            n(q),
            n(mid - 16.0),
            n(end)
        )
    }

    /// One half of the U, as far as it has been travelled.
    pub fn track(&self, way: Way, until: Until) -> String {
        let ends = self.track_ends(way);
        let mut d = format!("M{} {}", n(ends.down), n(self.border - 4.0));
        match until {
            Until::SendBuffer => d += &format!("V{}", n(self.buffers + 12.0)),
            Until::Nic => d += &format!("V{}", n(self.kernel_end + 4.0)),
            Until::Lane(_) | Until::FarNic | Until::ReceiveBuffer | Until::End => {
                d += &self.dive(&ends);
                match until {
                    Until::Lane(x) => d += &format!("H{}", n(x)),
                    Until::FarNic | Until::ReceiveBuffer | Until::End => d += &self.rise(&ends, until),
                    Until::SendBuffer | Until::Nic => unreachable!("handled above"),
                }
            }
        }
        d
    }

    fn track_ends(&self, way: Way) -> Ends {
        let ([a, b], s, [p, q], d) = (self.columns, self.server, self.ports, self.spread);
        let corner = match (way, self.phone) {
            (Way::Request, true) => 8.0,
            (Way::Request, false) => 14.0,
            (Way::Reply, _) => 10.0,
        };
        match way {
            // Outside at the client's port, outside at the server's.
            Way::Request => Ends { down: a, up: s + b, from: p - d, to: q + d, corner, toward: 1.0 },
            Way::Reply => Ends { down: s + a, up: b, from: q - d, to: p + d, corner, toward: -1.0 },
        }
    }

    /// From the kernel's end through the NIC into the lane.
    fn dive(&self, e: &Ends) -> String {
        let lane = if e.toward > 0.0 { self.outer } else { self.inner };
        format!(
            "V{}C{} {} {} {} {} {}V{}Q{} {} {} {}",
            n(self.kernel_end + 4.0),
            n(e.down),
            n(self.hardware_end - 6.0),
            n(e.from),
            n(self.kernel_end + 10.0),
            n(e.from),
            n(self.hardware_end),
            n(lane - e.corner),
            n(e.from),
            n(lane),
            n(e.from + e.toward * e.corner),
            n(lane)
        )
    }

    /// Out of the lane through the NIC, up to where it ends.
    fn rise(&self, e: &Ends, until: Until) -> String {
        let lane = if e.toward > 0.0 { self.outer } else { self.inner };
        let mut d = format!(
            "H{}Q{} {} {} {}V{}",
            n(e.to - e.toward * e.corner),
            n(e.to),
            n(lane),
            n(e.to),
            n(lane - e.corner),
            n(self.hardware_end)
        );
        if until != Until::FarNic {
            d += &format!(
                "C{} {} {} {} {} {}",
                n(e.to),
                n(self.kernel_end + 10.0),
                n(e.up),
                n(self.hardware_end - 6.0),
                n(e.up),
                n(self.kernel_end + 4.0)
            );
            let top =
                if until == Until::End { self.border - 4.0 } else { self.buffers + 8.0 + self.buffer_height };
            d += &format!("V{}", n(top));
        }
        d
    }
}

/// Numbers of one track.
struct Ends {
    down: f64,
    up: f64,
    from: f64,
    to: f64,
    corner: f64,
    toward: f64,
}

/// How far along a track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Until {
    /// The sender's send buffer.
    SendBuffer,
    /// The sender's NIC.
    Nic,
    /// This place in the lane.
    Lane(f64),
    /// The receiver's NIC.
    FarNic,
    /// The receiver's receive buffer.
    ReceiveBuffer,
    /// The receiver's program.
    End,
}
