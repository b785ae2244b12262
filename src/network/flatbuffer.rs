//! Tables of a FlatBuffers file, every offset checked. Layout: <https://flatbuffers.dev/internals/>.

use super::error::Error;

/// A table somewhere in the file.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
    fields: usize,
    fields_len: usize,
}

const CUT: Error = Error::Damaged("an offset points outside");

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Error> {
    let end = at.checked_add(N).ok_or(CUT)?;
    bytes
        .get(at..end)
        .and_then(|b| b.try_into().ok())
        .ok_or(CUT)
}

fn u16_at(bytes: &[u8], at: usize) -> Result<usize, Error> {
    Ok(usize::from(u16::from_le_bytes(array(bytes, at)?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<usize, Error> {
    usize::try_from(u32::from_le_bytes(array(bytes, at)?)).map_err(|_| CUT)
}

impl<'a> Table<'a> {
    /// The root table of a file with this identifier.
    pub fn root(bytes: &'a [u8], identifier: &[u8; 4]) -> Result<Self, Error> {
        if bytes.get(4..8) != Some(identifier) {
            return Err(Error::Damaged("it has no TFL3 mark"));
        }
        Self::at(bytes, u32_at(bytes, 0)?)
    }

    fn at(bytes: &'a [u8], at: usize) -> Result<Self, Error> {
        let back = i32::from_le_bytes(array(bytes, at)?);
        let fields = i64::try_from(at).map_err(|_| CUT)? - i64::from(back);
        let fields = usize::try_from(fields).map_err(|_| CUT)?;
        let fields_len = u16_at(bytes, fields)?;
        Ok(Self {
            bytes,
            at,
            fields,
            fields_len,
        })
    }

    /// Place of a field; `None` where it has its default.
    fn field(&self, id: usize) -> Result<Option<usize>, Error> {
        let entry = 4 + 2 * id;
        if entry + 2 > self.fields_len {
            return Ok(None);
        }
        let offset = u16_at(self.bytes, self.fields + entry)?;
        Ok((offset != 0).then_some(self.at + offset))
    }

    /// A byte field.
    pub fn byte(&self, id: usize, default: u8) -> Result<u8, Error> {
        match self.field(id)? {
            Some(at) => Ok(array::<1>(self.bytes, at)?[0]),
            None => Ok(default),
        }
    }

    /// A 32-bit field.
    pub fn int(&self, id: usize, default: i32) -> Result<i32, Error> {
        match self.field(id)? {
            Some(at) => Ok(i32::from_le_bytes(array(self.bytes, at)?)),
            None => Ok(default),
        }
    }

    /// A table field.
    pub fn table(&self, id: usize) -> Result<Option<Table<'a>>, Error> {
        let Some(at) = self.field(id)? else {
            return Ok(None);
        };
        let to = at.checked_add(u32_at(self.bytes, at)?).ok_or(CUT)?;
        Table::at(self.bytes, to).map(Some)
    }

    /// Start and length of a vector field whose items take `size` bytes each.
    fn vector(&self, id: usize, size: usize) -> Result<Option<(usize, usize)>, Error> {
        let Some(at) = self.field(id)? else {
            return Ok(None);
        };
        let start = at.checked_add(u32_at(self.bytes, at)?).ok_or(CUT)?;
        let count = u32_at(self.bytes, start)?;
        let bytes = count.checked_mul(size).ok_or(CUT)?;
        let end = (start + 4).checked_add(bytes).ok_or(CUT)?;
        if end > self.bytes.len() {
            return Err(CUT);
        }
        Ok(Some((start + 4, count)))
    }

    /// The bytes of a byte vector.
    pub fn bytes(&self, id: usize) -> Result<&'a [u8], Error> {
        match self.vector(id, 1)? {
            Some((at, count)) => self.bytes.get(at..at + count).ok_or(CUT),
            None => Ok(&[]),
        }
    }

    /// The numbers of an int vector.
    pub fn ints(&self, id: usize) -> Result<Vec<i32>, Error> {
        let Some((at, count)) = self.vector(id, 4)? else {
            return Ok(Vec::new());
        };
        (0..count)
            .map(|i| Ok(i32::from_le_bytes(array(self.bytes, at + 4 * i)?)))
            .collect()
    }

    /// The tables of a vector.
    pub fn tables(&self, id: usize) -> Result<Vec<Table<'a>>, Error> {
        let Some((at, count)) = self.vector(id, 4)? else {
            return Ok(Vec::new());
        };
        let table = |i: usize| {
            let at = at + 4 * i;
            Table::at(
                self.bytes,
                at.checked_add(u32_at(self.bytes, at)?).ok_or(CUT)?,
            )
        };
        (0..count).map(table).collect()
    }
}
