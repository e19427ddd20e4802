//! File descriptors and the open files behind them (`files_struct`, `struct file`).

use crate::event::SocketId;
use netlab_abi::{Errno, Fd};

/// `RLIMIT_NOFILE`
const MAXIMUM: usize = 1_024;

/// An open file of a computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(pub u32);

/// How far a stream socket's `connect` has come (`enum socket_state`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    Unconnected,
    Connecting,
    Connected,
}

/// What an open file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileObject {
    /// Standard input, output, error.
    Terminal,
    /// A TCP socket.
    Stream(SocketId, Connection),
    /// A UDP socket.
    Datagram(SocketId),
    /// The end of a pipe that is read.
    PipeReader(u32),
    /// The end of a pipe that is written.
    PipeWriter(u32),
    /// An epoll instance.
    Epoll,
}

/// An open file.
#[derive(Debug, Clone)]
pub(crate) struct OpenFile {
    pub object: FileObject,
    pub nonblocking: bool,
    /// Descriptors and calls that hold it.
    pub references: u32,
    /// Entries of epoll instances that watch it.
    pub watchers: Vec<(FileId, Fd)>,
}

/// All open files of a computer.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileTable {
    files: Vec<Option<OpenFile>>,
    free: Vec<u32>,
}

impl FileTable {
    /// Opens a file, held once.
    pub fn open(&mut self, object: FileObject, nonblocking: bool) -> FileId {
        let file = OpenFile { object, nonblocking, references: 1, watchers: Vec::new() };
        if let Some(index) = self.free.pop() {
            self.files[index as usize] = Some(file);
            return FileId(index);
        }
        self.files.push(Some(file));
        FileId(self.files.len() as u32 - 1)
    }

    pub fn get(&self, id: FileId) -> &OpenFile {
        self.files[id.0 as usize].as_ref().expect("an open file")
    }

    pub fn get_mut(&mut self, id: FileId) -> &mut OpenFile {
        self.files[id.0 as usize].as_mut().expect("an open file")
    }

    /// Holds a file once more.
    pub fn hold(&mut self, id: FileId) {
        self.get_mut(id).references += 1;
    }

    /// Lets go of a file; it comes back when nobody else holds it.
    pub fn release(&mut self, id: FileId) -> Option<OpenFile> {
        let file = self.get_mut(id);
        assert!(file.references > 0, "a file that is open is held");
        file.references -= 1;
        if file.references > 0 {
            return None;
        }
        self.free.push(id.0);
        self.files[id.0 as usize].take()
    }
}

/// The descriptors of one process.
#[derive(Debug, Clone, Default)]
pub(crate) struct FdTable {
    entries: Vec<Option<FileId>>,
}

impl FdTable {
    /// The open file behind a descriptor, or EBADF.
    pub fn get(&self, fd: Fd) -> Result<FileId, Errno> {
        let index = usize::try_from(fd.0).map_err(|_| Errno::EBADF)?;
        self.entries.get(index).copied().flatten().ok_or(Errno::EBADF)
    }

    /// Whether another descriptor could be had.
    pub fn has_room(&self) -> Result<(), Errno> {
        if self.entries.len() >= MAXIMUM && self.entries.iter().all(Option::is_some) {
            return Err(Errno::EMFILE);
        }
        Ok(())
    }

    /// Gives a file the lowest free descriptor; [`FdTable::has_room`] was asked before.
    pub fn install(&mut self, file: FileId) -> Fd {
        let index = self.entries.iter().position(Option::is_none).unwrap_or(self.entries.len());
        assert!(index < MAXIMUM, "there was room for another descriptor");
        if index == self.entries.len() {
            self.entries.push(Some(file));
        } else {
            self.entries[index] = Some(file);
        }
        Fd(index as i32)
    }

    /// Takes a descriptor away.
    pub fn remove(&mut self, fd: Fd) -> Result<FileId, Errno> {
        let file = self.get(fd)?;
        self.entries[fd.0 as usize] = None;
        Ok(file)
    }

    /// All descriptors in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (Fd, FileId)> {
        self.entries.iter().enumerate().filter_map(|(index, file)| file.map(|file| (Fd(index as i32), file)))
    }
}
