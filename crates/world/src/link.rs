//! One direction of a link: what is on it, and when the line is free.

use crate::{record::LinkDirection, record::LinkId, topology::RateSpec};
use netlab_kernel::{event::Frame, record::RecordId};
use netlab_wire::{Duration, Instant};
use std::{collections::VecDeque, rc::Rc};

/// A frame on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flight {
    /// Number of this journey, unique in the world.
    pub number: u64,
    /// The frame.
    pub frame: Frame,
    /// When it left the NIC.
    pub depart: Instant,
    /// When its first bit enters the line.
    pub start: Instant,
    /// When its last bit is at the other end.
    pub arrive: Instant,
    /// The record of its departure.
    pub departed: RecordId,
    /// The bytes that left the NIC, where the line has changed them: the frame check sequence was made of these.
    pub(crate) sent: Option<Rc<[u8]>>,
    /// Whether it waits for the next frame to overtake it.
    pub(crate) held: bool,
}

impl Flight {
    /// Whether its bytes were damaged on the line, so that the frame check sequence no longer fits.
    pub fn is_damaged(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| *sent != self.frame.bytes)
    }
}

/// A direction's state, for the eye.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView<'a> {
    /// The link.
    pub link: LinkId,
    /// Which way.
    pub direction: LinkDirection,
    /// Whether the link carries frames.
    pub up: bool,
    /// One-way delay.
    pub delay: Duration,
    /// What is on it, in the order of arrival.
    pub flights: &'a VecDeque<Flight>,
}

/// One direction of a link.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) delay: Duration,
    pub(crate) rate: Option<RateSpec>,
    overhead: u32,
    /// What is on it, in the order of arrival.
    pub(crate) flights: VecDeque<Flight>,
    /// When the line has taken the last bit given to it.
    free_at: Instant,
    /// Moments at which frames in the link's own queue enter the line, ascending.
    starts: VecDeque<Instant>,
    /// The sending NIC has been told to wait for the line.
    pub(crate) sender_waits: bool,
}

/// When a frame gets where.
pub(crate) struct Passage {
    pub(crate) start: Instant,
    pub(crate) arrive: Instant,
}

impl Lane {
    pub(crate) fn new(delay: Duration, rate: Option<RateSpec>, overhead: u32) -> Self {
        Lane {
            delay,
            rate,
            overhead,
            flights: VecDeque::new(),
            free_at: Instant::ZERO,
            starts: VecDeque::new(),
            sender_waits: false,
        }
    }

    /// Whether the sending NIC waits for the line (else the link takes every frame at once).
    pub(crate) fn is_paced_by_nic(&self) -> bool {
        self.rate.is_some_and(|spec| spec.queue.is_none())
    }

    /// Whether the NIC may give the line a frame now.
    pub(crate) fn takes_frame(&self, now: Instant) -> bool {
        !self.is_paced_by_nic() || self.free_at <= now
    }

    fn line_time(&self, length: usize) -> Duration {
        let bytes = length as u64 + u64::from(self.overhead);
        self.rate.map_or(Duration::ZERO, |spec| spec.rate.time_for(bytes))
    }

    /// Books the line for a frame of `length` bytes; `None` when the link's own queue is full.
    pub(crate) fn book(&mut self, now: Instant, length: usize) -> Option<Passage> {
        while self.starts.front().is_some_and(|&start| start <= now) {
            self.starts.pop_front();
        }
        let start = self.free_at.max(now);
        if let Some(RateSpec { queue: Some(queue), .. }) = self.rate
            && start > now
        {
            if self.starts.len() >= queue as usize {
                return None;
            }
            self.starts.push_back(start);
        }
        self.free_at = start + self.line_time(length);
        Some(Passage { start, arrive: self.free_at + self.delay })
    }

    /// Puts a flight in its place in the order of arrival, behind those that arrive at the same moment.
    pub(crate) fn insert(&mut self, flight: Flight) {
        if self.flights.back().is_none_or(|last| last.arrive <= flight.arrive) {
            self.flights.push_back(flight);
            return;
        }
        let at = self.flights.partition_point(|other| other.arrive <= flight.arrive);
        self.flights.insert(at, flight);
    }

    /// The direction's next moment: an arrival, or the line becoming free for a NIC that waits.
    pub(crate) fn next_moment(&self) -> Option<Instant> {
        let arrival = self.flights.front().map(|flight| flight.arrive);
        let free = self.sender_waits.then_some(self.free_at);
        match (arrival, free) {
            (Some(arrival), Some(free)) => Some(arrival.min(free)),
            (arrival, free) => arrival.or(free),
        }
    }
}
