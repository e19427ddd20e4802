//! Network interfaces: the queue in front of a NIC (drop-tail, as `pfifo` behind `txqueuelen`), its transmit and receive
//! rings, its interrupt, and the loopback device.
//!
//! The transmit ring and the queueing discipline are one queue here: its first frames stand in the ring. Left out:
//! offloads (TSO, GSO, GRO), byte queue limits, interrupt moderation.

use crate::agenda::Work;
use crate::context::Context;
use crate::event::{DropReason, Event, Frame, Interface};
use core::net::Ipv4Addr;
use netlab_wire::MacAddress;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::rc::Rc;

/// What an interface is made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceConfig {
    /// Its name, as `ip link` shows it.
    pub name: Rc<str>,
    /// Its hardware address.
    pub mac: MacAddress,
    /// Its address.
    pub address: Ipv4Addr,
    /// Bits of its network.
    pub prefix_length: u8,
    /// The largest IPv4 packet, bytes, 68 to 65535.
    pub mtu: u32,
    /// Frames that may wait behind the transmit ring (`txqueuelen`, 1000 by default in Linux).
    pub queue_length: u32,
    /// Slots of the transmit ring, at least 1.
    pub transmit_ring: u16,
    /// Slots of the receive ring, at least 1.
    pub receive_ring: u16,
}

/// What `ip -s link` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeviceCounters {
    /// Frames received.
    pub received_frames: u64,
    /// Bytes received.
    pub received_bytes: u64,
    /// Frames dropped because the receive ring was full.
    pub received_dropped: u64,
    /// Frames dropped because the frame check sequence was wrong.
    pub received_damaged: u64,
    /// Frames sent.
    pub sent_frames: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Frames dropped because the queue was full or the link down.
    pub sent_dropped: u64,
}

/// One interface.
#[derive(Debug, Clone)]
pub struct Device {
    pub(crate) config: InterfaceConfig,
    pub(crate) loopback: bool,
    pub(crate) up: bool,
    pub(crate) counters: DeviceCounters,
    pub(crate) transmit: VecDeque<Frame>,
    /// Frames that may wait, if a queueing discipline says so (`pfifo limit N`); otherwise ring and queue length.
    discipline: Option<u32>,
    transmit_slot: u16,
    pub(crate) receive: VecDeque<Frame>,
    receive_slot: u16,
    /// Between the interrupt's being asked for and the ring's being empty again the NIC does not interrupt (NAPI).
    polling: bool,
    /// Whether the interface stands in the list of those with something to send.
    announced: bool,
}

impl Device {
    /// Frames that may wait in front of the NIC.
    fn limit(&self) -> usize {
        match self.discipline {
            Some(limit) => limit as usize,
            None => self.config.queue_length as usize + usize::from(self.config.transmit_ring),
        }
    }

    /// Whether a frame behind `pending` others would be dropped for want of room.
    pub(crate) fn is_full(&self, pending: usize) -> bool {
        self.transmit.len() + pending >= self.limit()
    }
}

/// All interfaces of one computer.
#[derive(Debug, Clone, Default)]
pub struct Devices {
    devices: Vec<Device>,
    transmitters: Vec<Interface>,
}

impl Devices {
    /// Adds an interface; the first one is `lo`.
    pub fn add(&mut self, config: InterfaceConfig, loopback: bool) -> Interface {
        assert!(config.transmit_ring > 0 && config.receive_ring > 0, "rings have at least one slot");
        let number = u16::try_from(self.devices.len()).expect("fewer than 65536 interfaces");
        self.devices.push(Device {
            config,
            loopback,
            up: true,
            counters: DeviceCounters::default(),
            transmit: VecDeque::new(),
            discipline: None,
            transmit_slot: 0,
            receive: VecDeque::new(),
            receive_slot: 0,
            polling: false,
            announced: false,
        });
        Interface(number)
    }

    /// The interface with this number. Panics when there is none.
    pub fn get(&self, interface: Interface) -> &Device {
        &self.devices[usize::from(interface.0)]
    }

    fn get_mut(&mut self, interface: Interface) -> &mut Device {
        &mut self.devices[usize::from(interface.0)]
    }

    /// All interfaces in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (Interface, &Device)> {
        self.devices.iter().enumerate().map(|(index, device)| (Interface(index as u16), device))
    }

    /// Interfaces that have had a frame to send since the last call.
    pub fn drain_transmitters(&mut self) -> Vec<Interface> {
        for interface in &self.transmitters {
            self.devices[usize::from(interface.0)].announced = false;
        }
        core::mem::take(&mut self.transmitters)
    }

    /// One of those interfaces.
    pub fn next_transmitter(&mut self) -> Option<Interface> {
        let interface = self.transmitters.pop()?;
        self.get_mut(interface).announced = false;
        Some(interface)
    }

    /// Gives or takes the carrier. Without it what waits is thrown away (`dev_deactivate`).
    pub fn set_link(&mut self, interface: Interface, up: bool, context: &mut Context<'_>) {
        let device = self.get_mut(interface);
        device.up = up;
        if up {
            return;
        }
        for frame in core::mem::take(&mut device.transmit) {
            device.counters.sent_dropped += 1;
            context.dropped(Some(frame.id), DropReason::LinkDown);
        }
    }

    /// Sets or removes a limit of the queue in front of an interface (`tc qdisc ... pfifo limit N`).
    pub fn set_discipline(&mut self, interface: Interface, limit: Option<u32>) {
        self.get_mut(interface).discipline = limit;
    }

    /// Whether some interface would drop a frame behind `pending` others.
    pub(crate) fn any_full(&self, pending: usize) -> bool {
        self.devices.iter().any(|device| device.is_full(pending))
    }

    /// Places a frame in the transmit queue, or drops it. The loopback device hands it straight to its own receive side
    /// (`loopback_xmit`).
    pub fn queue(&mut self, interface: Interface, mut frame: Frame, context: &mut Context<'_>) {
        let device = self.get_mut(interface);
        if !device.up {
            device.counters.sent_dropped += 1;
            context.dropped(Some(frame.id), DropReason::LinkDown);
            return;
        }
        if device.transmit.len() >= device.limit() {
            device.counters.sent_dropped += 1;
            context.dropped(Some(frame.id), DropReason::QueueFull);
            return;
        }
        let length = device.transmit.len() as u32 + 1;
        let record = context.recorder.emit(context.now, frame.cause, || Event::FrameQueued {
            interface,
            frame: frame.clone(),
            length,
        });
        frame.cause = Some(record);
        device.transmit.push_back(frame);
        if device.loopback {
            let frame = self.transmit(interface, context).expect("the frame that was just queued");
            self.receive(interface, frame, context);
        } else if !device.announced {
            device.announced = true;
            self.transmitters.push(interface);
        }
    }

    /// Takes the next frame out of the transmit ring: the link is free.
    pub fn transmit(&mut self, interface: Interface, context: &mut Context<'_>) -> Option<Frame> {
        let device = self.get_mut(interface);
        let mut frame = device.transmit.pop_front()?;
        let slot = device.transmit_slot;
        device.transmit_slot = if slot + 1 == device.config.transmit_ring { 0 } else { slot + 1 };
        device.counters.sent_frames += 1;
        device.counters.sent_bytes += frame.bytes.len() as u64;
        let id = frame.id;
        let record = context.recorder.emit(context.now, frame.cause, || Event::FrameTransmitted {
            interface,
            frame: id,
            slot,
        });
        frame.cause = Some(record);
        Some(frame)
    }

    /// A frame has come from the link: into the ring with it, and the processor is told.
    pub fn receive(&mut self, interface: Interface, frame: Frame, context: &mut Context<'_>) {
        let Some(frame) = self.accept(interface, frame, context) else { return };
        let device = self.get_mut(interface);
        device.receive.push_back(frame);
        if !device.polling {
            device.polling = true;
            let at = context.now + context.costs.interrupt;
            context.agenda.push(context.now, at, Work::Interrupt(interface));
        }
    }

    /// As [`Devices::receive`], where interrupts and receiving cost no time: the frame is to be worked on at once.
    pub fn receive_at_once(
        &mut self,
        interface: Interface,
        frame: Frame,
        context: &mut Context<'_>,
    ) -> Option<Frame> {
        if self.get(interface).polling {
            self.receive(interface, frame, context);
            return None;
        }
        let frame = self.accept(interface, frame, context)?;
        context.recorder.emit(context.now, frame.cause, || Event::Interrupt { interface, frames: 1 });
        Some(frame)
    }

    /// The NIC gives a frame a slot of the receive ring, or drops it.
    fn accept(&mut self, interface: Interface, mut frame: Frame, context: &mut Context<'_>) -> Option<Frame> {
        let device = self.get_mut(interface);
        let id = frame.id;
        context.cause = frame.cause;
        if !device.up {
            context.dropped(Some(id), DropReason::LinkDown);
            return None;
        }
        if device.receive.len() >= usize::from(device.config.receive_ring) {
            device.counters.received_dropped += 1;
            context.dropped(Some(id), DropReason::ReceiveRingFull);
            return None;
        }
        device.counters.received_frames += 1;
        device.counters.received_bytes += frame.bytes.len() as u64;
        let slot = device.receive_slot;
        device.receive_slot = if slot + 1 == device.config.receive_ring { 0 } else { slot + 1 };
        let record = context.recorder.emit(context.now, frame.cause, || Event::FrameReceived {
            interface,
            frame: id,
            slot,
        });
        frame.cause = Some(record);
        Some(frame)
    }

    /// A frame came with a wrong frame check sequence: the NIC throws it away.
    pub fn receive_damaged(&mut self, interface: Interface, frame: &Frame, context: &mut Context<'_>) {
        self.get_mut(interface).counters.received_damaged += 1;
        context.cause = frame.cause;
        context.dropped(Some(frame.id), DropReason::FrameCheck);
    }

    /// The interrupt's moment: the ring is going to be emptied, frame by frame.
    pub fn interrupt(&mut self, interface: Interface, context: &mut Context<'_>) {
        let device = self.get_mut(interface);
        let frames = device.receive.len() as u16;
        let cause = device.receive.front().and_then(|frame| frame.cause);
        context.recorder.emit(context.now, cause, || Event::Interrupt { interface, frames });
        let at = context.now + context.frame_cost();
        context.agenda.push(context.now, at, Work::Poll(interface));
    }

    /// Takes the head of the receive ring to work on it; the next one follows after its own time.
    pub fn poll(&mut self, interface: Interface, context: &mut Context<'_>) -> Option<Frame> {
        let device = self.get_mut(interface);
        let frame = device.receive.pop_front();
        if device.receive.is_empty() {
            device.polling = false;
        } else {
            let at = context.now + context.frame_cost();
            context.agenda.push(context.now, at, Work::Poll(interface));
        }
        frame
    }
}
