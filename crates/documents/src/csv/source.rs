//! From the bytes of a file to text that the record scanner can cut: unpacking, byte order marks and UTF-16.
//! Windows-1252 and UTF-8 share their delimiters, so those bytes pass unchanged and cells are decoded later.

use domain::refusal::Refusal;
use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};
use std::io::{self, Cursor, Read};

/// How characters are written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Only plain ASCII was seen so far; the first other character decides between UTF-8 and Windows-1252.
    Undecided,
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// Bytes looked at to tell what kind of file it is.
const HEAD: usize = 4096;

/// A file that may be packed with gzip, read as what is inside.
pub enum Unpacked<R: Read> {
    Plain(io::Chain<Cursor<Vec<u8>>, R>),
    Gzip(Box<MultiGzDecoder<io::Chain<Cursor<Vec<u8>>, R>>>),
}

impl<R: Read> Unpacked<R> {
    /// Tells gzip by its first two bytes.
    pub fn open(file: &str, mut source: R) -> Result<Unpacked<R>, Refusal> {
        let mut head = Vec::new();
        source.by_ref().take(2).read_to_end(&mut head).map_err(|e| unreadable(file, &e))?;
        let packed = head == [0x1f, 0x8b];
        let whole = Cursor::new(head).chain(source);
        Ok(if packed { Unpacked::Gzip(Box::new(MultiGzDecoder::new(whole))) } else { Unpacked::Plain(whole) })
    }
}
impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Unpacked::Plain(source) => source.read(buffer),
            Unpacked::Gzip(source) => source.read(buffer),
        }
    }
}

/// The refusal for a source that breaks off: a disk fault, or a packed file that is damaged.
pub(super) fn unreadable(file: &str, error: &io::Error) -> Refusal {
    Refusal::invalid("csv_unreadable").with("file", file).with("reason", error.to_string())
}

/// A source whose bytes are text in an ASCII-compatible encoding.
pub(super) struct Text<R> {
    head: Cursor<Vec<u8>>,
    source: R,
    wide: Option<Wide>,
}

impl<R: Read> Text<R> {
    /// Looks at the first bytes. Returns the text, its encoding and how many bytes the byte order mark took.
    pub fn open(file: &str, mut source: R) -> Result<(Text<R>, Encoding, u64), Refusal> {
        let mut head = Vec::with_capacity(HEAD);
        source.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|e| unreadable(file, &e))?;
        if let Some(kind) = foreign_kind(&head) {
            return Err(Refusal::invalid("csv_not_text").with("file", file).with("kind", kind));
        }
        let (encoding, mark) = match head.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
            [first, 0, ..] if *first != 0 => (Encoding::Utf16Le, 0),
            [0, second, ..] if *second != 0 => (Encoding::Utf16Be, 0),
            _ => (Encoding::Undecided, 0),
        };
        let mut head = Cursor::new(head);
        head.set_position(mark);
        Ok((Text { head, source, wide: Wide::of(encoding) }, encoding, mark))
    }

    /// Goes on in the middle of a file whose encoding is known.
    pub fn resume(source: R, encoding: Encoding) -> Text<R> {
        Text { head: Cursor::new(Vec::new()), source, wide: Wide::of(encoding) }
    }
}

/// Files that people give by mistake, told by their first bytes.
fn foreign_kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "Excel/ZIP"),
        (b"\xd0\xcf\x11\xe0", "Excel 97-2003"),
        (b"%PDF", "PDF"),
        (b"\x1f\x8b", "gzip"),
        (b"SQLite format 3\0", "SQLite"),
    ];
    KINDS.iter().find(|(start, _)| head.starts_with(start)).map(|(_, kind)| *kind)
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = (&mut self.head).chain(&mut self.source);
        match &mut self.wide {
            None => bytes.read(buffer),
            Some(wide) => wide.read(&mut bytes, buffer),
        }
    }
}

/// UTF-16 on its way to UTF-8.
struct Wide {
    big_endian: bool,
    /// A byte whose partner has not come yet.
    half: Option<u8>,
    /// The first of a surrogate pair.
    high: Option<u16>,
    /// Converted and not handed out yet.
    ready: Vec<u8>,
    handed_out: usize,
}

/// Stands for what cannot be converted; it is no UTF-8 either, so that the row is refused with its line.
const BROKEN: u8 = 0xff;

impl Wide {
    fn of(encoding: Encoding) -> Option<Wide> {
        let big_endian = match encoding {
            Encoding::Utf16Le => false,
            Encoding::Utf16Be => true,
            _ => return None,
        };
        Some(Wide { big_endian, half: None, high: None, ready: Vec::new(), handed_out: 0 })
    }

    fn read(&mut self, source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
        let mut raw = [0u8; HEAD];
        while self.handed_out == self.ready.len() {
            self.ready.clear();
            self.handed_out = 0;
            match source.read(&mut raw)? {
                0 if self.half.take().is_some() || self.high.take().is_some() => self.ready.push(BROKEN),
                0 => return Ok(0),
                n => raw[..n].iter().for_each(|byte| self.byte(*byte)),
            }
        }
        let count = buffer.len().min(self.ready.len() - self.handed_out);
        buffer[..count].copy_from_slice(&self.ready[self.handed_out..self.handed_out + count]);
        self.handed_out += count;
        Ok(count)
    }

    fn byte(&mut self, byte: u8) {
        let Some(first) = self.half.take() else {
            self.half = Some(byte);
            return;
        };
        let pair = [first, byte];
        self.unit(if self.big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    }

    fn unit(&mut self, unit: u16) {
        let decoded = match self.high.take() {
            Some(high) => char::decode_utf16([high, unit]).next(),
            None if (0xd800..0xdc00).contains(&unit) => {
                self.high = Some(unit);
                return;
            }
            None => char::decode_utf16([unit]).next(),
        };
        match decoded {
            Some(Ok(letter)) => self.ready.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            _ => self.ready.push(BROKEN),
        }
    }
}

/// How many bytes of the file became these bytes of text.
pub(super) fn length_in_file(text: &[u8], encoding: Encoding) -> u64 {
    match encoding {
        // One unit of two bytes per character, two for what UTF-8 writes in four bytes.
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let units = |byte: &u8| match byte {
                0x80..=0xbf => 0,
                0xf0..=0xf7 => 2,
                _ => 1,
            };
            2 * text.iter().map(units).sum::<u64>()
        }
        _ => text.len() as u64,
    }
}
