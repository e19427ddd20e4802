//! Interned identifiers.

use rustc_hash::FxHashMap;
use std::rc::Rc;

/// An identifier's number in its machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// The table of identifiers; cloning shares it until one of the copies grows.
#[derive(Debug, Clone, Default)]
pub struct Symbols {
    inner: Rc<Inner>,
}

#[derive(Debug, Clone, Default)]
struct Inner {
    names: Vec<Rc<str>>,
    numbers: FxHashMap<Rc<str>, Symbol>,
}

impl Symbols {
    /// The number of `name`, given now if it has none.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.inner.numbers.get(name) {
            return *symbol;
        }
        let inner = Rc::make_mut(&mut self.inner);
        let symbol = Symbol(inner.names.len() as u32);
        let name: Rc<str> = name.into();
        inner.names.push(name.clone());
        inner.numbers.insert(name, symbol);
        symbol
    }

    /// The number of `name`, if it has one.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        self.inner.numbers.get(name).copied()
    }

    /// The identifier.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.inner.names[symbol.0 as usize]
    }
}

/// A small map from identifiers to values in the order of their first binding: namespaces of classes and instances.
#[derive(Debug, Clone)]
pub struct NameMap<V> {
    entries: Vec<(Symbol, V)>,
    /// Whether the entries are in order of their symbols ([`NameMap::seal`]).
    sealed: bool,
}

impl<V> Default for NameMap<V> {
    fn default() -> Self {
        NameMap { entries: Vec::new(), sealed: false }
    }
}

impl<V: Copy> NameMap<V> {
    /// An empty map.
    pub const fn new() -> Self {
        NameMap { entries: Vec::new(), sealed: false }
    }

    /// The value bound to `name`.
    pub fn get(&self, name: Symbol) -> Option<V> {
        if self.sealed {
            let at = self.entries.binary_search_by_key(&name, |entry| entry.0).ok()?;
            return Some(self.entries[at].1);
        }
        self.entries.iter().find(|entry| entry.0 == name).map(|entry| entry.1)
    }

    /// Binds `name`; gives back what it was bound to.
    pub fn set(&mut self, name: Symbol, value: V) -> Option<V> {
        match self.entries.iter_mut().find(|entry| entry.0 == name) {
            Some(entry) => Some(std::mem::replace(&mut entry.1, value)),
            None => {
                self.sealed = false;
                self.entries.push((name, value));
                None
            }
        }
    }

    /// Sorts the bindings, for maps that are big and do not change: looking up is faster then.
    pub fn seal(&mut self) {
        self.entries.sort_by_key(|entry| entry.0);
        self.sealed = true;
    }

    /// Unbinds `name`.
    pub fn remove(&mut self, name: Symbol) -> Option<V> {
        let index = self.entries.iter().position(|entry| entry.0 == name)?;
        Some(self.entries.remove(index).1)
    }

    /// All bindings in order.
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, V)> + '_ {
        self.entries.iter().copied()
    }

    /// Number of bindings.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}
