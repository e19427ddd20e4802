//! What operators, attributes, indices and formats do with values.

pub(crate) mod arithmetic;
pub(crate) mod attributes;
pub(crate) mod compare;
pub(crate) mod construct;
pub(crate) mod convert;
pub(crate) mod display;
pub(crate) mod floats;
pub(crate) mod format;
pub(crate) mod iteration;
pub(crate) mod keys;
pub(crate) mod percent;
pub(crate) mod precise;
pub(crate) mod subscripts;
