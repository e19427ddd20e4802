//! IPv4: routes, and what the layers above may ask about them.

pub mod route;

pub use route::{RouteAnswer, RouteInfo, RouteTable};
