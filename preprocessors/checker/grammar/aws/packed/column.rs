//! The columns of numbers that a pack is made of.

/// Numbers, seven bits a byte, the lowest first. A column ends where its bytes end, so that none asks for more room than
/// it has bytes.
#[derive(Clone, Copy)]
pub(super) struct Column<'b>(&'b [u8]);

impl<'b> Column<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0_u64, 0_u32);
        loop {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
            shift += 7;
        }
    }

    pub(super) fn small<T: TryFrom<u64>>(&mut self) -> Option<T> {
        self.number()?.try_into().ok()
    }

    /// The index of a table that has so many rows.
    pub(super) fn index(&mut self, rows: usize) -> Option<u16> {
        self.small().filter(|&id: &u16| usize::from(id) < rows)
    }

    /// A bound: an even number is twice an integer, its sign in the next bit; 1 stands before a number of eight bytes.
    pub(super) fn bound(&mut self) -> Option<f64> {
        let code = self.number()?;
        if code & 1 == 0 {
            let size = (code >> 2) as f64;
            return Some(if code & 2 == 0 { size } else { -size });
        }
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_le_bytes(*bytes)).filter(|bound| bound.is_finite())
    }

    /// A column in a column: its length, and so many bytes.
    pub(super) fn part(&mut self) -> Option<&'b [u8]> {
        let len = self.small()?;
        let (part, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(part)
    }
}

/// A column of indices that are numbered in the order of their first use: 0 is the next new one, others count from 1.
pub(super) struct Fresh<'b> {
    column: Column<'b>,
    /// The next new one.
    pub(super) next: u16,
}

impl<'b> Fresh<'b> {
    pub(super) fn new(column: Column<'b>) -> Self {
        Self { column, next: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.column.is_empty()
    }

    pub(super) fn read(&mut self) -> Option<u16> {
        let code: u16 = self.column.small()?;
        let Some(known) = code.checked_sub(1) else {
            self.next = self.next.checked_add(1)?;
            return Some(self.next - 1);
        };
        (known < self.next).then_some(known)
    }
}
